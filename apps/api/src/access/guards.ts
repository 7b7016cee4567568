import type { Caller, KeyCaller } from './caller.ts';

/** Finds out whose key was shown. */
export interface KeyReader {
  /**
   * @param token what followed `Bearer`.
   * @throws DomainError `unauthorized` for a key that is unknown, expired or revoked
   */
  read(token: string): Promise<KeyCaller>;
}

/** How far a caller may still go within the window that runs. */
export interface Allowance {
  /** The name of the limit, as `key`. */
  policy: string;
  /** Calls in a window. */
  limit: number;
  windowSec: number;
  remaining: number;
  /** Until the window ends, rounded up. */
  resetSec: number;
  isExceeded: boolean;
}

/** Counts calls, over all processes of the API. */
export interface Limiter {
  /** Counts one call of this caller: by key, by member, or by address. Undefined when this caller has no limit. */
  countCall(caller: Caller): Promise<Allowance | undefined>;
  /** Counts, against the address, credentials that were not valid. Undefined when they have no limit. */
  countBadCredentials(address: string): Promise<Allowance | undefined>;
}
