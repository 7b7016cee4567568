import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';

import { startThrowAwayHerald } from '../herald/throw-away-herald.ts';
import type { ThrowAwayHerald } from '../herald/throw-away-herald.ts';
import { query } from '../testing/fixtures/database.ts';
import { expectBooksToBalance } from '../testing/fixtures/expect-books-to-balance.ts';
import { queueBackends, say, TEST_TIMEOUT_MS } from './form.ts';
import { Gate } from './gate.ts';
import { expectOneDeliveryEach } from './one-delivery-each.ts';
import { Shop } from './shop.ts';
import { until } from './until.ts';

const CUSTOMERS = 1_000;
const MOVES_WITHIN_S = 15;

interface Claims {
  claimedBy: string;
  ids: string[];
}

jest.setTimeout(TEST_TIMEOUT_MS);

describe.each(queueBackends())('with default settings, queues on $backend', ({ backend, redisUrl }) => {
  const databaseUrl = process.env['HERALD_TEST_DATABASE_URL'] ?? '';
  /** Between the first of two workers and the vendor. */
  let gate: Gate;
  let herald: ThrowAwayHerald;

  beforeAll(async () => {
    gate = await Gate.start();
    const envOfWorker = (index: number): Record<string, string> =>
      index === 0 ? { VENDOR_URL: `${gate.url}/api/mock-vendor/send-email` } : {};
    // The Redis of the tests forgets everything when it ends, which no production may use.
    const onRedis = redisUrl === undefined ? {} : { redisUrl, env: { NODE_ENV: 'test' } };
    herald = await startThrowAwayHerald({ databaseUrl, workers: 2, envOfWorker, ...onRedis });
    gate.target = herald.vendorUrl;
  });
  afterAll(async () => {
    await herald.stop();
    await gate.stop();
  });

  it(`the messages of a killed worker move again within ${MOVES_WITHIN_S} s`, async () => {
    const shop = new Shop(herald, `${backend}-defaults`);
    await shop.untilWritten(await shop.sendCustomers(CUSTOMERS));
    // What the first worker asks never arrives; the way of the second is free.
    gate.keepCalls();
    const campaign = await shop.launch();
    await gate.untilKept(1);
    const keys = gate.keptKeys;
    await herald.worker.kill('SIGKILL');
    const killedAt = performance.now();
    const { claimedBy, ids } = await claimsOf(campaign, keys);
    await until(async () => (await countStill(claimedBy, ids)) === 0, 'the messages are taken over', 60_000);
    const seconds = (performance.now() - killedAt) / 1000;
    say(
      `default settings, queues on ${backend}: ${ids.length} messages of a killed worker moved after ${seconds.toFixed(1)} s`,
    );
    expect(seconds).toBeLessThan(MOVES_WITHIN_S);

    await shop.untilCompleted(campaign);
    await expectBooksToBalance(databaseUrl, campaign);
    await expectOneDeliveryEach(herald, campaign, CUSTOMERS);
  });

  /** What the worker holds that claimed the messages with these keys. */
  async function claimsOf(campaign: string, keys: string[]): Promise<Claims> {
    const [claims] = await query<Claims & Record<string, unknown>>(
      databaseUrl,
      `SELECT "claimedBy", array_agg(id::text) AS ids FROM "CommunicationLog"
       WHERE "campaignId" = $1 AND status = 'SENDING' AND "claimedBy" IN
         (SELECT "claimedBy" FROM "CommunicationLog" WHERE id = ANY($2::uuid[]))
       GROUP BY "claimedBy"`,
      [campaign, keys],
    );
    return claims!;
  }

  async function countStill(claimedBy: string, ids: string[]): Promise<number> {
    const [row] = await query<{ still: number }>(
      databaseUrl,
      `SELECT count(*)::int AS still FROM "CommunicationLog"
       WHERE id = ANY($1::uuid[]) AND "claimedBy" = $2 AND status IN ('PENDING', 'SENDING')`,
      [ids, claimedBy],
    );
    return row!.still;
  }
});
