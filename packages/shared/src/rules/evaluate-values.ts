import { foldText } from '../text.ts';
import { calendarDateIn } from '../calendar.ts';
import type { FieldValue } from './fields.ts';
import {
  type Comparison,
  type ComparisonOperator,
  dayHolds,
  type DayOfYearTest,
  type ScalarTest,
  type TagsTest,
} from './value-tests.ts';

type ValuePredicate = (value: NonNullable<FieldValue>) => boolean;
type TextTest = Extract<ScalarTest, { kind: 'equalsAny' | 'contains' | 'beginsWith' | 'endsWith' }>;

/** A test of text, of its folded form. */
export function compileText(test: TextTest): (key: string) => boolean {
  switch (test.kind) {
    case 'equalsAny':
      return membership(test.keys);
    case 'contains':
      return (key) => key.includes(test.key);
    case 'beginsWith':
      return (key) => key.startsWith(test.key);
    case 'endsWith':
      return (key) => key.endsWith(test.key);
  }
}

function membership(keys: string[]): (key: string) => boolean {
  const [only] = keys;
  if (keys.length === 1) return (key) => key === only;
  const members = new Set(keys);
  return (key) => members.has(key);
}

/** A test of tags, which are folded only as far as they have to be looked at. */
export function compileTags({ kind, keys }: TagsTest): (tags: readonly string[]) => boolean {
  if (kind === 'hasAny' || keys.length === 1) {
    const isWanted = membership(keys);
    return (tags) => tags.some((tag) => isWanted(foldText(tag)));
  }
  return (tags) => {
    const folded = tags.map(foldText);
    return keys.every((key) => folded.includes(key));
  };
}

/** Numbers, amounts and instants against their bounds. */
export function compileOrdered(comparisons: Comparison[]): ValuePredicate {
  const predicates = comparisons.map(({ operator, bound }) => COMPARE[operator](bound));
  const [only] = predicates;
  return only && predicates.length === 1 ? only : (value) => predicates.every((isTrue) => isTrue(value));
}

type Compare = (bound: Comparison['bound']) => ValuePredicate;

/** One function for each operator: choosing it anew for each customer would take as long as comparing. */
const COMPARE: Record<ComparisonOperator, Compare> = {
  '=': (bound) => (value) => isOrdered(value) && !(value < bound) && !(value > bound),
  '<': (bound) => (value) => isOrdered(value) && value < bound,
  '<=': (bound) => (value) => isOrdered(value) && value <= bound,
  '>': (bound) => (value) => isOrdered(value) && value > bound,
  '>=': (bound) => (value) => isOrdered(value) && value >= bound,
};

function isOrdered(value: NonNullable<FieldValue>): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

/** Instants against instants, calendar dates against calendar dates. */
export function compileDates(comparisons: Comparison[]): ValuePredicate {
  const instantHolds = compileOrdered(comparisons);
  return (value) =>
    typeof value === 'string' ? comparisons.every((comparison) => dayHolds(value, comparison)) : instantHolds(value);
}

export function compileDayOfYear({ days }: DayOfYearTest, timeZone: string): ValuePredicate {
  const wanted = new Set(days);
  return (value) => {
    if (typeof value === 'string') return wanted.has(value.slice(5));
    return typeof value === 'number' && wanted.has(calendarDateIn(new Date(value), timeZone).slice(5));
  };
}
