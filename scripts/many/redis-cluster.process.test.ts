import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { QUEUES } from '@herald/shared';
import { request } from 'undici';

import { isLongForm, say, TEST_TIMEOUT_MS } from '../faults/form.ts';
import { expectOneDeliveryEach } from '../faults/one-delivery-each.ts';
import { Shop } from '../faults/shop.ts';
import { until } from '../faults/until.ts';
import { startThrowAwayHerald } from '../herald/throw-away-herald.ts';
import type { ThrowAwayHerald } from '../herald/throw-away-herald.ts';
import { query } from '../testing/fixtures/database.ts';
import { expectBooksToBalance } from '../testing/fixtures/expect-books-to-balance.ts';
import { signInNewMember, TEST_SESSION_SECRET } from '../testing/fixtures/signed-in-member.ts';
import { findRedisBinary } from '../testing/redis-binary.js';
import { startThrowAwayRedisCluster } from '../testing/throw-away-redis-cluster.ts';
import type { ThrowAwayRedis } from '../testing/throw-away-redis.ts';
import type { ThrowAwayRedisCluster } from '../testing/throw-away-redis-cluster.ts';

/** The short form is part of `pnpm test`, the long one of `pnpm proof many`. */
const FORM = isLongForm
  ? { customers: 3_000, perSecond: '150', kills: 3, patienceMs: 300_000 }
  : { customers: 120, perSecond: '40', kills: 1, patienceMs: 60_000 };

const ENV = {
  REDIS_CLUSTER: 'on',
  SESSION_SECRET: TEST_SESSION_SECRET,
  LAUNCH_PAGE_SIZE: '50',
  DELIVERY_BATCH_SIZE: '10',
  DELIVERY_CONNECTIONS: '8',
  JOB_LOCK_MS: '2000',
  STALLED_INTERVAL_MS: '1000',
  SWEEP_INTERVAL_MS: '1000',
  SWEEP_GRACE_MS: '1000',
  REPUBLISH_AFTER_MS: '2000',
  RECOUNT_INTERVAL_MS: '2000',
  MOCK_VENDOR_MAX_PER_SECOND: FORM.perSecond,
  MOCK_VENDOR_MAX_DELAY_MS: '100',
};

jest.setTimeout(TEST_TIMEOUT_MS);

// Without redis-server there is no cluster; the reporter says that it is missing.
(findRedisBinary() === undefined ? describe.skip : describe)('Herald on a Redis Cluster of three nodes', () => {
  let cluster: ThrowAwayRedisCluster;
  let herald: ThrowAwayHerald;

  beforeAll(async () => {
    // Append-only and noeviction, as production demands of each node.
    cluster = (await startThrowAwayRedisCluster())!;
    herald = await startThrowAwayHerald({
      redisUrl: cluster.url,
      durable: true,
      workers: 2,
      mockVendor: 'process',
      env: ENV,
    });
  });
  afterAll(async () => {
    await herald.stop();
    await cluster.stop();
  });

  async function readiness(): Promise<{ statusCode: number; queue: string }> {
    const { statusCode, body } = await request(`${herald.url}/readyz`);
    const { checks } = (await body.json()) as { checks: { queue: string } };
    return { statusCode, queue: checks.queue };
  }

  async function countTaken(): Promise<number> {
    const [row] = await query<{ taken: number }>(
      herald.databaseUrl,
      'SELECT count(*)::int AS taken FROM "MockVendorMessage"',
    );
    return row?.taken ?? 0;
  }

  /** That which has the jobs of sending. */
  async function nodeOfDelivery(): Promise<ThrowAwayRedis> {
    const keys = await cluster.keys(`*${QUEUES.delivery.name}*`);
    const node = cluster.nodes[keys.findIndex((held) => held.length > 0)];
    if (node === undefined) throw new Error('no node has the queue');
    return node;
  }

  it('sends a campaign while the node of its queue is killed and comes back: nobody is lost, nobody is told twice', async () => {
    const shop = new Shop(herald, 'cluster');
    await shop.untilWritten(await shop.sendCustomers(FORM.customers));
    const campaign = await shop.launch();
    for (let kill = 1; kill <= FORM.kills; kill += 1) {
      const share = kill / (FORM.kills + 2);
      await until(async () => (await countTaken()) >= share * FORM.customers, `${share} is sent`, FORM.patienceMs);
      const node = await nodeOfDelivery();
      await node.kill();
      await until(async () => (await readiness()).statusCode === 503, 'the API is not ready');
      expect(await countTaken()).toBeLessThan(FORM.customers);
      // What is accepted meanwhile is published later.
      await shop.sendOrders(1);
      await node.start();
      await until(async () => (await readiness()).queue === 'ok', 'the API is ready again');
    }
    await shop.untilSealed(campaign, FORM.patienceMs);
    await expectBooksToBalance(herald.databaseUrl, campaign);
    await expectOneDeliveryEach(herald, campaign, FORM.customers);
    await until(async () => (await shop.totals()).orders === 1, 'the order is written');
    say(`a campaign of ${FORM.customers} on a Redis Cluster, ${FORM.kills} kills of the node that had its queue`);
  });

  it('shows its queues to owners', async () => {
    const { value } = await signInNewMember(herald.databaseUrl, 'owner');
    const board = await request(`${herald.url}/queues/api/queues`, {
      // In production the cookie has a name that only this origin can set.
      headers: { cookie: `__Host-herald=${value}` },
    });
    const shown = (await board.body.json()) as { queues: { name: string }[] };
    expect([board.statusCode, shown.queues.map(({ name }) => name)]).toEqual([
      200,
      expect.arrayContaining(['deliveryQueue', 'launchQueue']),
    ]);
  });
});
