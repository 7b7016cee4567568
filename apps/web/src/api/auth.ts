import { claimOutput, meOutput, signedInOutput, signedOutOutput, signInMethodsOutput } from '@herald/shared';
import type { MeOutput } from '@herald/shared';
import { type QueryClient, queryOptions, useQuery } from '@tanstack/react-query';

import { endpoint } from '../lib/endpoint.ts';

const ME_REFRESH_MS = 60_000;
const ME_KEY = ['me'];

export const getMe = endpoint<'getMe'>('get', '/api/me', meOutput);
export const getSignInMethods = endpoint<'getSignInMethods'>('get', '/auth/methods', signInMethodsOutput);
/** Shows a claim code; whoever then signs in with Google, at `continueAt`, owns the workspace. */
export const claimWorkspace = endpoint<'claimWorkspace'>('post', '/auth/claim', claimOutput);
export const signInLocally = endpoint<'signInLocally'>('post', '/auth/local', signedInOutput);
export const signOut = endpoint<'signOut'>('post', '/auth/logout', signedOutOutput);

/** Who has signed in, and what they may do; null once it is known that nobody has. */
export const meQuery = () =>
  queryOptions<MeOutput | null>({
    queryKey: ME_KEY,
    queryFn: ({ signal }) => getMe({}, { signal }),
    refetchInterval: ME_REFRESH_MS,
  });

export const useMe = () => useQuery(meQuery());

/** Notes that nobody has signed in, or not any more, without asking once more. */
export function forgetMe(queryClient: QueryClient): void {
  // What was asked before the session ended would say otherwise.
  void queryClient.cancelQueries({ queryKey: ME_KEY });
  queryClient.setQueryData(ME_KEY, null);
}

export const signInMethodsQuery = () =>
  queryOptions({ queryKey: ['sign-in-methods'], queryFn: ({ signal }) => getSignInMethods({}, { signal }) });
