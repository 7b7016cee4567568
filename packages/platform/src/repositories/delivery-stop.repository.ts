import type { Pool } from '../db/pool.ts';

export interface DeliveryStop {
  reason: string | null;
  stoppedAt: Date;
}

/** Writes DeliveryStop: the one switch that stops all sending. */
export class DeliveryStopRepository {
  private readonly pool: Pool;

  constructor(pool: Pool) {
    this.pool = pool;
  }

  /** Undefined while messages go out. */
  async find(): Promise<DeliveryStop | undefined> {
    const { rows } = await this.pool.query<DeliveryStop>(`SELECT reason, "stoppedAt" FROM "DeliveryStop"`);
    return rows[0];
  }

  /** A second stop keeps the time of the first. */
  async stop(reason: string | null): Promise<void> {
    await this.pool.query(
      `INSERT INTO "DeliveryStop" (reason) VALUES ($1)
       ON CONFLICT (id) DO UPDATE SET reason = COALESCE(EXCLUDED.reason, "DeliveryStop".reason)`,
      [reason],
    );
  }

  /** @returns whether it was stopped. */
  async start(): Promise<boolean> {
    const { rowCount } = await this.pool.query(`DELETE FROM "DeliveryStop"`);
    return rowCount === 1;
  }
}
