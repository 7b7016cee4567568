import { attributeFieldName, type AttributeType, foldText } from '@herald/shared';
import { type Input, memo, opt, type Parser, type Result, words, wordsBetween } from '../grammar.ts';
import { attributeWords } from '../lexicon/attribute-words.ts';

export interface Attribute {
  key: string;
  type: AttributeType;
  field: string;
}

/** The attribute that is called so: all of its words, or the last of them when no other ends so. */
export function attribute(...types: AttributeType[]): Parser<Attribute> {
  return (input, at) => anyAttribute(input, at).filter(({ value }) => types.includes(value.type));
}

/** Every attribute that is named there, looked for once. */
const anyAttribute: Parser<Attribute> = memo(attributesAt);

function attributesAt(input: Input, at: number): readonly Result<Attribute>[] {
  const token = input.tokens[at];
  if (token?.kind === 'quoted') {
    const type = input.context.attributes?.get(token.value);
    return type ? [{ value: toAttribute(token.value, type), end: at + 1 }] : [];
  }
  const found: Result<Attribute>[] = [];
  const saidInAll = new Map<number, string>();
  for (const [label, { key, type }] of attributesByLabel(input)) {
    const length = label.split(' ').length;
    const said = saidInAll.get(length) ?? normalised(wordsBetween(input, at, at + length));
    saidInAll.set(length, said);
    const isCalled = said === label || said === `${label}s` || `${said}s` === label;
    if (isCalled && at + length <= input.tokens.length) {
      found.push({ value: toAttribute(key, type), end: at + length });
    }
  }
  return found;
}

function normalised(said: string): string {
  return foldText(said)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

function toAttribute(key: string, type: AttributeType): Attribute {
  return { key, type, field: attributeFieldName(key) };
}

/** Other names for what shops often keep. */
const SYNONYMS: readonly (readonly string[])[] = [
  ['birthday', 'birth date', 'birthdate', 'date of birth', 'dob', 'bday', 'b day', 'birth day'],
  ['anniversary', 'wedding anniversary', 'anniversary date'],
  ['loyalty points', 'points', 'reward points'],
  ['plan', 'subscription plan', 'membership plan', 'tier', 'membership'],
];

const labels = new WeakMap<Input, Map<string, { key: string; type: AttributeType }>>();

export function attributesByLabel(input: Input): Map<string, { key: string; type: AttributeType }> {
  const known = labels.get(input);
  if (known) return known;
  const attributes = [...(input.context.attributes ?? [])].map(([key, type]) => ({
    key,
    type,
    label: attributeWords(key),
  }));
  const byLabel = new Map<string, { key: string; type: AttributeType }>();
  const add = (label: string, one: { key: string; type: AttributeType }) => {
    if (label !== '' && !byLabel.has(label)) byLabel.set(label, one);
  };
  for (const one of attributes) add(one.label, one);
  for (const one of attributes) add(one.label.replaceAll(' ', ''), one);
  for (const one of attributes) {
    for (const names of SYNONYMS) if (names.includes(one.label)) for (const name of names) add(name, one);
  }
  for (const one of attributes) {
    const last = one.label.split(' ').at(-1) ?? '';
    const isOnly = attributes.filter(({ label }) => label.split(' ').includes(last)).length === 1;
    if (isOnly && one.type === 'number') add(last, one);
  }
  labels.set(input, byLabel);
  return byLabel;
}

export const havingAttribute = opt(
  words(
    `
      with | members of the | members of | of the | on a | on an | whose | having | have | has | had | with a | have a | has a | the | their | a | an | earned |
      collected | on | on the | with the | have an | has an | with an | holding | hold | came through |
      attribute | whose attribute | with attribute | by | got | in | with the attribute | accumulated | own |
      celebrating | celebrate | celebrates | celebrating their | celebrate their | prefer | speak | come from | from | from the | via | via the | through the | using the | use the
    `,
  ),
);
