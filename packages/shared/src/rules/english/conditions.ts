import { attributeFieldName, attributeKeyOf } from '../attributes.ts';
import { type Condition, conditionSchema, type ConditionValue } from '../schema.ts';
import { checked } from './checked.ts';
import type { EnglishContext } from './english-context.ts';
import { readOrderFilter, writeOrderFilter } from './order-filter.ts';
import { CONDITION_PHRASES, type Phrase } from './phrases.ts';
import { passMissing, readPhrase } from './read-phrase.ts';
import type { TokenReader } from './token-reader.ts';
import { type PhraseValue, writeMissing, writePhrase } from './write-phrase.ts';

export function writeCondition(condition: Condition, context: EnglishContext): string {
  const phrase = phraseFor(condition, context);
  const { value, filter } = partsOfValue(condition.value);
  const sentence = writePhrase(phrase, { key: attributeKeyOf(condition.field), value }, context);
  return sentence + (filter ? writeOrderFilter(filter, context) : '') + writeMissing(phrase);
}

/** What goes into the sentence, and what follows it. */
function partsOfValue(value: ConditionValue | undefined) {
  if (typeof value !== 'object' || Array.isArray(value)) return { value };
  return { value: value.number, filter: value };
}

/** Of several sentences the first: one that is made for the very number comes before the general one. */
function phraseFor({ field, operator, value: conditionValue }: Condition, context: EnglishContext): Phrase {
  const key = attributeKeyOf(field);
  const { value } = partsOfValue(conditionValue);
  const candidates = CONDITION_PHRASES.filter(
    (phrase) =>
      phrase.operator === operator &&
      (key === undefined ? phrase.field === field : phrase.attributeType !== undefined) &&
      (phrase.number === undefined || phrase.number === value),
  );
  const phrase = key === undefined ? candidates[0] : phraseForAttribute(key, candidates, conditionValue, context);
  if (!phrase) throw new RangeError(`${field} has no operator ${operator} for such a value`);
  return phrase;
}

/** The value may fit another type than the attribute has: rules outlive what they were written against. */
function phraseForAttribute(
  key: string,
  candidates: readonly Phrase[],
  value: ConditionValue | undefined,
  { attributes }: EnglishContext,
): Phrase | undefined {
  const fitting = candidates.filter(({ positive }) => positive.valueSchema.safeParse(value).success);
  return fitting.find(({ attributeType }) => attributeType === attributes?.get(key)) ?? fitting[0];
}

/** @param otherwise what else could begin here, for the error. */
export function readCondition(reader: TokenReader, context: EnglishContext, otherwise: string[]): Condition {
  const { phrase, key = '', value, at } = readPhrase(CONDITION_PHRASES, reader, context, otherwise);
  const said = valueSaid(phrase, value, reader, context);
  passMissing(phrase, reader);
  const { field = attributeFieldName(key), operator } = phrase;
  return checked(conditionSchema, said === undefined ? { field, operator } : { field, operator, value: said }, at);
}

function valueSaid({ positive, number }: Phrase, value: PhraseValue, reader: TokenReader, context: EnglishContext) {
  const said = number ?? value;
  return positive.shape === 'orders' ? { number: said, ...readOrderFilter(reader, context) } : said;
}
