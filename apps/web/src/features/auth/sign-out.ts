import { signedOutOutput } from '@herald/shared';
import { useMutation, useQueryClient } from '@tanstack/react-query';

import { postJson } from '../../lib/api-client.ts';

/** Ends the session, and forgets everything that was seen in it. */
export function useSignOut() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => postJson('/auth/logout', {}, signedOutOutput),
    onSuccess: () => queryClient.resetQueries(),
  });
}
