import { MessageNotRendered } from '@herald/shared';
import type { ExclusionReason, MessageTemplate } from '@herald/shared';

import type { Campaign } from '../repositories/campaign.repository.ts';
import type { Recipient } from '../repositories/recipient.repository.ts';
import { exclusionOf, isHeldOut } from './recipient-policy.ts';
import { templateDataOf } from './template-data.ts';

/** What one recipient gets: a message, or nothing for a reason. */
export type WrittenMessage =
  | { status: 'PENDING'; text: string }
  | { status: 'EXCLUDED'; exclusionReason: ExclusionReason }
  | { status: 'HOLDOUT' }
  | FailedMessage;

interface FailedMessage {
  status: 'FAILED';
  reason: string;
}

/** Decides what a recipient gets of a campaign, and writes it. @param zone whose days are written. */
export function writeMessage(
  recipient: Recipient,
  campaign: Pick<Campaign, 'id' | 'reachBy' | 'holdoutPercent'>,
  template: MessageTemplate,
  zone: string,
): WrittenMessage {
  const exclusionReason = exclusionOf(recipient, campaign);
  if (exclusionReason !== null) return { status: 'EXCLUDED', exclusionReason };
  if (isHeldOut(recipient.id, campaign)) return { status: 'HOLDOUT' };
  return renderMessage(recipient, template, zone);
}

/** The message as it would read, whether or not it may be sent. */
export function renderMessage(
  recipient: Recipient,
  template: MessageTemplate,
  zone: string,
): Extract<WrittenMessage, { status: 'PENDING' | 'FAILED' }> {
  try {
    return { status: 'PENDING', text: template.render(templateDataOf(recipient, zone)) };
  } catch (error) {
    if (!(error instanceof MessageNotRendered)) throw error;
    return { status: 'FAILED', reason: error.message };
  }
}
