import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@herald/shared';
import type { OrderInput, UserInput } from '@herald/shared';

import { countDeadlocks, emptyDatabase, query } from '../../../../scripts/testing/fixtures/database.ts';
import { meetBehind } from '../../../../scripts/testing/fixtures/held-transaction.ts';
import { IngestionWithoutQueue } from '../../../../scripts/testing/fixtures/ingestion-without-queue.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';

const ROWS = 40;
const MIDDLE = ROWS / 2;
const { databaseUrl } = testServers();
const numbers = Array.from({ length: ROWS }, (_, number) => number);
const emailOf = (number: number) => `someone-${number}@example.com`;

const customers: UserInput[] = numbers.map((number) => ({ externalId: `c-${number}`, email: emailOf(number) }));

/** One order of each customer. */
function orders(idOf: (number: number) => string): OrderInput[] {
  return numbers.map((number) => ({
    externalId: idOf(number),
    customerEmail: emailOf(number),
    amount: 1,
    orderedAt: '2026-11-22',
  }));
}

/** How many deadlocks PostgreSQL had to break up meanwhile. */
async function deadlocksOf(work: (ingestion: IngestionWithoutQueue) => Promise<void>): Promise<number> {
  const before = await countDeadlocks(databaseUrl);
  const ingestion = new IngestionWithoutQueue(databaseUrl);
  try {
    await work(ingestion);
  } finally {
    await ingestion.close();
  }
  return (await countDeadlocks(databaseUrl)) - before;
}

beforeEach(() => emptyDatabase(databaseUrl));
afterAll(() => emptyDatabase(databaseUrl));

describe('two batches that meet half way do not deadlock', () => {
  it('when they bring the same new customers in opposite orders', async () => {
    const deadlocks = await deadlocksOf(async (ingestion) => {
      const forwards = await ingestion.acceptCustomers(customers);
      const backwards = await ingestion.acceptCustomers(customers.toReversed());
      const newCustomerInTheMiddle = {
        text: `INSERT INTO "Customer" (id, "externalId", "writtenBy", "writtenFields") VALUES ($1, $2, $1, 0)`,
        values: [newId(), `c-${MIDDLE}`],
      };
      await meetBehind(databaseUrl, newCustomerInTheMiddle, [
        () => ingestion.persistCustomers(forwards),
        () => ingestion.persistCustomers(backwards),
      ]);
    });
    expect(deadlocks).toBe(0);
    expect(await query(databaseUrl, 'SELECT count(*)::int FROM "Customer"')).toEqual([{ count: ROWS }]);
  });

  it('when customers get their external ids while orders arrive for them', async () => {
    const deadlocks = await deadlocksOf(async (ingestion) => {
      await ingestion.writeCustomers(numbers.map((number) => ({ email: emailOf(number) })));
      // Moves every third row to the end of the table, so that its order is not that of the ids.
      await query(databaseUrl, `UPDATE "Customer" SET visits = 1 WHERE split_part(email, '-', 2) ~ '^[0369]'`);
      await query(databaseUrl, 'ANALYZE "Customer"');
      const linking = await ingestion.acceptCustomers(customers);
      const arriving = await ingestion.acceptOrders(orders((number) => `o-${number}`));
      const orderOfTheMiddle = {
        text: 'SELECT 1 FROM "Customer" WHERE email = $1 FOR KEY SHARE',
        values: [emailOf(MIDDLE)],
      };
      await meetBehind(databaseUrl, orderOfTheMiddle, [
        () => ingestion.persistCustomers(linking),
        () => ingestion.persistOrders(arriving),
      ]);
    });
    expect(deadlocks).toBe(0);
    const linked = await query(
      databaseUrl,
      'SELECT count(c."externalId")::int FROM "Customer" c JOIN "Order" o ON o."customerId" = c.id',
    );
    expect(linked).toEqual([{ count: ROWS }]);
  });

  it('when they bring the same new orders in opposite orders', async () => {
    const deadlocks = await deadlocksOf(async (ingestion) => {
      await ingestion.writeCustomers(customers);
      const sameOrders = orders((number) => `o-${number}`);
      const forwards = await ingestion.acceptOrders(sameOrders);
      const backwards = await ingestion.acceptOrders(sameOrders.toReversed());
      const newOrderInTheMiddle = {
        text: `INSERT INTO "Order" (id, "externalId", "customerId", status, amount, "orderedAt", "writtenBy", "writtenFields")
               SELECT $1, $2, id, 'PAID', 1, now(), $1, 0 FROM "Customer" LIMIT 1`,
        values: [newId(), `o-${MIDDLE}`],
      };
      await meetBehind(databaseUrl, newOrderInTheMiddle, [
        () => ingestion.persistOrders(forwards),
        () => ingestion.persistOrders(backwards),
      ]);
    });
    expect(deadlocks).toBe(0);
    expect(await query(databaseUrl, 'SELECT sum("orderCount")::int FROM "CustomerTotals"')).toEqual([{ sum: ROWS }]);
  });

  it('when they move the totals of the same customers in opposite orders', async () => {
    const deadlocks = await deadlocksOf(async (ingestion) => {
      await ingestion.writeCustomers(customers);
      await ingestion.persistOrders(await ingestion.acceptOrders(orders((number) => `before-${number}`)));
      const forwards = await ingestion.acceptOrders(orders((number) => `forwards-${number}`));
      const backwards = await ingestion.acceptOrders(orders((number) => `backwards-${number}`).toReversed());
      const totalsOfTheMiddle = {
        text: `SELECT 1 FROM "CustomerTotals" JOIN "Customer" ON id = "customerId" WHERE email = $1 FOR UPDATE OF "CustomerTotals"`,
        values: [emailOf(MIDDLE)],
      };
      await meetBehind(databaseUrl, totalsOfTheMiddle, [
        () => ingestion.persistOrders(forwards),
        () => ingestion.persistOrders(backwards),
      ]);
    });
    expect(deadlocks).toBe(0);
    const totals = await query(databaseUrl, 'SELECT "orderCount", count(*)::int FROM "CustomerTotals" GROUP BY 1');
    expect(totals).toEqual([{ orderCount: 3, count: ROWS }]);
  });
});
