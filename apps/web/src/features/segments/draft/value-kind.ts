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
  messaged: 'days',
  orderCountOf: 'whole',
  orderSumOf: 'money',
  orderAverageOf: 'money',
  orderMinimumOf: 'money',
  orderMaximumOf: 'money',
};

/** Operators that take something else than what the field holds. */
const KIND_OF_OPERATOR: Readonly<Record<string, ValueKind>> = {
  inLastDays: 'days',
  notInLastDays: 'days',
  inNextDays: 'days',
  notInNextDays: 'days',
  anniversaryInNextDays: 'daysAhead',
  onDayOfYear: 'dayOfYear',
};

/** @param type of the field, as the catalogue names it */
export function valueKindOf(type: string, operator: string): ValueKind {
  return KIND_OF_OPERATOR[operator] ?? KIND_OF_TYPE[type] ?? 'text';
}
