import type { ApiKeyOutput } from '@herald/shared';
import type { ApiKey } from '@herald/platform';

/** Whether a key is valid at `now`, or why not. */
export function keyState(
  { expiresAt, revokedAt }: Pick<ApiKey, 'expiresAt' | 'revokedAt'>,
  now: Date,
): ApiKeyOutput['state'] {
  if (revokedAt !== null) return 'revoked';
  return expiresAt !== null && expiresAt <= now ? 'expired' : 'active';
}
