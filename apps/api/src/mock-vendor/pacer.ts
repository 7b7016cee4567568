import { performance } from 'node:perf_hooks';

/** Hands out turns that are evenly spaced, so many a second. */
export class Pacer {
  private readonly gapMs: number;
  private nextAtMs = 0;

  /** @param maxPerSecond 0 for as many as may come. */
  constructor(maxPerSecond: number) {
    this.gapMs = maxPerSecond === 0 ? 0 : 1_000 / maxPerSecond;
  }

  /** Takes the next turn that is free. @returns in how many whole milliseconds it comes. */
  take(nowMs = performance.now()): number {
    if (this.gapMs === 0) return 0;
    const atMs = Math.max(nowMs, this.nextAtMs);
    this.nextAtMs = atMs + this.gapMs;
    return Math.ceil(atMs - nowMs);
  }
}
