import { copyRows, type CopyValue, type Pool } from '@herald/platform';
import { COUNTED_ORDER_STATUSES, newId, type OrderInput } from '@herald/shared';

import { generateDataset } from '../dataset/generate.ts';
import { ADDRESS_COLUMNS, addressRow, CUSTOMER_COLUMNS, customerRow, rowsOf } from './customer-rows.ts';

const ORDER_COLUMNS = `id, "externalId", "customerId", status, amount, "orderedAt", "writtenBy", "writtenFields"`;
/** So many more than wanted that chance does not leave too few. */
const MARGIN = 1.05;

/** Fills Herald's own tables with a shop, past its API: customers, orders and the totals that they add up to. */
export async function loadShop(pool: Pool, size: { customers: number; orders: number }): Promise<void> {
  const { users, orders } = generateDataset({
    customers: size.customers,
    ordersPerCustomer: (size.orders / size.customers) * MARGIN,
  });
  const customers = [...users];
  const ids = customers.map(() => newId());
  const idsByExternalId = new Map(customers.map(({ externalId }, index) => [externalId, ids[index] ?? '']));
  const orderRows = function* () {
    for (const order of first(size.orders, orders)) {
      yield orderRow(idsByExternalId.get(order.customerExternalId) ?? '', order);
    }
  };
  const client = await pool.connect();
  try {
    await copyRows(client, `COPY "Customer" (${CUSTOMER_COLUMNS}) FROM STDIN`, rowsOf(customers, ids, customerRow));
    await copyRows(client, `COPY "Address" (${ADDRESS_COLUMNS}) FROM STDIN`, rowsOf(customers, ids, addressRow));
    await copyRows(client, `COPY "Order" (${ORDER_COLUMNS}) FROM STDIN`, orderRows());
  } finally {
    client.release();
  }
  await pool.query(
    `INSERT INTO "CustomerTotals" ("customerId", "totalSpend", "orderCount", "firstOrderAt", "lastOrderAt")
     SELECT "customerId", sum(amount), count(*), min("orderedAt"), max("orderedAt")
     FROM "Order" WHERE status = ANY ($1::"OrderStatus"[]) GROUP BY 1`,
    [COUNTED_ORDER_STATUSES],
  );
  await pool.query('VACUUM (ANALYZE)');
}

function orderRow(customerId: string, { externalId, status, amount, orderedAt }: OrderInput): CopyValue[] {
  return [newId(), externalId, customerId, status ?? 'COMPLETED', Math.round(amount * 100), orderedAt, newId(), 31];
}

function* first<T>(count: number, things: Iterable<T>): Generator<T> {
  let taken = 0;
  for (const thing of things) {
    if (taken === count) return;
    taken += 1;
    yield thing;
  }
  throw new Error(`there are only ${taken} of ${count}`);
}
