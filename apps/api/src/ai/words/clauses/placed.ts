import { type Clause, refused } from '../clause.ts';
import { alt, map, memo, nothing, oneOf, opt, type Parser, seq, words } from '../grammar.ts';
import { COMPARISONS_AFTER } from '../lexicon/comparisons.ts';
import { DONE, ORDER_NOUNS, PLACING_VERBS } from '../lexicon/orders.ts';
import {
  type Compared,
  type Comparison,
  countComparison,
  plainNumber,
  secondBound,
  timesComparison,
} from '../phrases/quantities.ts';
import { denied } from './bought.ts';
import { items, namedItems, type OrderParts, partsOfMeasure, partsOfOrders, statusCondition } from './order-parts.ts';
import { AT_LEAST_ONE, moneyProblem, NONE, ordersClause } from './order-questions.ts';
import { isNone } from '../rules.ts';
import { noneSince, withoutSuchOrders } from './since-then.ts';

const placing = words(...PLACING_VERBS);
const orderNoun = words(...ORDER_NOUNS);

const kindOfOrder = opt(
  words('successful', 'total', 'different', 'separate', 'individual', 'distinct', 'confirmed', 'of their'),
);

interface HowMany {
  comparisons: readonly Comparison[];
  isBare?: boolean;
  /** "a single order", of which "not" makes none. */
  isSingle?: boolean;
}

/** How many: undefined is any at all. */
const howMany: Parser<HowMany | undefined> = memo(
  alt<HowMany | undefined>(
    map(words('no', 'zero', 'no more'), () => ({ comparisons: [NONE] })),
    map(
      words(
        `
        a | an | any | some | the | their | one or more | at least one | at least a | at least an |
        even one | an online | even a single | at least a single | any single | at least 1
      `,
      ),
      () => ({ comparisons: [AT_LEAST_ONE] }),
    ),
    map(words('a single | single | one single | just a single | only a single | one'), () => ({
      comparisons: [{ operator: '=' as const, value: 1 }],
      isSingle: true,
    })),
    map(words('multiple', 'more than one', 'repeat', 'repeated'), () => ({
      comparisons: [{ operator: '>=' as const, value: 2 }],
    })),
    map(countComparison, ({ comparisons, isBare }) => ({ comparisons, isBare })),
    // "1 time order"
    map(timesComparison, ({ comparisons }) => ({ comparisons })),
    nothing,
  ),
);

export interface Placed {
  clause: Clause;
  /** What was asked, where it was not refused. */
  asked?: { comparisons: readonly Comparison[]; parts: OrderParts };
}

/** `placed at least 3 orders above 1,000`, `no orders in the last 90 days`, `2 cancelled orders` */
export const placedOrders: Parser<Placed> = memo(
  map(
    seq(opt(placing), howMany, kindOfOrder, opt(statusCondition), opt(items), orderNoun, partsOfOrders),
    ([verb, number, kind, status, things, noun, parts], said, { context: { currency } }): Placed | undefined => {
      if (verb === undefined && number === undefined && !status && !things && isEmpty(parts)) return undefined;
      if (kind === 'total' && parts.amounts) return undefined;
      if ((status && parts.status) || (things && parts.items) || (number && parts.times)) return undefined;
      const problem = parts.amounts && (moneyProblem(parts.amounts, currency) ?? tooSmall(parts.amounts, number));
      if (problem !== undefined) return { clause: refused(problem) };
      const together = { ...parts, ...(status && { status }), ...(things && { items: things }) };
      if (parts.amounts && noun.endsWith('s') && IN_TOTAL.test(said)) {
        const { amounts, ...others } = together;
        return number || !amounts
          ? { clause: refused('say "spent … in total"') }
          : { clause: ordersClause('sum', amounts.comparisons, others) };
      }
      const comparisons = comparisonsOf(number, parts);
      const orders = ordersClause('count', comparisons, together);
      const none = number?.isSingle ? ordersClause('count', [NONE], together).rule : undefined;
      return {
        clause: { ...orders, isBareCount: number?.isBare === true, ...(none && { negated: none }) },
        asked: { comparisons, parts: together },
      };
    },
  ),
);
export const placed: Parser<Clause> = map(placedOrders, ({ clause }) => clause);

/** `3+ orders, none in the last 60 days` */
const placedThenNone: Parser<Clause> = map(seq(placedOrders, noneSince), ([{ clause, asked }, none]) => {
  if (!asked) return clause;
  return asked.comparisons.every(isNone) ? undefined : withoutSuchOrders(clause, asked.parts, none);
});

/** "orders totalling 5,000" is what they come to. */
const IN_TOTAL = /\b(?:in total|total|totall?ing|altogether|combined|overall|in all|cumulatively)\b/i;

/** `at least 1 order but no more than 3` */
const placedWithin: Parser<Clause> = map(
  seq(opt(placing), countComparison, orderNoun, secondBound, partsOfMeasure),
  ([, compared, , second, parts]): Clause | undefined =>
    compared.isBare ? undefined : ordersClause('count', [...compared.comparisons, ...second], parts),
);

/** Of "one order above 5,000" any number will do. */
function comparisonsOf(number: HowMany | undefined, { times, amounts }: OrderParts): readonly Comparison[] {
  if (number === undefined) return times?.comparisons ?? [AT_LEAST_ONE];
  return number.isSingle && amounts ? [AT_LEAST_ONE] : number.comparisons;
}

function isEmpty(parts: OrderParts): boolean {
  return Object.keys(parts).length === 0;
}

/** "orders above 3" are how many there are. */
function tooSmall(amounts: Compared, number: unknown): string | undefined {
  return number === undefined && isCount(amounts)
    ? 'say "more than … orders", or name the currency of the amount'
    : undefined;
}

/** Numbers below which nobody means money. */
const LEAST_AMOUNT = 100;

function isCount({ quantities }: Compared): boolean {
  return quantities.every(({ value, currencies }) => value < LEAST_AMOUNT && !currencies);
}

/** `order not placed in the last 30 days` */
const notPlaced: Parser<Clause> = map(
  seq(
    opt(words('any', 'single', 'even a single', 'a single')),
    opt(items),
    orderNoun,
    denied,
    words(...DONE),
    partsOfMeasure,
  ),
  ([, things, , , , parts]): Clause | undefined =>
    things && parts.items
      ? undefined
      : { ...ordersClause('count', [NONE], { ...parts, ...(things && { items: things }) }), isNotNegatable: true },
);

/** `cancelled an order` */
const changedOrder: Parser<Clause> = map(
  seq(
    statusCondition,
    words(
      `
        an order | orders | any order | any orders | a purchase | their order | their orders | even one order |
        at least one order | purchases | one order | some order
      `,
    ),
    partsOfOrders,
  ),
  ([status, , parts]): Clause | undefined =>
    parts.status || parts.amounts || !['CANCELLED', 'REFUNDED'].includes(String(status.value))
      ? undefined
      : ordersClause('count', parts.times?.comparisons ?? [AT_LEAST_ONE], { ...parts, status }),
);

const SIGNS = ['>', '>=', '=>', '<', '<=', '=<', '=', '==', '≥', '≤', '!=', '<>', '≠'];

/** `orders >= 3`, `tea orders in the last 90 days at least 2` */
const countedAfterNoun: Parser<Clause> = map(
  seq(
    opt(words('with', 'having', 'have', 'whose', 'total')),
    opt(statusCondition),
    opt(items),
    orderNoun,
    partsOfMeasure,
    opt(words('is', 'are', 'were', ':', 'count', 'count is')),
    countComparison,
    partsOfMeasure,
  ),
  ([, status, things, , before, , compared, after], said): Clause | undefined => {
    const isSigned = SIGNS.some((sign) => said.includes(sign));
    if (compared.isBare || !(isSigned || isCount(compared))) return undefined;
    const parts = mergedParts({ ...(status && { status }) }, { ...(things && { items: things }) }, before, after);
    return parts && ordersClause('count', compared.comparisons, parts);
  },
);

function mergedParts(...parts: OrderParts[]): OrderParts | undefined {
  const keys = parts.flatMap((part) => Object.keys(part));
  if (new Set(keys).size < keys.length) return undefined;
  const together: OrderParts = {};
  for (const part of parts) Object.assign(together, part);
  return together;
}

/** `five orders or more` */
const countedAfter: Parser<Clause> = map(
  seq(opt(placing), plainNumber, orderNoun, oneOf(COMPARISONS_AFTER), partsOfOrders),
  ([, { value }, , operator, parts]): Clause | undefined =>
    parts.amounts || parts.times ? undefined : ordersClause('count', [{ operator, value }], parts),
);

/** `every order above 500`: the smallest one is, too. */
const everyOrder: Parser<Clause> = map(
  seq(
    opt(placing),
    words('all', 'every', 'each', 'all their', 'all of their', 'each of their', 'every one of their', 'every single'),
    opt(words('orders', 'order', 'purchases', 'purchase', 'bill', 'bills', 'transaction', 'transactions')),
    partsOfOrders,
  ),
  ([, , noun, { amounts, ...parts }], _, { context: { currency } }): Clause | undefined => {
    const [bound, ...others] = amounts?.comparisons ?? [];
    if (noun === undefined || !amounts || !bound) return undefined;
    const problem = moneyProblem(amounts, currency);
    if (problem !== undefined) return refused(problem);
    if (others.length > 0 || !['<', '<=', '>', '>='].includes(bound.operator)) return refused('say "smallest order …"');
    return ordersClause(bound.operator.startsWith('>') ? 'minimum' : 'maximum', [bound], parts);
  },
);

/** `had a refund in 2026`, `more than 2 cancellations` */
const changes: Parser<Clause> = map(
  seq(
    opt(words(...PLACING_VERBS, 'got', 'get', 'received', 'took', 'been given', 'were given')),
    howMany,
    oneOf(
      new Map([
        ['refund', 'REFUNDED'],
        ['refunds', 'REFUNDED'],
        ['cancellation', 'CANCELLED'],
        ['cancellations', 'CANCELLED'],
      ]),
    ),
    partsOfMeasure,
  ),
  ([, number, value, parts]): Clause | undefined => {
    if (parts.status) return undefined;
    const status = { field: 'status' as const, operator: '=', value };
    return ordersClause('count', number?.comparisons ?? [AT_LEAST_ONE], { ...parts, status });
  },
);

/** `status = pending` */
const statusNamed: Parser<Clause> = map(
  seq(
    opt(words('with', 'whose', 'having', 'where', 'have', 'has')),
    words('status', 'order status', 'orders status', 'status of order', 'status of an order', 'status of the order'),
    opt(words('=', '==', ':', 'is', 'equals', 'of', 'in', 'as')),
    statusCondition,
    partsOfMeasure,
  ),
  ([, , , status, parts]): Clause | undefined =>
    parts.status ? undefined : ordersClause('count', [AT_LEAST_ONE], { ...parts, status }),
);

/** `category = Tea` */
const named: Parser<Clause> = map(seq(namedItems, partsOfMeasure), ([things, parts]): Clause | undefined =>
  parts.items ? undefined : ordersClause('count', [AT_LEAST_ONE], { ...parts, items: things }),
);

export const placedClauses: readonly Parser<Clause>[] = [
  placed,
  placedThenNone,
  placedWithin,
  notPlaced,
  changedOrder,
  countedAfterNoun,
  countedAfter,
  everyOrder,
  changes,
  statusNamed,
  named,
];
