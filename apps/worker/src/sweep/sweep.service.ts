import { newId } from '@herald/shared';
import { launchJob } from '@herald/platform';
import type {
  Campaign,
  CampaignRepository,
  Claimant,
  CommunicationLogRepository,
  DeliveryStopRepository,
  IngestionRepository,
  Logger,
  Queues,
  ReceiptInboxRepository,
} from '@herald/platform';

import type { ScheduleService } from '../launch/schedule.service.ts';

const CHUNKS_PER_SWEEP = 1_000;
const CAMPAIGNS_PER_PAGE = 500;
/** A campaign in which nothing moves is looked at again after twice the time, up to this. */
const LONGEST_REPUBLISH_MS = 3_600_000;
/** No name that BullMQ gives to one of its own keys, as `marker`: on Redis a job is kept under its id. */
export const MARKER_ID = 'jobs-are-published';

export interface SweepDependencies {
  queues: Pick<Queues, 'publish' | 'countOpen'>;
  ingestions: IngestionRepository;
  campaigns: CampaignRepository;
  logs: CommunicationLogRepository;
  inbox: ReceiptInboxRepository;
  stops: DeliveryStopRepository;
  schedule: Pick<ScheduleService, 'launchDue'>;
  logger: Logger;
  claimant: Claimant;
  /** What is younger is left alone: its job is most likely on its way. */
  graceMs: number;
  /** A campaign in which nothing moved for this long may have lost its jobs. */
  republishAfterMs: number;
  now: () => Date;
}

/**
 * Publishes again what is committed and open but has no job: after a crash between
 * commit and publish, or when the queue was wiped. Publishing what still has its job
 * changes nothing, so any number of workers may sweep at once.
 */
export class SweepService {
  private readonly deps: SweepDependencies;
  /** When a campaign was looked at for messages that nobody sends, and after how long the next time. */
  private readonly lastLook = new Map<string, { atMs: number; afterMs: number; progressAtMs: number }>();

  constructor(deps: SweepDependencies) {
    this.deps = deps;
  }

  /** Each step is done whatever became of those before it. */
  async sweep(): Promise<void> {
    const steps = [
      () => this.publishChunks(),
      () => this.publishReceipts(),
      () => this.deps.schedule.launchDue(),
      () => this.publishCampaigns(),
    ];
    const errors: unknown[] = [];
    for (const step of steps) {
      try {
        await step();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw new AggregateError(errors, `${errors.length} steps of the sweep failed`);
  }

  private async publishChunks(): Promise<void> {
    const { ingestions, queues, now, graceMs } = this.deps;
    const createdBefore = new Date(now().getTime() - graceMs);
    const chunks = await ingestions.findAvailableChunks(createdBefore, CHUNKS_PER_SWEEP);
    const jobs = (kind: string) =>
      chunks.filter((chunk) => chunk.kind === kind).map(({ id }) => ({ id, payload: { chunkId: id } }));
    await queues.publish('customers', jobs('CUSTOMERS'));
    await queues.publish('orders', jobs('ORDERS'));
  }

  private async publishReceipts(): Promise<void> {
    if (await this.deps.inbox.isEmpty()) return;
    await this.deps.queues.publish('receipts', [{ id: newId(), payload: {} }]);
  }

  /** A launch job brings a campaign on from wherever it stands. */
  private async publishCampaigns(): Promise<void> {
    const { queues, stops, logger } = this.deps;
    const unfinished = await this.findUnfinished();
    this.forgetOthers(unfinished);
    // The marker is set after the jobs: a crash between the two finds it missing again.
    const isWiped = (await queues.countOpen('marker')) === 0;
    const isIdle = (await queues.countOpen('delivery')) === 0;
    const isStopped = (await stops.find()) !== undefined;
    const chosen: Campaign[] = [];
    for (const campaign of unfinished) {
      if (isWiped || (await this.needsJob(campaign, { isStopped, isIdle }))) chosen.push(campaign);
    }
    const isPublished = await queues.publish(
      'launch',
      chosen.map(({ id }) => launchJob(id)),
    );
    if (chosen.length > 0) logger.info({ campaigns: chosen.length, isWiped }, 'sweep.campaigns.published');
    if (isWiped && isPublished) await queues.publish('marker', [{ id: MARKER_ID, payload: {} }]);
  }

  private async findUnfinished(): Promise<Campaign[]> {
    const all: Campaign[] = [];
    for (;;) {
      const page = await this.deps.campaigns.findUnfinished(all.at(-1)?.id, CAMPAIGNS_PER_PAGE);
      all.push(...page);
      if (page.length < CAMPAIGNS_PER_PAGE) return all;
    }
  }

  private async needsJob(
    campaign: Campaign,
    { isStopped, isIdle }: { isStopped: boolean; isIdle: boolean },
  ): Promise<boolean> {
    if (campaign.status !== 'SENDING') return true;
    if (campaign.publishedCursor < campaign.audienceCursor) return true;
    return !isStopped && this.hasLostMessages(campaign, isIdle);
  }

  /**
   * There are messages that nobody sends, although no job is open, or nothing moved for a while. Not
   * looked for at every sweep, because that reads the campaign's rows: while there are none and
   * nothing moves, after twice the time each time.
   */
  private async hasLostMessages({ id, progressAt }: Campaign, isIdle: boolean): Promise<boolean> {
    const { logs, claimant, now, republishAfterMs } = this.deps;
    const nowMs = now().getTime();
    const progressAtMs = progressAt?.getTime() ?? 0;
    const last = this.lastLook.get(id);
    const hasMoved = last?.progressAtMs !== progressAtMs;
    const afterMs = hasMoved ? republishAfterMs : last.afterMs;
    const isTooSoon = last !== undefined && nowMs < last.atMs + afterMs;
    const standsStill = nowMs - progressAtMs >= republishAfterMs;
    if (isTooSoon || !(isIdle || standsStill)) return false;
    const hasLost = await logs.hasUnsent(id, claimant);
    const nextAfterMs = hasLost || hasMoved ? republishAfterMs : Math.min(afterMs * 2, LONGEST_REPUBLISH_MS);
    this.lastLook.set(id, { atMs: nowMs, afterMs: nextAfterMs, progressAtMs });
    return hasLost;
  }

  private forgetOthers(campaigns: Campaign[]): void {
    const ids = new Set(campaigns.map(({ id }) => id));
    for (const id of this.lastLook.keys()) if (!ids.has(id)) this.lastLook.delete(id);
  }
}
