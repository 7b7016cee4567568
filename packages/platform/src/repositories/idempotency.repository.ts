import { OPERATIONS } from '@herald/shared';
import type { Operation } from '@herald/shared';

import { isDatabaseError } from '../db/database-error.ts';
import type { Pool, Transaction } from '../db/pool.ts';

/** For how long a repeated call is answered as the first one was. */
export const ANSWERS_KEPT_HOURS = 24;
const EXPIRED = `"createdAt" < now() - interval '${ANSWERS_KEPT_HOURS} hours'`;

/** Operations that change nothing, so that whoever repeats one may be answered anew. */
const QUESTIONS = (Object.entries(OPERATIONS) as [string, Operation][])
  .filter(([, { isQuestion }]) => isQuestion)
  .map(([id]) => id);

const LOCK_NOT_AVAILABLE = '55P03';
/** Set in a transaction whose answer is not to be kept. */
const NOT_KEPT = 'herald.answer_is_not_kept';

/** Which call it is: the same key of another caller, or for another operation, is another call. */
export interface IdempotentCall {
  caller: string;
  operation: string;
  key: string;
}

export interface StoredAnswer {
  status: number;
  /** JSON. */
  body: string;
}

export interface IdempotencyRecord {
  /** Hash of what was asked. */
  fingerprint: string;
  /** Undefined while the first call is under way, and after it failed. */
  answer: StoredAnswer | undefined;
}

interface Row {
  fingerprint: string;
  status: number | null;
  body: string | null;
}

/** Writes IdempotencyRecord: the answers to calls that came with an `Idempotency-Key`. */
export class IdempotencyRepository {
  private readonly pool: Pool;

  constructor(pool: Pool) {
    this.pool = pool;
  }

  /** Notes a call, at once and for all to see, unless it is noted already. @returns what is noted. */
  async note({ caller, operation, key }: IdempotentCall, fingerprint: string): Promise<IdempotencyRecord> {
    const { rows } = await this.pool.query<Row>(
      // A row that is past its time is as good as none, unless somebody has it. Nothing here may wait for
      // a row: whoever carries the first call out has it locked. The last branch reads what was noted before.
      `WITH stale AS (
         SELECT caller, operation, key FROM "IdempotencyRecord"
         WHERE caller = $1 AND operation = $2 AND key = $3 AND ${EXPIRED} FOR UPDATE SKIP LOCKED
       ), renewed AS (
         UPDATE "IdempotencyRecord" r SET fingerprint = $4, status = NULL, body = NULL, "createdAt" = now()
         FROM stale s WHERE (r.caller, r.operation, r.key) = (s.caller, s.operation, s.key)
         RETURNING r.fingerprint, r.status, r.body
       ), made AS (
         INSERT INTO "IdempotencyRecord" (caller, operation, key, fingerprint) VALUES ($1, $2, $3, $4)
         ON CONFLICT (caller, operation, key) DO NOTHING RETURNING fingerprint, status, body
       )
       SELECT * FROM renewed UNION ALL SELECT * FROM made
       UNION ALL
       SELECT fingerprint, status, body FROM "IdempotencyRecord"
       WHERE caller = $1 AND operation = $2 AND key = $3
         AND NOT EXISTS (SELECT 1 FROM renewed) AND NOT EXISTS (SELECT 1 FROM made)`,
      [caller, operation, key, fingerprint],
    );
    // Another call may have noted it between the two looks; then it is under way.
    return rows[0] === undefined ? { fingerprint, answer: undefined } : toRecord(rows[0]);
  }

  /**
   * Keeps the call to this transaction, and what it answers is read after that. Until the end of it nobody is
   * erased of whom a question may be told; while somebody is, questions are answered and not kept.
   *
   * @returns undefined while another one has it.
   */
  async take(tx: Transaction, { caller, operation, key }: IdempotentCall): Promise<IdempotencyRecord | undefined> {
    const { rows } = await tx.query<Row>(
      `SELECT fingerprint, status, body FROM "IdempotencyRecord"
       WHERE caller = $1 AND operation = $2 AND key = $3 FOR UPDATE SKIP LOCKED`,
      [caller, operation, key],
    );
    const record = rows[0] && toRecord(rows[0]);
    const isAsked = record !== undefined && record.answer === undefined && QUESTIONS.includes(operation);
    if (isAsked && !(await this.holdOffErasures(tx))) await tx.query(`SELECT set_config('${NOT_KEPT}', 'yes', true)`);
    return record;
  }

  /** Does nothing for an answer that must not be kept; see `take`. */
  async saveAnswer(
    tx: Transaction,
    { caller, operation, key }: IdempotentCall,
    fingerprint: string,
    { status, body }: StoredAnswer,
  ): Promise<void> {
    await tx.query(
      `UPDATE "IdempotencyRecord" SET fingerprint = $4, status = $5, body = $6
       WHERE caller = $1 AND operation = $2 AND key = $3
         AND current_setting('${NOT_KEPT}', true) IS DISTINCT FROM 'yes'`,
      [caller, operation, key, fingerprint, status, body],
    );
  }

  /** @returns how many were past their time, at most `limit`. */
  async deleteExpired(limit: number): Promise<number> {
    const { rowCount } = await this.pool.query(
      `DELETE FROM "IdempotencyRecord"
       WHERE (caller, operation, key) IN (SELECT caller, operation, key FROM "IdempotencyRecord" WHERE ${EXPIRED} LIMIT $1)`,
      [limit],
    );
    return rowCount ?? 0;
  }

  /**
   * Removes the answers in which one of the texts stands. Whoever repeats a question is answered anew.
   *
   * @param tx has the lock of an erasure, so that no question under way adds another.
   * @param instead what is answered to whoever repeats another call, which must not be carried out again.
   * @returns how many were removed.
   */
  async eraseMentions(tx: Transaction, texts: string[], instead: StoredAnswer): Promise<number> {
    const mentions = 'EXISTS (SELECT 1 FROM unnest($1::text[]) t WHERE position(t IN body) > 0)';
    const asked = await tx.query(`DELETE FROM "IdempotencyRecord" WHERE operation = ANY ($2::text[]) AND ${mentions}`, [
      texts,
      QUESTIONS,
    ]);
    const done = await tx.query(`UPDATE "IdempotencyRecord" SET status = $2, body = $3 WHERE ${mentions}`, [
      texts,
      instead.status,
      instead.body,
    ]);
    return (asked.rowCount ?? 0) + (done.rowCount ?? 0);
  }

  /**
   * As `ErasureRepository.holdOffWhileFreezing`, and without waiting: an erasure may have to wait for minutes.
   *
   * @returns false when one is under way, or waits for its turn.
   */
  private async holdOffErasures(tx: Transaction): Promise<boolean> {
    await tx.query('SAVEPOINT hold_off');
    try {
      await tx.query('LOCK TABLE "Erasure" IN ROW SHARE MODE NOWAIT');
      await tx.query('RELEASE hold_off');
      return true;
    } catch (error) {
      if (!isDatabaseError(error) || error.code !== LOCK_NOT_AVAILABLE) throw error;
      await tx.query('ROLLBACK TO hold_off');
      return false;
    }
  }
}

function toRecord({ fingerprint, status, body }: Row): IdempotencyRecord {
  return { fingerprint, answer: status === null || body === null ? undefined : { status, body } };
}
