import { setTimeout as pause } from 'node:timers/promises';

import { ConfigError } from '../config/parse-config.ts';

/** What a process of Herald runs: serving when `start` resolved, gone when `stop` resolved. */
export interface RunningProcess {
  /** The port it listens on, for whoever started it. */
  port?: number;
  /** The same of its metrics and probes. */
  operationsPort?: number | undefined;
  /** Says to whoever asks that it is about to end, while it serves as before. */
  drain?(): void;
  /** How long it does that before `stop`, so that load balancers notice. */
  drainDelayMs?: number;
  /** Finishes what is in flight and closes everything. */
  stop(): Promise<void>;
  /** What `stop` is waiting for, as in "2 calls". */
  describePending?(): string;
}

/**
 * From the end of the drain delay: what is in flight is finished within this time; what is not is taken over by
 * another process. A platform must give a process longer than the two together before it kills it.
 */
export const SHUTDOWN_TIMEOUT_MS = 12_000;
const MS_PER_SEC = 1_000;
// Whoever starts a process may hand on the Ctrl-C that it had from the terminal already.
const SAME_KEY_PRESS_MS = 1_000;
const EXIT_AFTER_SIGINT = 130;

/**
 * Runs a process until it is told to end: by SIGTERM or SIGINT, or because the process
 * that started it over IPC is gone, so that nothing stays behind. A second Ctrl-C ends it at once.
 */
export async function runProcess(start: () => Promise<RunningProcess>): Promise<void> {
  // `start` may also throw before its first await.
  const running = (async () => start())();
  const shutdown = new Shutdown(running);
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => shutdown.begin());
  process.on('SIGINT', () => shutdown.interrupt());
  process.on('disconnect', () => shutdown.begin());
  try {
    const { port, operationsPort } = await running;
    process.send?.({ type: 'ready', port, operationsPort });
  } catch (error) {
    exitWithReason(error);
  }
}

class Shutdown {
  private readonly running: Promise<RunningProcess>;
  private beganAtMs: number | undefined;
  private describePending = () => 'its start';

  constructor(running: Promise<RunningProcess>) {
    this.running = running;
  }

  begin(): void {
    if (this.beganAtMs !== undefined) return;
    this.beganAtMs = performance.now();
    void this.run();
  }

  interrupt(): void {
    if (this.beganAtMs !== undefined && performance.now() - this.beganAtMs > SAME_KEY_PRESS_MS) {
      this.giveUp('told to end at once', EXIT_AFTER_SIGINT);
    }
    this.begin();
  }

  private async run(): Promise<void> {
    let timer = this.giveUpLater();
    try {
      const running = await this.running;
      this.describePending = () => running.describePending?.() ?? 'its work';
      running.drain?.();
      if (running.drainDelayMs) {
        clearTimeout(timer);
        await pause(running.drainDelayMs);
        timer = this.giveUpLater();
      }
      await running.stop();
      process.exit(0);
    } catch (error) {
      exitWithReason(error);
    }
  }

  private giveUpLater(): NodeJS.Timeout {
    const how = `not finished within ${SHUTDOWN_TIMEOUT_MS / MS_PER_SEC} s`;
    return setTimeout(() => this.giveUp(how, 1), SHUTDOWN_TIMEOUT_MS).unref();
  }

  /** Nothing is lost by it: what was accepted is in the database, and another process takes it over. */
  private giveUp(how: string, exitCode: number): never {
    process.stderr.write(`Ended without waiting any more (${how}); left to others: ${this.describePending()}\n`);
    process.exit(exitCode);
  }
}

/** One sentence where the reason is known, the stack where it is not. */
function exitWithReason(error: unknown): never {
  const known = error instanceof ConfigError || (error as NodeJS.ErrnoException).code !== undefined;
  process.stderr.write(`${known ? (error as Error).message : ((error as Error).stack ?? String(error))}\n`);
  process.exit(1);
}
