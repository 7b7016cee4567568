import { backoffMs } from './backoff.ts';

/** Failures in a row that are bad luck rather than a vendor that is away. */
const TOLERATED_FAILURES = 20;
const FIRST_HOLD_MS = 500;
const LONGEST_HOLD_MS = 30_000;

/**
 * Keeps a worker from hammering a vendor that is away or that asked for patience: after many
 * failures in a row, or a `Retry-After`, nothing is asked for a while, longer each time.
 */
export class VendorHold {
  private readonly clockMs: () => number;
  private readonly random: () => number;
  private failuresInRow = 0;
  private holds = 0;
  private untilMs = 0;

  constructor(clockMs: () => number, random: () => number) {
    this.clockMs = clockMs;
    this.random = random;
  }

  /** For how long nothing should be asked yet; 0 when it may be. */
  remainingMs(): number {
    return Math.max(0, this.untilMs - this.clockMs());
  }

  noteAnswer(): void {
    this.failuresInRow = 0;
    this.holds = 0;
  }

  noteFailure(retryAfterMs = 0): void {
    this.failuresInRow += 1;
    const nowMs = this.clockMs();
    if (retryAfterMs > 0) this.untilMs = Math.max(this.untilMs, nowMs + retryAfterMs);
    // Calls that were under way when the hold began fail one by one; they are one failure.
    if (this.failuresInRow <= TOLERATED_FAILURES || nowMs < this.untilMs) return;
    this.untilMs = nowMs + backoffMs(this.holds, FIRST_HOLD_MS, LONGEST_HOLD_MS, this.random());
    this.holds += 1;
  }
}
