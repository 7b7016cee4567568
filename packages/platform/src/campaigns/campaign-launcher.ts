import { CAMPAIGN_ACTIONS, DomainError, requireSendableTemplate } from '@herald/shared';
import type { CampaignStatus } from '@herald/shared';

import type { Transaction } from '../db/pool.ts';
import type { Campaign, CampaignRepository } from '../repositories/campaign.repository.ts';
import type { SavedSegmentRepository } from '../repositories/saved-segment.repository.ts';
import { compileResolved, type CompiledRules } from '../rules/compile-rules.ts';
import { readSegment } from '../rules/read-segment.ts';
import type { RuleReader } from '../rules/rule-reader.ts';
import { changedSince, refusedAction } from './refused-action.ts';

const LAUNCHABLE: readonly CampaignStatus[] = CAMPAIGN_ACTIONS.launch;

/**
 * Launches campaigns, now or at a time. Whoever commits the launch publishes the `launch` job
 * after it. A campaign's row is locked by its own change only, never while its audience is
 * computed, so that nobody who cancels it has to wait for that.
 */
export class CampaignLauncher {
  private readonly campaigns: CampaignRepository;
  private readonly segments: SavedSegmentRepository;
  private readonly reader: RuleReader;

  constructor(deps: { campaigns: CampaignRepository; segments: SavedSegmentRepository; reader: RuleReader }) {
    this.campaigns = deps.campaigns;
    this.segments = deps.segments;
    this.reader = deps.reader;
  }

  /**
   * Freezes the audience in the campaign and opens it for the worker. What is launched is what was
   * checked: a draft that somebody changes meanwhile is not.
   *
   * @param revision launches it only as it was then.
   * @throws DomainError `not_found`, `invalid_input` for a template that cannot be sent, or `conflict` when it
   * is in no state to be launched, was changed, or the rules of its segment are no longer understood
   */
  async launch(tx: Transaction, id: string, revision?: number): Promise<void> {
    const campaign = await this.findLaunchable(tx, id, revision);
    const rules = await this.rulesFor(tx, campaign);
    if (!(await this.campaigns.launch(tx, campaign, rules))) throw await this.refusal(tx, campaign);
  }

  /**
   * The same for a campaign that waits for its time; what is not due (any more) is left alone.
   *
   * @returns whether it was launched.
   * @throws DomainError `conflict` when the rules of its segment are no longer understood
   */
  async launchDue(tx: Transaction, id: string, now: Date): Promise<boolean> {
    const campaign = await this.campaigns.findById(id, tx);
    if (campaign === undefined || !isDue(campaign, now)) return false;
    return this.campaigns.launch(tx, campaign, await this.rulesFor(tx, campaign), now);
  }

  /** Lets it wait for a time, also instead of another one. @throws DomainError as `launch` does */
  async schedule(tx: Transaction, id: string, scheduledAt: Date, revision?: number): Promise<void> {
    const campaign = await this.findLaunchable(tx, id, revision);
    // What would fail at that time is refused while somebody is there to mend it.
    await this.rulesFor(tx, campaign);
    if (!(await this.campaigns.schedule(tx, campaign, scheduledAt))) throw await this.refusal(tx, campaign);
  }

  private async findLaunchable(tx: Transaction, id: string, revision: number | undefined): Promise<Campaign> {
    const campaign = await this.find(tx, id);
    if (!LAUNCHABLE.includes(campaign.status)) throw refusedAction(campaign, 'launch');
    if (revision !== undefined && revision !== campaign.revision) throw changedSince(campaign, revision);
    requireSendableTemplate(campaign.messageTemplate);
    return campaign;
  }

  /** Undefined for a static segment, whose audience is frozen. The segment stays as it is until the end of `tx`. */
  private async rulesFor(tx: Transaction, { segmentId }: Campaign): Promise<CompiledRules | undefined> {
    const segment = await this.segments.lockShared(tx, segmentId);
    // A segment that a campaign uses cannot be deleted.
    if (segment === undefined) throw new Error(`there is no segment ${segmentId}`);
    const { resolved } = await readSegment(this.reader, segment, tx);
    return segment.kind === 'dynamic' ? compileResolved(resolved) : undefined;
  }

  /** After somebody else changed its state, which never leads back to one that can be launched, or its content. */
  private async refusal(tx: Transaction, { id, revision }: Campaign): Promise<DomainError> {
    const now = await this.find(tx, id);
    return LAUNCHABLE.includes(now.status) ? changedSince(now, revision) : refusedAction(now, 'launch');
  }

  private async find(tx: Transaction, id: string): Promise<Campaign> {
    const campaign = await this.campaigns.findById(id, tx);
    if (campaign === undefined) throw new DomainError('not_found', `there is no campaign ${id}`);
    return campaign;
  }
}

function isDue({ status, scheduledAt }: Campaign, now: Date): boolean {
  return status === 'SCHEDULED' && scheduledAt !== null && scheduledAt <= now;
}
