import type { OrderInput, UserInput } from '@herald/shared';

import type { HeraldClient } from '../herald/herald-client.ts';
import type { Report } from './report.ts';
import { sum } from './count-apart.ts';

const CUSTOMERS_PER_CALL = 500;
const ORDERS_PER_CALL = 1_000;
const EARLY_ORDERS = 800;

/** Sends everything as an integrator in a hurry would: out of order, some of it twice, one row wrong. */
export async function ingestStep(
  api: HeraldClient,
  report: Report,
  users: UserInput[],
  orders: OrderInput[],
): Promise<void> {
  const early = await api.sendOrders(orders.slice(0, EARLY_ORDERS));
  report.note('orders sent before their customers', early.received, 'they wait');

  const customerBatches = batchesOf(users, CUSTOMERS_PER_CALL);
  const customers = await Promise.all(customerBatches.map((batch) => api.sendCustomers(batch)));
  report.note('customers sent', sum(customers.map(({ received }) => received)), `${customers.length} calls`);

  const orderBatches = batchesOf(orders.slice(EARLY_ORDERS), ORDERS_PER_CALL);
  const others = await Promise.all(orderBatches.map((batch) => api.sendOrders(batch)));
  report.note('orders sent', sum(others.map(({ received }) => received)), `${others.length} calls`);

  const again = await api.sendOrders(orderBatches[0] ?? []);
  report.note('of them sent once more', again.received, 'must change nothing');

  const stored = await Promise.all(
    [...customers, early, ...others].map(({ ingestionId }) => api.waitForIngestion(ingestionId)),
  );
  report.check('rows stored', sum(stored.map((ingestion) => ingestion.stored)), users.length + orders.length);
  report.check('rows rejected', sum(stored.map((ingestion) => ingestion.rejected)), 0);
  await api.waitForIngestion(again.ingestionId);

  await rejectedRow(api, report, users);
}

/** One row that only the worker can refuse: it names one customer by id and another one by email. */
async function rejectedRow(api: HeraldClient, report: Report, users: UserInput[]): Promise<void> {
  const [one, other, ...more] = users.filter(({ email }) => email);
  if (!one || !other) throw new Error('the demo needs customers with an email');
  const contradiction: UserInput = { externalId: one.externalId, email: other.email };
  const { ingestionId } = await api.sendCustomers([...more.slice(0, 9), contradiction]);
  const { stored, rejected, rejectedRows } = await api.waitForIngestion(ingestionId);
  report.check('of 10 rows with a wrong one: stored', stored, 9);
  report.check('of 10 rows with a wrong one: rejected', rejected, 1);
  report.quote(`row ${rejectedRows[0]?.index}: ${rejectedRows[0]?.reason}`);
}

export function batchesOf<T>(rows: readonly T[], size: number): T[][] {
  const count = Math.ceil(rows.length / size);
  return Array.from({ length: count }, (_, index) => rows.slice(index * size, (index + 1) * size));
}
