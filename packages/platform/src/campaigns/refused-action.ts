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

/** The refusal of what can be done with a draft only. */
export function notADraft(
  { name, status }: Pick<Campaign, 'name' | 'status'>,
  deed: 'changed' | 'deleted',
): DomainError {
  return new DomainError('conflict', `the campaign "${name}" is ${status}: only a draft can be ${deed}`);
}

/** The refusal of what was meant for a campaign as it was before somebody changed it; it names `revision`. */
export function changedSince({ name, revision }: Pick<Campaign, 'name' | 'revision'>, known: number): DomainError {
  const message = `is ${known}, and the campaign is at ${revision}`;
  return new DomainError('conflict', `the campaign "${name}" was changed meanwhile: your revision ${message}`, [
    { path: 'revision', message },
  ]);
}

/** `pause`, `pause or cancel`, `resume, cancel or retry-failed`. */
function inWords(actions: CampaignAction[]): string {
  return [actions.slice(0, -1).join(', '), actions.at(-1)].filter(Boolean).join(' or ');
}
