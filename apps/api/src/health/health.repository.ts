import type { Pool } from '@herald/platform';

/** Asks the database whether it answers. */
export class HealthRepository {
  private readonly pool: Pool;

  constructor(pool: Pool) {
    this.pool = pool;
  }

  async ping(): Promise<void> {
    await this.pool.query('SELECT 1');
  }
}
