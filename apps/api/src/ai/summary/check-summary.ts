import type { CampaignFact } from '@herald/shared';

import { complaintsAboutNumbers } from './check-numbers.ts';
import { complaintsAboutPlaces } from './check-places.ts';
import { CAMPAIGN, fillIn, PLACEHOLDER } from './fill-in.ts';
import { SUMMARY_WORDS } from './summary-words.ts';

/** Most characters of a summary, filled in but for the name of the campaign. */
export const MOST_CHARACTERS = 1_200;
const NEUTRAL_NAME = 'The campaign';
const MOST_COMPLAINTS = 20;
const WORD = /[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{M}\p{N}]+)*/gu;
/** What may stand between words. */
const OTHER_MARKS = /[^\p{L}\p{M}\p{N}\s.,:;()–—'’-]/gu;

/**
 * What is wrong with a text that a model wrote: it may only say facts, each as `{id}` and of what it is about,
 * joined by words of which none can be a number, a name or a claim.
 *
 * @param facts those that it may name.
 * @returns in words that the model is shown; empty for nothing.
 */
export function complaintsAboutSummary(template: string, facts: readonly CampaignFact[]): string[] {
  if (template.length > 2 * MOST_CHARACTERS) return [`the text is longer than ${MOST_CHARACTERS} characters`];
  const filled = fillIn(template, facts, NEUTRAL_NAME);
  return [
    ...(filled.length > MOST_CHARACTERS ? [`the text is longer than ${MOST_CHARACTERS} characters`] : []),
    ...unknownFacts(template, facts),
    ...missingFacts(template, facts),
    ...forbiddenWords(template),
    ...complaintsAboutPlaces(
      template,
      facts.map(({ id }) => id),
    ),
    // What names no fact is complained about above.
    ...complaintsAboutNumbers(filled.replaceAll(PLACEHOLDER, ' '), facts),
  ].slice(0, MOST_COMPLAINTS);
}

function unknownFacts(template: string, facts: readonly CampaignFact[]): string[] {
  const known = new Set([CAMPAIGN, ...facts.map(({ id }) => id)]);
  const asked = [...template.matchAll(PLACEHOLDER)].map(([, id = '']) => id);
  return distinct(asked.filter((id) => !known.has(id))).map((id) => `there is no fact {${id}}`);
}

/** Without these, a summary would hide what matters. */
function missingFacts(template: string, facts: readonly CampaignFact[]): string[] {
  const wanted = [
    CAMPAIGN,
    'delivered',
    ...facts.filter(({ id, value }) => id === 'failed' && value !== 0).map(({ id }) => id),
  ];
  return wanted.filter((id) => !template.includes(`{${id}}`)).map((id) => `{${id}} is missing`);
}

function forbiddenWords(template: string): string[] {
  const between = template.replaceAll(PLACEHOLDER, ' ');
  const words = [...between.matchAll(WORD)].map(([word]) => word).filter((word) => !isAllowed(word));
  const marks = [...between.matchAll(OTHER_MARKS)].map(([mark]) => mark);
  return [
    ...distinct(words).map((word) => `"${word}" is none of the words that may be used`),
    ...distinct(marks).map((mark) => `"${mark}" may not be used`),
    ...(/[\r\n]/.test(template.trim()) ? ['the text must be one paragraph'] : []),
  ];
}

function isAllowed(word: string): boolean {
  // Not folded: a letter that only looks like one of ours is none.
  return /^[A-Za-z]?[a-z-]*$/.test(word) && SUMMARY_WORDS.has(word.toLowerCase());
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}
