import type { Topic } from './sentence.ts';
import { TOPICS } from './sentences/all-topics.ts';
import { UNSEEN_TOPICS } from './unseen/all-unseen.ts';

/** Sentences that are counted together, apart from all others. */
export interface SentenceSet {
  title: string;
  topics: readonly Topic[];
}

/** The promises hold for each set by itself: what the parser was written by must not make up for the rest. */
export const SENTENCE_SETS = setsOf(TOPICS, UNSEEN_TOPICS);

export function setsOf(seen: readonly Topic[], unseen: readonly Topic[]): readonly SentenceSet[] {
  const sets = [{ title: 'Seen while the parser was written', topics: seen }];
  return unseen.length === 0 ? sets : [...sets, { title: 'Not seen before', topics: unseen }];
}
