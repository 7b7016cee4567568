import { FIELDS, foldText, ORDER_FIELDS } from '@herald/shared';
import type { SegmentRules } from '@herald/shared';

import type { Assumption, Unmapped } from '../words/words-context.ts';
import { COMMON_WORDS } from './common-words.ts';
import type { FoundValue, SegmentRulesInput } from './segment-rules-input.ts';
import { askedValues } from './text-values.ts';
import type { AskedValue } from './text-values.ts';

/** Values that only one customer has are in a text by chance more often than on purpose. */
const LEAST_CUSTOMERS = 2;
/** Of letters; shorter values are in words of every text. */
const LEAST_LENGTH = 3;
const NUMBER =
  /(?<![\p{L}\p{N}.,])(\d{1,3}(?:,\d{2,3})+|\d+)(\.\d+)?\s*(k|m|mn|million|l|lakhs?|lacs?|cr|crores?)?(?![\p{L}\p{N}])/giu;
const FACTORS: Readonly<Record<string, number>> = {
  k: 1e3,
  m: 1e6,
  mn: 1e6,
  million: 1e6,
  l: 1e5,
  lakh: 1e5,
  lac: 1e5,
  cr: 1e7,
  crore: 1e7,
};
/** Days in what numbers of times count, and one for what is no time. */
const DAYS = [1, 7, 30, 90, 365];

/**
 * Words of the text that a model's answer neither made a rule of nor said anything of: values that
 * customers have, and numbers. A restriction that is left out silently makes an audience larger.
 */
export function overlookedWords(
  { rules, assumptions, unmapped }: { rules: SegmentRules; assumptions: Assumption[]; unmapped: Unmapped[] },
  input: SegmentRulesInput,
): Unmapped[] {
  const asked = askedValues(rules, input.context.attributes);
  const names = [...input.named.segments, ...input.named.campaigns].map(({ name }) => foldText(name));
  const said = [...[...assumptions, ...unmapped].map(({ words }) => foldText(words)), ...names];
  return [...overlookedValues(input.found, asked, said), ...overlookedNumbers(input.text, asked, said)];
}

function overlookedValues(found: readonly FoundValue[], asked: AskedValue[], said: string[]): Unmapped[] {
  const accounted = [...said, ...asked.filter(({ isText }) => isText).map(({ value }) => foldText(String(value)))];
  const overlooked = new Map<string, FoundValue>();
  for (const value of found) {
    if (value.customers < LEAST_CUSTOMERS || isNoRestriction(value.phrase) || overlooked.has(value.phrase)) continue;
    if (accounted.some((words) => words.includes(value.phrase) || value.phrase.includes(words))) continue;
    overlooked.set(value.phrase, value);
  }
  return [...overlooked.values()].map(({ value, field }) => ({
    words: value,
    advice: `"${value}" is a value of ${field}, and the rules do not ask for it`,
  }));
}

/** "email" says which field is meant, even where it is also the channel that somebody likes best. */
function isNoRestriction(phrase: string): boolean {
  return phrase.length < LEAST_LENGTH || COMMON_WORDS.has(phrase) || WORDS_OF_FIELDS.has(phrase);
}

function overlookedNumbers(text: string, asked: AskedValue[], said: string[]): Unmapped[] {
  const numbers = new Set(asked.flatMap(({ value }) => numbersIn(value)));
  return [...text.matchAll(NUMBER)].flatMap(([words, whole = '', fraction = '', unit = '']): Unmapped[] => {
    const number = Number(whole.replaceAll(',', '') + fraction) * (FACTORS[unit.toLowerCase().replace(/s$/, '')] ?? 1);
    const isAsked =
      DAYS.some((days) => numbers.has(number * days)) || numbers.has(number + 1) || numbers.has(number - 1);
    if (isAsked || said.some((each) => each.includes(whole))) return [];
    return [{ words: words.trim(), advice: 'no rule asks for this number' }];
  });
}

/** Of a date the year, the month and the day. */
function numbersIn(value: AskedValue['value']): number[] {
  if (typeof value === 'number') return [value];
  return (String(value).match(/\d+/g) ?? []).map(Number);
}

const WORDS_OF_FIELDS: ReadonlySet<string> = new Set(
  [...Object.values(FIELDS), ...Object.values(ORDER_FIELDS)].flatMap(({ label }) => [
    foldText(label),
    ...foldText(label).split(/[^\p{L}]+/u),
  ]),
);
