import { setTimeout as delay } from 'node:timers/promises';

import type { HeraldProcess } from '../herald/herald-process.ts';
import { until } from './until.ts';

const RESTART_PAUSE_MS = 100;

/** Starts a process of Herald again whenever it ends, as `start` does for a shop. */
export class KeptRunning {
  readonly name: string;
  /** Times that it served and ended although nobody had killed it. */
  crashes = 0;
  /** Times that it did not come up; one that needs PostgreSQL and finds it away ends. */
  failedStarts = 0;
  private readonly process: HeraldProcess;
  private readonly watching: Promise<void>;
  private isStopped = false;
  private isKilled = false;

  constructor(name: string, process: HeraldProcess) {
    this.name = name;
    this.process = process;
    this.watching = this.keepRunning();
  }

  /** Kills it as soon as it serves; it comes back by itself. */
  async kill(): Promise<void> {
    await until(() => this.process.isServing, `the ${this.name} serves`);
    this.isKilled = true;
    await this.process.kill('SIGKILL');
  }

  /** Ends it for good. */
  async stop(): Promise<void> {
    this.isStopped = true;
    await this.process.stop();
    await this.watching;
  }

  private async keepRunning(): Promise<void> {
    for (;;) {
      await this.process.untilEnded();
      if (this.isStopped) return;
      if (!this.isKilled) this.crashes += 1;
      this.isKilled = false;
      await this.startAgain();
    }
  }

  private async startAgain(): Promise<void> {
    while (!this.isStopped) {
      try {
        await this.process.start();
        return;
      } catch {
        this.failedStarts += 1;
        await delay(RESTART_PAUSE_MS);
      }
    }
  }
}
