import type { CampaignRepository, SendingState } from '@herald/platform';

/** How old the state of a campaign may be when a message of it is sent. */
const MAX_AGE_MS = 1_000;
/** Campaigns remembered at once; far more than are sent at one time. */
const MAX_REMEMBERED = 1_000;

/** Says whether messages of a campaign may go out: before every call to the vendor, so from memory. */
export class SendingGate {
  private readonly campaigns: Pick<CampaignRepository, 'findSendingState'>;
  private readonly clockMs: () => number;
  private readonly remembered = new Map<string, { readAtMs: number; state: Promise<SendingState> }>();

  constructor(campaigns: Pick<CampaignRepository, 'findSendingState'>, clockMs: () => number) {
    this.campaigns = campaigns;
    this.clockMs = clockMs;
  }

  /** As it was at most a second ago. */
  stateOf(campaignId: string): Promise<SendingState> {
    const known = this.remembered.get(campaignId);
    // Its age counts from when it was asked for, not from when it was answered.
    const readAtMs = this.clockMs();
    if (known !== undefined && readAtMs - known.readAtMs < MAX_AGE_MS) return known.state;
    const state = this.campaigns.findSendingState(campaignId);
    if (this.remembered.size >= MAX_REMEMBERED) this.remembered.clear();
    this.remembered.set(campaignId, { readAtMs, state });
    state.catch(() => this.forget(campaignId));
    return state;
  }

  /** The same, but that it may not go out is never said from memory: whoever leaves a message on that must be right. */
  async confirm(campaignId: string): Promise<SendingState> {
    const state = await this.stateOf(campaignId);
    if (state === 'open') return state;
    this.forget(campaignId);
    return this.stateOf(campaignId);
  }

  /** This process changed it. */
  forget(campaignId: string): void {
    this.remembered.delete(campaignId);
  }
}
