import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { Redis } from 'ioredis';

import { findRedisBinary } from './redis-binary.js';

export interface ThrowAwayRedis {
  url: string;
  /** How many numbered databases it has, so that each test file can have one it may flush. */
  databases: number;
  stop: () => Promise<void>;
}

const DATABASES = 4096;
const START_ATTEMPTS = 5;
const START_TIMEOUT_MS = 10_000;

/** Starts a Redis without persistence on a free port; undefined where there is no `redis-server`. */
export async function startThrowAwayRedis(): Promise<ThrowAwayRedis | undefined> {
  const binary = findRedisBinary();
  if (!binary) return undefined;
  const directory = await mkdtemp(path.join(os.tmpdir(), 'herald-redis-'));
  try {
    for (let attempt = 1; attempt <= START_ATTEMPTS; attempt += 1) {
      const started = await tryStart(binary, directory);
      if (started) return started;
    }
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    throw error;
  }
  await rm(directory, { recursive: true, force: true });
  throw new Error(`${binary} did not start in ${START_ATTEMPTS} attempts`);
}

/** Undefined when the server ended at once: somebody else took the free port first. */
async function tryStart(binary: string, directory: string): Promise<ThrowAwayRedis | undefined> {
  const port = await freePort();
  const options = ['--port', port, '--bind', '127.0.0.1', '--databases', DATABASES, '--dir', directory];
  const child = spawn(binary, [...options.map(String), '--save', '', '--appendonly', 'no', '--daemonize', 'no'], {
    stdio: 'ignore',
    detached: true,
  });
  const url = `redis://127.0.0.1:${port}`;
  if (!(await answers(url, child))) return undefined;
  return {
    url,
    databases: DATABASES,
    stop: async () => {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function answers(url: string, child: ChildProcess): Promise<boolean> {
  const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0 });
  client.on('error', () => {});
  const deadline = Date.now() + START_TIMEOUT_MS;
  try {
    while (Date.now() < deadline && child.exitCode === null) {
      try {
        await client.connect();
        await client.ping();
        // The answer may come from a stranger's Redis that took the port first; then our own has ended.
        await sleep(20);
        return child.exitCode === null;
      } catch {
        await sleep(50);
      }
    }
    if (child.exitCode === null) {
      child.kill('SIGKILL');
      throw new Error(`redis-server did not answer at ${url} within ${START_TIMEOUT_MS} ms`);
    }
    return false;
  } finally {
    client.disconnect();
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
