import type { Pool, Queryable, Transaction } from '../db/pool.ts';
import type { ReceivedReceipt } from './receipt-inbox.repository.ts';

export interface ReceiptEvent extends ReceivedReceipt {
  kind: 'LATE' | 'ORPHAN';
}

/** Writes ReceiptEvent: receipts that changed nothing and say something new. */
export class ReceiptEventRepository {
  private readonly pool: Pool;

  constructor(pool: Pool) {
    this.pool = pool;
  }

  /** One that is there already is not kept twice. @returns how many are new. */
  async insertMany(tx: Transaction, events: ReceiptEvent[]): Promise<number> {
    const { rowCount } = await tx.query(
      `INSERT INTO "ReceiptEvent" (id, kind, "communicationLogId", "vendorMessageId", status, "occurredAt", "receivedAt")
       SELECT id, kind::"ReceiptEventKind", log, vendor, status::"DeliveryReceiptStatus", occurred, received
       FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[], $5::text[], $6::timestamptz[], $7::timestamptz[])
         AS event(id, kind, log, vendor, status, occurred, received)
       ON CONFLICT ("communicationLogId", "vendorMessageId", status) DO NOTHING`,
      [
        events.map(({ id }) => id),
        events.map(({ kind }) => kind),
        events.map(({ communicationLogId }) => communicationLogId),
        events.map(({ vendorMessageId }) => vendorMessageId),
        events.map(({ status }) => status),
        events.map(({ occurredAt }) => occurredAt),
        events.map(({ receivedAt }) => receivedAt),
      ],
    );
    return rowCount ?? 0;
  }

  async countOrphans(): Promise<number> {
    const { rows } = await this.pool.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM "ReceiptEvent" WHERE kind = 'ORPHAN'`,
    );
    return rows[0]?.count ?? 0;
  }

  /** Receipts that contradict how the messages of a campaign had ended. */
  async countLate(campaignId: string, db: Queryable = this.pool): Promise<number> {
    const { rows } = await db.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM "ReceiptEvent" e JOIN "CommunicationLog" l ON l.id = e."communicationLogId"
       WHERE e.kind = 'LATE' AND l."campaignId" = $1`,
      [campaignId],
    );
    return rows[0]?.count ?? 0;
  }
}
