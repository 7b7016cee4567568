import { describe, expect, it } from '@jest/globals';

import { clearDifference } from './clear-difference.ts';

const group = (delivered: number, failed: number) => ({ reached: delivered + failed, delivered, failed });

describe('clearDifference', () => {
  it('names the groups that differ most', () => {
    const [low, middle, high] = [group(700, 300), group(800, 200), group(950, 50)];
    expect(clearDifference([middle, low, high])).toEqual({ best: high, worst: low });
  });

  it.each([
    ['of the same rate', [group(90, 10), group(900, 100)]],
    ['of which one is small', [group(19, 0), group(500, 500)]],
    ['that chance explains', [group(20, 0), group(16, 4)]],
    ['that differ clearly, but by little', [group(95_100, 4_900), group(99_000, 1_000)]],
    ['that are alone', [group(900, 100)]],
    ['of which all were delivered', [group(100, 0), group(50, 0)]],
  ])('has nothing to say of groups %s', (_, groups) => {
    expect(clearDifference(groups)).toBeUndefined();
  });

  it('takes five per cent for enough, exactly', () => {
    expect(clearDifference([group(9_500, 500), group(9_000, 1_000)])).toBeDefined();
    expect(clearDifference([group(9_500, 500), group(9_001, 999)])).toBeUndefined();
  });

  it('ignores messages that are still open', () => {
    const open = { reached: 5_000, delivered: 10, failed: 0 };
    expect(clearDifference([open, group(100, 900)])).toBeUndefined();
  });
});
