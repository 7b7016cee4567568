import { describe, expect, it } from '@jest/globals';

import { Pacer } from './pacer.ts';

describe('Pacer', () => {
  it('spaces turns evenly, however many come at once', () => {
    const pacer = new Pacer(40);
    expect([1, 2, 3, 4].map(() => pacer.take(1_000))).toEqual([0, 25, 50, 75]);
    // Time that passes counts, and no turn comes early.
    expect([pacer.take(1_090), pacer.take(1_090.5)]).toEqual([10, 35]);
  });

  it('saves up nothing while nobody comes', () => {
    const pacer = new Pacer(40);
    pacer.take(1_000);
    expect([pacer.take(9_000), pacer.take(9_000)]).toEqual([0, 25]);
  });

  it('lets everybody through when there is no limit', () => {
    const pacer = new Pacer(0);
    expect([1, 2, 3].map(() => pacer.take(1_000))).toEqual([0, 0, 0]);
  });
});
