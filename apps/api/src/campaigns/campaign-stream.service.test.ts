import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { newId } from '@herald/shared';
import type { CampaignProgress } from '@herald/shared';

import { CampaignStreamService } from './campaign-stream.service.ts';
import { CampaignWatcher } from './campaign-watcher.ts';

const LIMITS = { longestMs: 60_000, heartbeatMs: 15_000, mostStreams: 4, mostPerCaller: 2 };

const progress = (change: Partial<CampaignProgress> = {}) =>
  ({ status: 'SENDING', sentCount: 0, completedAt: null, ...change }) as CampaignProgress;

let now: CampaignProgress | undefined;
let watcher: CampaignWatcher;
let streams: CampaignStreamService;

beforeEach(() => {
  jest.useFakeTimers();
  now = progress();
  watcher = new CampaignWatcher(async () => now && { ...now }, 1_000);
  streams = new CampaignStreamService(watcher, LIMITS);
});
afterEach(() => {
  expect([watcher.size, jest.getTimerCount()]).toEqual([0, 0]);
  jest.useRealTimers();
});

/** Opens a stream and reads it. */
async function read({ reader = newId(), gone = new AbortController() } = {}) {
  const write = await streams.start('a', reader, gone.signal);
  const texts: string[] = [];
  let isOver = false;
  const end = write(async (text) => void texts.push(text)).finally(() => (isOver = true));
  return { texts, end, leave: () => gone.abort(), isOver: () => isOver };
}

const told = (state: CampaignProgress) => `event: progress\ndata: ${JSON.stringify(state)}\n\n`;
const END = 'event: end\ndata: {}\n\n';

describe('a stream', () => {
  it('begins with how the campaign stands, tells of each change, and ends with it', async () => {
    const { texts, end } = await read();
    expect(texts).toEqual([`retry: 1000\n\n${told(progress())}`]);
    now = progress({ sentCount: 3 });
    await jest.advanceTimersByTimeAsync(1_000);
    now = progress({ sentCount: 4, status: 'COMPLETED', completedAt: '2026-11-28T10:00:00.000Z' });
    await jest.advanceTimersByTimeAsync(1_000);
    await end;
    expect(texts.slice(1)).toEqual([told(progress({ sentCount: 3 })), told(now), END]);
  });

  it.each<Partial<CampaignProgress>>([
    { status: 'COMPLETED', completedAt: '2026-11-28T10:00:00.000Z' },
    { status: 'CANCELLED', completedAt: '2026-11-28T10:00:00.000Z' },
    { status: 'FAILED' },
  ])('of a campaign that is %j is over at once', async (state) => {
    now = progress(state);
    const { texts, end } = await read();
    await end;
    expect(texts).toEqual([`retry: 1000\n\n${told(now)}`, END]);
  });

  it.each<Partial<CampaignProgress>>([{ status: 'DRAFT' }, { status: 'PAUSED' }, { status: 'CANCELLED' }])(
    'of a campaign that is %j, and in which something may still happen, goes on',
    async (state) => {
      now = progress(state);
      const { leave, end, isOver } = await read();
      await jest.advanceTimersByTimeAsync(10_000);
      expect(isOver()).toBe(false);
      leave();
      await end;
    },
  );

  it('shows that it is there while nothing happens, and ends after its time without an end of the campaign', async () => {
    const { texts, end } = await read();
    await jest.advanceTimersByTimeAsync(LIMITS.longestMs);
    await end;
    expect(texts.slice(1)).toEqual([':\n\n', ':\n\n', ':\n\n']);
  });

  it('ends when its reader goes away, also before it is written', async () => {
    const { end, leave } = await read();
    leave();
    await end;
    const gone = new AbortController();
    const write = await streams.start('a', 'r', gone.signal);
    gone.abort();
    await jest.advanceTimersByTimeAsync(0);
    expect(watcher.size).toBe(0);
    const texts: string[] = [];
    await write(async (text) => void texts.push(text));
    expect(texts.join('')).not.toContain('event: end');
  });

  it('ends when a reader takes nothing more of it', async () => {
    const write = await streams.start('a', 'r', new AbortController().signal);
    const failure = new Error('nobody reads');
    await expect(write(() => Promise.reject(failure))).rejects.toBe(failure);
  });

  it('of a campaign that is not there is refused', async () => {
    now = undefined;
    await expect(read()).rejects.toMatchObject({ code: 'not_found' });
  });

  it('of a draft that is deleted ends', async () => {
    const { texts, end } = await read();
    now = undefined;
    await jest.advanceTimersByTimeAsync(1_000);
    await end;
    expect(texts.at(-1)).toBe(END);
  });
});

describe('streams', () => {
  it('are bounded for each reader and in all, and leave their place when they end', async () => {
    const open = [await read({ reader: 'a' }), await read({ reader: 'a' })];
    await expect(read({ reader: 'a' })).rejects.toMatchObject({
      code: 'unavailable',
      retryAfterSec: expect.any(Number),
    });
    open.push(await read({ reader: 'b' }), await read({ reader: 'c' }));
    await expect(read({ reader: 'd' })).rejects.toMatchObject({ code: 'unavailable' });
    open[0]!.leave();
    open.push(await read({ reader: 'd' }));
    for (const { leave, end } of open) {
      leave();
      await end;
    }
  });

  it('that are refused take no place', async () => {
    now = undefined;
    for (let tried = 0; tried < 10; tried += 1) await expect(read()).rejects.toMatchObject({ code: 'not_found' });
    const gone = new AbortController();
    gone.abort();
    for (let tried = 0; tried < 10; tried += 1)
      await expect(read({ gone })).rejects.toMatchObject({ code: 'unavailable' });
    now = progress();
    const { leave, end } = await read();
    leave();
    await end;
  });

  it('all end when the process is about to, and none begins then', async () => {
    const open = [await read(), await read()];
    streams.drain();
    await Promise.all(open.map(({ end }) => end));
    for (const { texts } of open) expect(texts.join('')).not.toContain('event: end');
    await expect(read()).rejects.toMatchObject({ code: 'unavailable' });
  });
});
