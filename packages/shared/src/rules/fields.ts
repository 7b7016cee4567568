import type { OrderTotals } from './aggregates.ts';
import {
  type FieldType,
  type Operator,
  operatorsOfType,
  type PositiveOperator,
  PRESENCE_OPERATORS,
} from './operators.ts';
import type { Bound } from './value-tests.ts';

/** One customer as rules see it: the profile as it was sent, and what the orders add up to. */
export interface RuleSubject extends OrderTotals {
  name: string | null;
  email: string | null;
  city: string | null;
  state: string | null;
  country: string | null;
  tags: readonly string[];
  visits: number;
  createdAt: Date;
}

/** What a test is asked about; null when the customer has no value. Instants are milliseconds. */
export type FieldValue = string | readonly string[] | Bound | null;

export interface FieldDefinition {
  label: string;
  type: FieldType;
  /** Whether a customer can be without a value. What is only counted never is: it is 0. */
  canBeMissing: boolean;
  read: (customer: RuleSubject) => FieldValue;
  /**
   * For a quotient, which is compared exactly and so without dividing: `read` gives the
   * dividend, and every bound is multiplied by this.
   */
  divisor?: (customer: RuleSubject) => bigint;
}

/** Everything that can be asked of a customer. SQL has its columns in `columns.ts` of the platform. */
export const FIELDS = {
  name: { label: 'name', type: 'text', canBeMissing: true, read: ({ name }) => name },
  email: { label: 'email', type: 'text', canBeMissing: true, read: ({ email }) => email },
  city: { label: 'city', type: 'text', canBeMissing: true, read: ({ city }) => city },
  state: { label: 'state', type: 'text', canBeMissing: true, read: ({ state }) => state },
  country: { label: 'country', type: 'text', canBeMissing: true, read: ({ country }) => country },
  tags: { label: 'tags', type: 'tags', canBeMissing: false, read: ({ tags }) => tags },
  visits: { label: 'visits', type: 'number', canBeMissing: false, read: ({ visits }) => visits },
  createdAt: {
    label: 'created',
    type: 'date',
    canBeMissing: false,
    read: ({ createdAt }) => createdAt.getTime(),
  },
  totalSpend: { label: 'total spend', type: 'money', canBeMissing: false, read: ({ totalSpend }) => totalSpend },
  orderCount: { label: 'order count', type: 'number', canBeMissing: false, read: ({ orderCount }) => orderCount },
  averageOrderValue: {
    label: 'average order value',
    type: 'money',
    canBeMissing: true,
    read: ({ totalSpend, orderCount }) => (orderCount > 0 ? totalSpend : null),
    divisor: ({ orderCount }) => BigInt(orderCount),
  },
  firstOrderAt: {
    label: 'first order',
    type: 'date',
    canBeMissing: true,
    read: ({ firstOrderAt }) => firstOrderAt?.getTime() ?? null,
  },
  lastOrderAt: {
    label: 'last order',
    type: 'date',
    canBeMissing: true,
    read: ({ lastOrderAt }) => lastOrderAt?.getTime() ?? null,
  },
} satisfies Record<string, FieldDefinition>;

export type FieldName = keyof typeof FIELDS;
export const FIELD_NAMES = Object.keys(FIELDS) as [FieldName, ...FieldName[]];

export function fieldDefinition(field: FieldName): FieldDefinition {
  return FIELDS[field];
}

/** The operators that `field` has, by name; none for a field that does not exist. */
export function operatorsOfField(field: FieldName): ReadonlyMap<string, Operator> {
  return OPERATORS_BY_FIELD.get(field) ?? new Map<string, Operator>();
}

/** The positive operator behind `name`, and whether `name` is its negation; undefined if `field` has none such. */
export function resolveOperator(
  field: FieldName,
  name: string,
): { positive: PositiveOperator; negated: boolean } | undefined {
  const operators = operatorsOfField(field);
  const operator = operators.get(name);
  if (!operator) {
    return undefined;
  }
  if (!('negates' in operator)) {
    return { positive: operator, negated: false };
  }
  const positive = operators.get(operator.negates);
  if (!positive || 'negates' in positive) {
    throw new Error(`${name} negates ${operator.negates}, which is no positive operator`);
  }
  return { positive, negated: true };
}

const OPERATORS_BY_FIELD = new Map(FIELD_NAMES.map((name) => [name, selectOperators(FIELDS[name])]));

function selectOperators({ type, canBeMissing }: FieldDefinition): ReadonlyMap<string, Operator> {
  const operators = [...operatorsOfType(type)];
  return new Map(operators.filter(([name]) => canBeMissing || !PRESENCE_OPERATORS.has(name)));
}
