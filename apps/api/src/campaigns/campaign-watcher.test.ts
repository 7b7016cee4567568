import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { CampaignProgress } from '@herald/shared';

import { CampaignWatcher } from './campaign-watcher.ts';

const INTERVAL_MS = 1_000;

/** As much of it as is looked at here. */
const sent = (sentCount: number) => ({ sentCount }) as CampaignProgress;

let looks: string[];
let now: Record<string, CampaignProgress | undefined | Error>;
let watcher: CampaignWatcher;

beforeEach(() => {
  jest.useFakeTimers();
  looks = [];
  now = { a: sent(0), b: sent(0) };
  watcher = new CampaignWatcher(async (id) => {
    looks.push(id);
    const answer = now[id];
    if (answer instanceof Error) throw answer;
    return answer && { ...answer };
  }, INTERVAL_MS);
});
afterEach(() => {
  expect([watcher.size, jest.getTimerCount()]).toEqual([0, 0]);
  jest.useRealTimers();
});

const follow = (id = 'a', stop = new AbortController()) => {
  const changes = watcher.follow(id, stop.signal);
  return { next: () => changes.next(), leave: () => changes.return(), stop: () => stop.abort() };
};

describe('whoever follows a campaign', () => {
  it('is told how it stands at once, and then when that has changed', async () => {
    const one = follow();
    expect(await one.next()).toEqual({ done: false, value: sent(0) });
    const change = one.next();
    await jest.advanceTimersByTimeAsync(3 * INTERVAL_MS);
    expect(looks).toHaveLength(4);
    now['a'] = sent(5);
    await jest.advanceTimersByTimeAsync(INTERVAL_MS);
    expect(await change).toEqual({ done: false, value: sent(5) });
    await one.leave();
  });

  it('shares the looks with all others, and is told what they know already', async () => {
    const many = Array.from({ length: 50 }, () => follow());
    expect(await Promise.all(many.map((each) => each.next()))).toHaveLength(50);
    await jest.advanceTimersByTimeAsync(INTERVAL_MS);
    expect(looks).toEqual(['a', 'a']);
    const late = follow();
    expect(await late.next()).toEqual({ done: false, value: sent(0) });
    expect(looks).toEqual(['a', 'a']);
    for (const each of [...many, late]) await each.leave();
  });

  it('is told of the last of several changes when it was busy', async () => {
    const one = follow();
    await one.next();
    for (const count of [1, 2, 3]) {
      now['a'] = sent(count);
      await jest.advanceTimersByTimeAsync(INTERVAL_MS);
    }
    expect(await one.next()).toEqual({ done: false, value: sent(3) });
    await one.leave();
  });

  it('leaves no looks behind when it was the last, whether it waits or is busy', async () => {
    const [waiting, busy] = [follow(), follow()];
    await Promise.all([waiting.next(), busy.next()]);
    const nothing = waiting.next();
    await busy.leave();
    expect(watcher.size).toBe(1);
    waiting.stop();
    expect(await nothing).toEqual({ done: true, value: undefined });
  });

  it('does not begin when it is stopped already', async () => {
    const one = follow();
    one.stop();
    expect(await one.next()).toEqual({ done: true, value: undefined });
    await jest.runAllTimersAsync();
  });

  it('hears nothing of another campaign', async () => {
    const [a, b] = [follow('a'), follow('b')];
    await Promise.all([a.next(), b.next()]);
    const change = a.next();
    now['b'] = sent(9);
    await jest.advanceTimersByTimeAsync(INTERVAL_MS);
    expect(await b.next()).toEqual({ done: false, value: sent(9) });
    a.stop();
    expect(await change).toEqual({ done: true, value: undefined });
    await b.leave();
  });

  it('is at the end when the campaign is not there, or is not there any more', async () => {
    expect(await follow('nobody').next()).toEqual({ done: true, value: undefined });
    const one = follow();
    await one.next();
    const end = one.next();
    now['a'] = undefined;
    await jest.advanceTimersByTimeAsync(INTERVAL_MS);
    expect(await end).toEqual({ done: true, value: undefined });
  });

  it('is told why a look failed; whoever comes later looks anew', async () => {
    const [one, other] = [follow(), follow()];
    await Promise.all([one.next(), other.next()]);
    now['a'] = new Error('the database went away');
    const failed = Promise.allSettled([one.next(), other.next()]);
    await jest.advanceTimersByTimeAsync(INTERVAL_MS);
    expect((await failed).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    now['a'] = sent(1);
    const late = follow();
    expect(await late.next()).toEqual({ done: false, value: sent(1) });
    await late.leave();
  });
});
