import { describe, expect, it } from '@jest/globals';

import { GroupCommit } from './group-commit.ts';

/** A store whose commits end when the test says so. */
class Store {
  readonly commits: { items: number[]; end: () => void; fail: (error: Error) => void }[] = [];

  readonly group = new GroupCommit<number, string>(
    (items) =>
      new Promise((resolve, reject) => {
        this.commits.push({ items, end: () => resolve(items.map(String)), fail: reject });
      }),
    3,
  );

  /** The commit that runs now, once it has begun. */
  async latest(count: number) {
    while (this.commits.length < count) await new Promise(setImmediate);
    return this.commits[count - 1]!;
  }
}

describe('GroupCommit', () => {
  it('stores together what arrives together, and answers each with its own result', async () => {
    const store = new Store();
    const results = Promise.all([1, 2, 3].map((item) => store.group.add(item)));
    const commit = await store.latest(1);
    expect(commit.items).toEqual([1, 2, 3]);
    commit.end();
    expect(await results).toEqual(['1', '2', '3']);
  });

  it('gathers newcomers while a commit runs, and bounds a commit', async () => {
    const store = new Store();
    const first = store.group.add(0);
    const running = await store.latest(1);
    const newcomers = Promise.all([1, 2, 3, 4].map((item) => store.group.add(item)));
    running.end();
    await first;
    (await store.latest(2)).end();
    (await store.latest(3)).end();
    await newcomers;
    expect(store.commits.map(({ items }) => items)).toEqual([[0], [1, 2, 3], [4]]);
  });

  it('answers nobody before the commit has ended', async () => {
    const store = new Store();
    let isAnswered = false;
    const added = store.group.add(1).then(() => (isAnswered = true));
    const commit = await store.latest(1);
    for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
    expect(isAnswered).toBe(false);
    commit.end();
    await added;
  });

  it('fails those of a failed commit and goes on with the next', async () => {
    const store = new Store();
    const first = Promise.allSettled([store.group.add(1), store.group.add(2)]);
    const commit = await store.latest(1);
    const next = store.group.add(3);
    commit.fail(new Error('disk full'));
    expect((await first).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    (await store.latest(2)).end();
    expect(await next).toBe('3');
  });

  it('drains: waits for all that was added', async () => {
    const store = new Store();
    const added = store.group.add(1);
    let isDrained = false;
    const drained = store.group.drain().then(() => (isDrained = true));
    const commit = await store.latest(1);
    expect(isDrained).toBe(false);
    commit.end();
    await Promise.all([added, drained]);
    await store.group.drain();
  });
});
