import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { arbitraryCondition } from '../testing/arbitrary-rules.ts';
import { calendarDateIn, plusDays, startOfCalendarDate, startOfDay } from '../calendar.ts';
import { calculateUserAggregates } from './aggregates.ts';
import type { AttributeType } from './attributes.ts';
import { compilePredicate } from './evaluate.ts';
import { explainRules } from './explain.ts';
import { fieldDefinition, operatorsOfField, type RuleMessage, type RuleSubject } from './fields.ts';
import { resolveOperator } from './operator.ts';
import { operatorsOfOrderField, type OrderCondition } from './order-operators.ts';
import type { RuleOrder } from './order-subject.ts';
import type { RuleContext } from './resolve.ts';
import type { Condition, ConditionGroup, SegmentRules } from './schema.ts';

const SEED = 20_261_128;
const CUSTOMERS_PER_RUN = 8;

const DYNAMIC = '00000000-0000-7000-8000-000000000001';
const CAMPAIGN = '00000000-0000-7000-8000-000000000002';
const ATTRIBUTES = new Map<string, AttributeType>([['birthday', 'date']]);
const DAY_COUNTS = [0, 1, 2, 30, 365];
/** Before leap days and days that are missing, changes of the clock and the end of a year. */
const NOWS = ['2023-01-20T20:00:00Z', '2024-02-28T10:00:00Z', '2026-03-07T23:30:00Z', '2027-12-31T23:59:59Z'].map(
  (now) => new Date(now),
);
const ZONES = ['UTC', 'Asia/Kolkata', 'America/New_York', 'Africa/Cairo', 'Pacific/Auckland'];

interface Case {
  context: RuleContext;
  rules: SegmentRules;
  customers: RuleSubject[];
}

/** Rules that ask about today, up to `longest` days from it, and customers whose days are as near to it. */
const casesWithin = (longest: number): fc.Arbitrary<Case> =>
  fc.record({ now: fc.constantFrom(...NOWS), timeZone: fc.constantFrom(...ZONES) }).chain((days) => {
    const today = calendarDateIn(days.now, days.timeZone);
    const dayCounts = DAY_COUNTS.filter((count) => count <= longest);
    const near = fc.constantFrom(...dayCounts, ...dayCounts.map((count) => -count));
    const offset = fc.oneof(fc.integer({ min: -longest - 20, max: longest + 20 }), near);
    const day = offset.map((plus) => plusDays(today, plus));
    const instant = fc
      .tuple(offset, fc.constantFrom(-1, 0, 3_600_000))
      .map(([plus, offsetMs]) => new Date(startOfDay(days.now, days.timeZone, plus).getTime() + offsetMs));
    const condition = arbitraryCondition({
      text: fc.constant('a'),
      day,
      attributes: ATTRIBUTES,
      segmentIds: [DYNAMIC],
      campaignIds: [CAMPAIGN],
      counts: [0, 1, 2],
      amounts: [0, 1, 100],
      dayCounts,
      daysOfYear: ['02-28', '02-29', '03-01', today.slice(5)],
    });
    // Drawn as often as any other, they would hardly ever meet a 29 February or the turn of a year.
    const anniversary: fc.Arbitrary<Condition> = fc.record({
      field: fc.constantFrom('createdAt', 'attributes.birthday'),
      operator: fc.constant('anniversaryInNextDays'),
      value: fc.constantFrom(...dayCounts),
    });
    const relative = fc.oneof({ weight: 3, arbitrary: condition.filter(asksAboutToday) }, anniversary);
    const group = groupOf(fc.oneof({ weight: 4, arbitrary: relative }, condition));
    return fc.record({
      rules: fc.oneof(groupOf(relative, 1), group, groupOf(fc.oneof(relative, group))),
      customers: fc.array(customerWith(day, instant), {
        minLength: CUSTOMERS_PER_RUN,
        maxLength: CUSTOMERS_PER_RUN,
      }),
      context: groupOf(relative.filter(({ field }) => field !== 'segment')).map((inSegment) => ({
        ...days,
        attributes: ATTRIBUTES,
        campaigns: new Map([[CAMPAIGN, 'a campaign']]),
        segments: new Map([[DYNAMIC, { name: 'dynamic', kind: 'dynamic' as const, rules: inSegment }]]),
      })),
    });
  });

function groupOf(rule: fc.Arbitrary<Condition | ConditionGroup>, maxLength = 3): fc.Arbitrary<ConditionGroup> {
  return fc.record({
    combinator: fc.constantFrom('and', 'or'),
    not: fc.boolean(),
    rules: fc.array(rule, { minLength: 1, maxLength }),
  });
}

function asksAboutToday({ field, operator, value }: Condition): boolean {
  if (field === 'segment') return true;
  if (typeof value === 'object' && 'number' in value) {
    return (value.window && 'lastDays' in value.window) || (value.where ?? []).some(orderConditionAsksAboutToday);
  }
  const definition = fieldDefinition(field, ATTRIBUTES);
  return definition !== undefined && isRelative(operatorsOfField(definition), operator);
}

function orderConditionAsksAboutToday({ field, operator }: OrderCondition): boolean {
  return isRelative(operatorsOfOrderField(field), operator);
}

function isRelative(operators: Parameters<typeof resolveOperator>[0], name: string): boolean {
  return resolveOperator(operators, name)?.positive.isRelative ?? false;
}

function customerWith(day: fc.Arbitrary<string>, instant: fc.Arbitrary<Date>): fc.Arbitrary<RuleSubject> {
  const order: fc.Arbitrary<RuleOrder> = fc.record({
    id: fc.constant('order'),
    externalId: fc.constant('order'),
    status: fc.constantFrom('PAID', 'CANCELLED'),
    amount: fc.constantFrom(50n, 10_000n),
    orderedAt: instant,
    items: fc.subarray([{ sku: 'a', name: 'a', category: null }]),
  });
  const message: fc.Arbitrary<RuleMessage> = fc.record({
    campaignId: fc.constant(CAMPAIGN),
    outcome: fc.constant('open'),
    sentAt: fc.option(instant),
  });
  const birthday = fc.oneof(
    day,
    instant.map((at) => at.toISOString()),
    fc.constantFrom('1996-02-29', '1990-02-28', '1990-03-01', 'unknown'),
  );
  return fc
    .record({
      createdAt: instant,
      attributes: fc.record({ birthday }),
      orders: fc.array(order, { maxLength: 3 }),
      messages: fc.array(message, { maxLength: 2 }),
    })
    .map((customer) => ({ ...SOMEBODY, ...customer, ...calculateUserAggregates(customer.orders) }));
}

const SOMEBODY = {
  name: 'a',
  email: null,
  phone: null,
  city: null,
  state: null,
  country: null,
  postalCode: null,
  tags: [],
  visits: 1,
  unsubscribed: false,
  segmentIds: new Set<string>(),
};

describe('changesOn', () => {
  it.each([
    { longest: 30, spanDays: 60, runs: 120 },
    { longest: 365, spanDays: 400, runs: 10 },
  ])('is the first day that brings another answer, within $spanDays days', ({ longest, spanDays, runs }) => {
    const found = { changes: 0, constants: 0 };
    fc.assert(
      fc.property(casesWithin(longest), ({ context, rules, customers }) => {
        const today = calendarDateIn(context.now, context.timeZone);
        const days = Array.from({ length: spanDays }, (_, index) => plusDays(today, index + 1));
        const later = days.map((day) => {
          const now = startOfCalendarDate(day, context.timeZone);
          return { day, isTrue: compilePredicate(rules, { ...context, now }) };
        });
        for (const customer of customers) {
          const { isTrue, changesOn } = explainRules(rules, customer, { ...context, currency: 'INR' });
          expect(isTrue).toBe(compilePredicate(rules, context)(customer));
          const change = later.find((answer) => answer.isTrue(customer) !== isTrue)?.day ?? null;
          expect(changesOn !== null && days.includes(changesOn) ? changesOn : null).toBe(change);
          found[change === null ? 'constants' : 'changes'] += 1;
        }
      }),
      { seed: SEED, numRuns: runs },
    );
    // Little would be proved if hardly anything ever changed, or everything did.
    expect(Math.min(found.changes, found.constants)).toBeGreaterThan((runs * CUSTOMERS_PER_RUN) / 10);
  });
});
