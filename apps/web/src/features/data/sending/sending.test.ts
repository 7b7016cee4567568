import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { ApiError } from '../../../lib/api-client.ts';
import { checkAll } from '../reading/check.ts';
import { inspect } from '../reading/inspect.ts';
import { guessPlan } from '../reading/plan.ts';
import { type Chunk, chunksOf, MAX_BYTES_PER_CHUNK, MAX_ROWS_PER_CHUNK, rowsIn } from './chunks.ts';
import { Sending, type SendingState } from './sending.ts';

const chunkOf = (...ids: number[]): Chunk => ({
  values: ids.map((id) => ({ externalId: String(id) })),
  entries: ids.map((id) => ({ ordinal: id, rows: [{ number: id + 2, cells: [String(id)] }] })),
});
const problem = (status: number, more: Partial<ConstructorParameters<typeof ApiError>[1]> = {}) =>
  new ApiError(`status ${status}`, { status, ...more });
const unreachable = () => new ApiError('cannot be reached', { kind: 'unreachable' });

/** A Herald that keeps what it took under each key, and can fail before or after it took it. */
class FakeHerald {
  readonly taken = new Map<string, unknown[]>();
  readonly calls: { key: string; ids: unknown[] }[] = [];
  readonly waits: number[] = [];
  /** What the next calls meet: an error before anything was taken, or `after` it was. */
  failures: (Error | { after: Error } | undefined)[] = [];
  onCall: (call: number) => void = () => {};
  onWait: () => void = () => {};
  states: SendingState[] = [];

  readonly sending = new Sending({
    post: async (values, { idempotencyKey: key }) => {
      this.calls.push({ key, ids: values.map(({ externalId }) => externalId) });
      this.onCall(this.calls.length);
      const failure = this.failures.shift();
      if (failure instanceof Error) throw failure;
      if (!this.taken.has(key)) this.taken.set(key, [...values]);
      if (failure) throw failure.after;
      return { ingestionId: key, received: values.length };
    },
    wait: async (ms) => {
      this.waits.push(ms);
      this.onWait();
    },
    newKey: () => `key ${(this.keys += 1)}`,
    onChange: (state) => this.states.push(state),
  });
  private keys = 0;

  async run(...chunks: Chunk[]): Promise<SendingState> {
    return this.sending.run(inOrder(chunks));
  }

  get takenIds(): unknown[] {
    return [...this.taken.values()].flat().map((value) => (value as { externalId: string }).externalId);
  }
}

async function* inOrder(chunks: readonly Chunk[]) {
  yield* chunks;
}

describe('sending', () => {
  it('sends each chunk under a key of its own, in order', async () => {
    const herald = new FakeHerald();
    const state = await herald.run(chunkOf(1, 2), chunkOf(3));
    expect(herald.calls).toEqual([
      { key: 'key 1', ids: ['1', '2'] },
      { key: 'key 2', ids: ['3'] },
    ]);
    expect(state).toMatchObject({ phase: 'ended', isCancelled: false, sentRows: 3, sentEntries: 3, uncertainRows: 0 });
    expect(state.batches).toEqual([
      { ingestionId: 'key 1', entries: 2, rowNumbers: [3, 4] },
      { ingestionId: 'key 2', entries: 1, rowNumbers: [5] },
    ]);
  });

  it.each([
    ['429', problem(429, { retryAfterSec: 7 }), 7_000],
    ['503', problem(503, { retryAfterSec: 2 }), 2_000],
    ['a lost network', unreachable(), 1_000],
    ['no answer in time', new ApiError('late', { kind: 'timed_out' }), 1_000],
    ['the first call still being under way', problem(409, { retryAfterSec: 1 }), 1_000],
    ['a fault of the server', problem(500), 1_000],
  ])('waits after %s, says so, and repeats the very same call', async (_, error, ms) => {
    const herald = new FakeHerald();
    herald.failures = [undefined, error];
    const state = await herald.run(chunkOf(1), chunkOf(2));
    expect(herald.waits).toEqual([ms]);
    expect(herald.states.find(({ phase }) => phase === 'waiting')?.error).toBe(error);
    expect(herald.calls.slice(1)).toEqual([
      { key: 'key 2', ids: ['2'] },
      { key: 'key 2', ids: ['2'] },
    ]);
    expect(herald.takenIds).toEqual(['1', '2']);
    expect(state).toMatchObject({ sentRows: 2, error: undefined });
  });

  it('waits longer and longer, up to half a minute', async () => {
    const herald = new FakeHerald();
    herald.failures = Array.from({ length: 8 }, unreachable);
    await herald.run(chunkOf(1));
    expect(herald.waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
  });

  it('is stuck where waiting does not help, and goes on when somebody says so', async () => {
    const herald = new FakeHerald();
    herald.failures = [problem(401)];
    const running = herald.run(chunkOf(1));
    await until(() => herald.states.at(-1)?.phase === 'stuck');
    herald.sending.resume();
    await running;
    expect(herald.waits).toEqual([]);
    expect(herald.calls.map(({ key }) => key)).toEqual(['key 1', 'key 1']);
  });

  it('pauses after the call that is under way, and goes on', async () => {
    const herald = new FakeHerald();
    herald.onCall = (call) => call === 1 && herald.sending.pause();
    const running = herald.run(chunkOf(1), chunkOf(2));
    await until(() => herald.states.at(-1)?.phase === 'paused');
    expect([herald.calls.length, herald.states.at(-1)?.sentRows]).toEqual([1, 1]);
    herald.sending.resume();
    expect((await running).sentRows).toBe(2);
  });

  it('stops when somebody says so, and knows what Herald has', async () => {
    const herald = new FakeHerald();
    herald.onCall = (call) => call === 2 && herald.sending.cancel();
    const state = await herald.run(chunkOf(1), chunkOf(2), chunkOf(3));
    expect(state).toMatchObject({ phase: 'ended', isCancelled: true, sentRows: 2, uncertainRows: 0 });
    expect(herald.takenIds).toEqual(['1', '2']);
  });

  it('stops while it waits, and says that the last call may have arrived', async () => {
    const herald = new FakeHerald();
    herald.failures = [{ after: unreachable() }];
    herald.onWait = () => herald.sending.cancel();
    const state = await herald.run(chunkOf(1, 2), chunkOf(3));
    expect(state).toMatchObject({ phase: 'ended', sentRows: 0, uncertainRows: 2 });
  });

  it('stops while it is stuck or paused', async () => {
    const herald = new FakeHerald();
    herald.failures = [problem(403)];
    const running = herald.run(chunkOf(1));
    await until(() => herald.states.at(-1)?.phase === 'stuck');
    herald.sending.cancel();
    expect(await running).toMatchObject({ phase: 'ended', isCancelled: true, sentRows: 0, uncertainRows: 0 });
  });

  it('takes out the rows that Herald names, and sends the others as another call', async () => {
    const herald = new FakeHerald();
    herald.failures = [problem(400, { fields: { '1.email': 'must be an email address' } })];
    const state = await herald.run(chunkOf(1, 2, 3));
    expect(herald.calls.map(({ key, ids }) => [key, ids])).toEqual([
      ['key 1', ['1', '2', '3']],
      ['key 2', ['1', '3']],
    ]);
    expect(state.refused.map(({ entry, problems: [first] }) => [entry.ordinal, first?.message])).toEqual([
      [2, 'Herald refused it: email must be an email address'],
    ]);
    expect(state.sentRows).toBe(2);
  });

  it('halves what is too large', async () => {
    const herald = new FakeHerald();
    herald.failures = [problem(413), problem(413)];
    await herald.run(chunkOf(1, 2, 3));
    expect(herald.calls.map(({ ids }) => ids.length)).toEqual([3, 2, 1, 1, 1]);
    expect(new Set(herald.calls.map(({ key }) => key)).size).toBe(5);
    expect(herald.takenIds).toEqual(['1', '2', '3']);
  });

  it('takes out a row that is too large by itself, and sends the others', async () => {
    const herald = new FakeHerald();
    herald.failures = [problem(413), problem(413), problem(413)];
    await herald.run(chunkOf(1, 2, 3));
    expect(herald.takenIds).toEqual(['2', '3']);
    expect(herald.calls.map(({ ids }) => ids.length)).toEqual([3, 2, 1, 1, 1]);
  });

  it('loses nothing and sends nothing twice, whatever happens to the calls', async () => {
    const failure = fc.constantFrom(
      undefined,
      undefined,
      problem(429),
      problem(503),
      unreachable(),
      { after: unreachable() },
      { after: problem(502) },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(failure, { maxLength: 20 }),
        fc.integer({ min: 1, max: 8 }),
        async (failures, count) => {
          const herald = new FakeHerald();
          herald.failures = failures;
          const state = await herald.run(
            ...Array.from({ length: count }, (_, index) => chunkOf(index * 2, index * 2 + 1)),
          );
          expect(herald.takenIds).toEqual(Array.from({ length: count * 2 }, (_, index) => String(index)));
          expect(state.sentRows).toBe(count * 2);
        },
      ),
      { seed: 20261128, numRuns: 200 },
    );
  });
});

describe('chunks of a file', () => {
  async function readingOf(lines: readonly string[]) {
    const inspected = await inspect(
      { name: 'a.csv', blob: new Blob([`email,note\n${lines.join('\n')}\n`]) },
      'customers',
    );
    return { ...inspected, plan: guessPlan(inspected, 'customers', { timeZone: 'UTC' }) };
  }

  it('hold so many rows, and no more bytes than the API takes', async () => {
    const note = 'é'.repeat(990);
    const reading = await readingOf(Array.from({ length: 6_000 }, (_, index) => `p${index}@b.co,${note}`));
    const { isBad } = await checkAll(reading);
    const sizes: [number, number][] = [];
    for await (const { values } of chunksOf(reading, { isBad, mended: new Map() })) {
      sizes.push([values.length, new TextEncoder().encode(JSON.stringify(values)).length]);
    }
    expect(sizes.reduce((sum, [rows]) => sum + rows, 0)).toBe(6_000);
    expect(sizes.every(([rows, bytes]) => rows <= MAX_ROWS_PER_CHUNK && bytes <= MAX_BYTES_PER_CHUNK)).toBe(true);
  });

  it('and what is bad, mended or cancelled add up to all rows of it', async () => {
    const line = fc.constantFrom('a@b.co,x', 'b@b.co,', 'wrong,x', ',x', 'c@b.co,x,extra');
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 0, max: 3 }),
        async (lines, mendedCount) => {
          const reading = await readingOf(lines);
          const checked = await checkAll(reading);
          const mended = new Map(
            checked.listed.slice(0, mendedCount).map(({ entry }) => {
              const [row] = entry.rows;
              return [entry.ordinal, { ...entry, rows: [{ number: row!.number, cells: ['m@b.co', 'x'] }] }] as const;
            }),
          );
          const numbers: number[] = [];
          let rows = 0;
          for await (const chunk of chunksOf(reading, { isBad: checked.isBad, mended })) {
            rows += rowsIn(chunk);
            numbers.push(...chunk.entries.map((entry) => entry.rows[0]!.number));
          }
          expect(rows + checked.badRows - mended.size).toBe(lines.length);
          expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
        },
      ),
      { seed: 20261128, numRuns: 100 },
    );
  });
});

async function until(isTrue: () => boolean): Promise<void> {
  for (let turn = 0; turn < 1_000 && !isTrue(); turn += 1) await Promise.resolve();
  expect(isTrue()).toBe(true);
}
