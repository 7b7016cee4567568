import type { Pool } from '../db/pool.ts';

/** Asks the database whether it answers, and whether it would store anything. */
export class DatabaseHealthRepository {
  private readonly pool: Pool;

  constructor(pool: Pool) {
    this.pool = pool;
  }

  /** False of a standby, and where an operator (or a platform, before the disk is full) forbids to write. */
  async isWritable(): Promise<boolean> {
    const { rows } = await this.pool.query<{ isReadOnly: string }>(
      `SELECT current_setting('transaction_read_only') AS "isReadOnly"`,
    );
    return rows[0]?.isReadOnly === 'off';
  }
}
