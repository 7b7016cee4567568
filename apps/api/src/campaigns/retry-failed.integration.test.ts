import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { QueuePayload } from '@herald/shared';
import { CampaignRepository, CommunicationLogRepository, createPool, withTimedTransaction } from '@herald/platform';

import { emptyDatabase, query } from '../../../../scripts/testing/fixtures/database.ts';
import { expectAllBooksToBalance } from '../../../../scripts/testing/fixtures/expect-books-to-balance.ts';
import { startTestApi } from '../../../../scripts/testing/fixtures/herald.ts';
import type { RunningHerald } from '../../../../scripts/testing/fixtures/herald.ts';
import { LaunchedCampaign } from '../../../../scripts/testing/fixtures/launched-campaign.ts';
import type { RowState } from '../../../../scripts/testing/fixtures/launched-campaign.ts';
import { PublishedLaunches } from '../../../../scripts/testing/fixtures/published-launches.ts';
import { whileLocked } from '../../../../scripts/testing/fixtures/table-lock.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { refusalOf } from '../segments/testing/segments-api.ts';
import { RetryFailedService } from './retry-failed.service.ts';
import { CampaignsApi, detailOf } from './testing/campaigns-api.ts';

const EVERY_CLASS: RowState[] = ['TEMPLATE', 'REFUSED', 'UNANSWERED', 'UNDELIVERED', 'UNCERTAIN'];
/** As the container has it, and one more. */
const MORE_THAN_A_PAGE = 5_001;

const servers = testServers();
const { databaseUrl } = servers;
const launches = new PublishedLaunches(servers);
let herald: RunningHerald;
let api: CampaignsApi;

beforeAll(async () => {
  herald = await startTestApi();
  api = new CampaignsApi(herald.url);
});
afterEach(async () => {
  await expectAllBooksToBalance(databaseUrl);
  await launches.take();
  await emptyDatabase(databaseUrl);
});
afterAll(async () => {
  await launches.close();
  await herald.stop();
});

const seal = (campaign: LaunchedCampaign) =>
  query(databaseUrl, 'UPDATE "Campaign" SET "sealedAt" = now() WHERE id = $1', [campaign.id]);
const statesOf = async (campaign: LaunchedCampaign) =>
  (await campaign.readRows()).map(({ status, failureClass }) => failureClass ?? status);

describe('POST /api/campaigns/:id/retry-failed', () => {
  it('opens what another try may mend, and the campaign with it', async () => {
    const campaign = await LaunchedCampaign.write(databaseUrl, [...EVERY_CLASS, 'SENT']);
    await seal(campaign);
    const { reopened, campaign: after } = await api.retryFailed(campaign.id);
    expect(reopened).toBe(3);
    expect(after).toMatchObject({ status: 'SENDING', failedCount: 2, sentCount: 1, completedAt: null, sealedAt: null });
    expect(await statesOf(campaign)).toEqual(['TEMPLATE', 'PENDING', 'PENDING', 'PENDING', 'UNCERTAIN', 'SENT']);
    expect(await launches.take()).toEqual([campaign.id]);
  });

  it('starts another round of what a mail server may have, which hands nothing over again under its key', async () => {
    const states = ['SENDING', 'UNCERTAIN', 'SENT', 'FAILED'];
    const campaign = await LaunchedCampaign.write(databaseUrl, [
      'UNCERTAIN',
      ...states.map(() => 'UNCERTAIN' as const),
    ]);
    const ids = (await campaign.readRows()).map(({ id }) => id);
    await query(
      databaseUrl,
      `INSERT INTO "SmtpMessage" (key, "communicationLogId", state)
       SELECT id::text, id, state::"SmtpState" FROM unnest($1::uuid[], $2::text[]) AS entry(id, state)`,
      [ids.slice(1), states],
    );
    await api.retryFailed(campaign.id, { failureClass: 'UNCERTAIN' });
    const rows = await query<{ id: string; round: number; attempts: number }>(
      databaseUrl,
      'SELECT id, round, attempts FROM "CommunicationLog"',
    );
    expect(ids.map((id) => rows.find((row) => row.id === id))).toEqual(
      ids.map((id, index) => ({ id, round: [0, 1, 1, 0, 0][index], attempts: 1 })),
    );
  });

  it('starts another round of what the vendor refused or could not deliver, and only of that', async () => {
    const campaign = await LaunchedCampaign.write(databaseUrl, EVERY_CLASS);
    await api.retryFailed(campaign.id);
    expect((await campaign.readRows()).map(({ round }) => round)).toEqual([0, 1, 0, 1, 0]);
  });

  it.each([
    ['REFUSED', ['TEMPLATE', 'PENDING', 'UNANSWERED', 'UNDELIVERED', 'UNCERTAIN']],
    ['UNCERTAIN', ['TEMPLATE', 'REFUSED', 'UNANSWERED', 'UNDELIVERED', 'PENDING']],
  ])('opens those of the class %s when it is asked for', async (failureClass, states) => {
    const campaign = await LaunchedCampaign.write(databaseUrl, EVERY_CLASS);
    expect(await api.retryFailed(campaign.id, { failureClass })).toMatchObject({ reopened: 1 });
    expect(await statesOf(campaign)).toEqual(states);
  });

  it('remembers that the vendor may have what is UNCERTAIN: a cancelled campaign must ask it first', async () => {
    const campaign = await LaunchedCampaign.write(databaseUrl, ['UNCERTAIN', 'UNANSWERED', 'UNDELIVERED']);
    await api.retryFailed(campaign.id);
    await api.retryFailed(campaign.id, { failureClass: 'UNCERTAIN' });
    expect((await campaign.readRows()).map(({ attempts }) => attempts)).toEqual([1, 0, 0]);
  });

  it('leaves a campaign that has nothing to try again complete and sealed', async () => {
    const campaign = await LaunchedCampaign.write(databaseUrl, ['SENT', 'TEMPLATE', 'UNCERTAIN']);
    await seal(campaign);
    const before = await campaign.readCampaign();
    expect(await api.retryFailed(campaign.id)).toMatchObject({ reopened: 0, campaign: { status: 'COMPLETED' } });
    expect(await campaign.readCampaign()).toEqual(before);
    expect(await launches.take()).toEqual([]);
  });

  it('finds nothing more to open when it is repeated', async () => {
    const campaign = await LaunchedCampaign.write(databaseUrl, ['REFUSED', 'SENT']);
    expect(await api.retryFailed(campaign.id)).toMatchObject({ reopened: 1 });
    expect(await api.retryFailed(campaign.id)).toMatchObject({ reopened: 0, campaign: { status: 'SENDING' } });
  });

  it('leaves a campaign paused that was', async () => {
    const campaign = await LaunchedCampaign.write(databaseUrl, ['PENDING', 'REFUSED'], { status: 'PAUSED' });
    expect(await api.retryFailed(campaign.id)).toMatchObject({
      reopened: 1,
      campaign: { status: 'PAUSED', failedCount: 0, pauseReason: 'paused by hand' },
    });
  });

  it('opens more than fit in a page', async () => {
    const campaign = await LaunchedCampaign.write(
      databaseUrl,
      Array.from({ length: MORE_THAN_A_PAGE }, () => 'UNANSWERED' as const),
    );
    expect(await api.retryFailed(campaign.id)).toMatchObject({
      reopened: MORE_THAN_A_PAGE,
      campaign: { status: 'SENDING', failedCount: 0 },
    });
  });

  it.each(['TEMPLATE', 'SENT', 1])(
    'refuses the class %j, which another try cannot mend or which is none',
    async (failureClass) => {
      const campaign = await LaunchedCampaign.write(databaseUrl, ['TEMPLATE']);
      const response = await api.ask(campaign.id, 'retry-failed', { failureClass });
      expect(refusalOf(response)).toEqual([400, 'invalid_input', 'failureClass']);
    },
  );

  it('is given up when it takes too long, and nothing is opened', async () => {
    const impatient = await startTestApi({ FREEZE_TIMEOUT_MS: '1000' });
    const campaign = await LaunchedCampaign.write(databaseUrl, ['REFUSED']);
    try {
      const response = await whileLocked(databaseUrl, 'CommunicationLog', () =>
        new CampaignsApi(impatient.url).ask(campaign.id, 'retry-failed'),
      );
      expect(refusalOf(response)).toEqual([503, 'timed_out']);
      expect(detailOf(response)).toContain('call it again for the messages that are left');
    } finally {
      await impatient.stop();
    }
    expect(await statesOf(campaign)).toEqual(['REFUSED']);
    expect(await launches.take()).toEqual([]);
  });
});

describe('pages of messages that are tried again', () => {
  const pool = createPool({ databaseUrl, maxConnections: 2, applicationName: 'herald-test' });
  const [campaigns, logs] = [new CampaignRepository(pool), new CommunicationLogRepository(pool)];
  const published: string[] = [];
  afterEach(() => void published.splice(0));
  afterAll(() => pool.end());

  /** @param afterPage what happens after each page, before the next one. */
  function retryTwoAtATime(afterPage: () => Promise<unknown>, clock: { nowMs: number } = { nowMs: 0 }) {
    return new RetryFailedService({
      campaigns,
      logs,
      queues: {
        publish: async (_key, jobs) => {
          published.push(...jobs.map(({ payload }) => (payload as QueuePayload<'launch'>).campaignId));
          return true;
        },
      },
      transact: async (work) => {
        const result = await withTimedTransaction(pool, 1_000, work);
        await afterPage();
        return result;
      },
      timeoutMs: 1_000,
      pageSize: 2,
      now: () => new Date(clock.nowMs),
    });
  }

  it('end when no time is left; those that were opened stay so and are published', async () => {
    const campaign = await LaunchedCampaign.write(databaseUrl, ['REFUSED', 'REFUSED', 'REFUSED', 'REFUSED', 'REFUSED']);
    const clock = { nowMs: 0 };
    const service = retryTwoAtATime(async () => (clock.nowMs += 600), clock);
    await expect(service.retryFailed(campaign.id, {})).rejects.toMatchObject({ code: 'timed_out' });
    expect(await statesOf(campaign)).toEqual(['PENDING', 'PENDING', 'PENDING', 'PENDING', 'REFUSED']);
    expect(published).toEqual([campaign.id]);
  });

  it('end when the campaign is cancelled meanwhile', async () => {
    const campaign = await LaunchedCampaign.write(databaseUrl, ['REFUSED', 'REFUSED', 'REFUSED']);
    const service = retryTwoAtATime(() => campaigns.cancel(campaign.id));
    await expect(service.retryFailed(campaign.id, {})).rejects.toMatchObject({ code: 'conflict' });
    expect(await statesOf(campaign)).toEqual(['PENDING', 'PENDING', 'REFUSED']);
    expect(published).toEqual([campaign.id]);
  });

  it('do not go on for ever when messages fail again as soon as they are opened', async () => {
    const campaign = await LaunchedCampaign.write(databaseUrl, ['REFUSED', 'REFUSED', 'REFUSED', 'REFUSED', 'REFUSED']);
    const failAgain = () =>
      withTimedTransaction(pool, 1_000, async (tx) => {
        const open = (await campaign.readRows()).filter(({ status }) => status === 'PENDING').map(({ id }) => id);
        await logs.claim(open, { workerId: campaign.id, deadAfterMs: 0 });
        const failures = open.map((id) => ({ id, failureClass: 'REFUSED' as const, reason: 'again' }));
        await campaigns.addToCounts(tx, await logs.markFailed(tx, campaign.id, failures));
      });
    expect(await retryTwoAtATime(failAgain).retryFailed(campaign.id, {})).toMatchObject({ reopened: 5 });
  });
});
