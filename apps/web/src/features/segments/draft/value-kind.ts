import type { CatalogueOperator } from './catalogue.ts';

/** What somebody enters for one value; each has an editor of its own. */
export type ValueKind =
  | 'text'
  | 'number'
  | 'whole'
  | 'money'
  | 'date'
  | 'days'
  | 'daysAhead'
  | 'dayOfYear'
  | 'boolean'
  | 'status'
  | 'campaign'
  | 'segment';

const KIND_OF_TYPE: Readonly<Record<string, ValueKind>> = {
  text: 'text',
  tags: 'text',
  count: 'whole',
  number: 'number',
  money: 'money',
  boolean: 'boolean',
  date: 'date',
  status: 'status',
  campaign: 'campaign',
  segment: 'segment',
  orderCountOf: 'whole',
  orderSumOf: 'money',
  orderAverageOf: 'money',
  orderMinimumOf: 'money',
  orderMaximumOf: 'money',
};

/** @param type of the field, as the catalogue names it */
export function valueKindOf(type: string, { takes }: Pick<CatalogueOperator, 'takes'>): ValueKind {
  return takes ?? KIND_OF_TYPE[type] ?? 'text';
}
