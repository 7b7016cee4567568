import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { expectBooksToBalance } from '../testing/fixtures/expect-books-to-balance.ts';
import { queueBackends, startHeraldUnderFaults } from './herald-under-faults.ts';
import type { HeraldUnderFaults } from './herald-under-faults.ts';
import { Shop } from './shop.ts';

// The long form is part of `pnpm proof`.
const CUSTOMERS = process.env['HERALD_PROOF'] === 'long' ? 3_000 : 60;

describe.each(queueBackends())('the whole queue wiped, queues on $backend', ({ backend, redisUrl }) => {
  const databaseUrl = process.env['HERALD_TEST_DATABASE_URL'] ?? '';
  let faults: HeraldUnderFaults;

  beforeAll(async () => {
    faults = await startHeraldUnderFaults(databaseUrl, redisUrl);
  }, 120_000);
  afterAll(() => faults.stop(), 120_000);

  const shopNamed = (name: string) => new Shop(faults.herald.url, `${backend}-${name}`);

  /** What `work` leaves in the queues is lost, and the worker starts on empty ones. */
  async function losingItsJobs<T>(work: () => Promise<T>): Promise<T> {
    await faults.herald.worker.kill('SIGKILL');
    const result = await work();
    await faults.wipeQueues();
    await faults.herald.worker.start();
    return result;
  }

  it('during ingestion: what was accepted is written', async () => {
    const shop = shopNamed('ingestion');
    const [customers, orders] = await losingItsJobs(async () => [
      await shop.sendCustomers(CUSTOMERS),
      await shop.sendOrders(CUSTOMERS),
    ]);
    expect(await shop.untilWritten(customers)).toMatchObject({ stored: CUSTOMERS, rejected: 0 });
    expect(await shop.untilWritten(orders)).toMatchObject({ stored: CUSTOMERS, rejected: 0 });
  }, 120_000);

  it('during the launch: the campaign completes', async () => {
    const shop = shopNamed('launch');
    await shop.untilWritten(await shop.sendCustomers(CUSTOMERS));
    const campaign = await losingItsJobs(() => shop.launch());
    await shop.untilCompleted(campaign);
    await expectBooksToBalance(databaseUrl, campaign);
  }, 120_000);

  it('during sending: the campaign completes', async () => {
    const shop = shopNamed('sending');
    await shop.untilWritten(await shop.sendCustomers(CUSTOMERS));
    faults.vendorGate.keepCalls();
    const campaign = await shop.launch();
    await faults.vendorGate.untilKept(1);
    await losingItsJobs(async () => faults.vendorGate.openUp());
    await shop.untilCompleted(campaign);
    await expectBooksToBalance(databaseUrl, campaign);
  }, 120_000);

  it('with receipts in the inbox: they are applied', async () => {
    const shop = shopNamed('receipts');
    await shop.untilWritten(await shop.sendCustomers(CUSTOMERS));
    faults.receiptGate.keepCalls();
    const campaign = await shop.launch();
    await shop.untilCampaign(campaign, 'the vendor has all', ({ summary }) => summary.accepted === CUSTOMERS);
    await losingItsJobs(async () => {
      faults.receiptGate.openUp();
      await faults.receiptGate.untilPassed(CUSTOMERS);
    });
    await shop.untilCompleted(campaign);
    await expectBooksToBalance(databaseUrl, campaign);
  }, 120_000);
});
