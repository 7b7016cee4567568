import { within } from '../queues/within.ts';

export interface SharedReadingOptions {
  /** A reading that takes longer has failed. */
  timeoutMs: number;
  /** For so long after it was made a reading is good for whoever else asks. */
  freshForMs: number;
  clockMs?: () => number;
}

/**
 * Something that is read when Prometheus asks: once for all metrics that are made of it, and for all who ask at
 * the same time. A reading that fails is undefined, so that a scrape goes on without it.
 */
export class SharedReading<T> {
  private readonly read: () => Promise<T>;
  private readonly options: SharedReadingOptions;
  private readonly clockMs: () => number;
  private current: Promise<T | undefined> | undefined;
  private staleAtMs = 0;

  constructor(read: () => Promise<T>, options: SharedReadingOptions) {
    this.read = read;
    this.options = options;
    this.clockMs = options.clockMs ?? (() => performance.now());
  }

  get(): Promise<T | undefined> {
    if (this.current !== undefined && this.clockMs() < this.staleAtMs) return this.current;
    // Until it has ended nobody else begins.
    this.staleAtMs = Number.POSITIVE_INFINITY;
    this.current = this.readInTime();
    return this.current;
  }

  private async readInTime(): Promise<T | undefined> {
    try {
      return await within(this.options.timeoutMs, this.read());
    } catch {
      return undefined;
    } finally {
      this.staleAtMs = this.clockMs() + this.options.freshForMs;
    }
  }
}
