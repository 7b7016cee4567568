import { describe, expect, it } from '@jest/globals';

import { boxOf, chooseLevel, chooseWithin, isNearEnough } from './choose-box.ts';
import type { LevelCount } from './choose-box.ts';

const counts = (...people: [level: number, people: number, marks?: number][]): LevelCount[] =>
  people.map(([level, number, marks = 0]) => ({ level, people: number, marks }));

describe('chooseLevel', () => {
  it('takes the level whose people are nearest to so many in proportion', () => {
    const all = counts([3, 40], [9, 50], [20, 100]);
    expect(chooseLevel(all, 0, 95)?.best).toEqual({ level: 9, people: 90, marks: 0, next: 190 });
    expect(chooseLevel(all, 0, 41)?.best).toEqual({ level: 3, people: 40, marks: 0, next: 90 });
    expect(chooseLevel(all, 0, 10_000)).toEqual({
      best: { level: 20, people: 190, marks: 0, next: null },
      enough: undefined,
    });
  });

  it('has nobody to choose from', () => {
    expect(chooseLevel([], 2, 10)).toBeUndefined();
  });

  it('asks for all marks that leave as many as are asked for, and drops the last first if that helps', () => {
    const all = counts([1, 10, 0b11], [2, 50, 0b01], [3, 500, 0b10], [4, 1_000]);
    expect(chooseLevel(all, 2, 10)?.best).toMatchObject({ level: 1, marks: 0b11, people: 10 });
    expect(chooseLevel(all, 2, 60)?.best).toMatchObject({ level: 2, marks: 0b01, people: 60 });
    expect(chooseLevel(all, 2, 500)?.best).toMatchObject({ level: 3, marks: 0b10, people: 510 });
    expect(chooseLevel(all, 2, 1_500)?.best).toMatchObject({ level: 4, marks: 0, people: 1_560 });
  });
});

describe('chooseWithin', () => {
  it('narrows all features but the one in which many are equally far', () => {
    const chosen = chooseLevel(counts([5, 10], [91, 5_000]), 0, 1_000);
    if (chosen === undefined) throw new Error('nothing was chosen');
    expect(isNearEnough(chosen.best, 1_000)).toBe(false);
    const inner = [
      { feature: 'orderCount' as const, level: 20, people: 300 },
      { feature: 'orderCount' as const, level: 40, people: 720 },
      { feature: 'orderCount' as const, level: 91, people: 3_990 },
      { feature: 'visits' as const, level: 91, people: 5_010 },
    ];
    const choice = chooseWithin(chosen, inner, 1_000);
    expect(choice).toEqual({
      level: 91,
      people: 1_020,
      marks: 0,
      wideIn: { feature: 'orderCount', inner: 40 },
      next: null,
    });
    const boxes = Array.from({ length: 92 }, (_, level) => {
      const band = { atLeast: -level, below: level + 1, asked: { low: null, high: level } };
      return { orderCount: band, visits: band };
    });
    expect(boxOf(boxes, choice)).toMatchObject({ orderCount: { below: 92 }, visits: { below: 41 } });
  });

  it('stays with a level that is nearer', () => {
    const chosen = chooseLevel(counts([5, 500], [91, 5_000]), 0, 1_000);
    const inner = [{ feature: 'visits' as const, level: 10, people: 4_000 }];
    expect(chosen && chooseWithin(chosen, inner, 1_000)).toMatchObject({ level: 5, people: 500 });
  });
});
