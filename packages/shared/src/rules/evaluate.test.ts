import { describe, expect, it } from '@jest/globals';

import type { RuleSubject } from './fields.ts';
import { compilePredicate, evaluateCondition, evaluateUserAgainstRuleGroups } from './evaluate.ts';
import type { RuleContext } from './operators.ts';
import type { Condition, SegmentRules } from './schema.ts';

/** 22 November, half past one in the morning, in Kolkata; in UTC still the 21st. */
const CONTEXT: RuleContext = { now: new Date('2026-11-21T20:00:00Z'), timeZone: 'Asia/Kolkata' };

const NOBODY: RuleSubject = {
  name: null,
  email: null,
  city: null,
  state: null,
  country: null,
  tags: [],
  visits: 0,
  createdAt: new Date('2026-01-15T12:00:00Z'),
  totalSpend: 0n,
  orderCount: 0,
  firstOrderAt: null,
  lastOrderAt: null,
};

type Row = [Condition['field'], Condition['operator'], Condition['value'], boolean];

function expectRows(customer: Partial<RuleSubject>, rows: Row[], context = CONTEXT): void {
  for (const [field, operator, value, expected] of rows) {
    const condition: Condition = { field, operator, ...(value === undefined ? {} : { value }) };
    const answer = evaluateCondition(condition, { ...NOBODY, ...customer }, context);
    expect([field, operator, value, answer]).toEqual([field, operator, value, expected]);
  }
}

describe('evaluateCondition', () => {
  it('is false of a missing value, and its negation true', () => {
    expectRows({}, [
      ['city', '=', 'Pune', false],
      ['city', '!=', 'Pune', true],
      ['city', 'contains', 'u', false],
      ['city', 'doesNotContain', 'u', true],
      ['city', 'beginsWith', 'P', false],
      ['city', 'endsWith', 'e', false],
      ['city', 'in', ['Pune'], false],
      ['city', 'notIn', ['Pune'], true],
      ['city', 'notNull', undefined, false],
      ['city', 'null', undefined, true],
      ['tags', 'has', 'vip', false],
      ['tags', 'hasNone', ['vip'], true],
      ['lastOrderAt', 'before', '2026-01-01', false],
      ['lastOrderAt', 'inLastDays', 3_650, false],
      ['lastOrderAt', 'notInLastDays', 3_650, true],
      ['averageOrderValue', '<', 1, false],
      ['averageOrderValue', '=', 0, false],
      ['averageOrderValue', '!=', 0, true],
      ['averageOrderValue', 'null', undefined, true],
    ]);
  });

  it('takes what was never counted as 0', () => {
    expectRows({}, [
      ['totalSpend', '=', 0, true],
      ['totalSpend', '<', 0.01, true],
      ['orderCount', '<=', 0, true],
      ['orderCount', '!=', 0, false],
      ['visits', 'between', [0, 1], true],
    ]);
  });

  it('takes an empty text as a value that is not set', () => {
    expectRows({ city: '' }, [
      ['city', '=', 'Pune', false],
      ['city', '!=', 'Pune', true],
      ['city', 'null', undefined, true],
      ['city', 'notNull', undefined, false],
    ]);
    expectRows({ city: ' ' }, [['city', 'notNull', undefined, true]]);
  });

  it('ignores letter case and Unicode form', () => {
    expectRows({ name: 'E\u0301MILE Straße', tags: ['ViP', 'Été'] }, [
      ['name', '=', 'émile STRASSE', true],
      ['name', 'beginsWith', 'É', true],
      ['name', 'endsWith', 'sse', true],
      ['name', 'contains', 'emile', false],
      ['name', 'in', ['x', 'Émile strasse'], true],
      ['tags', 'has', 'vip', true],
      ['tags', 'hasAll', ['VIP', 'E\u0301te\u0301'], true],
      ['tags', 'hasAll', ['vip', 'new'], false],
      ['tags', 'hasAny', ['vip', 'new'], true],
      ['tags', 'hasNone', ['new'], true],
    ]);
  });

  it('takes pattern characters as they are', () => {
    expectRows({ name: '100% a_b' }, [
      ['name', 'contains', '0%', true],
      ['name', 'contains', '1%b', false],
      ['name', 'contains', 'a.b', false],
      ['name', 'endsWith', '_b', true],
    ]);
  });

  it('compares money exactly at the bound', () => {
    expectRows({ totalSpend: 10_000n, orderCount: 3 }, [
      ['totalSpend', '=', 100, true],
      ['totalSpend', '>', 100, false],
      ['totalSpend', '>', 99.99, true],
      ['totalSpend', '<=', 100, true],
      ['totalSpend', 'between', [100, 100], true],
      ['totalSpend', 'between', [0, 99.99], false],
      // The average is 33.33 and a third.
      ['averageOrderValue', '=', 33.33, false],
      ['averageOrderValue', '>', 33.33, true],
      ['averageOrderValue', '<', 33.34, true],
    ]);
    expectRows({ totalSpend: 2n ** 60n + 1n, orderCount: 2 ** 30 }, [
      ['averageOrderValue', '>', 10_737_418.24, true],
      ['averageOrderValue', '<=', 10_737_418.24, false],
    ]);
  });

  it('takes days as calendar days of the time zone, both ends included', () => {
    const firstInstant = new Date('2026-11-20T18:30:00.000Z');
    const justBefore = new Date('2026-11-20T18:29:59.999Z');
    expectRows({ createdAt: firstInstant }, [
      ['createdAt', 'on', '2026-11-21', true],
      ['createdAt', 'on', '2026-11-20', false],
      ['createdAt', 'before', '2026-11-21', false],
      ['createdAt', 'after', '2026-11-20', true],
      ['createdAt', 'after', '2026-11-21', false],
      ['createdAt', 'between', ['2026-11-21', '2026-11-22'], true],
      ['createdAt', 'inLastDays', 1, true],
    ]);
    expectRows({ createdAt: justBefore }, [
      ['createdAt', 'on', '2026-11-21', false],
      ['createdAt', 'before', '2026-11-21', true],
      ['createdAt', 'between', ['2026-11-19', '2026-11-20'], true],
      ['createdAt', 'inLastDays', 1, false],
      ['createdAt', 'inLastDays', 2, true],
    ]);
  });

  it('counts the rest of today among the last days, and not tomorrow', () => {
    expectRows({ lastOrderAt: new Date('2026-11-22T18:29:59.999Z') }, [['lastOrderAt', 'inLastDays', 1, true]]);
    expectRows({ lastOrderAt: new Date('2026-11-22T18:30:00.000Z') }, [
      ['lastOrderAt', 'inLastDays', 1, false],
      ['lastOrderAt', 'notInLastDays', 1, true],
    ]);
  });

  it('knows that days are 23 or 25 hours long when clocks change', () => {
    const newYork = { now: new Date('2026-03-09T12:00:00Z'), timeZone: 'America/New_York' };
    expectRows(
      { createdAt: new Date('2026-03-08T05:00:00Z') },
      [
        ['createdAt', 'on', '2026-03-08', true],
        ['createdAt', 'inLastDays', 1, true],
      ],
      newYork,
    );
    expectRows({ createdAt: new Date('2026-03-09T03:59:59.999Z') }, [['createdAt', 'on', '2026-03-08', true]], newYork);
    expectRows({ createdAt: new Date('2026-03-09T04:00:00.000Z') }, [['createdAt', 'on', '2026-03-09', true]], newYork);
  });

  it('throws for what it does not understand, rather than answer', () => {
    const ask =
      (condition: object, context = CONTEXT) =>
      () =>
        evaluateCondition(condition as Condition, NOBODY, context);
    expect(ask({ field: 'shoeSize', operator: '=', value: 1 })).toThrow();
    expect(ask({ field: 'city', operator: 'between', value: ['a', 'b'] })).toThrow();
    expect(ask({ field: 'city', operator: '!=', value: 1 })).toThrow();
    expect(
      ask({ field: 'createdAt', operator: 'notInLastDays', value: 1 }, { ...CONTEXT, timeZone: 'Mars/Base' }),
    ).toThrow('the time zone or the current time');
  });
});

describe('evaluateUserAgainstRuleGroups', () => {
  const isPune: Condition = { field: 'city', operator: '=', value: 'Pune' };
  const isBig: Condition = { field: 'totalSpend', operator: '>', value: 100 };
  const evaluate = (rules: SegmentRules, customer: Partial<RuleSubject>) =>
    evaluateUserAgainstRuleGroups(rules, { ...NOBODY, ...customer }, CONTEXT);

  it.each([
    ['Pune', 20_000n, { and: true, or: true }],
    ['Pune', 0n, { and: false, or: true }],
    ['Goa', 20_000n, { and: false, or: true }],
    [null, 0n, { and: false, or: false }],
  ])('joins and turns round groups: %s, %s', (city, totalSpend, expected) => {
    for (const combinator of ['and', 'or'] as const) {
      const rules: SegmentRules = { combinator, rules: [isPune, isBig] };
      expect(evaluate(rules, { city, totalSpend })).toBe(expected[combinator]);
      expect(evaluate({ ...rules, not: true }, { city, totalSpend })).toBe(!expected[combinator]);
      expect(evaluate({ combinator: 'and', not: true, rules: [rules] }, { city, totalSpend })).toBe(
        !expected[combinator],
      );
    }
  });

  it('never takes a group without rules for "everyone"', () => {
    expect(() => evaluate({ combinator: 'and', rules: [] }, {})).toThrow('must have at least one rule');
    expect(() => compilePredicate({ combinator: 'nor', rules: [isPune] } as never, CONTEXT)).toThrow(
      'must be "and" or "or"',
    );
  });
});
