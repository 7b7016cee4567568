import { COMMUNICATION_TRANSITIONS, statesBefore } from '@herald/shared';
import type { CommunicationStatus } from '@herald/shared';

import type { Pool, Queryable, Transaction } from '../db/pool.ts';
import type { CountChange } from './campaign.repository.ts';

export interface CommunicationLog {
  id: string;
  customerId: string;
  status: CommunicationStatus;
  personalizedMessage: string;
  vendorMessageId: string | null;
  deliveryReceiptStatus: 'SENT' | 'FAILED' | null;
  sentAt: Date | null;
  failedAt: Date | null;
  failureReason: string | null;
}

export interface NewCommunicationLog {
  id: string;
  customerId: string;
  personalizedMessage: string;
  /** Set when the message could not even be made: the row starts FAILED. */
  failureReason: string | null;
}

/** A row that this job may send. */
export interface ClaimedMessage {
  id: string;
  customerId: string;
  personalizedMessage: string;
  attempts: number;
}

export type PublishableMessage = Omit<ClaimedMessage, 'attempts'>;

export interface Receipt {
  communicationLogId: string;
  vendorMessageId: string;
  status: 'SENT' | 'FAILED';
  occurredAt: Date;
}

const before = (status: CommunicationStatus) => statesBefore(COMMUNICATION_TRANSITIONS, status);
const BEFORE_SENDING = before('SENDING');
const BEFORE_ACCEPTED = before('ACCEPTED');
const BEFORE_THE_END = before('SENT');

/** Writes CommunicationLog. Every update is guarded by the states it may start from. */
export class CommunicationLogRepository {
  private readonly pool: Pool;

  constructor(pool: Pool) {
    this.pool = pool;
  }

  /**
   * Writes one page of recipients. ON CONFLICT DO NOTHING, because a customer has one
   * row per campaign however often the page is tried.
   *
   * @returns the ids of the rows that are new.
   */
  async insertMany(tx: Transaction, campaignId: string, logs: NewCommunicationLog[]): Promise<Set<string>> {
    const { rows } = await tx.query<{ id: string }>(
      `INSERT INTO "CommunicationLog" (id, "campaignId", "customerId", "personalizedMessage",
                                       "failureReason", status, "failedAt")
       SELECT log.id, $1, log."customerId", log.message, log."failureReason",
              CASE WHEN log."failureReason" IS NULL THEN 'PENDING' ELSE 'FAILED' END::"CommunicationStatus",
              CASE WHEN log."failureReason" IS NOT NULL THEN now() END
       FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[])
         AS log(id, "customerId", message, "failureReason")
       ON CONFLICT ("campaignId", "customerId") DO NOTHING
       RETURNING id`,
      [
        campaignId,
        logs.map((log) => log.id),
        logs.map((log) => log.customerId),
        logs.map((log) => log.personalizedMessage),
        logs.map((log) => log.failureReason),
      ],
    );
    return new Set(rows.map((row) => row.id));
  }

  /**
   * Takes the rows that are still open for one job. A row that is being sent is taken
   * over only by the job that took it before (the same job, run again after a crash)
   * or once its claim is older than `claimsExpiredBefore`.
   */
  async claim(ids: string[], jobId: string, claimsExpiredBefore: Date): Promise<ClaimedMessage[]> {
    const { rows } = await this.pool.query<ClaimedMessage>(
      `UPDATE "CommunicationLog" SET status = 'SENDING', "claimedBy" = $2, "claimedAt" = now()
       WHERE id = ANY($1::uuid[])
         AND (status = ANY($4::"CommunicationStatus"[])
              OR (status = 'SENDING' AND ("claimedBy" = $2 OR "claimedAt" < $3)))
       RETURNING id, "customerId", "personalizedMessage", attempts`,
      [ids, jobId, claimsExpiredBefore, BEFORE_SENDING],
    );
    return rows;
  }

  /** The vendor has them. A receipt that came first keeps its word; only the vendor's id is added. */
  async markAccepted(accepted: { id: string; vendorMessageId: string }[]): Promise<void> {
    await this.pool.query(
      `UPDATE "CommunicationLog" l
       SET status = CASE WHEN l.status = ANY($3::"CommunicationStatus"[]) THEN 'ACCEPTED' ELSE l.status END,
           "acceptedAt" = now(), "vendorMessageId" = accepted."vendorMessageId"
       FROM unnest($1::uuid[], $2::text[]) AS accepted(id, "vendorMessageId")
       WHERE l.id = accepted.id AND l."acceptedAt" IS NULL`,
      [accepted.map(({ id }) => id), accepted.map(({ vendorMessageId }) => vendorMessageId), BEFORE_ACCEPTED],
    );
  }

  /** The vendor did not answer: open again for the next try. */
  async returnToPending(ids: string[]): Promise<void> {
    await this.pool.query(
      `UPDATE "CommunicationLog" SET status = 'PENDING', attempts = attempts + 1
       WHERE id = ANY($1::uuid[]) AND status = 'SENDING'`,
      [ids],
    );
  }

  /** Ends rows that the vendor refused for good. @returns how the counters must move. */
  async markFailed(tx: Transaction, failed: { id: string; reason: string }[]): Promise<CountChange[]> {
    const { rows } = await tx.query<{ campaignId: string; count: number }>(
      `WITH ended AS (
         UPDATE "CommunicationLog" l
         SET status = 'FAILED', "failedAt" = now(), "failureReason" = failed.reason
         FROM unnest($1::uuid[], $2::text[]) AS failed(id, reason)
         WHERE l.id = failed.id AND l.status = 'SENDING'
         RETURNING l."campaignId"
       )
       SELECT "campaignId", count(*)::int AS count FROM ended GROUP BY 1`,
      [failed.map(({ id }) => id), failed.map(({ reason }) => reason)],
    );
    return rows.map(({ campaignId, count }) => ({ campaignId, sent: 0, failed: count }));
  }

  /**
   * Ends rows by their receipts, at most one receipt per row. Rows that ended before are
   * left alone, so that a repeated receipt changes nothing.
   *
   * @returns how the counters must move: by the rows that really changed.
   */
  async applyReceipts(tx: Transaction, receipts: Receipt[]): Promise<CountChange[]> {
    const { rows } = await tx.query<CountChange>(
      `WITH ended AS (
         UPDATE "CommunicationLog" l
         SET status = receipt.status::"CommunicationStatus",
             "deliveryReceiptStatus" = receipt.status::"DeliveryReceiptStatus",
             "vendorMessageId" = COALESCE(l."vendorMessageId", receipt."vendorMessageId"),
             "sentAt" = CASE WHEN receipt.status = 'SENT' THEN receipt."occurredAt" END,
             "failedAt" = CASE WHEN receipt.status = 'FAILED' THEN receipt."occurredAt" END,
             "failureReason" = CASE WHEN receipt.status = 'FAILED' THEN 'the vendor could not deliver it' END
         FROM unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[])
           AS receipt(id, "vendorMessageId", status, "occurredAt")
         WHERE l.id = receipt.id AND l.status = ANY($5::"CommunicationStatus"[])
         RETURNING l."campaignId", l.status
       )
       SELECT "campaignId",
              (count(*) FILTER (WHERE status = 'SENT'))::int AS sent,
              (count(*) FILTER (WHERE status = 'FAILED'))::int AS failed
       FROM ended GROUP BY 1`,
      [
        receipts.map((receipt) => receipt.communicationLogId),
        receipts.map((receipt) => receipt.vendorMessageId),
        receipts.map((receipt) => receipt.status),
        receipts.map((receipt) => receipt.occurredAt),
        BEFORE_THE_END,
      ],
    );
    return rows;
  }

  /**
   * Rows of a campaign that nobody is sending, by customer: PENDING, or claimed before
   * `claimsExpiredBefore` by a worker that never came back. By customer, because that
   * order is an index; there is none on status (docs/adr/0003).
   */
  async findUnclaimed(
    campaignId: string,
    afterCustomerId: string | undefined,
    claimsExpiredBefore: Date,
    limit: number,
  ): Promise<PublishableMessage[]> {
    const { rows } = await this.pool.query<PublishableMessage>(
      `SELECT id, "customerId", "personalizedMessage" FROM "CommunicationLog"
       WHERE "campaignId" = $1 AND ($2::uuid IS NULL OR "customerId" > $2)
         AND (status = 'PENDING' OR (status = 'SENDING' AND "claimedAt" < $3))
       ORDER BY "customerId" LIMIT $4`,
      [campaignId, afterCustomerId ?? null, claimsExpiredBefore, limit],
    );
    return rows;
  }

  /** Rows per status, counted and not remembered. */
  async countByStatus(campaignId: string, db: Queryable = this.pool): Promise<Map<CommunicationStatus, number>> {
    const { rows } = await db.query<{ status: CommunicationStatus; count: number }>(
      `SELECT status, count(*)::int AS count FROM "CommunicationLog" WHERE "campaignId" = $1 GROUP BY 1`,
      [campaignId],
    );
    return new Map(rows.map(({ status, count }) => [status, count]));
  }

  /** One page of a campaign's rows by customer, those after `afterCustomerId`. */
  async findPage(
    campaignId: string,
    filter: { afterCustomerId: string | undefined; status: CommunicationStatus | undefined; limit: number },
  ): Promise<CommunicationLog[]> {
    const { rows } = await this.pool.query<CommunicationLog>(
      `SELECT id, "customerId", status, "personalizedMessage", "vendorMessageId", "deliveryReceiptStatus",
              "sentAt", "failedAt", "failureReason"
       FROM "CommunicationLog"
       WHERE "campaignId" = $1 AND ($2::uuid IS NULL OR "customerId" > $2)
         AND ($3::"CommunicationStatus" IS NULL OR status = $3)
       ORDER BY "customerId" LIMIT $4`,
      [campaignId, filter.afterCustomerId ?? null, filter.status ?? null, filter.limit],
    );
    return rows;
  }
}
