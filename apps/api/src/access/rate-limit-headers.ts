import { DomainError } from '@herald/shared';
import type { Response } from 'express';

import type { Allowance } from './guards.ts';

/**
 * What a caller is told of its limit, as draft-ietf-httpapi-ratelimit-headers writes it: the policy
 * (`q` calls in `w` seconds), and what is left of it (`r` calls for `t` seconds).
 */
export function rateLimitHeaders({ policy, limit, windowSec, remaining, resetSec }: Allowance): Record<string, string> {
  return {
    'RateLimit-Policy': `"${policy}";q=${limit};w=${windowSec}`,
    RateLimit: `"${policy}";r=${remaining};t=${resetSec}`,
  };
}

/** Tells a caller of its limit. @throws DomainError `rate_limited` when that is exceeded */
export function showAllowance(response: Response, allowance: Allowance | undefined): void {
  if (allowance === undefined) return;
  response.set(rateLimitHeaders(allowance));
  if (!allowance.isExceeded) return;
  const { limit, windowSec, resetSec } = allowance;
  const sentence = `at most ${limit} calls in ${windowSec} seconds; try again in ${resetSec} seconds`;
  throw new DomainError('rate_limited', sentence, [], resetSec);
}
