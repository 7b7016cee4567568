import { describe, expect, it } from '@jest/globals';

import { NOBODY } from '../testing/rule-subjects.ts';
import { compilePredicate, evaluateCondition, evaluateUserAgainstRuleGroups } from './evaluate.ts';
import type { RuleSubject } from './fields.ts';
import type { RuleContext } from './resolve.ts';
import type { Condition, SegmentRules } from './schema.ts';

/** 22 November, half past one in the morning, in Kolkata; in UTC still the 21st. */
const CONTEXT: RuleContext = { now: new Date('2026-11-21T20:00:00Z'), timeZone: 'Asia/Kolkata' };

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

  it('takes who never said whether they want messages as subscribed', () => {
    expectRows({}, [
      ['unsubscribed', '=', false, true],
      ['unsubscribed', '=', true, false],
      ['unsubscribed', '!=', true, true],
    ]);
    expectRows({ unsubscribed: true }, [
      ['unsubscribed', '=', true, true],
      ['unsubscribed', '!=', true, false],
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

  it('looks at the next days, today among them', () => {
    expectRows({ createdAt: new Date('2026-11-22T18:30:00.000Z') }, [
      ['createdAt', 'inNextDays', 1, true],
      ['createdAt', 'notInNextDays', 1, false],
    ]);
    expectRows({ createdAt: new Date('2026-11-23T18:30:00.000Z') }, [
      ['createdAt', 'inNextDays', 1, false],
      ['createdAt', 'inNextDays', 2, true],
    ]);
    expectRows({ createdAt: new Date('2026-11-21T18:30:00.000Z') }, [['createdAt', 'inNextDays', 1, true]]);
    expectRows({ createdAt: new Date('2026-11-21T18:29:59.999Z') }, [['createdAt', 'inNextDays', 1, false]]);
  });

  it('takes the domain of an email from its last @, and every negation for true of who has none', () => {
    expectRows({ email: '"odd@local"@Example.ORG' }, [
      ['emailDomain', '=', 'example.org', true],
      ['emailDomain', 'endsWith', '.ORG', true],
      ['emailDomain', '!=', 'example.org', false],
    ]);
    expectRows({}, [
      ['emailDomain', '=', 'example.org', false],
      ['emailDomain', '!=', 'example.org', true],
      ['phone', 'null', undefined, true],
      ['postalCode', 'notNull', undefined, false],
    ]);
  });

  it('asks custom attributes by their type, to which a value of another type is no value', () => {
    const attributes = new Map([
      ['plan', 'text'],
      ['points', 'number'],
      ['isMember', 'boolean'],
      ['birthday', 'date'],
      ['__proto__', 'text'],
    ] as const);
    const context = { ...CONTEXT, attributes };
    expectRows(
      { attributes: { plan: 'GOLD', points: 2.5, isMember: false, birthday: '1996-02-29' } },
      [
        ['attributes.plan', '=', 'gold', true],
        ['attributes.points', '>', 2.4, true],
        ['attributes.points', '=', 2.5, true],
        ['attributes.isMember', '=', false, true],
        ['attributes.isMember', '!=', false, false],
        ['attributes.birthday', 'on', '1996-02-29', true],
        ['attributes.birthday', 'after', '1996-02-28', true],
        ['attributes.birthday', 'before', '1996-02-29', false],
        ['attributes.birthday', 'onDayOfYear', '02-29', true],
        ['attributes.__proto__', 'null', undefined, true],
      ],
      context,
    );
    expectRows(
      { attributes: { plan: 3, points: '3', isMember: 'true', birthday: '1990-02-29' } },
      [
        ['attributes.plan', 'null', undefined, true],
        ['attributes.points', '!=', 3, true],
        ['attributes.points', '>=', 0, false],
        ['attributes.isMember', '=', true, false],
        ['attributes.isMember', '!=', true, true],
        ['attributes.birthday', 'notNull', undefined, false],
      ],
      context,
    );
  });

  it('takes a date attribute for the same day in every zone, and an instant for the day that it falls on', () => {
    const context = { ...CONTEXT, attributes: new Map([['due', 'date']] as const) };
    expectRows({ attributes: { due: '2026-11-22' } }, [['attributes.due', 'inLastDays', 1, true]], context);
    expectRows({ attributes: { due: '2026-11-20' } }, [['attributes.due', 'inLastDays', 1, false]], context);
    expectRows(
      { attributes: { due: '2026-11-21T18:30:00Z' } },
      [['attributes.due', 'on', '2026-11-22', true]],
      context,
    );
    expectRows(
      { attributes: { due: '2026-11-21T18:29:59Z' } },
      [['attributes.due', 'on', '2026-11-22', false]],
      context,
    );
  });

  it('knows what became of a message: one that failed may have been sent before', () => {
    const [diwali, holi] = ['00000000-0000-7000-8000-00000000000a', '00000000-0000-7000-8000-00000000000b'];
    const context = {
      ...CONTEXT,
      campaigns: new Map([
        [diwali, 'Diwali'],
        [holi, 'Holi'],
      ]),
    };
    const sentAt = new Date('2026-11-20T18:30:00Z');
    const message = { campaignId: diwali, sentAt };
    const rowsOf = (sent: boolean, received: boolean, failed: boolean): Row[] => [
      ['campaign', 'wasSent', diwali, sent],
      ['campaign', 'wasNotSent', diwali, !sent],
      ['campaign', 'received', diwali, received],
      ['campaign', 'didNotReceive', diwali, !received],
      ['campaign', 'failed', diwali, failed],
      ['campaign', 'didNotFail', diwali, !failed],
      ['campaign', 'wasSent', holi, false],
      ['campaign', 'wasNotSent', holi, true],
    ];
    expectRows({ messages: [{ ...message, outcome: 'open' }] }, rowsOf(true, false, false), context);
    expectRows({ messages: [{ ...message, outcome: 'delivered' }] }, rowsOf(true, true, false), context);
    expectRows({ messages: [{ ...message, outcome: 'failed' }] }, rowsOf(true, false, true), context);
    expectRows({ messages: [{ ...message, outcome: 'failed', sentAt: null }] }, rowsOf(false, false, true), context);
    expectRows({}, rowsOf(false, false, false), context);
    expectRows({ messages: [{ ...message, outcome: 'failed' }] }, [
      ['messaged', 'inLastDays', 1, true],
      ['messaged', 'notInLastDays', 1, false],
      ['messaged', 'ever', undefined, true],
    ]);
    expectRows({ messages: [{ ...message, outcome: 'open', sentAt: new Date(sentAt.getTime() - 1) }] }, [
      ['messaged', 'inLastDays', 1, false],
      ['messaged', 'inLastDays', 2, true],
    ]);
    expectRows({ messages: [{ ...message, outcome: 'open', sentAt: null }] }, [
      ['messaged', 'ever', undefined, false],
      ['messaged', 'never', undefined, true],
    ]);
  });

  it('takes a static segment by its frozen audience, and a dynamic one by its rules', () => {
    const [frozen, dynamic] = ['00000000-0000-7000-8000-00000000000a', '00000000-0000-7000-8000-00000000000b'];
    const rules = { combinator: 'and', rules: [{ field: 'city', operator: '=', value: 'Pune' }] };
    const context = {
      ...CONTEXT,
      segments: new Map([
        [frozen, { name: 'frozen', kind: 'static', rules }],
        [dynamic, { name: 'dynamic', kind: 'dynamic', rules }],
      ] as const),
    };
    expectRows(
      { city: 'Pune' },
      [
        ['segment', 'isIn', frozen, false],
        ['segment', 'isNotIn', frozen, true],
        ['segment', 'isIn', dynamic, true],
        ['segment', 'isNotIn', dynamic, false],
        ['segment', 'isIn', dynamic.toUpperCase(), true],
      ],
      context,
    );
    expectRows(
      { segmentIds: new Set([frozen]) },
      [
        ['segment', 'isIn', frozen, true],
        ['segment', 'isIn', dynamic, false],
      ],
      context,
    );
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
