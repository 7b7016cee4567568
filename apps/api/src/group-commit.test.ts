import { describe, expect, it } from '@jest/globals';
import { currentCall, runInCall } from '@herald/platform';

import { GroupCommit } from './group-commit.ts';
import type { GroupLimits } from './group-commit.ts';

/** A store whose commits end when the test says so. */
class Store {
  readonly commits: { items: number[]; end: () => void; fail: (error: Error) => void }[] = [];
  readonly group: GroupCommit<number, string>;

  constructor(limits: Partial<GroupLimits<number>> = {}) {
    this.group = new GroupCommit(
      (items) =>
        new Promise((resolve, reject) => {
          this.commits.push({ items, end: () => resolve(items.map(String)), fail: reject });
        }),
      { maxSize: 3, ...limits },
    );
  }

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

  it('counts the size of items, never parts one, and gives a larger one a commit of its own', async () => {
    const store = new Store({ maxSize: 5, sizeOf: (item) => item });
    const added = Promise.all([2, 3, 4, 9, 1, 1].map((item) => store.group.add(item)));
    for (let count = 1; count <= 4; count += 1) (await store.latest(count)).end();
    await added;
    expect(store.commits.map(({ items }) => items)).toEqual([[2, 3], [4], [9], [1, 1]]);
  });

  it('lets newcomers wait no longer than they may for a commit that hangs', async () => {
    const store = new Store({ maxWaitMs: 1 });
    const hanging = store.group.add(0);
    const first = await store.latest(1);
    const newcomers = Promise.all([1, 2, 3, 4].map((item) => store.group.add(item)));
    (await store.latest(2)).end();
    (await store.latest(3)).end();
    expect(await newcomers).toEqual(['1', '2', '3', '4']);
    expect(store.commits.map(({ items }) => items)).toEqual([[0], [1, 2, 3], [4]]);
    first.end();
    await hanging;
  });

  it('runs a few commits at once at most, however long they take', async () => {
    let open = 0;
    let most = 0;
    const group = new GroupCommit<number, number>(
      async (items) => {
        open += 1;
        most = Math.max(most, open);
        // Several times as long as anybody may wait.
        await new Promise((resolve) => setTimeout(resolve, 20));
        open -= 1;
        return items;
      },
      { maxSize: 1, maxWaitMs: 1 },
    );
    const added = Promise.all(Array.from({ length: 12 }, (_, item) => group.add(item)));
    await group.drain();
    expect([most, open, await added]).toEqual([4, 0, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]]);
  });

  it('commits for nobody in particular, and answers each in the call that it came in', async () => {
    const committing: (string | undefined)[] = [];
    const group = new GroupCommit<number, number>(
      async (items) => {
        committing.push(currentCall()?.requestId);
        return items;
      },
      { maxSize: 2 },
    );
    const calls = ['a', 'b', 'c'];
    const answered = await Promise.all(
      calls.map((requestId, item) =>
        runInCall({ requestId }, async () => [await group.add(item), currentCall()?.requestId]),
      ),
    );
    expect(answered).toEqual(calls.map((requestId, item) => [item, requestId]));
    expect(committing).toHaveLength(2);
    expect(new Set([...committing, ...calls]).size).toBe(5);
    expect(committing).not.toContain(undefined);
  });
});
