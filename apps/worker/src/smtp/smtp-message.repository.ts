import { formerKeysOf } from '@herald/shared';
import type { Pool, Transaction } from '@herald/platform';

export type SmtpState = 'SENDING' | 'SENT' | 'FAILED' | 'UNCERTAIN';

/** A message that stands in the books. */
export interface BookedMail {
  state: SmtpState;
  settledAt: Date | null;
}

/** Writes SmtpMessage: what this Herald handed to a mail server, which knows no idempotency keys. */
export class SmtpMessageRepository {
  private readonly pool: Pool;

  constructor(pool: Pool) {
    this.pool = pool;
  }

  /**
   * Enters a message before anything of it goes out.
   *
   * @returns what stands there already; undefined when it is new, and the caller alone may hand it over.
   */
  async enter(key: string, communicationLogId: string): Promise<BookedMail | undefined> {
    const { rows } = await this.pool.query<BookedMail & { isNew: boolean }>(
      `INSERT INTO "SmtpMessage" (key, "communicationLogId", state) VALUES ($1, $2, 'SENDING')
       ON CONFLICT (key) DO UPDATE SET key = EXCLUDED.key
       RETURNING state, "settledAt", xmax = 0 AS "isNew"`,
      [key, communicationLogId],
    );
    const [entry] = rows;
    return entry === undefined || entry.isNew ? undefined : entry;
  }

  /** What stands there under the key; where nothing does, that a former round of the message was cut off. */
  async find(key: string): Promise<BookedMail | undefined> {
    const { rows } = await this.pool.query<BookedMail>(
      `SELECT state, "settledAt" FROM "SmtpMessage"
       WHERE key = $1 OR (key = ANY($2::text[]) AND state IN ('SENDING', 'UNCERTAIN'))
       ORDER BY key = $1 DESC LIMIT 1`,
      [key, formerKeysOf(key)],
    );
    return rows[0];
  }

  /** Where a mail would go (null where that is not known, or the customer is gone), and whether it may go there. */
  async findAddress(
    customerId: string,
    communicationLogId: string,
  ): Promise<{ email: string | null; isByPhone: boolean }> {
    const { rows } = await this.pool.query<{ email: string | null; isByPhone: boolean }>(
      `SELECT (SELECT email FROM "Customer" WHERE id = $1) AS email,
              EXISTS (SELECT 1 FROM "CommunicationLog" l JOIN "Campaign" c ON c.id = l."campaignId"
                      WHERE l.id = $2 AND c."reachBy" = 'PHONE') AS "isByPhone"`,
      [customerId, communicationLogId],
    );
    return rows[0] ?? { email: null, isByPhone: false };
  }

  /** The mail server did not take it, for certain: it may be handed over again as if it never had been. */
  async forget(key: string): Promise<void> {
    await this.pool.query(`DELETE FROM "SmtpMessage" WHERE key = $1 AND state = 'SENDING'`, [key]);
  }

  /** @returns when; undefined when it was settled before. */
  async settle(tx: Transaction, key: string, state: 'SENT' | 'FAILED'): Promise<Date | undefined> {
    const { rows } = await tx.query<{ settledAt: Date }>(
      // Whoever took it for uncertain was too early.
      `UPDATE "SmtpMessage" SET state = $2::"SmtpState", "settledAt" = now()
       WHERE key = $1 AND state IN ('SENDING', 'UNCERTAIN') RETURNING "settledAt"`,
      [key, state],
    );
    return rows[0]?.settledAt;
  }

  /** Of a message whose handing over was cut off. */
  async markUncertain(key: string): Promise<void> {
    await this.pool.query(
      `UPDATE "SmtpMessage" SET state = 'UNCERTAIN', "settledAt" = now() WHERE key = $1 AND state = 'SENDING'`,
      [key],
    );
  }
}
