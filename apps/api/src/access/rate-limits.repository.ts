import { clientNetworkOf } from '@herald/platform';
import type { Pool } from '@herald/platform';
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';

import type { Caller } from './caller.ts';
import type { Allowance, Limiter } from './guards.ts';

/** Calls in a window; 0 for as many as may come. */
export interface RateLimits {
  perKey: number;
  perMember: number;
  /** Without credentials. */
  perAddress: number;
  /** Credentials of one address that were not valid. */
  badCredentials: number;
}

interface Policy {
  name: string;
  calls: number;
  counter: RateLimiterPostgres;
}

const WINDOW_SEC = 60;
const ENDED_REMOVED_EVERY_MS = 300_000;

/**
 * Writes rate_limit: the calls of the windows that run, for all processes of the API together. A
 * process that cannot ask PostgreSQL counts its own calls. Who is over the limit is remembered
 * until the window ends, so that to count a flood asks nothing of the database. (Whose a key is has to be looked up
 * before there is anybody to count.)
 */
export class RateLimitsRepository implements Limiter {
  private readonly pool: Pool;
  private readonly windowSec: number;
  private readonly key: Policy | undefined;
  private readonly member: Policy | undefined;
  private readonly address: Policy | undefined;
  private readonly badCredentials: Policy | undefined;
  private endedRemovedAt = 0;

  /** @param pool which gives up soon when PostgreSQL does not answer: every call waits for it. */
  constructor(pool: Pool, limits: RateLimits, windowSec = WINDOW_SEC) {
    this.pool = pool;
    this.windowSec = windowSec;
    this.key = this.policy('key', limits.perKey);
    this.member = this.policy('member', limits.perMember);
    this.address = this.policy('address', limits.perAddress);
    this.badCredentials = this.policy('bad-credentials', limits.badCredentials);
  }

  async countCall(caller: Caller): Promise<Allowance | undefined> {
    switch (caller.kind) {
      case 'key':
        return this.count(this.key, caller.keyId);
      case 'member':
        return this.count(this.member, caller.memberId);
      case 'nobody':
        return this.count(this.address, clientNetworkOf(caller.address));
      case 'signer':
        return undefined;
    }
  }

  async countBadCredentials(address: string): Promise<Allowance | undefined> {
    return this.count(this.badCredentials, clientNetworkOf(address));
  }

  private policy(name: string, calls: number): Policy | undefined {
    if (calls === 0) return undefined;
    const window = { keyPrefix: name, points: calls, duration: this.windowSec };
    const counter = new RateLimiterPostgres({
      ...window,
      storeClient: this.pool,
      storeType: 'pool',
      tableName: 'rate_limit',
      tableCreated: true,
      // The table is ours, and so is its tidiness.
      clearExpiredByTimeout: false,
      // It keeps those for as long as the window runs.
      inMemoryBlockOnConsumed: calls,
      insuranceLimiter: new RateLimiterMemory(window),
    });
    return { name, calls, counter };
  }

  private async count(policy: Policy | undefined, who: string): Promise<Allowance | undefined> {
    if (policy === undefined) return undefined;
    void this.removeEnded();
    const { counted, isExceeded } = await consume(policy.counter, who);
    return {
      policy: policy.name,
      limit: policy.calls,
      windowSec: this.windowSec,
      remaining: counted.remainingPoints,
      resetSec: Math.max(1, Math.ceil(counted.msBeforeNext / 1_000)),
      isExceeded,
    };
  }

  /** Now and then, so that nothing is left of callers who never come again. Nobody waits for it. */
  private async removeEnded(): Promise<void> {
    const now = Date.now();
    if (now < this.endedRemovedAt + ENDED_REMOVED_EVERY_MS) return;
    this.endedRemovedAt = now;
    // What cannot be removed now can be the next time.
    await this.pool.query(`DELETE FROM "rate_limit" WHERE expire < $1`, [now]).catch(() => {});
  }
}

async function consume(counter: RateLimiterPostgres, who: string) {
  try {
    return { counted: await counter.consume(who), isExceeded: false };
  } catch (refusal) {
    // The library throws what it counted when that is too much.
    if (refusal instanceof RateLimiterRes) return { counted: refusal, isExceeded: true };
    throw refusal;
  }
}
