import { COMMUNICATION_TRANSITIONS, GIVEN_UP_CLASSES, OPEN_COMMUNICATION_STATUSES, statesBefore } from '@herald/shared';
import type { CommunicationStatus, ExclusionReason, FailureClass } from '@herald/shared';

import type { Pool, Queryable, Transaction } from '../db/pool.ts';
import { isTracing } from '../telemetry/tracing.ts';
import type { CountChange, EndedCounts } from './campaign.repository.ts';
import type { Receipt, ReceivedReceipt, TakenReceipts } from './receipt-inbox.repository.ts';

export interface CommunicationLog {
  id: string;
  customerId: string;
  status: CommunicationStatus;
  /** Null once it was removed. */
  personalizedMessage: string | null;
  vendorMessageId: string | null;
  deliveryReceiptStatus: 'SENT' | 'FAILED' | null;
  attempts: number;
  claimedAt: Date | null;
  acceptedAt: Date | null;
  sentAt: Date | null;
  failedAt: Date | null;
  cancelledAt: Date | null;
  failureClass: FailureClass | null;
  failureReason: string | null;
  exclusionReason: ExclusionReason | null;
}

/** A recipient's row as it starts. */
export interface NewCommunicationLog {
  id: string;
  customerId: string;
  status: 'PENDING' | 'FAILED' | 'EXCLUDED' | 'HOLDOUT' | 'CANCELLED';
  personalizedMessage: string;
  /** Set when the message could not even be made. */
  failureReason: string | null;
  exclusionReason: ExclusionReason | null;
}

/** A row that this worker may send. */
export interface ClaimedMessage {
  id: string;
  customerId: string;
  /** Null once it was removed: it must not be sent any more. */
  personalizedMessage: string | null;
  attempts: number;
  round: number;
}

/** A row for a job; what is sent is the text of the row. */
export interface PublishableMessage {
  id: string;
  customerId: string;
  personalizedMessage: string;
}

export interface Failure {
  id: string;
  failureClass: FailureClass;
  reason: string;
}

/** What was left of a customer's messages. */
export interface ErasedMessages {
  /** All of them, with how often they were opened again. */
  messages: { id: string; round: number }[];
  /** How many had a text. */
  texts: number;
  /** How the counters must move. */
  changes: CountChange[];
  /** Campaigns that were about to send it, or are sending it. */
  openCampaignIds: string[];
}

/** What a batch of receipts did. */
export interface AppliedReceipts {
  /** Receipts that were in the batch. */
  taken: number;
  /** How the counters must move, by the rows that really changed. */
  changes: CountChange[];
  /** These rows, where traces are to tell of each. */
  endedIds: string[];
  /** Those that ended no row, in the order in which they came; without those that only repeat what their row says. */
  rest: ReceivedReceipt[];
}

/** A message that the vendor took and said nothing of since. */
export interface UnreportedMessage {
  id: string;
  customerId: string;
  round: number;
}

/** What a receipt that changed nothing was about: how its row stands, or that there is none. */
export interface ReceiptSubject {
  id: string;
  status: CommunicationStatus;
  vendorMessageId: string | null;
  formerVendorMessageIds: string[] | null;
  deliveryReceiptStatus: 'SENT' | 'FAILED' | null;
  failureClass: FailureClass | null;
}

/** Rows of one campaign that are alike, and how many they are. */
export interface CountedRows {
  status: CommunicationStatus;
  failureClass: FailureClass | null;
  exclusionReason: ExclusionReason | null;
  count: number;
}

/** What one of several transactions changed, by customer: how many rows, and the customer of the last. */
export interface PageOfChanges {
  count: number;
  lastCustomerId: string | null;
}

/** Who may send a row: `workerId`, and instead of a worker that was not seen for `deadAfterMs`. */
export interface Claimant {
  workerId: string;
  deadAfterMs: number;
}

const before = (status: CommunicationStatus) => statesBefore(COMMUNICATION_TRANSITIONS, status);
const BEFORE_SENDING = before('SENDING');
const BEFORE_ACCEPTED = before('ACCEPTED');

/** Whether the worker that claimed row `l` was not seen for as many milliseconds as the parameter says. */
const isAbandoned = (deadAfterMs: string) => `NOT EXISTS (
  SELECT 1 FROM "WorkerProcess" w
  WHERE w.id = l."claimedBy" AND w."seenAt" >= now() - ${deadAfterMs} * interval '1 ms')`;

/** How many rows a statement `changed`, and where to go on. */
const COUNT_AND_LAST = `SELECT count(*)::int AS count,
  (SELECT "customerId" FROM changed ORDER BY "customerId" DESC LIMIT 1) AS "lastCustomerId" FROM changed`;
const NO_CHANGES: PageOfChanges = { count: 0, lastCustomerId: null };

/** Changes of `ended` rows (`"campaignId"`, `status`), by campaign. */
const BY_CAMPAIGN = `SELECT "campaignId",
  (count(*) FILTER (WHERE status = 'SENT'))::int AS sent,
  (count(*) FILTER (WHERE status = 'FAILED'))::int AS failed,
  (count(*) FILTER (WHERE status = 'EXCLUDED'))::int AS excluded,
  (count(*) FILTER (WHERE status = 'CANCELLED'))::int AS cancelled
  FROM ended GROUP BY 1`;

/** Writes CommunicationLog. Every update is guarded by the states it may start from. */
export class CommunicationLogRepository {
  private readonly pool: Pool;

  constructor(pool: Pool) {
    this.pool = pool;
  }

  /**
   * Writes one page of recipients. ON CONFLICT DO NOTHING, because a customer has one
   * row per campaign, with one id, however often the page is tried.
   *
   * @returns the rows that are new.
   */
  async insertMany(tx: Transaction, campaignId: string, logs: NewCommunicationLog[]): Promise<NewCommunicationLog[]> {
    const { rows } = await tx.query<{ id: string }>(
      `INSERT INTO "CommunicationLog" (id, "campaignId", "customerId", status, "personalizedMessage",
                                       "failureReason", "failureClass", "failedAt", "exclusionReason", "cancelledAt")
       SELECT log.id, $1, log."customerId", log.status, log.message, log.failure,
              CASE WHEN log.status = 'FAILED' THEN 'TEMPLATE'::"FailureClass" END,
              CASE WHEN log.status = 'FAILED' THEN now() END,
              log.exclusion,
              CASE WHEN log.status = 'CANCELLED' THEN now() END
       FROM unnest($2::uuid[], $3::uuid[], $4::"CommunicationStatus"[], $5::text[], $6::text[], $7::"ExclusionReason"[])
         AS log(id, "customerId", status, message, failure, exclusion)
       ON CONFLICT DO NOTHING RETURNING id`,
      [
        campaignId,
        logs.map((log) => log.id),
        logs.map((log) => log.customerId),
        logs.map((log) => log.status),
        logs.map((log) => log.personalizedMessage),
        logs.map((log) => log.failureReason),
        logs.map((log) => log.exclusionReason),
      ],
    );
    if (rows.length === logs.length) return logs;
    const inserted = new Set(rows.map(({ id }) => id));
    return logs.filter(({ id }) => inserted.has(id));
  }

  /**
   * Takes the rows that are still open. A row that is being sent is taken over from the claimant
   * itself (who knows that it is not sending it any more) and from a worker that is gone; it may
   * have been asked for, so that counts as an attempt.
   */
  async claim(ids: string[], { workerId, deadAfterMs }: Claimant): Promise<ClaimedMessage[]> {
    const { rows } = await this.pool.query<ClaimedMessage>(
      `UPDATE "CommunicationLog" l
       SET status = 'SENDING', "claimedBy" = $2, "claimedAt" = now(),
           attempts = CASE WHEN status = 'SENDING' THEN GREATEST(attempts, 1) ELSE attempts END
       WHERE id = ANY($1::uuid[])
         AND (status = ANY($4::"CommunicationStatus"[])
              OR (status = 'SENDING' AND ("claimedBy" = $2 OR ${isAbandoned('$3')})))
       RETURNING id, "customerId", "personalizedMessage", attempts, round`,
      [ids, workerId, deadAfterMs, BEFORE_SENDING],
    );
    return rows;
  }

  /** Whether any of the rows is still to be sent, or is being sent by somebody else. */
  async isAnyUnsent(ids: string[]): Promise<boolean> {
    const { rows } = await this.pool.query<{ any: boolean }>(
      `SELECT EXISTS (SELECT 1 FROM "CommunicationLog" WHERE id = ANY($1::uuid[]) AND status = ANY($2::"CommunicationStatus"[])) AS any`,
      [ids, ['PENDING', 'SENDING']],
    );
    return rows[0]?.any ?? false;
  }

  /** The vendor has them. A receipt that came first keeps its word; only the vendor's id is added. */
  async markAccepted(
    accepted: { id: string; round: number; vendorMessageId: string; acceptedAt: Date }[],
  ): Promise<void> {
    await this.pool.query(
      `UPDATE "CommunicationLog" l
       SET status = CASE WHEN l.status = ANY($4::"CommunicationStatus"[]) THEN 'ACCEPTED' ELSE l.status END,
           "acceptedAt" = accepted.at, "vendorMessageId" = accepted."vendorMessageId"
       FROM unnest($1::uuid[], $2::int[], $3::text[], $6::timestamptz[]) AS accepted(id, round, "vendorMessageId", at)
       WHERE l.id = accepted.id AND l.round = accepted.round AND l."acceptedAt" IS NULL
         AND l.status = ANY($5::"CommunicationStatus"[])`,
      [
        accepted.map(({ id }) => id),
        accepted.map(({ round }) => round),
        accepted.map(({ vendorMessageId }) => vendorMessageId),
        BEFORE_ACCEPTED,
        [...BEFORE_ACCEPTED, 'SENT', 'FAILED'],
        accepted.map(({ acceptedAt }) => acceptedAt),
      ],
    );
  }

  /**
   * Opens rows for another try, with how often the vendor was then asked without an answer that
   * settles it: 0 for those that the vendor does not have for sure.
   */
  async returnToPending(workerId: string, returned: { id: string; attempts: number }[]): Promise<void> {
    await this.pool.query(
      `UPDATE "CommunicationLog" l SET status = 'PENDING', "claimedBy" = NULL, attempts = returned.attempts
       FROM unnest($2::uuid[], $3::int[]) AS returned(id, attempts)
       WHERE l.id = returned.id AND l.status = 'SENDING' AND l."claimedBy" = $1`,
      [workerId, returned.map(({ id }) => id), returned.map(({ attempts }) => attempts)],
    );
  }

  /** Ends rows that this worker claimed and that will never be accepted. @returns how the counters must move. */
  async markFailed(tx: Transaction, workerId: string, failed: Failure[]): Promise<CountChange[]> {
    const { rows } = await tx.query<CountChange>(
      `WITH ended AS (
         UPDATE "CommunicationLog" l
         SET status = 'FAILED', "failedAt" = now(), "failureClass" = failed.class, "failureReason" = failed.reason
         FROM unnest($1::uuid[], $2::"FailureClass"[], $3::text[]) AS failed(id, class, reason)
         WHERE l.id = failed.id AND l.status = 'SENDING' AND l."claimedBy" = $4
         RETURNING l."campaignId", l.status
       ) ${BY_CAMPAIGN}`,
      [
        failed.map(({ id }) => id),
        failed.map(({ failureClass }) => failureClass),
        failed.map(({ reason }) => reason),
        workerId,
      ],
    );
    return rows;
  }

  /**
   * Ends rows that this worker claimed and that the vendor does not have, because their customers were
   * erased. @returns how the counters must move.
   */
  async markErased(tx: Transaction, workerId: string, ids: string[]): Promise<CountChange[]> {
    const { rows } = await tx.query<CountChange>(
      `WITH ended AS (
         UPDATE "CommunicationLog" SET status = 'EXCLUDED', "exclusionReason" = 'ERASED'
         WHERE id = ANY($1::uuid[]) AND status = 'SENDING' AND "claimedBy" = $2
         RETURNING "campaignId", status
       ) ${BY_CAMPAIGN}`,
      [ids, workerId],
    );
    return rows;
  }

  /**
   * Removes the texts of all messages of a customer, and ends those that the vendor was never asked to
   * take. What it may have stays open: it is asked, and not sent again.
   */
  async eraseCustomer(tx: Transaction, customerId: string): Promise<ErasedMessages> {
    const { rows } = await tx.query<{
      id: string;
      campaignId: string;
      round: number;
      hadText: boolean;
      wasOpen: boolean;
      isExcluded: boolean;
    }>(
      // Locked in the order of their ids, as receipts lock them.
      `WITH locked AS MATERIALIZED (
         SELECT id, "personalizedMessage" IS NOT NULL AS "hadText", status IN ('PENDING', 'SENDING') AS "wasOpen",
                status = 'PENDING' AND attempts = 0 AS "isExcluded"
         FROM "CommunicationLog" WHERE "customerId" = $1 ORDER BY id FOR NO KEY UPDATE
       )
       UPDATE "CommunicationLog" l
       SET "personalizedMessage" = NULL,
           status = CASE WHEN locked."isExcluded" THEN 'EXCLUDED' ELSE l.status END,
           "exclusionReason" = CASE WHEN locked."isExcluded" THEN 'ERASED' ELSE l."exclusionReason" END
       FROM locked WHERE l.id = locked.id
       RETURNING l.id, l."campaignId", l.round, locked."hadText", locked."wasOpen", locked."isExcluded"`,
      [customerId],
    );
    const excluded = rows.filter(({ isExcluded }) => isExcluded);
    const none = { sent: 0, failed: 0, cancelled: 0 };
    return {
      messages: rows.map(({ id, round }) => ({ id, round })),
      texts: rows.filter(({ hadText }) => hadText).length,
      // A campaign has one row of each customer.
      changes: excluded.map(({ campaignId }) => ({ campaignId, ...none, excluded: 1 })),
      openCampaignIds: rows.filter(({ wasOpen }) => wasOpen).map(({ campaignId }) => campaignId),
    };
  }

  /**
   * Removes the texts of a campaign's messages, up to `limit` of them, of the customers after
   * `afterCustomerId`. @returns these messages, by customer.
   */
  async removeTexts(
    tx: Transaction,
    campaignId: string,
    afterCustomerId: string | undefined,
    limit: number,
  ): Promise<{ id: string; round: number; customerId: string }[]> {
    const { rows } = await tx.query<{ id: string; round: number; customerId: string }>(
      `WITH changed AS (
         UPDATE "CommunicationLog" SET "personalizedMessage" = NULL
         WHERE id IN (SELECT id FROM "CommunicationLog"
                      WHERE "campaignId" = $1 AND "personalizedMessage" <> ''
                        AND ($2::uuid IS NULL OR "customerId" > $2)
                      ORDER BY "customerId" LIMIT $3)
         RETURNING id, round, "customerId"
       ) SELECT * FROM changed ORDER BY "customerId"`,
      [campaignId, afterCustomerId ?? null, limit],
    );
    return rows;
  }

  /**
   * Takes up to `limit` receipts out of the inbox (as `taken` does) and ends rows by them: of the receipts of one row
   * the first wins, in the order of the rows, so that two batches lock them in one order. Rows that
   * ended before are left alone, so that a repeated receipt changes nothing; so are rows that were
   * opened again since the delivery that it is about.
   *
   * One statement: the receipts of a thousand rows take longer to Node and back than to apply.
   */
  async applyReceipts(tx: Transaction, taken: TakenReceipts, limit: number): Promise<AppliedReceipts> {
    const { rows } = await tx.query<AppliedReceipts>(
      `WITH taken AS (${taken('$1')}),
       first AS MATERIALIZED (
         SELECT DISTINCT ON ("communicationLogId") * FROM taken ORDER BY "communicationLogId", id
       ),
       ended AS (
         UPDATE "CommunicationLog" l
         SET status = receipt.status::text::"CommunicationStatus",
             "deliveryReceiptStatus" = receipt.status,
             "vendorMessageId" = COALESCE(l."vendorMessageId", receipt."vendorMessageId"),
             "sentAt" = CASE WHEN receipt.status = 'SENT' THEN receipt."occurredAt" END,
             "failedAt" = CASE WHEN receipt.status = 'FAILED' THEN receipt."occurredAt" END,
             "failureClass" = CASE WHEN receipt.status = 'FAILED' THEN 'UNDELIVERED'::"FailureClass" END,
             "failureReason" = CASE WHEN receipt.status = 'FAILED' THEN 'the vendor could not deliver it' END
         FROM first AS receipt
         WHERE l.id = receipt."communicationLogId" AND l.status = ANY($2::"CommunicationStatus"[])
           AND (l."formerVendorMessageIds" IS NULL OR receipt."vendorMessageId" <> ALL(l."formerVendorMessageIds"))
         RETURNING l.id, l."campaignId", l.status, receipt.id AS "receiptId"
       ),
       unused AS MATERIALIZED (
         SELECT * FROM taken WHERE NOT EXISTS (SELECT 1 FROM ended WHERE ended."receiptId" = taken.id)
       ),
       rest AS (
         SELECT * FROM unused
         WHERE NOT EXISTS (
           SELECT 1 FROM "CommunicationLog" l
           WHERE l.id = unused."communicationLogId" AND l."deliveryReceiptStatus" = unused.status
             AND l."vendorMessageId" = unused."vendorMessageId")
       )
       SELECT (SELECT count(*)::int FROM taken) AS taken,
              (SELECT COALESCE(json_agg(change), '[]') FROM (${BY_CAMPAIGN}) AS change) AS changes,
              CASE WHEN $3 THEN ARRAY(SELECT id FROM ended) ELSE '{}' END AS "endedIds",
              (SELECT COALESCE(json_agg(rest ORDER BY id), '[]') FROM rest) AS rest`,
      [limit, OPEN_COMMUNICATION_STATUSES, isTracing()],
    );
    const applied = rows[0] ?? { taken: 0, changes: [], endedIds: [], rest: [] };
    // JSON has no times.
    const times = (receipt: ReceivedReceipt) => ({
      occurredAt: new Date(receipt.occurredAt),
      receivedAt: new Date(receipt.receivedAt),
    });
    return { ...applied, rest: applied.rest.map((receipt) => ({ ...receipt, ...times(receipt) })) };
  }

  /**
   * Receipts of messages that were given up without any: now there is one, so what it says is what
   * became of them. @returns how the counters must move.
   */
  async endGivenUp(tx: Transaction, receipts: Receipt[]): Promise<CountChange[]> {
    const { rows } = await tx.query<CountChange>(
      `WITH ended AS (
         UPDATE "CommunicationLog" l
         SET status = receipt.status::"CommunicationStatus",
             "deliveryReceiptStatus" = receipt.status::"DeliveryReceiptStatus",
             "vendorMessageId" = COALESCE(l."vendorMessageId", receipt.vendor),
             "sentAt" = CASE WHEN receipt.status = 'SENT' THEN receipt.occurred END,
             "failedAt" = CASE WHEN receipt.status = 'FAILED' THEN receipt.occurred END,
             "failureClass" = CASE WHEN receipt.status = 'FAILED' THEN 'UNDELIVERED'::"FailureClass" END,
             "failureReason" = CASE WHEN receipt.status = 'FAILED' THEN 'the vendor could not deliver it' END
         FROM unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[]) AS receipt(id, status, vendor, occurred)
         WHERE l.id = receipt.id AND l.status = 'FAILED' AND l."deliveryReceiptStatus" IS NULL
           AND l."failureClass" = ANY($5::"FailureClass"[])
         RETURNING l."campaignId", l.status
       )
       SELECT "campaignId", (count(*) FILTER (WHERE status = 'SENT'))::int AS sent,
              -(count(*) FILTER (WHERE status = 'SENT'))::int AS failed, 0 AS excluded, 0 AS cancelled
       FROM ended GROUP BY 1`,
      [
        receipts.map(({ communicationLogId }) => communicationLogId),
        receipts.map(({ status }) => status),
        receipts.map(({ vendorMessageId }) => vendorMessageId),
        receipts.map(({ occurredAt }) => occurredAt),
        GIVEN_UP_CLASSES,
      ],
    );
    return rows;
  }

  /** How the rows of receipts that changed nothing stand. */
  async findReceiptSubjects(tx: Transaction, ids: string[]): Promise<ReceiptSubject[]> {
    const { rows } = await tx.query<ReceiptSubject>(
      `SELECT id, status, "vendorMessageId", "formerVendorMessageIds", "deliveryReceiptStatus", "failureClass"
       FROM "CommunicationLog" WHERE id = ANY($1::uuid[])`,
      [ids],
    );
    return rows;
  }

  /**
   * One page of a campaign's rows by customer, those after `afterCustomerId`. Those that nobody is
   * sending have their message with them, the others have null: so that every page is cut at the
   * same place, whatever state its rows are in. By customer, because that order is an index; there
   * is none on status (docs/adr/0003).
   */
  async findPageToPublish(
    campaignId: string,
    afterCustomerId: string | undefined,
    limit: number,
    { workerId, deadAfterMs }: Claimant,
  ): Promise<{ customerId: string; message: PublishableMessage | null }[]> {
    const { rows } = await this.pool.query<{ customerId: string; id: string; personalizedMessage: string | null }>(
      `SELECT id, "customerId",
              CASE WHEN status = 'PENDING' OR (status = 'SENDING' AND ("claimedBy" = $5 OR ${isAbandoned('$4')}))
                   THEN COALESCE("personalizedMessage", '') END AS "personalizedMessage"
       FROM "CommunicationLog" l
       WHERE "campaignId" = $1 AND ($2::uuid IS NULL OR "customerId" > $2)
       ORDER BY "customerId" LIMIT $3`,
      [campaignId, afterCustomerId ?? null, limit, deadAfterMs, workerId],
    );
    return rows.map(({ id, customerId, personalizedMessage }) => ({
      customerId,
      message: personalizedMessage === null ? null : { id, customerId, personalizedMessage },
    }));
  }

  /** Whether a campaign has a row that nobody is sending and that is still to be sent. */
  async hasUnsent(campaignId: string, { workerId, deadAfterMs }: Claimant): Promise<boolean> {
    const { rows } = await this.pool.query<{ any: boolean }>(
      `SELECT EXISTS (
         SELECT 1 FROM "CommunicationLog" l
         WHERE "campaignId" = $1
           AND (status = 'PENDING' OR (status = 'SENDING' AND ("claimedBy" = $3 OR ${isAbandoned('$2')})))
       ) AS any`,
      [campaignId, deadAfterMs, workerId],
    );
    return rows[0]?.any ?? false;
  }

  /**
   * Ends rows that were never handed to the vendor, up to `limit` of them, of the customers after
   * `afterCustomerId`.
   *
   * @returns how many, and the customer of the last of them.
   */
  async cancelUnasked(
    tx: Transaction,
    campaignId: string,
    afterCustomerId: string | undefined,
    limit: number,
  ): Promise<PageOfChanges> {
    const { rows } = await tx.query<PageOfChanges>(
      `WITH changed AS (
         UPDATE "CommunicationLog" SET status = 'CANCELLED', "cancelledAt" = now()
         WHERE id IN (SELECT id FROM "CommunicationLog"
                      WHERE "campaignId" = $1 AND status = 'PENDING' AND attempts = 0
                        AND ($2::uuid IS NULL OR "customerId" > $2)
                      ORDER BY "customerId" LIMIT $3)
           AND status = 'PENDING' AND attempts = 0
         RETURNING "customerId"
       ) ${COUNT_AND_LAST}`,
      [campaignId, afterCustomerId ?? null, limit],
    );
    return rows[0] ?? NO_CHANGES;
  }

  /** Rows of a campaign of which nobody knows whether the vendor has them, and that nobody is sending. */
  async findUnsettled(
    campaignId: string,
    { workerId, deadAfterMs }: Claimant,
    limit: number,
  ): Promise<Pick<ClaimedMessage, 'id'>[]> {
    const { rows } = await this.pool.query<Pick<ClaimedMessage, 'id'>>(
      `SELECT id FROM "CommunicationLog" l
       WHERE "campaignId" = $1
         AND ((status = 'PENDING' AND attempts > 0)
              OR (status = 'SENDING' AND ("claimedBy" = $3 OR ${isAbandoned('$2')})))
       ORDER BY "customerId" LIMIT $4`,
      [campaignId, deadAfterMs, workerId, limit],
    );
    return rows;
  }

  /**
   * Opens failed rows of some classes again, up to `limit` of them. Those on which the vendor had
   * the last word start another round, for it would repeat that word under the same key; what it
   * still reports of the former delivery counts no longer. Those that it may have taken stay so,
   * with an attempt that nothing settled; where the vendor is a mail server, which hands nothing over
   * again under a key that was cut off, they start another round as well. Those without their text have
   * nothing that could be sent.
   *
   * @returns how many.
   */
  async reopenFailed(
    tx: Transaction,
    campaignId: string,
    classes: readonly FailureClass[],
    limit: number,
  ): Promise<number> {
    const { rowCount } = await tx.query(
      `UPDATE "CommunicationLog" l
       SET status = 'PENDING', "claimedBy" = NULL, "claimedAt" = NULL, "acceptedAt" = NULL,
           attempts = CASE WHEN "failureClass" = 'UNCERTAIN' THEN 1 ELSE 0 END,
           "failedAt" = NULL, "failureClass" = NULL, "failureReason" = NULL,
           "deliveryReceiptStatus" = NULL, "vendorMessageId" = NULL,
           round = round + CASE
             WHEN "failureClass" IN ('UNDELIVERED', 'REFUSED') THEN 1
             WHEN "failureClass" = 'UNCERTAIN' AND EXISTS (
               SELECT 1 FROM "SmtpMessage" m
               WHERE m.key = l.id::text || CASE WHEN l.round = 0 THEN '' ELSE '.' || l.round END
                 AND m.state IN ('SENDING', 'UNCERTAIN')) THEN 1
             ELSE 0 END,
           "formerVendorMessageIds" = CASE WHEN "failureClass" = 'UNDELIVERED'
             THEN array_append("formerVendorMessageIds", "vendorMessageId") ELSE "formerVendorMessageIds" END
       WHERE id IN (SELECT id FROM "CommunicationLog"
                    WHERE "campaignId" = $1 AND status = 'FAILED' AND "failureClass" = ANY($2::"FailureClass"[])
                      AND "personalizedMessage" IS NOT NULL
                    ORDER BY "customerId" LIMIT $3)
         AND status = 'FAILED' AND "personalizedMessage" IS NOT NULL`,
      [campaignId, classes, limit],
    );
    return rowCount ?? 0;
  }

  /** Messages of a campaign that the vendor took before `acceptedBefore` and did not report, those after `afterCustomerId`. */
  async findUnreported(
    campaignId: string,
    acceptedBefore: Date,
    afterCustomerId: string | undefined,
    limit: number,
  ): Promise<UnreportedMessage[]> {
    const { rows } = await this.pool.query<UnreportedMessage>(
      `SELECT id, "customerId", round FROM "CommunicationLog"
       WHERE "campaignId" = $1 AND status = 'ACCEPTED' AND "acceptedAt" < $2
         AND ($3::uuid IS NULL OR "customerId" > $3)
       ORDER BY "customerId" LIMIT $4`,
      [campaignId, acceptedBefore, afterCustomerId ?? null, limit],
    );
    return rows;
  }

  /**
   * The vendor says that it has no such message, which it had taken: open for another try, once. For
   * a vendor that forgets is one that may deliver again.
   *
   * @returns those that are open.
   */
  async reopenUnknown(unknown: { id: string; round: number }[]): Promise<PublishableMessage[]> {
    const { rows } = await this.pool.query<PublishableMessage>(
      `UPDATE "CommunicationLog" l
       SET status = 'PENDING', "claimedBy" = NULL, "acceptedAt" = NULL, "vendorMessageId" = NULL, attempts = 1
       FROM unnest($1::uuid[], $2::int[]) AS unknown(id, round)
       WHERE l.id = unknown.id AND l.round = unknown.round AND l.status = 'ACCEPTED' AND l.attempts = 0
         AND l."personalizedMessage" IS NOT NULL
       RETURNING l.id, l."customerId", l."personalizedMessage"`,
      [unknown.map(({ id }) => id), unknown.map(({ round }) => round)],
    );
    return rows;
  }

  /**
   * The same of messages that were tried more than once, or that have no text any more: nobody can
   * say. @returns how the counters must move.
   */
  async failUnknown(tx: Transaction, unknown: { id: string; round: number }[]): Promise<CountChange[]> {
    const { rows } = await tx.query<CountChange>(
      `WITH ended AS (
         UPDATE "CommunicationLog" l
         SET status = 'FAILED', "failedAt" = now(), "failureClass" = 'UNCERTAIN',
             "failureReason" = 'the vendor took it and does not know it any more'
         FROM unnest($1::uuid[], $2::int[]) AS unknown(id, round)
         WHERE l.id = unknown.id AND l.round = unknown.round AND l.status = 'ACCEPTED'
           AND (l.attempts > 0 OR l."personalizedMessage" IS NULL)
         RETURNING l."campaignId", l.status
       ) ${BY_CAMPAIGN}`,
      [unknown.map(({ id }) => id), unknown.map(({ round }) => round)],
    );
    return rows;
  }

  /** Rows by state and reason, counted and not remembered. */
  async countRows(campaignId: string, db: Queryable = this.pool): Promise<CountedRows[]> {
    const { rows } = await db.query<CountedRows>(
      `SELECT status, "failureClass", "exclusionReason", count(*)::int AS count
       FROM "CommunicationLog" WHERE "campaignId" = $1 GROUP BY 1, 2, 3`,
      [campaignId],
    );
    return rows;
  }
  /** One page of a campaign's rows by customer, those after `afterCustomerId`. */
  async findPage(
    campaignId: string,
    filter: {
      afterCustomerId: string | undefined;
      status: CommunicationStatus | undefined;
      failureClass: FailureClass | undefined;
      limit: number;
    },
  ): Promise<CommunicationLog[]> {
    const { rows } = await this.pool.query<CommunicationLog>(
      `SELECT id, "customerId", status, "personalizedMessage", "vendorMessageId", "deliveryReceiptStatus", attempts,
              "claimedAt", "acceptedAt", "sentAt", "failedAt", "cancelledAt", "failureClass", "failureReason",
              "exclusionReason"
       FROM "CommunicationLog"
       WHERE "campaignId" = $1 AND ($2::uuid IS NULL OR "customerId" > $2)
         AND ($3::"CommunicationStatus" IS NULL OR status = $3)
         AND ($5::"FailureClass" IS NULL OR "failureClass" = $5)
       ORDER BY "customerId" LIMIT $4`,
      [campaignId, filter.afterCustomerId ?? null, filter.status ?? null, filter.limit, filter.failureClass ?? null],
    );
    return rows;
  }
}

/** How many rows ended, by how; the open ones are left out. */
export function endedCounts(counted: readonly CountedRows[]): EndedCounts {
  const of = (status: CommunicationStatus) =>
    counted.filter((row) => row.status === status).reduce((sum, { count }) => sum + count, 0);
  return {
    sent: of('SENT'),
    failed: of('FAILED'),
    excluded: of('EXCLUDED'),
    heldOut: of('HOLDOUT'),
    cancelled: of('CANCELLED'),
  };
}
