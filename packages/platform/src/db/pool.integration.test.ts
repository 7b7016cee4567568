import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import pg from 'pg';

import { query } from '../../../../scripts/testing/fixtures/database.ts';
import { meetBehind } from '../../../../scripts/testing/fixtures/held-transaction.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { Collision, createPool, isPoolExhausted, withRetriedTransaction, withTransaction } from './pool.ts';
import type { Transaction } from './pool.ts';

const { databaseUrl } = testServers();
const pool = createPool({ databaseUrl, maxConnections: 3, applicationName: 'herald-test-pool' });

beforeAll(() => query(databaseUrl, 'CREATE TABLE account (id int PRIMARY KEY, balance int NOT NULL)'));
beforeEach(() => query(databaseUrl, 'DELETE FROM account; INSERT INTO account VALUES (1, 0), (2, 0)'));
afterAll(() => pool.end());

const balances = async () =>
  (await query<{ balance: number }>(databaseUrl, 'SELECT balance FROM account ORDER BY id')).map(
    ({ balance }) => balance,
  );
const add = (tx: Transaction, id: number) => tx.query('UPDATE account SET balance = balance + 1 WHERE id = $1', [id]);

describe('withTransaction', () => {
  it('commits when the work is done, and returns its result', async () => {
    expect(await withTransaction(pool, async (tx) => (await add(tx, 1)).rowCount)).toBe(1);
    expect(await balances()).toEqual([1, 0]);
  });

  it('leaves nothing behind when the work fails, and gives the connection back', async () => {
    for (let time = 0; time < 5; time += 1) {
      const failing = withTransaction(pool, async (tx) => {
        await add(tx, 1);
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
    }
    expect(await balances()).toEqual([0, 0]);
    expect([pool.totalCount - pool.idleCount, pool.waitingCount]).toEqual([0, 0]);
  });

  it('throws a broken connection away and goes on with another', async () => {
    const broken = withTransaction(pool, async (tx) => {
      await add(tx, 1);
      const { rows } = await tx.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      await query(databaseUrl, 'SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
      await add(tx, 2);
    });
    await expect(broken).rejects.toThrow();
    expect(await balances()).toEqual([0, 0]);
    await withTransaction(pool, (tx) => add(tx, 2));
    expect(await balances()).toEqual([0, 1]);
  });
});

describe('isPoolExhausted', () => {
  it('knows what the driver says when no connection came free', async () => {
    const tiny = new pg.Pool({ connectionString: databaseUrl, max: 1, connectionTimeoutMillis: 50 });
    const only = await tiny.connect();
    const error = await tiny.query('SELECT 1').catch((failure: unknown) => failure);
    only.release();
    const mistake = await tiny.query('SELECT nothing').catch((failure: unknown) => failure);
    await tiny.end();
    expect([error, mistake].map(isPoolExhausted)).toEqual([true, false]);
  });
});

describe('withRetriedTransaction', () => {
  it('runs both of two transactions that deadlock', async () => {
    const both = (first: number, second: number) => () =>
      withRetriedTransaction(pool, async (tx) => {
        await add(tx, first);
        await tx.query('SELECT 1 FROM account WHERE id = 3 FOR UPDATE');
        await add(tx, second);
      });
    await query(databaseUrl, 'INSERT INTO account VALUES (3, 0)');
    await meetBehind(databaseUrl, { text: 'SELECT 1 FROM account WHERE id = 3 FOR UPDATE' }, [both(1, 2), both(2, 1)]);
    expect(await balances()).toEqual([2, 2, 0]);
  });

  it.each([
    ['a collision', () => new Collision('met')],
    ['a key that appeared meanwhile', undefined],
  ])('tries again after %s, a bounded number of times', async (_name, makeError) => {
    let tries = 0;
    const work = withRetriedTransaction(
      pool,
      async (tx) => {
        tries += 1;
        if (makeError) throw makeError();
        await tx.query('INSERT INTO account VALUES (1, 0)');
      },
      3,
    );
    await expect(work).rejects.toThrow();
    expect(tries).toBe(3);
  });

  it('does not try again what is a mistake', async () => {
    let tries = 0;
    const work = withRetriedTransaction(pool, async (tx) => {
      tries += 1;
      await tx.query('SELECT nothing FROM nowhere');
    });
    await expect(work).rejects.toThrow('nowhere');
    expect(tries).toBe(1);
  });
});
