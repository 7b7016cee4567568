import { dashboardStatsOutput } from '@herald/shared';
import { useQuery } from '@tanstack/react-query';

import { getJson } from '../../lib/api-client.ts';

const REFRESH_MS = 5_000;

export function useDashboardStats() {
  return useQuery({
    queryKey: ['dashboard', 'stats'],
    queryFn: ({ signal }) => getJson('/api/dashboard/stats', dashboardStatsOutput, { signal }),
    refetchInterval: REFRESH_MS,
  });
}
