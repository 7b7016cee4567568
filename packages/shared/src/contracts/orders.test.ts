import { describe, expect, it } from '@jest/globals';

import { invalidInput } from '../errors.ts';
import { ordersSchema } from './orders.ts';

const ORDER = { externalId: 'o-1', customerEmail: 'asha@example.com', amount: 12.5, orderedAt: '2026-11-22' };
const ITEM = { name: 'Tea', quantity: 1, price: 12.5 };

/** The bad fields of a call, as `path: message`. */
function refusals(orders: unknown): string[] {
  const parsed = ordersSchema.safeParse(orders);
  if (parsed.success) return [];
  return invalidInput(parsed.error).fields.map(({ path, message }) => `${path}: ${message}`);
}

describe('ordersSchema takes', () => {
  it('an order with everything, and leaves it as it came', () => {
    const order = { ...ORDER, status: 'PAID', items: [{ ...ITEM, sku: 'T-1', category: null }] };
    expect(ordersSchema.parse([order])).toEqual([order]);
  });

  it.each([
    { customerId: '0198c0de-0000-7000-8000-000000000001' },
    { customerExternalId: 'c-1' },
    { customerEmail: 'a@b.co' },
  ])('a customer by %j', (reference) => {
    const { customerEmail: _without, ...order } = ORDER;
    expect(refusals([{ ...order, ...reference }])).toEqual([]);
  });

  it.each([0, 0.01, 99.99, 1_000_000_000])('the amount %d', (amount) => {
    expect(refusals([{ ...ORDER, amount }])).toEqual([]);
  });
});

describe('ordersSchema refuses, by path', () => {
  const reference = '0: exactly one of customerId, customerExternalId, customerEmail must be given';

  it.each([
    [{ amount: 10.005 }, '0.amount: must have at most two decimals'],
    [{ amount: 0.1 + 0.2 }, '0.amount: must have at most two decimals'],
    [{ amount: 1e-7 }, '0.amount: must have at most two decimals'],
    [{ amount: -1 }, '0.amount: must not be negative'],
    [{ amount: 1_000_000_000.01 }, '0.amount: must be at most 1000000000'],
    [{ amount: '12.50' }, '0.amount: Invalid input: expected number, received string'],
    [{ amount: JSON.parse('1e400') as number }, '0.amount: Invalid input: expected number, received Infinity'],
    [{ externalId: '' }, '0.externalId: must not be empty'],
    [{ externalId: 'a\0' }, '0.externalId: must not contain NUL or broken Unicode characters'],
    [{ customerEmail: 'nobody' }, '0.customerEmail: must be an email address'],
    [{ customerExternalId: 'c-1' }, reference],
    [{ customerEmail: undefined }, reference],
    [
      { orderedAt: '2026-02-29' },
      '0.orderedAt: must be a real date, as 2026-11-22 or 2026-11-22T10:00:00Z (with an offset)',
    ],
    [{ orderedAt: '2300-01-01' }, '0.orderedAt: must be between the years 1900 and 2199'],
    [{ currency: 'INR' }, '0.currency: unknown field'],
    [{ items: [{ ...ITEM, name: '' }] }, '0.items.0.name: must not be empty'],
    [{ items: [{ ...ITEM, quantity: 0 }] }, '0.items.0.quantity: Too small: expected number to be >=1'],
    [{ items: [ITEM, { ...ITEM, price: 1.001 }] }, '0.items.1.price: must have at most two decimals'],
    [{ items: [ITEM, { ...ITEM, colour: 'red' }] }, '0.items.1.colour: unknown field'],
    [{ items: Array.from({ length: 201 }, () => ITEM) }, '0.items: must have at most 200 entries'],
  ])('%j', (change, refusal) => {
    expect(refusals([{ ...ORDER, ...change }])).toEqual([refusal]);
  });

  it.each(['paid', 'LOST', '', null])('the status %j, with the known ones', (status) => {
    expect(refusals([{ ...ORDER, status }])).toEqual([expect.stringMatching(/^0\.status: .*"PENDING"\|"PAID"/)]);
  });

  it('keys that would reach the prototype', () => {
    const call = `[${JSON.stringify(ORDER).slice(0, -1)},"__proto__":{"status":"PAID"},"items":[{"name":"a","quantity":1,"price":1,"__proto__":{}}]}]`;
    expect(refusals(JSON.parse(call))).toEqual(['0.items.0.__proto__: unknown field', '0.__proto__: unknown field']);
  });

  it('every bad field of every row at once', () => {
    const call = [ORDER, { ...ORDER, amount: -1, orderedAt: 'x' }, { ...ORDER, items: [{ ...ITEM, price: 'x' }] }];
    expect(refusals(call).map((refusal) => refusal.split(':')[0])).toEqual([
      '1.amount',
      '1.orderedAt',
      '2.items.0.price',
    ]);
  });

  it('an empty call', () => {
    expect(refusals([])).toEqual([': must have at least one row']);
  });
});
