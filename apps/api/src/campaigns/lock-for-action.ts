import { CAMPAIGN_ACTIONS, DomainError } from '@herald/shared';
import type { CampaignAction, CampaignStatus } from '@herald/shared';
import { refusedAction } from '@herald/platform';
import type { Campaign, CampaignRepository, Transaction } from '@herald/platform';

/**
 * Lets nobody else change the campaign until `tx` ends. Of two actions that exclude each other,
 * the second one is so refused in the words of the state that the first one left.
 *
 * @throws DomainError `not_found`, or `conflict` when its state does not allow the action
 */
export async function lockForAction(
  campaigns: CampaignRepository,
  tx: Transaction,
  id: string,
  action: CampaignAction,
): Promise<Campaign> {
  const campaign = await campaigns.lock(tx, id);
  if (campaign === undefined) throw new DomainError('not_found', `there is no campaign ${id}`);
  const allowed: readonly CampaignStatus[] = CAMPAIGN_ACTIONS[action];
  if (!allowed.includes(campaign.status)) throw refusedAction(campaign, action);
  return campaign;
}
