import { describe, expect, it } from '@jest/globals';

import { countApart, minorUnitsOf } from './count-apart.ts';

const order = (amount: number, status: 'PAID' | 'CANCELLED', day: number) => ({
  externalId: `O-${day}`,
  customerExternalId: 'C-1',
  amount,
  status,
  orderedAt: `2026-01-0${day}T00:00:00.000Z`,
});

describe('countApart', () => {
  it('adds up the orders that count', () => {
    const orders = [order(1.15, 'PAID', 3), order(2.2, 'PAID', 2), order(9, 'CANCELLED', 1)];
    expect(countApart([{ externalId: 'C-1' }], orders).get('C-1')).toMatchObject({
      spendInMinorUnits: 335,
      orderCount: 2,
      firstOrderAt: '2026-01-02T00:00:00.000Z',
      lastOrderAt: '2026-01-03T00:00:00.000Z',
    });
  });

  it('keeps a customer without orders', () => {
    expect(countApart([{ externalId: 'C-2' }], []).get('C-2')).toMatchObject({ orderCount: 0, firstOrderAt: null });
  });

  it('reads amounts to the minor unit', () => {
    expect([1.15, 8.2, 1_060_426.75].map(minorUnitsOf)).toEqual([115, 820, 106_042_675]);
  });
});
