import type { ExclusionReason, FailureClass } from '@herald/shared';
import type { Queryable } from '@herald/platform';

/** What happened in a stretch of time in which something did. */
export interface CountedInterval {
  /** Unix time. */
  startSec: number;
  accepted: number;
  sent: number;
  failed: number;
}

export interface CountedReport {
  /** Null when nothing happened. */
  intervalSec: number | null;
  intervals: CountedInterval[];
  failures: { failureClass: FailureClass; reason: string | null; recipients: number }[];
  exclusions: Partial<Record<ExclusionReason, number>>;
}

/** Reads what became of a campaign's messages, and when. Writes nothing. */
export class CampaignReportRepository {
  /**
   * Counts the rows of a campaign, which it goes through once.
   *
   * @param steps lengths of intervals in seconds, the shortest first; the first is taken with which there are at
   * most `mostIntervals`.
   * @param timeZone in which intervals of hours and days begin, by its offset at the launch.
   */
  async count(
    db: Queryable,
    campaignId: string,
    options: { steps: readonly number[]; mostIntervals: number; mostFailures: number; timeZone: string },
  ): Promise<CountedReport> {
    const { steps, mostIntervals, mostFailures, timeZone } = options;
    const { rows } = await db.query<CountedReport>(
      // A vendor's clock may be wrong: nothing was sent before the launch, nor will have been.
      `WITH log AS MATERIALIZED (
         SELECT l.status, l."failureClass", l."failureReason", l."exclusionReason", l."acceptedAt",
                CASE WHEN l.status = 'SENT' THEN l."sentAt" END AS "sentAt",
                CASE WHEN l.status = 'FAILED' THEN l."failedAt" END AS "failedAt", c."launchedAt"
         FROM "Campaign" c JOIN "CommunicationLog" l ON l."campaignId" = c.id WHERE c.id = $1
       ),
       seconds AS MATERIALIZED (
         SELECT floor(extract(epoch FROM GREATEST(LEAST(event.at, now()), log."launchedAt")))::bigint AS second, event.kind,
                count(*)::int AS count
         FROM log, LATERAL (VALUES ('accepted', "acceptedAt"), ('sent', "sentAt"), ('failed', "failedAt")) AS event(kind, at)
         WHERE event.at IS NOT NULL GROUP BY 1, 2
       ),
       zone AS (
         SELECT extract(epoch FROM "launchedAt" AT TIME ZONE $5 - "launchedAt" AT TIME ZONE 'UTC')::bigint AS offset_sec
         FROM "Campaign" WHERE id = $1 AND "launchedAt" IS NOT NULL
       ),
       interval AS (
         SELECT min(step.sec) AS sec
         FROM zone, (SELECT min(second) AS first, max(second) AS last FROM seconds) AS span, unnest($2::int[]) AS step(sec)
         WHERE (span.last + offset_sec) / step.sec - (span.first + offset_sec) / step.sec < $3
       ),
       counted AS (
         SELECT (second + offset_sec) / interval.sec * interval.sec - offset_sec AS "startSec",
                COALESCE(sum(count) FILTER (WHERE kind = 'accepted'), 0)::int AS accepted,
                COALESCE(sum(count) FILTER (WHERE kind = 'sent'), 0)::int AS sent,
                COALESCE(sum(count) FILTER (WHERE kind = 'failed'), 0)::int AS failed
         FROM seconds, interval, zone GROUP BY 1
       ),
       failure AS (
         SELECT "failureClass", "failureReason" AS reason, count(*)::int AS recipients
         FROM log WHERE status = 'FAILED' AND "failureClass" IS NOT NULL
         GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT $4
       ),
       exclusion AS (
         SELECT "exclusionReason" AS reason, count(*)::int AS recipients
         FROM log WHERE "exclusionReason" IS NOT NULL GROUP BY 1
       )
       SELECT (SELECT sec FROM interval) AS "intervalSec",
              (SELECT COALESCE(json_agg(counted ORDER BY "startSec"), '[]') FROM counted) AS intervals,
              (SELECT COALESCE(json_agg(failure), '[]') FROM failure) AS failures,
              (SELECT COALESCE(json_object_agg(reason, recipients), '{}') FROM exclusion) AS exclusions`,
      [campaignId, steps, mostIntervals, mostFailures, timeZone],
    );
    const [report] = rows;
    if (report === undefined) throw new Error('a report is one row');
    return report;
  }
}
