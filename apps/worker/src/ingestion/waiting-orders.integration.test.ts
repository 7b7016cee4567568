import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { OrderInput } from '@herald/shared';

import { emptyDatabase, query } from '../../../../scripts/testing/fixtures/database.ts';
import { IngestionWithoutQueue } from '../../../../scripts/testing/fixtures/ingestion-without-queue.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';

const WAIT_MS = 60_000;
const { databaseUrl } = testServers();
const ingestion = new IngestionWithoutQueue(databaseUrl, { customerWaitMs: WAIT_MS });

const order = (externalId: string, change: Partial<OrderInput> = {}): OrderInput => ({
  externalId,
  customerExternalId: 'late',
  amount: 10,
  orderedAt: '2026-11-22',
  ...change,
});

const readOrders = () =>
  query(
    databaseUrl,
    `SELECT o."externalId", c."externalId" AS customer, o.amount::int, o.status
     FROM "Order" o JOIN "Customer" c ON c.id = o."customerId" ORDER BY 1`,
  );

beforeEach(async () => {
  ingestion.clockOffsetMs = 0;
  await emptyDatabase(databaseUrl);
});
afterAll(() => ingestion.close());

describe('an order that comes before its customer', () => {
  it('waits without holding up the others of its batch, and is stored when the customer comes', async () => {
    await ingestion.writeCustomers([{ externalId: 'early' }]);
    const batch = await ingestion.acceptOrders([order('o-1'), order('o-2', { customerExternalId: 'early' })]);

    expect(await ingestion.persistOrders(batch)).toBe('waits');
    expect(await readOrders()).toMatchObject([{ externalId: 'o-2', customer: 'early' }]);
    expect(await ingestion.find(batch)).toMatchObject({ received: 2, stored: 1, rejected: 0, completedAt: null });

    await ingestion.writeCustomers([{ externalId: 'late' }]);
    expect(await ingestion.persistOrders(batch)).toBe('done');
    expect(await readOrders()).toMatchObject([{ externalId: 'o-1', customer: 'late' }, { externalId: 'o-2' }]);
    expect(await ingestion.find(batch)).toMatchObject({
      received: 2,
      stored: 2,
      rejected: 0,
      completedAt: expect.any(Date),
    });
  });

  it.each<[string, Partial<OrderInput>]>([
    ['customerExternalId', {}],
    ['customerEmail', { customerExternalId: undefined, customerEmail: 'late@example.com' }],
    ['customerId', { customerExternalId: undefined, customerId: '0198c0de-0000-7000-8000-000000000001' }],
  ])('is rejected with the reason once the time is up, and not before: %s', async (reference, change) => {
    const row = order('o-1', change);
    const batch = await ingestion.acceptOrders([row]);

    ingestion.clockOffsetMs = WAIT_MS - 5_000;
    expect(await ingestion.persistOrders(batch)).toBe('waits');
    expect(await ingestion.find(batch)).toMatchObject({ stored: 0, rejected: 0, completedAt: null });

    ingestion.clockOffsetMs = WAIT_MS + 1;
    expect(await ingestion.persistOrders(batch)).toBe('done');
    const reason = `unknown customer: nobody with this ${reference} arrived within 60 s`;
    expect(await ingestion.find(batch)).toMatchObject({
      received: 1,
      stored: 0,
      rejected: 1,
      completedAt: expect.any(Date),
      rejectedRows: [{ index: 0, row: JSON.parse(JSON.stringify(row)) as unknown, reason }],
    });
  });

  it('is tried again no later than when its time is up', async () => {
    const batch = await ingestion.acceptOrders([order('o-1')]);
    ingestion.clockOffsetMs = WAIT_MS - 3_000;
    await ingestion.persistOrders(batch);
    const [chunk] = await query<{ waits: number }>(
      databaseUrl,
      `SELECT extract(epoch FROM "availableAt" - "createdAt")::float8 AS waits FROM "IngestionChunk"`,
    );
    expect(chunk?.waits).toBeGreaterThan(WAIT_MS / 1_000 - 3);
    expect(chunk?.waits).toBeLessThanOrEqual(WAIT_MS / 1_000 + 0.25);
  });

  it('does not undo a later batch that was written while it waited', async () => {
    await ingestion.writeCustomers([{ externalId: 'early' }]);
    const waiting = await ingestion.acceptOrders([order('o-1', { status: 'PENDING' })]);
    const later = await ingestion.acceptOrders([order('o-1', { customerExternalId: 'early', amount: 20 })]);
    await ingestion.persistOrders(waiting);
    await ingestion.persistOrders(later);
    await ingestion.writeCustomers([{ externalId: 'late' }]);

    expect(await ingestion.persistOrders(waiting)).toBe('done');
    // The later batch did not say the status, so that is still the earlier one's.
    expect(await readOrders()).toEqual([{ externalId: 'o-1', customer: 'early', amount: 2_000, status: 'PENDING' }]);
  });

  it('does not undo a later row of its own batch', async () => {
    await ingestion.writeCustomers([{ externalId: 'early' }]);
    const batch = await ingestion.acceptOrders([
      order('o-1'),
      order('o-1', { customerExternalId: 'early', amount: 20 }),
    ]);
    await ingestion.persistOrders(batch);
    await ingestion.writeCustomers([{ externalId: 'late' }]);

    expect(await ingestion.persistOrders(batch)).toBe('done');
    expect(await readOrders()).toMatchObject([{ externalId: 'o-1', customer: 'early', amount: 2_000 }]);
    expect(await ingestion.find(batch)).toMatchObject({ received: 2, stored: 2, rejected: 0 });
  });

  it('lets the later rows of its order go ahead when it is rejected', async () => {
    await ingestion.writeCustomers([{ externalId: 'early' }]);
    const batch = await ingestion.acceptOrders([
      order('o-1'),
      order('o-1', { customerExternalId: 'early', amount: 20 }),
    ]);
    await ingestion.persistOrders(batch);
    ingestion.clockOffsetMs = WAIT_MS + 1;

    expect(await ingestion.persistOrders(batch)).toBe('done');
    expect(await readOrders()).toMatchObject([{ externalId: 'o-1', customer: 'early', amount: 2_000 }]);
    expect(await ingestion.find(batch)).toMatchObject({ stored: 1, rejected: 1, rejectedRows: [{ index: 0 }] });
  });
});

describe('a chunk', () => {
  it('that was written is written no second time', async () => {
    await ingestion.writeCustomers([{ externalId: 'late' }]);
    const batch = await ingestion.acceptOrders([order('o-1')]);
    await Promise.all([1, 2, 3].map(() => ingestion.persistOrders(batch)));
    expect(await ingestion.find(batch)).toMatchObject({ received: 1, stored: 1, rejected: 0 });
    expect(await query(databaseUrl, 'SELECT "orderCount" FROM "CustomerTotals"')).toEqual([{ orderCount: 1 }]);
  });

  it('leaves nothing behind when its transaction fails', async () => {
    await ingestion.writeCustomers([{ externalId: 'late' }]);
    const batch = await ingestion.acceptOrders([order('o-1'), order('o-2')]);
    // The last statement of the transaction fails.
    await query(databaseUrl, 'ALTER TABLE "Ingestion" ADD CONSTRAINT broken CHECK (stored < 2 OR kind <> \'ORDERS\')');
    await expect(ingestion.persistOrders(batch)).rejects.toThrow('broken');
    expect(await readOrders()).toEqual([]);
    expect(await query(databaseUrl, 'SELECT * FROM "CustomerTotals"')).toEqual([]);

    await query(databaseUrl, 'ALTER TABLE "Ingestion" DROP CONSTRAINT broken');
    expect(await ingestion.persistOrders(batch)).toBe('done');
    expect(await ingestion.find(batch)).toMatchObject({ received: 2, stored: 2 });
  });
});
