import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { cpuTimeMsOf } from '../../testing/cpu-time.ts';
import { arbitraryRules, conditionsIn } from '../../testing/arbitrary-rules.ts';
import { attributeFieldName } from '../attributes.ts';
import { attributeField, FIELD_NAMES, type FieldDefinition, FIELDS, operatorsOfField } from '../fields.ts';
import { operatorsOfOrderField } from '../order-operators.ts';
import { ORDER_FIELD_NAMES } from '../order-subject.ts';
import { MAX_CONDITIONS, MAX_LEVELS } from '../rule-tree.ts';
import { type ConditionGroup, parseSegmentRules, type SegmentRules } from '../schema.ts';
import { describeRules } from './describe.ts';
import { parseDescription } from './parse.ts';
import { CONDITION_PHRASES, ORDER_PHRASES } from './phrases.ts';
import {
  all,
  any,
  ask,
  ATTRIBUTES,
  CONTEXT,
  DIWALI,
  HOSTILE_TEXTS,
  NOBODY_KNOWS,
  not,
  OTHER_TWIN,
  SEED,
  TWIN,
  VIPS,
} from './testing/examples.ts';

const RUNS = 3_000;

describe('the sentences of the tables', () => {
  it.each([
    ['customers', CONDITION_PHRASES],
    ['orders', ORDER_PHRASES],
  ])('say each thing in one way: %s', (_, phrases) => {
    const said = phrases.map(({ parts, attributeType }) => [attributeType, ...parts.map(({ id }) => id)].join(' '));
    expect(new Set(said).size).toBe(said.length);
  });

  it('begin with no word of the grammar', () => {
    const first = [...CONDITION_PHRASES, ...ORDER_PHRASES].map(({ parts }) => parts[0]!);
    expect(first.filter(({ kind }) => kind === 'slot')).toEqual([]);
    expect(first.filter(({ id }) => ['either', 'not', 'and', 'or', 'where'].includes(id))).toEqual([]);
  });

  it.each(FIELD_NAMES)('are of operators that there are: %s', (field) => {
    const definition: FieldDefinition = FIELDS[field];
    const operators = Object.keys(definition.sentences ?? {}).map((key) => key.split(' ')[0]!);
    expect([...operatorsOfField(definition).keys()]).toEqual(expect.arrayContaining(operators));
  });
});

const hostileText = fc.oneof(
  fc.constantFrom(...HOSTILE_TEXTS),
  fc.array(fc.constantFrom(...HOSTILE_TEXTS), { minLength: 2, maxLength: 4 }).map((texts) => texts.join('')),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 8 }).filter((text) => !text.includes('\0')),
);

const ARBITRARY = arbitraryRules({
  text: hostileText,
  day: fc.constantFrom('1900-01-01', '2024-02-29', '2026-05-09', '2026-11-22', '2199-12-31'),
  attributes: ATTRIBUTES,
  segmentIds: [VIPS, TWIN, OTHER_TWIN, NOBODY_KNOWS],
  campaignIds: [DIWALI, NOBODY_KNOWS],
});

function withoutIds({ combinator, not: isNot, rules }: ConditionGroup): ConditionGroup {
  const parts = rules.map((rule) => ('rules' in rule ? withoutIds(rule) : rule));
  return { combinator, ...(isNot ? { not: true } : {}), rules: parts };
}

function levelsOf({ rules }: ConditionGroup): number {
  return 1 + Math.max(...rules.map((rule) => ('rules' in rule ? levelsOf(rule) : 0)));
}

/** What the generator is to have drawn, by name. */
function everyQuestion(): string[] {
  const attributes = [...ATTRIBUTES].map(
    ([key, type]) => [attributeFieldName(key), attributeField(key, type)] as const,
  );
  const fields = [...FIELD_NAMES.map((name) => [name, FIELDS[name]] as const), ...attributes];
  return [
    ...fields.flatMap(([field, definition]) =>
      [...operatorsOfField(definition).keys()].map((name) => `${field} ${name}`),
    ),
    ...ORDER_FIELD_NAMES.flatMap((field) =>
      [...operatorsOfOrderField(field).keys()].map((name) => `order: ${field} ${name}`),
    ),
  ];
}

function questionsIn(rules: SegmentRules): string[] {
  return conditionsIn(rules).flatMap(({ field, operator, value }) => {
    const where = typeof value === 'object' && 'where' in value ? (value.where ?? []) : [];
    return [`${field} ${operator}`, ...where.map((inner) => `order: ${inner.field} ${inner.operator}`)];
  });
}

describe('describing and parsing', () => {
  it('are each the inverse of the other', () => {
    const seen = new Set<string>();
    const levels = new Set<number>();
    const inverse = fc.property(ARBITRARY, (rules) => {
      const english = describeRules(rules, CONTEXT);
      expect(describeRules(structuredClone(rules), CONTEXT)).toBe(english);
      const parsed = parseDescription(english, CONTEXT);
      expect(parsed).toEqual(withoutIds(rules));
      expect(describeRules(parsed, CONTEXT)).toBe(english);

      questionsIn(rules).forEach((question) => seen.add(question));
      levels.add(levelsOf(rules));
    });
    fc.assert(inverse, { seed: SEED, numRuns: RUNS });

    // The trees would prove little if they left an operator out, or were flat.
    expect(everyQuestion().filter((question) => !seen.has(question))).toEqual([]);
    expect(levels).toEqual(new Set(Array.from({ length: MAX_LEVELS }, (_, index) => index + 1)));
  });

  it('give different rules different descriptions', () => {
    const rulesByEnglish = new Map<string, SegmentRules>();
    const distinct = fc.property(ARBITRARY, (rules) => {
      const english = describeRules(rules, CONTEXT);
      const others = rulesByEnglish.get(english);
      if (others) expect(withoutIds(rules)).toEqual(others);
      rulesByEnglish.set(english, withoutIds(rules));
    });
    fc.assert(distinct, { seed: SEED + 1, numRuns: RUNS });
  });

  it('take the largest rules there can be, and little time', () => {
    let rules = all(
      ...Array.from({ length: MAX_CONDITIONS }, () => ask('city', 'in', Array<string>(50).fill('"Pune"'))),
    );
    for (let level = 1; level < MAX_LEVELS; level += 1) rules = not(level % 2 === 0 ? all(rules) : any(rules));

    const spentMs = cpuTimeMsOf(() => {
      const english = describeRules(parseSegmentRules(rules), CONTEXT);
      expect(parseDescription(english, CONTEXT)).toEqual(rules);
    });
    expect(spentMs).toBeLessThan(2_000);
  });
});
