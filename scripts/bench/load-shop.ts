import type { Pool } from '@herald/platform';
import { COUNTED_ORDER_STATUSES, newId, type OrderInput } from '@herald/shared';

import { generateDataset } from '../dataset/generate.ts';
import { copyLine } from './copy-text.ts';
import { copyRows } from './copy-rows.ts';
import { ADDRESS_COLUMNS, addressLine, CUSTOMER_COLUMNS, customerLine } from './customer-rows.ts';

const ORDER_COLUMNS = ['id', 'externalId', 'customerId', 'status', 'amount', 'orderedAt', 'writtenBy', 'writtenFields'];
/** So many more than wanted that chance does not leave too few. */
const MARGIN = 1.05;

/** Fills Herald's own tables with a shop, past its API: customers, orders and the totals that they add up to. */
export async function loadShop(pool: Pool, size: { customers: number; orders: number }): Promise<void> {
  const { users, orders } = generateDataset({
    customers: size.customers,
    ordersPerCustomer: (size.orders / size.customers) * MARGIN,
  });
  const ids = new Map([...users].map(({ externalId }) => [externalId, newId()]));
  const customerLines = function* (makeLine: typeof customerLine) {
    for (const user of users) yield makeLine(ids.get(user.externalId) ?? '', user);
  };
  await copyRows(pool, '"Customer"', CUSTOMER_COLUMNS, customerLines(customerLine));
  await copyRows(pool, '"Address"', ADDRESS_COLUMNS, customerLines(addressLine));
  const orderLines = function* () {
    for (const order of first(size.orders, orders)) yield orderLine(ids.get(order.customerExternalId) ?? '', order);
  };
  await copyRows(pool, '"Order"', ORDER_COLUMNS, orderLines());
  await pool.query(
    `INSERT INTO "CustomerTotals" ("customerId", "totalSpend", "orderCount", "firstOrderAt", "lastOrderAt")
     SELECT "customerId", sum(amount), count(*), min("orderedAt"), max("orderedAt")
     FROM "Order" WHERE status = ANY ($1::"OrderStatus"[]) GROUP BY 1`,
    [COUNTED_ORDER_STATUSES],
  );
  await pool.query('VACUUM (ANALYZE)');
}

function orderLine(customerId: string, { externalId, status, amount, orderedAt }: OrderInput): string {
  return copyLine([
    newId(),
    externalId,
    customerId,
    status ?? 'COMPLETED',
    Math.round(amount * 100),
    orderedAt,
    newId(),
    31,
  ]);
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
