import { describe, expect, it } from '@jest/globals';

import { city } from './meanings.ts';
import type { Topic } from './sentence.ts';
import { setsOf } from './sentence-sets.ts';

const PLACES: Topic = { topic: 'places', sentences: [{ says: 'in Pune', means: city('Pune') }] };

describe('the sets of sentences', () => {
  it('are judged apart', () => {
    const unseen: Topic = { ...PLACES, topic: 'unseen: places' };
    expect(setsOf([PLACES], [unseen])).toEqual([
      { title: 'Seen while the parser was written', topics: [PLACES] },
      { title: 'Not seen before', topics: [unseen] },
    ]);
  });

  it('leave out the unseen ones while there are none, and never the others', () => {
    expect(setsOf([PLACES], []).map(({ topics }) => topics)).toEqual([[PLACES]]);
    expect(setsOf([], []).map(({ topics }) => topics)).toEqual([[]]);
  });
});
