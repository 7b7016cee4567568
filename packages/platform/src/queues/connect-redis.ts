import { Cluster, Redis } from 'ioredis';
import type { ClusterOptions, RedisOptions } from 'ioredis';

import { addressesIn } from './redis-address.ts';
import type { RedisAddress } from './redis-address.ts';

const DEFAULT_PORT = 6_379;
/** How often a command looks for its node, 100 ms apart: for less time than a publisher waits. */
const MOST_REDIRECTIONS = 16;

/** A connection that fails at once when Redis is away: what was to be said is said later. */
export function connectProducer({ url, isCluster }: RedisAddress): Redis | Cluster {
  const connection = isCluster
    ? // A command that is kept until the cluster is back would be kept for hours, and so would its jobs.
      connectCluster(url, { enableOfflineQueue: false })
    : new Redis(url, { maxRetriesPerRequest: 1 });
  return quiet(connection);
}

/** A connection that waits for Redis to come back. */
export function connectConsumer({ url, isCluster }: RedisAddress): Redis | Cluster {
  const waiting = { maxRetriesPerRequest: null };
  return quiet(isCluster ? connectCluster(url, { redisOptions: waiting }) : new Redis(url, waiting));
}

/** A connection that is tried once, for a question. */
export function connectOnce({ url, isCluster }: RedisAddress): Redis | Cluster {
  const connection = isCluster
    ? connectCluster(url, { lazyConnect: true, clusterRetryStrategy: () => null })
    : new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 1, retryStrategy: () => null });
  return quiet(connection);
}

function connectCluster(url: string, { redisOptions, ...options }: ClusterOptions): Cluster {
  const { nodes, ...common } = clusterPlace(url);
  return new Cluster(nodes, {
    maxRedirections: MOST_REDIRECTIONS,
    // A certificate names hosts: a name that is looked up first would be called by its address.
    ...(common.redisOptions.tls && { dnsLookup: (host, done) => done(null, host) }),
    ...options,
    redisOptions: { ...common.redisOptions, ...redisOptions },
  });
}

/** What the nodes of a cluster are called by: where some are, and how to talk to all of them. */
export function clusterPlace(url: string): {
  nodes: { host: string; port: number }[];
  redisOptions: Pick<RedisOptions, 'username' | 'password' | 'tls'>;
} {
  const urls = addressesIn(url).map((address) => new URL(address));
  const [{ protocol, username, password } = new URL('redis://')] = urls;
  return {
    nodes: urls.map(({ hostname, port }) => ({
      host: hostname.replace(/^\[(.*)\]$/, '$1'),
      port: Number(port || DEFAULT_PORT),
    })),
    redisOptions: {
      ...(username !== '' && { username: decodeURIComponent(username) }),
      ...(password !== '' && { password: decodeURIComponent(password) }),
      ...(protocol === 'rediss:' && { tls: {} }),
    },
  };
}

/** Whoever uses it hears of each failure; the connection's own event would end the process. */
function quiet<C extends Redis | Cluster>(connection: C): C {
  connection.on('error', () => {});
  return connection;
}
