import type { Meaning } from './meaning.ts';

/** A sentence that rules can be made of. */
export interface Answerable {
  says: string;
  /** Every audience that an honest reader may give; more than one only where two readings are equally good. */
  means: Meaning | readonly Meaning[];
  /** Saying "I do not know" is honest too: it is counted as not right, and not as wrong. */
  mayRefuse?: true;
}

/** A sentence of which no honest reader makes rules. */
export interface Unanswerable {
  says: string;
  /** Why. */
  refuse: string;
}

export type Sentence = Answerable | Unanswerable;

export interface Topic {
  topic: string;
  sentences: readonly Sentence[];
}

/** The acceptable meanings; none of a sentence that must be refused. */
export function meaningsOf(sentence: Sentence): readonly Meaning[] {
  if ('refuse' in sentence) return [];
  return typeof sentence.means === 'function' ? [sentence.means] : sentence.means;
}
