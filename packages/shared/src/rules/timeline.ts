import { calendarDateIn, startOfCalendarDate } from '../calendar.ts';
import { compileCondition } from './evaluate.ts';
import { compileOrderFilter, measureHolds } from './evaluate-orders.ts';
import { operatorsOfField, type RuleSubject } from './fields.ts';
import { flipDays, flipDaysOfOrder } from './flip-days.ts';
import { resolveOperator } from './operator.ts';
import type { OrdersValue } from './order-operators.ts';
import type { RuleOrder } from './order-subject.ts';
import type { ResolvedCondition, RuleContext } from './resolve.ts';
import type { OrderTest } from './value-tests.ts';

/** An answer from today on, while nothing but the date changes. */
export interface Timeline {
  now: boolean;
  /** The days on which it becomes another one, in order. */
  changes: { day: string; isTrue: boolean }[];
}

export function timelineOf(condition: ResolvedCondition, customer: RuleSubject, context: RuleContext): Timeline {
  const { test } = condition;
  if (test.kind === 'orders') return timelineOfOrders({ ...condition, test }, customer.orders, context);
  const now = compileCondition(condition, context)(customer);
  const days = afterToday(flipDays(condition, customer, context), context);
  const answers = days.map((day) => {
    const then = readOn(day, condition, context);
    return { day, isTrue: compileCondition({ ...condition, test: then.test }, then.context)(customer) };
  });
  return { now, changes: onlyChanges(now, answers) };
}

/** What a group answers when its parts answer as `timelines` say. */
export function joinTimelines(timelines: Timeline[], join: (answers: boolean[]) => boolean): Timeline {
  const now = join(timelines.map((timeline) => timeline.now));
  const days = [...new Set(timelines.flatMap(({ changes }) => changes.map(({ day }) => day)))].sort();
  const answers = days.map((day) => ({ day, isTrue: join(timelines.map((timeline) => answerAt(timeline, day))) }));
  return { now, changes: onlyChanges(now, answers) };
}

export function negateTimeline({ now, changes }: Timeline): Timeline {
  return { now: !now, changes: changes.map(({ day, isTrue }) => ({ day, isTrue: !isTrue })) };
}

function answerAt({ now, changes }: Timeline, day: string): boolean {
  return changes.findLast((change) => change.day <= day)?.isTrue ?? now;
}

function onlyChanges(now: boolean, answers: Timeline['changes']): Timeline['changes'] {
  return answers.filter(({ isTrue }, index) => isTrue !== (answers[index - 1]?.isTrue ?? now));
}

/** What the condition asks on a later day. */
function readOn(day: string, { condition: { operator, value }, definition }: ResolvedCondition, context: RuleContext) {
  const then = { ...context, now: startOfCalendarDate(day, context.timeZone) };
  const resolved = resolveOperator(operatorsOfField(definition), operator);
  if (!resolved) throw new TypeError('the condition was resolved before');
  return { context: then, test: resolved.positive.toTest(value, then) };
}

function afterToday(days: Iterable<string>, { now, timeZone }: RuleContext): string[] {
  const today = calendarDateIn(now, timeZone);
  return [...new Set(days)].filter((day) => day > today).sort();
}

/**
 * Each order is asked on the days on which it can come to count or stop to, and on no other:
 * all orders on all those days would be millions of questions for a customer who has thousands.
 */
function timelineOfOrders(
  condition: ResolvedCondition & { test: OrderTest },
  orders: readonly RuleOrder[],
  context: RuleContext,
): Timeline {
  const { test, negated } = condition;
  const counted = new Set(orders.filter(compileOrderFilter(test.matching, context)));
  const isTrue = () => measureHolds(test, [...counted]) !== negated;
  const now = isTrue();

  const ordersByDay = new Map<string, RuleOrder[]>();
  for (const order of orders) {
    for (const day of flipDaysOfOrder(order, condition.condition.value as OrdersValue, test.matching, context)) {
      const ordersOfDay = ordersByDay.get(day);
      if (ordersOfDay) ordersOfDay.push(order);
      else ordersByDay.set(day, [order]);
    }
  }
  const answers = afterToday(ordersByDay.keys(), context).map((day) => {
    const then = readOn(day, condition, context);
    const counts = compileOrderFilter((then.test as OrderTest).matching, then.context);
    for (const order of ordersByDay.get(day) ?? []) {
      if (counts(order)) counted.add(order);
      else counted.delete(order);
    }
    return { day, isTrue: isTrue() };
  });
  return { now, changes: onlyChanges(now, answers) };
}
