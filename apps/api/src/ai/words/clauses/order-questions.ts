import type { OrderCondition } from '@herald/shared';

import { clause, type Clause, refused, type Rule } from '../clause.ts';
import type { Compared, Comparison } from '../phrases/quantities.ts';
import { all, isNone, isSome, type Measure, negate, ordersRule } from '../rules.ts';
import type { Assumption } from '../words-context.ts';
import type { OrderParts } from './order-parts.ts';

export const AT_LEAST_ONE: Comparison = { operator: '>=', value: 1 };
export const NONE: Comparison = { operator: '=', value: 0 };

/**
 * What is asked of orders. Of several things that all were bought each is asked by itself: "tea and
 * coffee" need not have come in one order.
 */
export function ordersClause(measure: Measure, comparisons: readonly Comparison[], parts: OrderParts): Clause {
  const { period, items, amounts, status } = parts;
  if (items?.refusal !== undefined) return refused(items.refusal);
  // Of an order in a status it is that order; without one it may be the last.
  if (period?.kind === 'olderThan' && !status)
    return refused('say "last ordered more than … days ago", or "ordered before" and a date');
  const assumptions: Assumption[] = [...(period?.assumptions ?? []), ...(items?.assumptions ?? [])];
  const shared: OrderCondition[] = [
    ...(status ? [status] : []),
    ...(amounts?.comparisons ?? []).map(({ operator, value }): OrderCondition => ({
      field: 'amount',
      operator,
      value,
    })),
  ];
  const things = items && items.conditions.length > 0 ? items.conditions.map((one) => [one]) : [[]];
  if (things.length > 1 && (measure !== 'count' || !comparisons.every(isSome))) {
    return refused('of several things that are joined by "and" say each by itself, or join them by "or"');
  }
  const asked = (where: OrderCondition[], comparison: Comparison) =>
    ordersRule({ measure, comparison, where: [...where, ...shared], period });
  const rules = things.flatMap((where) => comparisons.map((comparison) => asked(where, comparison)));
  const without = (items?.without ?? []).map((where) =>
    ordersRule({ measure: 'count', comparison: NONE, where: [where], period }),
  );
  const rule = all([...rules, ...without]);
  return clause(rule, {
    assumptions,
    timing: period ? 'said' : 'open',
    isOrderedOnly: measure === 'count' && comparisons.every(isSome) && rules.length === 1 && things[0]?.length === 0,
    isListOfAll: things.length > 1 || without.length > 0,
    needsNegation: period?.needsNegation === true && !comparisons.every(isNone),
    negated:
      measure === 'count' && rules.length === 1 && without.length === 0
        ? negatedCount(rule, comparisons, asked, things[0] ?? [])
        : undefined,
  });
}

/** "has not ordered" asks for none; the complement of "exactly 3 times" is nothing that people mean. */
function negatedCount(
  rule: Rule,
  comparisons: readonly Comparison[],
  asked: (where: OrderCondition[], comparison: Comparison) => Rule,
  where: OrderCondition[],
): Rule {
  return comparisons.every(isSome) ? asked(where, NONE) : negate(rule);
}

/** Amounts in another currency than the workspace's, or with nothing that they are compared with. */
export function moneyProblem({ quantities, isBare }: Compared, currency: string): string | undefined {
  const foreign = quantities.find(({ currencies }) => currencies !== undefined && !currencies.includes(currency));
  if (foreign) return `amounts are in ${currency}; say it in ${currency}`;
  const [first] = quantities;
  return isBare
    ? `say "at least ${first?.value}", "more than ${first?.value}" or "exactly ${first?.value}"`
    : undefined;
}
