import { signedInOutput } from '@herald/shared';
import { useMutation, useQueryClient } from '@tanstack/react-query';

import { postJson } from '../../lib/api-client.ts';

/** Signs in as the owner of a trial, where that is offered. */
export function useSignInLocally() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => postJson('/auth/local', {}, signedInOutput),
    // What was seen before belonged to somebody else.
    onSuccess: () => queryClient.resetQueries(),
  });
}
