import { actionsIn, DomainError } from '@herald/shared';
import type { CampaignAction } from '@herald/shared';

import type { Campaign } from '../repositories/campaign.repository.ts';

/** The refusal of what a campaign's state does not allow; it says what the state does allow. */
export function refusedAction(
  { name, status }: Pick<Campaign, 'name' | 'status'>,
  action: CampaignAction,
): DomainError {
  const possible = actionsIn(status);
  const rest = possible.length === 0 ? 'nothing is any more' : `only ${inWords(possible)}`;
  return new DomainError('conflict', `the campaign "${name}" is ${status}: ${action} is not possible, ${rest}`);
}

/** `pause`, `pause or cancel`, `resume, cancel or retry-failed`. */
function inWords(actions: CampaignAction[]): string {
  return [actions.slice(0, -1).join(', '), actions.at(-1)].filter(Boolean).join(' or ');
}
