import { describe, expect, it } from '@jest/globals';

import { FEATURES, NEVER } from './bands.ts';
import {
  EVERYBODY_STEPS,
  gapOf,
  INNER_LEVELS,
  ladderOf,
  LAST_LEVEL,
  SEGMENT_STEPS,
  setsApart,
  similarityAt,
} from './ladder.ts';

const TODAY = { now: new Date('2026-11-28T12:00:00Z'), timeZone: 'UTC' };

/** Evenly spread. */
function quantiles(low: number, high: number, steps: number): number[] {
  return Array.from({ length: steps + 1 }, (_, step) => Math.round(low + ((high - low) * step) / steps));
}

const HIGH_SPENDERS = {
  segment: quantiles(1_000_000, 2_000_000, SEGMENT_STEPS),
  everybody: quantiles(0, 2_000_000, EVERYBODY_STEPS),
};

describe('ladderOf', () => {
  it('begins at the median, holds nine tenths at the last inner level, and goes beyond', () => {
    const boxes = ladderOf({ totalSpend: HIGH_SPENDERS }, TODAY);
    const asked = (level: number) => boxes[level]?.totalSpend?.asked;
    expect(boxes).toHaveLength(LAST_LEVEL + 1);
    expect(asked(0)).toEqual({ low: 15_000, high: 15_000 });
    expect(asked(INNER_LEVELS)).toEqual({ low: 10_500, high: 19_500 });
    // Ten per cent of all customers to either side.
    expect(asked(INNER_LEVELS + 40)).toEqual({ low: 8_500, high: null });
    expect(asked(LAST_LEVEL)).toEqual({ low: 5_500, high: null });
  });

  it('has boxes of which each holds the one before, of every feature', () => {
    const days = (day: number) => TODAY.now.getTime() - day * 86_400_000;
    const recency = (steps: number) => [NEVER, NEVER, ...quantiles(days(900), days(0), steps - 2)];
    const boxes = ladderOf(
      {
        totalSpend: HIGH_SPENDERS,
        lastOrderAt: { segment: recency(SEGMENT_STEPS), everybody: recency(EVERYBODY_STEPS) },
        orderCount: { segment: quantiles(0, 9, SEGMENT_STEPS), everybody: quantiles(0, 4, EVERYBODY_STEPS) },
        visits: { segment: quantiles(0, 0, SEGMENT_STEPS), everybody: quantiles(0, 500, EVERYBODY_STEPS) },
      },
      TODAY,
    );
    for (const [level, box] of boxes.slice(1).entries()) {
      for (const feature of FEATURES) {
        const [inner, outer] = [boxes[level]?.[feature], box[feature]];
        expect(outer?.atLeast).toBeLessThanOrEqual(inner?.atLeast ?? NaN);
        expect(outer?.below).toBeGreaterThanOrEqual(inner?.below ?? NaN);
      }
    }
  });
});

describe('similarityAt', () => {
  it('falls from 100 in the middle to 50 at the edge and 0 as far as is looked', () => {
    expect([0, 45, INNER_LEVELS, INNER_LEVELS + 50, LAST_LEVEL].map(similarityAt)).toEqual([100, 75, 50, 25, 0]);
  });
});

describe('gapOf', () => {
  it('is how far the distributions are apart', () => {
    expect(gapOf(HIGH_SPENDERS)).toBeCloseTo(0.5, 1);
    expect(
      gapOf({ segment: quantiles(0, 100, SEGMENT_STEPS), everybody: quantiles(0, 100, EVERYBODY_STEPS) }),
    ).toBeLessThan(0.02);
    expect(gapOf({ segment: [5, 5], everybody: [1, 2, 3, 4] })).toBe(1);
  });

  it('says more the more people show it, and nothing below a tenth', () => {
    expect([setsApart(0.3, 10), setsApart(0.3, 100), setsApart(0.09, 1_000_000)]).toEqual([false, true, false]);
  });
});
