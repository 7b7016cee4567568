import type { Pool } from '@herald/platform';

export type Outcome = 'SENT' | 'FAILED';

export interface MockVendorMessage {
  /** The idempotency key: the row of the communication log. */
  id: string;
  vendorMessageId: string;
  customerId: string;
  message: string;
  outcome: Outcome;
}

/** Writes MockVendorMessage: the mock vendor's books. */
export class MockVendorMessageRepository {
  private readonly pool: Pool;

  constructor(pool: Pool) {
    this.pool = pool;
  }

  /**
   * Enters messages under keys that are new. A repeated key is what the table is for:
   * the first entry stands.
   *
   * @returns the keys that were new.
   */
  async insertNew(messages: MockVendorMessage[]): Promise<Set<string>> {
    const { rows } = await this.pool.query<{ id: string }>(
      `INSERT INTO "MockVendorMessage" (id, "vendorMessageId", "customerId", message, outcome)
       SELECT id, "vendorMessageId", "customerId", message, outcome::"DeliveryReceiptStatus"
       FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[], $5::text[])
         AS m(id, "vendorMessageId", "customerId", message, outcome)
       ON CONFLICT (id) DO NOTHING RETURNING id`,
      [
        messages.map(({ id }) => id),
        messages.map(({ vendorMessageId }) => vendorMessageId),
        messages.map(({ customerId }) => customerId),
        messages.map(({ message }) => message),
        messages.map(({ outcome }) => outcome),
      ],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** The vendor's id of each key that is in the books. */
  async findVendorMessageIds(ids: string[]): Promise<Map<string, string>> {
    const { rows } = await this.pool.query<{ id: string; vendorMessageId: string }>(
      `SELECT id, "vendorMessageId" FROM "MockVendorMessage" WHERE id = ANY($1::uuid[])`,
      [ids],
    );
    return new Map(rows.map(({ id, vendorMessageId }) => [id, vendorMessageId]));
  }

  async markReceiptsDelivered(ids: string[]): Promise<void> {
    await this.pool.query(`UPDATE "MockVendorMessage" SET "receiptDeliveredAt" = now() WHERE id = ANY($1::uuid[])`, [
      ids,
    ]);
  }

  /** Messages whose receipt nobody took yet, by key, those after `afterId`. */
  async findWithoutReceipt(afterId: string | undefined, limit: number): Promise<MockVendorMessage[]> {
    const { rows } = await this.pool.query<MockVendorMessage>(
      `SELECT id, "vendorMessageId", "customerId", message, outcome FROM "MockVendorMessage"
       WHERE "receiptDeliveredAt" IS NULL AND ($1::uuid IS NULL OR id > $1) ORDER BY id LIMIT $2`,
      [afterId ?? null, limit],
    );
    return rows;
  }
}
