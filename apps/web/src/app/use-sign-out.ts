import { useMutation, useQueryClient } from '@tanstack/react-query';

import { signOut } from '../api/auth.ts';
import { notify } from '../components/notify.tsx';

/** Ends the session, and forgets everything that was seen in it. */
export function useSignOut() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => signOut(),
    onSuccess: () => queryClient.resetQueries(),
    onError: (error) => notify.failed(error, 'You were not signed out'),
  });
}
