import type { Pool, Transaction } from '../db/pool.ts';
import type { Receipt } from './communication-log.repository.ts';

export interface ReceivedReceipt extends Receipt {
  id: string;
}

/** Writes ReceiptInbox. */
export class ReceiptInboxRepository {
  private readonly pool: Pool;

  constructor(pool: Pool) {
    this.pool = pool;
  }

  async insertMany(receipts: ReceivedReceipt[]): Promise<void> {
    await this.pool.query(
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

  /**
   * Takes the oldest receipts out of the inbox; they are gone when the transaction that
   * applies them commits, and back when it does not. Other workers take others.
   *
   * @returns them in the order in which they were received.
   */
  async take(tx: Transaction, limit: number): Promise<ReceivedReceipt[]> {
    const { rows } = await tx.query<ReceivedReceipt>(
      `WITH taken AS (
         DELETE FROM "ReceiptInbox"
         WHERE id IN (SELECT id FROM "ReceiptInbox" ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED)
         RETURNING id, "communicationLogId", "vendorMessageId", status, "occurredAt"
       )
       SELECT * FROM taken ORDER BY id`,
      [limit],
    );
    return rows;
  }

  async isEmpty(): Promise<boolean> {
    const { rows } = await this.pool.query<{ empty: boolean }>(
      `SELECT NOT EXISTS (SELECT 1 FROM "ReceiptInbox") AS empty`,
    );
    return rows[0]?.empty ?? true;
  }
}
