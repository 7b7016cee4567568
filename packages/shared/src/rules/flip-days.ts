import { calendarDateIn, plusDays } from '../calendar.ts';
import { anniversaryIn } from './day-of-year.ts';
import { type FieldValue, operatorsOfField, type RuleSubject } from './fields.ts';
import { type DayContext, type Operator, resolveOperator } from './operator.ts';
import { operatorsOfOrderField, type OrdersValue } from './order-operators.ts';
import type { RuleOrder } from './order-subject.ts';
import type { ResolvedCondition } from './resolve.ts';
import type { OrderFilter, ValueTest } from './value-tests.ts';

/** Every day on which the answer can change, and maybe some others: each of them is asked. */
export function flipDays(
  { condition: { operator, value: span }, definition, test }: ResolvedCondition,
  customer: RuleSubject,
  context: DayContext,
): string[] {
  if (!isRelative(operatorsOfField(definition), operator)) return [];
  if (test.kind !== 'messaged') return daysOfRelative(test, definition.read(customer), span, context);
  return customer.messages.flatMap(({ sentAt }) => (sentAt ? daysOfWindow(sentAt.getTime(), span, context) : []));
}

/** Every day on which one order can come to count, or stop to. */
export function flipDaysOfOrder(
  { orderedAt }: RuleOrder,
  { where = [], window }: OrdersValue,
  { conditions }: OrderFilter,
  context: DayContext,
): string[] {
  const instant = orderedAt.getTime();
  return [
    ...(window && 'lastDays' in window ? daysOfWindow(instant, window.lastDays, context) : []),
    // Condition by condition, `where` as it was read.
    ...conditions.flatMap(({ field, test }, index) => {
      const { operator = '', value: span } = where[index] ?? {};
      return isRelative(operatorsOfOrderField(field), operator) ? daysOfRelative(test, instant, span, context) : [];
    }),
  ];
}

function isRelative(operators: ReadonlyMap<string, Operator>, name: string): boolean {
  return resolveOperator(operators, name)?.positive.isRelative ?? false;
}

function daysOfRelative({ kind }: ValueTest, value: FieldValue, span: unknown, context: DayContext): string[] {
  if (typeof value !== 'number' && typeof value !== 'string') return [];
  return kind === 'dayOfYear' ? daysOfAnniversaries(value, span, context) : daysOfWindow(value, span, context);
}

/** When a value comes into the last or the next `span` days, and when it leaves them. */
function daysOfWindow(value: number | string, span: unknown, context: DayContext): string[] {
  return daysFrom(dayOf(value, context), [-Number(span), 0, 1, Number(span) + 1]);
}

/** How many years of anniversaries are looked at: today's comes back in the next one. */
const YEARS_AHEAD = 2;

function daysOfAnniversaries(value: number | string, span: unknown, context: DayContext): string[] {
  const day = dayOf(value, context);
  const year = Number(dayOf(context.now.getTime(), context).slice(0, 4));
  const anniversaries = Array.from({ length: YEARS_AHEAD + 1 }, (_, ahead) => anniversaryIn(year + ahead, day));
  return anniversaries.flatMap((anniversary) => daysFrom(anniversary, [-Number(span), 1]));
}

function dayOf(value: number | string, { timeZone }: DayContext): string {
  return typeof value === 'string' ? value : calendarDateIn(new Date(value), timeZone);
}

function daysFrom(date: string, offsets: number[]): string[] {
  return offsets.map((days) => plusDays(date, days));
}
