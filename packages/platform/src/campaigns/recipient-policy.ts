import { createHash } from 'node:crypto';

import type { ExclusionReason } from '@herald/shared';

import type { Campaign } from '../repositories/campaign.repository.ts';
import type { Recipient } from '../repositories/recipient.repository.ts';

// `RecipientRepository.forecast` says the same in SQL; a test holds the two together.

/** Why a recipient must not get the campaign's message; null when nothing speaks against it. */
export function exclusionOf(
  recipient: Pick<Recipient, 'isErased' | 'unsubscribed' | 'email' | 'phone'>,
  { reachBy }: Pick<Campaign, 'reachBy'>,
): ExclusionReason | null {
  if (recipient.isErased) return 'ERASED';
  if (recipient.unsubscribed) return 'UNSUBSCRIBED';
  if (reachBy === 'email' && recipient.email === null) return 'NO_EMAIL';
  if (reachBy === 'phone' && recipient.phone === null) return 'NO_PHONE';
  return null;
}

/**
 * Whether a recipient is held out. Chance decides, and the same for the same campaign and
 * customer, so that a page that is written again holds out the same.
 */
export function isHeldOut(
  customerId: string,
  { id, holdoutPercent }: Pick<Campaign, 'id' | 'holdoutPercent'>,
): boolean {
  if (holdoutPercent === 0) return false;
  const digest = createHash('sha256').update(`${id}\n${customerId}`).digest();
  return digest.readUInt32BE(0) / 2 ** 32 < holdoutPercent / 100;
}
