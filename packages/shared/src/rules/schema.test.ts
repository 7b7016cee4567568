import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';

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
    ['orderCount', 'between', [1, 1]],
    ['averageOrderValue', '!=', 0.01],
    ['createdAt', 'on', '2024-02-29'],
    ['firstOrderAt', 'notNull', undefined],
    ['lastOrderAt', 'notInLastDays', 3_650],
  ])('takes %s %s %j', (field, operator, value) => {
    expect(refusalOf({ field, operator, ...(value === undefined ? {} : { value }) })).toEqual([]);
  });

  it.each([
    [{ ...CITY, field: 'shoeSize' }, /^field: unknown field; known: name, email, .*lastOrderAt$/],
    [{ ...CITY, field: 'constructor' }, /^field: unknown field/],
    [{ ...CITY, operator: 'like' }, /^operator: unknown operator; known: =, !=, /],
    [{ ...CITY, operator: 'toString' }, /^operator: unknown operator/],
    [{ ...CITY, operator: '<' }, /^operator: city \(text\) has no such operator; known: =, !=, contains, .*null$/],
    [{ field: 'visits', operator: 'null' }, /^operator: visits \(number\) has no such operator/],
    [{ ...CITY, value: '' }, /^value: must not be empty$/],
    [{ ...CITY, value: 'x'.repeat(501) }, /^value: must be at most 500 characters$/],
    [{ ...CITY, value: 'x'.repeat(1_000_000) }, /^value: must be at most 500 characters$/],
    [{ ...CITY, value: 'a\0b' }, /^value: must not contain NUL/],
    [{ ...CITY, value: '\ud800' }, /^value: must not contain NUL or broken/],
    [{ ...CITY, value: 3 }, /^value: .*expected string/],
    [{ ...CITY, value: { $ne: null } }, /^value: must be text, a number, or a list of them$/],
    [{ field: 'city', operator: '=' }, /^value: .*expected string/],
    [{ ...CITY, operator: 'notNull' }, /^value: must be absent/],
    [{ ...CITY, operator: 'in' }, /^value: must be a list$/],
    [{ ...CITY, operator: 'in', value: [] }, /^value: must have at least one value$/],
    [{ ...CITY, operator: 'in', value: ['a', 'b', ''] }, /^value\.2: must not be empty$/],
    [{ ...CITY, operator: 'in', value: copies(1_001, 'a') }, /^value: must have at most 1000 values$/],
    [{ field: 'visits', operator: '=', value: 1.5 }, /^value: must be a whole number$/],
    [{ field: 'visits', operator: '=', value: -1 }, /^value: must not be negative$/],
    [{ field: 'visits', operator: '=', value: 2 ** 31 }, /^value: must be at most 2147483647$/],
    [{ field: 'visits', operator: '=', value: '1' }, /^value: must be a whole number$/],
    [{ field: 'totalSpend', operator: '>', value: 0.001 }, /^value: must have at most two decimals$/],
    [{ field: 'totalSpend', operator: '>', value: NaN }, /^value: must be text, a number/],
    [{ field: 'totalSpend', operator: 'between', value: [2, 1] }, /^value: the first value must not be above/],
    [{ field: 'totalSpend', operator: 'between', value: [1, 2, 3] }, /^value: must be a pair \[low, high\]$/],
    [{ field: 'createdAt', operator: 'on', value: '2026-02-29' }, /^value: must be a real calendar date/],
    [{ field: 'createdAt', operator: 'on', value: '2026-01-01T00:00:00Z' }, /^value: must be a real calendar date/],
    [{ field: 'createdAt', operator: 'between', value: ['2026-02-01', '2026-01-31'] }, /^value: the first value must/],
    [{ field: 'createdAt', operator: 'inLastDays', value: 0 }, /^value: must be at least 1$/],
    [{ field: 'createdAt', operator: 'inLastDays', value: 3_651 }, /^value: must be at most 3650$/],
    [{ field: 'tags', operator: 'has', value: ['vip'] }, /^value: .*expected string/],
    [{ ...CITY, valueSource: 'field' }, /^valueSource: unknown field$/],
    [JSON.parse('{"field":"city","operator":"=","value":"x","__proto__":{}}'), /^__proto__: unknown field$/],
  ])('refuses the condition %j', (condition, expected) => {
    expect(refusalOf(condition)).toEqual([expect.stringMatching(expected)]);
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
});
