import { describe, expect, it } from '@jest/globals';

import type { Meaning } from './meaning.ts';
import { meaningsOf } from './sentence.ts';
import { SENTENCE_SETS } from './sentence-sets.ts';
import { audienceOf, CUSTOMERS } from './shop.ts';

const TOPICS = SENTENCE_SETS.flatMap(({ topics }) => topics);
const SENTENCES = TOPICS.flatMap(({ sentences }) => sentences);
const ANSWERABLE = SENTENCES.filter((sentence) => !('refuse' in sentence));

function keyOf(meaning: Meaning): string {
  return [...audienceOf(meaning)].join();
}

describe('the sentences', () => {
  it('are at least 500, each said once', () => {
    const said = SENTENCES.map(({ says }) => says.toLowerCase());
    expect(said.length).toBeGreaterThanOrEqual(500);
    expect(new Set(said).size).toBe(said.length);
  });

  it('are under topics that are named apart, so that each is counted by itself', () => {
    expect(new Set(TOPICS.map(({ topic }) => topic)).size).toBe(TOPICS.length);
  });

  it('reach somebody and never everybody', () => {
    const useless = ANSWERABLE.filter((sentence) =>
      meaningsOf(sentence).some((means) => [0, CUSTOMERS.length].includes(audienceOf(means).size)),
    );
    expect(useless.map(({ says }) => says)).toEqual([]);
  });

  it('mean many different audiences, so that one lucky answer is right only once', () => {
    const audiences = new Set(ANSWERABLE.flatMap((sentence) => meaningsOf(sentence).map(keyOf)));
    expect(audiences.size).toBeGreaterThanOrEqual(300);
  });

  it('can be told from what a careless reader would take them for', () => {
    const indistinct = ANSWERABLE.filter((sentence) => {
      const [means, other] = meaningsOf(sentence);
      // With two good readings, what is careless in one of them may be the other.
      if (means === undefined || other !== undefined) return false;
      const key = keyOf(means);
      return (means.misreadings ?? []).some((misreading) => keyOf(misreading) === key);
    });
    expect(indistinct.map(({ says }) => says)).toEqual([]);
  });
});
