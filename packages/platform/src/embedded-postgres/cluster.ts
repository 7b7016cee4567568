import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';

import type { PostgresBinaries } from './binaries.ts';
import { EmbeddedPostgresError, explainFailure } from './errors.ts';
import { asServerUser, giveTo, type ServerUser } from './server-user.ts';

/** The superuser of the cluster. */
export const CLUSTER_USER = 'herald';

/** Messages in English, which is what `errors.ts` reads; text sorted by its bytes. */
export const C_LOCALE = { LC_ALL: 'C', LANG: 'C' };

/** Where the files of an embedded PostgreSQL are, all below its data folder. */
export function clusterPaths(dataDir: string) {
  return {
    dataDir,
    /** The cluster itself; complete if it exists. */
    pgdata: path.join(dataDir, 'pgdata'),
    /** A cluster in the making. */
    unfinished: path.join(dataDir, 'pgdata.new'),
    passwordFile: path.join(dataDir, 'password'),
    /** The port of the last run. */
    portFile: path.join(dataDir, 'port'),
    /** What PostgreSQL writes. */
    logFile: path.join(dataDir, 'postgres.log'),
    lockFile: path.join(dataDir, 'lock'),
  };
}
export type ClusterPaths = ReturnType<typeof clusterPaths>;

export interface ClusterOptions {
  paths: ClusterPaths;
  binaries: PostgresBinaries;
  user: ServerUser | undefined;
  durable: boolean;
  signal: AbortSignal;
}

export function clusterExists({ pgdata }: ClusterPaths): boolean {
  return existsSync(path.join(pgdata, 'PG_VERSION'));
}

/**
 * Makes a cluster beside its final name and moves it there when it is whole, so that one
 * that was cut short is never taken for a database.
 */
export async function createCluster(options: ClusterOptions): Promise<void> {
  const { paths, user } = options;
  // The initdb of a run that was killed may still be writing for a moment.
  rmSync(paths.unfinished, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  mkdirSync(paths.unfinished, { mode: 0o700 });
  giveTo(user, paths.unfinished);
  writePassword(paths, user);
  await runInitdb(options);
  renameSync(paths.unfinished, paths.pgdata);
  syncFolder(paths.dataDir);
}

export function readPassword(paths: ClusterPaths): string {
  try {
    return readFileSync(paths.passwordFile, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new EmbeddedPostgresError(`The password file ${paths.passwordFile} of the embedded PostgreSQL is missing.`);
  }
}

function writePassword(paths: ClusterPaths, user: ServerUser | undefined): void {
  rmSync(paths.passwordFile, { force: true });
  writeFileSync(paths.passwordFile, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600, flush: true });
  // initdb reads it as the server's user.
  if (user) chownSync(paths.passwordFile, user.uid, user.gid);
}

async function runInitdb({ paths, binaries, user, durable, signal }: ClusterOptions): Promise<void> {
  const command = asServerUser(user, binaries.initdb, [
    `--pgdata=${paths.unfinished}`,
    `--username=${CLUSTER_USER}`,
    `--pwfile=${paths.passwordFile}`,
    '--auth=scram-sha-256',
    '--locale=C',
    '--encoding=UTF8',
    '--no-instructions',
    ...(durable ? [] : ['--no-sync']),
  ]);
  const child = spawn(command.program, command.args, {
    cwd: path.parse(paths.dataDir).root,
    env: { ...process.env, ...C_LOCALE },
    uid: command.uid,
    gid: command.gid,
    detached: true,
    windowsHide: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: string[] = [];
  const kill = () => child.kill('SIGTERM');
  signal.addEventListener('abort', kill);
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', (text: string) => output.push(text));
      }
      child.once('error', reject).once('close', resolve);
    });
    signal.throwIfAborted();
    if (code !== 0) throw explainFailure('initdb', output.join(''), paths);
  } finally {
    signal.removeEventListener('abort', kill);
  }
}

/** Makes a rename survive a power cut. Windows cannot open folders and needs no such call. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
