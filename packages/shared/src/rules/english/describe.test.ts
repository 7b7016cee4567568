import { describe, expect, it } from '@jest/globals';

import { attributeFieldName } from '../attributes.ts';
import type { ConditionValue, SegmentRules } from '../schema.ts';
import { describeRules } from './describe.ts';
import { parseDescription } from './parse.ts';
import { all, any, ask, ATTRIBUTES, CONTEXT, DIWALI, NOBODY_KNOWS, not, TWIN, VIPS } from './testing/examples.ts';

const isPune = ask('city', '=', 'Pune');
const isGoa = ask('city', '=', 'Goa');
const isBig = ask('totalSpend', '>', 10_000);

function expectBothWays(rules: SegmentRules, english: string, context = CONTEXT): void {
  expect(describeRules(rules, context)).toBe(english);
  expect(parseDescription(english, context)).toEqual(rules);
}

describe('groups in English', () => {
  it('reads as the specification has it', () => {
    const rules = all(isBig, any(ask('orderCount', '<', 3), ask('lastOrderAt', 'notInLastDays', 90)));
    expectBothWays(
      rules,
      'spent more than 10,000 INR, and either ordered fewer than 3 times or has not ordered in the last 90 days',
    );
  });

  it.each<[string, SegmentRules]>([
    ['A', all(isPune)],
    ['either A', any(isPune)],
    ['A, and B', all(isPune, isGoa)],
    ['either A or B', any(isPune, isGoa)],
    ['either A or B, and C', all(any(isPune, isGoa), isBig)],
    ['C, and either A or B, and either B or A', all(isBig, any(isPune, isGoa), any(isGoa, isPune))],
    ['(A, and B), and C', all(all(isPune, isGoa), isBig)],
    ['(A), and C', all(all(isPune), isBig)],
    ['either (A, and B) or C', any(all(isPune, isGoa), isBig)],
    ['either (either A or B) or C', any(any(isPune, isGoa), isBig)],
    ['either (A)', any(all(isPune))],
    ['either (either A)', any(any(isPune))],
    ['(A)', all(all(isPune))],
    ['(either A or B)', all(any(isPune, isGoa))],
    ['((either A))', all(all(any(isPune)))],
    ['either (A, and either B or C) or B', any(all(isPune, any(isGoa, isBig)), isGoa)],
    ['not (A)', not(all(isPune))],
    ['not (either A or B)', not(any(isPune, isGoa))],
    ['(not (A))', all(not(all(isPune)))],
    ['not ((not (A)))', not(all(not(all(isPune))))],
    ['not (A), and not (either B)', all(not(all(isPune)), not(any(isGoa)))],
    ['either not (A, and B) or C', any(not(all(isPune, isGoa)), isBig)],
  ])('%s', (pattern, rules) => {
    const english = pattern
      .replaceAll('A', 'city is "Pune"')
      .replaceAll('B', 'city is "Goa"')
      .replaceAll('C', 'spent more than 10,000 INR');
    expectBothWays(rules, english);
  });

  it('understands a "not" of a "not"', () => {
    expect(parseDescription('not (not (city is "Pune"))', CONTEXT)).toEqual(not(all(not(all(isPune)))));
  });

  it('has no words for ids and for "not: false"', () => {
    const rules = { id: 'root', not: false, ...all({ id: 'rule', ...isPune }) };
    expect(parseDescription(describeRules(rules, CONTEXT), CONTEXT)).toEqual(all(isPune));
  });
});

describe('conditions in English', () => {
  it.each<[string, string, string, ConditionValue?]>([
    ['city is "Pune"', 'city', '=', 'Pune'],
    ['city is not "Pune" (or is not set)', 'city', '!=', 'Pune'],
    ['name contains "Ann"', 'name', 'contains', 'Ann'],
    ['name does not contain "Ann" (or is not set)', 'name', 'doesNotContain', 'Ann'],
    ['phone starts with "+91"', 'phone', 'beginsWith', '+91'],
    ['email domain is one of "a.in", "b.in" or "c.in"', 'emailDomain', 'in', ['a.in', 'b.in', 'c.in']],
    ['postal code is one of "411001"', 'postalCode', 'in', ['411001']],
    ['country is none of "India" or "Nepal" (or is not set)', 'country', 'notIn', ['India', 'Nepal']],
    ['state is set', 'state', 'notNull'],
    ['state is not set', 'state', 'null'],
    ['has the tag "vip"', 'tags', 'has', 'vip'],
    ['has any of the tags "a" or "b"', 'tags', 'hasAny', ['a', 'b']],
    ['has all of the tags "a", "b" and "c"', 'tags', 'hasAll', ['a', 'b', 'c']],
    ['has none of the tags "a" or "b"', 'tags', 'hasNone', ['a', 'b']],
    ['unsubscribed is true', 'unsubscribed', '=', true],
    ['unsubscribed is not true', 'unsubscribed', '!=', true],
    ['visited at least 1 time', 'visits', '>=', 1],
    ['visited between 1 and 3 times', 'visits', 'between', [1, 3]],
    ['never visited', 'visits', '=', 0],
    ['ordered exactly 0 times', 'orderCount', '=', 0],
    ['ordered not exactly 1,000 times', 'orderCount', '!=', 1_000],
    ['spent between 10 INR and 12.50 INR', 'totalSpend', 'between', [10, 12.5]],
    ['spent less than 1,234,567.05 INR', 'totalSpend', '<', 1_234_567.05],
    ['average order value is at most 500 INR', 'averageOrderValue', '<=', 500],
    ['average order value is not exactly 500 INR (or has no average order value)', 'averageOrderValue', '!=', 500],
    ['has no average order value', 'averageOrderValue', 'null'],
    ['was created on 22 November 2026', 'createdAt', 'on', '2026-11-22'],
    ['was created between 1 January 2026 and 29 February 2028', 'createdAt', 'between', ['2026-01-01', '2028-02-29']],
    ['was created on 14 March of any year', 'createdAt', 'onDayOfYear', '03-14'],
    ['was not created in the last 1 day', 'createdAt', 'notInLastDays', 1],
    ['first ordered before 5 May 2026', 'firstOrderAt', 'before', '2026-05-05'],
    ['first ordered on a day whose anniversary is today', 'firstOrderAt', 'anniversaryInNextDays', 0],
    ['did not first order in the last 30 days', 'firstOrderAt', 'notInLastDays', 30],
    ['last ordered on a day whose anniversary is in the next 7 days', 'lastOrderAt', 'anniversaryInNextDays', 7],
    ['last ordered not in the next 2 days (or has never ordered)', 'lastOrderAt', 'notInNextDays', 2],
    ['has never ordered', 'lastOrderAt', 'null'],
    ['has ordered', 'lastOrderAt', 'notNull'],
    ['was sent the campaign "Diwali, \\"lights\\""', 'campaign', 'wasSent', DIWALI],
    ['did not receive the campaign "Diwali, \\"lights\\""', 'campaign', 'didNotReceive', DIWALI],
    [`has a failed message of the campaign [${NOBODY_KNOWS}]`, 'campaign', 'failed', NOBODY_KNOWS],
    ['was messaged in the last 7 days', 'messaged', 'inLastDays', 7],
    ['has never been messaged', 'messaged', 'never'],
    ['is in the segment "VIPs"', 'segment', 'isIn', VIPS],
    [`is not in the segment "Twins" [${TWIN}]`, 'segment', 'isNotIn', TWIN],
    [`is in the segment [${NOBODY_KNOWS}]`, 'segment', 'isIn', NOBODY_KNOWS],
    ['attribute "plan" is "gold"', 'attributes.plan', '=', 'gold'],
    ['attribute "plan" is not "gold" (or is not set)', 'attributes.plan', '!=', 'gold'],
    ['attribute "loyaltyPoints" is more than 500', 'attributes.loyaltyPoints', '>', 500],
    ['attribute "loyaltyPoints" is less than -1,000.5', 'attributes.loyaltyPoints', '<', -1_000.5],
    ['attribute "loyaltyPoints" is exactly 1e+21', 'attributes.loyaltyPoints', '=', 1e21],
    ['attribute "loyaltyPoints" is exactly 1.5e-7', 'attributes.loyaltyPoints', '=', 1.5e-7],
    ['attribute "loyaltyPoints" is not set', 'attributes.loyaltyPoints', 'null'],
    ['attribute "vip" is true', 'attributes.vip', '=', true],
    ['attribute "vip" is not true (or is not set)', 'attributes.vip', '!=', true],
    ['attribute "birthday" is in the last 30 days', 'attributes.birthday', 'inLastDays', 30],
    ['attribute "birthday" is on a day whose anniversary is today', 'attributes.birthday', 'anniversaryInNextDays', 0],
    ['attribute "birthday" is set', 'attributes.birthday', 'notNull'],
  ])('%s', (english, ...question) => {
    expectBothWays(all(ask(...question)), english);
  });

  it.each<[string, string, string, ConditionValue?]>([
    ['placed no orders in the last 30 days', 'orders.count', '=', { number: 0, window: { lastDays: 30 } }],
    ['placed exactly 1 order', 'orders.count', '=', { number: 1 }],
    [
      'placed at least 2 orders in the last 90 days where an item\'s category is "tea" and amount is at least 500 INR',
      'orders.count',
      '>=',
      {
        number: 2,
        where: [
          { field: 'category', operator: '=', value: 'tea' },
          { field: 'amount', operator: '>=', value: 500 },
        ],
        window: { lastDays: 90 },
      },
    ],
    [
      'spent more than 1,000 INR over orders between 1 January 2026 and 31 March 2026',
      'orders.sum',
      '>',
      { number: 1_000, window: { between: ['2026-01-01', '2026-03-31'] } },
    ],
    [
      'spent between 10 INR and 20 INR on the average order where order date is in the last 3 days',
      'orders.average',
      'between',
      { number: [10, 20], where: [{ field: 'orderedAt', operator: 'inLastDays', value: 3 }] },
    ],
    [
      'spent not exactly 10 INR on the smallest order where status is one of "PAID" or "SHIPPED" (or has no such order)',
      'orders.minimum',
      '!=',
      { number: 10, where: [{ field: 'status', operator: 'in', value: ['PAID', 'SHIPPED'] }] },
    ],
    [
      'spent at most 99.99 INR on the largest order where no item\'s SKU is one of "a" or "b" and no item\'s category is set',
      'orders.maximum',
      '<=',
      {
        number: 99.99,
        where: [
          { field: 'sku', operator: 'notIn', value: ['a', 'b'] },
          { field: 'category', operator: 'null' },
        ],
      },
    ],
  ])('%s', (english, ...question) => {
    expectBothWays(all(ask(...question)), english);
  });

  it('keeps a text on one line, and in the order in which it is read', () => {
    const rules = all(ask('city', '=', 'a"b\\c\nd\te\u0001f\u2028g\u202eh'));
    expectBothWays(rules, String.raw`city is "a\"b\\c\nd\te\u0001f\u2028g\u202eh"`);
  });

  it.each([0, -0, 0.1, -1_234.5, 1_234.000_1, 123_456_789_012_345_680_000, 1e21, 5e-324, -Number.MAX_VALUE])(
    'says exactly which number: %d',
    (number) => {
      const rules = all(ask('attributes.loyaltyPoints', '=', number));
      expect(parseDescription(describeRules(rules, CONTEXT), CONTEXT)).toEqual(rules);
    },
  );

  it('shows what the context does not know, and reads it back', () => {
    const rules = all(
      ask('segment', 'isIn', VIPS),
      ask('campaign', 'failed', DIWALI),
      ...[...ATTRIBUTES.keys()].map((key) => ask(attributeFieldName(key), 'notNull')),
      ask('attributes.x', 'between', ['2026-01-01', '2026-01-02']),
      ask('attributes.x', 'between', [1, 2]),
      ask('attributes.x', '=', 'true'),
      ask('attributes.x', '=', true),
      ask('attributes.x', '=', 5),
    );
    const context = { currency: 'INR' };
    expect(parseDescription(describeRules(rules, context), context)).toEqual(rules);
  });

  it('describes rules that no longer fit the type of their attribute', () => {
    expect(describeRules(all(ask('attributes.plan', '>', 5)), CONTEXT)).toBe('attribute "plan" is more than 5');
  });

  it('says the same whatever the letter case, the white space and the needless brackets are', () => {
    const english = 'EITHER City  is\tnot\n"Pune"\nOr(Spent More Than 10000 inr,AND was created on 05 MAY 2026)';
    expect(parseDescription(english, CONTEXT)).toEqual(
      any(ask('city', '!=', 'Pune'), all(isBig, ask('createdAt', 'on', '2026-05-05'))),
    );
    expect(parseDescription('city is one of "a", "b", or "c"', CONTEXT)).toEqual(
      all(ask('city', 'in', ['a', 'b', 'c'])),
    );
  });
});
