import { foldText } from '../text.ts';
import { compileDates, compileDayOfYear, compileOrdered, compileText } from './evaluate-values.ts';
import type { DayContext } from './operator.ts';
import { ORDER_FIELDS } from './order-operators.ts';
import type { RuleOrder } from './order-subject.ts';
import { type OrderFilter, type OrderMeasure, type OrderTest, quotientHolds, type ScalarTest } from './value-tests.ts';

type OrderPredicate = (order: RuleOrder) => boolean;

/** What a measure comes to; the average as a quotient, so that it is compared without rounding. */
export interface Measured {
  /** Minor units, or how many; null when there is no order to measure. */
  dividend: bigint | null;
  divisor: bigint;
}

export function compileOrderTest(
  test: OrderTest,
  context: DayContext,
): (customer: { orders: readonly RuleOrder[] }) => boolean {
  const counts = compileOrderFilter(test.matching, context);
  return ({ orders }) => measureHolds(test, orders.filter(counts));
}

/** Whether the test is true of these orders, which must be those that it counts. */
export function measureHolds({ measure, comparisons }: OrderTest, counted: readonly RuleOrder[]): boolean {
  const { dividend, divisor } = measureOrders(measure, counted);
  return dividend !== null && quotientHolds(dividend, divisor, comparisons);
}

/** Which orders a rule counts. */
export function compileOrderFilter(filter: OrderFilter, context: DayContext): OrderPredicate {
  const { window } = filter;
  const statuses = filter.statuses && new Set<string>(filter.statuses);
  const conditions = filter.conditions.map((condition) => compileOrderCondition(condition, context));
  return (order) => {
    const at = order.orderedAt.getTime();
    return (
      (statuses === undefined || statuses.has(order.status)) &&
      (window === undefined || (at >= window.from && at < window.until)) &&
      conditions.every((isTrue) => isTrue(order))
    );
  };
}

export function measureOrders(measure: OrderMeasure, orders: readonly RuleOrder[]): Measured {
  const amounts = orders.map(({ amount }) => amount);
  const sum = amounts.reduce((total, amount) => total + amount, 0n);
  switch (measure) {
    case 'count':
      return { dividend: BigInt(orders.length), divisor: 1n };
    case 'sum':
      return { dividend: sum, divisor: 1n };
    case 'average':
      return { dividend: orders.length === 0 ? null : sum, divisor: BigInt(orders.length) };
    case 'minimum':
      return { dividend: extreme(amounts, (a, b) => a < b), divisor: 1n };
    case 'maximum':
      return { dividend: extreme(amounts, (a, b) => a > b), divisor: 1n };
  }
}

function extreme(amounts: bigint[], isBetter: (a: bigint, b: bigint) => boolean): bigint | null {
  return amounts.reduce<bigint | null>(
    (best, amount) => (best === null || isBetter(amount, best) ? amount : best),
    null,
  );
}

/** A condition about items holds when some item passes, and its negation when none does. */
function compileOrderCondition(
  { field, test, negated }: OrderFilter['conditions'][number],
  context: DayContext,
): OrderPredicate {
  const definition = ORDER_FIELDS[field];
  const passes = compileOrderValue(test, context);
  const isTrue: OrderPredicate =
    definition.of === 'item'
      ? ({ items }) => items.some((item) => passes(definition.read(item)))
      : (order) => passes(definition.read(order));
  return negated ? (order) => !isTrue(order) : isTrue;
}

function compileOrderValue(
  test: ScalarTest,
  { timeZone }: DayContext,
): (value: string | number | bigint | null) => boolean {
  const isTrue = compileValue(test, timeZone);
  return (value) => value !== null && isTrue(value);
}

function compileValue(test: ScalarTest, timeZone: string): (value: string | number | bigint) => boolean {
  switch (test.kind) {
    case 'isSet':
      return (value) => value !== '';
    case 'oneOf':
      return (value) => test.values.includes(String(value));
    case 'compare':
      return test.comparisons.some(({ day }) => day !== undefined)
        ? compileDates(test.comparisons)
        : compileOrdered(test.comparisons);
    case 'dayOfYear':
      return compileDayOfYear(test, timeZone);
    case 'isBoolean':
      return () => false;
    default: {
      const isText = compileText(test);
      return (value) => typeof value === 'string' && isText(foldText(value));
    }
  }
}
