import type { AiOutcome, AiPurpose } from '@herald/shared';
import type { Pool } from '@herald/platform';

import type { AiLimits } from '../ai-config.ts';

/** A call of a model as it is kept: sizes and costs, never what was said. */
export interface AiCall {
  id: string;
  at: Date;
  purpose: AiPurpose;
  model: string;
  outcome: AiOutcome;
  inputTokens: number | null;
  outputTokens: number | null;
  costMicros: number;
  elapsedMs: number;
}

/** What was asked of models in one day. */
export interface AiDay {
  calls: number;
  inputTokens: number;
  outputTokens: number;
  costMicros: number;
}

/**
 * Writes AiDay and AiCall. It is given a pool that joins no unit of work: what was asked is billed,
 * whatever becomes of the call that it was asked for.
 */
export class AiUsageRepository {
  private readonly pool: Pool;

  constructor(pool: Pool) {
    this.pool = pool;
  }

  /**
   * Counts a call that is about to be made, with the most that it can cost. The row of the day is
   * locked while it is compared, so that processes that ask at the same time never exceed a limit together.
   *
   * @param day as `2026-11-28`, in UTC.
   * @returns how many calls there are now, or undefined when a limit is reached and nothing was counted.
   */
  async reserve(day: string, mostMicros: number, limits: AiLimits): Promise<number | undefined> {
    const { rows } = await this.pool.query<{ calls: number }>(
      `INSERT INTO "AiDay" (day, calls, "costMicros")
       SELECT $1::date, 1, $2::bigint WHERE 1 <= $3::int AND $2::bigint <= $4::bigint
       ON CONFLICT (day) DO UPDATE
       SET calls = "AiDay".calls + 1, "costMicros" = "AiDay"."costMicros" + EXCLUDED."costMicros"
       WHERE "AiDay".calls < $3::int AND "AiDay"."costMicros" + EXCLUDED."costMicros" <= $4::bigint
       RETURNING calls`,
      [day, mostMicros, limits.callsPerDay, limits.costMicrosPerDay],
    );
    return rows[0]?.calls;
  }

  /** Notes how a call ended, and what it cost instead of what was reserved for it: both, or neither. */
  async record(day: string, call: Omit<AiCall, 'at'>, reservedMicros: number): Promise<void> {
    await this.pool.query(
      `WITH ended AS (
         INSERT INTO "AiCall" (id, purpose, model, outcome, "inputTokens", "outputTokens", "costMicros", "elapsedMs")
         VALUES ($2, $3, $4, $5, $6, $7, $8, $9)
       )
       UPDATE "AiDay"
       SET "inputTokens" = "inputTokens" + COALESCE($6::int, 0), "outputTokens" = "outputTokens" + COALESCE($7::int, 0),
           "costMicros" = "costMicros" + $8::bigint - $10::bigint
       WHERE day = $1::date`,
      [
        day,
        call.id,
        call.purpose,
        call.model,
        call.outcome,
        call.inputTokens,
        call.outputTokens,
        call.costMicros,
        call.elapsedMs,
        reservedMicros,
      ],
    );
  }

  async findDay(day: string): Promise<AiDay | undefined> {
    const { rows } = await this.pool.query<AiDay>(
      `SELECT calls, "inputTokens"::float8 AS "inputTokens", "outputTokens"::float8 AS "outputTokens",
              "costMicros"::float8 AS "costMicros"
       FROM "AiDay" WHERE day = $1::date`,
      [day],
    );
    return rows[0];
  }

  /** Newest first, those older than `beforeId`. */
  async findPage({ beforeId, limit }: { beforeId: string | undefined; limit: number }): Promise<AiCall[]> {
    const { rows } = await this.pool.query<AiCall>(
      `SELECT id, at, purpose, model, outcome, "inputTokens", "outputTokens", "costMicros"::float8 AS "costMicros",
              "elapsedMs"
       FROM "AiCall" WHERE $1::uuid IS NULL OR id < $1 ORDER BY id DESC LIMIT $2`,
      [beforeId ?? null, limit],
    );
    return rows;
  }

  /** @returns how many were deleted: the oldest of those from before `before`, at most `limit`. */
  async deleteCalls(before: Date, limit: number): Promise<number> {
    const { rowCount } = await this.pool.query(
      `DELETE FROM "AiCall" WHERE id IN (SELECT id FROM "AiCall" WHERE at < $1 ORDER BY at, id LIMIT $2)`,
      [before, limit],
    );
    return rowCount ?? 0;
  }
}
