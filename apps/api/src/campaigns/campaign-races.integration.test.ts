import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { CAMPAIGN_ACTIONS, newId } from '@herald/shared';
import type { CampaignAction, CampaignStatus } from '@herald/shared';
import {
  CampaignRepository,
  CommunicationLogRepository,
  createPool,
  ReceiptInboxRepository,
  withRetriedTransaction,
} from '@herald/platform';
import type { Response } from 'supertest';

import { countDeadlocks, emptyDatabase, query } from '../../../../scripts/testing/fixtures/database.ts';
import { expectAllBooksToBalance } from '../../../../scripts/testing/fixtures/expect-books-to-balance.ts';
import { meetBehind } from '../../../../scripts/testing/fixtures/held-transaction.ts';
import { startTestApi } from '../../../../scripts/testing/fixtures/herald.ts';
import type { RunningHerald } from '../../../../scripts/testing/fixtures/herald.ts';
import { LaunchedCampaign } from '../../../../scripts/testing/fixtures/launched-campaign.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { ask } from '../segments/testing/example-segments.ts';
import { SegmentsApi } from '../segments/testing/segments-api.ts';
import { CampaignsApi } from './testing/campaigns-api.ts';

const ACTIONS = Object.keys(CAMPAIGN_ACTIONS) as CampaignAction[];
const ROUNDS = 8;

const { databaseUrl } = testServers();
const pool = createPool({ databaseUrl, maxConnections: 8, applicationName: 'herald-test' });
const [campaigns, logs] = [new CampaignRepository(pool), new CommunicationLogRepository(pool)];
const inbox = new ReceiptInboxRepository(pool);
let herald: RunningHerald;
let api: CampaignsApi;

beforeAll(async () => {
  // So many calls wait for one campaign at once.
  herald = await startTestApi({ DATABASE_POOL_SIZE: '12' });
  api = new CampaignsApi(herald.url);
});
afterEach(async () => {
  await expectAllBooksToBalance(databaseUrl);
  await emptyDatabase(databaseUrl);
});
afterAll(async () => {
  await herald.stop();
  await pool.end();
  expect(await countDeadlocks(databaseUrl)).toBe(0);
});

/** Ends a message by its receipt, as the worker does. */
async function applyReceipt(id: string, status: 'SENT' | 'FAILED'): Promise<void> {
  const receipt = {
    id: newId(),
    communicationLogId: id,
    vendorMessageId: `vendor-${id}`,
    status,
    occurredAt: new Date(),
  };
  await withRetriedTransaction(pool, async (tx) => {
    await inbox.insertMany([receipt], tx);
    const { changes } = await logs.applyReceipts(tx, inbox.taken, 1);
    if (changes.length > 0) await campaigns.addToCounts(tx, changes);
  });
}

/** What the calls answered, after all of them had met at the campaign in this order. */
async function meetAt(campaignId: string, calls: (() => Promise<Response | void>)[]): Promise<(number | undefined)[]> {
  const answers: (number | undefined)[] = [];
  const lock = { text: 'SELECT 1 FROM "Campaign" WHERE id = $1 FOR UPDATE', values: [campaignId] };
  await meetBehind(
    databaseUrl,
    lock,
    calls.map((call, index) => async () => {
      answers[index] = (await call())?.status;
    }),
  );
  return answers;
}

const sorted = (numbers: (number | undefined)[]) => numbers.toSorted((a = 0, b = 0) => a - b);
const statusOf = async (id: string) => (await campaigns.findById(id))?.status;

type RowPair = 'SENDING' | 'PAUSED';

describe('the last receipt', () => {
  it.each(['before', 'after'])(
    'that comes just %s failed messages are tried again leaves the campaign open',
    async (when) => {
      const campaign = await LaunchedCampaign.write(databaseUrl, ['REFUSED', 'ACCEPTED']);
      const calls = [() => applyReceipt(campaign.rowIds[1] ?? '', 'SENT'), () => api.ask(campaign.id, 'retry-failed')];
      const answers = await meetAt(campaign.id, when === 'before' ? calls : calls.toReversed());
      expect(answers).toContain(200);
      expect(await campaign.readCampaign()).toMatchObject({ status: 'SENDING', sentCount: 1, failedCount: 0 });
    },
  );

  it('that fails is tried again by a call that it met, or stays for the next one', async () => {
    const campaign = await LaunchedCampaign.write(databaseUrl, ['SENT', 'ACCEPTED']);
    let reopened: number | undefined;
    const retry = async () => void ({ reopened } = await api.retryFailed(campaign.id));
    await meetAt(campaign.id, [() => applyReceipt(campaign.rowIds[1] ?? '', 'FAILED'), retry]);
    expect(await campaign.readCampaign()).toMatchObject(
      reopened === 1 ? { status: 'SENDING', failedCount: 0 } : { status: 'COMPLETED', failedCount: 1 },
    );
  });

  it.each(['before', 'after'])('that comes just %s a pause completes the campaign', async (when) => {
    const campaign = await LaunchedCampaign.write(databaseUrl, ['SENT', 'ACCEPTED']);
    const calls = [() => applyReceipt(campaign.rowIds[1] ?? '', 'SENT'), () => api.ask(campaign.id, 'pause')];
    const answers = await meetAt(campaign.id, when === 'before' ? calls : calls.toReversed());
    expect([200, 409]).toContain(answers.find((answer) => answer !== undefined));
    expect(await campaign.readCampaign()).toMatchObject({ status: 'COMPLETED', sentCount: 2, pauseReason: null });
  });

  it('that comes with a cancellation is counted, and ends the campaign', async () => {
    const campaign = await LaunchedCampaign.write(databaseUrl, ['SENT', 'ACCEPTED']);
    const calls = [() => api.ask(campaign.id, 'cancel'), () => applyReceipt(campaign.rowIds[1] ?? '', 'SENT')];
    const [cancelled] = await meetAt(campaign.id, calls);
    expect(await campaign.readCampaign()).toMatchObject({
      status: cancelled === 200 ? 'CANCELLED' : 'COMPLETED',
      sentCount: 2,
      completedAt: expect.any(Date),
    });
  });
});

describe('two actions that meet', () => {
  it.each<[CampaignAction, CampaignAction, RowPair, CampaignStatus]>([
    ['resume', 'resume', 'PAUSED', 'SENDING'],
    ['pause', 'pause', 'SENDING', 'PAUSED'],
    ['cancel', 'cancel', 'SENDING', 'CANCELLED'],
    ['cancel', 'cancel', 'PAUSED', 'CANCELLED'],
  ])('%s and %s of a campaign that is %s: one of them is refused', async (first, second, status, after) => {
    const { id } = await launchedIn(status);
    const answers = await meetAt(id, [() => api.ask(id, first), () => api.ask(id, second)]);
    expect(sorted(answers)).toEqual([200, 409]);
    expect(await statusOf(id)).toBe(after);
  });

  it.each<[CampaignAction, RowPair]>([
    ['pause', 'SENDING'],
    ['resume', 'PAUSED'],
    ['retry-failed', 'SENDING'],
  ])('%s and cancel of a campaign that is %s: it is cancelled in the end', async (action, status) => {
    for (const order of [
      [action, 'cancel'],
      ['cancel', action],
    ] as const) {
      const { id } = await launchedIn(status);
      const answers = await meetAt(
        id,
        order.map((each) => () => api.ask(id, each)),
      );
      expect(answers[order.indexOf('cancel')]).toBe(200);
      expect([200, 409]).toContain(answers[order.indexOf(action)]);
      expect(await statusOf(id)).toBe('CANCELLED');
    }
  });

  it('retry-failed twice: each message is opened once', async () => {
    const campaign = await LaunchedCampaign.write(databaseUrl, ['REFUSED', 'UNDELIVERED', 'SENT']);
    const counted: number[] = [];
    const retry = async () => void counted.push((await api.retryFailed(campaign.id)).reopened);
    await meetAt(campaign.id, [retry, retry]);
    expect(sorted(counted)).toEqual([0, 2]);
    expect((await campaign.readRows()).map(({ round }) => round)).toEqual([1, 1, 0]);
  });

  it('launch twice, or launch and cancel, of a draft', async () => {
    await query(databaseUrl, 'INSERT INTO "Customer" (id, "writtenBy", "writtenFields") VALUES ($1, $1, 0)', [newId()]);
    const rules = { combinator: 'and' as const, rules: [ask('visits', '>=', 0)] };
    const segment = await new SegmentsApi(herald.url).create('Everyone', rules, 'dynamic');
    const draft = { name: 'Draft', messageTemplate: 'Hi', segmentId: segment.id, draft: true };

    const { id } = await api.create(draft);
    const answers = await meetAt(id, [() => api.ask(id, 'launch'), () => api.ask(id, 'launch')]);
    expect(sorted(answers)).toEqual([200, 409]);
    expect(await statusOf(id)).toBe('PROCESSING');

    const other = await api.create(draft);
    const [launched, cancelled] = await meetAt(other.id, [
      () => api.ask(other.id, 'launch'),
      () => api.ask(other.id, 'cancel'),
    ]);
    expect([200, 409]).toContain(launched);
    expect(cancelled).toBe(200);
    expect(await campaigns.findById(other.id)).toMatchObject({
      status: 'CANCELLED',
      launchedAt: launched === 200 ? expect.any(Date) : null,
    });
  });
});

function launchedIn(status: RowPair): Promise<LaunchedCampaign> {
  return LaunchedCampaign.write(databaseUrl, ['REFUSED', 'PENDING'], status === 'PAUSED' ? { status } : {});
}

describe('everything at once', () => {
  it('is answered with 200 or 409, and every receipt is counted', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const campaign = await LaunchedCampaign.write(databaseUrl, [
        'REFUSED',
        'UNDELIVERED',
        'ACCEPTED',
        'ACCEPTED',
        'ACCEPTED',
        'SENDING',
      ]);
      const receipts = campaign.rowIds
        .slice(2)
        .map((id, index) => applyReceipt(id, index % 2 === 0 ? 'SENT' : 'FAILED'));
      // Cancelling would end it too soon for the others; it comes last, in every other round.
      const early = ACTIONS.filter((action) => action !== 'cancel');
      const asked = [...early, ...early.toReversed()].map((action) => api.ask(campaign.id, action));
      if (round % 2 === 1) asked.push(api.ask(campaign.id, 'cancel'));
      const answers = await Promise.all(asked);
      await Promise.all(receipts);
      for (const { status } of answers) expect([200, 409]).toContain(status);
      await expectAllBooksToBalance(databaseUrl);
    }
  });
});
