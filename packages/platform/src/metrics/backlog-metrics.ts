import type { Registry } from 'prom-client';

import type { Backlog } from '../repositories/backlog.repository.ts';
import { addReadGauge } from './read-gauge.ts';
import { SharedReading } from './shared-reading.ts';

/** Less than whoever scrapes waits, which is 10 s unless it is told otherwise. */
const TIMEOUT_MS = 3_000;
const FRESH_FOR_MS = 1_000;
const MS_PER_SEC = 1_000;

/** What PostgreSQL says of work that is open and of who does it. It is the same from every process that reads it. */
export function watchBacklog(registry: Registry, read: () => Promise<Backlog>): void {
  const reading = new SharedReading(read, { timeoutMs: TIMEOUT_MS, freshForMs: FRESH_FOR_MS });
  const add = (name: string, help: string, value: (backlog: Backlog) => number) =>
    addReadGauge(registry, reading, {
      name,
      help,
      samples: (backlog) => (backlog === undefined ? [] : [{ labels: {}, value: value(backlog) }]),
    });
  addReadGauge(registry, reading, {
    name: 'herald_database_up',
    help: 'Whether PostgreSQL answered in time, 1 or 0; while it does not, the metrics that it tells are not there',
    samples: (backlog) => [{ labels: {}, value: backlog === undefined ? 0 : 1 }],
  });
  add(
    'herald_ingestion_oldest_chunk_age_seconds',
    'For how long the oldest accepted batch of customers or orders is not written yet; 0 when all are',
    ({ oldestChunkMs }) => oldestChunkMs / MS_PER_SEC,
  );
  add(
    'herald_receipt_inbox_oldest_age_seconds',
    'For how long the oldest accepted receipt is not applied yet; 0 when all are',
    ({ oldestReceiptMs }) => oldestReceiptMs / MS_PER_SEC,
  );
  add('herald_workers', 'Workers that were seen lately', ({ workers }) => workers);
  add('herald_sending_stopped', 'Whether somebody has stopped all sending, 1 or 0', ({ isStopped }) =>
    Number(isStopped),
  );
}
