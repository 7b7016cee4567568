import { runInNewCall } from '@herald/platform';
import type { Logger } from '@herald/platform';

import type { SweepService } from './sweep.service.ts';

/**
 * Sweeps at an interval. A timer of each worker and not a job of the queue, because what
 * it is for includes a queue that lost its jobs.
 */
export class SweepTimer {
  private readonly sweeper: Pick<SweepService, 'sweep'>;
  private readonly intervalMs: number;
  private readonly logger: Logger;
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(sweeper: Pick<SweepService, 'sweep'>, intervalMs: number, logger: Logger) {
    this.sweeper = sweeper;
    this.intervalMs = intervalMs;
    this.logger = logger;
  }

  /** Sweeps now, then `intervalMs` after each sweep ended. */
  start(): void {
    this.running = this.runAndGoOn();
  }

  /** Waits for a sweep that is under way. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private async runAndGoOn(): Promise<void> {
    await runInNewCall(() => this.sweepOnce());
    if (!this.stopped) this.timer = setTimeout(() => this.start(), this.intervalMs);
  }

  /** What it publishes is found in the log by the id of this sweep. */
  private async sweepOnce(): Promise<void> {
    try {
      await this.sweeper.sweep();
    } catch (err) {
      // The database or the queue is away; the next sweep tries again.
      this.logger.warn({ err }, 'sweep.failed');
    }
  }
}
