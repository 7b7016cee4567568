import { meOutput } from '@herald/shared';
import type { MeOutput } from '@herald/shared';
import { type QueryClient, useQuery } from '@tanstack/react-query';

import { getJson } from '../../lib/api-client.ts';

const KEY = ['me'];
const REFRESH_MS = 60_000;

/** Who has signed in, and what they may do; null once it is known that nobody has. */
export function useMe() {
  return useQuery<MeOutput | null>({
    queryKey: KEY,
    queryFn: ({ signal }) => getJson('/api/me', meOutput, { signal }),
    refetchInterval: REFRESH_MS,
  });
}

/** Notes that nobody has signed in, or not any more, without asking once more. */
export function forgetMe(queryClient: QueryClient): void {
  queryClient.setQueryData(KEY, null);
}
