import type { FailureClass } from '@herald/shared';

import { FAILURE_WORDS } from '../../../lib/campaign-words.ts';

/** What was said of a failure beyond what its class says already. */
export function saidBeyond(failureClass: FailureClass, reason: string | null): string | undefined {
  if (reason === null || reason === '') return undefined;
  return reason.toLowerCase() === FAILURE_WORDS[failureClass].toLowerCase() ? undefined : reason;
}

export function failureInWords(failureClass: FailureClass, reason: string | null): string {
  const said = saidBeyond(failureClass, reason);
  return said === undefined ? FAILURE_WORDS[failureClass] : `${FAILURE_WORDS[failureClass]}: ${said}`;
}
