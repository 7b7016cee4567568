import { describe, expect, it } from '@jest/globals';
import { orderSchema, type OrderInput, userSchema } from '@herald/shared';
import { createHash } from 'node:crypto';

import { generateDataset } from './generate.ts';
import { PLACES } from './places.ts';

const small = () => generateDataset({ customers: 2_000, ordersPerCustomer: 3, seed: 7 });

const digestOf = (rows: Iterable<unknown>) => {
  const hash = createHash('sha256');
  for (const row of rows) hash.update(JSON.stringify(row));
  return hash.digest('hex');
};

describe('generateDataset', () => {
  it('gives the same rows for the same seed, and others for another', () => {
    const other = generateDataset({ customers: 2_000, ordersPerCustomer: 3, seed: 8 });
    const { users, orders } = small();
    expect(digestOf(users)).toBe(digestOf(small().users));
    expect(digestOf(orders)).toBe(digestOf(small().orders));
    expect(digestOf(users)).toBe(digestOf(users));
    expect(digestOf(users)).not.toBe(digestOf(other.users));
    expect(digestOf(orders)).not.toBe(digestOf(other.orders));
  });

  it('keeps the first customers when there are more', () => {
    const [first] = generateDataset({ customers: 1, seed: 7 }).users;
    expect([...small().users][0]).toEqual(first);
  });

  it('makes rows that the API takes', () => {
    expect([...small().users].filter((user) => !userSchema.safeParse(user).success)).toEqual([]);
    expect([...small().orders].filter((order) => !orderSchema.safeParse(order).success)).toEqual([]);
  });

  it('makes every customer and order once', () => {
    const users = [...small().users];
    const emails = users.flatMap(({ email }) => email ?? []);
    expect(users).toHaveLength(2_000);
    expect(new Set(users.map(({ externalId }) => externalId)).size).toBe(users.length);
    expect(new Set(emails).size).toBe(emails.length);
    const ids = [...small().orders].map(({ externalId }) => externalId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('writes to nobody: every address is under a name that is reserved for examples', () => {
    const emails = [...small().users].flatMap(({ email }) => email ?? []);
    expect(emails.filter((email) => !/@(example\.(com|net|org)|\w+\.example)$/.test(email))).toEqual([]);
  });

  it('makes items that add up to the amount', () => {
    const inMinorUnits = (amount: number) => Math.round(amount * 100);
    const sumOf = ({ items = [] }: OrderInput) =>
      items.reduce((sum, { price, quantity }) => sum + inMinorUnits(price) * quantity, 0);
    const orders = [...small().orders];
    expect(orders.filter((order) => !order.items?.length || sumOf(order) !== inMinorUnits(order.amount))).toEqual([]);
  });

  it('puts every city into its state and country', () => {
    const places = new Set(PLACES.map(({ city, state, country }) => `${city}, ${state}, ${country}`));
    const cities = [...small().users].flatMap(({ address }) =>
      address ? `${address.city}, ${address.state}, ${address.country}` : [],
    );
    expect(cities.length).toBeGreaterThan(1_800);
    expect(cities.filter((city) => !places.has(city))).toEqual([]);
  });

  it('has nobody order before they are a customer, or in the future', () => {
    const createdAt = new Map([...small().users].map(({ externalId, createdAt: at }) => [externalId, at]));
    const misplaced = [...small().orders].filter(
      ({ customerExternalId, orderedAt }) =>
        orderedAt < (createdAt.get(customerExternalId) ?? '9999') || orderedAt >= '2026-11-23',
    );
    expect(misplaced).toEqual([]);
  });

  it('has the mean number of orders, and a few customers with most of the money', () => {
    const orders: OrderInput[] = [...generateDataset({ customers: 20_000, ordersPerCustomer: 3, seed: 7 }).orders];
    expect(orders.length / 20_000).toBeGreaterThan(2.8);
    expect(orders.length / 20_000).toBeLessThan(3.2);
    const spend = new Map<string, number>();
    for (const { customerExternalId = '', amount } of orders) {
      spend.set(customerExternalId, (spend.get(customerExternalId) ?? 0) + amount);
    }
    const largestFirst = [...spend.values()].sort((a, b) => b - a);
    const sum = (amounts: number[]) => amounts.reduce((total, amount) => total + amount, 0);
    expect(sum(largestFirst.slice(0, largestFirst.length / 5)) / sum(largestFirst)).toBeGreaterThan(0.6);
  });
});
