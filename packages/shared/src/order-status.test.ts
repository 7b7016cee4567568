import { expect, it } from '@jest/globals';

import { countsTowardsTotals, ORDER_STATUSES } from './order-status.ts';

it('orders count once money was received, until it is given back', () => {
  const counting = ORDER_STATUSES.filter(countsTowardsTotals);
  expect(counting).toEqual(['PAID', 'SHIPPED', 'DELIVERED', 'COMPLETED']);
});
