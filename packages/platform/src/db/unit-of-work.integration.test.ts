import { once } from 'node:events';

import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';

import { query } from '../../../../scripts/testing/fixtures/database.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { createPool, withRetriedTransaction, withTransaction } from './pool.ts';
import type { Pool } from './pool.ts';
import { currentUnit, inUnitOfWork } from './unit-of-work.ts';

const { databaseUrl } = testServers();
let pool: Pool;
let other: Pool;
let apart: Pool;

beforeAll(async () => {
  const options = { databaseUrl, maxConnections: 2, applicationName: 'herald-test' };
  pool = createPool({ ...options, joinsUnits: true });
  other = createPool({ ...options, joinsUnits: true });
  apart = createPool(options);
  await query(databaseUrl, 'CREATE TABLE "Deed" (name text PRIMARY KEY)');
});
afterEach(() => query(databaseUrl, 'DELETE FROM "Deed"'));
afterAll(async () => {
  await query(databaseUrl, 'DROP TABLE "Deed"');
  for (const each of [pool, other, apart]) await each.end();
});

const add = (db: Pick<Pool, 'query'>, name: string) => db.query('INSERT INTO "Deed" (name) VALUES ($1)', [name]);
const kept = async () =>
  (await query<{ name: string }>(databaseUrl, 'SELECT name FROM "Deed" ORDER BY name')).map(({ name }) => name);

/** Also to a unit that ended badly all connections are given back, in no transaction. */
async function expectNothingHeld() {
  for (const each of [pool, other]) expect(each.totalCount).toBe(each.idleCount);
  const [row] = await query<{ open: number }>(
    databaseUrl,
    `SELECT count(*)::int AS open FROM pg_stat_activity
     WHERE application_name = 'herald-test' AND state LIKE 'idle in transaction%' AND datname = current_database()`,
  );
  expect(row?.open).toBe(0);
}

describe('a unit of work', () => {
  it('commits all transactions and queries of its work together, with what comes before the commit', async () => {
    const seenBefore: string[][] = [];
    const result = await inUnitOfWork(
      pool,
      {
        beforeCommit: async (tx, answer) => {
          seenBefore.push(await kept());
          await add(tx, answer);
        },
      },
      async () => {
        await withTransaction(pool, (tx) => add(tx, 'first'));
        await add(pool, 'second');
        await withTransaction(other, (tx) => add(tx, 'third'));
        return 'told';
      },
    );
    expect(result).toBe('told');
    expect(seenBefore).toEqual([[]]);
    expect(await kept()).toEqual(['first', 'second', 'third', 'told']);
    await expectNothingHeld();
  });

  it('answers queries that come together, one after the other', async () => {
    const warnings: Error[] = [];
    const warn = (warning: Error) => warnings.push(warning);
    process.on('warning', warn);
    const answers = await inUnitOfWork(pool, {}, () =>
      Promise.all(['a', 'b', 'c'].map((name) => add(pool, name).then(({ rowCount }) => rowCount))),
    );
    process.off('warning', warn);
    expect([answers, warnings]).toEqual([[1, 1, 1], []]);
  });

  it('sees what it wrote, where others do not', async () => {
    await inUnitOfWork(pool, {}, async () => {
      await add(pool, 'mine');
      expect((await pool.query('SELECT name FROM "Deed"')).rowCount).toBe(1);
      expect((await apart.query('SELECT name FROM "Deed"')).rowCount).toBe(0);
    });
  });

  it('begins on the pool that its work uses first', async () => {
    const begun: number[] = [];
    const onBegin = async () => void begun.push(pool.totalCount - pool.idleCount, other.totalCount - other.idleCount);
    await inUnitOfWork(pool, { onBegin }, () => withTransaction(other, (tx) => add(tx, 'late')));
    expect(begun).toEqual([0, 1]);
  });

  it('takes everything back when its work throws, tells that in the same place, and throws it on', async () => {
    const fault = new Error('no');
    const unit = inUnitOfWork(pool, { afterRefusal: (tx, error) => add(tx, String(error)) }, async () => {
      await withTransaction(pool, (tx) => add(tx, 'first'));
      throw fault;
    });
    await expect(unit).rejects.toBe(fault);
    expect(await kept()).toEqual(['Error: no']);
    await expectNothingHeld();
  });

  it('keeps nothing at all when what comes before the commit fails', async () => {
    const unit = inUnitOfWork(
      pool,
      {
        beforeCommit: (tx) => add(tx, 'twice').then(() => add(tx, 'twice')),
      },
      () => withTransaction(pool, (tx) => add(tx, 'first')),
    );
    await expect(unit).rejects.toMatchObject({ code: '23505' });
    expect(await kept()).toEqual([]);
    await expectNothingHeld();
  });

  it('lets a transaction of it fail and run again without the others', async () => {
    await inUnitOfWork(pool, {}, async () => {
      await withTransaction(pool, (tx) => add(tx, 'taken'));
      await expect(withTransaction(pool, (tx) => add(tx, 'taken'))).rejects.toMatchObject({ code: '23505' });
      let tries = 0;
      await withRetriedTransaction(pool, (tx) => add(tx, (tries += 1) < 3 ? 'taken' : 'free'));
    });
    expect(await kept()).toEqual(['free', 'taken']);
  });

  it('does what waits for the commit once it is there, outside of it, and never without it', async () => {
    const done: unknown[] = [];
    const later = async () => void done.push(currentUnit(), ...(await kept()));
    await inUnitOfWork(pool, {}, async () => {
      await add(pool, 'first');
      currentUnit()?.afterCommit(later);
    });
    expect(done).toEqual([undefined, 'first']);
    const refused = inUnitOfWork(pool, {}, async () => {
      currentUnit()?.afterCommit(later);
      throw new Error('no');
    });
    await expect(refused).rejects.toThrow('no');
    expect(done).toHaveLength(2);
  });

  it('keeps nothing of a rehearsal, and does nothing after it', async () => {
    const done: string[] = [];
    const answer = await inUnitOfWork(pool, { isRehearsal: true }, async () => {
      await add(pool, 'first');
      currentUnit()?.afterCommit(async () => void done.push('published'));
      return pool.query('SELECT name FROM "Deed"').then(({ rowCount }) => rowCount);
    });
    expect([answer, await kept(), done]).toEqual([1, [], []]);
    await expectNothingHeld();
  });

  it('does nothing when it may not begin', async () => {
    const onBegin = () => Promise.reject(new Error('under way'));
    const told: unknown[] = [];
    const unit = inUnitOfWork(pool, { onBegin, afterRefusal: async () => void told.push('refusal') }, () =>
      add(pool, 'first'),
    );
    await expect(unit).rejects.toThrow('under way');
    expect([await kept(), told]).toEqual([[], []]);
    await expectNothingHeld();
  });

  it('says why its work failed, also when nothing can be told any more', async () => {
    const fault = new Error('no');
    const unit = inUnitOfWork(pool, { afterRefusal: (tx, error) => add(tx, String(error)) }, async () => {
      await pool.query('SELECT pg_terminate_backend(pg_backend_pid())').catch(() => {});
      throw fault;
    });
    await expect(unit).rejects.toBe(fault);
    await expectNothingHeld();
  });

  it('fails when a query of it failed and nobody said so, which PostgreSQL would commit as nothing', async () => {
    const unit = inUnitOfWork(pool, {}, async () => {
      await add(pool, 'first');
      await add(pool, 'first').catch(() => {});
    });
    await expect(unit).rejects.toThrow('could not be committed');
    expect(await kept()).toEqual([]);
    await expectNothingHeld();
  });

  it('is part of nothing once it is over', async () => {
    let late: Promise<unknown> | undefined;
    const over = new AbortController();
    await inUnitOfWork(pool, {}, async () => {
      await add(pool, 'first');
      late = once(over.signal, 'abort').then(() => add(pool, 'late'));
    });
    over.abort();
    await expect(late).rejects.toThrow('the unit of work is over');
    expect(await kept()).toEqual(['first']);
  });

  it('takes back what is still under way when its work throws', async () => {
    const unit = inUnitOfWork(pool, { afterRefusal: (tx) => add(tx, 'told') }, () =>
      Promise.all([Promise.reject(new Error('no')), add(pool, 'a'), add(pool, 'b')]),
    );
    await expect(unit).rejects.toThrow('no');
    expect(await kept()).toEqual(['told']);
    await expectNothingHeld();
  });

  it('outlives a connection that breaks off', async () => {
    const unit = inUnitOfWork(pool, { afterRefusal: (tx) => add(tx, 'refusal') }, async () => {
      await pool.query('SELECT pg_terminate_backend(pg_backend_pid())');
    });
    await expect(unit).rejects.toThrow();
    expect(await kept()).toEqual([]);
    await expectNothingHeld();
  });
});
