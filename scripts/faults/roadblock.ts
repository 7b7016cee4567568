import pg from 'pg';

import { until } from './until.ts';

/**
 * A lock that a test holds, so that the worker stops at a known place: in the middle of
 * the transaction that needs what is locked.
 */
export class Roadblock {
  private readonly client: pg.Client;

  private constructor(client: pg.Client) {
    this.client = client;
  }

  /** @param lockSql takes the lock, as `LOCK TABLE "Order" IN EXCLUSIVE MODE`. */
  static async put(databaseUrl: string, lockSql: string): Promise<Roadblock> {
    const client = new pg.Client({ connectionString: databaseUrl, application_name: 'herald-roadblock' });
    await client.connect();
    await client.query('BEGIN');
    await client.query(lockSql);
    return new Roadblock(client);
  }

  /** Resolves when the worker stands before it. */
  async untilWorkerWaits(): Promise<void> {
    await until(async () => {
      // In a transaction PostgreSQL shows the connections of the first look, again and again.
      await this.client.query('SELECT pg_stat_clear_snapshot()');
      const { rows } = await this.client.query<{ waiting: boolean }>(
        `SELECT EXISTS (SELECT 1 FROM pg_stat_activity
                        WHERE datname = current_database() AND application_name = 'herald-worker'
                          AND pg_backend_pid() = ANY(pg_blocking_pids(pid))) AS waiting`,
      );
      return rows[0]?.waiting === true;
    }, 'the worker waits for the lock');
  }

  async remove(): Promise<void> {
    await this.client.query('ROLLBACK');
    await this.client.end();
  }
}
