import { describe, expect, it } from '@jest/globals';

import { measure, PROMISES, totalsOf } from './measure.ts';
import { readOffline } from './offline-reader.ts';
import { describeWrong } from './report.ts';
import { SENTENCE_SETS } from './sentence-sets.ts';

describe('the sentences without a model', () => {
  it.each(SENTENCE_SETS)('are mostly read exactly right, and hardly ever wrong: $title', async ({ topics }) => {
    const judgements = await measure(topics, readOffline);
    const { sentences, right, wrong } = totalsOf(judgements);
    // The list is there to be read when the promise is broken.
    if ((100 * wrong) / sentences > PROMISES.mostWrong) expect(describeWrong(judgements)).toEqual([]);
    expect((100 * wrong) / sentences).toBeLessThanOrEqual(PROMISES.mostWrong);
    expect((100 * right) / sentences).toBeGreaterThanOrEqual(PROMISES.leastRight);
  });
});
