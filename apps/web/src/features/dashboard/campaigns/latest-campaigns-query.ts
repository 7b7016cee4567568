import { ACTIVE_CAMPAIGN_STATUSES, type CampaignOutput, type CampaignStatus } from '@herald/shared';
import { queryOptions } from '@tanstack/react-query';

import { campaignsQuery } from '../../../api/campaigns.ts';

const SHOWN = 5;
const LIVE_MS = 2_000;
/** Others may launch one, and what is scheduled begins by itself. */
const AT_REST_MS = 15_000;

export const latestCampaignsQuery = () =>
  queryOptions({
    ...campaignsQuery({ limit: SHOWN }),
    refetchInterval: ({ state }) => (isLive(state.data?.data) ? LIVE_MS : AT_REST_MS),
  });

function isLive(campaigns: readonly CampaignOutput[] = []): boolean {
  const statuses = new Set<CampaignStatus>(campaigns.map(({ status }) => status));
  return ACTIVE_CAMPAIGN_STATUSES.some((status) => statuses.has(status));
}
