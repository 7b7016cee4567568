import { z } from 'zod';

export const CAMPAIGN_STATUSES = ['DRAFT', 'PROCESSING', 'SENDING', 'COMPLETED', 'FAILED'] as const;
export const campaignStatusSchema = z.enum(CAMPAIGN_STATUSES);
export type CampaignStatus = z.infer<typeof campaignStatusSchema>;

/** PROCESSING: the audience is being written. SENDING: every recipient has a row, some are open. */
export const CAMPAIGN_TRANSITIONS: Readonly<Record<CampaignStatus, readonly CampaignStatus[]>> = {
  DRAFT: ['PROCESSING'],
  PROCESSING: ['SENDING', 'FAILED'],
  SENDING: ['COMPLETED'],
  COMPLETED: [],
  FAILED: [],
};

/** The campaigns that the dashboard calls active. */
export const ACTIVE_CAMPAIGN_STATUSES = ['PROCESSING', 'SENDING'] as const satisfies CampaignStatus[];

export const COMMUNICATION_STATUSES = ['PENDING', 'SENDING', 'ACCEPTED', 'SENT', 'FAILED'] as const;
export const communicationStatusSchema = z.enum(COMMUNICATION_STATUSES);
export type CommunicationStatus = z.infer<typeof communicationStatusSchema>;

/**
 * A receipt may overtake the answer to the send, so SENDING can end without ACCEPTED; and
 * the vendor may have taken a message whose answer never came, so PENDING can end too.
 */
export const COMMUNICATION_TRANSITIONS: Readonly<Record<CommunicationStatus, readonly CommunicationStatus[]>> = {
  PENDING: ['SENDING', 'SENT', 'FAILED'],
  SENDING: ['PENDING', 'ACCEPTED', 'SENT', 'FAILED'],
  ACCEPTED: ['SENT', 'FAILED'],
  SENT: [],
  FAILED: [],
};

/** The states from which `target` may be reached: the guard of every update that sets it. */
export function statesBefore<S extends string>(transitions: Readonly<Record<S, readonly S[]>>, target: S): S[] {
  return (Object.keys(transitions) as S[]).filter((state) => transitions[state].includes(target));
}

/** A campaign's row that is not in one of these is still open. */
export const TERMINAL_COMMUNICATION_STATUSES = COMMUNICATION_STATUSES.filter(
  (status) => COMMUNICATION_TRANSITIONS[status].length === 0,
);
