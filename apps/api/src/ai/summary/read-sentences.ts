/** What follows one counts as further away: it speaks of something else. */
const BOUNDARIES = new Set([',', ';', ':', '–', '—', 'and', 'but', 'while']);
export const STEP_OVER_BOUNDARY = 10;
const TOKEN = /\{(?<id>[^{}]*)\}|(?<word>[\p{L}\p{M}'’-]+)|(?<mark>\S)/gu;
export const ARTICLES = new Set(['the', 'its', 'a']);
/** What may stand between a number and "of": `{delivered} messages of {reached}`, `{delivered} of a total of {reached}`. */
const COUNTED = new Set([
  'messages',
  'people',
  'recipients',
  'customers',
  'deliveries',
  'failures',
  'out',
  'total',
  'of',
  'was',
  'were',
  'delivered',
  'failed',
  'reached',
]);

export type Outcome = 'reached' | 'delivered' | 'failed' | 'cancelled' | 'excluded' | 'held_out' | 'open';

/** Words that say how messages ended; of two words, both must follow each other. */
const OUTCOME_WORDS: readonly (readonly [outcome: Outcome, first: RegExp, second?: RegExp])[] = [
  ['reached', /^(reach(ed|ing)?|sent|went|contact(ed)?)$/],
  ['delivered', /^(deliver|arriv|receiv)/],
  ['failed', /^fail/],
  ['cancelled', /^(cancel|stopped)/],
  ['excluded', /^exclu/],
  ['excluded', /^left$/, /^out$/],
  ['held_out', /^held$/, /^(out|back)$/],
  ['held_out', /^holdout$/],
  ['open', /^open$/],
];

export interface Placed {
  /** Where it stands: the distance between two is how far one is from the other. */
  at: number;
}
export interface PlacedFact extends Placed {
  id: string;
  /** The word before it but for an article. */
  after: string;
  /** The fact of which it is the whole: `delivered` in "{delivered} of {reached}". */
  wholeOf: string | undefined;
}
export interface PlacedWord extends Placed {
  word: string;
}
export interface PlacedOutcome extends PlacedWord {
  outcome: Outcome;
}
export interface Sentence {
  facts: PlacedFact[];
  words: PlacedWord[];
  outcomes: PlacedOutcome[];
}

/** A text with placeholders by its sentences: where its facts stand, and its words, in lower case. */
export function readSentences(template: string): Sentence[] {
  const sentences: Sentence[] = [];
  let sentence = new SentenceReader();
  for (const { groups } of template.matchAll(TOKEN)) {
    const { id, word, mark } = groups ?? {};
    if (id !== undefined) sentence.takeFact(id);
    else if (word !== undefined) sentence.takeWord(word.toLowerCase());
    else if (mark !== undefined) sentence.takeMark(mark);
    if (mark === undefined || !'.!?'.includes(mark)) continue;
    sentences.push(sentence.read);
    sentence = new SentenceReader();
  }
  return [...sentences, sentence.read];
}

class SentenceReader {
  readonly read: Sentence = { facts: [], words: [], outcomes: [] };
  private at = 0;
  /** What came before, last first. */
  private readonly before: ({ id: string } | { word: string })[] = [];

  takeFact(id: string): void {
    this.at += 1;
    const [near, ...further] = this.before.filter((each) => 'id' in each || !ARTICLES.has(each.word));
    const after = near !== undefined && 'word' in near ? near.word : '';
    const counting = further.find((each) => 'id' in each || !COUNTED.has(each.word));
    const wholeOf = after === 'of' && counting !== undefined && 'id' in counting ? counting.id : undefined;
    this.read.facts.push({ at: this.at, id, after, wholeOf });
    this.before.unshift({ id });
  }

  takeWord(word: string): void {
    this.at += BOUNDARIES.has(word) ? STEP_OVER_BOUNDARY : 1;
    const last = this.read.words.at(-1)?.word ?? '';
    for (const [outcome, first, second] of OUTCOME_WORDS) {
      const isThere = second === undefined ? first.test(word) : first.test(last) && second.test(word);
      if (isThere) this.read.outcomes.push({ at: this.at, word, outcome });
    }
    this.read.words.push({ at: this.at, word });
    this.before.unshift({ word });
  }

  takeMark(mark: string): void {
    if (BOUNDARIES.has(mark)) this.at += STEP_OVER_BOUNDARY;
    this.before.unshift({ word: mark });
  }
}
