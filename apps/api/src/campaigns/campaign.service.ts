import { DomainError, newId, parseMessageTemplate } from '@herald/shared';
import type {
  CampaignDetailOutput,
  CampaignOutput,
  CampaignQuery,
  CommunicationLogOutput,
  CommunicationStatus,
  CreateCampaignInput,
  PageQuery,
} from '@herald/shared';
import { compileResolved } from '@herald/platform';
import type {
  Campaign,
  CampaignRepository,
  CommunicationLog,
  CommunicationLogRepository,
  NewCampaign,
  Queues,
  RuleReader,
  Transact,
  Transaction,
} from '@herald/platform';

import { readSegment } from '../segments/read-segment.ts';
import type { SegmentRepository } from '../segments/segment.repository.ts';
import { explainStopped } from '../segments/stopped-query.ts';

export class CampaignService {
  private readonly campaigns: CampaignRepository;
  private readonly logs: CommunicationLogRepository;
  private readonly queues: Pick<Queues, 'publish'>;
  private readonly transact: Transact;
  private readonly segments: SegmentRepository;
  private readonly reader: RuleReader;
  private readonly freezeTimeoutMs: number;

  constructor(deps: {
    campaigns: CampaignRepository;
    logs: CommunicationLogRepository;
    queues: Pick<Queues, 'publish'>;
    /** In which no statement may take longer than `freezeTimeoutMs`. */
    transact: Transact;
    segments: SegmentRepository;
    reader: RuleReader;
    freezeTimeoutMs: number;
  }) {
    this.campaigns = deps.campaigns;
    this.logs = deps.logs;
    this.queues = deps.queues;
    this.transact = deps.transact;
    this.segments = deps.segments;
    this.reader = deps.reader;
    this.freezeTimeoutMs = deps.freezeTimeoutMs;
  }

  /**
   * Saves a campaign and launches it unless it is a draft. Commits first, then
   * publishes; the sweep publishes what could not be.
   *
   * @throws DomainError `invalid_input` for a bad template, `not_found` for an unknown segment,
   * `conflict` for one whose rules are no longer understood
   */
  async create(input: CreateCampaignInput): Promise<CampaignOutput> {
    parseMessageTemplate(input.messageTemplate);
    const { name, messageTemplate, segmentId } = input;
    const campaign = { id: newId(), name, messageTemplate, segmentId };
    const save = this.transact((tx) => this.save(tx, campaign, input.draft));
    await explainStopped(this.freezeTimeoutMs, 'narrow the rules of its segment down', save);
    if (!input.draft) {
      await this.queues.publish('launch', [{ id: campaign.id, payload: { campaignId: campaign.id } }]);
    }
    return toOutput(await this.findStored(campaign.id));
  }

  /** The segment stays as it is until the campaign has its audience. */
  private async save(tx: Transaction, campaign: NewCampaign, isDraft: boolean): Promise<void> {
    const segment = await this.segments.lockById(tx, campaign.segmentId, 'FOR SHARE');
    if (segment === undefined) {
      const message = `there is no segment ${campaign.segmentId}`;
      throw new DomainError('not_found', message, [{ path: 'segmentId', message }]);
    }
    if (isDraft) {
      await this.campaigns.insertDraft(campaign, tx);
      return;
    }
    const { resolved } = await readSegment(this.reader, segment, tx);
    const rules = segment.kind === 'dynamic' ? compileResolved(resolved) : undefined;
    await this.campaigns.insertLaunched(campaign, rules, tx);
  }

  async list(page: PageQuery): Promise<CampaignOutput[]> {
    const campaigns = await this.campaigns.findPage(page.cursor, page.limit);
    return campaigns.map(toOutput);
  }

  /** @throws DomainError `not_found` */
  async findWithLog(id: string, query: CampaignQuery): Promise<CampaignDetailOutput> {
    const campaign = await this.findStored(id);
    const [counts, rows] = await Promise.all([
      this.logs.countByStatus(id),
      this.logs.findPage(id, { afterCustomerId: query.cursor, status: query.status, limit: query.limit }),
    ]);
    return { ...toOutput(campaign), summary: summarize(counts), rows: rows.map(toLogOutput) };
  }

  private async findStored(id: string): Promise<Campaign> {
    const campaign = await this.campaigns.findById(id);
    if (campaign === undefined) throw new DomainError('not_found', `there is no campaign ${id}`);
    return campaign;
  }
}

function summarize(counts: Map<CommunicationStatus, number>): CampaignDetailOutput['summary'] {
  const of = (status: CommunicationStatus) => counts.get(status) ?? 0;
  return {
    total: [...counts.values()].reduce((sum, count) => sum + count, 0),
    pending: of('PENDING'),
    sending: of('SENDING'),
    accepted: of('ACCEPTED'),
    sent: of('SENT'),
    failed: of('FAILED'),
  };
}

function toOutput(campaign: Campaign): CampaignOutput {
  const { audienceCursor: _internal, createdAt, launchedAt, completedAt, ...rest } = campaign;
  return {
    ...rest,
    createdAt: createdAt.toISOString(),
    launchedAt: launchedAt?.toISOString() ?? null,
    completedAt: completedAt?.toISOString() ?? null,
  };
}

function toLogOutput({ sentAt, failedAt, ...rest }: CommunicationLog): CommunicationLogOutput {
  return { ...rest, sentAt: sentAt?.toISOString() ?? null, failedAt: failedAt?.toISOString() ?? null };
}
