import { DomainError } from '@herald/shared';

import { decideCallFaults, hasCallFaults } from './faults.ts';
import type { CallFault, FaultRates } from './faults.ts';
import { seededChance } from './seeded-chance.ts';
import type { Waits } from './waits.ts';

/** Keys whose calls are counted; those that were asked longest ago are forgotten first. */
const MAX_COUNTED_KEYS = 100_000;
const MIN_SLOW_MS = 200;
const MAX_SLOW_MS = 600;
/** Longer than any caller waits. */
const HANG_MS = 600_000;
const BUSY_RETRY_SEC = 1;
const NO_FAULTS: ReadonlySet<CallFault> = new Set();

/** What happens to one call. */
interface CallFate {
  key: string;
  faults: ReadonlySet<CallFault>;
}

/** The faults of calls: what they do before a message is taken, and afterwards. */
export class BadLine {
  private readonly seed: string;
  private readonly waits: Waits;
  private readonly asked = new Map<string, number>();

  constructor(seed: string, waits: Waits) {
    this.seed = seed;
    this.waits = waits;
  }

  fateOf(key: string, rates: FaultRates): CallFate {
    if (!hasCallFaults(rates)) return { key, faults: NO_FAULTS };
    return { key, faults: decideCallFaults(rates, this.seed, key, this.countAsked(key)) };
  }

  /**
   * @returns whether the call goes on; when it does not, it gets no answer.
   * @throws DomainError when the vendor takes nothing and says so.
   */
  before({ faults }: CallFate): boolean {
    if (faults.has('reset')) return false;
    if (faults.has('busy')) {
      throw new DomainError('rate_limited', 'the mock vendor has too much to do', [], BUSY_RETRY_SEC);
    }
    if (faults.has('error')) throw new DomainError('internal', 'the mock vendor has a bad day');
    if (faults.has('refuse')) throw new DomainError('invalid_input', 'the mock vendor will never take this message');
    return true;
  }

  /** @returns whether what was taken is answered. */
  async after({ key, faults }: CallFate, signal: AbortSignal): Promise<boolean> {
    if (faults.has('drop')) return false;
    if (faults.has('hang')) {
      await this.waits.wait(HANG_MS, signal);
      return false;
    }
    if (!faults.has('slow')) return true;
    const share = seededChance(this.seed, key, 'how slow');
    return this.waits.wait(MIN_SLOW_MS + share * (MAX_SLOW_MS - MIN_SLOW_MS), signal);
  }

  private countAsked(key: string): number {
    const asked = (this.asked.get(key) ?? 0) + 1;
    // Out and in again: the map's order is that of the last call.
    this.asked.delete(key);
    this.asked.set(key, asked);
    const [oldest] = this.asked.keys();
    if (this.asked.size > MAX_COUNTED_KEYS && oldest !== undefined) this.asked.delete(oldest);
    return asked;
  }
}
