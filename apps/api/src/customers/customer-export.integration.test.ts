import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@herald/shared';

import { emptyDatabase, query } from '../../../../scripts/testing/fixtures/database.ts';
import { startTestApi } from '../../../../scripts/testing/fixtures/herald.ts';
import type { RunningHerald } from '../../../../scripts/testing/fixtures/herald.ts';
import { IngestionWithoutQueue } from '../../../../scripts/testing/fixtures/ingestion-without-queue.ts';
import { launchWithoutQueue } from '../../../../scripts/testing/fixtures/launch-without-queue.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { CampaignsApi } from '../campaigns/testing/campaigns-api.ts';
import { all, ask } from '../segments/testing/example-segments.ts';
import { SegmentsApi } from '../segments/testing/segments-api.ts';
import { idOf, MARKED, MARKS, ORDERS, OTHER, writeMarked } from './testing/marked-customer.ts';
import { RightsApi } from './testing/rights-api.ts';

const OF_OTHER = ['other@example.com', 'Hi Other', 'o-other'];

const { databaseUrl } = testServers();
const ingestion = new IngestionWithoutQueue(databaseUrl);
let herald: RunningHerald;
let rights: RightsApi;
let customerId: string;

beforeAll(async () => {
  herald = await startTestApi();
  rights = new RightsApi(herald.url);
});
beforeEach(async () => {
  await emptyDatabase(databaseUrl);
  customerId = await writeMarked(ingestion, databaseUrl);
  await ingestion.writeCustomers([OTHER]);
  const ofOther = { externalId: 'o-other', customerExternalId: 'other', amount: 1, orderedAt: '2026-01-01T00:00:00Z' };
  await ingestion.persistOrders(await ingestion.acceptOrders([ofOther]));
});
afterAll(async () => {
  await ingestion.close();
  await herald.stop();
});

/** A campaign to everybody whose rows are written; the mock vendor has all of its messages. */
async function send(): Promise<string> {
  const segment = await new SegmentsApi(herald.url).create('All', all(ask('visits', '>=', 0)));
  const campaign = { name: 'Diwali', messageTemplate: 'Hi {name}', segmentId: segment.id };
  const { id } = await new CampaignsApi(herald.url).create(campaign);
  await launchWithoutQueue(databaseUrl, [id]);
  await query(
    databaseUrl,
    `INSERT INTO "MockVendorMessage" (key, "communicationLogId", "vendorMessageId", "customerId", message, outcome)
     SELECT id, id, 'v-' || id, "customerId", "personalizedMessage", 'SENT' FROM "CommunicationLog"`,
  );
  await query(
    databaseUrl,
    `INSERT INTO "ReceiptEvent" (id, kind, "communicationLogId", "vendorMessageId", status, "occurredAt", "receivedAt")
     SELECT gen_random_uuid(), 'LATE', id, 'v-' || id, 'FAILED', now(), now() FROM "CommunicationLog"`,
  );
  return id;
}

describe('GET /api/customers/:id/export', () => {
  it('holds everything about one customer, and nothing about another', async () => {
    const campaignId = await send();
    const rejected = { id: newId(), email: 'ZQ.mail@example.com' };
    const ofOther = { id: newId(), email: 'other@example.com' };
    const { ingestionId } = await ingestion.writeCustomers([rejected, ofOther]);
    const waiting = await ingestion.acceptCustomers([OTHER, { ...MARKED, name: 'Zqname New' }]);
    const orders = [
      { externalId: 'o-8', customerEmail: 'Zq.Mail@example.com', amount: 1, orderedAt: '2026-01-01T00:00:00Z' },
      { externalId: 'Zq-External-7', customerExternalId: 'other', amount: 1, orderedAt: '2026-01-01T00:00:00Z' },
    ];
    const waitingOrders = await ingestion.acceptOrders(orders);

    const document = await rights.export(customerId);
    expect(document).toMatchObject({
      customer: { ...MARKED, id: customerId, totalSpend: 120.5, orderCount: 1, erasedAt: null },
      erasure: null,
      orders: [
        { externalId: 'o-2', status: 'REFUNDED', amount: 9, items: [] },
        { externalId: 'o-1', status: 'PAID', amount: 120.5, items: ORDERS[0]?.items },
      ],
      messages: [
        { campaignId, campaignName: 'Diwali', customerId, status: 'PENDING', personalizedMessage: 'Hi Zqname Rao' },
      ],
      vendorMessages: [{ message: 'Hi Zqname Rao', outcome: 'SENT' }],
      contradictingReceipts: [{ status: 'FAILED' }],
      segments: [{ name: 'All' }],
      campaigns: [{ id: campaignId, name: 'Diwali' }],
      waitingRows: [
        { ingestionId: waiting.ingestionId, kind: 'CUSTOMERS', index: 1, row: { name: 'Zqname New' } },
        { ingestionId: waitingOrders.ingestionId, kind: 'ORDERS', index: 0, row: orders[0] },
      ],
      rejectedRows: [{ ingestionId, index: 0, row: rejected, reason: 'no customer has this id' }],
    });
    for (const list of ['messages', 'vendorMessages', 'contradictingReceipts', 'segments'] as const) {
      expect(document[list]).toHaveLength(1);
    }
    const text = JSON.stringify(document);
    for (const mark of MARKS) expect(text.toLowerCase()).toContain(mark);
    for (const other of [...OF_OTHER, await idOf(databaseUrl, 'other')]) expect(text).not.toContain(other);
  });

  it('holds what is left once the customer was erased', async () => {
    await send();
    const { id, erasedAt } = await rights.erase(customerId);
    const document = await rights.export(customerId);
    expect(document).toMatchObject({
      customer: { name: null, email: null, totalSpend: 120.5, erasedAt },
      erasure: { id, erasedAt },
      messages: [{ status: 'EXCLUDED', exclusionReason: 'ERASED', personalizedMessage: null }],
      vendorMessages: [{ message: null }],
      segments: [],
      waitingRows: [],
      rejectedRows: [],
    });
    expect(document.orders).toHaveLength(2);
    expect(JSON.stringify(document).toLowerCase()).not.toContain('zq');
  });

  it('is told of in the audit log', async () => {
    await rights.export(customerId);
    const told = await query(
      databaseUrl,
      `SELECT "actor" FROM "AuditEvent" WHERE action = 'customer.export' AND "subjectId" = $1`,
      [customerId],
    );
    expect(told).toEqual([{ actor: 'MEMBER' }]);
  });

  it('knows no other customer', async () => {
    expect((await rights.ask('get', `/api/customers/${newId()}/export`)).status).toBe(404);
    expect((await rights.ask('get', '/api/customers/nobody/export')).status).toBe(400);
  });
});
