import type { OrderInput, UserInput } from '@herald/shared';

/**
 * What Herald's figures must be, computed here from the generated rows with none of
 * Herald's own code: this list of statuses, too, is written down a second time on purpose.
 */
const COUNTED_STATUSES = new Set(['PAID', 'SHIPPED', 'DELIVERED', 'COMPLETED']);

export interface CustomerApart {
  user: UserInput;
  spendInMinorUnits: number;
  orderCount: number;
  firstOrderAt: string | null;
  lastOrderAt: string | null;
}

/** Every customer with the totals of the orders that count, by externalId. */
export function countApart(users: UserInput[], orders: OrderInput[]): Map<string, CustomerApart> {
  const customers = new Map<string, CustomerApart>();
  for (const user of users) {
    const nothing = { spendInMinorUnits: 0, orderCount: 0, firstOrderAt: null, lastOrderAt: null };
    customers.set(user.externalId ?? '', { user, ...nothing });
  }
  for (const order of orders) {
    const customer = customers.get(order.customerExternalId ?? '');
    if (customer && COUNTED_STATUSES.has(order.status ?? '')) addOrder(customer, order);
  }
  return customers;
}

/** All instants are written in UTC with milliseconds, so text order is time order. */
function addOrder(customer: CustomerApart, { amount, orderedAt }: OrderInput): void {
  customer.spendInMinorUnits += minorUnitsOf(amount);
  customer.orderCount += 1;
  if (customer.firstOrderAt === null || orderedAt < customer.firstOrderAt) customer.firstOrderAt = orderedAt;
  if (customer.lastOrderAt === null || orderedAt > customer.lastOrderAt) customer.lastOrderAt = orderedAt;
}

export function minorUnitsOf(amount: number): number {
  return Math.round(amount * 100);
}

export function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}
