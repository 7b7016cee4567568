import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { EmbeddedPostgresError } from './errors.ts';
import { isRunning } from './process-identity.ts';

/** What a running PostgreSQL says about itself in `postmaster.pid`. */
export interface PostmasterFile {
  pid: number;
  port: number;
  ready: boolean;
}

const POLL_MS = 25;
const FAST_STOP_MS = 30_000;
const IMMEDIATE_STOP_MS = 10_000;

export function readPostmasterFile(pgdata: string): PostmasterFile | undefined {
  const text = readIfThere(pidFile(pgdata));
  if (text === undefined) return undefined;
  // Lines: pid, data folder, start time, port, socket folder, listen address, shared memory, state.
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' };
}

/**
 * Stops the PostgreSQL that a killed Herald left behind on these data, and removes a
 * `postmaster.pid` that nobody stands behind. PostgreSQL itself would refuse to start when
 * the process id in a stale file has since been given to any other program.
 *
 * Only for the holder of the folder's lock.
 *
 * @returns whether there was one.
 */
export async function stopOrphan(pgdata: string): Promise<boolean> {
  const pid = readPostmasterFile(pgdata)?.pid;
  const found = pid !== undefined && isPostmasterOf(pid, pgdata);
  if (found) await stopPostmaster(pid, pgdata);
  rmSync(pidFile(pgdata), { force: true });
  return found;
}

/**
 * Ends PostgreSQL in the gentlest way that works: open transactions are rolled back and
 * everything is written (fast), then without writing (immediate; the next start recovers),
 * then by force.
 */
export async function stopPostmaster(pid: number, pgdata: string): Promise<void> {
  const steps = [
    { signal: 'SIGINT', waitMs: FAST_STOP_MS },
    { signal: 'SIGQUIT', waitMs: IMMEDIATE_STOP_MS },
    { signal: 'SIGKILL', waitMs: IMMEDIATE_STOP_MS },
  ] as const;
  for (const { signal, waitMs } of steps) {
    if (!sendSignal(pid, signal, pgdata) || (await endsWithin(pid, waitMs))) return;
  }
  throw new EmbeddedPostgresError(`The PostgreSQL process ${pid} of ${pgdata} cannot be stopped.`);
}

/** @returns false when the process is gone already. */
function sendSignal(pid: number, signal: NodeJS.Signals, pgdata: string): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ESRCH') return false;
    throw new EmbeddedPostgresError(
      `The PostgreSQL process ${pid} of ${pgdata} belongs to another user and cannot be stopped.`,
    );
  }
}

async function endsWithin(pid: number, waitMs: number): Promise<boolean> {
  const deadline = Date.now() + waitMs;
  while (isRunning(pid)) {
    if (Date.now() > deadline) return false;
    await delay(POLL_MS);
  }
  return true;
}

function isPostmasterOf(pid: number, pgdata: string): boolean {
  return isRunning(pid) && (process.platform === 'linux' ? worksIn(pid, pgdata) : wasStartedOn(pid, pgdata));
}

/** PostgreSQL makes its data folder its working directory. */
function worksIn(pid: number, pgdata: string): boolean {
  try {
    const name = readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
    return name === 'postgres' && readlinkSync(`/proc/${pid}/cwd`) === realpathSync(pgdata);
  } catch {
    return false; // Gone, or a process of another user, which ours is not.
  }
}

function wasStartedOn(pid: number, pgdata: string): boolean {
  try {
    const command = execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
    return command.includes('postgres') && command.includes(pgdata);
  } catch {
    return false;
  }
}

function pidFile(pgdata: string): string {
  return path.join(pgdata, 'postmaster.pid');
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
