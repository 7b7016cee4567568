import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { queueBackends } from '../faults/form.ts';
import { Shop } from '../faults/shop.ts';
import { startThrowAwayHerald } from '../herald/throw-away-herald.ts';
import type { ThrowAwayHerald } from '../herald/throw-away-herald.ts';
import { eventually } from '../testing/fixtures/eventually.ts';
import { testServers } from '../testing/fixtures/test-servers.ts';

const { databaseUrl, queuePrefix } = testServers();
const CUSTOMERS = 30;
const ENV = { LOG_LEVEL: 'debug', LAUNCH_PAGE_SIZE: '20', DELIVERY_BATCH_SIZE: '10' };

interface LogLine {
  name: string;
  event: string;
  requestId?: string;
  req?: { method: string; path: string };
}

describe.each(queueBackends())('one request in the logs, queues on $backend', ({ backend, redisUrl }) => {
  const lines: LogLine[] = [];
  let herald: ThrowAwayHerald;
  let shop: Shop;

  beforeAll(async () => {
    herald = await startThrowAwayHerald({
      databaseUrl,
      isMigrated: true,
      // The Redis of the tests forgets everything when it ends, which no production may use.
      ...(redisUrl === undefined ? {} : { redisUrl }),
      env: { ...ENV, QUEUE_PREFIX: queuePrefix, NODE_ENV: redisUrl === undefined ? 'production' : 'test' },
      log: (line) => lines.push(JSON.parse(line) as LogLine),
    });
    shop = new Shop(herald, `ids-${backend}`);
  });
  afterAll(() => herald.stop());

  /** The id of the only call of this kind. */
  const idOfCall = (method: string, path: string) =>
    eventually(async () => {
      const calls = lines.filter(({ req }) => req?.method === method && req.path === path);
      expect(calls).toHaveLength(1);
      expect(calls[0]?.requestId).toMatch(/^[\da-f-]{36}$/);
      return calls[0]?.requestId;
    });

  const ofWorker = (event: string, requestId: string | undefined) =>
    lines.filter((line) => line.name === 'worker' && line.event === event && line.requestId === requestId);

  it('a batch is taken by the API and written by the worker under one id', async () => {
    await shop.untilWritten(await shop.sendCustomers(CUSTOMERS));
    const requestId = await idOfCall('POST', '/api/user');
    await eventually(async () => expect(ofWorker('ingestion.customers.written', requestId)).toHaveLength(1));
  });

  it('a launch is followed into the jobs that its job publishes', async () => {
    await shop.untilCompleted(await shop.launch());
    const requestId = await idOfCall('POST', '/api/campaigns');
    await eventually(async () => {
      expect(ofWorker('campaign.launch.page_written', requestId)).toHaveLength(2);
      expect(ofWorker('delivery.batch.recorded', requestId)).toHaveLength(3);
    });
  });

  it('every request has an id, and what several share has one of its own', async () => {
    const ofRequests = lines.filter(({ req }) => req !== undefined);
    const ids = new Set(ofRequests.map(({ requestId }) => requestId));
    expect(ids.size).toBe(ofRequests.length);
    const applied = lines.filter(({ event }) => event === 'receipts.batch.applied');
    expect(applied).not.toEqual([]);
    for (const { requestId } of applied) {
      expect(requestId).toMatch(/^[\da-f-]{36}$/);
      expect(ids).not.toContain(requestId);
    }
  });
});
