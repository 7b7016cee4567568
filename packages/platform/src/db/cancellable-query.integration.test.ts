import { afterAll, describe, expect, it } from '@jest/globals';

import { waitForHanging, waitUntilIdle } from '../../../../scripts/testing/fixtures/backends.ts';
import { query } from '../../../../scripts/testing/fixtures/database.ts';
import { eventually } from '../../../../scripts/testing/fixtures/eventually.ts';
import { whileLocked } from '../../../../scripts/testing/fixtures/table-lock.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import {
  cancelNamed,
  QueryCancelled,
  QueryTimedOut,
  runCancellable,
  withTimedTransaction,
} from './cancellable-query.ts';
import { createPool, type Queryable } from './pool.ts';

const { databaseUrl } = testServers();
const pool = createPool({ databaseUrl, maxConnections: 1, applicationName: 'herald-test-reading' });
const control = createPool({ databaseUrl, maxConnections: 1, applicationName: 'herald-test-control' });
afterAll(async () => {
  await pool.end();
  await control.end();
});

/** Longer than a test may take: what is stopped is stopped by something else. */
const PATIENT = { timeoutMs: 600_000 };
const readCustomers = (db: Queryable) => db.query('SELECT count(*) FROM "Customer"');
const gone = new Error('the caller is gone');

/** The pool has one connection: it answers again, and in a transaction of its own. */
async function expectConnectionToBeBack(): Promise<void> {
  const { rows } = await pool.query<{ name: string; timeout: string }>(
    `SELECT current_setting('application_name') AS name, current_setting('statement_timeout') AS timeout`,
  );
  expect(rows).toEqual([{ name: 'herald-test-reading', timeout: '0' }]);
}

describe('runCancellable', () => {
  it('reads on one snapshot, and writes nothing', async () => {
    const counts = await runCancellable(pool, control, PATIENT, async (db) => {
      const before = await readCustomers(db);
      await query(
        databaseUrl,
        `INSERT INTO "Customer" (id, "writtenBy", "writtenFields") SELECT id, id, 0 FROM gen_random_uuid() AS id`,
      );
      return [before.rows, (await readCustomers(db)).rows];
    });
    expect(counts[1]).toEqual(counts[0]);
    await expect(runCancellable(pool, control, PATIENT, (db) => db.query('DELETE FROM "Customer"'))).rejects.toThrow(
      'a snapshot is only read',
    );
    await expectConnectionToBeBack();
  });

  it('stops what runs when its signal is aborted, and throws the reason', async () => {
    const controller = new AbortController();
    const options = { ...PATIENT, name: 'herald-reading', signal: controller.signal };
    await whileLocked(databaseUrl, 'Customer', async () => {
      const reading = runCancellable(pool, control, options, readCustomers);
      const [backend] = await waitForHanging(databaseUrl, 'herald-reading');
      controller.abort(gone);
      await expect(reading).rejects.toBe(gone);
      await waitUntilIdle(databaseUrl, backend?.pid ?? 0);
    });
    await expectConnectionToBeBack();
  });

  it('begins no query when its signal is aborted before, be it while it waits for a connection', async () => {
    const controller = new AbortController();
    const asked: string[] = [];
    const work = async (db: Queryable) => {
      asked.push('first');
      return readCustomers(db);
    };
    const only = await pool.connect();
    const waiting = runCancellable(pool, control, { ...PATIENT, signal: controller.signal }, work);
    controller.abort(gone);
    only.release();
    await expect(waiting).rejects.toBe(gone);
    await expect(runCancellable(pool, control, { ...PATIENT, signal: controller.signal }, work)).rejects.toBe(gone);
    expect(asked).toEqual([]);
  });

  it('begins no query that comes after the abortion', async () => {
    const controller = new AbortController();
    const reading = whileLocked(databaseUrl, 'Customer', () =>
      runCancellable(pool, control, { ...PATIENT, signal: controller.signal }, async (db) => {
        await db.query('SELECT 1');
        controller.abort(gone);
        // Queues behind the order to stop, which finds nothing to stop.
        await control.query('SELECT 1');
        return readCustomers(db);
      }),
    );
    await expect(reading).rejects.toBe(gone);
    await expectConnectionToBeBack();
  });

  it('says when it took too long', async () => {
    await whileLocked(databaseUrl, 'Customer', () =>
      expect(runCancellable(pool, control, { timeoutMs: 50 }, readCustomers)).rejects.toThrow(QueryTimedOut),
    );
    await expectConnectionToBeBack();
  });

  it('is stopped by name, by what comes later and not by what came before', async () => {
    await whileLocked(databaseUrl, 'Customer', async () => {
      const reading = runCancellable(pool, control, { ...PATIENT, name: 'herald-reading-a.5' }, readCustomers);
      await waitForHanging(databaseUrl, 'herald-reading-a.5');
      for (const [prefix, name] of [
        ['herald-reading-a.', 'herald-reading-a.5'],
        ['herald-reading-a.', 'herald-reading-a.4'],
        ['herald-reading-b.', 'herald-reading-b.9'],
      ] as const) {
        await cancelNamed(control, prefix, name);
      }
      await waitForHanging(databaseUrl, 'herald-reading-a.5');
      await cancelNamed(control, 'herald-reading-a.', 'herald-reading-a.6');
      await expect(reading).rejects.toThrow(QueryCancelled);
    });
    await expectConnectionToBeBack();
  });

  it('survives a connection that breaks between two queries, and throws it away', async () => {
    const reading = runCancellable(pool, control, PATIENT, async (db) => {
      const { rows } = await db.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      await control.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
      await eventually(async () => {
        expect(await query(databaseUrl, 'SELECT 1 FROM pg_stat_activity WHERE pid = $1', [rows[0]?.pid])).toEqual([]);
      });
      return readCustomers(db);
    });
    await expect(reading).rejects.toThrow();
    await expectConnectionToBeBack();
  });
});

describe('withTimedTransaction', () => {
  it('commits, and gives the connection back without the limit', async () => {
    const id = await withTimedTransaction(pool, 20_000, async (tx) => {
      const { rows } = await tx.query<{ id: string }>(
        `INSERT INTO "Customer" (id, "writtenBy", "writtenFields") SELECT id, id, 0 FROM gen_random_uuid() AS id RETURNING id`,
      );
      return rows[0]?.id;
    });
    expect(await query(databaseUrl, 'SELECT id FROM "Customer" WHERE id = $1', [id])).toEqual([{ id }]);
    await expectConnectionToBeBack();
  });

  it('leaves nothing behind when it took too long', async () => {
    const [{ before } = {}] = await query<{ before: string }>(databaseUrl, 'SELECT count(*) AS before FROM "Customer"');
    await whileLocked(databaseUrl, 'Segment', () =>
      expect(
        withTimedTransaction(pool, 50, async (tx) => {
          await tx.query('DELETE FROM "Customer"');
          await tx.query('SELECT 1 FROM "Segment"');
        }),
      ).rejects.toThrow(QueryTimedOut),
    );
    expect(await query(databaseUrl, 'SELECT count(*) AS before FROM "Customer"')).toEqual([{ before }]);
  });
});
