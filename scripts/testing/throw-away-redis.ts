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
  /** It is made to become a node of a cluster. */
  clusterNode?: boolean;
}

const DATABASES = 4096;
const START_ATTEMPTS = 5;
const START_TIMEOUT_MS = 10_000;
/** A node that does not answer for so long is down for the others. */
const CLUSTER_NODE_TIMEOUT_MS = 2_000;

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
      const redis = new ThrowAwayRedis(binary, directory, await freePorts(), options);
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
  readonly port: number;
  /** On which it talks to other nodes of its cluster. */
  readonly busPort: number;
  private readonly binary: string;
  private readonly directory: string;
  private readonly serverArguments: string[];
  private child: ChildProcess | undefined;

  constructor(binary: string, directory: string, { port, busPort }: Ports, options: ThrowAwayRedisOptions) {
    this.url = `redis://127.0.0.1:${port}`;
    this.port = port;
    this.busPort = busPort;
    this.binary = binary;
    this.directory = directory;
    this.serverArguments = serverArguments(directory, { port, busPort }, options);
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

interface Ports {
  port: number;
  busPort: number;
}

function serverArguments(
  directory: string,
  { port, busPort }: Ports,
  { appendOnly = true, clusterNode = false }: ThrowAwayRedisOptions,
): string[] {
  const place = ['--port', port, '--bind', '127.0.0.1', '--dir', directory];
  // Of a cluster there is one database. The usual bus port, 10,000 above the other, may be none.
  const kind = clusterNode
    ? ['--cluster-enabled', 'yes', '--cluster-port', busPort, '--cluster-node-timeout', CLUSTER_NODE_TIMEOUT_MS]
    : ['--databases', DATABASES];
  const files = ['--save', '', '--appendonly', appendOnly ? 'yes' : 'no', '--appendfsync', 'everysec'];
  // Its arguments stay to be seen in the list of processes, by which leftovers are found.
  const rest = ['--maxmemory-policy', 'noeviction', '--daemonize', 'no', '--set-proc-title', 'no'];
  return [...place, ...kind, ...files, ...rest].map(String);
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

/** Two that differ, because both are taken before either is let go. */
async function freePorts(): Promise<Ports> {
  const servers = [createServer().listen(0, '127.0.0.1'), createServer().listen(0, '127.0.0.1')];
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const [port = 0, busPort = 0] = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return { port, busPort };
}
