import type { Pool, Queryable } from '../db/pool.ts';

export interface Receipt {
  communicationLogId: string;
  vendorMessageId: string;
  status: 'SENT' | 'FAILED';
  occurredAt: Date;
}

export interface NewReceipt extends Receipt {
  id: string;
}

export interface ReceivedReceipt extends NewReceipt {
  receivedAt: Date;
}

/** A piece of SQL for a WITH of another repository: the receipts that it takes out of the inbox. */
export type TakenReceipts = (limit: string) => string;

/** Writes ReceiptInbox. */
export class ReceiptInboxRepository {
  private readonly pool: Pool;

  constructor(pool: Pool) {
    this.pool = pool;
  }

  /**
   * Takes the oldest receipts, at most `limit` of them, out of the inbox; they are gone when the
   * transaction that applies them commits, and back when it does not. Other workers take others.
   * For a WITH, so that receipts need not leave PostgreSQL to be applied. By ctid, which costs no
   * second look into the index: rows that are locked stay where they are.
   */
  readonly taken: TakenReceipts = (limit) => `
    DELETE FROM "ReceiptInbox"
    WHERE ctid = ANY(ARRAY(SELECT ctid FROM "ReceiptInbox" ORDER BY id LIMIT ${limit} FOR UPDATE SKIP LOCKED))
    RETURNING id, "communicationLogId", "vendorMessageId", status, "occurredAt", "receivedAt"`;

  async insertMany(receipts: NewReceipt[], db: Queryable = this.pool): Promise<void> {
    await db.query(
      `INSERT INTO "ReceiptInbox" (id, "communicationLogId", "vendorMessageId", status, "occurredAt")
       SELECT id, log, vendor, status::"DeliveryReceiptStatus", occurred
       FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::timestamptz[])
         AS receipt(id, log, vendor, status, occurred)`,
      [
        receipts.map((receipt) => receipt.id),
        receipts.map((receipt) => receipt.communicationLogId),
        receipts.map((receipt) => receipt.vendorMessageId),
        receipts.map((receipt) => receipt.status),
        receipts.map((receipt) => receipt.occurredAt),
      ],
    );
  }

  /** Receipts that wait, at most `limit` of them counted. */
  async count(limit: number): Promise<number> {
    const { rows } = await this.pool.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM (SELECT 1 FROM "ReceiptInbox" LIMIT $1) AS waiting`,
      [limit],
    );
    return rows[0]?.count ?? 0;
  }

  async isEmpty(): Promise<boolean> {
    const { rows } = await this.pool.query<{ empty: boolean }>(
      `SELECT NOT EXISTS (SELECT 1 FROM "ReceiptInbox") AS empty`,
    );
    return rows[0]?.empty ?? true;
  }
}
