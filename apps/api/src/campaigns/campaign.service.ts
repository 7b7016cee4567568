import { DomainError, newId, requireSendableTemplate } from '@herald/shared';
import type {
  CampaignDetailOutput,
  CampaignOutput,
  CampaignQuery,
  CampaignsQuery,
  CreateCampaignInput,
  LaunchCampaignInput,
} from '@herald/shared';
import { launchJob } from '@herald/platform';
import type {
  Campaign,
  CampaignLauncher,
  CampaignRepository,
  CommunicationLogRepository,
  Queues,
  SavedSegmentRepository,
  Transact,
  Transaction,
} from '@herald/platform';

import { explainStopped } from '../segments/stopped-query.ts';
import { toCampaignOutput, toCampaignProgress, toLogOutput } from './campaign-output.ts';
import { lockSegment } from './lock-segment.ts';
import { readScheduledAt } from './scheduled-at.ts';

/** Saves, launches and shows campaigns. */
export class CampaignService {
  private readonly campaigns: CampaignRepository;
  private readonly logs: CommunicationLogRepository;
  private readonly segments: SavedSegmentRepository;
  private readonly launcher: CampaignLauncher;
  private readonly queues: Pick<Queues, 'publish'>;
  private readonly transact: Transact;
  private readonly freezeTimeoutMs: number;
  private readonly now: () => Date;

  constructor(deps: {
    campaigns: CampaignRepository;
    logs: CommunicationLogRepository;
    segments: SavedSegmentRepository;
    launcher: CampaignLauncher;
    queues: Pick<Queues, 'publish'>;
    /** In which no statement may take longer than `freezeTimeoutMs`. */
    transact: Transact;
    freezeTimeoutMs: number;
    now: () => Date;
  }) {
    this.campaigns = deps.campaigns;
    this.logs = deps.logs;
    this.segments = deps.segments;
    this.launcher = deps.launcher;
    this.queues = deps.queues;
    this.transact = deps.transact;
    this.freezeTimeoutMs = deps.freezeTimeoutMs;
    this.now = deps.now;
  }

  /**
   * Saves a campaign and, unless it is a draft, launches it now or at its time. Commits first,
   * then publishes; the sweep publishes what could not be. A draft may have any template.
   *
   * @throws DomainError `invalid_input` for a bad template or time, `not_found` for an unknown
   * segment, `conflict` for one whose rules are no longer understood
   */
  async create(input: CreateCampaignInput): Promise<CampaignOutput> {
    // As a launch does, but before anything is locked.
    if (!input.draft) requireSendableTemplate(input.messageTemplate);
    const scheduledAt = readScheduledAt(input.scheduledAt, this.now());
    const id = newId();
    const campaign = await this.freeze(async (tx) => {
      await this.saveDraft(tx, id, input);
      if (!input.draft) await this.begin(tx, id, scheduledAt);
      return this.find(id, tx);
    });
    await this.publishLaunched(campaign);
    return toCampaignOutput(campaign);
  }

  /**
   * Launches a draft, or a campaign that waits for its time, now or at another one.
   *
   * @throws DomainError `not_found`, `invalid_input` for a bad time or template, `conflict` when it is in no
   * state for that, was changed since its `revision`, or the rules of its segment are no longer understood
   */
  async launch(id: string, input: LaunchCampaignInput): Promise<CampaignOutput> {
    const scheduledAt = readScheduledAt(input.scheduledAt, this.now());
    const campaign = await this.freeze(async (tx) => {
      await this.begin(tx, id, scheduledAt, input.revision);
      return this.find(id, tx);
    });
    await this.publishLaunched(campaign);
    return toCampaignOutput(campaign);
  }

  async list({ search, status, tag, cursor, limit }: CampaignsQuery): Promise<CampaignOutput[]> {
    const campaigns = await this.campaigns.findPage({ text: search, status, tag, beforeId: cursor, limit });
    return campaigns.map(toCampaignOutput);
  }

  /** @throws DomainError `not_found` */
  async findWithLog(id: string, query: CampaignQuery): Promise<CampaignDetailOutput> {
    const { cursor, status, failureClass, limit } = query;
    const campaign = await this.find(id);
    const rows = await this.logs.findPage(id, { afterCustomerId: cursor, status, failureClass, limit });
    return { ...toCampaignProgress(campaign), rows: rows.map((row) => toLogOutput(row, campaign)) };
  }

  /** In whatever state it is. @throws DomainError `not_found` */
  async replaceTags(id: string, tags: readonly string[]): Promise<CampaignOutput> {
    await this.campaigns.replaceTags(id, tags);
    return toCampaignOutput(await this.find(id));
  }

  /** The segment is locked first, so that it cannot be deleted between the look at it and the insert. */
  private async saveDraft(tx: Transaction, id: string, input: CreateCampaignInput): Promise<void> {
    const { name, messageTemplate, segmentId, holdoutPercent, reachBy = null, tags = [] } = input;
    await lockSegment(this.segments, tx, segmentId);
    await this.campaigns.insertDraft({ id, name, messageTemplate, segmentId, holdoutPercent, reachBy, tags }, tx);
  }

  private begin(tx: Transaction, id: string, scheduledAt: Date | undefined, revision?: number): Promise<void> {
    return scheduledAt === undefined
      ? this.launcher.launch(tx, id, revision)
      : this.launcher.schedule(tx, id, scheduledAt, revision);
  }

  private async publishLaunched({ id, status }: Campaign): Promise<void> {
    if (status === 'PROCESSING') await this.queues.publish('launch', [launchJob(id)]);
  }

  private freeze<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return explainStopped(this.freezeTimeoutMs, 'narrow the rules of its segment down', this.transact(work));
  }

  private async find(id: string, tx?: Transaction): Promise<Campaign> {
    const campaign = await this.campaigns.findById(id, tx);
    if (campaign === undefined) throw new DomainError('not_found', `there is no campaign ${id}`);
    return campaign;
  }
}
