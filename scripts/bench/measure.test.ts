import { describe, expect, it } from '@jest/globals';

import { alternate, holds, median, percentile95 } from './measure.ts';

describe('median', () => {
  it.each([
    [[5, 1, 3], 3],
    [[4, 1, 3, 2], 2.5],
    [[7], 7],
  ])('of %j is %d', (figures, expected) => {
    expect(median(figures)).toBe(expected);
  });
});

describe('percentile95', () => {
  it.each([
    [100, 95],
    [101, 96],
    [20, 19],
    [1, 1],
  ])('of 1 to %d is %d', (count, expected) => {
    expect(percentile95(Array.from({ length: count }, (_, index) => count - index))).toBe(expected);
  });
});

describe('holds', () => {
  const figures = { name: 'x', unit: 'rows/s', herald: 45, bare: 100 };

  it('compares the ratio with its bound', () => {
    expect(holds({ ...figures, bound: { atLeast: 0.45 } })).toBe(true);
    expect(holds({ ...figures, bound: { atLeast: 0.46 } })).toBe(false);
    expect(holds({ ...figures, bound: { atMost: 0.45 } })).toBe(true);
    expect(holds({ ...figures, bound: { atMost: 0.44 } })).toBe(false);
  });

  it('compares a figure with its limit, whatever the bare side did', () => {
    expect(holds({ ...figures, atMost: 45 })).toBe(true);
    expect(holds({ ...figures, atMost: 44 })).toBe(false);
  });

  it('is true of a figure that promises nothing', () => {
    expect(holds({ name: 'x', unit: 'rows/s', herald: 45 })).toBe(true);
  });
});

describe('alternate', () => {
  it('runs both sides in turn', async () => {
    const order: string[] = [];
    const side = (name: string) => async (round: number) => {
      order.push(name + round);
      return round;
    };
    expect(await alternate(3, side('a'), side('b'))).toEqual({ herald: 1, bare: 1 });
    expect(order).toEqual(['a0', 'b0', 'a1', 'b1', 'a2', 'b2']);
  });
});
