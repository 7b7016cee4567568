import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { countsTowardsTotals, ORDER_STATUSES, toInstant, toMinorUnits } from '@herald/shared';
import type { OrderInput } from '@herald/shared';
import fc from 'fast-check';

import { countDeadlocks, query } from '../../../../scripts/testing/fixtures/database.ts';
import { IngestionWithoutQueue } from '../../../../scripts/testing/fixtures/ingestion-without-queue.ts';
import type { AcceptedBatch } from '../../../../scripts/testing/fixtures/ingestion-without-queue.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';

const SEED = 20_261_122;
const RUNS = 40;
const CUSTOMERS = ['c-0', 'c-1', 'c-2', 'c-3'];
const ORDERS = ['o-0', 'o-1', 'o-2', 'o-3', 'o-4', 'o-5'];
const DAYS = ['2026-01-01', '2026-01-02', '2026-01-03', '2026-01-04'];

const { databaseUrl } = testServers();
let ingestion: IngestionWithoutQueue;

beforeAll(() => {
  ingestion = new IngestionWithoutQueue(databaseUrl, { connections: 6 });
});

afterAll(async () => {
  await ingestion.close();
  expect(await countDeadlocks(databaseUrl)).toBe(0);
});

const order: fc.Arbitrary<OrderInput> = fc.record(
  {
    externalId: fc.constantFrom(...ORDERS),
    customerExternalId: fc.constantFrom(...CUSTOMERS),
    amount: fc.nat(30_000).map((minorUnits) => minorUnits / 100),
    orderedAt: fc.constantFrom(...DAYS),
    status: fc.constantFrom(...ORDER_STATUSES),
    items: fc.array(
      fc.record({ name: fc.constantFrom('Tea', 'Cup'), quantity: fc.integer({ min: 1, max: 3 }), price: fc.nat(9) }),
      {
        maxLength: 2,
      },
    ),
  },
  { requiredKeys: ['externalId', 'customerExternalId', 'amount', 'orderedAt'] },
);

/** Batches in the order in which they are accepted, and the waves in which they are written at once. */
const scenario = fc
  .array(fc.array(order, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 8 })
  .chain((batches) => {
    const indexes = batches.map((_, index) => index);
    return fc.record({
      batches: fc.constant(batches),
      shuffled: fc.shuffledSubarray(indexes, { minLength: indexes.length }),
      repeated: fc.subarray(indexes),
      waveSize: fc.integer({ min: 1, max: 6 }),
    });
  });

interface StoredOrder {
  externalId: string;
  customer: string;
  status: string;
  amount: string;
  orderedAt: Date;
  items: string[];
}

/** What the orders are when every row was written one after the other. */
function applyInOrder(rows: OrderInput[]): StoredOrder[] {
  const orders = new Map<string, StoredOrder>();
  for (const row of rows) {
    const before = orders.get(row.externalId);
    orders.set(row.externalId, {
      externalId: row.externalId,
      customer: row.customerExternalId ?? '',
      status: row.status ?? before?.status ?? 'COMPLETED',
      amount: String(toMinorUnits(row.amount)),
      orderedAt: toInstant(row.orderedAt, 'UTC'),
      items:
        row.items?.map(({ name, quantity }) => `${quantity} ${name} of ${row.customerExternalId}`) ??
        before?.items.map((item) => item.replace(/of .*/, `of ${row.customerExternalId}`)) ??
        [],
    });
  }
  return [...orders.values()];
}

/** The totals that orders add up to, computed apart from Herald. */
function totalsOf(orders: StoredOrder[]) {
  return CUSTOMERS.map((customer) => {
    const counted = orders.filter((o) => o.customer === customer && countsTowardsTotals(o.status as 'PAID'));
    const times = counted.map((o) => o.orderedAt.getTime()).toSorted((a, b) => a - b);
    return {
      customer,
      totalSpend: counted.reduce((sum, o) => sum + BigInt(o.amount), 0n),
      orderCount: counted.length,
      firstOrderAt: times[0],
      lastOrderAt: times.at(-1),
    };
  });
}

async function readOrders(): Promise<StoredOrder[]> {
  return query<StoredOrder & Record<string, unknown>>(
    databaseUrl,
    `SELECT o."externalId", c."externalId" AS customer, o.status, o.amount, o."orderedAt",
            ARRAY(SELECT i.quantity || ' ' || i.name || ' of ' || ic."externalId"
                  FROM "OrderItem" i JOIN "Customer" ic ON ic.id = i."customerId"
                  WHERE i."orderId" = o.id ORDER BY i.id) AS items
     FROM "Order" o JOIN "Customer" c ON c.id = o."customerId"`,
  );
}

async function readTotals() {
  const rows = await query<{
    customer: string;
    totalSpend: string;
    orderCount: number;
    first: Date | null;
    last: Date | null;
  }>(
    databaseUrl,
    `SELECT c."externalId" AS customer, COALESCE(t."totalSpend", 0) AS "totalSpend", COALESCE(t."orderCount", 0) AS "orderCount",
            t."firstOrderAt" AS first, t."lastOrderAt" AS last
     FROM "Customer" c LEFT JOIN "CustomerTotals" t ON t."customerId" = c.id ORDER BY 1`,
  );
  return rows.map(({ customer, totalSpend, orderCount, first, last }) => ({
    customer,
    totalSpend: BigInt(totalSpend),
    orderCount,
    firstOrderAt: first?.getTime(),
    lastOrderAt: last?.getTime(),
  }));
}

async function startWithCustomersOnly(): Promise<void> {
  await query(databaseUrl, 'DELETE FROM "Customer"');
  await ingestion.writeCustomers(CUSTOMERS.map((externalId) => ({ externalId })));
}

const byExternalId = (a: StoredOrder, b: StoredOrder) => (a.externalId < b.externalId ? -1 : 1);

describe('totals (I7)', () => {
  it('equal a recomputation whatever is sent, repeated, reordered and written at once', async () => {
    const property = fc.asyncProperty(scenario, async ({ batches, shuffled, repeated, waveSize }) => {
      await startWithCustomersOnly();
      const accepted: AcceptedBatch[] = [];
      for (const batch of batches) accepted.push(await ingestion.acceptOrders(batch));

      const jobs = [...shuffled, ...repeated].map((index) => accepted[index]!);
      for (let from = 0; from < jobs.length; from += waveSize) {
        const wave = jobs.slice(from, from + waveSize);
        expect(await Promise.all(wave.map((job) => ingestion.persistOrders(job)))).toEqual(wave.map(() => 'done'));
      }

      const orders = await readOrders();
      expect(orders.toSorted(byExternalId)).toEqual(applyInOrder(batches.flat()).toSorted(byExternalId));
      expect(await readTotals()).toEqual(totalsOf(orders));
      for (const [index, batch] of accepted.entries()) {
        const received = batches[index]!.length;
        expect(await ingestion.find(batch)).toMatchObject({ received, stored: received, rejected: 0 });
      }
    });
    await fc.assert(property, { seed: SEED, numRuns: RUNS, endOnFailure: true });
  }, 60_000);

  it('equal a recomputation after big batches on the same customers at once, without a deadlock', async () => {
    await startWithCustomersOnly();
    const rowsOf = (batch: number): OrderInput[] =>
      Array.from({ length: 300 }, (_, row) => ({
        externalId: `big-${(row * 7 + batch * 11) % 400}`,
        customerExternalId: CUSTOMERS[(row + batch) % CUSTOMERS.length]!,
        amount: row + batch / 100,
        orderedAt: DAYS[(row * 3 + batch) % DAYS.length]!,
        status: ORDER_STATUSES[(row + batch) % ORDER_STATUSES.length]!,
      }));
    const batches = Array.from({ length: 6 }, (_, batch) => rowsOf(batch));
    const accepted: AcceptedBatch[] = [];
    for (const batch of batches) accepted.push(await ingestion.acceptOrders(batch));

    await Promise.all(accepted.toReversed().map((batch) => ingestion.persistOrders(batch)));

    const orders = await readOrders();
    expect(orders.toSorted(byExternalId)).toEqual(applyInOrder(batches.flat()).toSorted(byExternalId));
    expect(await readTotals()).toEqual(totalsOf(orders));
  });
});
