import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { Redis } from 'ioredis';

import { findRedisBinary } from './redis-binary.js';
import { ownRedisFolder, REDIS_FOLDER_PREFIX, removeRedisLeftovers } from './redis-leftovers.ts';

export interface ThrowAwayRedisOptions {
  /**
   * As Herald demands it in production: what was answered survives the kill of the server.
   * False: faster, and nothing survives.
   */
  appendOnly?: boolean;
}

const DATABASES = 4096;
const START_ATTEMPTS = 5;
const START_TIMEOUT_MS = 10_000;

/**
 * Starts a Redis on a free port, its files in a temporary folder. What a killed run left is
 * removed first.
 *
 * @returns undefined where there is no `redis-server`.
 */
export async function startThrowAwayRedis(options: ThrowAwayRedisOptions = {}): Promise<ThrowAwayRedis | undefined> {
  const binary = findRedisBinary();
  if (!binary) return undefined;
  removeRedisLeftovers();
  const directory = await mkdtemp(path.join(os.tmpdir(), REDIS_FOLDER_PREFIX));
  try {
    ownRedisFolder(directory);
    for (let attempt = 1; attempt <= START_ATTEMPTS; attempt += 1) {
      const redis = new ThrowAwayRedis(binary, directory, await freePort(), options);
      if (await redis.tryStart()) return redis;
    }
    throw new Error(`${binary} did not start in ${START_ATTEMPTS} attempts`);
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    throw error;
  }
}

/** A Redis that can be killed and started again, on the same port and files. */
export class ThrowAwayRedis {
  readonly url: string;
  /** How many numbered databases it has, so that each test file can have one it may flush. */
  readonly databases = DATABASES;
  private readonly binary: string;
  private readonly directory: string;
  private readonly serverArguments: string[];
  private child: ChildProcess | undefined;

  constructor(binary: string, directory: string, port: number, { appendOnly = true }: ThrowAwayRedisOptions) {
    this.url = `redis://127.0.0.1:${port}`;
    this.binary = binary;
    this.directory = directory;
    this.serverArguments = serverArguments(directory, port, appendOnly);
  }

  /** @returns false when the server ended at once: somebody else took the free port first. */
  async tryStart(): Promise<boolean> {
    this.child = spawn(this.binary, this.serverArguments, { stdio: 'ignore', detached: true });
    return answers(this.url, this.child);
  }

  /** After a kill. Resolves when it has read its files and answers. */
  async start(): Promise<void> {
    if (!(await this.tryStart())) throw new Error(`redis-server did not start again at ${this.url}`);
  }

  /** As in a crash: nothing is written any more. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** Ends it and removes its files. */
  async stop(): Promise<void> {
    await this.end('SIGTERM');
    await rm(this.directory, { recursive: true, force: true });
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { child } = this;
    if (child === undefined || hasEnded(child)) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  }
}

function serverArguments(directory: string, port: number, appendOnly: boolean): string[] {
  const place = ['--port', port, '--bind', '127.0.0.1', '--databases', DATABASES, '--dir', directory];
  const files = ['--save', '', '--appendonly', appendOnly ? 'yes' : 'no', '--appendfsync', 'everysec'];
  // Its arguments stay to be seen in the list of processes, by which leftovers are found.
  const rest = ['--maxmemory-policy', 'noeviction', '--daemonize', 'no', '--set-proc-title', 'no'];
  return [...place, ...files, ...rest].map(String);
}

async function answers(url: string, child: ChildProcess): Promise<boolean> {
  const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0 });
  client.on('error', () => {});
  const deadline = Date.now() + START_TIMEOUT_MS;
  try {
    while (Date.now() < deadline && !hasEnded(child)) {
      try {
        await client.connect();
        await client.ping();
        // The answer may come from a stranger's Redis that took the port first; then our own has ended.
        await sleep(20);
        return !hasEnded(child);
      } catch {
        await sleep(50);
      }
    }
    if (!hasEnded(child)) {
      child.kill('SIGKILL');
      throw new Error(`redis-server did not answer at ${url} within ${START_TIMEOUT_MS} ms`);
    }
    return false;
  } finally {
    client.disconnect();
  }
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
