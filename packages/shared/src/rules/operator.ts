import type { z } from 'zod';

import type { ComparedNumbers, ValueShape, ValueSpec } from './values.ts';
import type { ValueTest } from './value-tests.ts';

/** The instant at which rules are read, and the zone whose calendar days they mean. */
export interface DayContext {
  now: Date;
  timeZone: string;
}

/**
 * What an operator is called: `label` for people who build rules, `words` in a sentence. In
 * it {} is the value, {days} and the like a value that is not what the field's type says
 * (`NOUNS` of `english/nouns.ts`), {and} a list of which all are meant.
 */
export interface OperatorWords {
  label: string;
  words: string;
}

/** What an operator may take that is not what the field holds; its `words` name it. */
export const OWN_VALUES = ['days', 'daysAhead', 'dayOfYear'] as const;
export type OwnValue = (typeof OWN_VALUES)[number];

/** An operator that asks something of a value; it is false of a missing one. */
export interface PositiveOperator extends OperatorWords {
  shape: ValueShape;
  /** With an order-history value: how many numbers the measure is compared with. */
  numbers: ComparedNumbers | null;
  valueSchema: z.ZodType;
  /** Whether the answer depends on the day on which it is asked. */
  isRelative: boolean;
  /** What the operator asks with a value, which `valueSchema` must have given. */
  toTest: (value: unknown, context: DayContext) => ValueTest;
}

/** The exact complement of a positive operator, which makes it true of a missing value. */
export interface Negation extends OperatorWords {
  negates: string;
}

export type Operator = PositiveOperator | Negation;
export type OperatorTable = Readonly<Record<string, Operator>>;

export function positive<Value>(
  { label, words = `${label} {}` }: { label: string; words?: string },
  { shape, schema, numbers }: ValueSpec<Value>,
  toTest: (value: Value, context: DayContext) => ValueTest,
  isRelative = false,
): PositiveOperator {
  return {
    label,
    words,
    shape,
    numbers: numbers ?? null,
    valueSchema: schema,
    isRelative,
    toTest: (value, context) => toTest(value as Value, context),
  };
}

export function negation(
  { label, words = `${label} {}` }: { label: string; words?: string },
  negates: string,
): Negation {
  return { label, words, negates };
}

/** The positive operator behind `name`, and whether `name` is its negation; undefined if there is none such. */
export function resolveOperator(
  operators: ReadonlyMap<string, Operator>,
  name: string,
): { positive: PositiveOperator; negated: boolean } | undefined {
  const operator = operators.get(name);
  if (!operator) return undefined;
  if (!('negates' in operator)) return { positive: operator, negated: false };
  const negated = operators.get(operator.negates);
  if (!negated || 'negates' in negated) {
    throw new Error(`${name} negates ${operator.negates}, which is no positive operator`);
  }
  return { positive: negated, negated: true };
}

/** What is said of an operator that `of` does not have. */
export function noSuchOperator(of: string, operators: ReadonlyMap<string, Operator>): string {
  return `${of} has no such operator; known: ${[...operators.keys()].join(', ')}`;
}
