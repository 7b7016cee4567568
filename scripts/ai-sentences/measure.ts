import type { SegmentRules } from '@herald/shared';

import { meaningsOf, type Sentence, type Topic } from './sentence.ts';
import { audienceOf, audienceOfRules } from './shop.ts';

/** What was made of a sentence. */
export type Reading = { rules: SegmentRules; note?: string } | { refused: string };
export type Reader = (text: string) => Reading | Promise<Reading>;

/**
 * `right`: exactly the people meant, or a refusal of what must be refused. `wrong`: rules, and they
 * select others, or there should be none. `refused`: "I do not know" where there was an answer.
 */
export type Verdict = 'right' | 'refused' | 'wrong';

export interface Judgement {
  topic: string;
  sentence: Sentence;
  reading: Reading;
  verdict: Verdict;
  /** How the audience differs from the acceptable one that is nearest; null where nothing is to be compared. */
  difference: Difference | null;
}

/** Counts of customers. */
export interface Difference {
  meant: number;
  found: number;
  missing: number;
  tooMany: number;
}

export interface Totals {
  sentences: number;
  right: number;
  refused: number;
  wrong: number;
}

/** Herald's two promises, in per cent of all sentences. */
export const PROMISES = { leastRight: 85, mostWrong: 2 };

export async function measure(topics: readonly Topic[], read: Reader): Promise<Judgement[]> {
  const judgements: Judgement[] = [];
  for (const { topic, sentences } of topics) {
    // One after the other: a model behind a daily limit is asked politely.
    for (const sentence of sentences) {
      judgements.push({ topic, sentence, ...judge(sentence, await read(sentence.says)) });
    }
  }
  return judgements;
}

function judge(sentence: Sentence, reading: Reading): Omit<Judgement, 'topic' | 'sentence'> {
  const meanings = meaningsOf(sentence);
  if ('refused' in reading) {
    return { reading, verdict: meanings.length === 0 ? 'right' : 'refused', difference: null };
  }
  const found = audienceOfRules(reading.rules);
  const differences = meanings.map((means) => differenceBetween(audienceOf(means), found));
  const difference = differences.sort((one, other) => peopleIn(one) - peopleIn(other))[0] ?? null;
  return { reading, verdict: difference !== null && peopleIn(difference) === 0 ? 'right' : 'wrong', difference };
}

function differenceBetween(meant: ReadonlySet<number>, found: ReadonlySet<number>): Difference {
  return {
    meant: meant.size,
    found: found.size,
    missing: countOutside(found, meant),
    tooMany: countOutside(meant, found),
  };
}

function countOutside(set: ReadonlySet<number>, positions: ReadonlySet<number>): number {
  return [...positions].filter((position) => !set.has(position)).length;
}

function peopleIn({ missing, tooMany }: Difference): number {
  return missing + tooMany;
}

export function totalsOf(judgements: readonly Judgement[]): Totals {
  const count = (wanted: Verdict) => judgements.filter(({ verdict }) => verdict === wanted).length;
  return { sentences: judgements.length, right: count('right'), refused: count('refused'), wrong: count('wrong') };
}

/** An empty set keeps no promise: nothing was measured. */
export function keepsPromises({ sentences, right, wrong }: Totals): boolean {
  return (
    sentences > 0 && right * 100 >= PROMISES.leastRight * sentences && wrong * 100 <= PROMISES.mostWrong * sentences
  );
}
