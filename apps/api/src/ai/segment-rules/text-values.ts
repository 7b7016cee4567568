import { fieldDefinition, ORDER_FIELDS } from '@herald/shared';
import type { AttributeTypes, Condition, ConditionGroup, OrdersValue } from '@herald/shared';

/** A value that rules ask for, of a customer's field or of one of an order. */
export interface AskedValue {
  field: string;
  scope: 'customer' | 'order';
  isText: boolean;
  value: string | number | boolean;
}

/** Every value in the rules, those of the orders that they count included. */
export function askedValues(rules: ConditionGroup, attributes: AttributeTypes | undefined): AskedValue[] {
  return rules.rules.flatMap((rule) =>
    'rules' in rule ? askedValues(rule, attributes) : ofCondition(rule, attributes),
  );
}

const TEXT_TYPES: ReadonlySet<string> = new Set(['text', 'tags']);

function ofCondition({ field, value }: Condition, attributes: AttributeTypes | undefined): AskedValue[] {
  if (value === undefined) return [];
  const isText = TEXT_TYPES.has(fieldDefinition(field, attributes)?.type ?? '');
  if (typeof value !== 'object' || Array.isArray(value)) {
    return listOf(value).map((each) => ({ field, scope: 'customer', isText, value: each }));
  }
  return [
    ...listOf(value.number).map((each) => ({ field, scope: 'customer' as const, isText: false, value: each })),
    ...ofWindow(field, value.window),
    ...(value.where ?? []).flatMap((condition) =>
      listOf(condition.value ?? []).map((each) => ({
        field: condition.field,
        scope: 'order' as const,
        isText: ORDER_FIELDS[condition.field].type === 'text',
        value: each,
      })),
    ),
  ];
}

function ofWindow(field: string, window: OrdersValue['window']): AskedValue[] {
  if (window === undefined) return [];
  const values = 'lastDays' in window ? [window.lastDays] : window.between;
  return values.map((value) => ({ field, scope: 'customer', isText: false, value }));
}

function listOf<Value>(value: Value | readonly Value[]): readonly Value[] {
  return Array.isArray(value) ? (value as readonly Value[]) : [value as Value];
}
