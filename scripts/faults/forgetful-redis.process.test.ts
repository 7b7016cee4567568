import { describe, expect, it } from '@jest/globals';

import { startThrowAwayHerald } from '../herald/throw-away-herald.ts';
import { startThrowAwayRedis } from '../testing/throw-away-redis.ts';
import { queueBackends, TEST_TIMEOUT_MS } from './form.ts';

const databaseUrl = process.env['HERALD_TEST_DATABASE_URL'] ?? '';
const hasRedis = queueBackends().some(({ redisUrl }) => redisUrl !== undefined);

// Without redis-server there is nothing to refuse; the reporter says that it is missing.
(hasRedis ? describe : describe.skip)('a Redis that forgets what it was told', () => {
  it(
    'is refused in production by name, and taken elsewhere',
    async () => {
      const redis = await startThrowAwayRedis({ appendOnly: false });
      if (redis === undefined) throw new Error('there is no redis-server');
      try {
        const start = (NODE_ENV: string) =>
          startThrowAwayHerald({ databaseUrl, redisUrl: redis.url, env: { NODE_ENV } });
        await expect(start('production')).rejects.toThrow(/REDIS_URL: it has no append-only persistence/);
        await (await start('test')).stop();
      } finally {
        await redis.stop();
      }
    },
    TEST_TIMEOUT_MS,
  );
});
