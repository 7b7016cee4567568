import type { Queryable } from '@herald/platform';
import { OPEN_COMMUNICATION_STATUSES } from '@herald/shared';

/** Messages of some of the recipients, by how they ended. */
export interface Outcome {
  /** Who was to get one: neither left out, held out nor cancelled. */
  reached: number;
  delivered: number;
  failed: number;
}

export interface CountedBreakdowns {
  /** By spend: bucket n is above the n-th of the amounts, counted from 1, up to the next; -1 has no orders. */
  spend: (Outcome & { bucket: number })[];
  /** The cities with the most recipients, without those that have fewer than was asked for. */
  cities: (Outcome & { city: string })[];
  /** Why messages failed, in the words of the process that sent them; most frequent first. */
  reasons: { reason: string; recipients: number }[];
  /** Minutes from the launch until half, 95 % and all of what was delivered was; null when nothing was. */
  deliveryMinutes: [half: number, most: number, last: number] | null;
}

const MOST_REASONS = 3;

/** Breaks down how the messages of a campaign ended. Writes nothing. */
export class CampaignFactsRepository {
  /**
   * Goes through the rows of a campaign once.
   *
   * @param amounts in minor units, ascending.
   * @param leastShared fewer recipients than these are no city of their own.
   */
  async count(
    db: Queryable,
    campaignId: string,
    { amounts, mostCities, leastShared }: { amounts: readonly bigint[]; mostCities: number; leastShared: number },
  ): Promise<CountedBreakdowns> {
    const { rows } = await db.query<CountedBreakdowns>(
      // An amount itself belongs below it, so that the bands are "up to" and "above". A vendor's clock
      // may be wrong: nothing was delivered before the launch, nor will have been.
      `WITH reached AS MATERIALIZED (
         SELECT l.status, l."failureReason", a."cityKey", a.city,
                CASE WHEN t."orderCount" > 0 THEN width_bucket(t."totalSpend" - 1, $2::bigint[]) ELSE -1 END AS bucket,
                CASE WHEN l.status = 'SENT' THEN
                  extract(epoch FROM GREATEST(LEAST(l."sentAt", now()), c."launchedAt") - c."launchedAt")::float8 / 60
                END AS minutes
         FROM "Campaign" c
         JOIN "CommunicationLog" l ON l."campaignId" = c.id
         LEFT JOIN "CustomerTotals" t ON t."customerId" = l."customerId"
         LEFT JOIN "Address" a ON a."customerId" = l."customerId"
         WHERE c.id = $1 AND l.status = ANY($3::"CommunicationStatus"[])
       ),
       spend AS (SELECT bucket, ${OUTCOME} FROM reached GROUP BY bucket),
       large_city AS (
         SELECT min(city) AS city, ${OUTCOME} FROM reached WHERE "cityKey" <> ''
         GROUP BY "cityKey" HAVING count(*) >= $4 ORDER BY count(*) DESC, "cityKey" LIMIT $5
       ),
       frequent AS (
         SELECT "failureReason" AS reason, count(*)::int AS recipients FROM reached
         WHERE status = 'FAILED' AND "failureReason" IS NOT NULL
         GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${MOST_REASONS}
       )
       SELECT (SELECT COALESCE(json_agg(spend ORDER BY bucket), '[]') FROM spend) AS spend,
              (SELECT COALESCE(json_agg(large_city), '[]') FROM large_city) AS cities,
              (SELECT COALESCE(json_agg(frequent), '[]') FROM frequent) AS reasons,
              (SELECT percentile_disc(ARRAY[0.5, 0.95, 1]::float8[]) WITHIN GROUP (ORDER BY minutes)
               FROM reached) AS "deliveryMinutes"`,
      [campaignId, amounts, ['SENT', 'FAILED', ...OPEN_COMMUNICATION_STATUSES], leastShared, mostCities],
    );
    const [counted] = rows;
    if (counted === undefined) throw new Error('the breakdowns are one row');
    return counted;
  }
}

const OUTCOME = `count(*)::int AS reached,
  (count(*) FILTER (WHERE status = 'SENT'))::int AS delivered,
  (count(*) FILTER (WHERE status = 'FAILED'))::int AS failed`;
