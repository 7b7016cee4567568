import type { Pool } from '../db/pool.ts';
import { WORKER_SEEN_WITHIN_MS } from '../process/seen-lately.ts';

/** What is committed and not done yet, and who is there to do it. */
export interface Backlog {
  /** Since the oldest accepted batch that is not written was accepted; 0 when all are written. */
  oldestChunkMs: number;
  /** The same of receipts. */
  oldestReceiptMs: number;
  /** Workers that were seen lately. */
  workers: number;
  /** Whether somebody has stopped all sending. */
  isStopped: boolean;
}

/** Reads what waits for workers. Every question is answered by an index or a table of few rows. */
export class BacklogRepository {
  private readonly pool: Pool;

  constructor(pool: Pool) {
    this.pool = pool;
  }

  async read(): Promise<Backlog> {
    const { rows } = await this.pool.query<Backlog>(
      `SELECT
         COALESCE((SELECT ${ageMs('"createdAt"')} FROM "IngestionChunk" ORDER BY id LIMIT 1), 0) AS "oldestChunkMs",
         COALESCE((SELECT ${ageMs('"receivedAt"')} FROM "ReceiptInbox" ORDER BY id LIMIT 1), 0) AS "oldestReceiptMs",
         (SELECT count(*)::int FROM "WorkerProcess" WHERE "seenAt" >= now() - $1 * interval '1 ms') AS workers,
         EXISTS (SELECT 1 FROM "DeliveryStop") AS "isStopped"`,
      [WORKER_SEEN_WITHIN_MS],
    );
    return rows[0] as Backlog;
  }
}

function ageMs(column: string): string {
  return `GREATEST(extract(epoch FROM now() - ${column}) * 1000, 0)::float8`;
}
