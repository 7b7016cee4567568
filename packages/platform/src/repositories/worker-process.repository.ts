import type { Pool } from '../db/pool.ts';

export interface WorkerProcess {
  id: string;
  startedAt: Date;
  seenAt: Date;
}

/** Writes WorkerProcess: which workers run. All times are PostgreSQL's, so that clocks need not agree. */
export class WorkerProcessRepository {
  private readonly pool: Pool;

  constructor(pool: Pool) {
    this.pool = pool;
  }

  async markSeen(id: string): Promise<void> {
    await this.pool.query(
      `INSERT INTO "WorkerProcess" (id) VALUES ($1) ON CONFLICT (id) DO UPDATE SET "seenAt" = now()`,
      [id],
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
      `SELECT id, "startedAt", "seenAt" FROM "WorkerProcess"
       WHERE "seenAt" >= now() - $1 * interval '1 ms' ORDER BY id`,
      [durationMs],
    );
    return rows;
  }
}
