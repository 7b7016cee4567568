import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';

import { ApiError, isSignedOut } from './api-client.ts';

/** Coming back to a page within this shows what was there, and asks no second time. */
const STALE_MS = 5_000;

/** @param onSignedOut called when Herald refuses a call because nobody has signed in, or not any more. */
export function createQueryClient(onSignedOut: (queryClient: QueryClient) => void): QueryClient {
  const onError = (error: Error) => {
    if (isSignedOut(error)) onSignedOut(queryClient);
  };
  const queryClient = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        retry: (failures, error) => failures < 1 && mayPass(error),
        staleTime: STALE_MS,
        // A browser without a network still reaches a Herald on its own machine.
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  });
  return queryClient;
}

/** Whether the same call might be answered in a moment; what was refused for what it asks, is again. */
function mayPass(error: Error): boolean {
  return !(error instanceof ApiError) || error.status === undefined || error.status >= 500;
}
