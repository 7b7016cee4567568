const WINDOW_MS = 60_000;
const MAX_DEATHS = 5;
const FIRST_DELAY_MS = 200;

/** Decides whether a process that died is worth starting again. */
export class RestartLimit {
  private deaths: number[] = [];
  private readonly now: () => number;

  constructor(now: () => number = () => performance.now()) {
    this.now = now;
  }

  /** @returns how long to wait before the next start; undefined when it died too often within a minute. */
  delayAfterDeathMs(): number | undefined {
    const now = this.now();
    this.deaths = [...this.deaths.filter((time) => now - time < WINDOW_MS), now];
    return this.deaths.length >= MAX_DEATHS ? undefined : FIRST_DELAY_MS * 2 ** (this.deaths.length - 1);
  }
}
