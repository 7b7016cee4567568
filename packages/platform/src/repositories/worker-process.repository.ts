import type { VendorTrouble, WorkerVendor } from '@herald/shared';

import type { Pool } from '../db/pool.ts';

/** What a worker tells of itself. */
export interface WorkerReport {
  /** Through whom it sends. */
  vendor: WorkerVendor | null;
  /** What is wrong there, if something is. */
  vendorTrouble: VendorTrouble | null;
}

export interface WorkerProcess extends WorkerReport {
  id: string;
  startedAt: Date;
  seenAt: Date;
}

const NOTHING_TO_TELL: WorkerReport = { vendor: null, vendorTrouble: null };

/** Writes WorkerProcess: which workers run. All times are PostgreSQL's, so that clocks need not agree. */
export class WorkerProcessRepository {
  private readonly pool: Pool;

  constructor(pool: Pool) {
    this.pool = pool;
  }

  async markSeen(id: string, { vendor, vendorTrouble } = NOTHING_TO_TELL): Promise<void> {
    await this.pool.query(
      `INSERT INTO "WorkerProcess" (id, vendor, "vendorTrouble") VALUES ($1, $2::jsonb, $3::jsonb)
       ON CONFLICT (id) DO UPDATE
       SET "seenAt" = now(), vendor = EXCLUDED.vendor, "vendorTrouble" = EXCLUDED."vendorTrouble"`,
      [id, vendor && JSON.stringify(vendor), vendorTrouble && JSON.stringify(vendorTrouble)],
    );
  }

  /** It ends by itself; what it had claimed is free at once. */
  async remove(id: string): Promise<void> {
    await this.pool.query(`DELETE FROM "WorkerProcess" WHERE id = $1`, [id]);
  }

  async removeNotSeenFor(durationMs: number): Promise<void> {
    await this.pool.query(`DELETE FROM "WorkerProcess" WHERE "seenAt" < now() - $1 * interval '1 ms'`, [durationMs]);
  }

  /** Oldest first. */
  async findSeenWithin(durationMs: number): Promise<WorkerProcess[]> {
    const { rows } = await this.pool.query<WorkerProcess>(
      `SELECT id, "startedAt", "seenAt", vendor, "vendorTrouble" FROM "WorkerProcess"
       WHERE "seenAt" >= now() - $1 * interval '1 ms' ORDER BY id`,
      [durationMs],
    );
    return rows;
  }
}
