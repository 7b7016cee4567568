import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';

import { query } from '../testing/fixtures/database.ts';
import { expectBooksToBalance } from '../testing/fixtures/expect-books-to-balance.ts';
import { isLongForm, queueBackends, say, TEST_TIMEOUT_MS } from './form.ts';
import { HeraldUnderKills } from './herald-under-kills.ts';
import { planKills } from './kill-plan.ts';
import { expectOneDeliveryEach } from './one-delivery-each.ts';
import { Shop } from './shop.ts';
import { until } from './until.ts';

/** The short form is part of `pnpm test`, the long one of `pnpm test:faults`. */
const FORM = isLongForm
  ? { recipients: 5_000, kills: 24, patienceMs: 600_000, intervalMs: '2000', pageSize: '250', perSecond: '80' }
  : { recipients: 300, kills: 5, patienceMs: 90_000, intervalMs: '1000', pageSize: '30', perSecond: '60' };
const SEED = Number(process.env['HERALD_FAULTS_SEED'] ?? (isLongForm ? Date.now() % 1_000_000 : 9));

const BAD_DAYS =
  'slow=0.02,busy=0.01,error=0.02,reset=0.02,hang=0.01,drop=0.02,lose=0.02,duplicate=0.05,contradict=0.02,reorder=0.05,late=0.02,forge=0.02';

const IMPATIENT = {
  JOB_LOCK_MS: FORM.intervalMs,
  STALLED_INTERVAL_MS: FORM.intervalMs,
  SWEEP_INTERVAL_MS: FORM.intervalMs,
  SWEEP_GRACE_MS: '1000',
  REPUBLISH_AFTER_MS: '2000',
  WORKER_DEAD_AFTER_MS: '2000',
  WORKER_HEARTBEAT_MS: '500',
  VENDOR_TIMEOUT_MS: '1000',
  RECEIPT_LOOKUP_AFTER_MS: '3000',
  RECOUNT_INTERVAL_MS: '2000',
};

const ENV = {
  ...IMPATIENT,
  // A vendor that is killed fails many calls in a row; that is not what stops a campaign here.
  DELIVERY_FAILURE_STREAK_MAX: '100000',
  DELIVERY_MAX_ATTEMPTS: '100',
  LAUNCH_PAGE_SIZE: FORM.pageSize,
  DELIVERY_BATCH_SIZE: '20',
  // The campaign is to last as long as the kills do; and few calls at once, for no call is to wait its second in a queue.
  DELIVERY_CONNECTIONS: '8',
  MOCK_VENDOR_MAX_PER_SECOND: FORM.perSecond,
  MOCK_VENDOR_FAULTS: BAD_DAYS,
  MOCK_VENDOR_SEED: `kills-${SEED}`,
};

jest.setTimeout(TEST_TIMEOUT_MS);

describe.each(queueBackends())('killed at random moments, queues on $backend', ({ backend, redisUrl }) => {
  let kills: HeraldUnderKills;

  beforeAll(async () => {
    kills = await HeraldUnderKills.start({ onRedis: redisUrl !== undefined, env: ENV });
  });
  afterAll(() => kills.stop());

  /** Of rows written, taken by the vendor and ended, in [0, 1]. It never goes back. */
  async function shareDone(campaign: string): Promise<number> {
    const [row] = await query<{ done: number }>(
      kills.herald.databaseUrl,
      `SELECT (count(*) + count(*) FILTER (WHERE status IN ('SENT', 'FAILED'))
               + (SELECT count(*) FROM "MockVendorMessage"))::int AS done
       FROM "CommunicationLog" WHERE "campaignId" = $1`,
      [campaign],
    );
    return (row?.done ?? 0) / (3 * FORM.recipients);
  }

  it(`a campaign of ${FORM.recipients} with ${FORM.kills} kills: everyone gets one message, and the books balance`, async () => {
    const shop = new Shop(kills.herald, `kills-${backend}`);
    await shop.untilWritten(await shop.sendCustomers(FORM.recipients));
    const startedAt = performance.now();
    const seconds = () => ((performance.now() - startedAt) / 1000).toFixed(1);
    const campaign = await shop.launch();
    say(`random kills, queues on ${backend}: HERALD_FAULTS_SEED=${SEED}`);
    for (const { at, victim, downMs } of planKills(SEED, kills.victims, FORM.kills)) {
      await until(async () => (await shareDone(campaign)) >= at, `${at} is done`, FORM.patienceMs);
      const done = await shareDone(campaign);
      expect(done).toBeLessThan(1);
      say(`  ${seconds()} s, ${Math.round(100 * done)} % done: ${victim}`);
      await kills.kill(victim, downMs);
    }
    await shop.untilSealed(campaign, FORM.patienceMs);
    say(`  ${FORM.kills} kills (${kills.toll}), ${kills.failedStarts} starts in vain; sealed after ${seconds()} s`);

    await expectBooksToBalance(kills.herald.databaseUrl, campaign);
    await expectOneDeliveryEach(kills.herald, campaign, FORM.recipients);
    expect(await shop.campaign(campaign)).toMatchObject({ status: 'COMPLETED', audienceSize: FORM.recipients });
    expect(await shop.books(campaign)).toMatchObject({
      rows: FORM.recipients,
      balanced: true,
      byStatus: { PENDING: 0, SENDING: 0, ACCEPTED: 0 },
    });
    expect(kills.crashed).toEqual([]);
  });
});
