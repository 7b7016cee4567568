import { attributeKeyOf, fieldDefinition } from '@herald/shared';
import type { ExplainedCondition } from '@herald/shared';

import type { Formats } from '../../../lib/formats.ts';

const IS_DAY = /^\d{4}-\d{2}-\d{2}$/;
const IS_INSTANT = /^\d{4}-\d{2}-\d{2}T/;

/** Fields whose answer says all there is to say. */
const WORDLESS = new Set(['segment', 'campaign']);

/** What the customer has, in words: "Has Pune", "Has nothing here". */
export function actualWords({ field, actual, isTrue }: ExplainedCondition, formats: Formats): string {
  if (WORDLESS.has(field)) return isTrue ? 'True of this person' : 'Not true of this person';
  if (actual === null || (Array.isArray(actual) && actual.length === 0)) return 'Has nothing here';
  return `Has ${valueWords(field, actual, formats)}`;
}

function valueWords(
  field: string,
  actual: Exclude<ExplainedCondition['actual'], null>,
  { number, money, day, date }: Formats,
): string {
  if (Array.isArray(actual)) return actual.join(', ');
  if (typeof actual === 'boolean') return actual ? 'yes' : 'no';
  if (typeof actual === 'number') return isMoney(field) ? money(actual) : number(actual);
  if (IS_DAY.test(actual)) return day(actual);
  return IS_INSTANT.test(actual) ? date(actual) : actual;
}

const MONEY_TYPES = new Set(['money', 'orderSumOf', 'orderAverageOf', 'orderMinimumOf', 'orderMaximumOf']);

function isMoney(field: string): boolean {
  return attributeKeyOf(field) === undefined && MONEY_TYPES.has(fieldDefinition(field)?.type ?? '');
}
