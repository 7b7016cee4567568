import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';

import { query } from '../testing/fixtures/database.ts';
import { startThrowAwayRedis } from '../testing/throw-away-redis.ts';
import type { ThrowAwayRedis } from '../testing/throw-away-redis.ts';
import { KillablePostgres } from './killable-postgres.ts';
import { queueBackends } from './form.ts';

describe('a PostgreSQL that is killed', () => {
  let postgres: KillablePostgres;
  beforeAll(async () => {
    postgres = await KillablePostgres.start();
  }, 60_000);
  afterAll(() => postgres.stop(), 60_000);

  it('is gone, and after its recovery has what was committed at the same address', async () => {
    await query(postgres.url, 'CREATE TABLE kept (number int); INSERT INTO kept VALUES (1)');
    const asleep = query(postgres.url, 'SELECT pg_sleep(600)');
    const cutOff = expect(asleep).rejects.toThrow();
    await postgres.kill();
    await cutOff;
    await expect(query(postgres.url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');
    await postgres.start();
    expect(await query(postgres.url, 'SELECT number FROM kept')).toEqual([{ number: 1 }]);
    const [fsync] = await query(postgres.url, 'SHOW fsync');
    expect(fsync).toEqual({ fsync: 'on' });
  }, 60_000);
});

const onRedis = queueBackends().some(({ redisUrl }) => redisUrl !== undefined);
(onRedis ? describe : describe.skip)('a Redis that is killed', () => {
  let redis: ThrowAwayRedis;
  beforeAll(async () => {
    redis = (await startThrowAwayRedis())!;
  }, 60_000);
  afterAll(() => redis.stop(), 60_000);

  it('has what was written, at the same address, and keeps everything as Herald demands', async () => {
    const client = new Redis(redis.url);
    client.on('error', () => {});
    await client.set('kept', 'yes');
    await redis.kill();
    await redis.start();
    expect(await client.get('kept')).toBe('yes');
    expect(await client.config('GET', 'append*')).toEqual(expect.arrayContaining(['appendonly', 'yes', 'everysec']));
    expect(await client.config('GET', 'maxmemory-policy')).toEqual(['maxmemory-policy', 'noeviction']);
    client.disconnect();
  }, 60_000);
});
