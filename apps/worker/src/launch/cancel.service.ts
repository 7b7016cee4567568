import type {
  CampaignRepository,
  Claimant,
  CommunicationLogRepository,
  Logger,
  PageOfChanges,
  Transact,
} from '@herald/platform';

import type { DeliveryService } from '../delivery/delivery.service.ts';

const ROWS_PER_TRANSACTION = 5_000;
const SETTLED_AT_ONCE = 500;

export interface CancelDependencies {
  transact: Transact;
  logs: CommunicationLogRepository;
  campaigns: CampaignRepository;
  delivery: Pick<DeliveryService, 'settle'>;
  claimant: Claimant;
  logger: Logger;
}

/** Ends what a cancelled campaign has not sent. */
export class CancelService {
  private readonly deps: CancelDependencies;

  constructor(deps: CancelDependencies) {
    this.deps = deps;
  }

  /**
   * Messages that the vendor was never asked to take are CANCELLED. Of those that it may have, it
   * is asked: what it has is ACCEPTED and ends by its receipt. What cannot be settled now is
   * looked at again by the next sweep.
   */
  async cancelRest(campaignId: string): Promise<void> {
    const { logs, delivery, claimant, logger } = this.deps;
    let cancelled = await this.cancelUnasked(campaignId);
    for (;;) {
      const unsettled = await logs.findUnsettled(campaignId, claimant, SETTLED_AT_ONCE);
      if (unsettled.length === 0) break;
      const ids = unsettled.map(({ id }) => id);
      const settled = await delivery.settle(campaignId, ids);
      cancelled += await this.cancelUnasked(campaignId);
      if (settled === 0) break;
    }
    logger.info({ campaignId, cancelled }, 'campaign.messages.cancelled');
  }

  private async cancelUnasked(campaignId: string): Promise<number> {
    const { transact, logs, campaigns } = this.deps;
    let total = 0;
    let page: PageOfChanges = { count: 0, lastCustomerId: null };
    do {
      const after = page.lastCustomerId ?? undefined;
      page = await transact(async (tx) => {
        const changes = await logs.cancelUnasked(tx, campaignId, after, ROWS_PER_TRANSACTION);
        const moved = { campaignId, sent: 0, failed: 0, excluded: 0, cancelled: changes.count };
        if (changes.count > 0) await campaigns.addToCounts(tx, [moved]);
        return changes;
      });
      total += page.count;
    } while (page.count > 0);
    return total;
  }
}
