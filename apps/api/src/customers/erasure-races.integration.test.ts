import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createPool, MockVendorMessageRepository, withTransaction } from '@herald/platform';

import { emptyDatabase, query } from '../../../../scripts/testing/fixtures/database.ts';
import { eventually } from '../../../../scripts/testing/fixtures/eventually.ts';
import { expectAllBooksToBalance } from '../../../../scripts/testing/fixtures/expect-books-to-balance.ts';
import { meetBehind } from '../../../../scripts/testing/fixtures/held-transaction.ts';
import { startTestApi, startTestWorker } from '../../../../scripts/testing/fixtures/herald.ts';
import type { RunningHerald } from '../../../../scripts/testing/fixtures/herald.ts';
import { IngestionWithoutQueue } from '../../../../scripts/testing/fixtures/ingestion-without-queue.ts';
import type { AcceptedBatch } from '../../../../scripts/testing/fixtures/ingestion-without-queue.ts';
import { launchWithoutQueue } from '../../../../scripts/testing/fixtures/launch-without-queue.ts';
import { request } from '../../../../scripts/testing/fixtures/request.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { CampaignsApi } from '../campaigns/testing/campaigns-api.ts';
import { all, ask } from '../segments/testing/example-segments.ts';
import { SegmentsApi } from '../segments/testing/segments-api.ts';
import { idOf, MARKED, MARKS, OTHER, writeMarked } from './testing/marked-customer.ts';
import { RightsApi } from './testing/rights-api.ts';
import { placesOf } from './testing/text-in-database.ts';

const servers = testServers();
const { databaseUrl } = servers;
const ingestion = new IngestionWithoutQueue(databaseUrl);
const pool = createPool({ databaseUrl, maxConnections: 2, applicationName: 'herald-test' });
let herald: RunningHerald;
let segments: SegmentsApi;
let campaigns: CampaignsApi;
let rights: RightsApi;
let customerId: string;

beforeAll(async () => {
  herald = await startTestApi({ MOCK_VENDOR_FAILURE_RATE: '0' });
  segments = new SegmentsApi(herald.url);
  campaigns = new CampaignsApi(herald.url);
  rights = new RightsApi(herald.url);
});
beforeEach(async () => {
  await emptyDatabase(databaseUrl);
  customerId = await writeMarked(ingestion, databaseUrl);
  await ingestion.writeCustomers([OTHER]);
});
afterAll(async () => {
  await ingestion.close();
  await pool.end();
  await herald.stop();
});

const erase = () => rights.erase(customerId);
const theCustomer = () => ({ text: 'SELECT 1 FROM "Customer" WHERE id = $1 FOR UPDATE', values: [customerId] });

/** Behind it an erasure has done everything, and has not committed. */
async function theLastThingThatIsLocked(): Promise<{ text: string }> {
  const segment = await segments.create('All', all(ask('visits', '>=', 0)));
  const { id } = await campaigns.create({ name: 'C', messageTemplate: 'Hi {name}', segmentId: segment.id });
  await launchWithoutQueue(databaseUrl, [id]);
  return { text: 'SELECT 1 FROM "Campaign" FOR UPDATE' };
}

describe('a chunk that is being written when its customer is erased', () => {
  const accept = () => ingestion.acceptCustomers([{ ...MARKED, name: 'Zqname Again' }]);
  const persist = (batch: AcceptedBatch) => () => ingestion.persistCustomers(batch);
  const find = (batch: AcceptedBatch | undefined) => ingestion.find(batch ?? { ingestionId: '', chunkId: '' });

  it('comes first, and is erased with it', async () => {
    const batch = await accept();
    await meetBehind(databaseUrl, theCustomer(), [persist(batch), erase]);
    expect(await ingestion.find(batch)).toMatchObject({ stored: 1, rejected: 0 });
    expect(await placesOf(MARKS, servers)).toEqual([]);
  });

  it('comes second, and finds nobody', async () => {
    const lock = await theLastThingThatIsLocked();
    let batch: AcceptedBatch | undefined;
    // Accepted when the waiting batches have been looked through already.
    const acceptAndPersist = async () => ingestion.persistCustomers((batch = await accept()));
    await meetBehind(databaseUrl, lock, [erase, acceptAndPersist]);
    expect(await find(batch)).toMatchObject({ stored: 0, rejected: 1, completedAt: expect.any(Date) });
    expect(await placesOf(MARKS, servers)).toEqual([]);
    expect(await query(databaseUrl, 'SELECT 1 FROM "Customer"')).toHaveLength(2);
  });

  it('is an order, and comes second', async () => {
    const lock = await theLastThingThatIsLocked();
    let batch: AcceptedBatch | undefined;
    const order = { externalId: 'o-new', customerId, amount: 1, orderedAt: '2026-01-01T00:00:00Z' };
    const acceptAndPersist = async () => ingestion.persistOrders((batch = await ingestion.acceptOrders([order])));
    await meetBehind(databaseUrl, lock, [erase, acceptAndPersist]);
    expect(await find(batch)).toMatchObject({ stored: 0, rejected: 1 });
    expect(await query(databaseUrl, 'SELECT 1 FROM "Order"')).toHaveLength(2);
  });

  it('is stored or rejected, and says nothing, whichever of many comes first', async () => {
    const batches: AcceptedBatch[] = [];
    for (let number = 0; number < 12; number += 1) batches.push(await accept());
    const writes = batches.map((batch) => ingestion.persistCustomers(batch));
    await Promise.all([...writes, erase(), erase()]);
    for (const batch of batches) {
      const { received, stored, rejected, completedAt } = await ingestion.find(batch);
      expect([received, completedAt]).toEqual([stored + rejected, expect.any(Date)]);
    }
    expect(await placesOf(MARKS, servers)).toEqual([]);
  });
});

describe('a segment that is being frozen when its customer is erased', () => {
  const rules = all(ask('totalSpend', '>=', 0), ask('name', 'notNull'));
  const freeze = () => segments.create('Frozen', rules);
  const audienceOf = async () => {
    const [segment] = await query<{ ids: string[]; size: number }>(
      databaseUrl,
      'SELECT "audienceUserIds" AS ids, "audienceSize" AS size FROM "Segment"',
    );
    return segment;
  };

  it('comes first, and loses it', async () => {
    // Erasing does not look at totals.
    const totals = { text: 'LOCK TABLE "CustomerTotals" IN ACCESS EXCLUSIVE MODE' };
    await meetBehind(databaseUrl, totals, [freeze, erase]);
    expect(await audienceOf()).toEqual({ ids: [await idOf(databaseUrl, 'other')], size: 1 });
  });

  it('comes second, and does not find it', async () => {
    await meetBehind(databaseUrl, theCustomer(), [erase, freeze]);
    expect(await audienceOf()).toEqual({ ids: [await idOf(databaseUrl, 'other')], size: 1 });
  });
});

describe('a question whose answer is kept, that is put when its customer is erased', () => {
  const body = { rules: all(ask('name', 'notNull')) };
  const preview = () => request(herald.url).post('/api/segments/preview').set('Idempotency-Key', 'k').send(body);
  const answer = async () => (await preview()).body as { audienceSize: number };

  it('comes first, and its answer is removed', async () => {
    // Erasing does not look at totals.
    const rules = all(ask('totalSpend', '>=', 0), ask('name', 'notNull'));
    const totals = { text: 'LOCK TABLE "CustomerTotals" IN ACCESS EXCLUSIVE MODE' };
    await meetBehind(databaseUrl, totals, [async () => preview().send({ rules }).expect(200), erase]);
    expect(await placesOf(MARKS, servers)).toEqual([]);
  });

  it('comes second, waits for nobody, and its answer is not kept', async () => {
    const lock = await theLastThingThatIsLocked();
    let erasing: Promise<unknown> | undefined;
    await withTransaction(pool, async (tx) => {
      await tx.query(lock.text);
      erasing = erase();
      await eventually(async () => {
        const locks = await query(
          databaseUrl,
          `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        );
        expect(locks).toHaveLength(1);
      });
      expect(await answer()).toMatchObject({ audienceSize: 2 });
    });
    await erasing;
    expect(await placesOf(MARKS, servers)).toEqual([]);
    // What is repeated is asked anew, and kept again.
    expect(await answer()).toMatchObject({ audienceSize: 1 });
    expect((await preview()).headers).toMatchObject({ 'idempotency-replayed': 'true' });
  });
});

describe('a message that the mock vendor takes when its customer is erased', () => {
  const books = new MockVendorMessageRepository(pool);
  const find = () => query<{ message: string | null }>(databaseUrl, 'SELECT message FROM "MockVendorMessage"');

  async function take(): Promise<unknown> {
    const [log] = await query<{ id: string }>(
      databaseUrl,
      'SELECT id FROM "CommunicationLog" WHERE "customerId" = $1',
      [customerId],
    );
    const communicationLogId = log?.id ?? '';
    const outcome = { outcome: 'SENT', dueInMs: 0, receiptIsLost: false } as const;
    const message = { key: communicationLogId, communicationLogId, customerId, message: 'Hi Zqname', ...outcome };
    return books.insertNew([{ ...message, vendorMessageId: 'v-1' }]);
  }

  it('comes first, and loses its text', async () => {
    await theLastThingThatIsLocked();
    const table = { text: 'LOCK TABLE "MockVendorMessage" IN ACCESS EXCLUSIVE MODE' };
    await meetBehind(databaseUrl, table, [take, erase]);
    expect(await find()).toEqual([{ message: null }]);
  });

  it('comes second, and never has one', async () => {
    const lock = await theLastThingThatIsLocked();
    await meetBehind(databaseUrl, lock, [erase, take]);
    expect(await find()).toEqual([{ message: null }]);
    expect(await placesOf(MARKS, servers)).toEqual([]);
  });
});

describe('with a worker', () => {
  let worker: Awaited<ReturnType<typeof startTestWorker>>;

  beforeEach(async () => {
    worker = await startTestWorker(herald, { RECOUNT_INTERVAL_MS: '200', SWEEP_GRACE_MS: '0' });
  });
  afterEach(() => worker.stop());

  const create = async (name: string) => {
    const segment = await segments.create(name, all(ask('visits', '>=', 0)));
    return campaigns.create({ name, messageTemplate: 'Hi {name}', segmentId: segment.id });
  };

  it('a paused campaign that goes on sends it nothing, and is complete', async () => {
    await campaigns.post('/api/delivery/stop');
    const { id } = await create('Paused');
    await eventually(async () => expect(await campaigns.find(id)).toMatchObject({ summary: { total: 2 } }));
    await campaigns.do(id, 'pause');
    await campaigns.post('/api/delivery/start');
    await erase();
    await campaigns.do(id, 'resume');
    await eventually(async () => expect(await campaigns.find(id)).toMatchObject({ status: 'COMPLETED', sentCount: 1 }));
    const sent = await query<{ customerId: string }>(databaseUrl, 'SELECT "customerId" FROM "MockVendorMessage"');
    expect(sent).toEqual([{ customerId: await idOf(databaseUrl, 'other') }]);
    expect((await campaigns.books(id)).byExclusionReason).toMatchObject({ ERASED: 1 });
    expect(await placesOf(MARKS, servers)).toEqual([]);
    await expectAllBooksToBalance(databaseUrl);
  });

  it('receipts that come while it is erased are counted, whatever comes first', async () => {
    const names = ['A', 'B', 'C', 'D', 'E', 'F'];
    const ids: string[] = [];
    for (const name of names) ids.push((await create(name)).id);
    await eventually(async () => {
      const [row] = await query<{ count: number }>(databaseUrl, 'SELECT count(*)::int FROM "MockVendorMessage"');
      expect(row?.count).toBeGreaterThan(2);
    });
    await erase();
    for (const id of ids) {
      await eventually(async () => expect(await campaigns.find(id)).toMatchObject({ status: 'COMPLETED' }));
    }
    await expectAllBooksToBalance(databaseUrl);
    await eventually(async () => expect(await placesOf(MARKS, servers)).toEqual([]));
  });

  it('rows whose worker died are settled by asking the vendor, and sent to nobody', async () => {
    await campaigns.post('/api/delivery/stop');
    const { id } = await create('Dead');
    await eventually(async () => expect(await campaigns.find(id)).toMatchObject({ summary: { total: 2 } }));
    // As a worker leaves rows that nobody has seen any more.
    await query(databaseUrl, `UPDATE "CommunicationLog" SET status = 'SENDING', "claimedBy" = id, "claimedAt" = now()`);
    await erase();
    expect(await query(databaseUrl, `SELECT 1 FROM "CommunicationLog" WHERE status = 'SENDING'`)).toHaveLength(2);
    await campaigns.post('/api/delivery/start');
    await eventually(async () => expect(await campaigns.find(id)).toMatchObject({ status: 'COMPLETED' }));
    const sent = await query<{ customerId: string }>(databaseUrl, 'SELECT "customerId" FROM "MockVendorMessage"');
    expect(sent).toEqual([{ customerId: await idOf(databaseUrl, 'other') }]);
    expect((await campaigns.books(id)).byExclusionReason).toMatchObject({ ERASED: 1 });
    await expectAllBooksToBalance(databaseUrl);
  });
});

describe('an audience that was read before and is written after', () => {
  it('gives it a row without a text', async () => {
    const segment = await segments.create('All', all(ask('visits', '>=', 0)));
    const { id } = await campaigns.create({ name: 'C', messageTemplate: 'Hi {name}', segmentId: segment.id });
    const launch = () => launchWithoutQueue(databaseUrl, [id]);
    // The texts are made by then; what the page waits for is to be written.
    await meetBehind(databaseUrl, theCustomer(), [erase, launch]);
    const rows = await query<{ status: string; personalizedMessage: string }>(
      databaseUrl,
      'SELECT status, "personalizedMessage" FROM "CommunicationLog" WHERE "customerId" = $1',
      [customerId],
    );
    expect(rows).toEqual([{ status: 'EXCLUDED', personalizedMessage: '' }]);
    await expectAllBooksToBalance(databaseUrl);
  });
});
