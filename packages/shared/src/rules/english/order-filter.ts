import { calendarDateSchema } from '../../time.ts';
import {
  MAX_ORDER_CONDITIONS,
  type OrderCondition,
  orderConditionSchema,
  type OrdersValue,
  type OrderWindow,
} from '../order-operators.ts';
import { dayCount, pair } from '../values.ts';
import { checked } from './checked.ts';
import type { EnglishContext } from './english-context.ts';
import { nounCalled } from './nouns.ts';
import { ORDER_PHRASES } from './phrases.ts';
import { passMissing, readPhrase } from './read-phrase.ts';
import type { TokenReader } from './token-reader.ts';
import { writeMissing, writePhrase } from './write-phrase.ts';

type OrderFilter = Pick<OrdersValue, 'where' | 'window'>;

const dates = pair(calendarDateSchema).schema;

/**
 * Which orders count, as it follows "orders": first the days, then the conditions. The other
 * way round, "in the last 90 days" would seem to belong to the last condition.
 */
export function writeOrderFilter({ where, window }: OrderFilter, context: EnglishContext): string {
  const days = window ? ` ${writeWindow(window, context)}` : '';
  const conditions = where?.map((condition) => writeOrderCondition(condition, context)).join(' and ');
  return conditions === undefined ? days : `${days} where ${conditions}`;
}

function writeWindow(window: OrderWindow, context: EnglishContext): string {
  if ('lastDays' in window) return `in the last ${nounCalled('days').write(window.lastDays, context)}`;
  const [first, last] = window.between.map((date) => nounCalled('date').write(date, context));
  return `between ${first} and ${last}`;
}

function writeOrderCondition({ field, operator, value }: OrderCondition, context: EnglishContext): string {
  const phrase = ORDER_PHRASES.find((other) => other.field === field && other.operator === operator);
  if (!phrase) throw new RangeError(`${field} has no operator ${operator}`);
  return writePhrase(phrase, { value }, context) + writeMissing(phrase);
}

/** Reads what there is of it, which may be nothing. */
export function readOrderFilter(reader: TokenReader, context: EnglishContext): OrderFilter {
  const window = readWindow(reader, context);
  const where = reader.take('where') ? readOrderConditions(reader, context) : undefined;
  return { ...(where && { where }), ...(window && { window }) };
}

function readWindow(reader: TokenReader, context: EnglishContext): OrderWindow | undefined {
  const { at } = reader.peek(3);
  if (reader.take('in', 'the', 'last')) {
    return { lastDays: checked(dayCount, readNoun('days', reader, context), at) };
  }
  const { at: firstAt } = reader.peek(1);
  if (!reader.take('between')) return undefined;
  const first = readNoun('date', reader, context);
  reader.expect('and');
  return { between: checked(dates, [first, readNoun('date', reader, context)], firstAt) };
}

function readNoun(name: 'days' | 'date', reader: TokenReader, context: EnglishContext) {
  const noun = nounCalled(name);
  if (!noun.startsHere(reader)) throw reader.unexpected([noun.expected(context)]);
  return noun.read(reader, context);
}

function readOrderConditions(reader: TokenReader, context: EnglishContext): OrderCondition[] {
  const conditions: OrderCondition[] = [];
  do {
    if (conditions.length === MAX_ORDER_CONDITIONS) {
      throw reader.unexpected([`at most ${MAX_ORDER_CONDITIONS} conditions`]);
    }
    conditions.push(readOrderCondition(reader, context));
  } while (reader.take('and'));
  return conditions;
}

function readOrderCondition(reader: TokenReader, context: EnglishContext): OrderCondition {
  const { phrase, value, at } = readPhrase(ORDER_PHRASES, reader, context);
  passMissing(phrase, reader);
  const { field, operator } = phrase;
  return checked(orderConditionSchema, value === undefined ? { field, operator } : { field, operator, value }, at);
}
