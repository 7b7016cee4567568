import { all, between } from '../meaning.ts';
import { hasOrdered, neverOrdered, orderCount, ordered, state } from '../meanings.ts';
import type { Sentence } from '../sentence.ts';

export const ORDERS: readonly Sentence[] = [
  { says: 'ordered more than 3 times', means: orderCount('>', 3) },
  { says: 'Customers with at least three orders', means: orderCount('>=', 3) },
  { says: 'exactly one order', means: orderCount('=', 1) },
  { says: 'one-time buyers', means: orderCount('=', 1) },
  { says: 'repeat customers', means: orderCount('>=', 2) },
  { says: 'people who bought twice or more', means: orderCount('>=', 2) },
  { says: 'fewer than 2 orders', means: orderCount('<', 2) },
  { says: '5+ orders', means: orderCount('>=', 5) },
  { says: 'order count > 10', means: orderCount('>', 10) },
  { says: 'Who has ordered between 2 and 4 times?', means: between(orderCount, 2, 4) },
  { says: 'has never ordered anything', means: neverOrdered },
  { says: 'no orders yet', means: neverOrdered },
  { says: 'zero purchases', means: neverOrdered },
  { says: 'everyone who has ever bought something', means: hasOrdered },
  { says: 'anyone with more than a dozen orders', means: orderCount('>', 12), mayRefuse: true },
  { says: 'bought at least 2 times in the last 60 days', means: ordered({ within: 60 }, '>=', 2) },
  { says: 'more than 2 orders in the last 30 days', means: ordered({ within: 30 }, '>', 2) },
  { says: 'placed exactly 1 order in the last 90 days', means: ordered({ within: 90 }, '=', 1) },
  { says: 'with a cancelled order', means: ordered({ status: 'CANCELLED' }) },
  {
    says: 'Which customers had at least two refunded orders?',
    means: ordered({ status: 'REFUNDED' }, '>=', 2),
    mayRefuse: true,
  },
  { says: 'has a pending order', means: ordered({ status: 'PENDING' }) },
  { says: 'cancelled an order in the last 90 days', means: ordered({ status: 'CANCELLED', within: 90 }) },
  {
    says: 'at least 2 orders over 1,000 rupees each',
    means: ordered({ amount: ['>', 1_000] }, '>=', 2),
    mayRefuse: true,
  },
  { says: '3 or more orders above Rs 500', means: ordered({ amount: ['>', 500] }, '>=', 3) },
  { says: 'no more than two orders', means: orderCount('<=', 2) },
  { says: 'Maharashtra buyers, min 5 orders', means: all(state('Maharashtra'), orderCount('>=', 5)) },
];
