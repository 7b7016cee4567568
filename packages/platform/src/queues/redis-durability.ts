import { Cluster, Redis } from 'ioredis';

import { ConfigError } from '../config/parse-config.ts';
import { connectOnce } from './connect-redis.ts';
import type { RedisAddress } from './redis-address.ts';
import { readInfo } from './redis-info.ts';

/**
 * A queue on a Redis that forgets, or that throws jobs away when its memory is full, delays what it
 * forgot until a sweep finds it. In production that is a mistake in the set-up, so it is refused: of a
 * cluster, when one of its nodes is so.
 *
 * @throws ConfigError naming the setting.
 */
export async function requireDurableRedis(address: RedisAddress): Promise<void> {
  const redis = connectOnce(address);
  try {
    await connect(redis);
    const isOneOfSeveral = redis instanceof Cluster;
    const nodes = isOneOfSeveral ? redis.nodes('master') : [redis];
    const problems = await Promise.all(nodes.map((node) => problemsOf(node, isOneOfSeveral)));
    const found = problems.flat();
    if (found.length > 0) throw new ConfigError(`Bad configuration: REDIS_URL: ${found.join('; ')}`);
  } finally {
    redis.disconnect();
  }
}

/** @throws ConfigError where a cluster is not found; of a single server whatever it failed with. */
async function connect(redis: Redis | Cluster): Promise<void> {
  // What a cluster fails with says only that it failed.
  let reason = '';
  redis.on('node error', ({ message }: Error) => (reason = message));
  try {
    await redis.connect();
  } catch (error) {
    if (redis instanceof Redis) throw error;
    throw new ConfigError(
      reason.includes('cluster support disabled')
        ? 'Bad configuration: REDIS_CLUSTER: is on, and REDIS_URL names no node of a cluster'
        : `Bad configuration: REDIS_URL: no node of the cluster serves it (${reason || 'its slots are not covered'})`,
    );
  }
}

/** In words; `isOneOfSeveral` nodes, which then are told apart. */
async function problemsOf(node: Redis, isOneOfSeveral: boolean): Promise<string[]> {
  const info = await node.info();
  const problems = [
    ...(isOneOfSeveral || readInfo(info, 'cluster_enabled') !== '1'
      ? []
      : ['it is a node of a cluster (set `REDIS_CLUSTER=on`)']),
    ...(readInfo(info, 'aof_enabled') === '1' ? [] : ['it has no append-only persistence (set `appendonly yes`)']),
    ...(readInfo(info, 'maxmemory_policy') === 'noeviction'
      ? []
      : ['it may evict jobs when its memory is full (set `maxmemory-policy noeviction`)']),
  ];
  const { host, port } = node.options;
  return isOneOfSeveral ? problems.map((problem) => `the node ${host}:${port}: ${problem}`) : problems;
}
