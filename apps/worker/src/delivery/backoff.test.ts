import { describe, expect, it } from '@jest/globals';

import { backoffMs } from './backoff.ts';

describe('backoffMs', () => {
  it('doubles, up to the longest', () => {
    expect([0, 1, 2, 3, 50].map((times) => backoffMs(times, 500, 3_000, 0))).toEqual([500, 1_000, 2_000, 3_000, 3_000]);
  });

  it('takes off up to half of it by chance', () => {
    expect([0, 0.5, 1].map((random) => backoffMs(1, 500, 60_000, random))).toEqual([1_000, 750, 500]);
  });
});
