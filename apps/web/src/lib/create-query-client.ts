import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';

import { isSignedOut } from './api-client.ts';

/** @param onSignedOut called when Herald refuses a call because nobody has signed in, or not any more. */
export function createQueryClient(onSignedOut: (queryClient: QueryClient) => void): QueryClient {
  const onError = (error: Error) => {
    if (isSignedOut(error)) onSignedOut(queryClient);
  };
  const queryClient = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: { queries: { retry: (failures, error) => failures < 1 && !isSignedOut(error) } },
  });
  return queryClient;
}
