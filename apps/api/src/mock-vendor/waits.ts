/** Waits that end early when whoever waits goes away, or all of them at once when nothing is to be waited for. */
export class Waits {
  private readonly open = new Set<() => void>();
  private isStopped = false;

  /** @returns whether the time has passed; false when the wait was cut short. */
  wait(delayMs: number, signal?: AbortSignal): Promise<boolean> {
    if (this.isStopped || signal?.aborted) return Promise.resolve(false);
    return new Promise((resolve) => {
      const end = (hasPassed: boolean) => {
        clearTimeout(timer);
        this.open.delete(cut);
        signal?.removeEventListener('abort', cut);
        resolve(hasPassed);
      };
      const cut = () => end(false);
      const timer = setTimeout(() => end(true), delayMs);
      this.open.add(cut);
      signal?.addEventListener('abort', cut);
    });
  }

  /** Cuts all waits short, also those to come. */
  stop(): void {
    this.isStopped = true;
    for (const cut of this.open) cut();
  }
}
