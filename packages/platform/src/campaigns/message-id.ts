import { createHash } from 'node:crypto';

import type { Campaign } from '../repositories/campaign.repository.ts';

const TIME_BYTES = 6;

/**
 * The id of a campaign's message to a customer, which is the vendor's key for it: always the same for the
 * same two, so that a Herald which was restored from a backup, and writes a page of recipients once more,
 * asks the vendor for nothing new. See docs/adr/0032-message-ids-follow-from-campaign-and-customer.md.
 *
 * A UUIDv7 of the time at which the campaign was due or launched; the rest is a hash.
 */
export function messageIdOf(
  campaign: Pick<Campaign, 'id' | 'createdAt' | 'scheduledAt' | 'launchedAt'>,
  customerId: string,
): string {
  const bytes = createHash('sha256').update(`message\n${campaign.id}\n${customerId}`).digest().subarray(0, 16);
  bytes.writeUIntBE(whenDue(campaign).getTime(), 0, TIME_BYTES);
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** A backup knows when a scheduled campaign is due, and not when it was launched after all. */
function whenDue({ createdAt, scheduledAt, launchedAt }: Pick<Campaign, 'createdAt' | 'scheduledAt' | 'launchedAt'>) {
  return scheduledAt ?? launchedAt ?? createdAt;
}
