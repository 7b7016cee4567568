import { attributeKeyOf } from '@herald/shared';
import type { Condition, OrdersValue } from '@herald/shared';

import { textsOf, whereOf } from '../messages/shown-rules.ts';

/** More alternatives than these say little of each. */
const MOST_VALUES = 3;
const LOYAL_ORDERS = 3;
const FREQUENT_VISITS = 3;
/** Least amount, in major units, of which to be above says anything. */
const LEAST_HIGH = 2;

type Labeller = (condition: Condition, isDenied: boolean) => string[];

/** Which labels one condition gives; of fields that identify somebody, or say nothing of a campaign, none. */
export function tagsOfCondition(condition: Condition, isDenied: boolean): string[] {
  const key = attributeKeyOf(condition.field);
  if (key !== undefined) return ofAttribute(key, condition, isDenied);
  return LABELLERS[condition.field]?.(condition, isDenied) ?? [];
}

const inDirection =
  (high: string | undefined, low?: string, leastHigh = LEAST_HIGH): Labeller =>
  ({ operator, value }, isDenied) => {
    const direction = directionOf(operator, isDenied);
    const number = numberOf(value);
    // "Spent more than 0" is true of whoever has ordered at all.
    if (direction === 'high' && (number === undefined || number < leastHigh)) return [];
    const tag = direction === 'high' ? high : direction === 'low' ? low : undefined;
    return tag === undefined ? [] : [tag];
  };

const byOperator =
  (tags: Readonly<Record<string, string>>): Labeller =>
  ({ operator }, isDenied) => {
    const asked = isDenied ? OPPOSITES[operator] : operator;
    const tag = asked === undefined ? undefined : tags[asked];
    return tag === undefined ? [] : [tag];
  };

/** Operators of which one is true exactly when the other is not. */
const PAIRS = [
  ['inLastDays', 'notInLastDays'],
  ['notNull', 'null'],
  ['ever', 'never'],
  ['wasSent', 'wasNotSent'],
  ['received', 'didNotReceive'],
  ['failed', 'didNotFail'],
] as const;
const OPPOSITES: Readonly<Record<string, string>> = Object.fromEntries(
  PAIRS.flatMap(([one, other]) => [
    [one, other],
    [other, one],
  ]),
);

const LABELLERS: Readonly<Record<string, Labeller>> = {
  totalSpend: inDirection('high value', 'low spend'),
  averageOrderValue: inDirection('big baskets'),
  'orders.average': ofOrders(inDirection('big baskets')),
  'orders.maximum': ofOrders(inDirection('big baskets')),
  'orders.sum': ofOrders(inDirection('high value', 'low spend')),
  'orders.count': ofOrders(ofCount),
  orderCount: ofCount,
  visits: inDirection('frequent visitors', undefined, FREQUENT_VISITS),
  lastOrderAt: byOperator({
    notInLastDays: 'win-back',
    before: 'win-back',
    inLastDays: 'recent buyers',
    null: 'no orders yet',
  }),
  firstOrderAt: byOperator({
    inLastDays: 'new customers',
    anniversaryInNextDays: 'anniversary',
    null: 'no orders yet',
  }),
  createdAt: byOperator({ inLastDays: 'new customers', anniversaryInNextDays: 'anniversary' }),
  messaged: byOperator({ never: 'first contact', notInLastDays: 'not messaged lately' }),
  campaign: byOperator({ wasSent: 'follow-up', received: 'follow-up', failed: 'second try' }),
  city: ofValues,
  state: ofValues,
  country: ofValues,
  tags: ofValues,
};

function directionOf(operator: string, isDenied: boolean): 'high' | 'low' | undefined {
  const isHigh = operator === '>' || operator === '>=';
  if (!isHigh && operator !== '<' && operator !== '<=') return undefined;
  return isHigh === isDenied ? 'low' : 'high';
}

/** The whole numbers that a comparison lets through, both ends included; undefined when that is no one stretch. */
function rangeOf(operator: string, number: number, isDenied: boolean): [least: number, most: number] | undefined {
  const direction = directionOf(operator, isDenied);
  if (operator === '=' && !isDenied) return [number, number];
  if (direction === undefined) return undefined;
  // "not more than 3" ends where "more than 3" begins.
  const includes = operator.endsWith('=') !== isDenied;
  return direction === 'high' ? [includes ? number : number + 1, Infinity] : [0, includes ? number : number - 1];
}

function ofCount({ operator, value }: Condition, isDenied: boolean): string[] {
  const number = numberOf(value);
  const range = number === undefined ? undefined : rangeOf(operator, number, isDenied);
  if (range === undefined) return [];
  const [least, most] = range;
  if (most === 0) return [isOrders(value) && value.window !== undefined ? 'win-back' : 'no orders yet'];
  if (least === 1 && most === 1) return ['first-time buyers'];
  if (least >= LOYAL_ORDERS) return ['loyal'];
  return least === LOYAL_ORDERS - 1 ? ['repeat buyers'] : [];
}

/** Of certain orders, it is about what was in them. */
function ofOrders(labeller: Labeller): Labeller {
  return (condition, isDenied) => {
    const where = whereOf(condition.value);
    if (where.length === 0) return labeller(condition, isDenied);
    if (directionOf(condition.operator, isDenied) !== 'high') return [];
    return where.flatMap(({ field, operator, value }) => {
      const isSaid = field === 'product' || field === 'category';
      return isSaid && ['=', 'in', 'contains'].includes(operator)
        ? some(value).map((text) => `${field}: ${text.toLowerCase()}`)
        : [];
    });
  };
}

function ofValues({ operator, value }: Condition, isDenied: boolean): string[] {
  return !isDenied && ['=', 'in', 'has', 'hasAny', 'hasAll'].includes(operator) ? some(value) : [];
}

/** What the key says; values of attributes can be anything, also somebody's name. */
function ofAttribute(key: string, { operator, value }: Condition, isDenied: boolean): string[] {
  if (!isDenied && (operator === 'anniversaryInNextDays' || operator === 'onDayOfYear')) {
    return [/birth|b_?day|dob|geburt|cumple|naissance|जन्म/iu.test(key) ? 'birthday' : 'anniversary'];
  }
  const isTrue = (operator === '=' && value === !isDenied) || (operator === '!=' && value === isDenied);
  return isTrue ? [key.replaceAll(/[_-]+/gu, ' ').toLowerCase()] : [];
}

function some(value: unknown): string[] {
  const texts = textsOf(value);
  return texts.length <= MOST_VALUES ? texts : [];
}

function numberOf(value: Condition['value']): number | undefined {
  const number: unknown = value !== undefined && isOrders(value) ? value.number : value;
  return typeof number === 'number' ? number : undefined;
}

function isOrders(value: Condition['value']): value is OrdersValue {
  return typeof value === 'object' && !Array.isArray(value);
}
