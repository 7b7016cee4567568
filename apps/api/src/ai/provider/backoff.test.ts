import { describe, expect, it } from '@jest/globals';

import { backoffOf } from './backoff.ts';

describe('backoffOf', () => {
  it.each([
    [1, 0, 250],
    [1, 1, 500],
    [2, 1, 1_000],
    [3, 1, 2_000],
    [9, 1, 8_000],
    [900, 0, 4_000],
  ])('waits, after failure %i and with %f of the jitter, for %i ms', (failures, random, expected) =>
    expect(backoffOf(failures, undefined, random)).toBe(expected),
  );

  it('waits longer than it is asked to, but not for ever', () => {
    expect(backoffOf(1, 7_000, 0)).toBe(7_250);
    expect(backoffOf(1, 15_000, 0)).toBe(15_250);
    expect(backoffOf(1, 15_001, 0)).toBeUndefined();
  });
});
