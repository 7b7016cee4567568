import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@herald/shared';
import { Registry } from 'prom-client';

import { emptyDatabase, query } from '../../../../scripts/testing/fixtures/database.ts';
import { samplesOf } from '../../../../scripts/testing/fixtures/samples.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { createPool } from '../db/pool.ts';
import { BacklogRepository } from '../repositories/backlog.repository.ts';
import { DeliveryStopRepository } from '../repositories/delivery-stop.repository.ts';
import { IngestionRepository } from '../repositories/ingestion.repository.ts';
import { ReceiptInboxRepository } from '../repositories/receipt-inbox.repository.ts';
import { WorkerProcessRepository } from '../repositories/worker-process.repository.ts';
import { watchBacklog } from './backlog-metrics.ts';

const { databaseUrl } = testServers();
const pool = createPool({ databaseUrl, maxConnections: 2, applicationName: 'herald-test' });

beforeEach(() => emptyDatabase(databaseUrl));
afterAll(() => pool.end());

function watched(read = () => new BacklogRepository(pool).read()) {
  const registry = new Registry();
  watchBacklog(registry, read);
  return async (name: string) => (await samplesOf(registry, `herald_${name}`))[''];
}

describe('metrics of what is open', () => {
  it('are 0 where nothing is', async () => {
    const value = watched();
    expect(await value('database_up')).toBe(1);
    for (const name of ['ingestion_oldest_chunk_age_seconds', 'receipt_inbox_oldest_age_seconds', 'workers']) {
      expect(await value(name)).toBe(0);
    }
    expect(await value('sending_stopped')).toBe(0);
  });

  it('say for how long the oldest batch and the oldest receipt wait, and who is there', async () => {
    const chunk = (at: number) => ({ id: newId(), rows: [[at, {}]] as [number, unknown][] });
    const chunks = [chunk(0), chunk(1)];
    await new IngestionRepository(pool).insert({ id: newId(), kind: 'ORDERS', received: 2, chunks });
    await query(databaseUrl, `UPDATE "IngestionChunk" SET "createdAt" = now() - interval '90 s' WHERE id = $1`, [
      chunks[0]?.id,
    ]);
    const receipt = {
      communicationLogId: newId(),
      vendorMessageId: 'v',
      status: 'SENT',
      occurredAt: new Date(),
    } as const;
    await new ReceiptInboxRepository(pool).insertMany([{ ...receipt, id: newId() }]);
    await query(databaseUrl, `UPDATE "ReceiptInbox" SET "receivedAt" = now() - interval '30 s'`);
    const workers = new WorkerProcessRepository(pool);
    for (const id of [newId(), newId()]) await workers.markSeen(id);
    const gone = newId();
    await workers.markSeen(gone);
    await query(databaseUrl, `UPDATE "WorkerProcess" SET "seenAt" = now() - interval '1 hour' WHERE id = $1`, [gone]);
    await new DeliveryStopRepository(pool).stop(null);

    const value = watched();
    const chunkAge = (await value('ingestion_oldest_chunk_age_seconds')) ?? 0;
    expect([chunkAge >= 90, chunkAge < 3_600]).toEqual([true, true]);
    const receiptAge = (await value('receipt_inbox_oldest_age_seconds')) ?? 0;
    expect([receiptAge >= 30, receiptAge < chunkAge]).toEqual([true, true]);
    expect(await value('workers')).toBe(2);
    expect(await value('sending_stopped')).toBe(1);
  });

  it('are not there while the database is away', async () => {
    const value = watched(() => Promise.reject(new Error('away')));
    expect([await value('database_up'), await value('workers')]).toEqual([0, undefined]);
  });
});
