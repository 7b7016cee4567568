import { foldText } from '../text.ts';
import type { OrderTotals } from './aggregates.ts';
import { attributeKeyOf, type AttributeType, readAttribute } from './attributes.ts';
import type { Operator } from './operator.ts';
import { type FieldType, OPERATORS, operatorsOfType, PRESENCE_OPERATORS } from './operators.ts';
import type { RuleOrder } from './order-subject.ts';
import type { Bound } from './value-tests.ts';

/** What became of one campaign's message to a customer. */
export interface RuleMessage {
  campaignId: string;
  outcome: 'open' | 'delivered' | 'failed';
  /** When a vendor took it; null when none did. */
  sentAt: Date | null;
}

/** One customer as rules see it: the profile as it was sent, and what the orders add up to. */
export interface RuleSubject extends OrderTotals {
  name: string | null;
  email: string | null;
  phone: string | null;
  city: string | null;
  state: string | null;
  country: string | null;
  postalCode: string | null;
  tags: readonly string[];
  visits: number;
  unsubscribed: boolean;
  createdAt: Date;
  /** As they were sent, by key. */
  attributes: Readonly<Record<string, unknown>>;
  /** All of them, whatever their status, in any order. */
  orders: readonly RuleOrder[];
  messages: readonly RuleMessage[];
  /** The static segments whose frozen audience holds the customer. */
  segmentIds: ReadonlySet<string>;
}

/** What a test is asked about; null when the customer has no value. Instants are milliseconds. */
export type FieldValue = string | boolean | readonly string[] | Bound | null;

export const FIELD_GROUPS = ['profile', 'totals', 'orders', 'messages', 'segments', 'attributes'] as const;
export type FieldGroup = (typeof FIELD_GROUPS)[number];

export interface FieldDefinition {
  label: string;
  group: FieldGroup;
  type: FieldType;
  /** Whether a customer can be without a value. What is only counted never is: it is 0; what is only ticked is false. */
  canBeMissing: boolean;
  /** The sentence about it; {} is what the operator says, {key} the key of an attribute. */
  sentence: string;
  /**
   * Sentences for operators that read better in words of their own, `=`, or only with one
   * number, `= 0`. They say of themselves whether a missing value counts.
   */
  sentences?: Readonly<Record<string, string>>;
  /** Unused by tests that ask of orders, messages or segments. */
  read: (customer: RuleSubject) => FieldValue;
  /**
   * For a quotient, which is compared exactly and so without dividing: `read` gives the
   * dividend, and every bound is multiplied by this.
   */
  divisor?: (customer: RuleSubject) => bigint;
  /** Set where `read` gives text that is folded already. */
  isFolded?: boolean;
  /** Whether values may be suggested; never those that identify somebody. */
  suggests?: boolean;
}

const nothing = () => null;

/** Everything that can be asked of a customer, custom attributes apart. SQL has its columns in `columns.ts` of the platform. */
export const FIELDS = {
  name: {
    label: 'name',
    group: 'profile',
    type: 'text',
    canBeMissing: true,
    sentence: 'name {}',
    read: ({ name }) => name,
  },
  email: {
    label: 'email',
    group: 'profile',
    type: 'text',
    canBeMissing: true,
    sentence: 'email {}',
    read: ({ email }) => email,
  },
  emailDomain: {
    label: 'email domain',
    group: 'profile',
    type: 'text',
    canBeMissing: true,
    sentence: 'email domain {}',
    read: ({ email }) => (email === null ? null : emailDomain(email)),
    isFolded: true,
    suggests: true,
  },
  phone: {
    label: 'phone',
    group: 'profile',
    type: 'text',
    canBeMissing: true,
    sentence: 'phone {}',
    read: ({ phone }) => phone,
  },
  city: {
    label: 'city',
    group: 'profile',
    type: 'text',
    canBeMissing: true,
    sentence: 'city {}',
    read: ({ city }) => city,
    suggests: true,
  },
  state: {
    label: 'state',
    group: 'profile',
    type: 'text',
    canBeMissing: true,
    sentence: 'state {}',
    read: ({ state }) => state,
    suggests: true,
  },
  country: {
    label: 'country',
    group: 'profile',
    type: 'text',
    canBeMissing: true,
    sentence: 'country {}',
    read: ({ country }) => country,
    suggests: true,
  },
  postalCode: {
    label: 'postal code',
    group: 'profile',
    type: 'text',
    canBeMissing: true,
    sentence: 'postal code {}',
    read: ({ postalCode }) => postalCode,
    suggests: true,
  },
  tags: {
    label: 'tags',
    group: 'profile',
    type: 'tags',
    canBeMissing: false,
    sentence: '{}',
    sentences: {
      has: 'has the tag {}',
      hasAny: 'has any of the tags {}',
      hasAll: 'has all of the tags {and}',
      hasNone: 'has none of the tags {}',
    },
    read: ({ tags }) => tags,
    suggests: true,
  },
  visits: {
    label: 'visits',
    group: 'profile',
    type: 'count',
    canBeMissing: false,
    sentence: 'visited {} time(s)',
    sentences: { '= 0': 'never visited' },
    read: ({ visits }) => visits,
  },
  unsubscribed: {
    label: 'unsubscribed',
    group: 'profile',
    type: 'boolean',
    canBeMissing: false,
    sentence: 'unsubscribed {}',
    read: ({ unsubscribed }) => unsubscribed,
    suggests: true,
  },
  createdAt: {
    label: 'created',
    group: 'profile',
    type: 'date',
    canBeMissing: false,
    sentence: 'was created {}',
    sentences: {
      notInLastDays: 'was not created in the last {days}',
      notInNextDays: 'was not created in the next {days}',
    },
    read: ({ createdAt }) => createdAt.getTime(),
  },
  totalSpend: {
    label: 'total spend',
    group: 'totals',
    type: 'money',
    canBeMissing: false,
    sentence: 'spent {}',
    read: ({ totalSpend }) => totalSpend,
  },
  orderCount: {
    label: 'order count',
    group: 'totals',
    type: 'count',
    canBeMissing: false,
    sentence: 'ordered {} time(s)',
    read: ({ orderCount }) => orderCount,
  },
  averageOrderValue: {
    label: 'average order value',
    group: 'totals',
    type: 'money',
    canBeMissing: true,
    sentence: 'average order value is {}',
    sentences: { notNull: 'has an average order value', null: 'has no average order value' },
    read: ({ totalSpend, orderCount }) => (orderCount > 0 ? totalSpend : null),
    divisor: ({ orderCount }) => BigInt(orderCount),
  },
  firstOrderAt: {
    label: 'first order',
    group: 'totals',
    type: 'date',
    canBeMissing: true,
    sentence: 'first ordered {}',
    sentences: {
      notInLastDays: 'did not first order in the last {days}',
      notInNextDays: 'did not first order in the next {days}',
      notNull: 'has a first order',
      null: 'has no first order',
    },
    read: ({ firstOrderAt }) => firstOrderAt?.getTime() ?? null,
  },
  lastOrderAt: {
    label: 'last order',
    group: 'totals',
    type: 'date',
    canBeMissing: true,
    sentence: 'last ordered {}',
    sentences: {
      inLastDays: 'has ordered in the last {days}',
      notInLastDays: 'has not ordered in the last {days}',
      notNull: 'has ordered',
      null: 'has never ordered',
    },
    read: ({ lastOrderAt }) => lastOrderAt?.getTime() ?? null,
  },
  'orders.count': {
    label: 'number of orders',
    group: 'orders',
    type: 'orderCountOf',
    canBeMissing: false,
    sentence: 'placed {} order(s)',
    sentences: { '= 0': 'placed no orders' },
    read: nothing,
  },
  'orders.sum': {
    label: 'sum of orders',
    group: 'orders',
    type: 'orderSumOf',
    canBeMissing: false,
    sentence: 'spent {} over orders',
    read: nothing,
  },
  'orders.average': {
    label: 'average order',
    group: 'orders',
    type: 'orderAverageOf',
    canBeMissing: true,
    sentence: 'spent {} on the average order',
    read: nothing,
  },
  'orders.minimum': {
    label: 'smallest order',
    group: 'orders',
    type: 'orderMinimumOf',
    canBeMissing: true,
    sentence: 'spent {} on the smallest order',
    read: nothing,
  },
  'orders.maximum': {
    label: 'largest order',
    group: 'orders',
    type: 'orderMaximumOf',
    canBeMissing: true,
    sentence: 'spent {} on the largest order',
    read: nothing,
  },
  campaign: {
    label: 'campaign',
    group: 'messages',
    type: 'campaign',
    canBeMissing: false,
    sentence: '{}',
    read: nothing,
  },
  messaged: {
    label: 'messaged',
    group: 'messages',
    type: 'messaged',
    canBeMissing: false,
    sentence: '{}',
    read: nothing,
  },
  segment: {
    label: 'segment',
    group: 'segments',
    type: 'segment',
    canBeMissing: false,
    sentence: '{}',
    read: nothing,
  },
} satisfies Record<string, FieldDefinition>;

export type FieldName = keyof typeof FIELDS;
export const FIELD_NAMES = Object.keys(FIELDS) as [FieldName, ...FieldName[]];

/** The types of the custom attributes that any customer has or had, by key. */
export type AttributeTypes = ReadonlyMap<string, AttributeType>;

export function isFieldName(field: string): field is FieldName {
  return Object.hasOwn(FIELDS, field);
}

/** What `field` is; undefined for a field that does not exist, a custom attribute that nobody has included. */
export function fieldDefinition(
  field: string,
  attributes: AttributeTypes = NO_ATTRIBUTES,
): FieldDefinition | undefined {
  if (isFieldName(field)) return FIELDS[field];
  const key = attributeKeyOf(field);
  const type = key === undefined ? undefined : attributes.get(key);
  return key === undefined || type === undefined ? undefined : attributeField(key, type);
}

const NO_ATTRIBUTES: AttributeTypes = new Map();

/** The custom attribute `key` as a field. Its own keys only: `constructor` is no attribute of anybody. */
export function attributeField(key: string, type: AttributeType): FieldDefinition {
  return {
    label: key,
    group: 'attributes',
    type,
    canBeMissing: true,
    sentence: type === 'number' || type === 'date' ? 'attribute {key} is {}' : 'attribute {key} {}',
    read: ({ attributes }) => (Object.hasOwn(attributes, key) ? readAttribute(attributes[key], type) : null),
    isFolded: true,
    suggests: type === 'text' || type === 'boolean',
  };
}

/** The operators that a field has, by name. */
export function operatorsOfField({ type, canBeMissing }: FieldDefinition): ReadonlyMap<string, Operator> {
  return (canBeMissing ? OPERATORS_OF_OPTIONAL : OPERATORS_OF_COUNTED).get(type) ?? operatorsOfType(type);
}

const TYPES = Object.keys(OPERATORS) as FieldType[];
const OPERATORS_OF_OPTIONAL = new Map(TYPES.map((type) => [type, operatorsOfType(type)]));
const OPERATORS_OF_COUNTED = new Map(
  TYPES.map((type) => [type, new Map([...operatorsOfType(type)].filter(([name]) => !PRESENCE_OPERATORS.has(name)))]),
);

/** What follows the last @ of an address. */
function emailDomain(email: string): string {
  const folded = foldText(email);
  return folded.slice(folded.lastIndexOf('@') + 1);
}
