import type { CustomerOutput } from '@herald/shared';

import type { HeraldClient } from '../herald/herald-client.ts';
import { type CustomerApart, minorUnitsOf, sum } from './count-apart.ts';
import { money, type Report } from './report.ts';

/** Reads every customer of the run back. @returns their externalIds by id. */
export async function totalsStep(
  api: HeraldClient,
  report: Report,
  apart: ReadonlyMap<string, CustomerApart>,
  ordersSent: number,
): Promise<Map<string, string>> {
  const customers = await readBack(api, apart);
  const expected = [...apart.values()];
  report.check('customers', customers.length, apart.size);
  report.note('orders sent', ordersSent, 'cancelled, refunded and unpaid ones do not count');
  const counted = sum(customers.map(({ orderCount }) => orderCount));
  report.check('orders counted', counted, sum(expected.map(({ orderCount }) => orderCount)));
  const spend = sum(customers.map(({ totalSpend }) => minorUnitsOf(totalSpend)));
  report.check('spent in all', money(spend), money(sum(expected.map(({ spendInMinorUnits }) => spendInMinorUnits))));
  const right = customers.filter((customer) => agrees(customer, apart.get(customer.externalId ?? '')));
  report.check('customers with the right spend, count, first and last', right.length, apart.size);
  return new Map(customers.map(({ id, externalId }) => [id, externalId ?? '']));
}

/** The list has the newest first, so on a shared Herald it is left once all of ours were seen. */
async function readBack(api: HeraldClient, apart: ReadonlyMap<string, CustomerApart>): Promise<CustomerOutput[]> {
  const customers: CustomerOutput[] = [];
  for await (const customer of api.customers()) {
    if (apart.has(customer.externalId ?? '')) customers.push(customer);
    if (customers.length === apart.size) break;
  }
  return customers;
}

function agrees(customer: CustomerOutput, expected: CustomerApart | undefined): boolean {
  return (
    expected !== undefined &&
    minorUnitsOf(customer.totalSpend) === expected.spendInMinorUnits &&
    customer.orderCount === expected.orderCount &&
    customer.firstOrderAt === expected.firstOrderAt &&
    customer.lastOrderAt === expected.lastOrderAt
  );
}
