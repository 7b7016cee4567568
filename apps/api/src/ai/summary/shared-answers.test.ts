import { describe, expect, it } from '@jest/globals';

import { SharedAnswers } from './shared-answers.ts';

interface Making {
  signal: AbortSignal;
  answer: (text: string) => void;
  fail: (error: Error) => void;
}

/** Answers that are made when the test says so. */
function makings() {
  const begun: Making[] = [];
  const make = (signal: AbortSignal) =>
    new Promise<string>((answer, fail) => {
      signal.addEventListener('abort', () => fail(signal.reason as Error));
      begun.push({ signal, answer, fail });
    });
  return { begun, make };
}

const never = new AbortController().signal;
const keepAll = (): boolean => true;
const answersOf = (most = 10, isKept: (text: string) => boolean = keepAll) => new SharedAnswers<string>(most, isKept);

describe('SharedAnswers', () => {
  it('gives all who ask for the same meanwhile one answer, and the next ones too', async () => {
    const [answers, { begun, make }] = [answersOf(), makings()];
    const asked = [answers.get('a', never, make), answers.get('a', never, make)];
    begun[0]!.answer('text');
    expect(await Promise.all([...asked, answers.get('a', never, make)])).toEqual(['text', 'text', 'text']);
    expect(begun).toHaveLength(1);
  });

  it('makes another one for another key', async () => {
    const [answers, { begun, make }] = [answersOf(), makings()];
    const asked = [answers.get('a', never, make), answers.get('b', never, make)];
    begun.forEach(({ answer }, index) => answer(`text ${index}`));
    expect(await Promise.all(asked)).toEqual(['text 0', 'text 1']);
  });

  it('does not keep what is not worth it, nor what went wrong', async () => {
    const [answers, { begun, make }] = [answersOf(10, (text) => text !== 'poor'), makings()];
    const poor = answers.get('a', never, make);
    begun[0]!.answer('poor');
    expect(await poor).toBe('poor');
    const failed = answers.get('a', never, make);
    begun[1]!.fail(new Error('broken'));
    await expect(failed).rejects.toThrow('broken');
    void answers.get('a', never, make);
    expect(begun).toHaveLength(3);
  });

  it('goes on while somebody waits, and stops when nobody does', async () => {
    const [answers, { begun, make }] = [answersOf(), makings()];
    const [first, second] = [new AbortController(), new AbortController()];
    const asked = [answers.get('a', first.signal, make), answers.get('a', second.signal, make)];
    first.abort(new Error('went away'));
    await expect(asked[0]).rejects.toThrow('went away');
    expect(begun[0]!.signal.aborted).toBe(false);
    second.abort(new Error('went too'));
    await expect(asked[1]).rejects.toThrow('went too');
    expect(begun[0]!.signal.aborted).toBe(true);
    const again = answers.get('a', never, make);
    begun[1]!.answer('text');
    expect(await again).toBe('text');
  });

  it('begins nothing for who is gone already', async () => {
    const [answers, { begun, make }] = [answersOf(), makings()];
    await expect(answers.get('a', AbortSignal.abort(new Error('gone')), make)).rejects.toThrow('gone');
    expect(begun).toEqual([]);
  });

  it('forgets the one that was unused for longest', async () => {
    const [answers, { begun, make }] = [answersOf(2), makings()];
    const ask = async (key: string) => {
      const before = begun.length;
      const asked = answers.get(key, never, make);
      begun[before]?.answer(key);
      await asked;
      return begun.length > before ? 'made' : 'kept';
    };
    const outcomes: string[] = [];
    for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) outcomes.push(await ask(key));
    expect(outcomes).toEqual(['made', 'made', 'kept', 'made', 'kept', 'made']);
  });
});
