import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';

import { NODE_ARGUMENTS } from '../herald/built-files.ts';
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

/** One life of the process. */
interface Run {
  child: ChildProcess;
  /** Size of the log before it started. */
  logOffset: number;
  /** Resolves with how it ended, in words. */
  ended: Promise<string>;
}

const READY_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 15_000;

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
  private run: Run | undefined;
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
  private async pauseAfterDeath(run: Run, end: string): Promise<void> {
    const waitMs = this.everReady ? this.limit.delayAfterDeathMs() : undefined;
    if (waitMs === undefined) throw this.givenUp(run, this.everReady ? `${end}, too often within a minute` : end);
    this.options.say(`The ${this.options.name} ${end}; starting it again`);
    await delay(waitMs, undefined, { signal: this.stopping.signal }).catch(() => {});
  }

  private givenUp(run: Run, how: string): StartError {
    const { name, logFile } = this.options;
    return new StartError(`The ${name} ${how}; its log is ${logFile}.`, lastErrorLines(logFile, run.logOffset));
  }
}

function startOnce({ script, env, cwd, logFile }: ProcessOptions, becameReady: () => void): Run {
  const { child, logOffset } = withLog(logFile, (descriptor, size) => ({
    logOffset: size,
    child: spawn(process.execPath, [...NODE_ARGUMENTS, script], {
      cwd,
      env,
      detached: true,
      windowsHide: true,
      stdio: ['ignore', descriptor, descriptor, 'ipc'],
    }),
  }));
  child.on('message', (message) => {
    if ((message as { type?: unknown } | null)?.type === 'ready') becameReady();
  });
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`could not be started (${error.message})`));
    child.once('exit', (code, signal) => resolve(signal ? `was killed by ${signal}` : `ended with code ${code}`));
  });
  return { child, logOffset, ended };
}

async function endRun({ child, ended }: Run, hurry: AbortSignal): Promise<void> {
  child.kill('SIGTERM');
  const patience = new AbortController();
  const outOfTime = delay(STOP_TIMEOUT_MS, undefined, { signal: AbortSignal.any([hurry, patience.signal]) });
  await Promise.race([ended, outOfTime.catch(() => {})]);
  patience.abort();
  killGroup(child);
  await ended;
}

/** The process and whatever it started itself. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL');
  } catch (error) {
    // macOS says EPERM of a group whose processes have all ended.
    if (!['ESRCH', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}
