import type { Condition, ConditionGroup, ConditionValue, OrdersValue } from '@herald/shared';

import type { WrittenCondition, WrittenGroup } from './model-answer.ts';

/** Rules as an answer has them: the inverse of `readRules`. */
export function writeRules(rules: ConditionGroup, handleOf: ReadonlyMap<string, string>): WrittenGroup {
  return {
    combinator: rules.combinator,
    ...(rules.not === true ? { not: true } : {}),
    rules: rules.rules.map((rule) => ('rules' in rule ? writeRules(rule, handleOf) : writeCondition(rule, handleOf))),
  };
}

function writeCondition(
  { field, operator, value }: Condition,
  handleOf: ReadonlyMap<string, string>,
): WrittenCondition {
  if (isOrders(value)) {
    const orders = writeOrders(value);
    return { field, operator, values: textsOf(value.number), ...(orders === undefined ? {} : { orders }) };
  }
  const isReference = field === 'segment' || field === 'campaign';
  const values = textsOf(value).map((text) => (isReference ? (handleOf.get(text) ?? text) : text));
  return { field, operator, values };
}

function writeOrders({ where, window }: OrdersValue): WrittenCondition['orders'] {
  if (where === undefined && window === undefined) return undefined;
  return {
    ...(where === undefined
      ? {}
      : { where: where.map(({ field, operator, value }) => ({ field, operator, values: textsOf(value) })) }),
    ...(window === undefined
      ? {}
      : 'lastDays' in window
        ? { lastDays: window.lastDays }
        : { from: window.between[0], to: window.between[1] }),
  };
}

function isOrders(value: ConditionValue | undefined): value is OrdersValue {
  return typeof value === 'object' && !Array.isArray(value);
}

function textsOf(value: Exclude<ConditionValue, OrdersValue> | undefined): string[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map(String);
}
