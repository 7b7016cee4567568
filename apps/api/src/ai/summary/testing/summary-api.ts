import { expect } from '@jest/globals';
import { newId, summariseCampaignOutput } from '@herald/shared';
import type { SummariseCampaignOutput } from '@herald/shared';

import { query } from '../../../../../../scripts/testing/fixtures/database.ts';
import type { LaunchedCampaign } from '../../../../../../scripts/testing/fixtures/launched-campaign.ts';
import { request } from '../../../../../../scripts/testing/fixtures/request.ts';

const LAUNCHED = '2026-01-05T10:00:00Z';

export const getSummary = (url: string, id: string) => request(url).get(`/api/campaigns/${id}/summary`);

/** A summary that is expected to be there. */
export async function summaryOf(url: string, id: string): Promise<SummariseCampaignOutput> {
  const response = await getSummary(url, id);
  expect([response.status, response.body]).toEqual([200, response.body]);
  return summariseCampaignOutput.parse(response.body);
}

/** The facts with these ids as texts say them; null for none. */
export function textsOf({ facts }: SummariseCampaignOutput, ...ids: string[]): (string | null)[] {
  return ids.map((id) => facts.find((fact) => fact.id === id)?.text ?? null);
}

/** What recipients are, in the order of the campaign's rows. */
export interface Recipient {
  city?: string;
  /** In major units; without it there are no orders. */
  spent?: number;
  /** Minutes from the launch to the delivery. */
  minutes?: number;
}

/** Gives the recipients of a campaign cities and orders, and says when they got their messages. */
export async function describeRecipients(
  databaseUrl: string,
  { id, rowIds }: LaunchedCampaign,
  recipients: Recipient[],
): Promise<void> {
  await query(
    databaseUrl,
    'UPDATE "Campaign" SET "launchedAt" = $2::timestamptz, "completedAt" = CASE WHEN "completedAt" IS NOT NULL THEN $2::timestamptz END WHERE id = $1',
    [id, LAUNCHED],
  );
  await query(
    databaseUrl,
    `WITH told AS (
       SELECT l.id, l."customerId", r.* FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::float8[]) AS r(row, city, spent, minutes)
       JOIN "CommunicationLog" l ON l.id = r.row
     ), address AS (
       INSERT INTO "Address" ("customerId", city, "cityKey")
       SELECT "customerId", city, lower(city) FROM told WHERE city IS NOT NULL
     ), totals AS (
       INSERT INTO "CustomerTotals" ("customerId", "totalSpend", "orderCount")
       SELECT "customerId", spent, 1 FROM told WHERE spent IS NOT NULL
     )
     UPDATE "CommunicationLog" l SET "sentAt" = $5::timestamptz + told.minutes * interval '1 minute'
     FROM told WHERE told.id = l.id AND l.status = 'SENT' AND told.minutes IS NOT NULL`,
    [
      rowIds,
      rowIds.map((_, index) => recipients[index]?.city ?? null),
      rowIds.map((_, index) => {
        const spent = recipients[index]?.spent;
        return spent === undefined ? null : Math.round(spent * 100);
      }),
      rowIds.map((_, index) => recipients[index]?.minutes ?? null),
      LAUNCHED,
    ],
  );
}

/** A segment that a draft can be made for. */
export async function insertSegment(databaseUrl: string): Promise<string> {
  const id = newId();
  await query(
    databaseUrl,
    `INSERT INTO "Segment" (id, name, rules, "audienceUserIds", "audienceSize") VALUES ($1, 'S', '{}', '{}', 0)`,
    [id],
  );
  return id;
}
