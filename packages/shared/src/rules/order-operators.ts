import { z } from 'zod';

import { COUNTED_ORDER_STATUSES, orderStatusSchema } from '../order-status.ts';
import { calendarDateSchema } from '../time.ts';
import {
  type DayContext,
  negation,
  noSuchOperator,
  type Operator,
  type OperatorTable,
  positive,
  type PositiveOperator,
  resolveOperator,
} from './operator.ts';
import { ORDER_FIELD_NAMES, type OrderFieldName, type RuleItem, type RuleOrder } from './order-subject.ts';
import { COUNT, DATE, dateBound, MONEY, PRESENCE, TEXT, todayBound } from './scalar-operators.ts';
import type { OrderFilter, OrderMeasure, ScalarTest } from './value-tests.ts';
import { refusalsIn } from './refusals.ts';
import { dayCount, list, one, pair } from './values.ts';

/** Most conditions in the filter of one order-history rule. */
export const MAX_ORDER_CONDITIONS = 20;

const STATUS = {
  '=': positive({ label: 'is' }, one(orderStatusSchema), (status) => ({ kind: 'oneOf', values: [status] })),
  '!=': negation({ label: 'is not' }, '='),
  in: positive({ label: 'is one of' }, list(orderStatusSchema), (values) => ({ kind: 'oneOf', values })),
  notIn: negation({ label: 'is none of' }, 'in'),
} satisfies OperatorTable;

type OrderValue = string | number | bigint | null;

export type OrderFieldDefinition = {
  label: string;
  type: 'text' | 'status' | 'money' | 'date';
  canBeMissing: boolean;
} & (
  | { of: 'order'; read: (order: RuleOrder) => OrderValue }
  /** True of an order when it is true of one of its items; the negation when it is true of none. */
  | { of: 'item'; read: (item: RuleItem) => OrderValue }
);

/** What can be asked of the orders that a rule counts. */
export const ORDER_FIELDS: Readonly<Record<OrderFieldName, OrderFieldDefinition>> = {
  sku: { label: "an item's SKU", type: 'text', canBeMissing: true, of: 'item', read: ({ sku }) => sku },
  product: { label: "an item's name", type: 'text', canBeMissing: false, of: 'item', read: ({ name }) => name },
  category: {
    label: "an item's category",
    type: 'text',
    canBeMissing: true,
    of: 'item',
    read: ({ category }) => category,
  },
  status: { label: 'status', type: 'status', canBeMissing: false, of: 'order', read: ({ status }) => status },
  amount: { label: 'amount', type: 'money', canBeMissing: false, of: 'order', read: ({ amount }) => amount },
  orderedAt: {
    label: 'order date',
    type: 'date',
    canBeMissing: false,
    of: 'order',
    read: ({ orderedAt }) => orderedAt.getTime(),
  },
};

const OPERATORS_BY_TYPE = { text: TEXT, status: STATUS, money: MONEY, date: DATE };

/** The operators that a field of orders has, by name. */
export function operatorsOfOrderField(field: OrderFieldName): ReadonlyMap<string, Operator> {
  return OPERATORS_OF_FIELD.get(field) ?? new Map<string, Operator>();
}

const OPERATORS_OF_FIELD = new Map(
  ORDER_FIELD_NAMES.map((field) => {
    const { type, canBeMissing } = ORDER_FIELDS[field];
    const operators = Object.entries<Operator>(OPERATORS_BY_TYPE[type]);
    return [field, new Map(operators.filter(([name]) => canBeMissing || !(name in PRESENCE)))] as const;
  }),
);

const ORDER_OPERATOR_NAMES = [
  ...new Set([...OPERATORS_OF_FIELD.values()].flatMap((operators) => [...operators.keys()])),
] as [string, ...string[]];

type OrderConditionValue = string | number | (string | number)[];

/** Only the form: what fits is said by the field and the operator, which can name the very part that does not. */
const orderConditionValueSchema = (z.unknown() as z.ZodType<OrderConditionValue>)
  .refine(isOrderConditionValue, { error: 'must be text, a number, or a list of them', abort: true })
  .meta({ anyOf: [{ type: ['string', 'number'] }, { type: 'array', items: { type: ['string', 'number'] } }] });

function isOrderConditionValue(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || Array.isArray(value);
}

/** One condition on the orders that count. */
export const orderConditionSchema = z
  .strictObject({
    field: z.enum(ORDER_FIELD_NAMES, { error: `unknown field; known: ${ORDER_FIELD_NAMES.join(', ')}` }),
    operator: z.enum(ORDER_OPERATOR_NAMES, { error: `unknown operator; known: ${ORDER_OPERATOR_NAMES.join(', ')}` }),
    value: orderConditionValueSchema.optional(),
  })
  .superRefine(({ field, operator, value }, context) => {
    const operators = operatorsOfOrderField(field);
    const resolved = resolveOperator(operators, operator);
    if (!resolved) {
      const message = noSuchOperator(`${field} (${ORDER_FIELDS[field].type})`, operators);
      context.addIssue({ code: 'custom', path: ['operator'], message });
      return;
    }
    for (const refusal of refusalsIn(resolved.positive.valueSchema.safeParse(value).error, ['value'])) {
      context.addIssue({ code: 'custom', ...refusal });
    }
  })
  .meta({ description: 'One question about an order, or about its items.' });
export type OrderCondition = z.infer<typeof orderConditionSchema>;

/** Which days count: the last N, or those between two dates (both included); all time when absent. */
export type OrderWindow = { lastDays: number } | { between: [string, string] };

const ONE_OF_BOTH = 'must be {"lastDays": 90} or {"between": ["2026-01-01", "2026-03-31"]}';

/** No union, which could only say that neither fits. */
const orderWindowSchema = z
  .strictObject(
    { lastDays: dayCount.exactOptional(), between: pair(calendarDateSchema).schema.exactOptional() },
    ONE_OF_BOTH,
  )
  .refine((window) => Object.keys(window).length === 1, ONE_OF_BOTH)
  .meta({
    description: 'The days whose orders count, by either of the two; all time when absent.',
    minProperties: 1,
    maxProperties: 1,
  }) as z.ZodType<OrderWindow>;

/** The value of an order-history rule; `number` is what the measure is compared with. */
export interface OrdersValue<Compared = number | [number, number]> {
  number: Compared;
  where?: OrderCondition[] | undefined;
  window?: OrderWindow | undefined;
}

const whereSchema = z
  .array(orderConditionSchema, 'must be a list of conditions')
  .min(1, 'must have at least one condition, or be absent')
  .max(MAX_ORDER_CONDITIONS, `must have at most ${MAX_ORDER_CONDITIONS} conditions`);

function ordersValue<Compared>(number: z.ZodType<Compared>): z.ZodType<OrdersValue<Compared>> {
  return z.strictObject(
    { number, where: whereSchema.optional(), window: orderWindowSchema.optional() },
    'must be an object with "number" and, if wanted, "where" and "window"',
  ) as z.ZodType<OrdersValue<Compared>>;
}

/** The form of every order-history value; what `number` may be is said by the measure and the operator. */
export const ordersValueSchema = ordersValue(
  z.union([z.number(), z.tuple([z.number(), z.number()])], 'must be a number, or a pair [low, high]'),
);

type Comparisons = Omit<typeof COUNT, keyof typeof PRESENCE>;

/** The comparisons of one measure: all of `numbers`, asked of the orders that match. */
function ordersTable(measure: OrderMeasure, numbers: Comparisons) {
  const operators = Object.entries<Operator>(numbers)
    .filter(([name]) => !(name in PRESENCE))
    .map(([name, ofNumber]) => [name, 'negates' in ofNumber ? ofNumber : ofOrders(measure, ofNumber)]);
  return Object.fromEntries(operators) as Record<keyof Comparisons, Operator>;
}

function ofOrders(measure: OrderMeasure, ofNumber: PositiveOperator): PositiveOperator {
  const value = {
    shape: 'orders' as const,
    schema: ordersValue(ofNumber.valueSchema),
    numbers: ofNumber.shape === 'pair' ? ('pair' as const) : ('one' as const),
  };
  return positive(ofNumber, value, (orders, context) => {
    const test = ofNumber.toTest(orders.number, context);
    if (test.kind !== 'compare') throw new Error(`${ofNumber.label} is no comparison`);
    return { kind: 'orders', measure, comparisons: test.comparisons, matching: toFilter(orders, context) };
  });
}

export const ORDERS = {
  orderCountOf: ordersTable('count', COUNT),
  orderSumOf: ordersTable('sum', MONEY),
  orderAverageOf: ordersTable('average', MONEY),
  orderMinimumOf: ordersTable('minimum', MONEY),
  orderMaximumOf: ordersTable('maximum', MONEY),
};

/** Unless the conditions ask for statuses themselves, the orders are those that count towards totals. */
function toFilter({ where = [], window }: OrdersValue<unknown>, context: DayContext): OrderFilter {
  return {
    statuses: where.some(({ field }) => field === 'status') ? undefined : COUNTED_ORDER_STATUSES,
    window: window && toWindow(window, context),
    conditions: where.map(({ field, operator, value }) => {
      const resolved = resolveOperator(operatorsOfOrderField(field), operator);
      if (!resolved) throw new RangeError(`${field} has no operator ${operator}`);
      // The tables of order fields hold operators of single values only.
      const test = resolved.positive.toTest(value, context) as ScalarTest;
      return { field, test, negated: resolved.negated };
    }),
  };
}

function toWindow(window: OrderWindow, context: DayContext): { from: number; until: number } {
  return 'lastDays' in window
    ? { from: todayBound(context, -window.lastDays).bound, until: todayBound(context, 1).bound }
    : { from: dateBound(window.between[0], context).bound, until: dateBound(window.between[1], context, 1).bound };
}
