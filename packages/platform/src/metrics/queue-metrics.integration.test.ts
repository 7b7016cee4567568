import { afterEach, describe, expect, it } from '@jest/globals';
import { newId, QUEUES } from '@herald/shared';
import { Registry } from 'prom-client';

import { eventually } from '../../../../scripts/testing/fixtures/eventually.ts';
import { wipeQueues } from '../../../../scripts/testing/fixtures/queue-backend.ts';
import { samplesOf } from '../../../../scripts/testing/fixtures/samples.ts';
import { TcpGate } from '../../../../scripts/testing/fixtures/tcp-gate.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { createLogger } from '../logger.ts';
import { Queues } from '../queues/queues.ts';
import { readQueues } from '../queues/read-queues.ts';
import { RetryLater } from '../queues/retry-later.ts';
import { createJobMetrics } from './job-metrics.ts';
import { watchPools } from './pool-metrics.ts';
import { watchQueues } from './queue-metrics.ts';

const servers = testServers();
const stops: (() => Promise<unknown>)[] = [];
const job = (id = newId()) => ({ id, payload: { campaignId: id } });
const CONSUMED = Object.values(QUEUES)
  .map(({ name }) => name)
  .filter((name) => name !== QUEUES.marker.name);

afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
  await wipeQueues(servers);
});

/** Queues that are watched; `by` says where the backend is. */
function watched(by: Partial<{ databaseUrl: string; redisUrl: string }> = {}) {
  const registry = new Registry();
  const jobs = createJobMetrics(registry);
  const where = { databaseUrl: servers.databaseUrl, redisUrl: servers.redisUrl, prefix: servers.queuePrefix, ...by };
  const queues = new Queues(where, createLogger('test', 'silent'), jobs);
  stops.push(() => queues.close());
  let now = () => new Date();
  let reads = 0;
  watchQueues(registry, () => {
    reads += 1;
    return readQueues(queues, () => now());
  });
  return {
    queues,
    samples: (name: string) => samplesOf(registry, `herald_${name}`),
    scrape: () => registry.metrics(),
    reads: () => reads,
    setClock: (clock: () => Date) => (now = clock),
  };
}

/** Only those that are not 0. */
async function countedBy(samples: Promise<Record<string, number>>): Promise<Record<string, number>> {
  return Object.fromEntries(Object.entries(await samples).filter(([, value]) => value > 0));
}

describe('metrics of queues', () => {
  it('know every queue, also the empty ones', async () => {
    const { samples } = watched();
    expect(await samples('queue_backend_up')).toEqual({ '': 1 });
    const jobs = await samples('queue_jobs');
    expect(Object.keys(jobs)).toEqual(
      CONSUMED.flatMap((queue) => ['waiting', 'active', 'delayed'].map((state) => `queue="${queue}",state="${state}"`)),
    );
    expect(Object.values(jobs)).toEqual(jobs && Object.values(jobs).map(() => 0));
    expect(await samples('queue_oldest_job_age_seconds')).toEqual(
      Object.fromEntries(CONSUMED.map((queue) => [`queue="${queue}"`, 0])),
    );
  });

  it('say how much waits, also in a paused queue, and for how long the oldest has', async () => {
    const { queues, samples, setClock } = watched();
    await queues.publish('launch', [job(), job()]);
    await queues.publish('launch', [job()]);
    const launch = queues.inspect().find(({ name }) => name === 'launchQueue');
    const jobs = (await launch?.getJobs(['waiting'])) ?? [];
    const oldest = Math.min(...jobs.map(({ timestamp }) => timestamp));
    setClock(() => new Date(oldest + 90_000));
    await eventually(async () => {
      expect(await countedBy(samples('queue_jobs'))).toEqual({ 'queue="launchQueue",state="waiting"': 3 });
      expect(await countedBy(samples('queue_oldest_job_age_seconds'))).toEqual({ 'queue="launchQueue"': 90 });
    });
    await launch?.pause();
    stops.push(async () => launch?.resume());
    await eventually(async () => {
      expect(await countedBy(samples('queue_paused'))).toEqual({ 'queue="launchQueue"': 1 });
      expect(await countedBy(samples('queue_jobs'))).toEqual({ 'queue="launchQueue",state="waiting"': 3 });
      expect(await countedBy(samples('queue_oldest_job_age_seconds'))).toEqual({ 'queue="launchQueue"': 90 });
    });
  });

  it('have among the pools that of their own, which there is on PostgreSQL only', async () => {
    const { queues } = watched();
    const registry = new Registry();
    watchPools(registry, queues.pools);
    await queues.ping();
    const max = await samplesOf(registry, 'herald_db_pool_connections_max');
    expect(max).toEqual(servers.redisUrl === undefined ? { 'pool="queues"': 20 } : {});
    const open = Object.values(await samplesOf(registry, 'herald_db_pool_connections'));
    expect(open.some((count) => count > 0)).toBe(servers.redisUrl === undefined);
  });

  it('are read once for all who ask at the same time', async () => {
    const { scrape, reads } = watched();
    const texts = await Promise.all([scrape(), scrape(), scrape()]);
    expect(reads()).toBe(1);
    for (const text of texts) expect(text).toContain('herald_queue_jobs{queue="launchQueue",state="waiting"} 0');
  });

  it.each(['cut', 'silent'] as const)('neither fail nor hang while the backend is away (%s)', async (how) => {
    const gate = await TcpGate.openTo(servers.redisUrl ?? servers.databaseUrl);
    stops.push(() => gate.close());
    const { samples } = watched(servers.redisUrl === undefined ? { databaseUrl: gate.url } : { redisUrl: gate.url });
    expect(await samples('queue_backend_up')).toEqual({ '': 1 });
    gate.block(how);
    await eventually(async () => expect(await samples('queue_backend_up')).toEqual({ '': 0 }));
    const startedAt = performance.now();
    expect(await samples('queue_jobs')).toEqual({});
    expect(performance.now() - startedAt).toBeLessThan(8_000);
    gate.unblock();
    await eventually(async () => expect(await samples('queue_backend_up')).toEqual({ '': 1 }));
  });
});

describe('metrics of jobs', () => {
  it('say how jobs ended', async () => {
    const { queues, samples } = watched();
    const [good, bad, late] = [job(), job(), job()];
    let tries = 0;
    const handle = async (_payload: unknown, { id }: { id: string }) => {
      tries += 1;
      if (id === bad.id && tries < 10) throw new Error('bad');
      if (id === late.id && tries < 10) throw new RetryLater(10);
    };
    const consumer = queues.consume('launch', handle, {
      concurrency: 1,
      lockDurationMs: 2_000,
      stalledIntervalMs: 500,
    });
    stops.push(() => consumer.close());
    await queues.publish('launch', [good, bad, late]);
    const countOf = async (outcome: string) =>
      (await samples('job_duration_seconds_count'))[`queue="launchQueue",outcome="${outcome}"`];
    await eventually(async () => {
      expect(await countOf('done')).toBeGreaterThanOrEqual(1);
      expect(await countOf('failed')).toBeGreaterThanOrEqual(1);
      expect(await countOf('later')).toBeGreaterThanOrEqual(1);
    });
    expect(await samples('jobs_taken_over_total')).toMatchObject({ 'queue="launchQueue"': 0 });
  });
});
