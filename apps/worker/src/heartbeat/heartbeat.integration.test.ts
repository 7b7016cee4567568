import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@herald/shared';
import { createLogger, createPool, WorkerProcessRepository } from '@herald/platform';
import type { WorkerReport } from '@herald/platform';

import { emptyDatabase, query } from '../../../../scripts/testing/fixtures/database.ts';
import { eventually } from '../../../../scripts/testing/fixtures/eventually.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { Heartbeat } from './heartbeat.ts';

const { databaseUrl } = testServers();
const pool = createPool({ databaseUrl, maxConnections: 2, applicationName: 'herald-test' });
const workers = new WorkerProcessRepository(pool);

beforeEach(() => emptyDatabase(databaseUrl));
afterAll(() => pool.end());

const clock = { nowMs: 0 };
const STEADY_AFTER_MS = 8_000;
const NOTHING: WorkerReport = { vendor: null, vendorTrouble: null };
let report = NOTHING;
const heartbeat = (workerId: string) =>
  new Heartbeat({
    workers,
    workerId,
    report: () => report,
    intervalMs: 20,
    steadyAfterMs: STEADY_AFTER_MS,
    clockMs: () => clock.nowMs,
    logger: createLogger('test', 'silent'),
  });
const seen = () => query<{ id: string; seenAt: Date }>(databaseUrl, 'SELECT id, "seenAt" FROM "WorkerProcess"');

describe('the heartbeat', () => {
  it('is there when it has started, goes on, and is gone when it was stopped', async () => {
    const id = newId();
    const beating = heartbeat(id);
    await beating.start();
    const [first] = await seen();
    expect(first?.id).toBe(id);
    await eventually(async () => {
      const [now] = await seen();
      expect(now?.seenAt.getTime()).toBeGreaterThan(first?.seenAt.getTime() ?? Infinity);
    });
    await beating.stop();
    expect(await seen()).toEqual([]);
  });

  it('tells of the vendor with each beat: what is wrong there, and that it is over', async () => {
    const vendor = {
      origin: 'https://vendor.example',
      isMock: false,
      isSigned: true,
      canLookUp: true,
      messagesPerJob: 100,
      connections: 32,
      timeoutMs: 10_000,
      maxAttempts: 10,
    };
    const vendorTrouble = {
      since: '2026-11-22T10:00:00.000Z',
      failuresInRow: 21,
      heldUntil: null,
      lastError: 'the vendor answered 503',
    };
    const told = async () => {
      const [worker] = await workers.findSeenWithin(10_000);
      return { vendor: worker?.vendor, vendorTrouble: worker?.vendorTrouble };
    };
    report = { vendor, vendorTrouble: null };
    const beating = heartbeat(newId());
    await beating.start();
    expect(await told()).toEqual(report);
    report = { vendor, vendorTrouble };
    await eventually(async () => expect(await told()).toEqual(report));
    report = { vendor, vendorTrouble: null };
    await eventually(async () => expect(await told()).toEqual(report));
    await beating.stop();
    report = NOTHING;
  });

  it('goes on after the database was away', async () => {
    const beating = heartbeat(newId());
    await beating.start();
    await query(databaseUrl, 'ALTER TABLE "WorkerProcess" RENAME TO "Away"');
    await query(databaseUrl, `UPDATE "Away" SET "seenAt" = now() - interval '1 hour'`);
    await query(databaseUrl, 'ALTER TABLE "Away" RENAME TO "WorkerProcess"');
    await eventually(async () => expect(await workers.findSeenWithin(10_000)).toHaveLength(1));
    await beating.stop();
  });

  it('is steady after a while, and no more when it was cut off, or stopped, until it was heard for that time', async () => {
    const beating = heartbeat(newId());
    const beats = async (passedMs: number) => {
      clock.nowMs += passedMs;
      const [before] = await seen();
      await eventually(async () => {
        const [now] = await seen();
        expect(now?.seenAt.getTime()).toBeGreaterThan(before?.seenAt.getTime() ?? Infinity);
      });
    };
    await beating.start();
    expect(beating.isSteady()).toBe(false);
    for (let passedMs = 0; passedMs < STEADY_AFTER_MS; passedMs += 4_000) await beats(4_000);
    await eventually(async () => expect(beating.isSteady()).toBe(true));

    clock.nowMs += STEADY_AFTER_MS;
    expect(beating.isSteady()).toBe(false);
    await beats(0);
    expect(beating.isSteady()).toBe(false);
    for (let passedMs = 0; passedMs < STEADY_AFTER_MS; passedMs += 4_000) await beats(4_000);
    await eventually(async () => expect(beating.isSteady()).toBe(true));
    await beating.stop();
  });

  it('forgets workers that ended long ago without a word, and no others', async () => {
    const [old, late] = [newId(), newId()];
    await query(
      databaseUrl,
      `INSERT INTO "WorkerProcess" (id, "seenAt") VALUES ($1, now() - interval '25 hours'), ($2, now() - interval '1 hour')`,
      [old, late],
    );
    const beating = heartbeat(newId());
    await beating.start();
    const ids = (await seen()).map(({ id }) => id);
    expect([ids.includes(old), ids.includes(late)]).toEqual([false, true]);
    await beating.stop();
  });
});
