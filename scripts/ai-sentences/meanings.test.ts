import { describe, expect, it } from '@jest/globals';
import type { Condition, SegmentRules } from '@herald/shared';

import { all, allWays, any, between, type Meaning, not, otherThan } from './meaning.ts';
import * as mean from './meanings.ts';
import { audienceOf, audienceOfRules } from './shop.ts';

const DIWALI = '0198f3a0-0000-7000-8000-0000000000c1';
const TASTING = '0198f3a0-0000-7000-8000-0000000000a2';

function asked(field: string, operator: string, value?: unknown): SegmentRules {
  return { combinator: 'and', rules: [{ field, operator, ...(value === undefined ? {} : { value }) } as Condition] };
}

/** Orders that match `where`, of which there are as many. */
function counting(operator: string, number: number, where: unknown[], window?: object): SegmentRules {
  const filter = { ...(where.length > 0 ? { where } : {}), ...(window ? { window } : {}) };
  return asked('orders.count', operator, { number, ...filter });
}

function bornOnAnyOf(days: readonly string[]): SegmentRules {
  return { combinator: 'or', rules: days.map((day) => asked('attributes.birthday', 'onDayOfYear', day)) };
}

const DECEMBER = Array.from({ length: 31 }, (_, day) => `12-${String(day + 1).padStart(2, '0')}`);
const isTea = { field: 'category', operator: '=', value: 'tea' };

const joinedOn28November: Meaning = any(
  ...['2024', '2025', '2026'].map((year) => mean.joined({ from: `${year}-11-28`, until: `${year}-11-28` })),
);

// The two are written apart; where they differ, one of them is mistaken.
describe('what sentences mean, against what rules select', () => {
  it.each<[string, Meaning, SegmentRules]>([
    ['spend', mean.spent('>', 5_000), asked('totalSpend', '>', 5_000)],
    ['spend, both ends', between(mean.spent, 5_000, 10_000), asked('totalSpend', 'between', [5_000, 10_000])],
    ['orders', mean.orderCount('>=', 3), asked('orderCount', '>=', 3)],
    ['average', mean.averageOrder('>=', 1_000), asked('averageOrderValue', '>=', 1_000)],
    ['largest', mean.largestOrder('>', 3_000), asked('orders.maximum', '>', { number: 3_000 })],
    ['smallest', mean.smallestOrder('<', 200), asked('orders.minimum', '<', { number: 200 })],
    [
      'smallest of some',
      mean.smallestOrderOf({ category: 'Tea' })('<', 500),
      asked('orders.minimum', '<', { number: 500, where: [isTea] }),
    ],
    [
      'average of some',
      mean.averageOrderOf({ category: 'Tea' })('>', 2_000),
      asked('orders.average', '>', { number: 2_000, where: [isTea] }),
    ],
    ['visits', mean.visits('<=', 3), asked('visits', '<=', 3)],
    ['points', mean.points('>', 500), asked('attributes.points', '>', 500)],
    ['recency', mean.orderedWithin(90), asked('lastOrderAt', 'inLastDays', 90)],
    ['no order', mean.notOrderedWithin(90), asked('lastOrderAt', 'notInLastDays', 90)],
    ['lapsed', mean.orderedBefore(90), asked('lastOrderAt', 'before', '2026-08-30')],
    ['joined within', mean.joinedWithin(30), asked('createdAt', 'inLastDays', 30)],
    ['joined before', mean.joinedBefore(30), asked('createdAt', 'notInLastDays', 30)],
    ['joined on a day', mean.joinedOnDayWithin(7)[0]!, asked('createdAt', 'anniversaryInNextDays', 7)],
    [
      'joined in',
      mean.joined({ from: '2026-04-01', until: '2026-06-30' }),
      asked('createdAt', 'between', ['2026-04-01', '2026-06-30']),
    ],
    ['joined after', mean.joined({ from: '2026-01-02' }), asked('createdAt', 'after', '2026-01-01')],
    ['first order', mean.firstOrdered({ until: '2025-03-31' }), asked('firstOrderAt', 'before', '2025-04-01')],
    ['first order within', mean.firstOrderedWithin(30), asked('firstOrderAt', 'inLastDays', 30)],
    [
      'last order',
      mean.lastOrdered({ from: '2026-10-01', until: '2026-10-31' }),
      asked('lastOrderAt', 'between', ['2026-10-01', '2026-10-31']),
    ],
    ['never ordered', mean.neverOrdered, asked('lastOrderAt', 'null')],
    ['tea', mean.ordered({ category: 'Tea', within: 30 }), counting('>=', 1, [isTea], { lastDays: 30 })],
    ['never tea', mean.neverBought({ category: 'Tea' }), counting('=', 0, [isTea])],
    [
      'cancelled',
      mean.ordered({ status: 'CANCELLED' }),
      counting('>=', 1, [{ field: 'status', operator: '=', value: 'CANCELLED' }]),
    ],
    [
      'in October',
      mean.ordered({ from: '2026-10-01', until: '2026-10-31' }),
      counting('>=', 1, [], { between: ['2026-10-01', '2026-10-31'] }),
    ],
    [
      'large orders',
      mean.ordered({ amount: ['>', 500] }, '>=', 3),
      counting('>=', 3, [{ field: 'amount', operator: '>', value: 500 }]),
    ],
    [
      'spend on tea',
      mean.spentOn({ category: 'Tea' }, '>', 2_000),
      asked('orders.sum', '>', { number: 2_000, where: [isTea] }),
    ],
    ['place', mean.city('Pune', 'Mumbai'), asked('city', 'in', ['pune', 'mumbai'])],
    ['elsewhere', not(mean.city('Pune')), asked('city', '!=', 'Pune')],
    ['no email', mean.lacks('email'), asked('email', 'null')],
    ['domain', mean.emailAt('gmail.com'), asked('emailDomain', '=', 'gmail.com')],
    ['name', mean.startsWith('name', 'A'), asked('name', 'beginsWith', 'a')],
    ['end of a name', mean.endsWith('name', 'patel'), asked('name', 'endsWith', 'Patel')],
    ['part of a name', mean.contains('name', 'AV'), asked('name', 'contains', 'av')],
    ['subscribed', mean.subscribed, asked('unsubscribed', '=', false)],
    ['tags', any(mean.tag('VIP'), mean.tag('wholesale')), asked('tags', 'hasAny', ['vip', 'wholesale'])],
    ['plan', mean.attribute('plan', 'gold', 'platinum'), asked('attributes.plan', 'in', ['gold', 'platinum'])],
    ['newsletter', mean.attribute('newsletter', true), asked('attributes.newsletter', '=', true)],
    ['birthday', mean.birthdayOn('12-25'), asked('attributes.birthday', 'onDayOfYear', '12-25')],
    [
      'birthday soon',
      mean.birthdayOn('11-28', '11-29', '11-30', '12-01'),
      asked('attributes.birthday', 'anniversaryInNextDays', 3),
    ],
    ['birthday next week', mean.birthdayWithin(7), asked('attributes.birthday', 'anniversaryInNextDays', 7)],
    ['birth month', mean.birthdayIn('12'), bornOnAnyOf(DECEMBER)],
    ['born', mean.born({ until: '1989-12-31' }), asked('attributes.birthday', 'before', '1990-01-01')],
    ['sent', mean.wasSent('Diwali Sale'), asked('campaign', 'wasSent', DIWALI)],
    ['received', mean.received('Diwali Sale'), asked('campaign', 'received', DIWALI)],
    ['failed', mean.failed('Diwali Sale'), asked('campaign', 'failed', DIWALI)],
    ['messaged', mean.messagedWithin(30), asked('messaged', 'inLastDays', 30)],
    ['never messaged', not(mean.everMessaged), asked('messaged', 'never')],
    ['segment', mean.inSegment('Tasting Panel'), asked('segment', 'isIn', TASTING)],
  ])('%s', (_, meaning, rules) => {
    expect(audienceOf(meaning)).toEqual(audienceOfRules(rules));
    expect(audienceOf(meaning).size).toBeGreaterThan(0);
  });

  it.each<[string, readonly Meaning[], Meaning[]]>([
    [
      'every way to take the parts',
      allWays(mean.city('Pune'), mean.inMonths(1, mean.orderedWithin)),
      [30, 31].map((days) => all(mean.city('Pune'), mean.orderedWithin(days))),
    ],
    [
      'others, with those of whom nothing is known and without',
      otherThan(mean.city('Pune'), mean.has('city')),
      [not(mean.city('Pune')), all(not(mean.city('Pune')), not(mean.lacks('city')))],
    ],
    [
      'an anniversary, with the day itself and without',
      mean.joinedOnDayWithin(0),
      [any(joinedOn28November, mean.joinedWithin(0)), all(joinedOn28November, not(mean.joinedWithin(0)))],
    ],
  ])('has several readings: %s', (_, readings, expected) => {
    expect(readings.map(audienceOf)).toEqual(expected.map(audienceOf));
    expect(new Set(readings.map((reading) => audienceOf(reading).size)).size).toBe(2);
  });

  it('joins parts as rules do', () => {
    const rules: SegmentRules = {
      combinator: 'and',
      rules: [
        asked('city', '=', 'Pune'),
        { combinator: 'or', not: true, rules: [asked('totalSpend', '>', 5_000), asked('tags', 'has', 'VIP')] },
      ],
    };
    const meaning = all(mean.city('Pune'), not(any(mean.spent('>', 5_000), mean.tag('VIP'))));
    expect(audienceOf(meaning)).toEqual(audienceOfRules(rules));
  });
});
