import { describe, expect, it } from '@jest/globals';

import { ORDER_STATUSES } from '../order-status.ts';
import { averageOrderValue, calculateUserAggregates, type CountableOrder } from './aggregates.ts';

const order = (status: CountableOrder['status'], amount: bigint, day: string): CountableOrder => ({
  status,
  amount,
  orderedAt: new Date(day),
});

describe('calculateUserAggregates', () => {
  it('is empty without orders, and without any that counts', () => {
    const empty = { totalSpend: 0n, orderCount: 0, firstOrderAt: null, lastOrderAt: null, averageOrderValue: null };
    expect(calculateUserAggregates([])).toEqual(empty);
    expect(calculateUserAggregates([order('CANCELLED', 500n, '2026-01-01')])).toEqual(empty);
  });

  it('adds up the statuses that count, whatever the order of the orders', () => {
    const orders = ORDER_STATUSES.map((status, index) => order(status, 10n ** BigInt(index), `2026-01-0${index + 1}`));
    const expected = {
      totalSpend: 11_110n,
      orderCount: 4,
      firstOrderAt: new Date('2026-01-02'),
      lastOrderAt: new Date('2026-01-05'),
      averageOrderValue: 2_778n,
    };
    expect(calculateUserAggregates(orders)).toEqual(expected);
    expect(calculateUserAggregates(orders.toReversed())).toEqual(expected);
  });

  it('is exact beyond what a double holds', () => {
    const orders = [order('PAID', 2n ** 53n, '2026-01-01'), order('PAID', 1n, '2026-01-01')];
    expect(calculateUserAggregates(orders).totalSpend).toBe(2n ** 53n + 1n);
  });
});

describe('averageOrderValue', () => {
  it.each([
    [100n, 3, 33n],
    [200n, 3, 67n],
    [101n, 2, 51n],
    [0n, 1, 0n],
    [0n, 0, null],
  ])('rounds half up to the minor unit: %s over %s is %s', (totalSpend, orderCount, expected) => {
    expect(averageOrderValue({ totalSpend, orderCount, firstOrderAt: null, lastOrderAt: null })).toBe(expected);
  });
});
