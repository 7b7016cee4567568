import { z } from 'zod';

import { amountSchema, toMinorUnits } from '../money.ts';
import { foldText } from '../text.ts';
import { calendarDateIn, plusDays as plusDate, startOfCalendarDate, startOfDay } from '../calendar.ts';
import { calendarDateSchema } from '../time.ts';
import { anniversaries, dayOfYearSchema, onDaysOfYear } from './day-of-year.ts';
import { type DayContext, negation, type OperatorTable, type OperatorWords, positive } from './operator.ts';
import { type Bound, compare, type ComparisonOperator, type ValueTest } from './value-tests.ts';
import { anyNumber, dayCount, daysAhead, list, none, one, pair, ruleText, wholeNumber } from './values.ts';

/**
 * Only fields that can be missing have these. An empty text is a value like any other
 * for `=` or `contains`, and it is not "set": nobody filled it in.
 */
export const PRESENCE = {
  notNull: positive({ label: 'is set', words: 'is set' }, none(), () => ({ kind: 'isSet' })),
  null: negation({ label: 'is not set', words: 'is not set' }, 'notNull'),
} satisfies OperatorTable;

export const TEXT = {
  '=': positive({ label: 'is' }, one(ruleText), (text) => ({ kind: 'equalsAny', keys: [foldText(text)] })),
  '!=': negation({ label: 'is not' }, '='),
  contains: positive({ label: 'contains' }, one(ruleText), (text) => ({ kind: 'contains', key: foldText(text) })),
  doesNotContain: negation({ label: 'does not contain' }, 'contains'),
  beginsWith: positive({ label: 'starts with' }, one(ruleText), (text) => ({
    kind: 'beginsWith',
    key: foldText(text),
  })),
  endsWith: positive({ label: 'ends with' }, one(ruleText), (text) => ({ kind: 'endsWith', key: foldText(text) })),
  in: positive({ label: 'is one of' }, list(ruleText), (texts) => ({ kind: 'equalsAny', keys: foldAll(texts) })),
  notIn: negation({ label: 'is none of' }, 'in'),
  ...PRESENCE,
} satisfies OperatorTable;

export const TAGS = {
  has: positive({ label: 'has' }, one(ruleText), (tag) => ({ kind: 'hasAll', keys: [foldText(tag)] })),
  hasAny: positive({ label: 'has any of' }, list(ruleText), (tags) => ({ kind: 'hasAny', keys: foldAll(tags) })),
  hasAll: positive({ label: 'has all of' }, list(ruleText), (tags) => ({ kind: 'hasAll', keys: foldAll(tags) })),
  hasNone: negation({ label: 'has none of' }, 'hasAny'),
} satisfies OperatorTable;

export const BOOLEAN = {
  '=': positive({ label: 'is' }, one(z.boolean('must be true or false')), (value) => ({ kind: 'isBoolean', value })),
  '!=': negation({ label: 'is not' }, '='),
  ...PRESENCE,
} satisfies OperatorTable;

/** What the six comparisons and "between" are called, for everything that is counted or measured. */
const COMPARISONS = {
  '=': { label: 'is', words: 'exactly {}' },
  '!=': { label: 'is not', words: 'not exactly {}' },
  '<': { label: 'is less than', words: 'less than {}' },
  '<=': { label: 'is at most', words: 'at most {}' },
  '>': { label: 'is more than', words: 'more than {}' },
  '>=': { label: 'is at least', words: 'at least {}' },
  between: { label: 'is between', words: 'between {}' },
} satisfies Record<string, OperatorWords>;
type ComparisonWords = Readonly<Record<keyof typeof COMPARISONS, OperatorWords>>;

function numeric(number: z.ZodType<number>, toBound: (value: number) => Bound, words: ComparisonWords = COMPARISONS) {
  const asks = (operator: ComparisonOperator) =>
    positive(words[operator], one(number), (value) => compare([operator, toBound(value)]));
  return {
    '=': asks('='),
    '!=': negation(words['!='], '='),
    '<': asks('<'),
    '<=': asks('<='),
    '>': asks('>'),
    '>=': asks('>='),
    between: positive(words.between, pair(number), ([low, high]) =>
      compare(['>=', toBound(low)], ['<=', toBound(high)]),
    ),
    ...PRESENCE,
  } satisfies OperatorTable;
}

/** What is counted: whole and never negative. */
export const COUNT = numeric(wholeNumber, (value) => value, {
  ...COMPARISONS,
  '<': { label: 'is fewer than', words: 'fewer than {}' },
});
export const NUMBER = numeric(anyNumber, (value) => value);
/** Amounts in major units with at most two decimals; compared in minor units. */
export const MONEY = numeric(amountSchema, toMinorUnits);

/** Calendar days of the workspace's zone, passed on as the half-open instants at which they begin and end. */
export const DATE = {
  on: positive({ label: 'is on', words: 'on {}' }, one(calendarDateSchema), (day, context) =>
    compareDays(['>=', dateBound(day, context)], ['<', dateBound(day, context, 1)]),
  ),
  before: positive({ label: 'is before', words: 'before {}' }, one(calendarDateSchema), (day, context) =>
    compareDays(['<', dateBound(day, context)]),
  ),
  after: positive({ label: 'is after', words: 'after {}' }, one(calendarDateSchema), (day, context) =>
    compareDays(['>=', dateBound(day, context, 1)]),
  ),
  between: positive({ label: 'is between', words: 'between {}' }, pair(calendarDateSchema), ([first, last], context) =>
    compareDays(['>=', dateBound(first, context)], ['<', dateBound(last, context, 1)]),
  ),
  inLastDays: positive(
    { label: 'is in the last N days', words: 'in the last {days}' },
    one(dayCount),
    (days, context) => compareDays(['>=', todayBound(context, -days)], ['<', todayBound(context, 1)]),
    true,
  ),
  notInLastDays: negation({ label: 'is not in the last N days', words: 'not in the last {days}' }, 'inLastDays'),
  inNextDays: positive(
    { label: 'is in the next N days', words: 'in the next {days}' },
    one(dayCount),
    (days, context) => compareDays(['>=', todayBound(context, 0)], ['<', todayBound(context, days + 1)]),
    true,
  ),
  notInNextDays: negation({ label: 'is not in the next N days', words: 'not in the next {days}' }, 'inNextDays'),
  onDayOfYear: positive(
    { label: 'is on this day of any year', words: 'on {dayOfYear} of any year' },
    one(dayOfYearSchema),
    (day, context) => onDaysOfYear([day], context),
  ),
  anniversaryInNextDays: positive(
    { label: 'has its anniversary in the next N days (0: today)', words: 'on a day whose anniversary is {daysAhead}' },
    one(daysAhead),
    (days, context) => anniversaries(days, context),
    true,
  ),
  ...PRESENCE,
} satisfies OperatorTable;

function foldAll(texts: string[]): string[] {
  return [...new Set(texts.map(foldText))];
}

/** The first instant of a day (milliseconds), and the day. */
interface DateBound {
  bound: number;
  day: string;
}

function compareDays(...comparisons: [ComparisonOperator, DateBound][]): ValueTest & { kind: 'compare' } {
  return { kind: 'compare', comparisons: comparisons.map(([operator, bound]) => ({ operator, ...bound })) };
}

export function dateBound(date: string, { timeZone }: DayContext, plusDays = 0): DateBound {
  return { bound: validInstant(startOfCalendarDate(date, timeZone, plusDays)), day: plusDate(date, plusDays) };
}

export function todayBound({ now, timeZone }: DayContext, plusDays: number): DateBound {
  const bound = validInstant(startOfDay(now, timeZone, plusDays));
  return { bound, day: plusDate(calendarDateIn(now, timeZone), plusDays) };
}

/** An unknown time zone makes an invalid date, of which every "not" would be true. */
function validInstant(instant: Date): number {
  const milliseconds = instant.getTime();
  if (Number.isNaN(milliseconds)) {
    throw new RangeError('the time zone or the current time of the rule context is not valid');
  }
  return milliseconds;
}
