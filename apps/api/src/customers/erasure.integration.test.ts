import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { customerDetailOutputSchema, dashboardStatsOutput, newId, problemSchema } from '@herald/shared';
import type { OrderInput, QueuePayload, SegmentRules, UserInput } from '@herald/shared';
import { createLogger, Queues } from '@herald/platform';

import { emptyDatabase, query } from '../../../../scripts/testing/fixtures/database.ts';
import { expectAllBooksToBalance } from '../../../../scripts/testing/fixtures/expect-books-to-balance.ts';
import { startTestApi } from '../../../../scripts/testing/fixtures/herald.ts';
import type { RunningHerald } from '../../../../scripts/testing/fixtures/herald.ts';
import { IngestionWithoutQueue } from '../../../../scripts/testing/fixtures/ingestion-without-queue.ts';
import { launchWithoutQueue } from '../../../../scripts/testing/fixtures/launch-without-queue.ts';
import { wipeQueues } from '../../../../scripts/testing/fixtures/queue-backend.ts';
import { request } from '../../../../scripts/testing/fixtures/request.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { CampaignsApi } from '../campaigns/testing/campaigns-api.ts';
import { all, any, ask, not } from '../segments/testing/example-segments.ts';
import { SegmentsApi } from '../segments/testing/segments-api.ts';
import { idOf, MARKED, MARKS, OTHER, writeMarked } from './testing/marked-customer.ts';
import { RightsApi } from './testing/rights-api.ts';
import { placesOf } from './testing/text-in-database.ts';

const EVERYBODY = all(ask('visits', '>=', 0));
const WAS_ERASED = 'the customer was erased';

const servers = testServers();
const { databaseUrl } = servers;
const ingestion = new IngestionWithoutQueue(databaseUrl);
let herald: RunningHerald;
let segments: SegmentsApi;
let campaigns: CampaignsApi;
let rights: RightsApi;
/** Who is erased, and somebody who is not. */
let customerId: string;
let otherId: string;

beforeAll(async () => {
  herald = await startTestApi();
  segments = new SegmentsApi(herald.url);
  campaigns = new CampaignsApi(herald.url);
  rights = new RightsApi(herald.url);
});
beforeEach(async () => {
  await emptyDatabase(databaseUrl);
  await wipeQueues(servers);
  customerId = await writeMarked(ingestion, databaseUrl);
  await ingestion.writeCustomers([OTHER]);
  otherId = await idOf(databaseUrl, 'other');
});
afterAll(async () => {
  await ingestion.close();
  await herald.stop();
});

/** A launched campaign to everybody, whose rows are written and not sent. */
async function launch(messageTemplate = 'Hi {name} of {city}, {email}'): Promise<string> {
  const segment = await segments.create(`Everybody ${newId()}`, EVERYBODY);
  const { id } = await campaigns.create({ name: 'Diwali', messageTemplate, segmentId: segment.id });
  await launchWithoutQueue(databaseUrl, [id]);
  return id;
}

/** As the vendor and its receipts do. */
async function sendAll(): Promise<void> {
  await query(
    databaseUrl,
    `WITH sent AS (
       UPDATE "CommunicationLog"
       SET status = 'SENT', "sentAt" = now(), "acceptedAt" = now(), "deliveryReceiptStatus" = 'SENT', "vendorMessageId" = 'v-' || id
       WHERE status = 'PENDING' RETURNING *
     )
     INSERT INTO "MockVendorMessage" (key, "communicationLogId", "vendorMessageId", "customerId", message, outcome)
     SELECT id, id, "vendorMessageId", "customerId", "personalizedMessage", 'SENT' FROM sent`,
  );
  await query(
    databaseUrl,
    `UPDATE "Campaign" SET "sentCount" = "audienceSize", status = 'COMPLETED', "completedAt" = now()`,
  );
}

const rowOf = async (campaignId: string, id = customerId) => {
  const [row] = await query<Record<string, unknown>>(
    databaseUrl,
    'SELECT * FROM "CommunicationLog" WHERE "campaignId" = $1 AND "customerId" = $2',
    [campaignId, id],
  );
  return row;
};

describe('DELETE /api/customers/:id', () => {
  it('leaves nothing that says who it was in any table, nor in a waiting job', async () => {
    await launch();
    await sendAll();
    const campaignId = await launch();
    const queues = new Queues({ ...servers, prefix: servers.queuePrefix }, createLogger('test', 'silent'));
    const messages = await query<QueuePayload<'delivery'>['messages'][number]>(
      databaseUrl,
      `SELECT id AS "communicationLogId", "customerId", "personalizedMessage" FROM "CommunicationLog" WHERE "campaignId" = $1`,
      [campaignId],
    );
    await queues.publish('delivery', [{ id: 'waits', payload: { campaignId, messages } }]);
    await ingestion.writeCustomers([{ id: newId(), email: MARKED.email ?? '', name: MARKED.name ?? '' }]);
    await ingestion.acceptCustomers([{ ...MARKED, name: 'Zqname New' }, OTHER]);
    await ingestion.acceptOrders([order('o-3', { customerEmail: 'ZQ.MAIL@example.com' })]);
    const preview = { rules: all(ask('name', 'notNull')) };
    await request(herald.url).post('/api/segments/preview').set('Idempotency-Key', 'asked').send(preview).expect(200);

    const before = await placesOf(MARKS, servers);
    for (const place of ['Customer.name', 'Address.line1', 'IngestionChunk.rows', 'RejectedRow.row']) {
      expect(before).toContain(`public.${place}`);
    }
    for (const place of [
      'CommunicationLog.personalizedMessage',
      'MockVendorMessage.message',
      'IdempotencyRecord.body',
    ]) {
      expect(before).toContain(`public.${place}`);
    }
    expect(before.some((place) => place.startsWith('bullmq.') || place.startsWith('redis'))).toBe(true);

    const erasure = await rights.erase(customerId);
    expect(erasure).toMatchObject({
      customerId,
      cleared: {
        segments: 2,
        messages: 2,
        excluded: 1,
        vendorMessages: 1,
        waitingRows: 2,
        rejectedRows: 1,
        answers: 1,
      },
    });
    expect(await placesOf(MARKS, servers)).toEqual([]);
    // Of others everything is still there.
    expect(await rowOf(campaignId, otherId)).toMatchObject({ personalizedMessage: 'Hi Other of , other@example.com' });
    expect(await queues.countOpen('delivery')).toBe(1);
    await queues.close();
    await expectAllBooksToBalance(databaseUrl);
  });

  it('changes no figure: totals, orders and the dashboard stay as they are', async () => {
    const figures = async () => [
      dashboardStatsOutput.parse((await request(herald.url).get('/api/dashboard/stats')).body),
      await query(databaseUrl, 'SELECT * FROM "CustomerTotals" ORDER BY "customerId"'),
      await query(databaseUrl, 'SELECT * FROM "Order" ORDER BY id'),
      await query(databaseUrl, 'SELECT * FROM "OrderItem" ORDER BY id'),
    ];
    const before = await figures();
    const { erasedAt } = await rights.erase(customerId);
    expect(await figures()).toEqual(before);
    const found = await request(herald.url).get(`/api/customers/${customerId}`);
    expect(found.body).toMatchObject({
      name: null,
      email: null,
      externalId: null,
      phone: null,
      address: null,
      tags: [],
      attributes: {},
      visits: 0,
      unsubscribed: true,
      totalSpend: 120.5,
      orderCount: 1,
      erasedAt,
    });
    expect(customerDetailOutputSchema.parse(found.body).orders).toHaveLength(2);
  });

  it('answers the same when it is repeated, also at once, and tells of it once', async () => {
    await launch();
    const [first, second] = await Promise.all([rights.erase(customerId), rights.erase(customerId.toUpperCase())]);
    expect(second).toEqual(first);
    expect(await rights.erase(customerId)).toEqual(first);
    const told = await query(
      databaseUrl,
      `SELECT 1 FROM "AuditEvent" WHERE action = 'customer.erase' AND "subjectId" = $1`,
      [customerId],
    );
    expect(told).toHaveLength(1);
    await expectAllBooksToBalance(databaseUrl);
  });

  it('knows no other customer', async () => {
    expect((await rights.ask('delete', `/api/customers/${newId()}`)).status).toBe(404);
    expect((await rights.ask('delete', '/api/customers/nobody')).status).toBe(400);
    expect(await query(databaseUrl, 'SELECT 1 FROM "Erasure"')).toEqual([]);
  });

  it('keeps what is written of a person only as a hash that needs a key', async () => {
    await rights.erase(customerId);
    const hashes = await query<{ hash: string }>(databaseUrl, 'SELECT hash FROM "ErasedIdentity"');
    expect(hashes).toHaveLength(3);
    for (const { hash } of hashes) expect(hash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('does not repeat what was done when the answer to it is gone', async () => {
    const key = { caller: 'key:1', operation: 'createCampaign', key: 'k', fingerprint: 'f' };
    await query(
      databaseUrl,
      `INSERT INTO "IdempotencyRecord" (caller, operation, key, fingerprint, status, body)
       SELECT $1, $2, key, $3, 201, body FROM unnest($4::text[], $5::text[]) AS r(key, body)`,
      [key.caller, key.operation, key.fingerprint, ['it', 'other'], [`{"id":"${customerId}"}`, `{"id":"${otherId}"}`]],
    );
    await rights.erase(customerId);
    const rows = await query(databaseUrl, 'SELECT status FROM "IdempotencyRecord" ORDER BY key');
    expect(rows).toEqual([{ status: 409 }, { status: 201 }]);
  });
});

describe('an erased customer', () => {
  /** Each selects both before. */
  const RULES: [string, SegmentRules][] = [
    ['everybody', EVERYBODY],
    ['what it still has', all(ask('totalSpend', '>=', 0))],
    ['what it has not', all(ask('city', '!=', 'Delhi'))],
    ['a tag that it has not', all(ask('tags', 'hasNone', ['never']))],
    ['a negated group', not(all(ask('visits', '>', 100), ask('totalSpend', '>', 1_000_000)))],
    [
      'tables that are read twice',
      any(
        all(ask('city', '!=', 'Goa'), ask('totalSpend', '<', 900)),
        not(all(ask('city', '=', 'Pune'), ask('visits', '>', 9), ask('totalSpend', '>', 1))),
      ),
    ],
    ['never messaged', all(ask('messaged', 'never'))],
    ['no orders of late', all(ask('orders.count', '=', { number: 0, window: { lastDays: 2 } }))],
    ['not unsubscribed', not(all(ask('attributes.plan', '=', 'silver')))],
  ];

  it.each(RULES)('is in no segment of %s, be it static or dynamic', async (_name, rules) => {
    const frozen = await segments.create('Frozen', rules, 'static');
    const living = await segments.create('Living', rules, 'dynamic');
    expect(frozen.audienceSize).toBe(2);
    await rights.erase(customerId);

    expect((await segments.find(frozen.id)).audienceSize).toBe(1);
    for (const { id } of [frozen, living]) {
      expect((await segments.audience(id)).flat().map((member) => member.id)).toEqual([otherId]);
      expect((await segments.get(`/api/segments/${id}/audience.csv`)).text).not.toContain(customerId);
      expect((await segments.refresh(id)).audienceSize).toBe(1);
    }
    const preview = await segments.preview(rules);
    expect(preview.audienceSize).toBe(1);
    expect(preview.sample.map(({ id }) => id)).toEqual([otherId]);
    const estimate = await segments.post('/api/segments/preview', { rules, estimate: true });
    expect(estimate.body).toMatchObject({ audienceSize: 1 });
  });

  it('is in nobody else than those of whom another segment is made', async () => {
    const rules = all(ask('name', '=', 'Other'));
    const named = await segments.create('Named', rules, 'static');
    await rights.erase(customerId);
    const others = all(ask('segment', 'isNotIn', named.id));
    expect((await segments.preview(others)).audienceSize).toBe(0);
  });

  it('is explained by nobody', async () => {
    await rights.erase(customerId);
    const answer = await segments.post('/api/segments/explain', { rules: EVERYBODY, customerId });
    expect(answer.status).toBe(409);
    expect(problemSchema.parse(answer.body).detail).toContain('was erased');
  });

  it.each<[string, () => UserInput]>([
    ['id', () => ({ id: customerId, name: 'Zqname' })],
    ['id in capitals', () => ({ id: customerId.toUpperCase(), name: 'Zqname' })],
    ['external id', () => ({ externalId: 'Zq-External-7', name: 'Zqname' })],
    ['email', () => ({ email: 'Zq.Mail@Example.com', name: 'Zqname' })],
    ['email in other letter case', () => ({ email: 'zq.MAIL@example.COM', name: 'Zqname' })],
    ['email beside another external id', () => ({ externalId: 'new', email: 'Zq.Mail@Example.com', name: 'Zqname' })],
  ])('is not taken in again by its %s', async (_what, user) => {
    await rights.erase(customerId);
    const batch = await ingestion.writeCustomers([{ externalId: 'third', name: 'Third' }, user()]);
    expect(await ingestion.find(batch)).toMatchObject({
      received: 2,
      stored: 1,
      rejected: 1,
      completedAt: expect.any(Date),
      rejectedRows: [{ index: 1, row: null, reason: WAS_ERASED }],
    });
    expect(await placesOf(MARKS, servers)).toEqual([]);
    expect(await query(databaseUrl, 'SELECT 1 FROM "Customer"')).toHaveLength(3);
  });

  it.each<[string, () => Partial<OrderInput>]>([
    ['id', () => ({ customerId })],
    ['external id', () => ({ customerExternalId: 'Zq-External-7' })],
    ['email', () => ({ customerEmail: 'zq.mail@example.com' })],
  ])('gets no orders by its %s', async (_what, reference) => {
    await rights.erase(customerId);
    const own = { ...order('o-1', reference()), items: [{ name: 'zqgold', quantity: 1, price: 1 }] };
    const batch = await ingestion.acceptOrders([own, order('o-9', { customerExternalId: 'other' })]);
    expect(await ingestion.persistOrders(batch)).toBe('done');
    expect(await ingestion.find(batch)).toMatchObject({
      stored: 1,
      rejected: 1,
      rejectedRows: [{ index: 0, row: null, reason: WAS_ERASED }],
    });
    expect(await placesOf(MARKS, servers)).toEqual([]);
  });

  it('is not mistaken for whoever has its external id as the id of an order, or in another field', async () => {
    await rights.erase(customerId);
    await ingestion.writeCustomers([{ externalId: 'third', name: 'Zq-External-7' }]);
    const batch = await ingestion.acceptOrders([order('Zq-External-7', { customerExternalId: 'third' })]);
    await ingestion.persistOrders(batch);
    expect(await ingestion.find(batch)).toMatchObject({ stored: 1, rejected: 0 });
  });

  it('leaves rows of others in the batches that named it', async () => {
    const customers = await ingestion.acceptCustomers([{ externalId: 'a', name: 'Zq.Mail@Example.com' }, MARKED]);
    const orders = await ingestion.acceptOrders([
      order('o-5', { customerExternalId: 'Zq-External-7' }),
      order('Zq-External-7', { customerExternalId: 'other' }),
      order('o-6', { customerExternalId: 'comes later' }),
    ]);
    await rights.erase(customerId);
    expect(await ingestion.find(customers)).toMatchObject({ stored: 0, rejected: 1, completedAt: null });
    await ingestion.persistCustomers(customers);
    expect(await ingestion.find(customers)).toMatchObject({ stored: 1, rejected: 1, completedAt: expect.any(Date) });
    expect(await ingestion.persistOrders(orders)).toBe('waits');
    expect(await ingestion.find(orders)).toMatchObject({ received: 3, stored: 1, rejected: 1 });
  });
});

describe('a campaign to somebody who is erased', () => {
  it('is complete when that was the last who had not got it', async () => {
    const segment = await segments.create('It', all(ask('name', '=', MARKED.name ?? '')));
    const { id } = await campaigns.create({ name: 'C', messageTemplate: 'Hi {name}', segmentId: segment.id });
    await launchWithoutQueue(databaseUrl, [id]);
    await rights.erase(customerId);
    expect(await campaigns.find(id)).toMatchObject({ status: 'COMPLETED', excludedCount: 1 });
    expect((await campaigns.books(id)).byExclusionReason).toMatchObject({ ERASED: 1 });
    await expectAllBooksToBalance(databaseUrl);
  });

  it('excludes it when its audience was frozen before, and its rows are written after', async () => {
    const segment = await segments.create('All', EVERYBODY);
    const { id } = await campaigns.create({ name: 'C', messageTemplate: 'Hi {name}', segmentId: segment.id });
    await rights.erase(customerId);
    await launchWithoutQueue(databaseUrl, [id]);
    expect(await rowOf(id)).toMatchObject({ status: 'EXCLUDED', exclusionReason: 'ERASED', personalizedMessage: '' });
    expect(await rowOf(id, otherId)).toMatchObject({ status: 'PENDING' });
    await expectAllBooksToBalance(databaseUrl);
  });

  it('keeps what became of messages that were sent, without their texts', async () => {
    const id = await launch();
    await sendAll();
    await rights.erase(customerId);
    const { rows, sentCount } = await campaigns.find(id);
    expect(sentCount).toBe(2);
    expect(rows.find((row) => row.customerId === customerId)).toMatchObject({
      status: 'SENT',
      personalizedMessage: null,
      sentAt: expect.any(String),
    });
    await expectAllBooksToBalance(databaseUrl);
  });

  it('does not try its failed messages again', async () => {
    const id = await launch();
    await query(
      databaseUrl,
      `UPDATE "CommunicationLog" SET status = 'FAILED', "failedAt" = now(), "failureClass" = 'UNANSWERED', "failureReason" = 'no'`,
    );
    await query(databaseUrl, `UPDATE "Campaign" SET "failedCount" = 2, status = 'COMPLETED', "completedAt" = now()`);
    await rights.erase(customerId);
    expect(await campaigns.retryFailed(id)).toMatchObject({ reopened: 1 });
    expect(await rowOf(id)).toMatchObject({ status: 'FAILED' });
    expect(await campaigns.retryFailed(id)).toMatchObject({ reopened: 0 });
    await expectAllBooksToBalance(databaseUrl);
  });
});

function order(externalId: string, reference: Partial<OrderInput>): OrderInput {
  return { externalId, amount: 5, status: 'PAID', orderedAt: '2026-04-01T00:00:00Z', ...reference };
}
