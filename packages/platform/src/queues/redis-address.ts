import { z } from 'zod';

/** Where the queues are, when they are on Redis. */
export interface RedisAddress {
  /** One server; of a cluster one or more of its nodes, with commas between them, by which the others are found. */
  url: string;
  isCluster: boolean;
}

/** The variables by which a process is told of Redis. */
export const redisConfigShape = {
  REDIS_URL: z
    .string()
    .refine((text) => addressesIn(text).every(isRedisUrl), 'must be a redis:// address')
    .optional(),
  /** Whether `REDIS_URL` names nodes of a Redis Cluster. */
  REDIS_CLUSTER: z.enum(['on', 'off']).default('off'),
};

interface RedisConfig {
  REDIS_URL?: string | undefined;
  REDIS_CLUSTER: 'on' | 'off';
}

/** @returns undefined where the queues are on PostgreSQL. */
export function redisAddressOf({ REDIS_URL: url, REDIS_CLUSTER }: RedisConfig): RedisAddress | undefined {
  return url === undefined ? undefined : { url, isCluster: REDIS_CLUSTER === 'on' };
}

/** Adds an issue for whatever a single server, or a cluster, cannot be told. */
export function checkRedisConfig(config: RedisConfig, context: z.RefinementCtx): void {
  const refuse = (path: keyof RedisConfig, message: string) =>
    context.addIssue({ code: 'custom', path: [path], message });
  const { REDIS_URL: text, REDIS_CLUSTER } = config;
  if (text === undefined) {
    if (REDIS_CLUSTER === 'on') refuse('REDIS_CLUSTER', 'needs REDIS_URL, which names nodes of the cluster');
    return;
  }
  const addresses = addressesIn(text);
  // That one is none was said already.
  if (!addresses.every(isRedisUrl)) return;
  const urls = addresses.map((address) => new URL(address));
  if (REDIS_CLUSTER === 'off') {
    if (urls.length > 1) refuse('REDIS_URL', 'names several nodes, which needs REDIS_CLUSTER=on');
    return;
  }
  // The nodes that are found by these are called with the same credentials.
  const isOneCluster = new Set(urls.map(({ protocol, username, password }) => `${protocol}${username}:${password}`));
  if (isOneCluster.size > 1) refuse('REDIS_URL', 'must have the same protocol, user and password for every node');
  if (urls.some(({ pathname }) => !['', '/', '/0'].includes(pathname))) {
    refuse('REDIS_URL', 'must not name a database, of which a cluster has only one');
  }
}

/** The addresses between the commas. */
export function addressesIn(text: string): string[] {
  return text.split(',').map((address) => address.trim());
}

function isRedisUrl(text: string): boolean {
  return URL.canParse(text) && /^rediss?:$/.test(new URL(text).protocol) && new URL(text).hostname !== '';
}
