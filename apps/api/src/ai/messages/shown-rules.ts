import { fieldDefinition, foldText } from '@herald/shared';
import type {
  AttributeTypes,
  Condition,
  ConditionGroup,
  ConditionValue,
  OrderCondition,
  SegmentRules,
} from '@herald/shared';

/** What stands where a value is kept back. */
const HIDDEN = '(not shown)';

/** Operators that compare with whole values; others have a part of one, which nobody can be counted by. */
const WHOLE_VALUES: ReadonlySet<string> = new Set(['=', '!=', 'in', 'notIn', 'has', 'hasAny', 'hasAll', 'hasNone']);
/** Of numbers and days of an attribute, what others ask can be somebody's own. */
const ROUGH: ReadonlySet<string> = new Set(
  '< <= > >= before after inLastDays notInLastDays inNextDays notInNextDays anniversaryInNextDays'.split(' '),
);
const IDENTIFYING: ReadonlySet<string> = new Set(['name', 'email', 'phone']);
const COMPARED_BY_VALUE: ReadonlySet<string> = new Set([
  'city',
  'state',
  'country',
  'postalCode',
  'tags',
  'emailDomain',
]);
const PRODUCTS: ReadonlySet<string> = new Set(['sku', 'product', 'category']);

/** Whether many customers share a value of a field: `city`, `attributes.plan`, `product`. */
export type IsShared = (field: string, value: string) => boolean;

/** The values that rules compare with and that could be looked up, folded. */
export function comparedValues(rules: SegmentRules): string[] {
  const found = conditionsOf(rules).flatMap(({ field, operator, value }) => [
    ...(WHOLE_VALUES.has(operator) && !IDENTIFYING.has(field) ? textsOf(value) : []),
    ...whereOf(value).flatMap((condition) => (PRODUCTS.has(condition.field) ? textsOf(condition.value) : [])),
  ]);
  return [...new Set(found.map(foldText))];
}

/** The values of fields that say who somebody is, folded. */
export function identifyingValues(rules: SegmentRules): string[] {
  const found = conditionsOf(rules).filter(({ field }) => IDENTIFYING.has(field) || field === 'postalCode');
  return found.flatMap(({ value }) => textsOf(value)).map(foldText);
}

/** The same rules with values only that many share, to be described to a model. */
export function shownRules(rules: SegmentRules, attributes: AttributeTypes, isShared: IsShared): SegmentRules {
  return {
    ...rules,
    rules: rules.rules.map((rule) =>
      'rules' in rule ? shownRules(rule, attributes, isShared) : shownCondition(rule, attributes, isShared),
    ),
  };
}

function shownCondition(condition: Condition, attributes: AttributeTypes, isShared: IsShared): Condition {
  const { field, operator, value } = condition;
  if (value === undefined) return condition;
  if (IDENTIFYING.has(field)) return withValue(condition, hideAll(value));
  const type = fieldDefinition(field, attributes)?.type;
  const isText = type === 'text' || type === 'tags';
  if (COMPARED_BY_VALUE.has(field) || (field.startsWith('attributes.') && isText)) {
    const mayShow = (text: string) => WHOLE_VALUES.has(operator) && isShared(field, text);
    return withValue(condition, hideSome(value, mayShow));
  }
  // A number or a day cannot be replaced by words.
  if (field.startsWith('attributes.') && type !== 'boolean' && !ROUGH.has(operator)) {
    return { field: condition.field, operator: 'notNull' };
  }
  return withValue(condition, withShownOrders(value, isShared));
}

function withShownOrders(value: ConditionValue, isShared: IsShared): ConditionValue {
  const where = whereOf(value);
  if (where.length === 0 || typeof value !== 'object' || Array.isArray(value)) return value;
  return {
    ...value,
    where: where.map((condition): OrderCondition => {
      if (condition.value === undefined || !PRODUCTS.has(condition.field)) return condition;
      const mayShow = (text: string) => WHOLE_VALUES.has(condition.operator) && isShared(condition.field, text);
      return { ...condition, value: hideSome(condition.value, mayShow) };
    }),
  };
}

function withValue(condition: Condition, value: ConditionValue): Condition {
  return { ...condition, value };
}

function hideAll<Value extends ConditionValue>(value: Value): Value {
  return hideSome(value, () => false);
}

function hideSome<Value extends ConditionValue>(value: Value, mayShow: (text: string) => boolean): Value {
  const shown = (each: unknown) => (typeof each === 'string' && !mayShow(each) ? HIDDEN : each);
  if (!Array.isArray(value)) return shown(value) as Value;
  return [...new Set(value.map(shown))] as Value;
}

export function conditionsOf(group: ConditionGroup): Condition[] {
  return group.rules.flatMap((rule) => ('rules' in rule ? conditionsOf(rule) : [rule]));
}

/** The conditions on the orders that a condition counts. */
export function whereOf(value: ConditionValue | undefined): readonly OrderCondition[] {
  return typeof value === 'object' && !Array.isArray(value) ? (value.where ?? []) : [];
}

export function textsOf(value: unknown): string[] {
  const all: unknown[] = Array.isArray(value) ? value : [value];
  return all.filter((each) => typeof each === 'string');
}
