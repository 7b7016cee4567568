import { z } from 'zod';

export const CAMPAIGN_STATUSES = [
  'DRAFT',
  'SCHEDULED',
  'PROCESSING',
  'SENDING',
  'PAUSED',
  'COMPLETED',
  'CANCELLED',
  'FAILED',
] as const;
export const campaignStatusSchema = z.enum(CAMPAIGN_STATUSES);
export type CampaignStatus = z.infer<typeof campaignStatusSchema>;

/**
 * PROCESSING: the audience is being written. SENDING: every recipient has a row, some are open.
 * A campaign that is paused goes on as what it was, and one whose last receipt comes meanwhile
 * is complete. COMPLETED leads back only when failed messages are tried again.
 */
export const CAMPAIGN_TRANSITIONS: Readonly<Record<CampaignStatus, readonly CampaignStatus[]>> = {
  DRAFT: ['SCHEDULED', 'PROCESSING', 'CANCELLED'],
  SCHEDULED: ['PROCESSING', 'CANCELLED', 'FAILED'],
  PROCESSING: ['SENDING', 'PAUSED', 'COMPLETED', 'CANCELLED', 'FAILED'],
  SENDING: ['PAUSED', 'COMPLETED', 'CANCELLED'],
  PAUSED: ['PROCESSING', 'SENDING', 'COMPLETED', 'CANCELLED'],
  COMPLETED: ['SENDING'],
  CANCELLED: [],
  FAILED: [],
};

/** The campaigns that the dashboard calls active. */
export const ACTIVE_CAMPAIGN_STATUSES = ['PROCESSING', 'SENDING'] as const satisfies CampaignStatus[];

export const COMMUNICATION_STATUSES = [
  'PENDING',
  'SENDING',
  'ACCEPTED',
  'SENT',
  'FAILED',
  'CANCELLED',
  'EXCLUDED',
  'HOLDOUT',
] as const;
export const communicationStatusSchema = z.enum(COMMUNICATION_STATUSES);
export type CommunicationStatus = z.infer<typeof communicationStatusSchema>;

/**
 * A receipt may overtake the answer to the send, so SENDING can end without ACCEPTED; and
 * the vendor may have taken a message whose answer never came, so PENDING can end too.
 * ACCEPTED is open again when the vendor says that it has no such message, FAILED when
 * somebody wants it tried again. A message that was given up without a receipt is SENT when
 * there is one after all. Who is erased gets nothing more: what the vendor does not have is
 * EXCLUDED.
 */
export const COMMUNICATION_TRANSITIONS: Readonly<Record<CommunicationStatus, readonly CommunicationStatus[]>> = {
  PENDING: ['SENDING', 'SENT', 'FAILED', 'CANCELLED', 'EXCLUDED'],
  SENDING: ['PENDING', 'ACCEPTED', 'SENT', 'FAILED', 'EXCLUDED'],
  ACCEPTED: ['PENDING', 'SENT', 'FAILED'],
  SENT: [],
  FAILED: ['PENDING', 'SENT'],
  CANCELLED: [],
  EXCLUDED: [],
  HOLDOUT: [],
};

/** The states in which something is still to come. */
export const OPEN_COMMUNICATION_STATUSES = [
  'PENDING',
  'SENDING',
  'ACCEPTED',
] as const satisfies readonly CommunicationStatus[];

/** A campaign's row that is not in one of these is still open. */
export const TERMINAL_COMMUNICATION_STATUSES: readonly CommunicationStatus[] = COMMUNICATION_STATUSES.filter(
  (status) => !(OPEN_COMMUNICATION_STATUSES as readonly CommunicationStatus[]).includes(status),
);

/** The states from which `target` may be reached: the guard of every update that sets it. */
export function statesBefore<S extends string>(transitions: Readonly<Record<S, readonly S[]>>, target: S): S[] {
  return (Object.keys(transitions) as S[]).filter((state) => transitions[state].includes(target));
}

/** Why a message FAILED; see `FailureClass` in the database's schema. */
export const FAILURE_CLASSES = ['TEMPLATE', 'REFUSED', 'UNANSWERED', 'UNDELIVERED', 'UNCERTAIN'] as const;
export const failureClassSchema = z.enum(FAILURE_CLASSES);
export type FailureClass = z.infer<typeof failureClassSchema>;

/**
 * The failures that another try may mend. A text that could not be made would fail again.
 * UNCERTAIN is tried only when asked for by name: the vendor may have delivered it.
 */
export const RETRIED_UNASKED = ['REFUSED', 'UNANSWERED', 'UNDELIVERED'] as const satisfies readonly FailureClass[];
export const RETRIABLE_FAILURE_CLASSES = [...RETRIED_UNASKED, 'UNCERTAIN'] as const satisfies readonly FailureClass[];

/** Ends that are Herald's word and not the vendor's: a receipt that comes later knows better. */
export const GIVEN_UP_CLASSES = ['REFUSED', 'UNANSWERED', 'UNCERTAIN'] as const satisfies readonly FailureClass[];

/** Why somebody of the audience must not get the message. */
export const EXCLUSION_REASONS = ['UNSUBSCRIBED', 'NO_EMAIL', 'NO_PHONE', 'ERASED'] as const;
export const exclusionReasonSchema = z.enum(EXCLUSION_REASONS);
export type ExclusionReason = z.infer<typeof exclusionReasonSchema>;

/** The `pauseReason` when a person did it. */
export const PAUSED_BY_HAND = 'paused by hand';

/** What somebody can ask of a campaign, as the last part of the address says it, and the states in which it can be done. */
export const CAMPAIGN_ACTIONS = {
  launch: ['DRAFT', 'SCHEDULED'],
  pause: statesBefore(CAMPAIGN_TRANSITIONS, 'PAUSED'),
  resume: ['PAUSED'],
  cancel: statesBefore(CAMPAIGN_TRANSITIONS, 'CANCELLED'),
  'retry-failed': ['SENDING', 'PAUSED', 'COMPLETED'],
} as const satisfies Record<string, readonly CampaignStatus[]>;
export type CampaignAction = keyof typeof CAMPAIGN_ACTIONS;

/** What can be done with a campaign in this state. */
export function actionsIn(status: CampaignStatus): CampaignAction[] {
  const actions = Object.keys(CAMPAIGN_ACTIONS) as CampaignAction[];
  return actions.filter((action) => (CAMPAIGN_ACTIONS[action] as readonly CampaignStatus[]).includes(status));
}
