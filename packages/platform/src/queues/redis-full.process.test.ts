import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { newId } from '@herald/shared';
import { Redis } from 'ioredis';
import { Registry } from 'prom-client';

import { eventually } from '../../../../scripts/testing/fixtures/eventually.ts';
import { samplesOf } from '../../../../scripts/testing/fixtures/samples.ts';
import { findRedisBinary } from '../../../../scripts/testing/redis-binary.js';
import { startThrowAwayRedis } from '../../../../scripts/testing/throw-away-redis.ts';
import { startThrowAwayRedisCluster } from '../../../../scripts/testing/throw-away-redis-cluster.ts';
import { createLogger } from '../logger.ts';
import { watchRedis } from '../metrics/queue-metrics.ts';
import { Queues } from './queues.ts';
import { job } from './testing/queue-contract.ts';

const logger = createLogger('test', 'silent');
jest.setTimeout(60_000);

const stops: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

function open(redisUrl: string, isRedisCluster = false) {
  const queues = new Queues({ databaseUrl: '', redisUrl, isRedisCluster, prefix: 'herald' }, logger);
  stops.push(() => queues.close());
  const registry = new Registry();
  watchRedis(registry, () => queues.memoryShare());
  return { queues, share: async () => (await samplesOf(registry, 'herald_redis_memory_ratio'))[''] };
}

async function limit(url: string, bytes: number): Promise<void> {
  const redis = new Redis(url);
  await redis.config('SET', 'maxmemory', bytes);
  redis.disconnect();
}

// Without redis-server there is none to fill; the reporter says that it is missing.
(findRedisBinary() === undefined ? describe.skip : describe)('a Redis whose memory is full', () => {
  // BullMQ waits 5 s after what Redis refused, and does so to the end for a worker that was closed meanwhile.
  const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
  let timersBefore = 0;
  beforeAll(() => void (timersBefore = timers()));
  afterAll(() => eventually(async () => expect(timers()).toBeLessThanOrEqual(timersBefore)));

  it('takes no job and gives none, says so beforehand, and goes on by itself once it has more', async () => {
    const redis = (await startThrowAwayRedis())!;
    stops.push(() => redis.stop());
    const { queues, share } = open(redis.url);
    const waiting = job(newId());
    expect(await queues.publish('launch', [waiting])).toBe(true);
    expect(await share()).toBeUndefined();

    await limit(redis.url, 1024 * 1024 * 1024);
    await eventually(async () => expect(await share()).toBeLessThan(0.2));
    // Less than what an empty one needs.
    await limit(redis.url, 1024);
    await eventually(async () => expect(await share()).toBeGreaterThan(1));
    expect(await queues.publish('launch', [job(newId())])).toBe(false);
    const warn = jest.spyOn(logger, 'warn');
    const handled: string[] = [];
    const options = { concurrency: 1, lockDurationMs: 2_000, stalledIntervalMs: 500 };
    const consumer = queues.consume('launch', async (_payload, { id }) => void handled.push(id), options);
    stops.push(() => consumer.close());
    const refused = expect.objectContaining({ message: expect.stringContaining('OOM') });
    await eventually(async () =>
      expect(warn).toHaveBeenCalledWith({ err: refused, queue: 'launchQueue' }, expect.any(String)),
    );
    // To all who only look, the queues are there.
    await queues.ping();
    expect(await queues.countOpen('launch')).toBe(1);
    expect(handled).toEqual([]);

    await limit(redis.url, 0);
    const later = job(newId());
    await eventually(async () => {
      await queues.publish('launch', [later]);
      expect(handled).toEqual(expect.arrayContaining([waiting.id, later.id]));
    }, 30_000);
    await eventually(async () => expect(await share()).toBeUndefined());
  });

  it('is found among the nodes of a cluster', async () => {
    const cluster = (await startThrowAwayRedisCluster())!;
    stops.push(() => cluster.stop());
    const { queues, share } = open(cluster.url, true);
    await eventually(() => queues.ping());
    expect(await share()).toBeUndefined();
    const [roomy, full] = cluster.nodes;
    await limit(roomy!.url, 1024 * 1024 * 1024);
    await limit(full!.url, 1024);
    await eventually(async () => expect(await share()).toBeGreaterThan(1));
  });
});
