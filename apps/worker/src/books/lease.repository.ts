import type { Pool } from '@herald/platform';

/** Writes Lease: who does what only one worker at a time needs to do. */
export class LeaseRepository {
  private readonly pool: Pool;

  constructor(pool: Pool) {
    this.pool = pool;
  }

  /** Takes a lease that is free, or prolongs one's own. @returns whether `holderId` has it for `durationMs` now. */
  async take(name: string, holderId: string, durationMs: number): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      `INSERT INTO "Lease" AS l (name, "holderId", "expiresAt") VALUES ($1, $2, now() + $3 * interval '1 ms')
       ON CONFLICT (name) DO UPDATE SET "holderId" = EXCLUDED."holderId", "expiresAt" = EXCLUDED."expiresAt"
       WHERE l."holderId" = EXCLUDED."holderId" OR l."expiresAt" < now()`,
      [name, holderId, durationMs],
    );
    return rowCount === 1;
  }
}
