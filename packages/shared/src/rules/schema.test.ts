import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';

import { cpuTimeMsOf } from '../testing/cpu-time.ts';
import { DomainError } from '../errors.ts';
import { MAX_CONDITIONS, MAX_LEVELS } from './rule-tree.ts';
import { conditionGroupSchema, parseSegmentRules, segmentRulesSchema } from './schema.ts';

const CITY = { field: 'city', operator: '=', value: 'Pune' };

const all = (...rules: unknown[]) => ({ combinator: 'and', rules });

const copies = (count: number, value: unknown): unknown[] => Array.from({ length: count }, () => value);

function nested(levels: number, innermost: unknown = CITY): unknown {
  let rules: unknown = all(innermost);
  for (let level = 1; level < levels; level += 1) {
    rules = all(rules);
  }
  return rules;
}

/** Every bad part as "path: message". */
function refusal(rules: unknown): string[] {
  const { error } = segmentRulesSchema.safeParse(rules);
  return (error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);
}

function refusalOf(condition: unknown): string[] {
  return refusal(all(condition)).map((line) => line.replace('rules.0.', ''));
}

describe('segmentRulesSchema', () => {
  it('takes a tree as it is', () => {
    const rules = {
      id: 'root',
      combinator: 'or',
      not: true,
      rules: [CITY, all({ field: 'totalSpend', operator: 'between', value: [0.5, 12.34] }), { ...CITY, id: 'r1' }],
    };
    expect(parseSegmentRules(rules)).toEqual(rules);
  });

  it.each([
    ['name', '=', 'x'],
    ['email', 'in', ['a', 'b']],
    ['city', 'null', undefined],
    ['tags', 'hasNone', ['vip']],
    ['visits', '>=', 0],
    ['unsubscribed', '=', true],
    ['orderCount', 'between', [1, 1]],
    ['averageOrderValue', '!=', 0.01],
    ['createdAt', 'on', '2024-02-29'],
    ['firstOrderAt', 'notNull', undefined],
    ['lastOrderAt', 'notInLastDays', 3_650],
  ])('takes %s %s %j', (field, operator, value) => {
    expect(refusalOf({ field, operator, ...(value === undefined ? {} : { value }) })).toEqual([]);
  });

  it.each([
    [
      { ...CITY, field: 'shoeSize' },
      /^field: unknown field; known: name, email, .*lastOrderAt, .*segment, attributes.KEY$/,
    ],
    [{ ...CITY, field: 'constructor' }, /^field: unknown field/],
    [{ ...CITY, operator: 'like' }, /^operator: unknown operator; known: =, !=, /],
    [{ ...CITY, operator: 'toString' }, /^operator: unknown operator/],
    [{ ...CITY, operator: '<' }, /^operator: city \(text\) has no such operator; known: =, !=, contains, .*null$/],
    [{ field: 'visits', operator: 'null' }, /^operator: visits \(count\) has no such operator/],
    [{ ...CITY, value: '' }, /^value: must not be empty$/],
    [{ ...CITY, value: 'x'.repeat(501) }, /^value: must be at most 500 characters$/],
    [{ ...CITY, value: 'a\0b' }, /^value: must not contain NUL/],
    [{ ...CITY, value: '\ud800' }, /^value: must not contain NUL or broken/],
    [{ ...CITY, value: 3 }, /^value: .*expected string/],
    [{ ...CITY, value: { $ne: null } }, /^value: .*expected string, received object$/],
    [{ ...CITY, value: null }, /^value: must be text, a number, true or false, a list, or which orders to count$/],
    [{ field: 'city', operator: '=' }, /^value: .*expected string/],
    [{ ...CITY, operator: 'notNull' }, /^value: must be absent/],
    [{ ...CITY, operator: 'in' }, /^value: must be a list$/],
    [{ ...CITY, operator: 'in', value: [] }, /^value: must have at least one value$/],
    [{ ...CITY, operator: 'in', value: ['a', 'b', ''] }, /^value\.2: must not be empty$/],
    [{ ...CITY, operator: 'in', value: copies(1_001, 'a') }, /^value: must have at most 1000 values$/],
    [{ ...CITY, operator: 'in', value: [['a']] }, /^value\.0: .*expected string/],
    [{ field: 'visits', operator: '=', value: 1.5 }, /^value: must be a whole number$/],
    [{ field: 'visits', operator: '=', value: -1 }, /^value: must not be negative$/],
    [{ field: 'visits', operator: '=', value: 2 ** 31 }, /^value: must be at most 2147483647$/],
    [{ field: 'unsubscribed', operator: 'null' }, /^operator: unsubscribed \(boolean\) has no such operator/],
    [{ field: 'unsubscribed', operator: '=', value: 'true' }, /^value: must be true or false$/],
    [{ field: 'visits', operator: '=', value: '1' }, /^value: must be a whole number$/],
    [{ field: 'totalSpend', operator: '>', value: 0.001 }, /^value: must have at most two decimals$/],
    [{ field: 'totalSpend', operator: '>', value: NaN }, /^value: .*expected number, received NaN$/],
    [{ field: 'totalSpend', operator: 'between', value: [2, 1] }, /^value: the first value must not be above/],
    [{ field: 'totalSpend', operator: 'between', value: [1, 2, 3] }, /^value: must be a pair \[low, high\]$/],
    [{ field: 'createdAt', operator: 'on', value: '2026-02-29' }, /^value: must be a real calendar date/],
    [{ field: 'createdAt', operator: 'on', value: '2026-01-01T00:00:00Z' }, /^value: must be a real calendar date/],
    [{ field: 'createdAt', operator: 'between', value: ['2026-02-01', '2026-01-31'] }, /^value: the first value must/],
    [{ field: 'createdAt', operator: 'inLastDays', value: 0 }, /^value: must be at least 1$/],
    [{ field: 'createdAt', operator: 'inLastDays', value: 3_651 }, /^value: must be at most 3650$/],
    [{ field: 'createdAt', operator: 'on', value: '2200-01-01' }, /^value: must be between the years 1900 and 2199$/],
    [{ field: 'createdAt', operator: 'onDayOfYear', value: '02-30' }, /^value: must be a real day of the year/],
    [{ field: 'createdAt', operator: 'onDayOfYear', value: '2-3' }, /^value: must be a day of the year, as 03-14$/],
    [{ field: 'createdAt', operator: 'anniversaryInNextDays', value: 366 }, /^value: must be at most 365$/],
    [{ field: 'segment', operator: 'isIn', value: 'VIPs' }, /^value: must be an id \(UUID\)$/],
    [{ field: 'messaged', operator: 'never', value: 3 }, /^value: must be absent/],
    [{ field: 'tags', operator: 'has', value: ['vip'] }, /^value: .*expected string/],
    [{ ...CITY, valueSource: 'field' }, /^valueSource: unknown field$/],
    [JSON.parse('{"field":"city","operator":"=","value":"x","__proto__":{}}'), /^__proto__: unknown field$/],
  ])('refuses the condition %j', (condition, expected) => {
    expect(refusalOf(condition)).toEqual([expect.stringMatching(expected)]);
  });

  it.each([
    [{ field: 'attributes.', operator: '=', value: 'x' }, /^field: unknown field/],
    [{ field: `attributes.${'x'.repeat(61)}`, operator: '=', value: 'x' }, /^field: unknown field/],
    [{ field: 'attributes.a\0b', operator: '=', value: 'x' }, /^field: must not contain NUL/],
    [{ field: 'attributes.a', operator: 'has', value: 'x' }, /^operator: attributes.a has no such .*contains.*>=.*on/],
    [{ field: 'attributes.a', operator: '>', value: 'x' }, /^value: must be a number$/],
    [{ field: 'attributes.a', operator: '=', value: '' }, /^value: must not be empty$/],
    [{ field: 'attributes.a', operator: 'between', value: [2, 1] }, /^value: the first value must not be above/],
    [{ field: 'attributes.a', operator: 'between', value: ['2026-02-30', '2026-03-01'] }, /^value\.0: must be a real/],
  ])('refuses of an attribute, whatever its type may be, %j', (condition, expected) => {
    expect(refusalOf(condition)).toEqual([expect.stringMatching(expected)]);
  });

  it.each([
    ['=', 'gold'],
    ['=', 3],
    ['=', true],
    ['between', [-1.5, 2]],
    ['between', ['2026-01-01', '2026-03-31']],
    ['anniversaryInNextDays', 0],
    ['null', undefined],
  ])('takes of an attribute what one of the types has: %s %j', (operator, value) => {
    for (const key of ['plan', 'a b', '__proto__', '12', 'x'.repeat(60)]) {
      expect(refusalOf({ field: `attributes.${key}`, operator, ...(value === undefined ? {} : { value }) })).toEqual(
        [],
      );
    }
  });

  it('makes one id of the ways to write it', () => {
    const id = '0192D3A0-0000-7000-8000-00000000000A';
    const rules = all({ field: 'segment', operator: 'isIn', value: id }, { field: 'city', operator: '=', value: id });
    expect(parseSegmentRules(rules).rules).toEqual([
      { field: 'segment', operator: 'isIn', value: id.toLowerCase() },
      { field: 'city', operator: '=', value: id },
    ]);
  });

  it.each([
    [null, ': Invalid input: expected object, received null'],
    ['everyone', ': Invalid input: expected object, received string'],
    [all(), 'rules: must have at least one rule: an empty group asks nothing'],
    [all(CITY, all()), 'rules.1.rules: must have at least one rule: an empty group asks nothing'],
    [{ combinator: 'xor', rules: [CITY] }, 'combinator: must be "and" or "or"'],
    [{ rules: [CITY] }, 'combinator: must be "and" or "or"'],
    [{ combinator: 'and' }, 'rules: must be a list'],
    [{ ...all(CITY), not: 'no' }, 'not: must be true or false'],
    [{ ...all(CITY), path: [] }, 'path: unknown field'],
    [
      JSON.parse('{"combinator":"and","rules":[{"field":"city","operator":"null"}],"__proto__":{}}'),
      '__proto__: unknown field',
    ],
    [all([]), 'rules.0: Invalid input: expected object, received array'],
  ])('refuses the group %j', (rules, expected) => {
    expect(refusal(rules)).toEqual([expected]);
  });

  it('names every bad part by its path', () => {
    expect(refusal(all(CITY, { ...CITY, value: '' }, all({ ...CITY, field: 'x' }, CITY)))).toEqual([
      'rules.1.value: must not be empty',
      expect.stringMatching(/^rules\.2\.rules\.0\.field: unknown field/),
    ]);
  });

  it('bounds the levels, without recursion', () => {
    expect(refusal(nested(MAX_LEVELS))).toEqual([]);
    const path = copies(MAX_LEVELS, 'rules.0').join('.');
    for (const levels of [MAX_LEVELS + 1, 200_000]) {
      expect(refusal(nested(levels))).toEqual([`${path}: must have at most 6 levels of groups`]);
    }
  });

  it('bounds the levels however many other things are wrong on the way', () => {
    const bad = copies(100, { ...CITY, shoe: 1 });
    expect(refusal(all(...bad, nested(200_000))).length).toBeGreaterThan(0);
    const unknownKeys = { ...all(nested(200_000)), ...Object.fromEntries(bad.map((_, index) => [`key${index}`, 1])) };
    expect(refusal(unknownKeys).length).toBeGreaterThan(0);
  });

  it('bounds the conditions, counted over all groups', () => {
    const half = all(...copies(MAX_CONDITIONS / 2, CITY));
    expect(refusal(all(half, half))).toEqual([]);
    expect(refusal(all(half, half, CITY))).toEqual(['rules.1.rules: must have at most 200 conditions in all']);
    expect(refusal({ combinator: 'and', rules: copies(1_000_000, CITY) })).toEqual([
      'rules: must have at most 200 conditions in all',
    ]);
  });

  it('counts the conditions on orders among them', () => {
    const where = (count: number) => ({
      field: 'orders.count',
      operator: '>',
      value: { number: 0, where: copies(count, { field: 'sku', operator: '=', value: 'x' }) },
    });
    expect(refusal(all(...copies(9, where(20)), where(10)))).toEqual([]);
    expect(refusal(all(...copies(9, where(20)), where(11)))).toEqual([
      'rules.9.value.where: must have at most 200 conditions in all',
    ]);
    expect(refusal(all(where(21)))).toEqual(['rules.0.value.where: must have at most 20 conditions']);
  });

  it('is not taken in by one object that stands in a hundred places', () => {
    let rules: unknown = all(CITY, CITY);
    for (let level = 1; level < MAX_LEVELS; level += 1) {
      rules = all(...copies(100, rules));
    }
    expect(refusal(rules)).toEqual([expect.stringMatching('at most 200 conditions')]);
  });

  it('throws a DomainError for stored rules that are not understood any more', () => {
    expect(() => parseSegmentRules(all({ ...CITY, field: 'gone' }))).toThrow(DomainError);
    expect(() => parseSegmentRules(all({ ...CITY, field: 'gone' }))).toThrow(/^rules\.rules\.0\.field: unknown field/);
  });

  it('has a JSON Schema that refers to itself', () => {
    for (const schema of [segmentRulesSchema, conditionGroupSchema]) {
      const text = JSON.stringify(z.toJSONSchema(schema, { io: 'input' }));
      expect(text).toContain('"anyOf":[{"$ref":"#/$defs/Condition"}');
      expect(text).toContain('`notInLastDays` is not in the last N days');
    }
  });

  it('has no reference in it that its own definitions do not answer', () => {
    const { $defs, ...schema } = z.toJSONSchema(segmentRulesSchema, { io: 'input' });
    const text = JSON.stringify({ schema, $defs });
    const referredTo = [...text.matchAll(/"\$ref":"#\/\$defs\/(\w+)"/g)].map(([, name]) => name);
    expect(new Set(referredTo)).toEqual(new Set(Object.keys($defs ?? {})));
    expect(text).toContain('"lastDays"');
  });
});

describe('the value of an order-history condition', () => {
  const SKU = { field: 'sku', operator: '=', value: 'A1' };
  const ofValue = (value: unknown) =>
    refusalOf({ field: 'orders.count', operator: '>', value }).map((line) => line.replace(/^value\.?/, ''));

  it.each([
    { number: 0 },
    { number: 3, window: { lastDays: 90 } },
    { number: 3, window: { between: ['2026-01-01', '2026-01-01'] } },
    { number: 3, where: [SKU, { field: 'status', operator: 'in', value: ['PAID', 'CANCELLED'] }] },
    { number: 3, where: [{ field: 'amount', operator: 'between', value: [0.01, 2] }] },
    { number: 3, where: [{ field: 'orderedAt', operator: 'anniversaryInNextDays', value: 0 }] },
    { number: 3, where: [{ field: 'category', operator: 'null' }] },
  ])('can be %j', (value) => {
    expect(ofValue(value)).toEqual([]);
  });

  it.each([
    [3, /^: must be an object with "number"/],
    [[3], /^: must be an object with "number"/],
    [undefined, /^: must be an object with "number"/],
    [{}, /^number: must be a whole number$/],
    [{ number: [1, 2] }, /^number: must be a whole number$/],
    [{ number: 1, where: [] }, /^where: must have at least one condition, or be absent$/],
    [{ number: 1, where: SKU }, /^where: must be a list of conditions$/],
    [{ number: 1, where: copies(21, SKU) }, /^where: must have at most 20 conditions$/],
    [{ number: 1, where: [SKU, null] }, /^where\.1: .*expected object/],
    [{ number: 1, where: [SKU, { ...SKU, field: 'city' }] }, /^where\.1\.field: unknown field; known: sku, product/],
    [{ number: 1, where: [SKU, { ...SKU, operator: 'like' }] }, /^where\.1\.operator: unknown operator; known: =/],
    [{ number: 1, where: [{ ...SKU, operator: '>' }] }, /^where\.0\.operator: sku \(text\) has no such operator; /],
    [{ number: 1, where: [SKU, { ...SKU, value: '' }] }, /^where\.1\.value: must not be empty$/],
    [{ number: 1, where: [{ ...SKU, value: true }] }, /^where\.0\.value: must be text, a number, or a list of them$/],
    [{ number: 1, where: [{ ...SKU, operator: 'in', value: ['a', {}] }] }, /^where\.0\.value\.1: .*expected string/],
    [{ number: 1, where: [{ ...SKU, operator: 'null' }] }, /^where\.0\.value: must be absent/],
    [{ number: 1, where: [{ field: 'status', operator: '=', value: 'LOST' }] }, /^where\.0\.value: .*"PAID"/],
    [
      { number: 1, where: [{ field: 'orderedAt', operator: 'on', value: '2026-02-30' }] },
      /^where\.0\.value: must be a real/,
    ],
    [{ number: 1, where: [{ ...SKU, like: 1 }] }, /^where\.0\.like: unknown field$/],
    [{ number: 1, window: {} }, /^window: must be \{"lastDays": 90\} or/],
    [{ number: 1, window: 90 }, /^window: must be \{"lastDays": 90\} or/],
    [
      { number: 1, window: { lastDays: 1, between: ['2026-01-01', '2026-01-02'] } },
      /^window: must be \{"lastDays": 90\} or/,
    ],
    [{ number: 1, window: { lastDays: 0 } }, /^window\.lastDays: must be at least 1$/],
    [{ number: 1, window: { lastDays: 3_651 } }, /^window\.lastDays: must be at most 3650$/],
    [
      { number: 1, window: { between: ['2026-02-01', '2026-02-30'] } },
      /^window\.between\.1: must be a real calendar date/,
    ],
    [
      { number: 1, window: { between: ['2026-02-02', '2026-02-01'] } },
      /^window\.between: the first value must not be above/,
    ],
    [{ number: 1, window: { lastDays: 3, last: 3 } }, /^window\.last: unknown field$/],
    [{ number: 1, having: 3 }, /^having: unknown field$/],
    [JSON.parse('{"number":1,"__proto__":{"number":2}}'), /^__proto__: unknown field$/],
    [JSON.parse('{"number":1,"window":{"lastDays":1,"__proto__":{}}}'), /^window\.__proto__: unknown field$/],
  ])('cannot be %j', (value, expected) => {
    expect(ofValue(value)).toEqual([expect.stringMatching(expected)]);
  });
});

describe('what it costs to refuse', () => {
  const MANY = 1_000_000;
  const MOST_MS = 500;

  it.each<[string, unknown, string]>([
    ['a long text', { ...CITY, value: 'x'.repeat(MANY) }, 'value: must be at most 500 characters'],
    [
      'a long date',
      { field: 'createdAt', operator: 'on', value: '2'.repeat(MANY) },
      'value: must be a real calendar date, as 2026-11-22',
    ],
    ['a long list', { ...CITY, operator: 'in', value: copies(MANY, {}) }, 'value: must have at most 1000 values'],
    [
      'a long list for an attribute',
      { field: 'attributes.a', operator: 'in', value: copies(MANY, {}) },
      'value: must have at most 1000 values',
    ],
    [
      'many conditions on orders',
      ofOrders({ where: copies(MANY, null) }),
      'value.where: must have at most 20 conditions',
    ],
    [
      'a long list in one of them',
      ofOrders({ where: [{ field: 'sku', operator: 'in', value: copies(MANY, {}) }] }),
      'value.where.0.value: must have at most 1000 values',
    ],
    ['depth in a value', { ...CITY, value: deep() }, 'value: Invalid input: expected string, received object'],
    ['depth in a window', ofOrders({ window: deep() }), 'value.window.deeper: unknown field'],
  ])('does not grow with the input: %s', (_name, condition, expected) => {
    const spentMs = cpuTimeMsOf(() => {
      expect(refusalOf(condition)[0]).toBe(expected);
    });
    expect(spentMs).toBeLessThan(MOST_MS);
  });

  it('is told of no more than 50 parts', () => {
    const manyKeys = Object.fromEntries(copies(1_000, 1).map((_, index) => [`key${index}`, 1]));
    expect(refusalOf(ofOrders(manyKeys)).length).toBe(50);
    expect(refusalOf({ ...CITY, operator: 'in', value: copies(1_000, '') }).length).toBe(50);
  });

  function ofOrders(value: object) {
    return { field: 'orders.count', operator: '>', value: { number: 1, ...value } };
  }

  function deep(): unknown {
    let value: unknown = 1;
    for (let level = 0; level < 200_000; level += 1) value = { deeper: value };
    return value;
  }
});
