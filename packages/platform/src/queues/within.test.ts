import { describe, expect, it } from '@jest/globals';

import { within } from './within.ts';

describe('within', () => {
  it('settles as the promise does', async () => {
    expect(await within(1_000, Promise.resolve(1))).toBe(1);
    await expect(within(1_000, Promise.reject(new Error('no')))).rejects.toThrow('no');
  });

  it('gives up after its time', async () => {
    await expect(within(20, new Promise(() => {}))).rejects.toThrow('no answer within 20 ms');
  });

  it('leaves no timer behind', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
    const before = timers();
    await Promise.all(Array.from({ length: 10 }, () => within(60_000, Promise.resolve())));
    expect(timers()).toBeLessThanOrEqual(before);
  });
});
