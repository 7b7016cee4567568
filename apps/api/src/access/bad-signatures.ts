import type { CountBadSignature } from '../http/signed-calls.ts';
import { addressOf } from './callers.ts';
import type { Limiter } from './guards.ts';
import { showAllowance } from './rate-limit-headers.ts';

/** Signatures that do not stand count as keys that are not valid do; calls that are rightly signed have no limit. */
export function badSignatureCounter(limiter: Pick<Limiter, 'countBadCredentials'>): CountBadSignature {
  return async (request, response) => {
    showAllowance(response, await limiter.countBadCredentials(addressOf(request)));
  };
}
