import { existsSync } from 'node:fs';
import path from 'node:path';

import pg from 'pg';

import {
  CLUSTER_USER,
  clusterPaths,
  createCluster,
  readPassword,
} from '../../packages/platform/src/embedded-postgres/cluster.ts';
import { findFreePort } from '../../packages/platform/src/embedded-postgres/free-port.ts';
import { stopPostmaster } from '../../packages/platform/src/embedded-postgres/postmaster.ts';
import { acquireProcessLock } from '../../packages/platform/src/embedded-postgres/process-lock.ts';
import { startServer } from '../../packages/platform/src/embedded-postgres/server.ts';
import { chooseServerUser } from '../../packages/platform/src/embedded-postgres/server-user.ts';
import { NON_DURABLE_SETTINGS } from '../../packages/platform/src/embedded-postgres/settings.ts';
import {
  makeThrowAwayFolder,
  removeFolder,
  removeLeftovers,
} from '../../packages/platform/src/embedded-postgres/throw-away-folder.ts';

/** Where Debian's package postgresql-15 has its programs. */
export const DEBIAN_BIN = '/usr/lib/postgresql/15/bin';

export const debianPostgresIsAvailable = existsSync(path.join(DEBIAN_BIN, 'initdb'));

export interface DebianPostgres {
  /** Of an empty database. */
  url: string;
  stop(): Promise<void>;
}

/** A fresh cluster of Debian's PostgreSQL 15, which `stop` removes. */
export async function startDebianPostgres(): Promise<DebianPostgres> {
  await removeLeftovers();
  const dataDir = makeThrowAwayFolder();
  try {
    return await start(dataDir);
  } catch (error) {
    removeFolder(dataDir);
    throw error;
  }
}

async function start(dataDir: string): Promise<DebianPostgres> {
  const paths = clusterPaths(dataDir);
  const lock = acquireProcessLock(paths.lockFile);
  const { signal } = new AbortController();
  const binaries = { initdb: path.join(DEBIAN_BIN, 'initdb'), postgres: path.join(DEBIAN_BIN, 'postgres') };
  const user = chooseServerUser(paths.pgdata, [binaries.postgres, dataDir]);
  await createCluster({ paths, binaries, user, durable: false, signal });
  const settings = { ...NON_DURABLE_SETTINGS, max_connections: 200 };
  const server = await startServer({
    paths,
    postgres: binaries.postgres,
    user,
    port: await findFreePort(),
    settings,
    signal,
  });
  const urlOf = (role: string, database: string) =>
    `postgres://${role}:${readPassword(paths)}@127.0.0.1:${server.port}/${database}?sslmode=disable`;
  const client = new pg.Client({ connectionString: urlOf(CLUSTER_USER, 'postgres') });
  await client.connect();
  // As docs/deploy.md has it: the database is all that its owner may do anything with.
  await client.query(`CREATE ROLE shop LOGIN PASSWORD '${readPassword(paths)}'`);
  await client.query('CREATE DATABASE herald OWNER shop');
  await client.end();
  return {
    url: urlOf('shop', 'herald'),
    stop: async () => {
      await stopPostmaster(server.pid, paths.pgdata);
      await server.exited;
      lock.release();
      removeFolder(dataDir);
    },
  };
}
