import { describe, expect, it } from '@jest/globals';

import { cpuTimeMsOf } from '../testing/cpu-time.ts';
import { DomainError } from '../errors.ts';
import type { AttributeType } from './attributes.ts';
import {
  MAX_EXPANDED_CONDITIONS,
  MAX_SEGMENT_LEVELS,
  resolveCondition,
  resolveRules,
  type RuleContext,
  type SegmentReference,
} from './resolve.ts';
import type { Condition, ConditionGroup } from './schema.ts';

const DAYS = { now: new Date('2026-11-22T10:00:00Z'), timeZone: 'Asia/Kolkata' };
const PUNE: Condition = { field: 'city', operator: '=', value: 'Pune' };

const all = (...rules: ConditionGroup['rules']): ConditionGroup => ({ combinator: 'and', rules });
const copies = <Item>(count: number, item: Item): Item[] => Array.from({ length: count }, () => item);
const idOf = (number: number) => `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`;
const isIn = (number: number): Condition => ({ field: 'segment', operator: 'isIn', value: idOf(number) });

/** Segments 1, 2, 3 ... with these rules. */
function segments(...rules: unknown[]): Map<string, SegmentReference> {
  return new Map(
    rules.map((of, index) => [idOf(index + 1), { name: `S${index + 1}`, kind: 'dynamic' as const, rules: of }]),
  );
}

/** Every refusal as "path: message". */
function refusals(rules: unknown, context: Partial<RuleContext> = {}): string[] {
  try {
    resolveRules(rules, { ...DAYS, ...context });
    return [];
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    expect(error.code).toBe('invalid_input');
    return error.fields.map(({ path, message }) => `${path}: ${message}`);
  }
}

describe('resolveRules', () => {
  it('makes of operators what they ask, and of negations the same turned round', () => {
    const { parts } = resolveRules(
      all(
        { field: 'city', operator: 'notIn', value: ['Goa', 'GOA', 'Pune'] },
        { field: 'visits', operator: '>', value: 3 },
      ),
      DAYS,
    );
    expect(parts).toEqual([
      expect.objectContaining({ test: { kind: 'equalsAny', keys: ['goa', 'pune'] }, negated: true }),
      expect.objectContaining({
        test: { kind: 'compare', comparisons: [{ operator: '>', bound: 3 }] },
        negated: false,
      }),
    ]);
  });

  it.each<[unknown, RegExp]>([
    [all(), /^rules.rules: must have at least one rule/],
    [undefined, /^rules: .*expected object/],
    [all({ ...PUNE, field: 'gone' as never }), /^rules\.rules\.0\.field: unknown field/],
    [all(PUNE, { ...PUNE, value: 3 }), /^rules\.rules\.1\.value: .*expected string/],
  ])('refuses what the schema refuses, by its path: %j', (rules, expected) => {
    expect(refusals(rules)).toEqual([expect.stringMatching(expected)]);
  });

  it('asks an attribute by its type, and refuses what does not fit it', () => {
    const attributes = new Map<string, AttributeType>([
      ['points', 'number'],
      ['due', 'date'],
    ]);
    const ofPoints = (operator: Condition['operator'], value: Condition['value']): Condition => ({
      field: 'attributes.points',
      operator,
      value,
    });
    expect(resolveCondition(ofPoints('>', 3), { ...DAYS, attributes }).definition.type).toBe('number');
    expect(
      refusals(
        all(
          ofPoints('=', 'x'),
          PUNE,
          all(ofPoints('contains', 'x')),
          { field: 'attributes.due', operator: 'between', value: [1, 2] },
          { field: 'attributes.nobody', operator: 'null' },
        ),
        { attributes },
      ),
    ).toEqual([
      'rules.rules.0.value: must be a number',
      expect.stringMatching(
        /^rules\.rules\.2\.rules\.0\.operator: attributes\.points \(number\) has no such operator; known: =/,
      ),
      'rules.rules.3.value.0: must be a real calendar date, as 2026-11-22',
      'rules.rules.3.value.1: must be a real calendar date, as 2026-11-22',
      'rules.rules.4.field: no customer has the attribute "nobody"',
    ]);
  });

  it('names campaigns and segments that there are none of', () => {
    const rules = all(isIn(1), all({ field: 'campaign', operator: 'wasNotSent', value: idOf(2) }));
    expect(refusals(rules)).toEqual([
      `rules.rules.0.value: there is no segment ${idOf(1)}`,
      `rules.rules.1.rules.0.value: there is no campaign ${idOf(2)}`,
    ]);
    expect(refusals(rules, { segments: segments(all(PUNE)), campaigns: new Map([[idOf(2), 'Diwali']]) })).toEqual([]);
  });

  it('throws for a time zone or an instant that is none', () => {
    const rules = all({ field: 'createdAt', operator: 'notInLastDays', value: 1 });
    expect(() => resolveRules(rules, { ...DAYS, timeZone: 'Mars/Base' })).toThrow('the time zone or the current time');
    expect(() => resolveRules(rules, { ...DAYS, now: new Date(NaN) })).toThrow('the time zone or the current time');
  });
});

describe('rules that refer to segments', () => {
  it('take the rules of a dynamic one with them, and not those of a static one', () => {
    const known = segments(all(PUNE), all(isIn(1)));
    const frozen = new Map([[idOf(1), { name: 'frozen', kind: 'static' as const, rules: all(PUNE) }]]);
    expect(resolveCondition(isIn(2), { ...DAYS, segments: known }).segmentRules?.parts).toEqual([
      expect.objectContaining({ segmentRules: expect.objectContaining({ combinator: 'and' }) }),
    ]);
    expect(resolveCondition(isIn(1), { ...DAYS, segments: frozen }).segmentRules).toBeUndefined();
  });

  it('are refused when they lead back to themselves, by whatever way', () => {
    const itself = segments(all(isIn(1)));
    expect(refusals(all(isIn(1)), { segments: itself })).toEqual([
      expect.stringContaining('"S1" leads back to itself'),
    ]);
    const circle = segments(all(isIn(2)), all(PUNE, all(isIn(3))), all(isIn(1)));
    expect(refusals(all(isIn(2)), { segments: circle, segmentId: idOf(1) })).toEqual([
      'rules.rules.0.value: the segment "S2" cannot be used: rules.rules.1.rules.0.value: ' +
        'the segment "S3" cannot be used: rules.rules.0.value: the segment "S1" leads back to itself',
    ]);
    const id = '0192d3a0-0000-7000-8000-00000000abcd';
    const ofItself = all({ field: 'segment', operator: 'isNotIn', value: id });
    const known = new Map([[id, { name: 'itself', kind: 'dynamic' as const, rules: ofItself }]]);
    expect(refusals(ofItself, { segments: known, segmentId: id.toUpperCase() })).toEqual([
      'rules.rules.0.value: the segment "itself" leads back to itself',
    ]);
    // Twice is no circle.
    expect(refusals(all(isIn(2), isIn(1)), { segments: segments(all(PUNE), all(isIn(1))) })).toEqual([]);
  });

  it.each<[string, SegmentReference['kind'], unknown, string]>([
    ['rules that are gone', 'dynamic', null, 'rules: Invalid input'],
    ['an empty group', 'dynamic', { combinator: 'or', rules: [] }, 'rules.rules: must have at least one rule'],
    [
      'an operator of an older version',
      'dynamic',
      all({ ...PUNE, operator: 'like' as never }),
      'rules.rules.0.operator: ',
    ],
    [
      'an attribute that is gone',
      'dynamic',
      all({ field: 'attributes.x', operator: 'null' }),
      'rules.rules.0.field: no',
    ],
    ['a segment that is gone', 'dynamic', all(PUNE, isIn(9)), 'rules.rules.1.value: there is no segment'],
    ['broken rules, frozen', 'static', {}, 'rules.combinator: must be'],
  ])('are refused when the segment has %s, and say so of the value that names it', (_name, kind, rules, why) => {
    const known = new Map([[idOf(1), { name: 'Old "one"', kind, rules }]]);
    const negated: Condition = { field: 'segment', operator: 'isNotIn', value: idOf(1) };
    expect(refusals(all(PUNE, negated), { segments: known })).toEqual([
      expect.stringContaining(`rules.rules.1.value: the segment "Old "one"" cannot be used: ${why}`),
    ]);
  });

  it('are bounded in how far they lead', () => {
    const chain = (length: number) =>
      segments(all(PUNE), ...Array.from({ length: length - 1 }, (_, index) => all(isIn(index + 1))));
    expect(refusals(all(isIn(MAX_SEGMENT_LEVELS)), { segments: chain(MAX_SEGMENT_LEVELS) })).toEqual([]);
    for (const length of [MAX_SEGMENT_LEVELS + 1, 5_000]) {
      expect(refusals(all(isIn(length)), { segments: chain(length) })).toEqual([
        expect.stringContaining(`leads through more than ${MAX_SEGMENT_LEVELS} segments`),
      ]);
    }
  });

  it('are bounded in how many conditions they lead to, also those on orders', () => {
    const wide = segments(all(...copies(200, PUNE)));
    expect(refusals(all(...copies(9, isIn(1))), { segments: wide })).toEqual([]);
    expect(refusals(all(...copies(10, isIn(1))), { segments: wide })).toEqual([
      expect.stringContaining(`leads to more than ${MAX_EXPANDED_CONDITIONS} conditions`),
    ]);
    const where = copies(20, { field: 'sku' as const, operator: '=', value: 'x' });
    const ofOrders: Condition = { field: 'orders.count', operator: '>', value: { number: 1, where } };
    expect(refusals(all(...copies(11, isIn(1))), { segments: segments(all(...copies(9, ofOrders))) })).toEqual([
      expect.stringContaining(`leads to more than ${MAX_EXPANDED_CONDITIONS} conditions`),
    ]);
  });

  it('are refused quickly when each names the one before it again and again', () => {
    const long = { field: 'city', operator: 'in', value: copies(1_000, 'Pune') } as const;
    const known = segments(
      all(...copies(100, { ...long, value: [...long.value] })),
      ...Array.from({ length: 49 }, (_, index) => all(isIn(index + 1), isIn(index + 1))),
    );
    const spentMs = cpuTimeMsOf(() => {
      expect(refusals(all(...copies(100, isIn(MAX_SEGMENT_LEVELS))), { segments: known }).length).toBeGreaterThan(0);
      expect(refusals(all(isIn(50)), { segments: known })).toHaveLength(1);
    });
    expect(spentMs).toBeLessThan(2_000);
  });
});
