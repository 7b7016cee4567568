import { findRedisBinary } from '../testing/redis-binary.js';

/** Where the queues run. */
export type Backend = 'postgres' | 'redis';

export function nameOf(backend: Backend): string {
  return backend === 'redis' ? 'Redis' : 'embedded';
}

/** Both, or only PostgreSQL where there is no `redis-server`; that is said, never silent. */
export function availableBackends(): Backend[] {
  if (findRedisBinary()) return ['postgres', 'redis'];
  console.error('REDIS IS SKIPPED: there is no redis-server on the PATH.\n');
  return ['postgres'];
}
