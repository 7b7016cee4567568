import type { z } from 'zod';

import { amountSchema, toMinorUnits } from '../money.ts';
import { foldText } from '../text.ts';
import { calendarDateSchema, startOfCalendarDate, startOfDay } from '../time.ts';
import { type Bound, compare, type ValueTest } from './value-tests.ts';
import { dayCount, list, none, one, pair, ruleText, type ValueShape, type ValueSpec, wholeNumber } from './values.ts';

/** The instant at which rules are read, and the zone whose calendar days they mean. */
export interface RuleContext {
  now: Date;
  timeZone: string;
}

/** An operator that asks something of a value; it is false of a missing one. */
export interface PositiveOperator {
  label: string;
  shape: ValueShape;
  valueSchema: z.ZodType;
  /** What the operator asks with this value. Throws a ZodError for a value that `valueSchema` refuses. */
  toTest: (value: unknown, context: RuleContext) => ValueTest;
}

/** The exact complement of a positive operator, which makes it true of a missing value. */
export interface Negation {
  label: string;
  negates: string;
}

export type Operator = PositiveOperator | Negation;

function positive<Value>(
  label: string,
  { shape, schema }: ValueSpec<Value>,
  toTest: (value: Value, context: RuleContext) => ValueTest,
): PositiveOperator {
  return { label, shape, valueSchema: schema, toTest: (value, context) => toTest(schema.parse(value), context) };
}

function negation<Name extends string>(label: string, negates: Name) {
  return { label, negates };
}

/**
 * Only fields that can be missing have these. An empty text is a value like any other
 * for `=` or `contains`, and it is not "set": nobody filled it in.
 */
const PRESENCE = {
  notNull: positive('is set', none(), () => ({ kind: 'isSet' })),
  null: negation('is not set', 'notNull'),
};

const TEXT = {
  '=': positive('is', one(ruleText), (text) => ({ kind: 'equalsAny', keys: [foldText(text)] })),
  '!=': negation('is not', '='),
  contains: positive('contains', one(ruleText), (text) => ({ kind: 'contains', key: foldText(text) })),
  doesNotContain: negation('does not contain', 'contains'),
  beginsWith: positive('starts with', one(ruleText), (text) => ({ kind: 'beginsWith', key: foldText(text) })),
  endsWith: positive('ends with', one(ruleText), (text) => ({ kind: 'endsWith', key: foldText(text) })),
  in: positive('is one of', list(ruleText), (texts) => ({ kind: 'equalsAny', keys: foldAll(texts) })),
  notIn: negation('is none of', 'in'),
  ...PRESENCE,
};

const TAGS = {
  has: positive('has', one(ruleText), (tag) => ({ kind: 'hasAll', keys: [foldText(tag)] })),
  hasAny: positive('has any of', list(ruleText), (tags) => ({ kind: 'hasAny', keys: foldAll(tags) })),
  hasAll: positive('has all of', list(ruleText), (tags) => ({ kind: 'hasAll', keys: foldAll(tags) })),
  hasNone: negation('has none of', 'hasAny'),
};

function numeric(number: z.ZodType<number>, toBound: (value: number) => Bound) {
  return {
    '=': positive('is', one(number), (value) => compare(['=', toBound(value)])),
    '!=': negation('is not', '='),
    '<': positive('is less than', one(number), (value) => compare(['<', toBound(value)])),
    '<=': positive('is at most', one(number), (value) => compare(['<=', toBound(value)])),
    '>': positive('is more than', one(number), (value) => compare(['>', toBound(value)])),
    '>=': positive('is at least', one(number), (value) => compare(['>=', toBound(value)])),
    between: positive('is between', pair(number), ([low, high]) =>
      compare(['>=', toBound(low)], ['<=', toBound(high)]),
    ),
    ...PRESENCE,
  };
}

const DATE = {
  on: positive('is on', one(calendarDateSchema), (day, { timeZone }) =>
    compare(['>=', dayStart(day, timeZone)], ['<', dayStart(day, timeZone, 1)]),
  ),
  before: positive('is before', one(calendarDateSchema), (day, { timeZone }) =>
    compare(['<', dayStart(day, timeZone)]),
  ),
  after: positive('is after', one(calendarDateSchema), (day, { timeZone }) =>
    compare(['>=', dayStart(day, timeZone, 1)]),
  ),
  between: positive('is between', pair(calendarDateSchema), ([first, last], { timeZone }) =>
    compare(['>=', dayStart(first, timeZone)], ['<', dayStart(last, timeZone, 1)]),
  ),
  inLastDays: positive('is in the last N days', one(dayCount), (days, { now, timeZone }) =>
    compare(['>=', validInstant(startOfDay(now, timeZone, -days))], ['<', validInstant(startOfDay(now, timeZone, 1))]),
  ),
  notInLastDays: negation('is not in the last N days', 'inLastDays'),
  ...PRESENCE,
};

/**
 * Every operator by the type of the field it is for; names as react-querybuilder has
 * them. A positive operator is false of a missing value and its negation, being the
 * exact complement, is true of it: a customer without a city is in "city is not Pune".
 * So every condition is true or false of every customer.
 *
 * Text and tags ignore letter case and Unicode form. Days are calendar days of the
 * workspace's time zone; "in the last N days" is today and the N days before it.
 */
export const OPERATORS = {
  text: TEXT,
  tags: TAGS,
  number: numeric(wholeNumber, (value) => value),
  money: numeric(amountSchema, toMinorUnits),
  date: DATE,
} satisfies Record<string, Record<string, Operator>>;

export type FieldType = keyof typeof OPERATORS;
export type OperatorName = { [Type in FieldType]: keyof (typeof OPERATORS)[Type] }[FieldType];

/** The operators of one type, by name. */
export function operatorsOfType(type: FieldType): Map<string, Operator> {
  return new Map<string, Operator>(Object.entries(OPERATORS[type]));
}

export const OPERATOR_NAMES = [...new Set(Object.values(OPERATORS).flatMap((operators) => Object.keys(operators)))] as [
  OperatorName,
  ...OperatorName[],
];

export const PRESENCE_OPERATORS: ReadonlySet<string> = new Set(Object.keys(PRESENCE));

function foldAll(texts: string[]): string[] {
  return [...new Set(texts.map(foldText))];
}

function dayStart(date: string, timeZone: string, plusDays = 0): number {
  return validInstant(startOfCalendarDate(date, timeZone, plusDays));
}

/** An unknown time zone makes an invalid date, of which every "not" would be true. */
function validInstant(instant: Date): number {
  const milliseconds = instant.getTime();
  if (Number.isNaN(milliseconds)) {
    throw new RangeError('the time zone or the current time of the rule context is not valid');
  }
  return milliseconds;
}
