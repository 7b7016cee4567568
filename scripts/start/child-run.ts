import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';

import { NODE_ARGUMENTS } from '../herald/built-files.ts';

/** One life of a Node process. */
export interface Run {
  child: ChildProcess;
  /** Resolves with how it ended, in words. */
  ended: Promise<string>;
  /** After so long it is ended by force. */
  stopTimeoutMs: number;
}

interface RunOptions {
  script: string;
  env: NodeJS.ProcessEnv;
  cwd: string;
  /** Where what it says goes: an open file, or pipes to whoever started it. */
  output: number | 'pipe';
  /** For Node itself, beside those that every process of Herald gets. */
  nodeArguments?: readonly string[];
}

/** A little more than a process takes at most to finish its work in flight, once its `DRAIN_DELAY_MS` is over. */
const STOP_TIMEOUT_MS = 15_000;

/** Starts a process in a group of its own, with a channel by which it says that it serves. */
export function startRun({ script, env, cwd, output, nodeArguments = [] }: RunOptions, becameReady: () => void): Run {
  const child = spawn(process.execPath, [...NODE_ARGUMENTS, ...nodeArguments, script], {
    cwd,
    env,
    detached: true,
    windowsHide: true,
    stdio: ['ignore', output, output, 'ipc'],
  });
  child.on('message', (message) => {
    if ((message as { type?: unknown } | null)?.type === 'ready') becameReady();
  });
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`could not be started (${error.message})`));
    child.once('exit', (code, signal) => resolve(signal ? `was killed by ${signal}` : `ended with code ${code}`));
  });
  return { child, ended, stopTimeoutMs: STOP_TIMEOUT_MS + Number(env['DRAIN_DELAY_MS'] ?? 0) };
}

/** Asks the process to end, waits, and ends it by force when it does not, or when there is no time left. */
export async function endRun({ child, ended, stopTimeoutMs }: Run, hurry: AbortSignal): Promise<void> {
  child.kill('SIGTERM');
  const patience = new AbortController();
  const outOfTime = delay(stopTimeoutMs, undefined, { signal: AbortSignal.any([hurry, patience.signal]) });
  await Promise.race([ended, outOfTime.catch(() => {})]);
  patience.abort();
  killGroup(child);
  await ended;
}

/** The process and whatever it started itself. */
export function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL');
  } catch (error) {
    // macOS says EPERM of a group whose processes have all ended.
    if (!['ESRCH', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}
