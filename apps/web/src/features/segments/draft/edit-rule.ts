import { type Catalogue, type CatalogueField, type CatalogueOperator, operatorOf } from './catalogue.ts';
import { type DraftOrderCondition, type DraftOrders, type DraftRule, isDraftOrders } from './draft.ts';
import { valueKindOf } from './value-kind.ts';

/** What one most likely means to ask of a field of this type. */
const USUAL_OPERATOR: Readonly<Record<string, string>> = {
  count: '>=',
  money: '>=',
  number: '>=',
  date: 'inLastDays',
  orderCountOf: '>=',
  orderSumOf: '>=',
  orderAverageOf: '>=',
  orderMinimumOf: '>=',
  orderMaximumOf: '>=',
};

/** The rule with another field; the operator stays where the new field has it. */
export function withField(rule: DraftRule, name: string, { fields }: Catalogue): DraftRule {
  const field = fields.get(name);
  return field ? { id: rule.id, ...asked(field, rule) } : rule;
}

/** The rule with another operator; the value stays as far as it fits. */
export function withOperator(rule: DraftRule, name: string, { fields }: Catalogue): DraftRule {
  return { id: rule.id, ...askedBy(rule, name, fields.get(rule.field)) };
}

/** The same for a condition on the orders that a rule counts. */
export function withOrderField(
  condition: DraftOrderCondition,
  name: string,
  { orderFields }: Catalogue,
): DraftOrderCondition {
  const field = orderFields.get(name);
  return field ? asked(field, condition) : condition;
}

export function withOrderOperator(
  condition: DraftOrderCondition,
  name: string,
  { orderFields }: Catalogue,
): DraftOrderCondition {
  return askedBy(condition, name, orderFields.get(condition.field));
}

type Question = Omit<DraftRule, 'id'>;

function asked(field: CatalogueField, before: Question): Question {
  const operator =
    before.operator !== '' && operatorOf(field, before.operator) ? before.operator : usualOperator(field);
  return askedBy({ field: field.name, operator: '' }, operator, field);
}

function usualOperator({ type, operators }: CatalogueField): string {
  const usual = operators.find(({ name }) => name === USUAL_OPERATOR[type]);
  return (usual ?? operators[0])?.name ?? '';
}

function askedBy(before: Question, name: string, field: CatalogueField | undefined): Question {
  const operator = operatorOf(field, name);
  const former = operatorOf(field, before.operator);
  const value = field && operator ? fitting(before.value, field, former, operator) : before.value;
  return { field: before.field, operator: name, ...(value !== undefined && { value }) };
}

function fitting(
  value: unknown,
  field: CatalogueField,
  former: CatalogueOperator | undefined,
  operator: CatalogueOperator,
): unknown {
  const isSameKind = former !== undefined && valueKindOf(field.type, former) === valueKindOf(field.type, operator);
  const kept = isSameKind ? value : undefined;
  switch (operator.value) {
    case 'none':
      return undefined;
    case 'one':
      return one(kept) ?? (field.type === 'boolean' ? true : undefined);
    case 'list':
      return listed(kept);
    case 'pair':
      return pair(kept);
    case 'orders':
      return orders(kept, field, operator);
  }
}

function one(value: unknown): unknown {
  return Array.isArray(value) ? (value as unknown[])[0] : value;
}

function listed(value: unknown): unknown[] {
  if (Array.isArray(value)) return value as unknown[];
  return value === undefined || value === '' ? [] : [value];
}

function pair(value: unknown): unknown[] {
  const [low, high] = listed(value);
  return [low, high];
}

function orders(value: unknown, { type }: CatalogueField, { numbers }: CatalogueOperator): DraftOrders {
  const before: DraftOrders = isDraftOrders(value) ? value : {};
  const first = type === 'orderCountOf' ? 1 : undefined;
  const number = numbers === 'pair' ? pair(before.number) : (one(before.number) ?? first);
  return { ...before, number };
}
