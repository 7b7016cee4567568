import type { OrderStatus } from '../order-status.ts';
import type { OrderFieldName } from './order-subject.ts';

/**
 * The few questions that every operator comes down to. A reading of the rules (SQL,
 * memory) answers these and knows no operator, so that two readings can only differ
 * in an answer to one of them. Text is folded (`foldText`) before it gets here.
 *
 * Every test is false of a missing value.
 */
export type ValueTest =
  | ScalarTest
  | TagsTest
  | OrderTest
  | { kind: 'campaign'; campaignId: string; outcome: CampaignOutcome }
  | MessagedTest
  | { kind: 'segment'; segmentId: string };

/** What can be asked of one text, number, boolean or date; also of those of an order or an item. */
export type ScalarTest =
  | { kind: 'isSet' }
  | { kind: 'equalsAny'; keys: string[] }
  | { kind: 'contains' | 'beginsWith' | 'endsWith'; key: string }
  | { kind: 'isBoolean'; value: boolean }
  | { kind: 'oneOf'; values: string[] }
  | { kind: 'compare'; comparisons: Comparison[] }
  | DayOfYearTest;

/** What can be asked of a list of texts. */
export type TagsTest = { kind: 'hasAny' | 'hasAll'; keys: string[] };

/** Whether the value falls on one of these days of any year. */
export interface DayOfYearTest {
  kind: 'dayOfYear';
  /** `MM-DD`. */
  days: string[];
  /** For instants: the same days of all years that Herald takes, half-open, in milliseconds, in order. */
  ranges: () => [from: number, until: number][];
}

export const ORDER_MEASURES = ['count', 'sum', 'average', 'minimum', 'maximum'] as const;
/** What is computed over the matching orders. `count` is a number, the others are money. */
export type OrderMeasure = (typeof ORDER_MEASURES)[number];

/**
 * A measure over those of a customer's orders that match. Without a matching order the
 * count and the sum are 0, and the other measures are missing.
 */
export interface OrderTest {
  kind: 'orders';
  measure: OrderMeasure;
  comparisons: Comparison[];
  matching: OrderFilter;
}

/** Which orders count: all of it must hold. */
export interface OrderFilter {
  /** Undefined where the conditions say which statuses they want. */
  statuses: readonly OrderStatus[] | undefined;
  /** Half-open, in milliseconds; undefined for all time. */
  window: { from: number; until: number } | undefined;
  /** One about items holds when some item of the order passes, its negation when none does. */
  conditions: { field: OrderFieldName; test: ScalarTest; negated: boolean }[];
}

/** Whether any message was sent at or after `from` and before `until` (milliseconds; open where absent). */
export interface MessagedTest {
  kind: 'messaged';
  from?: number;
  until?: number;
}

export const CAMPAIGN_OUTCOMES = ['sent', 'delivered', 'failed'] as const;
/**
 * What can have become of a campaign's message to one customer. `sent`: the vendor took it,
 * whatever happened then; `delivered`: the vendor says that it arrived; `failed`: it was
 * refused, could not be made or did not arrive.
 */
export type CampaignOutcome = (typeof CAMPAIGN_OUTCOMES)[number];

/**
 * `value operator bound`. Money is in minor units, an instant in milliseconds since
 * 1970; a comparison holds exactly or not at all, nothing is rounded.
 */
export interface Comparison {
  operator: ComparisonOperator;
  bound: Bound;
  /** The calendar date that begins at `bound`, for values that are calendar dates and not instants. */
  day?: string;
}

export type ComparisonOperator = '=' | '<' | '<=' | '>' | '>=';
export type Bound = number | bigint;

/** A test that holds when each of `comparisons` does. */
export function compare(...comparisons: [ComparisonOperator, Bound][]): ValueTest & { kind: 'compare' } {
  return { kind: 'compare', comparisons: comparisons.map(([operator, bound]) => ({ operator, bound })) };
}

/** Numbers and bigints may be mixed: JavaScript compares them by their exact value. */
export function holds(value: Bound, { operator, bound }: Pick<Comparison, 'operator' | 'bound'>): boolean {
  return relationHolds(operator, value, bound);
}

/** Whether dividend / divisor passes every comparison. Bounds are multiplied by the divisor, nothing is rounded. */
export function quotientHolds(dividend: Bound, divisor: bigint, comparisons: Comparison[]): boolean {
  return comparisons.every(({ operator, bound }) => holds(dividend, { operator, bound: BigInt(bound) * divisor }));
}

/** A calendar date against the day on which the bound begins; dates are ordered as text is. */
export function dayHolds(date: string, { operator, day }: Comparison): boolean {
  return day !== undefined && relationHolds(operator, date, day);
}

function relationHolds<Value extends Bound | string>(operator: ComparisonOperator, value: Value, bound: Value) {
  switch (operator) {
    case '=':
      // Not ===, which tells 1n from 1.
      return !(value < bound) && !(value > bound);
    case '<':
      return value < bound;
    case '<=':
      return value <= bound;
    case '>':
      return value > bound;
    case '>=':
      return value >= bound;
  }
}
