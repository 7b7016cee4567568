import { foldText } from '@herald/shared';

import { TEXT_FIELDS } from './lexicon/profile.ts';
import { ORDER_NOUNS, ORDER_VERBS, SPENDING_VERBS, VISIT_VERBS } from './lexicon/orders.ts';
import { attributeWords } from './lexicon/attribute-words.ts';
import { PEOPLE, SKIPPED } from './lexicon/fillers.ts';
import { NUMBER_WORDS } from './lexicon/numbers.ts';
import { AUXILIARIES, LEADS, NEGATIONS } from './lexicon/structure.ts';
import { phrasesOf } from './lexicon/phrases.ts';
import { MONTHS, UNITS } from './lexicon/time.ts';
import { TOO_VAGUE } from './lexicon/vague.ts';
import type { WordsContext } from './words-context.ts';

/** Most names and values that are compared. */
const MOST_COMPARED = 3_000;
/** Longest word that is compared, in characters. */
const LONGEST_COMPARED = 40;

const KNOWN_WORDS: readonly string[] = [
  ...new Set([
    ...TEXT_FIELDS.keys(),
    ...ORDER_NOUNS,
    ...ORDER_VERBS,
    ...SPENDING_VERBS,
    ...VISIT_VERBS,
    ...PEOPLE,
    ...MONTHS.keys(),
    ...UNITS.keys(),
    'unsubscribed',
    'inactive',
    'campaign',
    'segment',
    'category',
    'product',
    'average',
    'lifetime',
    'between',
  ]),
].filter((word) => !word.includes(' ') && word.length > 3);

const IS_SPELT_RIGHT: ReadonlySet<string> = new Set([...KNOWN_WORDS, ...SKIPPED]);

/** What could be said instead of words that mean nothing here; null for no idea. */
export function adviceFor(words: string, context: WordsContext): string | null {
  const folded = foldText(words);
  const vague =
    TOO_VAGUE.get(folded) ??
    folded
      .split(' ')
      .map((word) => TOO_VAGUE.get(word))
      .find((advice) => advice !== undefined);
  if (vague !== undefined) return vague;
  const all = folded.split(' ');
  if (all.some((word) => SPENDING.has(word)) && !/\d/.test(folded)) return 'say an amount: "spent more than 10,000"';
  const near =
    nearest(folded, namesIn(context)) ??
    all.map((word) => nearest(word, namesIn(context))).find((word) => word !== undefined);
  if (near !== undefined) return `did you mean "${near}"?`;
  const value = valueIn(all);
  return value === undefined ? null : `"${value}" was not found among the cities, tags and other values of customers`;
}

const SPENDING: ReadonlySet<string> = new Set(['spent', 'spend', 'spends', 'spending']);
/** Before a value. */
const BEFORE_VALUE: ReadonlySet<string> = new Set(['in', 'from', 'tagged', 'at', 'near', 'the', 'live', 'living']);
/** Words of the grammar, which are missing as no value. */
const OF_GRAMMAR: ReadonlySet<string> = new Set([
  ...KNOWN_WORDS,
  ...SKIPPED,
  ...NEGATIONS,
  ...AUXILIARIES,
  ...LEADS,
  ...NUMBER_WORDS.keys(),
  ...MONTHS.keys(),
  ...UNITS.keys(),
  ...PEOPLE,
  ...phrasesOf('none | nothing | once | twice | thrice | only | just | next | same | city | state | country'),
]);

/** What stands alone, or after "in", where a value could: "in Goa". */
function valueIn(all: readonly string[]): string | undefined {
  const start = all.findIndex((word) => !BEFORE_VALUE.has(word));
  const rest = start === -1 ? [] : all.slice(start);
  const isValue = rest.length > 0 && rest.length <= (start === 0 ? 1 : 3);
  return isValue && rest.every((word) => /^\p{L}{3,}$/u.test(word) && !OF_GRAMMAR.has(word))
    ? rest.join(' ')
    : undefined;
}

function* namesIn({ values, attributes, segments, campaigns }: WordsContext): Generator<string> {
  yield* KNOWN_WORDS;
  for (const key of attributes?.keys() ?? []) yield attributeWords(key);
  for (const { name } of segments?.values() ?? []) yield name;
  yield* campaigns?.values() ?? [];
  for (const known of values.values()) for (const { value } of known) yield value;
}

/** The nearest name with few letters changed; the first of several. */
function nearest(word: string, names: Iterable<string>): string | undefined {
  // A word that is known is misspelt in no way.
  if (IS_SPELT_RIGHT.has(word) || word.length < 4 || word.length > LONGEST_COMPARED) return undefined;
  const most = word.length < 6 ? 1 : 2;
  let best: { name: string; distance: number } | undefined;
  let compared = 0;
  for (const name of names) {
    compared += 1;
    if (compared > MOST_COMPARED) break;
    const folded = foldText(name);
    // Who misspells a short word seldom does so in its first letter: Pune is not June.
    if (word.length < 6 && folded.charAt(0) !== word.charAt(0)) continue;
    if (Math.abs(folded.length - word.length) > most || folded === word) continue;
    const distance = distanceOf(word, folded);
    if (distance <= most && (best === undefined || distance < best.distance)) best = { name, distance };
  }
  return best?.name;
}

/** Letters to insert, leave out, change or swap with the next (optimal string alignment). */
function distanceOf(one: string, other: string): number {
  const rows: number[][] = [Array.from({ length: other.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const changed = one[i - 1] === other[j - 1] ? 0 : 1;
      const isSwapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      const swapped = isSwapped ? (rows[i - 2]?.[j - 2] ?? 0) + 1 : Infinity;
      row.push(
        Math.min((rows[i - 1]?.[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (rows[i - 1]?.[j - 1] ?? 0) + changed, swapped),
      );
    }
    rows.push(row);
  }
  return rows[one.length]?.[other.length] ?? Infinity;
}
