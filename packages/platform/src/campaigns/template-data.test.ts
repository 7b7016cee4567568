import { expect, it } from '@jest/globals';
import { TEMPLATE_VARIABLES } from '@herald/shared';

import type { Recipient } from '../repositories/recipient.repository.ts';
import { templateDataOf } from './template-data.ts';

const RECIPIENT: Recipient = {
  id: 'id',
  name: ' Asha  Rao',
  email: 'asha@example.com',
  phone: null,
  isErased: false,
  unsubscribed: false,
  visits: 3,
  tags: ['vip'],
  attributes: { plan: 'gold' },
  city: 'Pune',
  state: null,
  country: 'India',
  postalCode: null,
  totalSpend: 1_000n,
  orderCount: 3,
  firstOrderAt: new Date('2026-11-21T18:30:00Z'),
  lastOrderAt: null,
};

it('gives every variable a value, with days of the workspace’s zone and money in major units', () => {
  const data = templateDataOf(RECIPIENT, 'Asia/Kolkata');
  expect(Object.keys(data).toSorted()).toEqual([...TEMPLATE_VARIABLES].toSorted());
  expect(data).toMatchObject({
    firstName: 'Asha',
    totalSpend: 10,
    averageOrderValue: 3.33,
    firstOrderAt: '2026-11-22',
    lastOrderAt: null,
  });
});

it('has no average without orders', () => {
  expect(templateDataOf({ ...RECIPIENT, orderCount: 0, totalSpend: 0n }, 'UTC')).toMatchObject({
    averageOrderValue: null,
    totalSpend: 0,
  });
});
