import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { newId, QUEUES } from '@herald/shared';
import type { QueueKey } from '@herald/shared';
import { Redis } from 'ioredis';

import { eventually } from '../../../../scripts/testing/fixtures/eventually.ts';
import { findRedisBinary } from '../../../../scripts/testing/redis-binary.js';
import { startThrowAwayRedis } from '../../../../scripts/testing/throw-away-redis.ts';
import { startThrowAwayRedisCluster } from '../../../../scripts/testing/throw-away-redis-cluster.ts';
import type { ThrowAwayRedisCluster } from '../../../../scripts/testing/throw-away-redis-cluster.ts';
import { createLogger } from '../logger.ts';
import { keyPrefix } from './queue-driver.ts';
import { Queues } from './queues.ts';
import type { Consumer, JobHandler } from './queues.ts';
import { requireDurableRedis } from './redis-durability.ts';
import { describeQueues, job } from './testing/queue-contract.ts';

const logger = createLogger('test', 'silent');
const opened: Queues[] = [];
const consumers: Consumer[] = [];
let cluster: ThrowAwayRedisCluster;

jest.setTimeout(60_000);

// Without redis-server there is no cluster; the reporter says that it is missing.
(findRedisBinary() === undefined ? describe.skip : describe)('queues on a Redis Cluster of three nodes', () => {
  beforeAll(async () => {
    cluster = (await startThrowAwayRedisCluster())!;
  });
  afterEach(async () => {
    await Promise.all(consumers.splice(0).map((consumer) => consumer.close()));
    await Promise.all(opened.splice(0).map((queues) => queues.close()));
    await cluster.flush();
  });
  afterAll(() => cluster.stop());

  function open(redisUrl = cluster.url): Queues {
    const place = { databaseUrl: '', redisUrl, isRedisCluster: true };
    const queues = new Queues({ ...place, prefix: 'herald' }, logger);
    opened.push(queues);
    return queues;
  }

  function consume(queues: Queues, handle: JobHandler<'launch'>): Consumer {
    const options = { concurrency: 1, lockDurationMs: 2_000, stalledIntervalMs: 500 };
    const consumer = queues.consume('launch', handle, options);
    consumers.push(consumer);
    return consumer;
  }

  // First, because a consumer that was closed while it waited for its node holds a timer for some seconds.
  it('a node that dies and comes back: publishing does not fail, and nothing of what it held is lost', async () => {
    const queues = open();
    const published = job(newId());
    await queues.publish('launch', [published]);
    const held = await cluster.keys('*launchQueue*');
    const node = cluster.nodes[held.findIndex((keys) => keys.length > 0)]!;
    // Half a second more than Redis may lose when it writes its file every second.
    await eventually(async () => expect(await fsyncsPending(node.url)).toBe('0'));
    await node.kill();
    const startedAt = performance.now();
    expect(await queues.publish('launch', [job(newId())])).toBe(false);
    expect(performance.now() - startedAt).toBeLessThan(6_000);
    await expect(queues.ping()).rejects.toThrow();
    await node.start();
    await cluster.untilOk();

    const handled: string[] = [];
    consume(queues, async (_payload, { id }) => void handled.push(id));
    const later = job(newId());
    await eventually(async () => {
      await queues.publish('launch', [later]);
      expect(handled).toEqual(expect.arrayContaining([published.id, later.id]));
    }, 30_000);
    await queues.ping();
  });

  it('a consumer goes on when the node of its queue was away', async () => {
    const queues = open();
    const handled: string[] = [];
    consume(queues, async (_payload, { id }) => void handled.push(id));
    const before = job(newId());
    await queues.publish('launch', [before]);
    await eventually(async () => expect(handled).toEqual([before.id]));
    const held = await cluster.keys('*launchQueue*');
    const node = cluster.nodes[held.findIndex((keys) => keys.length > 0)]!;
    await node.kill();
    await node.start();
    await cluster.untilOk();
    const after = job(newId());
    await eventually(async () => {
      await queues.publish('launch', [after]);
      expect(handled).toContain(after.id);
    }, 30_000);
  });

  describeQueues({ open, consume });

  it('the keys of a queue lie on one node, and those of different queues on different nodes', async () => {
    const queues = open();
    await queues.publish('launch', [job(newId())]);
    await queues.publish('customers', [{ id: newId(), payload: { chunkId: newId() } }]);
    await queues.publish('orders', [{ id: newId(), payload: { chunkId: newId() } }]);
    await queues.publish('receipts', [{ id: 'receipts', payload: {} }]);
    await queues.publish('marker', [{ id: 'marker', payload: {} }]);
    const keys = await cluster.keys('*');
    const nodesOf = (key: QueueKey) => keys.filter((held) => held.some((name) => name.includes(QUEUES[key].name)));
    for (const key of ['launch', 'customers', 'orders', 'receipts', 'marker'] as const) {
      expect([key, nodesOf(key).length]).toEqual([key, 1]);
    }
    expect(keys.filter((held) => held.length > 0).length).toBeGreaterThan(1);
  });

  it('a prefix without braces would spread the keys of one queue, which its scripts cannot have', async () => {
    const redis = new Redis(cluster.nodes[0]!.url);
    try {
      const slotsWith = (prefix: string) =>
        Promise.all(['wait', 'active', 'meta', newId()].map((key) => redis.cluster('KEYSLOT', `${prefix}:${key}`)));
      for (const { name } of Object.values(QUEUES)) {
        expect(new Set(await slotsWith(`${keyPrefix('herald', name)}:${name}`)).size).toBe(1);
        expect(new Set(await slotsWith(`herald:${name}`)).size).toBeGreaterThan(1);
      }
      const twoKeys = redis.eval('return 1', 2, 'herald:launchQueue:wait', 'herald:launchQueue:active');
      await expect(twoKeys).rejects.toThrow('CROSSSLOT');
    } finally {
      redis.disconnect();
    }
  });

  it('the job of a process that was killed goes to another', async () => {
    const published = job(newId());
    await open().publish('launch', [published]);
    await killWhileAtWork(cluster.url);
    const handled: string[] = [];
    consume(open(), async (_payload, { id }) => void handled.push(id));
    await eventually(async () => expect(handled).toEqual([published.id]), 20_000);
  });

  it('is called with one password, also where a node was only found', async () => {
    const nodes = cluster.nodes.map(({ url }) => new Redis(url));
    try {
      await Promise.all(nodes.map((node) => node.config('SET', 'requirepass', 'a/secret')));
      const queues = open(cluster.url.replaceAll('redis://', 'redis://:a%2Fsecret@'));
      await queues.publish('launch', [job(newId())]);
      // Its queues are on two nodes, of which one is not named in the address.
      await queues.ping();
      await expect(open().ping()).rejects.toThrow();
    } finally {
      await Promise.all(nodes.map((node) => node.config('SET', 'requirepass', '')));
      for (const node of nodes) node.disconnect();
    }
  });

  it('is refused in production when a node is not durable, or is no node of a cluster; and named', async () => {
    await requireDurableRedis({ url: cluster.url, isCluster: true });
    const [first] = cluster.nodes;
    await expect(requireDurableRedis({ url: first!.url, isCluster: false })).rejects.toThrow(
      /REDIS_URL: it is a node of a cluster \(set `REDIS_CLUSTER=on`\)$/,
    );
    const alone = (await startThrowAwayRedis())!;
    const redis = new Redis(cluster.nodes[2]!.url);
    try {
      await expect(requireDurableRedis({ url: alone.url, isCluster: true })).rejects.toThrow(
        /REDIS_CLUSTER: is on, and REDIS_URL names no node of a cluster$/,
      );
      await redis.config('SET', 'maxmemory-policy', 'allkeys-lru');
      await expect(requireDurableRedis({ url: cluster.url, isCluster: true })).rejects.toThrow(
        new RegExp(`REDIS_URL: the node 127.0.0.1:${cluster.nodes[2]!.port}: it may evict jobs`),
      );
      await redis.config('SET', 'maxmemory-policy', 'noeviction');
    } finally {
      redis.disconnect();
      await alone.stop();
    }
    await expect(
      requireDurableRedis({ url: 'redis://127.0.0.1:9,redis://127.0.0.1:9', isCluster: true }),
    ).rejects.toThrow(/REDIS_URL: no node of the cluster serves it/);
  });
});

/** Kills a process that has taken a job. */
async function killWhileAtWork(redisUrl: string): Promise<void> {
  const from = (file: string) => JSON.stringify(path.join(import.meta.dirname, file));
  const script = `const { Queues } = await import(${from('queues.ts')});
    const { createLogger } = await import(${from('../logger.ts')});
    const place = { databaseUrl: '', redisUrl: ${JSON.stringify(redisUrl)}, isRedisCluster: true, prefix: 'herald' };
    new Queues(place, createLogger('test', 'silent')).consume(
      'launch',
      () => { console.log('at work'); return new Promise(() => {}); },
      { concurrency: 1, lockDurationMs: 1000, stalledIntervalMs: 500 },
    );`;
  const node = ['--conditions=herald-source', '--import', 'tsx', '--input-type=module', '-e', script];
  const child = spawn(process.execPath, node, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  await Promise.race([once(createInterface({ input: child.stdout }), 'line'), ended]);
  child.kill('SIGKILL');
  await ended;
}

/** Whether its append-only file lacks something that it was told. */
async function fsyncsPending(url: string): Promise<string | undefined> {
  const redis = new Redis(url);
  try {
    return /aof_pending_bio_fsync:(\d+)/.exec(await redis.info('persistence'))?.[1];
  } finally {
    redis.disconnect();
  }
}
