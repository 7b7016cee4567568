import { describe, expect, it } from '@jest/globals';

import { RestartLimit } from './restart-limit.ts';

describe('RestartLimit', () => {
  it('waits longer each time and gives up at the fifth death within a minute', () => {
    const limit = new RestartLimit(() => 0);
    expect([1, 2, 3, 4, 5].map(() => limit.delayAfterDeathMs())).toEqual([200, 400, 800, 1600, undefined]);
  });

  it('forgets deaths that are a minute old', () => {
    let now = 0;
    const limit = new RestartLimit(() => now);
    const delays = Array.from({ length: 20 }, () => {
      now += 20_000;
      return limit.delayAfterDeathMs();
    });
    expect(delays).not.toContain(undefined);
    expect(Math.max(...delays.map(Number))).toBe(800);
  });
});
