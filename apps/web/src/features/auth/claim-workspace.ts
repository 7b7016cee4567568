import { claimOutput } from '@herald/shared';
import { useMutation } from '@tanstack/react-query';

import { postJson } from '../../lib/api-client.ts';

/** Shows a claim code; whoever then signs in with Google, at `continueAt`, owns the workspace. */
export function useClaimWorkspace() {
  return useMutation({ mutationFn: (code: string) => postJson('/auth/claim', { code }, claimOutput) });
}
