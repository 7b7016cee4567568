import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { newId, QUEUES } from '@herald/shared';
import pg from 'pg';

import { eventually } from '../../../../scripts/testing/fixtures/eventually.ts';
import { wipeQueues } from '../../../../scripts/testing/fixtures/queue-backend.ts';
import { TcpGate } from '../../../../scripts/testing/fixtures/tcp-gate.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { createLogger } from '../logger.ts';
import { currentCall, runInCall } from '../telemetry/call-context.ts';
import { createPostgresDriver, createRedisDriver } from './queue-driver.ts';
import { Queues } from './queues.ts';
import type { Consumer, JobHandler } from './queues.ts';
import { RetryLater } from './retry-later.ts';
import { describeQueues, emptied, job } from './testing/queue-contract.ts';

const servers = testServers();
const logger = createLogger('test', 'silent');
const opened: Queues[] = [];
const consumers: Consumer[] = [];
const gates: TcpGate[] = [];

function open(options: Partial<{ databaseUrl: string; redisUrl: string }> = {}): Queues {
  const queues = new Queues(
    { databaseUrl: servers.databaseUrl, redisUrl: servers.redisUrl, prefix: servers.queuePrefix, ...options },
    logger,
  );
  opened.push(queues);
  return queues;
}

function consume(queues: Queues, handle: JobHandler<'launch'>): Consumer {
  const options = { concurrency: 1, lockDurationMs: 2_000, stalledIntervalMs: 500 };
  const consumer = queues.consume('launch', handle, options);
  consumers.push(consumer);
  return consumer;
}

afterEach(async () => {
  await Promise.all(consumers.splice(0).map((consumer) => consumer.close()));
  await Promise.all(opened.splice(0).map((queues) => queues.close()));
  await Promise.all(gates.splice(0).map((gate) => gate.close()));
  await wipeQueues(servers);
});

// First, because ioredis holds a timer for two seconds after it gave a dead connection up.
describe('when the backend', () => {
  const by = (url: string) => (servers.redisUrl === undefined ? { databaseUrl: url } : { redisUrl: url });

  async function openGate(): Promise<TcpGate> {
    const gate = await TcpGate.openTo(servers.redisUrl ?? servers.databaseUrl);
    gates.push(gate);
    return gate;
  }

  async function expectPublishToReturn(url: string): Promise<void> {
    const queues = open(by(url));
    const startedAt = performance.now();
    await queues.publish('launch', [job(newId())]);
    expect(performance.now() - startedAt).toBeLessThan(4_000);
    await expect(queues.countOpen('launch')).rejects.toThrow();
    expect(performance.now() - startedAt).toBeLessThan(7_000);
  }

  it('is away, publish neither throws nor keeps its caller, and counting fails in time', async () => {
    await expectPublishToReturn(
      servers.redisUrl === undefined ? 'postgres://nobody@127.0.0.1:9/nothing' : 'redis://127.0.0.1:9',
    );
  });

  it('is away, no queue is said to be paused, in time', async () => {
    const url = servers.redisUrl === undefined ? 'postgres://nobody@127.0.0.1:9/nothing' : 'redis://127.0.0.1:9';
    const startedAt = performance.now();
    expect(await open(by(url)).findPaused()).toEqual([]);
    expect(performance.now() - startedAt).toBeLessThan(3_000);
  });

  it('is away, rewriting does not fail either', async () => {
    const url = servers.redisUrl === undefined ? 'postgres://nobody@127.0.0.1:9/nothing' : 'redis://127.0.0.1:9';
    await open(by(url)).rewrite('launch', () => undefined);
  });

  if (servers.redisUrl === undefined) {
    it('is away, queues that were given up leave nothing behind, however often it is asked', async () => {
      const connect = jest.spyOn(pg.Pool.prototype, 'connect');
      const queues = open({ databaseUrl: 'postgres://nobody@127.0.0.1:9/nothing' });
      const listening: number[] = [];
      for (let asked = 0; asked < 12; asked += 1) {
        await expect(queues.ping()).rejects.toThrow();
        listening.push((connect.mock.contexts[0] as pg.Pool).listenerCount('error'));
      }
      connect.mockRestore();
      // Those of the queues that were made last, and the pool's own.
      expect(Math.max(...listening)).toBeLessThanOrEqual(Object.keys(QUEUES).length + 1);
    });
  }

  it('takes calls and never answers, it is the same', async () => {
    const gate = await openGate();
    gate.block('silent');
    await expectPublishToReturn(gate.url);
    gate.unblock();
  });

  it('was away when a queue was made, it works once it is there', async () => {
    const gate = await openGate();
    gate.block('cut');
    const queues = open(by(gate.url));
    await queues.publish('launch', [job(newId())]);
    gate.unblock();

    const published = job(newId());
    await eventually(async () => {
      await queues.publish('launch', [published]);
      expect(await queues.countOpen('launch')).toBeGreaterThan(0);
    });
  });

  // A consumer on PostgreSQL is made only after the database has answered.
  if (servers.redisUrl !== undefined) {
    it('was away when a consumer was made, it consumes once it is there', async () => {
      const gate = await openGate();
      gate.block('cut');
      const handled: string[] = [];
      consume(open(by(gate.url)), async (_payload, { id }) => void handled.push(id));
      gate.unblock();
      const published = job(newId());
      await open().publish('launch', [published]);
      await eventually(async () => expect(handled).toEqual([published.id]));
    });
  }

  it('goes away and comes back, queue and consumer go on', async () => {
    const gate = await openGate();
    const queues = open(by(gate.url));
    const handled: string[] = [];
    consume(queues, async (_payload, { id }) => void handled.push(id));
    await queues.publish('launch', [job(newId())]);
    await eventually(async () => expect(handled).toHaveLength(1));
    gate.block('cut');
    await queues.publish('launch', [job(newId())]);
    gate.unblock();

    const published = job(newId());
    await eventually(async () => {
      await queues.publish('launch', [published]);
      expect(handled).toContain(published.id);
    });
  });
});

describeQueues({ open, consume });

describe('the call of a job', () => {
  it('is the one that published it, also after a try that failed and one that was too early', async () => {
    const queues = open();
    const [requestId, others] = [newId(), newId()];
    const seen: unknown[] = [];
    consume(queues, async ({ campaignId }) => {
      seen.push([campaignId, currentCall()?.requestId]);
      if (campaignId !== requestId) return;
      if (seen.length === 1) throw new Error('broken');
      if (seen.length === 2) throw new RetryLater(10);
    });
    await runInCall({ requestId }, () => queues.publish('launch', [job(requestId)]));
    await eventually(async () => expect(seen).toHaveLength(3));
    await runInCall({ requestId: others }, () => queues.publish('launch', [job(others)]));
    await emptied(queues);
    const own = [requestId, requestId];
    expect(seen).toEqual([own, own, own, [others, others]]);
  });

  it('is that of the job which published it', async () => {
    const queues = open();
    const [requestId, first, second] = [newId(), newId(), newId()];
    const seen = new Map<string, string | undefined>();
    consume(queues, async ({ campaignId }) => {
      seen.set(campaignId, currentCall()?.requestId);
      if (campaignId === first) await queues.publish('launch', [job(second)]);
    });
    await runInCall({ requestId }, () => queues.publish('launch', [job(first)]));
    await eventually(async () => expect([...seen]).toEqual([first, second].map((id) => [id, requestId])));
    await emptied(queues);
  });

  it('is one of its own when it carries none, or one that nobody can read', async () => {
    const driver =
      servers.redisUrl === undefined
        ? createPostgresDriver(servers.databaseUrl)
        : createRedisDriver({ url: servers.redisUrl, isCluster: false }, servers.queuePrefix);
    const old = driver.makeQueue(QUEUES.launch.name);
    const queues = open();
    const seen = new Map<string, string | undefined>();
    consume(queues, async (_payload, { id }) => void seen.set(id, currentCall()?.requestId));
    const carried = {
      none: undefined,
      unreadable: '{"requestId',
      foreign: '00-1-2-01',
      hostile: '{"requestId":"a b"}',
    };
    await old.addBulk(
      Object.entries(carried).map(([jobId, metadata]) => ({
        name: QUEUES.launch.job,
        data: { campaignId: newId() },
        opts: { jobId, removeOnComplete: true, ...(metadata === undefined ? {} : { telemetry: { metadata } }) },
      })),
    );
    await eventually(async () => expect(new Set(seen.keys())).toEqual(new Set(Object.keys(carried))));
    await emptied(queues);
    expect(new Set(seen.values()).size).toBe(4);
    for (const requestId of seen.values()) expect(requestId).toMatch(/^[\da-f-]{36}$/);
    await old.close();
    await driver.close();
  });
});
