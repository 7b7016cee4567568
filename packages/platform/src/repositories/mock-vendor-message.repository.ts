import type { Pool, Queryable, Transaction } from '../db/pool.ts';

export type VendorOutcome = 'SENT' | 'FAILED';

/** A message that the vendor takes. */
export interface MockVendorMessage {
  /** The idempotency key. */
  key: string;
  communicationLogId: string;
  vendorMessageId: string;
  customerId: string;
  message: string;
  outcome: VendorOutcome;
  /** After how many milliseconds the outcome is settled; below 0 when it was before. */
  dueInMs: number;
  /** Nobody will ever hear of the outcome. */
  receiptIsLost: boolean;
}

/** What is needed to report a message. */
export type UnreportedVendorMessage = Pick<
  MockVendorMessage,
  'key' | 'communicationLogId' | 'vendorMessageId' | 'outcome' | 'dueInMs'
>;

/** A message as it stands in the books. */
export interface BookedMessage extends Omit<MockVendorMessage, 'message' | 'dueInMs' | 'receiptIsLost'> {
  /** Null once it was removed. */
  message: string | null;
  acceptedAt: Date;
  dueAt: Date;
  isSettled: boolean;
  receiptDeliveredAt: Date | null;
}

// What is due is told by one clock, that of the database.
const BOOKED = `key, "communicationLogId", "vendorMessageId", "customerId", message, outcome,
  "acceptedAt", "dueAt", "dueAt" <= now() AS "isSettled", "receiptDeliveredAt"`;

/** Writes MockVendorMessage: the mock vendor's books. */
export class MockVendorMessageRepository {
  private readonly pool: Pool;

  constructor(pool: Pool) {
    this.pool = pool;
  }

  /**
   * Enters messages under keys that are new. A repeated key is what the table is for:
   * the first entry stands. A lost receipt counts as given up from the start. Of somebody who was erased
   * while the message was under way there is no text.
   *
   * @returns the keys that were new.
   */
  async insertNew(messages: MockVendorMessage[]): Promise<Set<string>> {
    const { rows } = await this.pool.query<{ key: string }>(
      // FOR KEY SHARE is here for its lock of the table, which is that of `ErasureRepository.holdOffBriefly`.
      // PostgreSQL takes it before the statement reads anything, so that it sees every erasure it waited for.
      `WITH "heldOff" AS (SELECT FROM "ErasedIdentity" LIMIT 0 FOR KEY SHARE)
       INSERT INTO "MockVendorMessage"
         (key, "communicationLogId", "vendorMessageId", "customerId", message, outcome, "dueAt", "receiptDeliveredAt")
       SELECT key, log, vendor, customer,
              CASE WHEN NOT EXISTS (SELECT 1 FROM "Erasure" e WHERE e."customerId" = customer) THEN message END, outcome::"DeliveryReceiptStatus",
              now() + due * interval '1 millisecond', CASE WHEN lost THEN now() END
       FROM unnest($1::text[], $2::uuid[], $3::text[], $4::uuid[], $5::text[], $6::text[], $7::float8[], $8::bool[])
         AS m(key, log, vendor, customer, message, outcome, due, lost)
       ON CONFLICT (key) DO NOTHING RETURNING key`,
      [
        messages.map(({ key }) => key),
        messages.map(({ communicationLogId }) => communicationLogId),
        messages.map(({ vendorMessageId }) => vendorMessageId),
        messages.map(({ customerId }) => customerId),
        messages.map(({ message }) => message),
        messages.map(({ outcome }) => outcome),
        messages.map(({ dueInMs }) => dueInMs),
        messages.map(({ receiptIsLost }) => receiptIsLost),
      ],
    );
    return new Set(rows.map(({ key }) => key));
  }

  /** The vendor's id of each key that is in the books. */
  async findVendorMessageIds(keys: string[]): Promise<Map<string, string>> {
    const { rows } = await this.pool.query<{ key: string; vendorMessageId: string }>(
      `SELECT key, "vendorMessageId" FROM "MockVendorMessage" WHERE key = ANY($1::text[])`,
      [keys],
    );
    return new Map(rows.map(({ key, vendorMessageId }) => [key, vendorMessageId]));
  }

  async findByKey(key: string): Promise<BookedMessage | undefined> {
    const { rows } = await this.pool.query<BookedMessage>(`SELECT ${BOOKED} FROM "MockVendorMessage" WHERE key = $1`, [
      key,
    ]);
    return rows[0];
  }

  /** What of some messages stands in the books. */
  async findByKeys(
    db: Queryable,
    keys: string[],
  ): Promise<
    Pick<BookedMessage, 'key' | 'communicationLogId' | 'vendorMessageId' | 'message' | 'outcome' | 'acceptedAt'>[]
  > {
    const { rows } = await db.query<BookedMessage>(
      `SELECT key, "communicationLogId", "vendorMessageId", message, outcome, "acceptedAt"
       FROM "MockVendorMessage" WHERE key = ANY($1::text[]) ORDER BY key`,
      [keys],
    );
    return rows;
  }

  /** @returns how many had one. */
  async removeTexts(tx: Transaction, keys: string[]): Promise<number> {
    const { rowCount } = await tx.query(
      `UPDATE "MockVendorMessage" SET message = NULL WHERE key = ANY($1::text[]) AND message IS NOT NULL`,
      [keys],
    );
    return rowCount ?? 0;
  }

  /** By key, those after `afterKey`. */
  async findPage(afterKey: string | undefined, limit: number): Promise<BookedMessage[]> {
    const { rows } = await this.pool.query<BookedMessage>(
      `SELECT ${BOOKED} FROM "MockVendorMessage" WHERE $1::text IS NULL OR key > $1 ORDER BY key LIMIT $2`,
      [afterKey ?? null, limit],
    );
    return rows;
  }

  async markReceiptsDelivered(keys: string[]): Promise<void> {
    await this.pool.query(`UPDATE "MockVendorMessage" SET "receiptDeliveredAt" = now() WHERE key = ANY($1::text[])`, [
      keys,
    ]);
  }

  /** Messages whose receipt nobody took yet, by key, those after `afterKey`. */
  async findUnreported(afterKey: string | undefined, limit: number): Promise<UnreportedVendorMessage[]> {
    const { rows } = await this.pool.query<UnreportedVendorMessage>(
      `SELECT key, "communicationLogId", "vendorMessageId", outcome,
              (extract(epoch FROM "dueAt" - now()) * 1000)::float8 AS "dueInMs"
       FROM "MockVendorMessage"
       WHERE "receiptDeliveredAt" IS NULL AND ($1::text IS NULL OR key > $1) ORDER BY key LIMIT $2`,
      [afterKey ?? null, limit],
    );
    return rows;
  }
}
