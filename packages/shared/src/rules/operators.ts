import { z } from 'zod';

import { negation, type Operator, type OperatorTable, positive } from './operator.ts';
import { ORDERS } from './order-operators.ts';
import { BOOLEAN, COUNT, DATE, MONEY, NUMBER, PRESENCE, TAGS, TEXT, todayBound } from './scalar-operators.ts';
import { dayCount, none, one } from './values.ts';

const anId = z.uuid('must be an id (UUID)').toLowerCase();

/** What became of one campaign's message to the customer. */
const CAMPAIGN = {
  wasSent: positive({ label: 'was sent', words: 'was sent the campaign {}' }, one(anId), (campaignId) => ({
    kind: 'campaign',
    campaignId,
    outcome: 'sent',
  })),
  wasNotSent: negation({ label: 'was not sent', words: 'was not sent the campaign {}' }, 'wasSent'),
  received: positive({ label: 'received (delivered)', words: 'received the campaign {}' }, one(anId), (campaignId) => ({
    kind: 'campaign',
    campaignId,
    outcome: 'delivered',
  })),
  didNotReceive: negation({ label: 'did not receive', words: 'did not receive the campaign {}' }, 'received'),
  failed: positive(
    { label: 'failed for', words: 'has a failed message of the campaign {}' },
    one(anId),
    (campaignId) => ({
      kind: 'campaign',
      campaignId,
      outcome: 'failed',
    }),
  ),
  didNotFail: negation({ label: 'did not fail for', words: 'has no failed message of the campaign {}' }, 'failed'),
} satisfies OperatorTable;

/** Whether a vendor took a message to the customer, of any campaign. */
const MESSAGED = {
  inLastDays: positive(
    { label: 'in the last N days', words: 'was messaged in the last {days}' },
    one(dayCount),
    (days, context) => ({
      kind: 'messaged',
      from: todayBound(context, -days).bound,
      until: todayBound(context, 1).bound,
    }),
    true,
  ),
  notInLastDays: negation(
    { label: 'not in the last N days', words: 'was not messaged in the last {days}' },
    'inLastDays',
  ),
  ever: positive({ label: 'ever', words: 'has ever been messaged' }, none(), () => ({ kind: 'messaged' })),
  never: negation({ label: 'never', words: 'has never been messaged' }, 'ever'),
} satisfies OperatorTable;

/** Whether the customer is in another segment: in the frozen audience of a static one, in a dynamic one now. */
const SEGMENT = {
  isIn: positive({ label: 'is in', words: 'is in the segment {}' }, one(anId), (segmentId) => ({
    kind: 'segment',
    segmentId,
  })),
  isNotIn: negation({ label: 'is not in', words: 'is not in the segment {}' }, 'isIn'),
} satisfies OperatorTable;

/**
 * Every operator by the type of the field it is for; names as react-querybuilder has
 * them. A positive operator is false of a missing value and its negation, being the
 * exact complement, is true of it: a customer without a city is in "city is not Pune".
 * So every condition is true or false of every customer.
 *
 * Text and tags ignore letter case and Unicode form. Days are calendar days of the
 * workspace's time zone; "in the last N days" is today and the N days before it, "in the
 * next N days" today and the N days after it.
 */
export const OPERATORS = {
  text: TEXT,
  tags: TAGS,
  count: COUNT,
  number: NUMBER,
  money: MONEY,
  boolean: BOOLEAN,
  date: DATE,
  ...ORDERS,
  campaign: CAMPAIGN,
  messaged: MESSAGED,
  segment: SEGMENT,
} satisfies Record<string, OperatorTable>;

export type FieldType = keyof typeof OPERATORS;
export type OperatorName = { [Type in FieldType]: keyof (typeof OPERATORS)[Type] }[FieldType];

/** The operators of one type, by name. */
export function operatorsOfType(type: FieldType): Map<string, Operator> {
  return new Map<string, Operator>(Object.entries(OPERATORS[type]));
}

export const OPERATOR_NAMES = [...new Set(Object.values(OPERATORS).flatMap((operators) => Object.keys(operators)))] as [
  OperatorName,
  ...OperatorName[],
];

export const PRESENCE_OPERATORS: ReadonlySet<string> = new Set(Object.keys(PRESENCE));
