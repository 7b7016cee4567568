import { setTimeout as delay } from 'node:timers/promises';

import { endRun, killGroup, startRun, type Run } from './child-run.ts';
import { lastErrorLines, rotateLog, withLog } from './log-file.ts';
import { RestartLimit } from './restart-limit.ts';
import { StartError } from './start-error.ts';

export interface ProcessOptions {
  /** As in "The worker ended". */
  name: string;
  script: string;
  env: NodeJS.ProcessEnv;
  cwd: string;
  logFile: string;
  say: (line: string) => void;
  /** Aborted when there is no time left: what still runs is killed at once. */
  hurry: AbortSignal;
  readyTimeoutMs?: number;
}

/** One life of the process, and the size of the log before it. */
type LoggedRun = Run & { logOffset: number };

const READY_TIMEOUT_MS = 60_000;

/**
 * Keeps a Node process running until `stop`: one that dies is started again, unless it was
 * never ready or dies too often.
 *
 * It gets a process group of its own, so that Ctrl-C reaches only the supervisor; the IPC
 * channel tells it when the supervisor itself was killed. Its output goes straight into a
 * file, which needs nobody who reads.
 */
export class SupervisedProcess {
  /** Resolves when the process serves for the first time; rejects when it never does. */
  readonly ready: Promise<void>;
  /** Rejects with a StartError when the process is given up; never resolves. */
  readonly failed: Promise<never>;

  private readonly options: ProcessOptions;
  private readonly limit = new RestartLimit();
  private readonly stopping = new AbortController();
  private run: LoggedRun | undefined;
  private everReady = false;

  constructor(options: ProcessOptions) {
    this.options = options;
    rotateLog(options.logFile);
    let becameReady = () => {};
    const firstReady = new Promise<void>((resolve) => (becameReady = resolve));
    this.failed = this.keepRunning(becameReady);
    this.ready = Promise.race([firstReady, this.failed]);
    // Whoever waits for either hears of it; nobody has to wait for both.
    this.failed.catch(() => {});
    this.ready.catch(() => {});
  }

  /** The id of the process that runs now. */
  get pid(): number | undefined {
    return this.run?.child.pid;
  }

  /** Asks the process to end, waits, and ends it by force when it does not. */
  async stop(): Promise<void> {
    this.stopping.abort();
    if (this.run) await endRun(this.run, this.options.hurry);
  }

  private async keepRunning(becameReady: () => void): Promise<never> {
    while (!this.stopping.signal.aborted) {
      const run = startOnce(this.options, () => {
        this.everReady = true;
        becameReady();
      });
      this.run = run;
      const end = await this.endOf(run);
      if (this.stopping.signal.aborted) break;
      await this.pauseAfterDeath(run, end);
    }
    return new Promise<never>(() => {});
  }

  /** A process that is up but never ready is killed, which ends it too. */
  private async endOf(run: Run): Promise<string> {
    const timeoutMs = this.options.readyTimeoutMs ?? READY_TIMEOUT_MS;
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = !this.everReady;
      if (timedOut) killGroup(run.child);
    }, timeoutMs);
    const end = await run.ended;
    clearTimeout(timer);
    return timedOut ? `was not ready within ${timeoutMs / 1000} s` : end;
  }

  /** @throws StartError when starting it again is pointless. */
  private async pauseAfterDeath(run: LoggedRun, end: string): Promise<void> {
    const waitMs = this.everReady ? this.limit.delayAfterDeathMs() : undefined;
    if (waitMs === undefined) throw this.givenUp(run, this.everReady ? `${end}, too often within a minute` : end);
    this.options.say(`The ${this.options.name} ${end}; starting it again`);
    await delay(waitMs, undefined, { signal: this.stopping.signal }).catch(() => {});
  }

  private givenUp(run: LoggedRun, how: string): StartError {
    const { name, logFile } = this.options;
    return new StartError(`The ${name} ${how}; its log is ${logFile}.`, lastErrorLines(logFile, run.logOffset));
  }
}

function startOnce({ script, env, cwd, logFile }: ProcessOptions, becameReady: () => void): LoggedRun {
  return withLog(logFile, (descriptor, size) => ({
    ...startRun({ script, env, cwd, output: descriptor }, becameReady),
    logOffset: size,
  }));
}
