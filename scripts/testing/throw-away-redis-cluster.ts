import { Redis } from 'ioredis';

import { eventually } from './fixtures/eventually.ts';
import { startThrowAwayRedis } from './throw-away-redis.ts';
import type { ThrowAwayRedis, ThrowAwayRedisOptions } from './throw-away-redis.ts';

const NODES = 3;
const SLOTS = 16_384;
const FORM_TIMEOUT_MS = 30_000;

/**
 * Starts a Redis Cluster of three masters on free ports of this machine, each with a third of the slots.
 *
 * @returns undefined where there is no `redis-server`.
 */
export async function startThrowAwayRedisCluster(
  options: Pick<ThrowAwayRedisOptions, 'appendOnly'> = {},
): Promise<ThrowAwayRedisCluster | undefined> {
  const nodes: ThrowAwayRedis[] = [];
  try {
    for (let index = 0; index < NODES; index += 1) {
      const node = await startThrowAwayRedis({ ...options, clusterNode: true });
      if (node === undefined) return undefined;
      nodes.push(node);
    }
    await joinUp(nodes);
    return new ThrowAwayRedisCluster(nodes);
  } catch (error) {
    await Promise.all(nodes.map((node) => node.stop()));
    throw error;
  }
}

/** A cluster of which each node can be killed and started again. */
export class ThrowAwayRedisCluster {
  readonly nodes: readonly ThrowAwayRedis[];
  /** Two of the nodes, by which the third is found. */
  readonly url: string;

  constructor(nodes: readonly ThrowAwayRedis[]) {
    this.nodes = nodes;
    this.url = nodes
      .slice(0, 2)
      .map(({ url }) => url)
      .join(',');
  }

  /** What each node holds: its keys, by the node's index. */
  keys(pattern: string): Promise<string[][]> {
    return Promise.all(this.nodes.map((node) => withNode(node, (redis) => redis.keys(pattern))));
  }

  /** Takes away everything. */
  async flush(): Promise<void> {
    await Promise.all(this.nodes.map((node) => withNode(node, (redis) => redis.flushall())));
  }

  /** Resolves when every node says that all slots are served. */
  async untilOk(): Promise<void> {
    await eventually(async () => {
      const states = await Promise.all(this.nodes.map((node) => withNode(node, (redis) => redis.cluster('INFO'))));
      const isOk = states.every((state) => {
        return state.includes('cluster_state:ok') && state.includes(`cluster_known_nodes:${NODES}`);
      });
      if (!isOk) throw new Error(`the cluster is not formed:\n${states.join('\n')}`);
    }, FORM_TIMEOUT_MS);
  }

  async stop(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.stop()));
  }
}

async function joinUp(nodes: readonly ThrowAwayRedis[]): Promise<void> {
  const share = Math.ceil(SLOTS / nodes.length);
  for (const [index, node] of nodes.entries()) {
    await withNode(node, async (redis) => {
      // Nodes that all begin at the same epoch would have to settle first who is right about the slots.
      await redis.cluster('SET-CONFIG-EPOCH', index + 1);
      await redis.call('CLUSTER', 'ADDSLOTSRANGE', index * share, Math.min(SLOTS, (index + 1) * share) - 1);
    });
  }
  const [first, ...others] = nodes;
  if (first === undefined) return;
  await withNode(first, async (redis) => {
    for (const { port, busPort } of others) await redis.call('CLUSTER', 'MEET', '127.0.0.1', port, busPort);
  });
  await new ThrowAwayRedisCluster(nodes).untilOk();
}

/** Talks to one node about itself. */
async function withNode<T>({ url }: ThrowAwayRedis, work: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0 });
  redis.on('error', () => {});
  try {
    await redis.connect();
    return await work(redis);
  } finally {
    redis.disconnect();
  }
}
