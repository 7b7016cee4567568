import { describe, expect, it } from '@jest/globals';
import { calculateUserAggregates } from '@herald/shared';

import { type Meaning } from './meaning.ts';
import {
  averageOrder,
  hasOrdered,
  joined,
  lacks,
  lastOrdered,
  orderCount,
  points,
  spent,
  subscribed,
  unsubscribed,
  visits,
} from './meanings.ts';
import { audienceOf, audienceOfRules, CUSTOMERS } from './shop.ts';
import { dateDaysAgo, daysAgo } from './shop-clock.ts';
import { makeCustomers } from './shop-customers.ts';

function lastOrderDaysAgo(days: number): Meaning {
  return lastOrdered({ from: dateDaysAgo(days), until: dateDaysAgo(days) });
}

describe('the customers of the shop', () => {
  it('are about 600, and the same each time', () => {
    expect(CUSTOMERS.length).toBeGreaterThanOrEqual(550);
    expect(makeCustomers()).toEqual(CUSTOMERS);
  });

  it.each<[string, Meaning]>([
    ['spent exactly 5,000', spent('=', 5_000)],
    ['spent exactly 10,000', spent('=', 10_000)],
    ['ordered exactly three times', orderCount('=', 3)],
    ['visited exactly three times', visits('=', 3)],
    ['has exactly 500 points', points('=', 500)],
    ['spends exactly 1,000 on average', averageOrder('=', 1_000)],
    ['last ordered 89 days ago', lastOrderDaysAgo(89)],
    ['last ordered 90 days ago', lastOrderDaysAgo(90)],
    ['last ordered 91 days ago', lastOrderDaysAgo(91)],
    ['joined on 1 January 2026', joined({ from: '2026-01-01', until: '2026-01-01' })],
    ['joined on the day before', joined({ from: '2025-12-31', until: '2025-12-31' })],
    ['never ordered', (customer) => !hasOrdered(customer)],
    ['has no email address', lacks('email')],
    ['has no phone', lacks('phone')],
    ['has no city', lacks('city')],
    ['unsubscribed', unsubscribed],
    ['subscribed', subscribed],
    ['has a failed message', ({ messages }) => messages.some(({ outcome }) => outcome === 'failed')],
  ])('have somebody who %s', (_, meaning) => {
    expect(audienceOf(meaning).size).toBeGreaterThan(0);
  });

  it('have orders in the first minutes of a day, which is yesterday in UTC', () => {
    const days = CUSTOMERS.flatMap(({ orders }) => orders).map(({ orderedAt }) => ({
      kolkata: dateDaysAgo(daysAgo(orderedAt)),
      utc: orderedAt.toISOString().slice(0, 10),
    }));
    expect(days.some(({ kolkata, utc }) => kolkata !== utc)).toBe(true);
  });

  it('are consistent: totals are those of the orders, and nothing is later than now', () => {
    for (const customer of CUSTOMERS) {
      expect(customer).toMatchObject(totalsOf(customer));
      for (const { orderedAt } of customer.orders) {
        expect(daysAgo(orderedAt)).toBeGreaterThanOrEqual(0);
        expect(daysAgo(orderedAt)).toBeLessThanOrEqual(daysAgo(customer.createdAt));
      }
    }
  });

  it.each([89, 90, 91])('are counted by days as rules count them: not ordered in the last %d days', (days) => {
    const rules = audienceOfRules({
      combinator: 'and',
      rules: [{ field: 'lastOrderAt', operator: 'notInLastDays', value: days }],
    });
    const apart = audienceOf((customer) => customer.orders.every((order) => !isCounted(order) || isOlder(order, days)));
    expect(rules).toEqual(apart);
  });
});

function isCounted({ status }: { status: string }): boolean {
  return !['PENDING', 'CANCELLED', 'REFUNDED'].includes(status);
}

function isOlder({ orderedAt }: { orderedAt: Date }, days: number): boolean {
  return daysAgo(orderedAt) > days;
}

function totalsOf({ orders }: (typeof CUSTOMERS)[number]) {
  const { averageOrderValue: _, ...totals } = calculateUserAggregates(orders);
  return totals;
}
