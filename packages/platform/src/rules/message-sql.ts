import type { CampaignOutcome, MessagedTest, ValueTest } from '@herald/shared';

import { allTrue, type Audience, queryAudience } from './customer-sets.ts';
import type { Statement } from './statement.ts';
import { timestamp } from './value-sql.ts';

/** When a vendor took the message `l`; NULL when none did. A receipt can come before the vendor's answer is noted. */
export const SENT_AT = `COALESCE(l."acceptedAt", CASE WHEN l."deliveryReceiptStatus" IS NOT NULL
  THEN COALESCE(l."sentAt", l."failedAt") END)`;

const OUTCOMES: Record<CampaignOutcome, string> = {
  sent: `${SENT_AT} IS NOT NULL`,
  delivered: `l."status" = 'SENT'`,
  failed: `l."status" = 'FAILED'`,
};

/** Those whose message of one campaign had this outcome; a campaign has one row for each of its customers. */
export function campaignAudience(
  { campaignId, outcome }: Extract<ValueTest, { kind: 'campaign' }>,
  statement: Statement,
): Audience {
  const where = `l."campaignId" = ${statement.add(campaignId, 'uuid')} AND ${OUTCOMES[outcome]}`;
  return queryAudience({ distinct: selectMessages(where, statement) });
}

/** Those to whom any message was sent within the time. */
export function messagedAudience({ from, until }: MessagedTest, statement: Statement): Audience {
  const where = allTrue([
    `${SENT_AT} IS NOT NULL`,
    ...(from === undefined ? [] : [`${SENT_AT} >= ${statement.add(timestamp(from), 'timestamptz')}`]),
    ...(until === undefined ? [] : [`${SENT_AT} < ${statement.add(timestamp(until), 'timestamptz')}`]),
  ]);
  const members = selectMessages(where, statement);
  return queryAudience({ distinct: `${members} GROUP BY 1`, members });
}

function selectMessages(where: string, statement: Statement): string {
  return `SELECT l."customerId" FROM ${statement.from('"CommunicationLog"', 'l', 'l."customerId"')} WHERE ${where}`;
}
