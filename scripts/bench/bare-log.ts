import { type Pool, withTransaction } from '@herald/platform';

export interface BareReceipt {
  id: string;
  occurredAt: Date;
}

const BATCH = 1_000;
const CONNECTIONS = 4;

/** The log and its campaigns once more, beside Herald's own, and what PostgreSQL does with receipts for them at best. */
export class BareLog {
  private readonly pool: Pool;

  private constructor(pool: Pool) {
    this.pool = pool;
  }

  /** The same columns, indexes, foreign keys and room for updates. */
  static async create(pool: Pool): Promise<BareLog> {
    await pool.query('CREATE SCHEMA bare');
    await pool.query('CREATE TABLE bare."Campaign" (LIKE "Campaign" INCLUDING ALL) WITH (fillfactor = 50)');
    await pool.query(
      'CREATE TABLE bare."CommunicationLog" (LIKE "CommunicationLog" INCLUDING ALL) WITH (fillfactor = 70)',
    );
    await pool.query(
      `ALTER TABLE bare."CommunicationLog"
         ADD FOREIGN KEY ("campaignId") REFERENCES bare."Campaign" ON DELETE CASCADE,
         ADD FOREIGN KEY ("customerId") REFERENCES "Customer"`,
    );
    return new BareLog(pool);
  }

  /** @returns a receipt for each row. */
  async copy(): Promise<BareReceipt[]> {
    await withTransaction(this.pool, async (tx) => {
      await tx.query('SET LOCAL session_replication_role = replica');
      await tx.query('TRUNCATE bare."CommunicationLog", bare."Campaign"');
      await tx.query('INSERT INTO bare."Campaign" SELECT * FROM "Campaign"');
      await tx.query('INSERT INTO bare."CommunicationLog" SELECT * FROM "CommunicationLog" ORDER BY id');
    });
    await this.pool.query('VACUUM (ANALYZE) bare."CommunicationLog", bare."Campaign"');
    const { rows } = await this.pool.query<BareReceipt>(
      `SELECT id, "acceptedAt" AS "occurredAt" FROM bare."CommunicationLog" ORDER BY id`,
    );
    return rows;
  }

  /** A thousand rows and their campaigns' counters in one statement, which is one transaction. */
  async updateInBatches(receipts: BareReceipt[]): Promise<void> {
    for (let from = 0; from < receipts.length; from += BATCH) {
      const batch = receipts.slice(from, from + BATCH);
      await this.pool.query(
        `WITH ended AS (
           UPDATE bare."CommunicationLog" l
           SET status = 'SENT', "deliveryReceiptStatus" = 'SENT', "sentAt" = receipt.at
           FROM unnest($1::uuid[], $2::timestamptz[]) AS receipt(id, at)
           WHERE l.id = receipt.id AND l.status = 'ACCEPTED'
           RETURNING l."campaignId"
         )
         UPDATE bare."Campaign" c SET "sentCount" = c."sentCount" + change.sent
         FROM (SELECT "campaignId", count(*)::int AS sent FROM ended GROUP BY 1) AS change
         WHERE c.id = change."campaignId"`,
        [batch.map(({ id }) => id), batch.map(({ occurredAt }) => occurredAt)],
      );
    }
  }

  /** One row at a time; even the counters are left out. */
  async updateOneByOne(receipts: BareReceipt[]): Promise<void> {
    const queue = receipts.values();
    const updateInTurn = async () => {
      for (const { id, occurredAt } of queue) {
        await this.pool.query(
          `UPDATE bare."CommunicationLog" SET status = 'SENT', "deliveryReceiptStatus" = 'SENT', "sentAt" = $2
           WHERE id = $1 AND status = 'ACCEPTED'`,
          [id, occurredAt],
        );
      }
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, updateInTurn));
  }

  async countSent(): Promise<number> {
    const { rows } = await this.pool.query<{ sent: number }>(
      `SELECT (SELECT sum("sentCount")::int FROM bare."Campaign") AS sent`,
    );
    return rows[0]?.sent ?? 0;
  }
}
