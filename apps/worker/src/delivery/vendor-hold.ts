import type { VendorTrouble } from '@herald/shared';

import { backoffMs } from './backoff.ts';

/** Failures in a row that are bad luck rather than a vendor that is away. */
const TOLERATED_FAILURES = 20;
const FIRST_HOLD_MS = 500;
const LONGEST_HOLD_MS = 30_000;
/** Whoever sends nothing learns nothing of the vendor: for so long after a failure, and its hold, it is believed. */
const TROUBLE_BELIEVED_MS = 10 * 60_000;

/**
 * Keeps a worker from hammering a vendor that is away or that asked for patience: after many
 * failures in a row, or a `Retry-After`, nothing is asked for a while, longer each time.
 */
export class VendorHold {
  private readonly clockMs: () => number;
  private readonly random: () => number;
  private readonly now: () => Date;
  private failuresInRow = 0;
  /** Of the failures in a row. */
  private first: Date | undefined;
  /** When the last failure was. */
  private lastMs = 0;
  private lastReason: string | null = null;
  private holds = 0;
  private untilMs = 0;

  constructor(clockMs: () => number, random: () => number, now: () => Date) {
    this.clockMs = clockMs;
    this.random = random;
    this.now = now;
  }

  /** For how long nothing should be asked yet; 0 when it may be. */
  remainingMs(): number {
    return Math.max(0, this.untilMs - this.clockMs());
  }

  /**
   * What people should know of: null while the vendor answers, for failures that are bad luck or a vendor that
   * asked for patience, and once nothing was asked for so long that nobody knows.
   */
  trouble(): VendorTrouble | null {
    const isBelieved = this.clockMs() <= Math.max(this.lastMs, this.untilMs) + TROUBLE_BELIEVED_MS;
    if (this.first === undefined || this.failuresInRow <= TOLERATED_FAILURES || !isBelieved) return null;
    const remainingMs = this.remainingMs();
    return {
      since: this.first.toISOString(),
      failuresInRow: this.failuresInRow,
      heldUntil: remainingMs === 0 ? null : new Date(this.now().getTime() + remainingMs).toISOString(),
      lastError: this.lastReason,
    };
  }

  noteAnswer(): void {
    this.failuresInRow = 0;
    this.first = undefined;
    this.holds = 0;
  }

  /** @param reason in words that name nobody. */
  noteFailure(reason: string, retryAfterMs = 0): void {
    this.failuresInRow += 1;
    this.first ??= this.now();
    this.lastReason = reason;
    const nowMs = this.clockMs();
    this.lastMs = nowMs;
    if (retryAfterMs > 0) this.untilMs = Math.max(this.untilMs, nowMs + retryAfterMs);
    // Calls that were under way when the hold began fail one by one; they are one failure.
    if (this.failuresInRow <= TOLERATED_FAILURES || nowMs < this.untilMs) return;
    this.untilMs = nowMs + backoffMs(this.holds, FIRST_HOLD_MS, LONGEST_HOLD_MS, this.random());
    this.holds += 1;
  }
}
