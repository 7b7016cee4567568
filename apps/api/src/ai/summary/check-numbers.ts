import type { CampaignFact } from '@herald/shared';

/** Takes the place of a fact that was found, so that what is left can be searched. */
const FOUND = '\u0001';

const NUMBER_WORDS =
  'zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|' +
  'twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|lakhs?|lacs?|crores?|millions?|' +
  'billions?|trillions?|dozens?|scores?|couple|pair|half|halves|thirds?|quarters?|fifths?|tenths?|once|twice|thrice|' +
  'doubled?|tripled?|triple|quadrupled?|(?:two|three|four|five|ten|hundred)fold|first|second|fourth|sixth|seventh|' +
  'eighth|ninth|single|both';
const UNIT_WORDS =
  'per ?cent|percent(?:age)?|minutes?|mins?|hours?|hrs?|seconds?|secs?|days?|weeks?|months?|years?|' +
  '(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|june|july|august|september|october|' +
  'november|december|noon|midnight|yesterday|today|tomorrow';
const WORDS = new RegExp(`(?<![\\p{L}\\p{M}])(?:${NUMBER_WORDS}|${UNIT_WORDS})(?![\\p{L}\\p{M}])`, 'giu');

/** Digits of every script, fractions and numerals; what makes a unit; numerals that are letters. */
const NUMERALS = /[\p{N}%‰٪﹪％\p{Sc}零〇一二三四五六七八九十百千万亿億两兩]+(?:[.,:/]\p{N}+)*/gu;
const ADDRESSES = /\S{0,64}@\S{0,64}|\b(?:https?|ftp):\S{0,64}|\bwww\.\S{0,64}|[\p{L}\p{N}-]{1,63}\.[\p{L}]{2,63}/giu;
const QUOTES = /["“”„«»‹›「」]/u;

/** A fact is not found in the middle of a number or a word, nor with a sign that makes it another. */
const BEFORE = String.raw`(?<![\p{L}\p{M}\p{N}\p{Sc}]|\p{N}[.,:/'’ ]|[-−+~≈<>≤≥±]\s?|\p{N}\s?[–—])`;
/** Nor when a unit follows that is not its own, or more digits. */
const AFTER = String.raw`(?![\p{L}\p{M}\p{N}\p{Sc}]|[.,:/'’]\p{N}|\s?[-–—−/×^]\s?\p{N}|\s?[%‰٪﹪％\p{Sc}+]|[-\s]?(?:per ?cent|percent|k|m|bn|mn|cr|x|points?|thousands?|lakhs?|lacs?|crores?|millions?|billions?|hundreds?|dozens?|minutes?|mins?|hours?|hrs?|seconds?|days?|weeks?|months?|years?|times|th|st|nd|rd|rs|inr|usd|eur|gbp)(?![\p{L}\p{M}]))`;

/**
 * Whether every number, date, time and name in quotes that a text says is one of the facts, with its unit.
 *
 * A number must stand as its fact is written: `95 %` is not `95`, nor `95 people` when 95 is only known in per
 * cent. Numbers in words, fractions, other scripts and multiples are not written so, and are complained about.
 *
 * @param text with a neutral name for the campaign, whose own name may hold anything.
 * @returns what is wrong, in words; empty for nothing.
 */
export function complaintsAboutNumbers(text: string, facts: readonly CampaignFact[]): string[] {
  const rest = withoutFacts(text, facts);
  const numbers = [...rest.matchAll(NUMERALS), ...rest.matchAll(WORDS)].map(([found]) => found);
  const addresses = [...rest.matchAll(ADDRESSES)].map(([found]) => found);
  return [
    ...distinct(numbers).map((found) => `"${found}" is no fact as it is written there`),
    ...distinct(addresses).map((found) => `"${found}" looks like an address`),
    ...(QUOTES.test(rest) ? ['nothing may be quoted'] : []),
  ];
}

/** The text with a mark for each fact in it, the longest first where one is part of another. */
function withoutFacts(text: string, facts: readonly CampaignFact[]): string {
  const texts = distinct(facts.map((fact) => fact.text)).toSorted((a, b) => b.length - a.length);
  if (texts.length === 0) return text;
  // At the start of a sentence a name is capitalised.
  const any = texts.map((each) =>
    escapeRegExp(each).replace(/^\p{L}/u, (letter) => `[${letter}${letter.toUpperCase()}]`),
  );
  return text.replaceAll(new RegExp(`${BEFORE}(?:${any.join('|')})${AFTER}`, 'giu'), FOUND);
}

function escapeRegExp(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}
