import { foldText } from '@herald/shared';
import type { RecipientFilters } from '@herald/shared';
import { escapeLike } from '@herald/platform';
import type { CommunicationLog, Queryable } from '@herald/platform';

/** A row of the log, and whose it is. */
export interface LoggedRecipient extends CommunicationLog {
  name: string | null;
  email: string | null;
  phone: string | null;
}

/** Rows in memory at once, whatever the size of the campaign. */
const PAGE_SIZE = 2_000;
const ID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Reads the recipients of campaigns with what became of their messages. Writes nothing. */
export class CampaignRecipientRepository {
  /** By customer, those after `afterCustomerId`. */
  async findPage(
    db: Queryable,
    campaignId: string,
    filters: RecipientFilters,
    { afterCustomerId, limit }: { afterCustomerId: string | undefined; limit: number },
  ): Promise<LoggedRecipient[]> {
    const { text, values } = selectRecipients(campaignId, filters);
    const [after, most] = [values.length + 1, values.length + 2];
    const { rows } = await db.query<LoggedRecipient>(
      `${text} AND ($${after}::uuid IS NULL OR l."customerId" > $${after}) ORDER BY l."customerId" LIMIT $${most}`,
      [...values, afterCustomerId ?? null, limit],
    );
    return rows;
  }

  /** Hands over all of them, by customer, page by page. @param db a transaction. */
  async readAll(
    db: Queryable,
    campaignId: string,
    filters: RecipientFilters,
    take: (rows: LoggedRecipient[]) => Promise<void>,
  ): Promise<void> {
    const { text, values } = selectRecipients(campaignId, filters);
    await db.query(`DECLARE recipients NO SCROLL CURSOR FOR ${text} ORDER BY l."customerId"`, values);
    for (;;) {
      const { rows } = await db.query<LoggedRecipient>(`FETCH ${PAGE_SIZE} FROM recipients`);
      if (rows.length === 0) return;
      await take(rows);
    }
  }
}

/** A query whose last part is a condition. */
function selectRecipients(campaignId: string, filters: RecipientFilters): { text: string; values: unknown[] } {
  const { status, failureClass, exclusionReason, search } = filters;
  const values: unknown[] = [campaignId, status ?? null, failureClass ?? null, exclusionReason ?? null];
  // Only there when it is asked for: beside an OR, PostgreSQL would not join it.
  const isFound = search === undefined || search === '' ? '' : `AND l."customerId" IN (${selectFound(search, values)})`;
  return {
    text: `SELECT l.id, l."customerId", l.status, l."personalizedMessage", l."vendorMessageId", l."deliveryReceiptStatus",
                  l.attempts, l."claimedAt", l."acceptedAt", l."sentAt", l."failedAt", l."cancelledAt", l."failureClass",
                  l."failureReason", l."exclusionReason", c.name, c.email, c.phone
           FROM "CommunicationLog" l JOIN "Customer" c ON c.id = l."customerId"
           WHERE l."campaignId" = $1 AND ($2::"CommunicationStatus" IS NULL OR l.status = $2)
             AND ($3::"FailureClass" IS NULL OR l."failureClass" = $3)
             AND ($4::"ExclusionReason" IS NULL OR l."exclusionReason" = $4) ${isFound}`,
    values,
  };
}

/** Customers by a part of their name or email, or by the whole of an id. */
function selectFound(search: string, values: unknown[]): string {
  const first = values.length + 1;
  values.push(`%${escapeLike(foldText(search))}%`, search, ID.test(search) ? search : null);
  return `SELECT id FROM "Customer"
          WHERE "nameKey" LIKE $${first} OR "emailKey" LIKE $${first} OR "externalId" = $${first + 1} OR id = $${first + 2}::uuid`;
}
