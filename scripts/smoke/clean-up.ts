import type { OwnShop } from './own-shop.ts';
import type { SmokeClient } from './smoke-client.ts';
import { SmokeFailure } from './smoke-failure.ts';

/** What a run has made so far. */
export interface Traces {
  shop: OwnShop;
  hasCustomers: boolean;
  segmentId?: string | undefined;
  campaignId?: string | undefined;
}

/**
 * Takes the run out of sums of orders and out of later campaigns, as far as a key may: its orders become CANCELLED,
 * its customers want no messages, a campaign that is still open is cancelled, and a segment that no campaign
 * used is deleted. To erase customers takes an owner.
 *
 * @returns what was done and what stays.
 */
export async function cleanUp(
  client: SmokeClient,
  { shop, hasCustomers, segmentId, campaignId }: Traces,
): Promise<string> {
  const stays: string[] = [];
  if (campaignId !== undefined) {
    await cancelIfOpen(client, campaignId);
    stays.push(`the campaign "${shop.tag}", whose messages the dashboard counts, and its segment`);
  }
  if (hasCustomers) {
    const { customers, orders } = shop.farewell();
    await client.call('ingestUsers', { body: customers });
    await client.call('ingestOrders', { body: orders });
    stays.push(`${shop.size} customers with the tag "smoke-test" and their orders`);
  }
  // Last, for it fails where a campaign was launched and its answer never came.
  if (campaignId === undefined && segmentId !== undefined) {
    await client.call('deleteSegment', { params: { id: segmentId } });
  }
  if (stays.length === 0) return 'nothing was made';
  return `its orders are cancelled, and its customers want no messages. What stays: ${stays.join('; ')}. An owner can erase the customers`;
}

async function cancelIfOpen(client: SmokeClient, campaignId: string): Promise<void> {
  const { status } = await client.call('getCampaign', { params: { id: campaignId }, query: { limit: '1' } });
  if (status === 'COMPLETED' || status === 'CANCELLED' || status === 'FAILED') return;
  try {
    await client.call('cancelCampaign', { params: { id: campaignId } });
  } catch (error) {
    // It ended in this very moment.
    if (!(error instanceof SmokeFailure)) throw error;
  }
}
