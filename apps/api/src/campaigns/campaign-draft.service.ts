import { DomainError, MAX_CAMPAIGN_NAME_LENGTH, newId } from '@herald/shared';
import type { CampaignOutput, UpdateCampaignInput } from '@herald/shared';
import { changedSince, notADraft } from '@herald/platform';
import type { Campaign, CampaignRepository, SavedSegmentRepository, Transact, Transaction } from '@herald/platform';

import { nameOfCopy } from '../name-of-copy.ts';
import { explainStopped } from '../segments/stopped-query.ts';
import { toCampaignOutput } from './campaign-output.ts';
import { lockSegment } from './lock-segment.ts';

/** Most segments that a refusal names. */
const MOST_NAMED = 10;

/** Changes and deletes drafts, and makes new ones of campaigns that are there. */
export class CampaignDraftService {
  private readonly campaigns: CampaignRepository;
  private readonly segments: SavedSegmentRepository;
  private readonly transact: Transact;
  private readonly timeoutMs: number;

  constructor(deps: {
    campaigns: CampaignRepository;
    segments: SavedSegmentRepository;
    /** In which no statement may take longer than `timeoutMs`: a segment may be computed just now. */
    transact: Transact;
    timeoutMs: number;
  }) {
    this.campaigns = deps.campaigns;
    this.segments = deps.segments;
    this.transact = deps.transact;
    this.timeoutMs = deps.timeoutMs;
  }

  /**
   * Changes a draft that is as its changer knew it.
   *
   * @throws DomainError `not_found` for the campaign or the segment, `conflict` when it is no draft any more or was
   * changed since `revision`; the latter names that field
   */
  async update(id: string, { revision, ...changes }: UpdateCampaignInput): Promise<CampaignOutput> {
    return this.change(async (tx) => {
      await this.find(id, tx);
      if (changes.segmentId !== undefined) await lockSegment(this.segments, tx, changes.segmentId);
      const isChanged = await this.campaigns.updateDraft(tx, id, revision, changes);
      const campaign = await this.find(id, tx);
      if (isChanged) return toCampaignOutput(campaign);
      throw campaign.status === 'DRAFT' ? changedSince(campaign, revision) : notADraft(campaign, 'changed');
    });
  }

  /** @throws DomainError `not_found`, or `conflict` when it is no draft or the rules of a segment name it */
  async delete(id: string): Promise<CampaignOutput> {
    return this.change(async (tx) => {
      const campaign = await this.campaigns.lock(tx, id);
      if (campaign === undefined) throw notFound(id);
      const segments = await this.campaigns.findSegmentsNaming(id, MOST_NAMED, tx);
      if (segments.length > 0) throw namedBy(campaign, segments);
      if (!(await this.campaigns.deleteDraft(tx, id))) throw notADraft(campaign, 'deleted');
      return toCampaignOutput(campaign);
    });
  }

  /** A draft like it, whatever became of it. @throws DomainError `not_found` */
  async duplicate(id: string): Promise<CampaignOutput> {
    const copyId = newId();
    return this.change(async (tx) => {
      // While it is there, its segment is.
      const original = await this.campaigns.lock(tx, id);
      if (original === undefined) throw notFound(id);
      const { messageTemplate, segmentId, holdoutPercent, reachBy, tags } = original;
      const name = nameOfCopy(original.name, MAX_CAMPAIGN_NAME_LENGTH);
      const copy = { id: copyId, name, messageTemplate, segmentId, holdoutPercent, reachBy, tags };
      await this.campaigns.insertDraft(copy, tx);
      return toCampaignOutput(await this.find(copyId, tx));
    });
  }

  private change<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return explainStopped(this.timeoutMs, 'its segment is being computed, try again', this.transact(work));
  }

  private async find(id: string, tx: Transaction): Promise<Campaign> {
    const campaign = await this.campaigns.findById(id, tx);
    if (campaign === undefined) throw notFound(id);
    return campaign;
  }
}

function notFound(id: string): DomainError {
  return new DomainError('not_found', `there is no campaign ${id}`);
}

function namedBy({ name }: Campaign, segments: string[]): DomainError {
  const named = segments.map((segment) => `"${segment}"`).join(', ');
  const which = segments.length === 1 ? 'the segment' : 'the segments';
  return new DomainError('conflict', `"${name}" is named in the rules of ${which} ${named}`);
}
