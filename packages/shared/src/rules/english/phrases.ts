import { ATTRIBUTE_TYPES, type AttributeType } from '../attributes.ts';
import { attributeField, FIELD_NAMES, type FieldDefinition, FIELDS, operatorsOfField } from '../fields.ts';
import { type Operator, type PositiveOperator, resolveOperator } from '../operator.ts';
import { PRESENCE_OPERATORS } from '../operators.ts';
import { ORDER_FIELDS, operatorsOfOrderField } from '../order-operators.ts';
import { ORDER_FIELD_NAMES, type OrderFieldName } from '../order-subject.ts';
import type { NounName } from './nouns.ts';
import { type Part, partsOf, type ValueSlot } from './phrase-parts.ts';

/** One way to say one operator of one field. */
export interface Phrase {
  /** Of an attribute: the key is in the sentence. */
  field: string | undefined;
  attributeType?: AttributeType;
  operator: string;
  parts: readonly Part[];
  positive: PositiveOperator;
  /** The number that the words say, as "no" does. */
  number?: number;
  /** Said in brackets where the words do not show that a missing value counts. */
  orMissing?: string;
}

/** What {} is for each type of field, unless the operator names something else. */
const NOUN_OF_TYPE: Readonly<Record<FieldDefinition['type'] | 'status', NounName>> = {
  text: 'text',
  tags: 'text',
  status: 'text',
  count: 'number',
  number: 'number',
  money: 'money',
  boolean: 'boolean',
  date: 'date',
  orderCountOf: 'number',
  orderSumOf: 'money',
  orderAverageOf: 'money',
  orderMinimumOf: 'money',
  orderMaximumOf: 'money',
  campaign: 'campaign',
  messaged: 'days',
  segment: 'segment',
};

/** Every sentence that can be said of a customer. */
export const CONDITION_PHRASES: readonly Phrase[] = [
  ...FIELD_NAMES.flatMap((field) => phrasesOfField(field, FIELDS[field])),
  ...ATTRIBUTE_TYPES.flatMap((attributeType) =>
    phrasesOfField(undefined, attributeField('', attributeType)).map((phrase) => ({ ...phrase, attributeType })),
  ),
];

/** Every sentence that can be said of the orders of a rule. */
export const ORDER_PHRASES: readonly Phrase[] = ORDER_FIELD_NAMES.flatMap(phrasesOfOrderField);

function phrasesOfField(field: string | undefined, definition: FieldDefinition): Phrase[] {
  const operators = operatorsOfField(definition);
  return [...operators].flatMap(([name, operator]) => {
    const { positive } = resolved(operators, name);
    const value = valueSlot(definition.type, positive);
    const sentences = Object.entries(definition.sentences ?? {});
    const own = sentences.find(([key]) => key === name)?.[1];
    const phrase: Phrase = {
      field,
      operator: name,
      positive,
      parts: partsOf(own ?? joined(definition.sentence, operator.words), value),
      orMissing: own === undefined ? missingWords(definition, name, operators) : undefined,
    };
    const withNumber = sentences
      .filter(([key]) => key.startsWith(`${name} `))
      .map(([key, sentence]) => ({
        ...phrase,
        parts: partsOf(sentence, value),
        number: Number(key.slice(name.length)),
        orMissing: undefined,
      }));
    return [...withNumber, phrase];
  });
}

/** Of an item: "an item's category is" turned round is "no item's category is", for that is what it asks. */
function phrasesOfOrderField(field: OrderFieldName): Phrase[] {
  const { label, type, of, canBeMissing } = ORDER_FIELDS[field];
  const operators = operatorsOfOrderField(field);
  const hasVerb = type === 'text' || type === 'status';
  const sentenceAbout = (subject: string) => (hasVerb ? `${subject} {}` : `${subject} is {}`);
  return [...operators].map(([name, operator]) => {
    const { positive, negated } = resolved(operators, name);
    const isOfNoItem = of === 'item' && negated;
    const sentence = isOfNoItem
      ? joined(sentenceAbout(label.replace(/^an? /, 'no ')), positive.words)
      : joined(sentenceAbout(label), operator.words);
    return {
      field,
      operator: name,
      positive,
      parts: partsOf(sentence, valueSlot(type, positive)),
      orMissing: isOfNoItem ? undefined : missingWords({ canBeMissing }, name, operators),
    };
  });
}

function resolved(operators: ReadonlyMap<string, Operator>, name: string) {
  const operator = resolveOperator(operators, name);
  if (!operator) throw new Error(`there is no operator ${name}`);
  return operator;
}

/** The sentence may end in the verb that the operator begins with. */
function joined(sentence: string, words: string): string {
  return sentence.replace('{}', words).replace(' is is ', ' is ');
}

function valueSlot(type: keyof typeof NOUN_OF_TYPE, { shape, numbers }: PositiveOperator): ValueSlot {
  const noun = NOUN_OF_TYPE[type];
  switch (shape) {
    case 'list':
    case 'pair':
      return { noun, shape };
    case 'orders':
      return { noun, shape: numbers ?? 'one' };
    case 'one':
    case 'none':
      return { noun, shape: 'one' };
  }
}

/** How the field itself says that it has no value; undefined where that does not count, or is what is said anyway. */
function missingWords(
  { canBeMissing, sentences }: Pick<FieldDefinition, 'canBeMissing' | 'sentences'>,
  name: string,
  operators: ReadonlyMap<string, Operator>,
): string | undefined {
  const isNegation = resolved(operators, name).negated && !PRESENCE_OPERATORS.has(name);
  if (!canBeMissing || !isNegation) return undefined;
  return sentences?.['null'] ?? operators.get('null')?.words ?? 'has no such order';
}
