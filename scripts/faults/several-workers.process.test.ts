import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';

import { expectBooksToBalance } from '../testing/fixtures/expect-books-to-balance.ts';
import { isLongForm, queueBackends, say, TEST_TIMEOUT_MS } from './form.ts';
import { startHeraldUnderFaults } from './herald-under-faults.ts';
import type { HeraldUnderFaults } from './herald-under-faults.ts';
import { expectOneDeliveryEach } from './one-delivery-each.ts';
import { Shop } from './shop.ts';

const CUSTOMERS = isLongForm ? 5_000 : 400;
const MOST_WORKERS = 4;

jest.setTimeout(TEST_TIMEOUT_MS);

describe.each(queueBackends())('several workers on one campaign, queues on $backend', ({ backend, redisUrl }) => {
  let faults: HeraldUnderFaults;

  beforeAll(async () => {
    // Small batches: there is something for everybody.
    const env = { DELIVERY_BATCH_SIZE: '20', LAUNCH_PAGE_SIZE: '100' };
    // Each worker may take 30 connections.
    const postgresSettings = { max_connections: 200 };
    faults = await startHeraldUnderFaults({ redisUrl }, { workers: MOST_WORKERS, env, postgresSettings });
  });
  afterAll(() => faults.stop());

  it.each([MOST_WORKERS, 2])('%i workers ask for nobody twice', async (workers) => {
    for (const worker of faults.herald.workers.slice(workers)) await worker.stop();
    const shop = new Shop(faults.herald, `${backend}-${workers}-workers`);
    await shop.untilWritten(await shop.sendCustomers(CUSTOMERS));
    const asked = faults.vendorGate.passed.length;
    const startedAt = performance.now();
    const campaign = await shop.launch();
    await shop.untilCompleted(campaign, 120_000);
    const perSecond = Math.round(CUSTOMERS / ((performance.now() - startedAt) / 1000));
    say(`${workers} workers, queues on ${backend}: ${perSecond} messages a second, through the gates of the test`);

    const keys = faults.vendorGate.passed.slice(asked).map(({ key }) => key);
    expect(keys).toHaveLength(CUSTOMERS);
    expect(new Set(keys).size).toBe(CUSTOMERS);
    await expectBooksToBalance(faults.herald.databaseUrl, campaign);
    await expectOneDeliveryEach(faults.herald, campaign, CUSTOMERS);
  });
});
