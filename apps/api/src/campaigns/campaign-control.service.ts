import { PAUSED_BY_HAND } from '@herald/shared';
import type { CampaignAction, CampaignOutput } from '@herald/shared';
import { refusedAction, wakeUpJob } from '@herald/platform';
import type { CampaignRepository, Queues, Transact, Transaction } from '@herald/platform';

import { toCampaignOutput } from './campaign-output.ts';
import { lockForAction } from './lock-for-action.ts';

/** Pauses, resumes and cancels campaigns. What follows from that for their messages is the worker's work. */
export class CampaignControlService {
  private readonly campaigns: CampaignRepository;
  private readonly queues: Pick<Queues, 'publish'>;
  private readonly transact: Transact;

  constructor(deps: { campaigns: CampaignRepository; queues: Pick<Queues, 'publish'>; transact: Transact }) {
    this.campaigns = deps.campaigns;
    this.queues = deps.queues;
    this.transact = deps.transact;
  }

  /** @throws DomainError `not_found`, or `conflict` when it is in no state to be paused */
  async pause(id: string): Promise<CampaignOutput> {
    return this.change(id, 'pause', (tx) => this.campaigns.pause(id, PAUSED_BY_HAND, tx));
  }

  /** @throws DomainError `not_found`, or `conflict` when it is not paused */
  async resume(id: string): Promise<CampaignOutput> {
    const campaign = await this.change(id, 'resume', (tx) => this.campaigns.resume(id, tx));
    await this.wakeWorker(id);
    return campaign;
  }

  /** @throws DomainError `not_found`, or `conflict` when it is in no state to be cancelled */
  async cancel(id: string): Promise<CampaignOutput> {
    const campaign = await this.change(id, 'cancel', (tx) => this.campaigns.cancel(id, tx));
    await this.wakeWorker(id);
    return campaign;
  }

  private change(
    id: string,
    action: CampaignAction,
    apply: (tx: Transaction) => Promise<boolean>,
  ): Promise<CampaignOutput> {
    return this.transact(async (tx) => {
      const before = await lockForAction(this.campaigns, tx, id, action);
      const after = (await apply(tx)) ? await this.campaigns.findById(id, tx) : undefined;
      if (after === undefined) throw refusedAction(before, action);
      return toCampaignOutput(after);
    });
  }

  /** The job writes, publishes or cancels whatever is open; where it cannot be published, the sweep does it. */
  private async wakeWorker(id: string): Promise<void> {
    await this.queues.publish('launch', [wakeUpJob(id)]);
  }
}
