import { signInMethodsOutput } from '@herald/shared';
import { useQuery } from '@tanstack/react-query';

import { getJson } from '../../lib/api-client.ts';

export function useSignInMethods() {
  return useQuery({
    queryKey: ['sign-in-methods'],
    queryFn: ({ signal }) => getJson('/auth/methods', signInMethodsOutput, { signal }),
  });
}
