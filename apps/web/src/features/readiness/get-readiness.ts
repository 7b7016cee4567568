import { readinessOutput } from '@herald/shared';
import { useQuery } from '@tanstack/react-query';

import { getJson } from '../../lib/api-client.ts';

const REFRESH_MS = 5_000;
const SERVICE_UNAVAILABLE = 503;

/** Herald answers 503 with the same body when a part of it is not ready. */
export function useReadiness() {
  return useQuery({
    queryKey: ['readiness'],
    queryFn: ({ signal }) => getJson('/readyz', readinessOutput, { signal, expectedStatuses: [SERVICE_UNAVAILABLE] }),
    refetchInterval: REFRESH_MS,
  });
}
