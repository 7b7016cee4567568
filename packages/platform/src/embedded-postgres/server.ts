import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { C_LOCALE, type ClusterPaths } from './cluster.ts';
import { EmbeddedPostgresError, explainFailure } from './errors.ts';
import { readPostmasterFile, stopPostmaster } from './postmaster.ts';
import { asServerUser, type ServerUser } from './server-user.ts';
import { settingsAsArguments, type PostgresSettings } from './settings.ts';

export interface ServerOptions {
  paths: ClusterPaths;
  postgres: string;
  user: ServerUser | undefined;
  port: number;
  settings: PostgresSettings;
  signal: AbortSignal;
}

export interface Server {
  pid: number;
  port: number;
  /** Resolves when the process is gone, whatever ended it. */
  exited: Promise<void>;
}

/** PostgreSQL ended before it was ready; `output` is what it wrote. */
export class StartFailure extends Error {
  readonly output: string;

  constructor(output: string) {
    super('PostgreSQL ended before it was ready');
    this.output = output;
  }
}

const POLL_MS = 25;
// After a power cut PostgreSQL first replays up to `max_wal_size` of its log.
const READY_TIMEOUT_MS = 10 * 60_000;
const MAX_LOG_BYTES = 10 * 1024 * 1024;
/** What a killed postmaster's own helpers take to notice, at most. */
const LEFTOVERS_TIMEOUT_MS = 15_000;
const LEFTOVERS_RETRY_MS = 200;

/** Starts the server; waits while the helpers of one that was killed are still ending. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const deadline = Date.now() + LEFTOVERS_TIMEOUT_MS;
  for (;;) {
    try {
      return await launch(options);
    } catch (error) {
      if (!(error instanceof StartFailure)) throw error;
      const leftovers = /pre-existing shared memory block/.test(error.output);
      if (!leftovers || Date.now() > deadline) throw error;
      await delay(LEFTOVERS_RETRY_MS);
    }
  }
}

export function explainStartFailure(error: unknown, place: { dataDir: string; port: number }): unknown {
  return error instanceof StartFailure ? explainFailure('postgres', error.output, place) : error;
}

async function launch(options: ServerOptions): Promise<Server> {
  const { paths, port, signal } = options;
  const log = openLog(paths.logFile);
  const child = spawnPostgres(options, log.descriptor);
  closeSync(log.descriptor);
  const exited = new Promise<void>((resolve, reject) => child.once('exit', () => resolve()).once('error', reject));
  await untilReadyOrGone(child, exited, paths.pgdata, signal);
  if (child.pid === undefined || hasEnded(child)) throw new StartFailure(readFrom(paths.logFile, log.offset));
  return { pid: child.pid, port, exited };
}

/**
 * Its own process group, so that Ctrl-C in a terminal does not stop the database under
 * the programs that are still finishing; its output straight into a file, so that it
 * needs nobody who reads.
 */
function spawnPostgres({ paths, postgres, user, port, settings }: ServerOptions, log: number): ChildProcess {
  const command = asServerUser(user, postgres, [
    '-D',
    paths.pgdata,
    '-p',
    String(port),
    ...settingsAsArguments({ ...settings, listen_addresses: '127.0.0.1', unix_socket_directories: '' }),
  ]);
  return spawn(command.program, command.args, {
    cwd: path.parse(paths.dataDir).root,
    env: { ...process.env, ...C_LOCALE },
    uid: command.uid,
    gid: command.gid,
    detached: true,
    windowsHide: true,
    stdio: ['ignore', log, log],
  });
}

async function untilReadyOrGone(
  child: ChildProcess,
  exited: Promise<void>,
  pgdata: string,
  signal: AbortSignal,
): Promise<void> {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (!hasEnded(child)) {
    const file = readPostmasterFile(pgdata);
    if (file?.ready && file.pid === child.pid) return;
    if (signal.aborted || Date.now() > deadline) await giveUp(child.pid, pgdata, signal);
    await Promise.race([exited, delay(POLL_MS)]);
  }
}

async function giveUp(pid: number | undefined, pgdata: string, signal: AbortSignal): Promise<never> {
  if (pid !== undefined) await stopPostmaster(pid, pgdata);
  signal.throwIfAborted();
  throw new EmbeddedPostgresError(
    `The embedded PostgreSQL in ${pgdata} was not ready within ${READY_TIMEOUT_MS / 60_000} minutes.`,
  );
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function openLog(file: string): { descriptor: number; offset: number } {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > MAX_LOG_BYTES) closeSync(openSync(file, 'w', 0o600));
  return { descriptor: openSync(file, 'a', 0o600), offset: size > MAX_LOG_BYTES ? 0 : size };
}

function readFrom(file: string, offset: number): string {
  return readFileSync(file).subarray(offset).toString('utf8');
}
