import { describe, expect, test } from '@jest/globals';

import { Timeline } from './timeline.ts';

describe('a timeline of 10 frames a second', () => {
  test('has a picture for each tick', () => {
    expect(
      filmOf(
        [
          [0, 'a'],
          [105, 'b'],
          [210, 'c'],
        ],
        300,
      ),
    ).toEqual(['a', 'b', 'c']);
  });

  test('repeats a picture while the next is late, so that time stays true', () => {
    expect(
      filmOf(
        [
          [0, 'a'],
          [420, 'b'],
        ],
        600,
      ),
    ).toEqual(['a', 'a', 'a', 'a', 'b', 'b']);
  });

  test('shows the last of several that came within one tick', () => {
    expect(
      filmOf(
        [
          [0, 'a'],
          [20, 'b'],
          [99, 'c'],
          [100, 'd'],
        ],
        200,
      ),
    ).toEqual(['c', 'd']);
  });

  test('begins with the first picture, however late it came', () => {
    expect(filmOf([[250, 'a']], 400)).toEqual(['a', 'a', 'a', 'a']);
  });

  test('is as long as was asked for, also where the last tick is cut', () => {
    expect(filmOf([[0, 'a']], 301)).toHaveLength(4);
  });

  test('is empty without a picture or without time', () => {
    expect(filmOf([], 1_000)).toEqual([]);
    expect(filmOf([[0, 'a']], 0)).toEqual([]);
  });

  test('takes no picture of the past', () => {
    expect(() =>
      filmOf(
        [
          [100, 'b'],
          [50, 'a'],
        ],
        200,
      ),
    ).toThrow('a picture of 50 ms came after one of 100 ms');
  });
});

function filmOf(pictures: readonly (readonly [number, string])[], endMs: number): string[] {
  const timeline = new Timeline<string>(10);
  for (const [atMs, picture] of pictures) timeline.add(atMs, picture);
  return timeline.frames(endMs);
}
