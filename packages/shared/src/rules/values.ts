import { z } from 'zod';

import { storableText } from '../text.ts';

/** Most characters in one text of a rule. */
export const MAX_TEXT_LENGTH = 500;
/** Most values in one list of a rule. */
export const MAX_LIST_VALUES = 1_000;
/** Furthest that "in the last N days" reaches back. */
export const MAX_DAYS = 3_650;

/** Furthest that "an anniversary in the next N days" looks ahead. */
const MAX_DAYS_AHEAD = 365;

/** The largest whole number that PostgreSQL's `integer` columns hold. */
const MAX_WHOLE_NUMBER = 2_147_483_647;

/**
 * How many values an operator takes. A pair is `[low, high]`, both inclusive; `orders` is
 * the value of an order-history rule (`order-operators.ts`).
 */
export type ValueShape = 'none' | 'one' | 'list' | 'pair' | 'orders';

/** What an operator takes: the shape for people and builders, the schema that holds it. */
export interface ValueSpec<Value> {
  shape: ValueShape;
  schema: z.ZodType<Value>;
  /** Of `orders`: how many numbers the measure is compared with. */
  numbers?: ComparedNumbers;
}

export type ComparedNumbers = 'one' | 'pair';

/**
 * Never empty: a text box that nobody filled in would otherwise ask for names that
 * contain nothing, which every name does. What is empty is asked with `null`.
 */
export const ruleText = storableText(MAX_TEXT_LENGTH).min(1, 'must not be empty');

export const wholeNumber = z
  .int('must be a whole number')
  .min(0, 'must not be negative')
  .max(MAX_WHOLE_NUMBER, `must be at most ${MAX_WHOLE_NUMBER}`);

export const dayCount = z
  .int('must be a whole number of days')
  .min(1, 'must be at least 1')
  .max(MAX_DAYS, `must be at most ${MAX_DAYS}`);

/** From today, which is 0, to the day before the next anniversary of today. */
export const daysAhead = z
  .int('must be a whole number of days')
  .min(0, 'must not be negative')
  .max(MAX_DAYS_AHEAD, `must be at most ${MAX_DAYS_AHEAD}`);

export const anyNumber = z.number('must be a number');

export function none(): ValueSpec<undefined> {
  return { shape: 'none', schema: z.undefined('must be absent: this operator takes no value') };
}

export function one<Value>(schema: z.ZodType<Value>): ValueSpec<Value> {
  return { shape: 'one', schema };
}

export function list<Value>(element: z.ZodType<Value>): ValueSpec<Value[]> {
  const schema = z
    .array(element, 'must be a list')
    .min(1, 'must have at least one value')
    .max(MAX_LIST_VALUES, `must have at most ${MAX_LIST_VALUES} values`);
  return { shape: 'list', schema };
}

/** Calendar dates are ordered as text is, so one comparison serves numbers and dates. */
export function pair<Value extends number | string>(element: z.ZodType<Value>): ValueSpec<[Value, Value]> {
  const schema = z
    .tuple([element, element], 'must be a pair [low, high]')
    .refine(([low, high]) => low <= high, 'the first value must not be above the second');
  return { shape: 'pair', schema };
}
