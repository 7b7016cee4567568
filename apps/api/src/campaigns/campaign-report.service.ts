import { DomainError, EXCLUSION_REASONS } from '@herald/shared';
import type { CampaignReportOutput, ExclusionReason } from '@herald/shared';
import type { CampaignRepository, WorkspaceRepository } from '@herald/platform';

import { explainStopped } from '../segments/stopped-query.ts';
import type { ReadSnapshot } from './campaign-books.service.ts';
import type { CampaignReportRepository, CountedInterval, CountedReport } from './campaign-report.repository.ts';

const MOST_INTERVALS = 120;
const MOST_FAILURES = 20;
const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;
/** Lengths that can be read on a clock or a calendar; with the last, a campaign may take the years that Herald knows. */
const STEPS_SEC: readonly number[] = [
  1,
  2,
  5,
  10,
  15,
  30,
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 7, 14, 30, 90, 365, 1_000].map((days) => days * DAY),
];

/** Says how the delivery of a campaign went on. */
export class CampaignReportService {
  private readonly campaigns: CampaignRepository;
  private readonly reports: CampaignReportRepository;
  private readonly workspace: Pick<WorkspaceRepository, 'read'>;
  private readonly readSnapshot: ReadSnapshot;
  private readonly timeoutMs: number;

  constructor(deps: {
    campaigns: CampaignRepository;
    reports: CampaignReportRepository;
    workspace: Pick<WorkspaceRepository, 'read'>;
    /** In which no statement may take longer than `timeoutMs`. */
    readSnapshot: ReadSnapshot;
    timeoutMs: number;
  }) {
    this.campaigns = deps.campaigns;
    this.reports = deps.reports;
    this.workspace = deps.workspace;
    this.readSnapshot = deps.readSnapshot;
    this.timeoutMs = deps.timeoutMs;
  }

  /**
   * @param signal stops the count in PostgreSQL.
   * @throws DomainError `not_found` or `timed_out`
   */
  async read(id: string, signal: AbortSignal): Promise<CampaignReportOutput> {
    const reading = this.readSnapshot(signal, async (db) => {
      if ((await this.campaigns.findById(id, db)) === undefined)
        throw new DomainError('not_found', `there is no campaign ${id}`);
      const { timeZone } = await this.workspace.read(db);
      const most = { mostIntervals: MOST_INTERVALS, mostFailures: MOST_FAILURES };
      return this.reports.count(db, id, { steps: STEPS_SEC, ...most, timeZone });
    });
    return toReport(await explainStopped(this.timeoutMs, 'try again later', reading));
  }
}

function toReport({ intervalSec, intervals, failures, exclusions }: CountedReport): CampaignReportOutput {
  const counts = EXCLUSION_REASONS.map((reason) => [reason, exclusions[reason] ?? 0] as const);
  return {
    intervalSec: intervalSec ?? MINUTE,
    points: intervalSec === null ? [] : withEmptyIntervals(intervals, intervalSec),
    failures,
    exclusions: Object.fromEntries(counts) as Record<ExclusionReason, number>,
  };
}

/** From the first interval to the last without a gap. */
function withEmptyIntervals(intervals: CountedInterval[], intervalSec: number): CampaignReportOutput['points'] {
  const [first, last] = [intervals.at(0)?.startSec ?? 0, intervals.at(-1)?.startSec ?? 0];
  const found = new Map(intervals.map((interval) => [interval.startSec, interval]));
  return Array.from({ length: (last - first) / intervalSec + 1 }, (_, index) => {
    const startSec = first + index * intervalSec;
    const { accepted, sent, failed } = found.get(startSec) ?? { accepted: 0, sent: 0, failed: 0 };
    return { start: new Date(startSec * 1_000).toISOString(), accepted, sent, failed };
  });
}
