const BUSY_MS = 20;

/** Lets the page answer whoever uses it, while long work goes on. */
export class Pauses {
  private readonly signal: AbortSignal | undefined;
  private since = performance.now();

  constructor(signal?: AbortSignal) {
    this.signal = signal;
  }

  /** Pauses when the work has gone on for long enough. @throws when the work was given up */
  async perhaps(): Promise<void> {
    this.signal?.throwIfAborted();
    if (performance.now() - this.since < BUSY_MS) return;
    await turnOfPage();
    this.since = performance.now();
    this.signal?.throwIfAborted();
  }
}

interface WithScheduler {
  scheduler?: { yield?: () => Promise<void> };
}

/** A timer would wait for a second in a tab that is not looked at. */
function turnOfPage(): Promise<void> {
  const { scheduler } = globalThis as WithScheduler;
  return scheduler?.yield?.() ?? new Promise((resolve) => setTimeout(resolve, 0));
}
