import { type Pool, type Transaction, withTransaction } from '@herald/platform';

export interface LogSize {
  rows: number;
  /** The rows are dealt out to so many campaigns, one by one. */
  campaigns: number;
  /** So many of the rows have ended as SENT; the vendor has the others. */
  sent: number;
}

const SEGMENT_ID = idOf('d', '0');

/**
 * Fills Herald's tables with sending campaigns, past its API, and empties them before. The
 * customers are ids only.
 *
 * @returns the campaigns' ids.
 */
export async function fillLog(pool: Pool, size: LogSize): Promise<string[]> {
  const ids = await withTransaction(pool, async (tx) => {
    // Nobody has to look up customers who are not there; it takes a superuser.
    await tx.query('SET LOCAL session_replication_role = replica');
    await tx.query('TRUNCATE "CommunicationLog", "Campaign", "Segment", "ReceiptInbox", "ReceiptEvent"');
    await insertRows(tx, size);
    return insertCampaigns(tx, size);
  });
  await pool.query('VACUUM (ANALYZE) "CommunicationLog", "Campaign"');
  return ids;
}

/** Fills the inbox with a receipt for each row in a state, in the order of the rows. */
export async function fillInbox(pool: Pool, status: 'ACCEPTED' | 'SENT'): Promise<void> {
  await pool.query(
    `INSERT INTO "ReceiptInbox" (id, "communicationLogId", "vendorMessageId", status, "occurredAt")
     SELECT ${sqlIdOf('b', 'row_number() OVER (ORDER BY id)')}, id, "vendorMessageId", 'SENT', "acceptedAt"
     FROM "CommunicationLog" WHERE status = $1 ORDER BY id`,
    [status],
  );
  await pool.query('VACUUM (ANALYZE) "ReceiptInbox"');
}

/** Ids that sort by their number, as those of Herald do by their time. */
function idOf(kind: string, hexNumber: string): string {
  return `01900000-0000-7000-${kind}000-${hexNumber.padStart(12, '0')}`;
}

function sqlIdOf(kind: string, number: string): string {
  return `('01900000-0000-7000-${kind}000-' || lpad(to_hex(${number}), 12, '0'))::uuid`;
}

async function insertRows(tx: Transaction, { rows, campaigns, sent }: LogSize): Promise<void> {
  await tx.query(
    `INSERT INTO "CommunicationLog" (id, "campaignId", "customerId", status, "personalizedMessage", "claimedBy",
                                     "claimedAt", "acceptedAt", "vendorMessageId", "sentAt", "deliveryReceiptStatus")
     SELECT ${sqlIdOf('8', 'n')}, ${sqlIdOf('9', 'n % $2')}, ${sqlIdOf('a', 'n')},
            (CASE WHEN n <= $3 THEN 'SENT' ELSE 'ACCEPTED' END)::"CommunicationStatus",
            'Hi customer ' || n || ', here is 10 % off your next order.', ${sqlIdOf('c', '1')},
            now(), now(), 'mock_' || n, CASE WHEN n <= $3 THEN now() END,
            CASE WHEN n <= $3 THEN 'SENT'::"DeliveryReceiptStatus" END
     FROM generate_series(1, $1::int) AS n`,
    [rows, campaigns, sent],
  );
}

/** Their audiences with them, which are most of a campaign's row. */
async function insertCampaigns(tx: Transaction, { rows }: LogSize): Promise<string[]> {
  await tx.query(
    `INSERT INTO "Segment" (id, name, rules, "audienceUserIds", "audienceSize") VALUES ($1, 'all', '{}', '{}', $2)`,
    [SEGMENT_ID, rows],
  );
  const { rows: campaigns } = await tx.query<{ id: string }>(
    `INSERT INTO "Campaign" (id, name, "messageTemplate", "segmentId", status, "launchedAt", "progressAt",
                             "audienceUserIds", "audienceSize", "audienceCursor", "publishedCursor", "sentCount")
     SELECT "campaignId", 'bench', 'Hi', $1, 'SENDING', now(), now(),
            array_agg("customerId" ORDER BY "customerId"), count(*), count(*), count(*),
            count(*) FILTER (WHERE status = 'SENT')
     FROM "CommunicationLog" GROUP BY "campaignId" RETURNING id`,
    [SEGMENT_ID],
  );
  return campaigns.map(({ id }) => id);
}
