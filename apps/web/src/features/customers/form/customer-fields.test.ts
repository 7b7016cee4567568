import { describe, expect, it } from '@jest/globals';
import { userSchema } from '@herald/shared';
import type { CustomerOutput } from '@herald/shared';
import fc from 'fast-check';

import { changedUser, type CustomerFields, fieldsOf, NEW_CUSTOMER, newUser, problemsOf } from './customer-fields.ts';

const ID = '0197aaaa-0000-7000-8000-000000000001';
const attribute = (name: string, kind: CustomerFields['attributes'][number]['kind'], value: string) => ({
  key: name,
  name,
  kind,
  value,
});

describe('a new customer', () => {
  it('is what was filled in, and nothing else', () => {
    const fields = {
      ...NEW_CUSTOMER,
      name: ' Ada ',
      email: 'ada@example.com',
      address: { ...NEW_CUSTOMER.address, city: 'Pune' },
      tags: ['vip'],
      attributes: [
        attribute('points', 'number', '12.5'),
        attribute('member', 'yes or no', 'no'),
        attribute('plan', 'text', 'pro '),
      ],
    };
    expect(newUser(fields)).toEqual({
      name: 'Ada',
      email: 'ada@example.com',
      address: { city: 'Pune' },
      tags: ['vip'],
      attributes: { points: 12.5, member: false, plan: 'pro' },
    });
    expect(problemsOf(fields, newUser(fields))).toEqual({});
  });

  it('that is wrong says where in the form', () => {
    const fields = {
      ...NEW_CUSTOMER,
      name: 'x'.repeat(201),
      email: 'ada',
      address: { ...NEW_CUSTOMER.address, postalCode: 'x'.repeat(21) },
      attributes: [
        attribute('points', 'number', 'many'),
        attribute('points', 'text', 'x'),
        attribute(' ', 'text', ''),
        attribute('none', 'number', ''),
      ],
    };
    expect(problemsOf(fields, newUser(fields))).toEqual({
      name: 'Must be at most 200 characters',
      email: 'Must be an email address',
      'address.postalCode': 'Must be at most 20 characters',
      'attributes.0.value': 'Must be a number',
      'attributes.1.name': 'Is there already',
      'attributes.2.name': 'Needs a name',
      'attributes.3.value': 'Must be a number',
    });
  });
});

describe('a change', () => {
  const customer = (more: Partial<CustomerOutput>): CustomerOutput => ({
    id: ID,
    externalId: 'C-1',
    name: 'Ada',
    email: 'ada@example.com',
    phone: null,
    address: { line1: '1 Main St', line2: null, city: 'Pune', state: null, country: null, postalCode: null },
    visits: 0,
    tags: [],
    attributes: { plan: 'pro' },
    unsubscribed: false,
    totalSpend: 0,
    orderCount: 0,
    averageOrderValue: null,
    firstOrderAt: null,
    lastOrderAt: null,
    createdAt: '2026-11-28T10:00:00.000Z',
    updatedAt: '2026-11-28T10:00:00.000Z',
    erasedAt: null,
    ...more,
  });

  it('of nothing is none', () => {
    const fields = fieldsOf(customer({ tags: ['vip'], attributes: { plan: 'pro', points: 1.5, member: true } }));
    expect(
      changedUser(
        ID,
        fields,
        fieldsOf(customer({ tags: ['vip'], attributes: { plan: 'pro', points: 1.5, member: true } })),
      ),
    ).toBeUndefined();
  });

  it('is of the changed fields; null clears, and attributes are sent as a whole', () => {
    const before = fieldsOf(customer({}));
    const after = {
      ...before,
      externalId: ' ',
      phone: '1',
      address: { ...before.address, line1: '', country: 'IN' },
      attributes: [],
      wantsMessages: false,
    };
    expect(changedUser(ID, before, after)).toEqual({
      id: ID,
      externalId: null,
      phone: '1',
      address: { line1: null, country: 'IN' },
      attributes: {},
      unsubscribed: true,
    });
  });

  it('is always something that the API takes, or something that the form refuses', () => {
    const text = fc.oneof(fc.constant(''), fc.string({ maxLength: 60 }), fc.constant('ada@example.com'));
    const fields = fc.record({
      name: text,
      email: text,
      phone: text,
      externalId: text,
      address: fc.record({ line1: text, line2: text, city: text, state: text, postalCode: text, country: text }),
      tags: fc.array(text, { maxLength: 3 }),
      attributes: fc.array(
        fc.record({
          key: text,
          name: text,
          kind: fc.constantFrom('text', 'number', 'yes or no'),
          value: text,
        }) as fc.Arbitrary<CustomerFields['attributes'][number]>,
        { maxLength: 3 },
      ),
      wantsMessages: fc.boolean(),
    });
    fc.assert(
      fc.property(fields, (after) => {
        const user = changedUser(ID, NEW_CUSTOMER, after);
        const isRefused = Object.keys(problemsOf(after, user)).length > 0;
        expect(user === undefined || isRefused || userSchema.safeParse(user).success).toBe(true);
      }),
      { seed: 20261128, numRuns: 300 },
    );
  });
});
