import { campaignOutputSchema } from '@herald/shared';
import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';

import { getJson } from '../../lib/api-client.ts';

const REFRESH_MS = 15_000;

/** The latest of them, newest first. */
export function useLatestCampaigns() {
  return useQuery({
    queryKey: ['campaigns', 'latest'],
    queryFn: ({ signal }) => getJson('/api/campaigns?limit=50', z.array(campaignOutputSchema), { signal }),
    refetchInterval: REFRESH_MS,
  });
}
