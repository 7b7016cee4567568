import { describe, expect, it } from '@jest/globals';

import { AudienceReader } from './audience-reader.ts';

describe('AudienceReader', () => {
  it('reads page by page what it fetched at once, and no more than that', async () => {
    const all = Array.from({ length: 48_500 }, (_, index) => String(index));
    const fetches: [number, number][] = [];
    const findAudience = async (_id: string, from: number, to: number) => {
      fetches.push([from, to]);
      return all.slice(from, to);
    };
    const reader = new AudienceReader({ findAudience }, { id: 'campaign', audienceSize: all.length });
    const read: string[] = [];
    for (let from = 1_000; from < all.length; from += 3_000) {
      read.push(...(await reader.read(from, Math.min(from + 3_000, all.length))));
    }
    expect(read).toEqual(all.slice(1_000));
    expect(fetches).toEqual([
      [1_000, 21_000],
      [19_000, 39_000],
      [37_000, 48_500],
    ]);
  });

  it('reads nothing of an empty audience', async () => {
    const reader = new AudienceReader({ findAudience: async () => [] }, { id: 'campaign', audienceSize: 0 });
    expect(await reader.read(0, 0)).toEqual([]);
  });
});
