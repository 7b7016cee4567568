import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { expectBooksToBalance } from '../testing/fixtures/expect-books-to-balance.ts';
import { queueBackends, startHeraldUnderFaults } from './herald-under-faults.ts';
import type { HeraldUnderFaults } from './herald-under-faults.ts';
import { Roadblock } from './roadblock.ts';
import { Shop } from './shop.ts';

// The long form is part of `pnpm proof`.
const CUSTOMERS = process.env['HERALD_PROOF'] === 'long' ? 3_000 : 60;

describe.each(queueBackends())('a worker killed in each processor, queues on $backend', ({ backend, redisUrl }) => {
  const databaseUrl = process.env['HERALD_TEST_DATABASE_URL'] ?? '';
  let faults: HeraldUnderFaults;

  beforeAll(async () => {
    faults = await startHeraldUnderFaults(databaseUrl, redisUrl);
  }, 120_000);
  afterAll(() => faults.stop(), 120_000);

  const shopNamed = (name: string) => new Shop(faults.herald.url, `${backend}-${name}`);

  /** Kills the worker while it waits for the lock, in the middle of its transaction. */
  async function killAt(lockSql: string, work: () => Promise<unknown>): Promise<void> {
    const roadblock = await Roadblock.put(databaseUrl, lockSql);
    await work();
    await roadblock.untilWorkerWaits();
    await faults.herald.worker.kill('SIGKILL');
    await roadblock.remove();
    await faults.herald.worker.start();
  }

  it('while it writes customers: all are there, once', async () => {
    const shop = shopNamed('customers');
    let ingestion = '';
    await killAt('LOCK TABLE "Customer" IN EXCLUSIVE MODE', async () => {
      ingestion = await shop.sendCustomers(CUSTOMERS);
    });
    expect(await shop.untilWritten(ingestion)).toMatchObject({ received: CUSTOMERS, stored: CUSTOMERS, rejected: 0 });
  }, 120_000);

  it('while it writes orders: totals count each once', async () => {
    const shop = shopNamed('orders');
    await shop.untilWritten(await shop.sendCustomers(CUSTOMERS));
    let ingestion = '';
    // Orders are written by now, their items and totals are not.
    await killAt('LOCK TABLE "OrderItem" IN EXCLUSIVE MODE', async () => {
      ingestion = await shop.sendOrders(CUSTOMERS);
    });
    await shop.untilWritten(ingestion);
    // The same batch again changes nothing.
    await shop.untilWritten(await shop.sendOrders(CUSTOMERS));
    expect(await shop.totals()).toEqual({ customers: CUSTOMERS, orders: CUSTOMERS, spend: CUSTOMERS * 10.5 });
  }, 120_000);

  it('while it writes the audience: everyone has one row and one message', async () => {
    const shop = shopNamed('launch');
    await shop.untilWritten(await shop.sendCustomers(CUSTOMERS));
    let campaign = '';
    await killAt('LOCK TABLE "CommunicationLog" IN EXCLUSIVE MODE', async () => {
      campaign = await shop.launch();
    });
    await shop.untilCompleted(campaign);
    await expectBooksToBalance(databaseUrl, campaign);
  }, 120_000);

  it('after the vendor took the messages and before that was recorded: each is delivered once', async () => {
    const shop = shopNamed('delivery');
    await shop.untilWritten(await shop.sendCustomers(CUSTOMERS));
    const asked = faults.vendorGate.passed.length;
    faults.vendorGate.keepAnswers();
    // A receipt would settle a message as well; here asking again has to.
    faults.receiptGate.keepCalls();
    const campaign = await shop.launch();
    await faults.vendorGate.untilKept(1);
    await faults.herald.worker.kill('SIGKILL');
    faults.vendorGate.openUp();
    await faults.herald.worker.start();
    await shop.untilCampaign(campaign, 'the vendor has all', ({ summary }) => summary.accepted === CUSTOMERS);
    faults.receiptGate.openUp();
    await shop.untilCompleted(campaign);
    await expectBooksToBalance(databaseUrl, campaign);

    const calls = faults.vendorGate.passed.slice(asked);
    const answers = new Map(calls.map(({ key, answer }) => [key, answer]));
    // Some were asked twice, under one key, and the vendor gave its first answer again.
    expect(calls.length).toBeGreaterThan(CUSTOMERS);
    expect(answers.size).toBe(CUSTOMERS);
    expect(calls.every(({ key, answer }) => answers.get(key) === answer)).toBe(true);
  }, 120_000);

  it('while it applies receipts: every row ends once and is counted once', async () => {
    const shop = shopNamed('receipts');
    await shop.untilWritten(await shop.sendCustomers(CUSTOMERS));
    faults.receiptGate.keepCalls();
    const campaign = await shop.launch();
    await shop.untilCampaign(campaign, 'the vendor has all', ({ summary }) => summary.accepted === CUSTOMERS);
    // Rows have ended by now, the counters have not moved.
    await killAt(`SELECT 1 FROM "Campaign" WHERE id = '${campaign}' FOR UPDATE`, async () => {
      faults.receiptGate.openUp();
    });
    await shop.untilCompleted(campaign);
    await expectBooksToBalance(databaseUrl, campaign);
  }, 120_000);
});
