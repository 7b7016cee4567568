import { afterEach, describe, expect, it } from '@jest/globals';
import { newId, QUEUES } from '@herald/shared';

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

function consume(queues: Queues, handle: JobHandler<'launch'>): void {
  consumers.push(queues.consume('launch', handle, { concurrency: 1, lockDurationMs: 2_000, stalledIntervalMs: 500 }));
}

const job = (id: string) => ({ id, payload: { campaignId: id } });

/** Resolves when no job waits, runs or is delayed. */
const emptied = (queues: Queues) => eventually(async () => expect(await queues.countOpen('launch')).toBe(0));

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

describe('publish', () => {
  it('adds nothing for a job that is still queued, also from another process', async () => {
    const [queues, others] = [open(), open()];
    const [first, second] = [job(newId()), job(newId())];
    await queues.publish('launch', [first, second]);
    await queues.publish('launch', [second, first]);
    await others.publish('launch', [first]);
    expect(await queues.countOpen('launch')).toBe(2);
  });

  it('takes an id again once its job is done', async () => {
    const queues = open();
    const handled: string[] = [];
    consume(queues, async ({ campaignId }) => void handled.push(campaignId));
    const again = job(newId());
    for (let time = 1; time <= 3; time += 1) {
      await queues.publish('launch', [again]);
      await eventually(async () => expect(handled).toHaveLength(time));
      await emptied(queues);
    }
    expect(new Set(handled)).toEqual(new Set([again.id]));
  });

  it('refuses a payload that breaks the contract: that is a mistake in the program', async () => {
    const queues = open();
    await expect(queues.publish('launch', [{ id: 'x', payload: { campaignId: '17' } }])).rejects.toThrow('campaignId');
    const withMore = { id: 'x', payload: { campaignId: newId(), name: 'Asha' } };
    await expect(queues.publish('launch', [withMore])).rejects.toThrow('name');
    expect(await queues.countOpen('launch')).toBe(0);
  });

  it('does nothing for no jobs', async () => {
    const queues = open();
    await queues.publish('launch', []);
    expect(await queues.countOpen('launch')).toBe(0);
  });
});

describe('a job', () => {
  it('brings its id and its parsed payload', async () => {
    const queues = open();
    const handled: unknown[] = [];
    consume(queues, async (payload, { id }) => void handled.push({ payload, id }));
    const published = job(newId());
    await queues.publish('launch', [published]);
    await eventually(async () => expect(handled).toEqual([published]));
  });

  it('that fails for good is gone, and does not block its id', async () => {
    const queues = open();
    let tries = 0;
    let isBroken = true;
    consume(queues, async () => {
      tries += 1;
      if (isBroken) throw new Error('broken');
    });
    const failing = job(newId());
    await queues.publish('launch', [failing]);
    // Five tries, half a second and more apart.
    await eventually(async () => {
      expect(tries).toBeGreaterThanOrEqual(5);
      expect(await queues.countOpen('launch')).toBe(0);
    }, 25_000);
    const triesBefore = tries;
    expect(triesBefore).toBe(5);

    isBroken = false;
    await queues.publish('launch', [failing]);
    await eventually(async () => expect(tries).toBe(triesBefore + 1));
    await emptied(queues);
  });

  it('that asks for a later time comes back then, and that is no failed try', async () => {
    const queues = open();
    const startedAt: number[] = [];
    // Not a whole number of milliseconds, as backoff with jitter makes them.
    const DELAY_MS = 100.5;
    consume(queues, async () => {
      startedAt.push(performance.now());
      if (startedAt.length <= 6) throw new RetryLater(DELAY_MS);
    });
    await queues.publish('launch', [job(newId())]);
    await eventually(async () => expect(startedAt).toHaveLength(7));
    await emptied(queues);
    const waits = startedAt.slice(1).map((time, index) => time - startedAt[index]!);
    // The timers of both backends round to milliseconds.
    for (const wait of waits) expect(wait).toBeGreaterThan(DELAY_MS - 5);
  });

  it('that waits for its time still counts as open, and is not published twice', async () => {
    const queues = open();
    let tries = 0;
    consume(queues, async () => {
      tries += 1;
      throw new RetryLater(600_000);
    });
    const waiting = job(newId());
    await queues.publish('launch', [waiting]);
    await eventually(async () => expect(tries).toBe(1));
    await queues.publish('launch', [waiting]);
    await eventually(async () => expect(await queues.countOpen('launch')).toBe(1));
    expect(tries).toBe(1);
  });

  it('is finished before its consumer closes', async () => {
    const queues = open();
    let hasBegun = false;
    let hasEnded = false;
    let letGo: () => void = () => {};
    const gate = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    consume(queues, async () => {
      hasBegun = true;
      await gate;
      hasEnded = true;
    });
    await queues.publish('launch', [job(newId())]);
    await eventually(async () => expect(hasBegun).toBe(true));
    const closed = consumers.pop()!.close();
    letGo();
    await closed;
    expect(hasEnded).toBe(true);
    expect(await queues.countOpen('launch')).toBe(0);
  });
});

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
        : createRedisDriver(servers.redisUrl, servers.queuePrefix);
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

describe('rewriting', () => {
  it('changes what waiting jobs carry, those that it is told to and no others', async () => {
    const queues = open();
    const [changed, later, untouched] = [newId(), newId(), newId()];
    await queues.publish('launch', [job(changed), job(untouched)]);
    await queues.rewrite('launch', ({ campaignId }) => (campaignId === changed ? { campaignId: later } : undefined));
    const seen = new Map<string, string>();
    consume(queues, async ({ campaignId }, { id }) => void seen.set(id, campaignId));
    await emptied(queues);
    expect(Object.fromEntries(seen)).toEqual({ [changed]: later, [untouched]: untouched });
  });

  it('changes a job that is at work and comes back later', async () => {
    const queues = open();
    const [first, second] = [newId(), newId()];
    await queues.publish('launch', [job(first)]);
    const seen: string[] = [];
    consume(queues, async ({ campaignId }) => {
      seen.push(campaignId);
      if (seen.length > 1) return;
      await queues.rewrite('launch', () => ({ campaignId: second }));
      throw new RetryLater(10);
    });
    await emptied(queues);
    expect(seen).toEqual([first, second]);
  });
});
