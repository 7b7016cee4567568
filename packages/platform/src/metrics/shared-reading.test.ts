import { describe, expect, it } from '@jest/globals';

import { SharedReading } from './shared-reading.ts';

function readingOf(answers: (() => Promise<number>)[]) {
  let nowMs = 0;
  let reads = 0;
  const read = () => (answers[reads++] ?? (() => Promise.reject(new Error('read too often'))))();
  return {
    reading: new SharedReading(read, { timeoutMs: 50, freshForMs: 1_000, clockMs: () => nowMs }),
    reads: () => reads,
    passMs: (durationMs: number) => (nowMs += durationMs),
  };
}

describe('a shared reading', () => {
  it('is made once for all who ask at the same time, however long it takes', async () => {
    let answer: (value: number) => void = () => {};
    const { reading, reads, passMs } = readingOf([() => new Promise((resolve) => (answer = resolve))]);
    const [first, second] = [reading.get(), reading.get()];
    passMs(5_000);
    const third = reading.get();
    answer(7);
    expect(await Promise.all([first, second, third])).toEqual([7, 7, 7]);
    expect(reads()).toBe(1);
  });

  it('is good for a while, and then made anew', async () => {
    const { reading, passMs } = readingOf([async () => 1, async () => 2]);
    expect(await reading.get()).toBe(1);
    passMs(999);
    expect(await reading.get()).toBe(1);
    passMs(1);
    expect(await reading.get()).toBe(2);
  });

  it('is undefined when it fails or takes too long, and made anew later', async () => {
    const { reading, passMs } = readingOf([
      () => Promise.reject(new Error('away')),
      () => new Promise(() => {}),
      () => {
        throw new Error('never even asked');
      },
      async () => 4,
    ]);
    for (const expected of [undefined, undefined, undefined, 4]) {
      expect(await reading.get()).toBe(expected);
      passMs(1_000);
    }
  });
});
