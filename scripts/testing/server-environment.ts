import type { EnvironmentContext, JestEnvironmentConfig } from '@jest/environment';
import { Redis } from 'ioredis';
import { randomBytes, randomInt } from 'node:crypto';

import LeakCheckingEnvironment from './leak-checking-environment.ts';
import {
  copyTemplate,
  databaseUrlFor,
  dropDatabase,
  openConnections,
  SERVERS_VARIABLE,
  type TestServers,
} from './test-databases.ts';

/**
 * Gives one test file a migrated database of its own, and drops it afterwards. In the file:
 *
 * - `HERALD_TEST_DATABASE_URL`: the database.
 * - `HERALD_TEST_QUEUE_PREFIX`: a prefix for queues that no other file uses.
 * - `HERALD_TEST_REDIS_URL`: where the queues belong on Redis in this project, else not set. On
 *   the throw-away Redis it names a database of the file's own, which may be flushed.
 * - `HERALD_TEST_SPARE_REDIS_URL`: in the `process` project, a Redis for a test that wants one.
 *
 * The file fails when it ends with a connection to either still open.
 */
export default class ServerEnvironment extends LeakCheckingEnvironment {
  readonly #redisVariable: unknown;
  readonly #servers: TestServers;
  readonly #database: string;
  readonly #redisUrl: string | undefined;
  readonly #queuePrefix: string;

  constructor(config: JestEnvironmentConfig, context: EnvironmentContext) {
    super(config, context);
    const servers = process.env[SERVERS_VARIABLE];
    if (!servers) throw new Error(`${SERVERS_VARIABLE} is not set: did global-setup.ts run?`);
    this.#servers = JSON.parse(servers) as TestServers;
    this.#redisVariable = config.projectConfig.testEnvironmentOptions['redisVariable'];
    const fileId = randomBytes(6).toString('hex');
    this.#database = `${this.#servers.prefix}_${fileId}`;
    this.#queuePrefix = `herald-test-${fileId}`;
    this.#redisUrl = ownRedisUrl(this.#servers);
  }

  override async setup(): Promise<void> {
    await super.setup();
    await copyTemplate(this.#servers, this.#database);
    const { env } = this.global.process;
    for (const name of ['DATABASE_URL', 'REDIS_URL', 'TEST_DATABASE_URL', SERVERS_VARIABLE]) delete env[name];
    env['HERALD_TEST_DATABASE_URL'] = databaseUrlFor(this.#servers.postgresUrl, this.#database);
    env['HERALD_TEST_QUEUE_PREFIX'] = this.#queuePrefix;
    if (typeof this.#redisVariable === 'string' && this.#redisUrl) env[this.#redisVariable] = this.#redisUrl;
  }

  protected override async findLeaks(): Promise<string[]> {
    const [own, postgres, redis] = await Promise.all([
      super.findLeaks(),
      openConnections(this.#servers, this.#database),
      this.#openRedisConnections(),
    ]);
    return [...own, ...postgres, ...redis];
  }

  protected override async cleanUp(leaks: readonly string[]): Promise<void> {
    // Cutting a connection that is still held would end the worker before it can name the leak;
    // then the end of the run drops the database.
    if (leaks.length > 0) return;
    await dropDatabase(this.#servers, this.#database);
    if (!this.#redisUrl) return;
    await withRedis(this.#redisUrl, async (redis) => {
      // A Redis that is not ours holds other things; only keys of this file are removed there.
      if (this.#servers.redis?.databases) await redis.flushdb();
      else await deleteKeys(redis, `*${this.#queuePrefix}*`);
    });
  }

  /** Only on a Redis of our own can a connection be told to belong to this file. */
  async #openRedisConnections(): Promise<string[]> {
    if (!this.#redisUrl || !this.#servers.redis?.databases) return [];
    const database = Number(new URL(this.#redisUrl).pathname.slice(1));
    return withRedis(this.#redisUrl, async (redis) => {
      const own = await redis.client('ID');
      const clients = String(await redis.client('LIST'))
        .trim()
        .split('\n');
      return clients
        .map((line) => new Map(line.split(' ').map((field) => field.split('=', 2) as [string, string])))
        .filter((client) => Number(client.get('db')) === database && Number(client.get('id')) !== own)
        .map((client) => `Redis connection (${client.get('name') || 'no name'}): ${client.get('cmd')}`);
    });
  }
}

function ownRedisUrl({ redis }: TestServers): string | undefined {
  if (!redis?.databases) return redis?.url;
  return `${redis.url}/${randomInt(1, redis.databases)}`;
}

async function withRedis<T>(url: string, work: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null });
  redis.on('error', () => {});
  await redis.connect();
  try {
    return await work(redis);
  } finally {
    redis.disconnect();
  }
}

async function deleteKeys(redis: Redis, pattern: string): Promise<void> {
  for await (const keys of redis.scanStream({ match: pattern, count: 1_000 }) as AsyncIterable<string[]>) {
    if (keys.length > 0) await redis.unlink(...keys);
  }
}
