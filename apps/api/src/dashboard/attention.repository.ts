import { runCancellable } from '@herald/platform';
import type { Pool, Queryable } from '@herald/platform';

interface Noticed {
  id: string;
  since: Date;
}

export interface PausedCampaign extends Noticed {
  name: string;
  reason: string | null;
}

export interface FailedCampaign extends Noticed {
  name: string;
  reason: string | null;
}

export interface FailingCampaign extends Noticed {
  name: string;
  failed: number;
}

export interface BatchWithRejections extends Noticed {
  rejected: number;
}

export interface SegmentRulesRow {
  id: string;
  name: string;
  rules: unknown;
}

/** Looks for what somebody should look at. Writes nothing. */
export class AttentionRepository {
  private readonly pool: Pool;
  private readonly control: Pool;
  private readonly timeoutMs: number;

  /** @param control another pool than `pool`, which may be busy with what is to be stopped. */
  constructor(pool: Pool, control: Pool, timeoutMs: number) {
    this.pool = pool;
    this.control = control;
    this.timeoutMs = timeoutMs;
  }

  /** All that `work` reads is of the same instant. */
  read<T>(signal: AbortSignal | undefined, work: (db: Queryable) => Promise<T>): Promise<T> {
    const options = { timeoutMs: this.timeoutMs, signal, name: 'herald-attention' };
    return runCancellable(this.pool, this.control, options, work);
  }

  /** Those that paused themselves first, each of the two oldest first. */
  async pausedCampaigns(db: Queryable, reasonOfPeople: string, limit: number): Promise<PausedCampaign[]> {
    const { rows } = await db.query<PausedCampaign>(
      `SELECT id, name, "pauseReason" AS reason, "pausedAt" AS since FROM "Campaign" WHERE status = 'PAUSED'
       ORDER BY "pauseReason" IS NOT DISTINCT FROM $1, "pausedAt", id LIMIT $2`,
      [reasonOfPeople, limit],
    );
    return rows;
  }

  /** Those that were to start after `after`, newest first. */
  async failedCampaigns(db: Queryable, after: Date, limit: number): Promise<FailedCampaign[]> {
    const { rows } = await db.query<FailedCampaign>(
      `SELECT id, name, "failureReason" AS reason, started.at AS since
       FROM "Campaign", LATERAL (SELECT COALESCE("launchedAt", "scheduledAt", "createdAt") AS at) started
       WHERE status = 'FAILED' AND started.at >= $1 ORDER BY started.at DESC, id LIMIT $2`,
      [after, limit],
    );
    return rows;
  }

  /**
   * Those launched after `after` of which at least `fewest` messages ended and a larger part of these than one in
   * `oneIn` failed, most failures first.
   */
  async failingCampaigns(
    db: Queryable,
    { after, fewest, oneIn }: { after: Date; fewest: number; oneIn: number },
    limit: number,
  ): Promise<FailingCampaign[]> {
    const { rows } = await db.query<FailingCampaign>(
      `SELECT id, name, "failedCount" AS failed, "launchedAt" AS since FROM "Campaign"
       WHERE "launchedAt" >= $1 AND "sentCount" + "failedCount" >= $2
         AND $3 * "failedCount"::bigint > "sentCount" + "failedCount"
       ORDER BY "failedCount" DESC, id LIMIT $4`,
      [after, fewest, oneIn, limit],
    );
    return rows;
  }

  /** Those accepted after `after`, newest first. */
  async batchesWithRejections(db: Queryable, after: Date, limit: number): Promise<BatchWithRejections[]> {
    const { rows } = await db.query<BatchWithRejections>(
      `SELECT id, rejected, "createdAt" AS since FROM "Ingestion"
       WHERE "createdAt" >= $1 AND rejected > 0 ORDER BY id DESC LIMIT $2`,
      [after, limit],
    );
    return rows;
  }

  /** Newest first. */
  async segmentRules(db: Queryable, limit: number): Promise<SegmentRulesRow[]> {
    const { rows } = await db.query<SegmentRulesRow>(
      `SELECT id, name, rules FROM "Segment" ORDER BY id DESC LIMIT $1`,
      [limit],
    );
    return rows;
  }
}
