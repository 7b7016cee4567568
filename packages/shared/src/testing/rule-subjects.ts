import type { RuleSubject } from '../rules/fields.ts';
import type { RuleOrder } from '../rules/order-subject.ts';

/** A customer of whom nothing is known but when they were created. */
export const NOBODY: RuleSubject = {
  name: null,
  email: null,
  phone: null,
  city: null,
  state: null,
  country: null,
  postalCode: null,
  tags: [],
  visits: 0,
  unsubscribed: false,
  createdAt: new Date('2026-01-15T12:00:00Z'),
  attributes: {},
  totalSpend: 0n,
  orderCount: 0,
  firstOrderAt: null,
  lastOrderAt: null,
  orders: [],
  messages: [],
  segmentIds: new Set(),
};

/** A paid order of nothing for nothing, but for what is said of it. */
export function anOrder(order: Partial<RuleOrder>): RuleOrder {
  return {
    id: 'order',
    externalId: 'order',
    status: 'PAID',
    amount: 0n,
    orderedAt: new Date('2026-11-01T12:00:00Z'),
    items: [],
    ...order,
  };
}
