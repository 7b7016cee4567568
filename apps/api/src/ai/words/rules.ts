import {
  attributeKeyOf,
  type Condition,
  type ConditionValue,
  fieldDefinition,
  type OrderCondition,
  type OrdersValue,
  type OrderWindow,
} from '@herald/shared';

import type { Rule } from './clause.ts';
import type { Period } from './phrases/periods.ts';
import type { Comparison } from './phrases/quantities.ts';

/** A condition as the tables have it; it is checked once more with all the rules at the end. */
export function ask(field: string, operator: string, value?: ConditionValue): Condition {
  return (value === undefined ? { field, operator } : { field, operator, value }) as Condition;
}

/** Both within both are one: "A, and (B, and C)" is "A, and B, and C". */
export function all(rules: Rule[]): Rule {
  return groupOf('and', flat('and', rules));
}

export function any(rules: Rule[]): Rule {
  return groupOf('or', flat('or', rules));
}

/** Of rules that stay as they are. */
export function groupOf(combinator: 'and' | 'or', rules: Rule[]): Rule {
  const [first] = rules;
  return rules.length === 1 && first ? first : { combinator, rules };
}

export function flat(combinator: 'and' | 'or', rules: readonly Rule[]): Rule[] {
  return rules.flatMap((rule) =>
    'rules' in rule && rule.combinator === combinator && !rule.not ? flat(combinator, rule.rules) : [rule],
  );
}

const OPPOSITES = new Map<string, string>(
  [
    ['=', '!='],
    ['in', 'notIn'],
    ['contains', 'doesNotContain'],
    ['inLastDays', 'notInLastDays'],
    ['inNextDays', 'notInNextDays'],
    ['notNull', 'null'],
    ['hasAny', 'hasNone'],
    ['wasSent', 'wasNotSent'],
    ['received', 'didNotReceive'],
    ['failed', 'didNotFail'],
    ['ever', 'never'],
    ['isIn', 'isNotIn'],
  ].flatMap(([one = '', other = '']): [string, string][] => [
    [one, other],
    [other, one],
  ]),
);
/** Complements only of what is never missing. */
const OPPOSITE_BOUNDS = new Map([
  ['>', '<='],
  ['<=', '>'],
  ['<', '>='],
  ['>=', '<'],
]);

/** True exactly when `rule` is not. */
export function negate(rule: Rule): Rule {
  if ('rules' in rule) {
    const { not, ...group } = rule;
    return not ? all([group]) : { ...rule, not: true };
  }
  const { field, operator, value } = rule;
  if (field === 'tags' && operator === 'has' && typeof value === 'string') return ask('tags', 'hasNone', [value]);
  if (field === 'unsubscribed') return ask(field, operator, value !== true);
  const opposite = OPPOSITES.get(operator);
  if (opposite !== undefined) return ask(field, opposite, value);
  const bound = canBeMissing(field) ? undefined : OPPOSITE_BOUNDS.get(operator);
  return bound === undefined ? { combinator: 'and', not: true, rules: [rule] } : negatedBound(field, bound, value);
}

/** "not at least once" is never. */
function negatedBound(field: string, operator: string, value: ConditionValue | undefined): Rule {
  if (
    field === 'orders.count' &&
    operator === '<' &&
    typeof value === 'object' &&
    !Array.isArray(value) &&
    value.number === 1
  ) {
    return ask(field, '=', { ...value, number: 0 });
  }
  return operator === '<' && value === 1 ? ask(field, '=', 0) : ask(field, operator, value);
}

function canBeMissing(field: string): boolean {
  return attributeKeyOf(field) !== undefined || (fieldDefinition(field)?.canBeMissing ?? true);
}

/** What a date field must be for the period. */
export function dateRule(field: string, period: Period): Rule {
  switch (period.kind) {
    case 'lastDays':
      return ask(field, 'inLastDays', period.days);
    case 'nextDays':
      return ask(field, 'inNextDays', period.days);
    case 'olderThan': {
      const isOlder = ask(field, 'notInLastDays', period.days);
      return canBeMissing(field) ? all([ask(field, 'notNull'), isOlder]) : isOlder;
    }
    case 'before':
    case 'after':
      return ask(field, period.kind, period.day);
    case 'between':
      return period.first === period.last
        ? ask(field, 'on', period.first)
        : ask(field, 'between', [period.first, period.last]);
  }
}

export type Measure = 'count' | 'sum' | 'average' | 'minimum' | 'maximum';

/** What is asked of the orders of a customer. */
export interface OrdersQuestion {
  measure: Measure;
  comparison: Comparison;
  where: OrderCondition[];
  period?: Period | undefined;
}

const TOTALS: Partial<Record<Measure, string>> = {
  count: 'orderCount',
  sum: 'totalSpend',
  average: 'averageOrderValue',
};

/** In the simplest words there are: totals where no order is left out. */
export function ordersRule({ measure, comparison, where, period }: OrdersQuestion): Rule {
  const total = TOTALS[measure];
  if (where.length === 0 && period === undefined && total !== undefined) {
    return simplest(ask(total, comparison.operator, comparison.value));
  }
  if (where.length === 0 && period?.kind === 'lastDays' && measure === 'count') {
    if (isSome(comparison)) return ask('lastOrderAt', 'inLastDays', period.days);
    if (isNone(comparison)) return ask('lastOrderAt', 'notInLastDays', period.days);
  }
  const { window, conditions } = period ? timeOf(period) : { window: undefined, conditions: [] };
  const conditionsInAll = [...where, ...conditions];
  const value: OrdersValue = {
    number: comparison.value,
    ...(conditionsInAll.length > 0 && { where: conditionsInAll }),
    ...(window && { window }),
  };
  return ask(`orders.${measure}`, comparison.operator, value);
}

/** "ordered" and "never ordered". */
function simplest(condition: Condition): Condition {
  const isOnce = condition.field === 'orderCount' && condition.operator === '>=' && condition.value === 1;
  return isOnce ? ask('lastOrderAt', 'notNull') : condition;
}

export function isSome({ operator, value }: Comparison): boolean {
  return (operator === '>=' && value === 1) || (['>', '!='].includes(operator) && value === 0);
}

export function isNone({ operator, value }: Comparison): boolean {
  return (operator === '=' && value === 0) || (operator === '<' && value === 1) || (operator === '<=' && value === 0);
}

/** Which orders a period is about: a window if there is one for it, else a condition on the order's date. */
function timeOf(period: Period): { window?: OrderWindow; conditions: OrderCondition[] } {
  switch (period.kind) {
    case 'lastDays':
      return { window: { lastDays: period.days }, conditions: [] };
    case 'between':
      return { window: { between: [period.first, period.last] }, conditions: [] };
    case 'olderThan':
      return { conditions: [{ field: 'orderedAt', operator: 'notInLastDays', value: period.days }] };
    case 'nextDays':
      return { conditions: [{ field: 'orderedAt', operator: 'inNextDays', value: period.days }] };
    case 'before':
    case 'after':
      return { conditions: [{ field: 'orderedAt', operator: period.kind, value: period.day }] };
  }
}
