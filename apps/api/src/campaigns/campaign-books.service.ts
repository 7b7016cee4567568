import { COMMUNICATION_STATUSES, DomainError, EXCLUSION_REASONS, FAILURE_CLASSES } from '@herald/shared';
import type { CampaignBooksOutput } from '@herald/shared';
import { countersOf, endedCounts } from '@herald/platform';
import type {
  Campaign,
  CampaignRepository,
  CommunicationLogRepository,
  CountedRows,
  Queryable,
  ReceiptEventRepository,
} from '@herald/platform';

import { explainStopped } from '../segments/stopped-query.ts';

/** Runs `work` on one snapshot of the database. */
export type ReadSnapshot = <T>(signal: AbortSignal, work: (db: Queryable) => Promise<T>) => Promise<T>;

/** Holds a campaign's counters against its rows. */
export class CampaignBooksService {
  private readonly campaigns: CampaignRepository;
  private readonly logs: CommunicationLogRepository;
  private readonly events: ReceiptEventRepository;
  private readonly readSnapshot: ReadSnapshot;
  private readonly timeoutMs: number;

  constructor(deps: {
    campaigns: CampaignRepository;
    logs: CommunicationLogRepository;
    events: ReceiptEventRepository;
    /** In which no statement may take longer than `timeoutMs`. */
    readSnapshot: ReadSnapshot;
    timeoutMs: number;
  }) {
    this.campaigns = deps.campaigns;
    this.logs = deps.logs;
    this.events = deps.events;
    this.readSnapshot = deps.readSnapshot;
    this.timeoutMs = deps.timeoutMs;
  }

  /**
   * Counts the rows for this answer, however many they are.
   *
   * @param signal stops the count in PostgreSQL.
   * @throws DomainError `not_found` or `timed_out`
   */
  async read(id: string, signal: AbortSignal): Promise<CampaignBooksOutput> {
    const reading = this.readSnapshot(signal, async (db) => {
      const campaign = await this.campaigns.findById(id, db);
      if (campaign === undefined) throw new DomainError('not_found', `there is no campaign ${id}`);
      const counted = await this.logs.countRows(id, db);
      return { campaign, counted, lateReceipts: await this.events.countLate(id, db) };
    });
    const { campaign, counted, lateReceipts } = await explainStopped(this.timeoutMs, 'try again later', reading);
    return toBooks(campaign, counted, lateReceipts);
  }
}

function toBooks(campaign: Campaign, counted: CountedRows[], lateReceipts: number): CampaignBooksOutput {
  return {
    audienceSize: campaign.audienceSize,
    rows: sum(counted),
    byStatus: countBy(COMMUNICATION_STATUSES, (key) => counted.filter(({ status }) => status === key)),
    byFailureClass: countBy(FAILURE_CLASSES, (key) => counted.filter(({ failureClass }) => failureClass === key)),
    byExclusionReason: countBy(EXCLUSION_REASONS, (key) =>
      counted.filter(({ exclusionReason }) => exclusionReason === key),
    ),
    counters: countersOf(campaign),
    lateReceipts,
    balanced: isBalanced(campaign, counted),
    sealedAt: campaign.sealedAt?.toISOString() ?? null,
  };
}

/** Every counter equals its rows, and everybody whose turn has come has one. */
function isBalanced(campaign: Campaign, counted: CountedRows[]): boolean {
  const [counters, ended] = [countersOf(campaign), endedCounts(counted)];
  const keys = Object.keys(counters) as (keyof typeof counters)[];
  const rows = sum(counted);
  return (
    keys.every((key) => counters[key] === ended[key]) &&
    rows === campaign.audienceCursor &&
    (rows === campaign.audienceSize || !isWholeAudienceWritten(campaign))
  );
}

/** A campaign may be paused or cancelled while its audience is being written, and go on later. */
function isWholeAudienceWritten({ status, completedAt }: Campaign): boolean {
  return status === 'SENDING' || completedAt !== null;
}

function countBy<K extends string>(keys: readonly K[], rowsOf: (key: K) => CountedRows[]): Record<K, number> {
  return Object.fromEntries(keys.map((key) => [key, sum(rowsOf(key))])) as Record<K, number>;
}

function sum(counted: CountedRows[]): number {
  return counted.reduce((total, { count }) => total + count, 0);
}
