import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import pg from 'pg';

import { locateBinaries, type PostgresBinaries } from './binaries.ts';
import {
  CLUSTER_USER,
  clusterExists,
  clusterPaths,
  createCluster,
  readPassword,
  type ClusterPaths,
} from './cluster.ts';
import { EmbeddedPostgresError, explainSystemError } from './errors.ts';
import { findFreePort, isPortFree } from './free-port.ts';
import { stopOrphan, stopPostmaster } from './postmaster.ts';
import { acquireProcessLock, LockHeldError, type ProcessLock } from './process-lock.ts';
import { explainStartFailure, startServer, type Server } from './server.ts';
import { chooseServerUser, giveTo, type ServerUser } from './server-user.ts';
import { defaultSettings, NON_DURABLE_SETTINGS, type PostgresSettings } from './settings.ts';
import { makeThrowAwayFolder, removeFolder, removeLeftovers } from './throw-away-folder.ts';

export { EmbeddedPostgresError } from './errors.ts';

export interface EmbeddedPostgresOptions {
  /** Holds the cluster, its password and its log; made when it does not exist. */
  dataDir: string;
  /** Without one: that of the last run when it is still free, otherwise any free one. */
  port?: number;
  /** Told in one line what takes a while or went unusually. */
  log?: (line: string) => void;
  /** Over the defaults of `settings.ts`. */
  settings?: PostgresSettings;
  /** False: faster, and the data do not survive a power cut. For tests. */
  durable?: boolean;
  /** Gives up a start that is under way; nothing stays behind. */
  signal?: AbortSignal;
}

export interface EmbeddedPostgres {
  /** Of the database `herald`, as its superuser. */
  url: string;
  port: number;
  pid: number;
  /** Resolves when the server is gone, also when nobody asked it to stop. */
  exited: Promise<void>;
  /** Resolves when the server is gone and everything is written. Safe to call twice. */
  stop(): Promise<void>;
}

const DATABASE = 'herald';
const PORT_ATTEMPTS = 5;

/**
 * Runs a real PostgreSQL on 127.0.0.1 from a folder, and makes the cluster there the first
 * time. Whatever a killed predecessor left, a server that still runs included, is cleared
 * away first.
 *
 * @throws EmbeddedPostgresError with one sentence for everything that a user can change.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const paths = clusterPaths(path.resolve(options.dataDir));
  try {
    mkdirSync(paths.dataDir, { recursive: true });
    const lock = lockFolder(paths);
    try {
      return await startLocked(paths, lock, options);
    } catch (error) {
      lock.release();
      throw error;
    }
  } catch (error) {
    throw explainSystemError(error, paths);
  }
}

/**
 * Where the PostgreSQL of this folder listens, if one runs.
 *
 * @throws EmbeddedPostgresError when none ever did.
 */
export function lastEmbeddedUrl(dataDir: string): string {
  const paths = clusterPaths(path.resolve(dataDir));
  const port = readLastPort(paths);
  if (port === undefined)
    throw new EmbeddedPostgresError(`There is no database in ${dataDir} yet: start Herald first.`);
  return urlOf(DATABASE, readPassword(paths), port);
}

/**
 * A PostgreSQL for one test run: fast, not durable, in a temporary folder that `stop`
 * removes. What a killed run left is removed when the next one starts.
 */
export async function startThrowAwayPostgres(
  options: Pick<EmbeddedPostgresOptions, 'settings' | 'log'> = {},
): Promise<EmbeddedPostgres> {
  await removeLeftovers();
  const dataDir = makeThrowAwayFolder();
  try {
    const server = await startEmbeddedPostgres({ ...options, dataDir, durable: false });
    return { ...server, stop: () => server.stop().finally(() => removeFolder(dataDir)) };
  } catch (error) {
    removeFolder(dataDir);
    throw error;
  }
}

function lockFolder(paths: ClusterPaths): ProcessLock {
  try {
    return acquireProcessLock(paths.lockFile);
  } catch (error) {
    if (!(error instanceof LockHeldError)) throw error;
    throw new EmbeddedPostgresError(`The database in ${paths.dataDir} is in use by process ${error.holder.pid}.`);
  }
}

async function startLocked(
  paths: ClusterPaths,
  lock: ProcessLock,
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const { log = () => {}, durable = true, signal = new AbortController().signal } = options;
  const binaries = locateBinaries();
  const user = chooseServerUser(paths.pgdata, [binaries.postgres, paths.dataDir]);
  if (clusterExists(paths)) await takeOver(paths, user, log);
  else {
    log('Creating the database');
    await createCluster({ paths, binaries, user, durable, signal });
  }
  const server = await startOnSomePort(paths, binaries, user, { ...options, durable, signal });
  try {
    const url = await ensureDatabase(paths, server.port);
    writeFileSync(paths.portFile, String(server.port));
    return handle(url, server, paths, lock);
  } catch (error) {
    await stopPostmaster(server.pid, paths.pgdata);
    throw error;
  }
}

async function takeOver(paths: ClusterPaths, user: ServerUser | undefined, log: (line: string) => void): Promise<void> {
  giveTo(user, paths.pgdata);
  if (await stopOrphan(paths.pgdata)) log('Stopped the database that a killed Herald had left running');
}

/** A port that we choose may be taken before PostgreSQL gets there; then another one does. */
async function startOnSomePort(
  paths: ClusterPaths,
  { postgres }: PostgresBinaries,
  user: ServerUser | undefined,
  options: EmbeddedPostgresOptions & { durable: boolean; signal: AbortSignal },
): Promise<Server> {
  const settings = { ...defaultSettings(), ...(options.durable ? {} : NON_DURABLE_SETTINGS), ...options.settings };
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port ?? (await choosePort(paths));
    try {
      return await startServer({ paths, postgres, user, port, settings, signal: options.signal });
    } catch (error) {
      const mayChooseAgain = options.port === undefined && attempt < PORT_ATTEMPTS && !(await isPortFree(port));
      if (!mayChooseAgain) throw explainStartFailure(error, { ...paths, port });
    }
  }
}

async function choosePort(paths: ClusterPaths): Promise<number> {
  const last = readLastPort(paths);
  return last !== undefined && (await isPortFree(last)) ? last : findFreePort();
}

function readLastPort(paths: ClusterPaths): number | undefined {
  try {
    const port = Number(readFileSync(paths.portFile, 'utf8'));
    return Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined;
  } catch {
    return undefined; // The first run, or one that was cut short: any port will do.
  }
}

/** @returns the address of Herald's database in the cluster. */
async function ensureDatabase(paths: ClusterPaths, port: number): Promise<string> {
  const password = readPassword(paths);
  const client = new pg.Client({ connectionString: urlOf('postgres', password, port) });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
    return urlOf(DATABASE, password, port);
  } finally {
    await client.end();
  }
}

function urlOf(database: string, password: string, port: number): string {
  // Says that there is no TLS, whatever PGSSLMODE asks for elsewhere.
  return `postgres://${CLUSTER_USER}:${password}@127.0.0.1:${port}/${database}?sslmode=disable`;
}

function handle(url: string, server: Server, paths: ClusterPaths, lock: ProcessLock): EmbeddedPostgres {
  let gone = false;
  const exited = server.exited.then(() => {
    gone = true;
    lock.release();
  });
  let stopping: Promise<void> | undefined;
  const stop = async () => {
    if (!gone) await stopPostmaster(server.pid, paths.pgdata);
    await exited;
  };
  return { url, port: server.port, pid: server.pid, exited, stop: () => (stopping ??= stop()) };
}
