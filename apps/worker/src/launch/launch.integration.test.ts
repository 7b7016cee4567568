import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@herald/shared';
import type { QueuePayload } from '@herald/shared';
import type { NewCampaign, PublishableMessage, Queues } from '@herald/platform';
import {
  CampaignRepository,
  CommunicationLogRepository,
  createLogger,
  createPool,
  ErasureRepository,
  WorkspaceRepository,
  withRetriedTransaction,
  withTransaction,
  RecipientRepository,
} from '@herald/platform';

import { emptyDatabase, query } from '../../../../scripts/testing/fixtures/database.ts';
import { expectBooksToBalance } from '../../../../scripts/testing/fixtures/expect-books-to-balance.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { DeliveryPublisher } from '../delivery/delivery-publisher.ts';
import { LaunchService } from './launch.service.ts';

const CUSTOMERS = 25;
const PAGE_SIZE = 10;
const BATCH_SIZE = 4;
const { databaseUrl } = testServers();
const pool = createPool({ databaseUrl, maxConnections: 6, applicationName: 'herald-test' });
const campaigns = new CampaignRepository(pool);

beforeEach(() => emptyDatabase(databaseUrl));
afterAll(() => pool.end());

const ME = { workerId: newId(), deadAfterMs: 60_000 };

/** Launches with a publisher that notes what it is given; `publish` does what the test says, false refuses. */
function launcher(publish?: (messages: PublishableMessage[]) => Promise<boolean | void>) {
  const published: PublishableMessage[] = [];
  const jobs: string[] = [];
  const queues: Pick<Queues, 'publish'> = {
    publish: async (_key, batch) => {
      const messages = batch.flatMap(({ payload }) => (payload as QueuePayload<'delivery'>).messages);
      const rows = messages.map(({ communicationLogId: id, ...message }) => ({ id, ...message }));
      if ((await publish?.(rows)) === false) return false;
      jobs.push(...batch.map(({ id }) => id));
      published.push(...rows);
      return true;
    },
  };
  const cancelled: string[] = [];
  const draining = new AbortController();
  const service = new LaunchService({
    transact: (work) => withRetriedTransaction(pool, work),
    campaigns,
    recipients: new RecipientRepository(pool),
    logs: new CommunicationLogRepository(pool),
    erasures: new ErasureRepository(pool),
    publisher: new DeliveryPublisher(queues, BATCH_SIZE),
    canceller: { cancelRest: async (campaignId) => void cancelled.push(campaignId) },
    logger: createLogger('test', 'silent'),
    claimant: ME,
    workspace: new WorkspaceRepository(pool, { timeZone: 'Asia/Kolkata', currency: 'INR' }),
    draining: draining.signal,
    pageSize: PAGE_SIZE,
  });
  return { service, published, jobs, cancelled, draining };
}

const launchDraft = (campaignId: string) =>
  withTransaction(pool, (tx) => campaigns.launch(tx, { id: campaignId, revision: 0 }, undefined));

async function writeDraft(options: Partial<NewCampaign> = {}): Promise<string> {
  const [campaignId, segmentId] = [newId(), newId()];
  const ids = Array.from({ length: CUSTOMERS }, () => newId());
  await query(
    databaseUrl,
    `INSERT INTO "Customer" (id, name, "writtenBy", "writtenFields")
     SELECT id, 'Name ' || n, id, 0 FROM unnest($1::uuid[]) WITH ORDINALITY AS c(id, n)`,
    [ids],
  );
  await query(
    databaseUrl,
    `INSERT INTO "Segment" (id, name, rules, "audienceUserIds", "audienceSize") VALUES ($1, 'S', '{}', $2, $3)`,
    [segmentId, ids, ids.length],
  );
  const campaign = { id: campaignId, name: 'C', messageTemplate: 'Hi {name}', segmentId };
  expect(await campaigns.insertDraft({ ...campaign, holdoutPercent: 0, reachBy: null, ...options })).toBe(true);
  return campaignId;
}

async function writeCampaign(options: Partial<NewCampaign> = {}): Promise<string> {
  const campaignId = await writeDraft(options);
  expect(await launchDraft(campaignId)).toBe(true);
  return campaignId;
}

const readRows = (campaignId: string) =>
  query<{ id: string; personalizedMessage: string }>(
    databaseUrl,
    'SELECT id, "personalizedMessage" FROM "CommunicationLog" WHERE "campaignId" = $1 ORDER BY id',
    [campaignId],
  );

describe('a launch', () => {
  it('writes one row for everybody, page by page, and publishes each of them', async () => {
    const campaignId = await writeCampaign();
    const { service, published } = launcher(() => expectBooksToBalance(databaseUrl, campaignId));
    await service.launch(campaignId);
    const rows = await readRows(campaignId);
    expect(rows.map((row) => row.personalizedMessage).toSorted()).toEqual(
      Array.from({ length: CUSTOMERS }, (_, index) => `Hi Name ${index + 1}`).toSorted(),
    );
    expect(published.map(({ id }) => id).toSorted()).toEqual(rows.map(({ id }) => id));
    expect(await campaigns.findById(campaignId)).toMatchObject({ status: 'SENDING', audienceCursor: CUSTOMERS });
    await expectBooksToBalance(databaseUrl, campaignId);
  });

  it('resumes after the last page that was committed', async () => {
    const campaignId = await writeCampaign();
    let pages = 0;
    const crashing = launcher(async () => {
      pages += 1;
      if (pages === 2) throw new Error('the process died here');
    });
    await expect(crashing.service.launch(campaignId)).rejects.toThrow('died');
    expect(await campaigns.findById(campaignId)).toMatchObject({ status: 'PROCESSING', audienceCursor: 2 * PAGE_SIZE });
    await expectBooksToBalance(databaseUrl, campaignId);

    const { service, published } = launcher();
    await service.launch(campaignId);
    // Among them those of the page that was committed and not published.
    expect(published.map(({ id }) => id).toSorted()).toEqual((await readRows(campaignId)).map(({ id }) => id));
    expect(await campaigns.findById(campaignId)).toMatchObject({ status: 'SENDING' });
    await expectBooksToBalance(databaseUrl, campaignId);
  });

  it('leaves the pages that are to come to another worker when it is to end', async () => {
    const campaignId = await writeCampaign();
    let pages = 0;
    const ending = launcher(async () => {
      pages += 1;
      if (pages === 2) ending.draining.abort();
    });
    await expect(ending.service.launch(campaignId)).rejects.toMatchObject({ name: 'RetryLater', delayMs: 0 });
    expect(await campaigns.findById(campaignId)).toMatchObject({ status: 'PROCESSING', audienceCursor: 2 * PAGE_SIZE });
    expect(ending.published).toHaveLength(2 * PAGE_SIZE);

    await launcher().service.launch(campaignId);
    expect(await campaigns.findById(campaignId)).toMatchObject({ status: 'SENDING', audienceCursor: CUSTOMERS });
    await expectBooksToBalance(databaseUrl, campaignId);
  });

  it('that runs in several workers at once writes and publishes every row once', async () => {
    const campaignId = await writeCampaign();
    const launches = Array.from({ length: 4 }, () => launcher());
    await Promise.all(launches.map(({ service }) => service.launch(campaignId)));
    // A page that two of them publish has the same jobs, which the queue takes once.
    expect(new Set(launches.flatMap(({ jobs }) => jobs)).size).toBe(3 + 3 + 2);
    const published = new Set(launches.flatMap((launched) => launched.published.map(({ id }) => id)));
    expect([...published].toSorted()).toEqual((await readRows(campaignId)).map(({ id }) => id));
    await expectBooksToBalance(databaseUrl, campaignId);
  });

  it.each([
    ['a campaign that is paused', (id: string) => campaigns.pause(id, null)],
    [
      'a campaign that has ended',
      async (id: string) =>
        void (await query(databaseUrl, `UPDATE "Campaign" SET status = 'FAILED' WHERE id = $1`, [id])),
    ],
  ])('leaves %s alone', async (_name, prepare) => {
    const campaignId = await writeCampaign();
    await prepare(campaignId);
    const before = await campaigns.findById(campaignId);
    const { service, published } = launcher();
    await service.launch(campaignId);
    expect(published).toEqual([]);
    expect(await campaigns.findById(campaignId)).toEqual(before);
  });

  it('leaves a draft alone, and what does not exist', async () => {
    const draft = await writeDraft();
    const { service, published } = launcher();
    await service.launch(draft);
    await service.launch(newId());
    expect(published).toEqual([]);
    expect(await readRows(draft)).toEqual([]);
  });

  it('goes to the audience as it was frozen, whatever became of the segment', async () => {
    const campaignId = await writeCampaign();
    await query(databaseUrl, `UPDATE "Segment" SET "audienceUserIds" = '{}', "audienceSize" = 0`);
    await launcher().service.launch(campaignId);
    expect(await readRows(campaignId)).toHaveLength(CUSTOMERS);
    await expectBooksToBalance(databaseUrl, campaignId);
  });

  it('completes when not one message could be made', async () => {
    const campaignId = await writeCampaign({
      messageTemplate: '{% if name %}{% for i in (1..2500) %}0123456789{% endfor %}{% endif %}',
    });
    const { service, published } = launcher();
    await service.launch(campaignId);
    expect(published).toEqual([]);
    expect(await campaigns.findById(campaignId)).toMatchObject({
      status: 'COMPLETED',
      failedCount: CUSTOMERS,
      sentCount: 0,
    });
    await expectBooksToBalance(databaseUrl, campaignId);
  });

  it('ends as FAILED with the reason when its template can never be rendered', async () => {
    const campaignId = await writeCampaign({ messageTemplate: 'Hi {nmae}' });
    await launcher().service.launch(campaignId);
    expect(await campaigns.findById(campaignId)).toMatchObject({
      status: 'FAILED',
      failureReason: expect.stringContaining('nmae'),
    });
    expect(await readRows(campaignId)).toEqual([]);
  });

  it('publishes again what may have no job, under the same names, page by page', async () => {
    const campaignId = await writeCampaign();
    const first = launcher();
    await first.service.launch(campaignId);
    const again = launcher();
    await again.service.launch(campaignId);
    expect(again.jobs).toEqual(first.jobs);
    expect(again.published).toEqual(first.published);

    // One that is being sent and some that have ended are left out; the others stay where they are.
    const [sending, ended] = first.published;
    await query(databaseUrl, `INSERT INTO "WorkerProcess" (id) VALUES ($1)`, [campaignId]);
    await query(databaseUrl, `UPDATE "CommunicationLog" SET status = 'SENDING', "claimedBy" = $2 WHERE id = $1`, [
      sending?.id,
      campaignId,
    ]);
    await query(databaseUrl, `UPDATE "CommunicationLog" SET status = 'ACCEPTED' WHERE id = $1`, [ended?.id]);
    const rest = launcher();
    await rest.service.launch(campaignId);
    // Other rows, another job; the rest have theirs.
    expect(rest.jobs[0]).not.toBe(first.jobs[0]);
    expect(rest.jobs.slice(1)).toEqual(first.jobs.slice(1));
    expect(rest.published).toEqual(first.published.slice(2));
  });

  it('remembers what the queue did not take, and says so no more once it has', async () => {
    const campaignId = await writeCampaign();
    await launcher(async () => false).service.launch(campaignId);
    expect(await campaigns.findById(campaignId)).toMatchObject({
      status: 'SENDING',
      audienceCursor: CUSTOMERS,
      publishedCursor: 0,
    });
    const { service, published } = launcher();
    await service.launch(campaignId);
    expect(published).toHaveLength(CUSTOMERS);
    expect(await campaigns.findById(campaignId)).toMatchObject({ publishedCursor: CUSTOMERS });
    await expectBooksToBalance(databaseUrl, campaignId);
  });

  it('stops at the page in which it is paused, and resumes there', async () => {
    const campaignId = await writeCampaign();
    let pages = 0;
    const pausing = launcher(async () => {
      pages += 1;
      if (pages === 1) await campaigns.pause(campaignId, 'by hand');
    });
    await pausing.service.launch(campaignId);
    expect(await campaigns.findById(campaignId)).toMatchObject({ status: 'PAUSED', audienceCursor: PAGE_SIZE });
    await expectBooksToBalance(databaseUrl, campaignId);
    await campaigns.resume(campaignId);
    await launcher().service.launch(campaignId);
    expect(await campaigns.findById(campaignId)).toMatchObject({ status: 'SENDING', audienceCursor: CUSTOMERS });
    await expectBooksToBalance(databaseUrl, campaignId);
  });

  it('that is cancelled gives everybody who has none yet a row that says so', async () => {
    const campaignId = await writeCampaign();
    let pages = 0;
    const cancelling = launcher(async () => {
      pages += 1;
      if (pages === 1) await campaigns.cancel(campaignId);
    });
    await cancelling.service.launch(campaignId);
    const { service, published, cancelled } = launcher();
    await service.launch(campaignId);
    expect(published).toEqual([]);
    expect(cancelled).toEqual([campaignId]);
    expect(await campaigns.findById(campaignId)).toMatchObject({
      status: 'CANCELLED',
      audienceCursor: CUSTOMERS,
      cancelledCount: CUSTOMERS - PAGE_SIZE,
      completedAt: null,
    });
    await expectBooksToBalance(databaseUrl, campaignId);
  });

  it('excludes who must not be messaged, with the reason, and completes when nobody is left', async () => {
    const campaignId = await writeCampaign({ reachBy: 'email' });
    await query(
      databaseUrl,
      `UPDATE "Customer" SET email = id || '@example.com' WHERE id IN (SELECT id FROM "Customer" ORDER BY id LIMIT 3)`,
    );
    await query(
      databaseUrl,
      'UPDATE "Customer" SET unsubscribed = true WHERE id IN (SELECT id FROM "Customer" ORDER BY id LIMIT 2)',
    );
    const { service, published } = launcher();
    await service.launch(campaignId);
    const rows = await query(
      databaseUrl,
      `SELECT status, "exclusionReason" AS reason, count(*)::int AS count FROM "CommunicationLog" GROUP BY 1, 2 ORDER BY 3`,
    );
    expect(rows).toEqual([
      { status: 'PENDING', reason: null, count: 1 },
      { status: 'EXCLUDED', reason: 'UNSUBSCRIBED', count: 2 },
      { status: 'EXCLUDED', reason: 'NO_EMAIL', count: CUSTOMERS - 3 },
    ]);
    expect(published).toHaveLength(1);
    await expectBooksToBalance(databaseUrl, campaignId);

    const nobody = await writeCampaign({ reachBy: 'phone' });
    await launcher().service.launch(nobody);
    expect(await campaigns.findById(nobody)).toMatchObject({ status: 'COMPLETED', excludedCount: CUSTOMERS });
    await expectBooksToBalance(databaseUrl, nobody);
  });

  it('holds out a share, the same when a page is written again', async () => {
    const campaignId = await writeCampaign({ holdoutPercent: 50 });
    await launcher().service.launch(campaignId);
    const heldOut = () =>
      query(databaseUrl, `SELECT "customerId" FROM "CommunicationLog" WHERE status = 'HOLDOUT' ORDER BY 1`);
    const first = await heldOut();
    expect(first.length).toBeGreaterThan(0);
    expect(first.length).toBeLessThan(CUSTOMERS);
    await expectBooksToBalance(databaseUrl, campaignId);

    await query(databaseUrl, 'DELETE FROM "CommunicationLog"');
    await query(
      databaseUrl,
      `UPDATE "Campaign" SET status = 'PROCESSING', "audienceCursor" = 0, "publishedCursor" = 0, "heldOutCount" = 0`,
    );
    await launcher().service.launch(campaignId);
    expect(await heldOut()).toEqual(first);
  });
});
