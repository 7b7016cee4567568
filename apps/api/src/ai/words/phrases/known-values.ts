import { foldText } from '@herald/shared';

import { type Input, isWord, memo, type Parser, wordsBetween } from '../grammar.ts';
import { SKIPPED } from '../lexicon/fillers.ts';
import type { KnownValue } from '../words-context.ts';

/** Most words of one value. */
export const LONGEST_VALUE = 5;

/** How a value may be written: in the singular or plural, with a hyphen or without. */
export function spellingsOf(phrase: string): string[] {
  const folded = foldText(phrase).replace(/\s+/g, ' ').trim();
  const forms = [folded, folded.replace(/['’]s$/, ''), folded.replaceAll(' ', '-'), folded.replaceAll('-', ' ')];
  return [
    ...new Set(forms.flatMap((form) => [form, form.replace(/s$/, ''), form.replace(/es$/, ''), `${form}s`])),
  ].filter((form) => form !== '');
}

function knownAs(input: Input, phrase: string): readonly KnownValue[] {
  for (const spelling of spellingsOf(phrase)) {
    const found = input.context.values.get(spelling);
    if (found && found.length > 0) return found;
  }
  return [];
}

/** One value, and every field in which it stands. */
export interface Value {
  text: string;
  known: readonly KnownValue[];
  isQuoted: boolean;
}

/** The longest value that is known; a text in quotes is one in any case. */
const value: Parser<Value> = memo((input, at) => {
  const token = input.tokens[at];
  if (token?.kind === 'quoted') {
    const known = input.context.values.get(foldText(token.value)) ?? [];
    return token.value === '' ? [] : [{ value: { text: token.value, known, isQuoted: true }, end: at + 1 }];
  }
  const results = [];
  for (let length = Math.min(LONGEST_VALUE, input.tokens.length - at); length >= 1; length -= 1) {
    const phrase = wordsBetween(input, at, at + length);
    const known = length === 1 && SKIPPED.has(token?.text ?? '') ? [] : knownAs(input, phrase);
    if (known.length > 0) results.push({ value: { text: phrase, known, isQuoted: false }, end: at + length });
  }
  return results;
});

/** Which fields a list may be about. */
export type FieldFilter = (known: Pick<KnownValue, 'field' | 'scope'>) => boolean;

export interface ValueList {
  /** The fields that have all of the values, and the values as they stand there. */
  fields: Map<string, string[]>;
  /** Texts in quotes, which may be of any field. */
  quoted: string[] | undefined;
  /** Undefined for a single value. */
  joiner: 'and' | 'or' | undefined;
}

/** Longest list. */
const MOST_VALUES = 40;

/** Values of one field: `Pune, Mumbai or Nashik`. */
export function valueList(accepts: FieldFilter): Parser<ValueList> {
  const listed: Parser<ValueList> = (input, at) => {
    const results: { value: ValueList; end: number }[] = [];
    for (const first of value(input, at)) {
      const list = startList(first.value, accepts);
      if (list) results.push(...grow(input, list, first.end, accepts));
    }
    return results;
  };
  return (input, at) => (isWord(input.tokens[at], '(') ? inBrackets(listed(input, at + 1), input) : listed(input, at));
}

/** `('India', 'France')`: any of them. */
function inBrackets(lists: readonly { value: ValueList; end: number }[], { tokens }: Input) {
  return lists
    .filter(({ end }) => isWord(tokens[end], ')'))
    .map(({ value: list, end }) => ({ value: { ...list, joiner: list.joiner ?? ('or' as const) }, end: end + 1 }));
}

function startList({ text, known, isQuoted }: Value, accepts: FieldFilter): ValueList | undefined {
  const fields = new Map<string, string[]>();
  for (const { field, value: stored, scope } of known) {
    if (accepts({ field, scope })) fields.set(field, [...(fields.get(field) ?? []), stored]);
  }
  if (fields.size === 0 && !isQuoted) return undefined;
  return { fields, quoted: isQuoted ? [text] : undefined, joiner: undefined };
}

function grow(input: Input, list: ValueList, end: number, accepts: FieldFilter): { value: ValueList; end: number }[] {
  const results = [{ value: list, end }];
  let [current, at] = [list, end];
  for (let count = 1; count < MOST_VALUES; count += 1) {
    const joined = joinerAt(input, at);
    if (!joined) break;
    const next = value(input, joined.end)
      .map((one) => ({ end: one.end, value: startList(one.value, accepts) }))
      .find((one) => one.value !== undefined && bothIn(current, one.value));
    if (!next?.value) break;
    if (joined.joiner && current.joiner && joined.joiner !== current.joiner) break;
    const both = bothIn(current, next.value);
    if (!both) break;
    current = { ...both, joiner: joined.joiner ?? current.joiner };
    at = next.end;
    results.unshift({ value: current, end: at });
  }
  return results;
}

/** `,` joins as what comes later does; `or` and `and` say it. */
function joinerAt({ tokens }: Input, at: number): { joiner: 'and' | 'or' | undefined; end: number } | undefined {
  const hasComma = isWord(tokens[at], ',');
  const next = hasComma ? at + 1 : at;
  for (const [joiner, phrases] of JOINERS) {
    for (const phrase of phrases) {
      if (phrase.every((word, ahead) => isWord(tokens[next + ahead], word))) {
        const end = next + phrase.length;
        return { joiner, end: DETERMINERS.has(tokens[end]?.text ?? '') ? end + 1 : end };
      }
    }
  }
  return hasComma ? { joiner: undefined, end: next } : undefined;
}

const JOINERS: readonly ['and' | 'or', readonly string[][]][] = [
  ['or', [['or'], ['/']]],
  ['and', [['and'], ['&'], ['as', 'well', 'as'], ['along', 'with'], ['together', 'with']]],
];

/** Between what joins a list and its next value: "in Pune or in Mumbai". */
const DETERMINERS: ReadonlySet<string> = new Set(['a', 'an', 'the', 'any', 'some', 'in', 'from', 'of', 'our']);

function bothIn(one: ValueList, other: ValueList): ValueList | undefined {
  const fields = new Map<string, string[]>();
  for (const [field, values] of one.fields) {
    const others = other.fields.get(field) ?? (other.quoted && other.fields.size === 0 ? other.quoted : undefined);
    if (others) fields.set(field, [...new Set([...values, ...others])]);
  }
  const quoted = one.quoted && other.quoted ? [...one.quoted, ...other.quoted] : undefined;
  return fields.size > 0 || quoted ? { fields, quoted, joiner: one.joiner ?? other.joiner } : undefined;
}
