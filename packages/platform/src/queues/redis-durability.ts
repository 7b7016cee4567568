import { Redis } from 'ioredis';

import { ConfigError } from '../config/parse-config.ts';

/**
 * A queue on a Redis that forgets, or that throws jobs away when its memory is full, delays what it
 * forgot until a sweep finds it. In production that is a mistake in the set-up, so it is refused.
 *
 * @throws ConfigError naming the setting.
 */
export async function requireDurableRedis(redisUrl: string): Promise<void> {
  const redis = new Redis(redisUrl, { lazyConnect: true, maxRetriesPerRequest: 1, retryStrategy: () => null });
  redis.on('error', () => {});
  try {
    await redis.connect();
    const info = await redis.info();
    const problems = [
      ...(readInfo(info, 'aof_enabled') === '1' ? [] : ['it has no append-only persistence (set `appendonly yes`)']),
      ...(readInfo(info, 'maxmemory_policy') === 'noeviction'
        ? []
        : ['it may evict jobs when its memory is full (set `maxmemory-policy noeviction`)']),
    ];
    if (problems.length > 0) throw new ConfigError(`Bad configuration: REDIS_URL: ${problems.join('; ')}`);
  } finally {
    redis.disconnect();
  }
}

/** One line of Redis's INFO, `name:value`. */
function readInfo(info: string, name: string): string | undefined {
  return new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1];
}
