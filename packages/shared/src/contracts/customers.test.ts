import { describe, expect, it } from '@jest/globals';

import { invalidInput } from '../errors.ts';
import { customersQuerySchema, userSchema, usersSchema } from './customers.ts';

/** The bad fields of a call, as `path: message`; the JSON is parsed as the API parses it. */
function refusals(json: string): string[] {
  const parsed = usersSchema.safeParse(JSON.parse(json));
  if (parsed.success) return [];
  return invalidInput(parsed.error).fields.map(({ path, message }) => `${path}: ${message}`);
}

const withField = (field: string) => refusals(`[{"id":"0198c0de-0000-7000-8000-000000000001",${field}}]`);

const COMPLETE = {
  id: '0198c0de-0000-7000-8000-000000000001',
  externalId: 'c-1',
  email: 'Asha@Example.com',
  name: 'Asha Rao',
  phone: '+91 98450 00000',
  address: { line1: '1 MG Road', line2: null, city: 'Pune', state: 'MH', country: 'India', postalCode: '411001' },
  visits: 3,
  tags: ['vip', '😀'],
  attributes: { plan: 'gold', points: 1.5, active: true, constructor: 'x' },
  unsubscribed: true,
  createdAt: '2026-11-22T10:00:00+05:30',
};

describe('usersSchema takes', () => {
  it('a customer with everything, and leaves it as it came', () => {
    expect(usersSchema.parse([COMPLETE])).toEqual([COMPLETE]);
  });

  it('null for every field that can be cleared', () => {
    const profile = { name: null, phone: null, email: null, address: null };
    const cleared = { ...profile, visits: null, tags: null, attributes: null, unsubscribed: null };
    expect(usersSchema.parse([{ externalId: 'c-1', ...cleared }])).toEqual([{ externalId: 'c-1', ...cleared }]);
  });

  it.each(['id', 'externalId', 'email'] as const)('%s alone', (key) => {
    expect(userSchema.safeParse({ [key]: COMPLETE[key] }).success).toBe(true);
  });
});

describe('usersSchema refuses, by path', () => {
  const date = 'must be a real date, as 2026-11-22 or 2026-11-22T10:00:00Z (with an offset)';
  const unstorable = 'must not contain NUL or broken Unicode characters';

  it.each([
    ['"id":"17"', '0.id: must be an id (UUID)'],
    ['"externalId":""', '0.externalId: must not be empty'],
    [`"externalId":"${'x'.repeat(201)}"`, '0.externalId: must be at most 200 characters'],
    ['"email":"nobody"', '0.email: must be an email address'],
    [`"email":"${'x'.repeat(250)}@b.co"`, '0.email: must be at most 254 characters'],
    ['"name":"a\\u0000"', `0.name: ${unstorable}`],
    ['"phone":"\\ud800"', `0.phone: ${unstorable}`],
    ['"tags":["\\udc00x"]', `0.tags.0: ${unstorable}`],
    ['"attributes":{"a":"\\u0000"}', `0.attributes.a: ${unstorable}`],
    ['"address":{"city":"\\ud83d"}', `0.address.city: ${unstorable}`],
    ['"address":{"city":5}', '0.address.city: Invalid input: expected string, received number'],
    ['"address":{"planet":"Mars"}', '0.address.planet: unknown field'],
    ['"address":"Pune"', '0.address: Invalid input: expected object, received string'],
    ['"visits":-1', '0.visits: Too small: expected number to be >=0'],
    ['"visits":1.5', '0.visits: Invalid input: expected int, received number'],
    ['"visits":2000000001', '0.visits: Too big: expected number to be <=2000000000'],
    ['"visits":"3"', '0.visits: Invalid input: expected number, received string'],
    ['"unsubscribed":"true"', '0.unsubscribed: Invalid input: expected boolean, received string'],
    ['"unsubscribed":1', '0.unsubscribed: Invalid input: expected boolean, received number'],
    ['"createdAt":"2026-02-30"', `0.createdAt: ${date}`],
    ['"createdAt":"2026-11-22T10:00:00"', `0.createdAt: ${date}`],
    ['"createdAt":1764000000', `0.createdAt: ${date}`],
    ['"createdAt":null', `0.createdAt: ${date}`],
    ['"createdAt":"1815-06-18"', '0.createdAt: must be between the years 1900 and 2199'],
    ['"totalSpend":5', '0.totalSpend: unknown field'],
    ['"__proto__":{"name":"x"}', '0.__proto__: unknown field'],
    ['"address":{"__proto__":{"city":"x"}}', '0.address.__proto__: unknown field'],
    ['"attributes":{"__proto__":1}', '0.attributes.__proto__: is not a possible name'],
    [`"tags":${JSON.stringify(Array.from({ length: 51 }, String))}`, '0.tags: must have at most 50 entries'],
    [
      `"attributes":${JSON.stringify(Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`k${n}`, n])))}`,
      '0.attributes: must have at most 50 keys',
    ],
  ])('%s', (field, refusal) => {
    expect(withField(field)).toEqual([refusal]);
  });

  it.each(['"attributes":{"a":null}', '"attributes":{"a":[1]}', '"attributes":{"a":{"b":1}}'])(
    '%s, no plain value',
    (field) => {
      expect(withField(field)).toEqual([expect.stringMatching(/^0\.attributes\.a: /)]);
    },
  );

  it('every bad field of every row at once', () => {
    const call =
      '[{"externalId":"ok"},{"externalId":"x","visits":-1,"x":1},{"email":"?"},{"email":"a@b.co","address":{"city":1,"y":2}}]';
    expect(refusals(call).map((refusal) => refusal.split(':')[0])).toEqual([
      '1.visits',
      '1.x',
      '2.email',
      '3.address.city',
      '3.address.y',
    ]);
  });

  it.each([['[{}]'], ['[{"externalId":null,"email":null}]'], ['[{"name":"Asha"}]']])('%s, which is nobody', (call) => {
    expect(refusals(call)).toEqual(['0: one of id, externalId and email must be given']);
  });

  it.each([
    ['[]', ': must have at least one row'],
    ['{}', ': Invalid input: expected array, received object'],
    ['[null]', '0: Invalid input: expected object, received null'],
  ])('%s, which is no list of customers', (call, refusal) => {
    expect(refusals(call)).toEqual([refusal]);
  });
});

describe('customersQuerySchema', () => {
  it('reads a page of 100, newest first, when nothing is asked for', () => {
    expect(customersQuerySchema.parse({})).toEqual({ limit: 100, sort: '-createdAt' });
  });

  it('reads amounts of money', () => {
    const spend = { minSpend: '0', maxSpend: '12.50' };
    expect(customersQuerySchema.parse(spend)).toMatchObject({ minSpend: 0, maxSpend: 12.5 });
  });

  it.each([
    { limit: '0' },
    { limit: '101' },
    { limit: '1.5' },
    { limit: '' },
    { limit: ['1', '2'] },
    { cursor: 'x'.repeat(12_001) },
    { page: '2' },
    { sort: 'email' },
    { minSpend: '-1' },
    { minSpend: '1.234' },
    { maxSpend: '' },
    { maxSpend: 'much' },
    { maxSpend: '1000000001' },
    { hasOrders: 'yes' },
  ])('refuses %j', (query) => {
    expect(customersQuerySchema.safeParse(query).success).toBe(false);
  });
});
