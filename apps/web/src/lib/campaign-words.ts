import type { CampaignStatus, CommunicationStatus, ExclusionReason, FailureClass } from '@herald/shared';

interface Look {
  words: string;
  /** A key of the theme's colours. */
  color: string;
}

/** How the state of a campaign is said and coloured, everywhere. */
export const CAMPAIGN_LOOKS: Readonly<Record<CampaignStatus, Look>> = {
  DRAFT: { words: 'Draft', color: 'gray' },
  SCHEDULED: { words: 'Scheduled', color: 'violet' },
  PROCESSING: { words: 'Preparing', color: 'ink' },
  SENDING: { words: 'Sending', color: 'ink' },
  PAUSED: { words: 'Paused', color: 'orange' },
  COMPLETED: { words: 'Finished', color: 'teal' },
  CANCELLED: { words: 'Cancelled', color: 'gray' },
  FAILED: { words: 'Could not start', color: 'red' },
};

/** How the state of one message is said and coloured, everywhere. */
export const MESSAGE_LOOKS: Readonly<Record<CommunicationStatus, Look>> = {
  PENDING: { words: 'Waiting', color: 'ink' },
  SENDING: { words: 'Sending', color: 'ink' },
  ACCEPTED: { words: 'With the vendor', color: 'blue' },
  SENT: { words: 'Delivered', color: 'teal' },
  FAILED: { words: 'Failed', color: 'red' },
  CANCELLED: { words: 'Cancelled', color: 'gray' },
  EXCLUDED: { words: 'Left out', color: 'gray' },
  HOLDOUT: { words: 'Held out', color: 'violet' },
};

/** Why a message failed. */
export const FAILURE_WORDS: Readonly<Record<FailureClass, string>> = {
  TEMPLATE: 'The message could not be made for this customer',
  REFUSED: 'The vendor refused it',
  UNANSWERED: 'The vendor did not answer',
  UNDELIVERED: 'The vendor could not deliver it',
  UNCERTAIN: 'Nobody knows whether it was delivered',
};

/** Why somebody of the audience gets no message. */
export const EXCLUSION_WORDS: Readonly<Record<ExclusionReason, string>> = {
  UNSUBSCRIBED: 'Wants no messages',
  NO_EMAIL: 'Has no email address',
  NO_PHONE: 'Has no phone number',
  ERASED: 'Was erased',
};

/** The outcomes of a campaign in the order and the colours of every bar and chart. */
export const OUTCOME_LOOKS = {
  sent: { words: 'Delivered', color: 'teal' },
  failed: { words: 'Failed', color: 'red' },
  excluded: { words: 'Left out', color: 'gray' },
  heldOut: { words: 'Held out', color: 'violet' },
  cancelled: { words: 'Cancelled', color: 'gray' },
  open: { words: 'Open', color: 'ink' },
} as const satisfies Record<string, Look>;
export type Outcome = keyof typeof OUTCOME_LOOKS;
