import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';

import type { HeraldProcess } from '../herald/herald-process.ts';
import { query } from '../testing/fixtures/database.ts';
import { expectBooksToBalance } from '../testing/fixtures/expect-books-to-balance.ts';
import { isLongForm, queueBackends, TEST_TIMEOUT_MS } from './form.ts';
import { startHeraldUnderFaults } from './herald-under-faults.ts';
import type { HeraldUnderFaults } from './herald-under-faults.ts';
import { expectOneDeliveryEach } from './one-delivery-each.ts';
import { Roadblock } from './roadblock.ts';
import { Shop } from './shop.ts';
import { until } from './until.ts';

const CUSTOMERS = isLongForm ? 3_000 : 60;

jest.setTimeout(TEST_TIMEOUT_MS);

describe.each(queueBackends())('killed at each point, queues on $backend', ({ backend, redisUrl }) => {
  const databaseUrl = process.env['HERALD_TEST_DATABASE_URL'] ?? '';
  let faults: HeraldUnderFaults;

  beforeAll(async () => {
    faults = await startHeraldUnderFaults({ databaseUrl, redisUrl });
  });
  afterAll(() => faults.stop());

  const shopNamed = (name: string) => new Shop(faults.herald, `${backend}-${name}`);

  async function shopWithCustomers(name: string): Promise<Shop> {
    const shop = shopNamed(name);
    await shop.untilWritten(await shop.sendCustomers(CUSTOMERS));
    return shop;
  }

  /** Kills the worker while it waits for the lock, in the middle of its transaction. */
  async function killAt(lockSql: string, work: () => Promise<unknown>): Promise<void> {
    const roadblock = await Roadblock.put(databaseUrl, lockSql);
    try {
      await work();
      await roadblock.untilWorkerWaits();
      await faults.herald.worker.kill('SIGKILL');
    } finally {
      // A lock that stayed would fell every test after this one.
      await roadblock.remove();
    }
    await faults.herald.worker.start();
  }

  /** What every campaign of these tests ends with. */
  async function expectDelivered(shop: Shop, campaign: string): Promise<void> {
    await shop.untilCompleted(campaign);
    await expectBooksToBalance(databaseUrl, campaign);
    await expectOneDeliveryEach(faults.herald, campaign, CUSTOMERS);
  }

  it('the worker while it writes customers: all are there, once', async () => {
    const shop = shopNamed('customers');
    let ingestion = '';
    await killAt('LOCK TABLE "Customer" IN EXCLUSIVE MODE', async () => {
      ingestion = await shop.sendCustomers(CUSTOMERS);
    });
    expect(await shop.untilWritten(ingestion)).toMatchObject({ received: CUSTOMERS, stored: CUSTOMERS, rejected: 0 });
  });

  it('the worker while it writes orders: totals count each once', async () => {
    const shop = await shopWithCustomers('orders');
    let ingestion = '';
    // Orders are written by now, their items and totals are not.
    await killAt('LOCK TABLE "OrderItem" IN EXCLUSIVE MODE', async () => {
      ingestion = await shop.sendOrders(CUSTOMERS);
    });
    await shop.untilWritten(ingestion);
    // The same batch again changes nothing.
    await shop.untilWritten(await shop.sendOrders(CUSTOMERS));
    expect(await shop.totals()).toEqual({ customers: CUSTOMERS, orders: CUSTOMERS, spend: CUSTOMERS * 10.5 });
  });

  it('the worker while it writes the audience: everyone has one row and one message', async () => {
    const shop = await shopWithCustomers('launch');
    let campaign = '';
    await killAt('LOCK TABLE "CommunicationLog" IN EXCLUSIVE MODE', async () => {
      campaign = await shop.launch();
    });
    await expectDelivered(shop, campaign);
  });

  it('the worker after it wrote rows and before it published them: they are sent', async () => {
    const shop = await shopWithCustomers('unpublished');
    const asked = faults.vendorGate.passed.length;
    const roadblock = await Roadblock.put(databaseUrl, 'LOCK TABLE "CommunicationLog" IN EXCLUSIVE MODE');
    const campaign = await shop.launch();
    await roadblock.untilWorkerWaits();
    const goOn = await faults.holdQueues();
    await roadblock.remove();
    await until(async () => (await written(campaign)).rows > 0, 'rows are written');
    await faults.herald.worker.kill('SIGKILL');
    expect((await written(campaign)).published).toBe(0);
    expect(faults.vendorGate.passed).toHaveLength(asked);
    await goOn();
    await faults.herald.worker.start();
    await expectDelivered(shop, campaign);
  });

  it('the worker after it claimed messages: another life asks the vendor', async () => {
    const shop = await shopWithCustomers('claimed');
    const asked = faults.vendorGate.passed.length;
    faults.vendorGate.keepCalls();
    const campaign = await shop.launch();
    await faults.vendorGate.untilKept(1);
    expect((await shop.books(campaign)).byStatus.SENDING).toBeGreaterThan(0);
    await faults.herald.worker.kill('SIGKILL');
    faults.vendorGate.openUp();
    await faults.herald.worker.start();
    await expectDelivered(shop, campaign);
    // What the killed worker asked never arrived, so nobody was asked twice.
    expect(faults.vendorGate.passed.slice(asked)).toHaveLength(CUSTOMERS);
  });

  it('the worker after the vendor took messages and before that was recorded: each is delivered once', async () => {
    const shop = await shopWithCustomers('unrecorded');
    const asked = faults.vendorGate.passed.length;
    faults.vendorGate.keepAnswers();
    // A receipt would settle a message as well; here asking again has to.
    faults.receiptGate.keepCalls();
    const campaign = await shop.launch();
    await faults.vendorGate.untilKept(1);
    await faults.herald.worker.kill('SIGKILL');
    faults.vendorGate.openUp();
    await faults.herald.worker.start();
    await shop.untilAllAccepted(campaign, CUSTOMERS);
    faults.receiptGate.openUp();
    await expectDelivered(shop, campaign);

    const calls = faults.vendorGate.passed.slice(asked);
    const answers = new Map(calls.map(({ key, answer }) => [key, answer]));
    // Some were asked twice, under one key, and the vendor gave its first answer again.
    expect(calls.length).toBeGreaterThan(CUSTOMERS);
    expect(answers.size).toBe(CUSTOMERS);
    expect(calls.every(({ key, answer }) => answers.get(key) === answer)).toBe(true);
  });

  const whoTakesReceipts: { name: string; process: () => HeraldProcess }[] = [
    { name: 'API', process: () => faults.herald.api },
    { name: 'worker', process: () => faults.herald.worker },
  ];
  it.each(whoTakesReceipts)('the $name when a receipt was just answered: it counts', async ({ name, process }) => {
    const shop = await shopWithCustomers(`answered-${name}`);
    // It answers, and is killed before the vendor reads that.
    faults.receiptGate.keepAnswers();
    const campaign = await shop.launch();
    await faults.receiptGate.untilKept(1);
    await process().kill('SIGKILL');
    faults.receiptGate.openUp();
    await process().start();
    await expectDelivered(shop, campaign);
  });

  it('the worker while it applies receipts: every row ends once and is counted once', async () => {
    const shop = await shopWithCustomers('receipts');
    faults.receiptGate.keepCalls();
    const campaign = await shop.launch();
    await shop.untilAllAccepted(campaign, CUSTOMERS);
    // Rows have ended by now, the counters have not moved.
    await killAt(`SELECT 1 FROM "Campaign" WHERE id = '${campaign}' FOR UPDATE`, async () => {
      faults.receiptGate.openUp();
    });
    await expectDelivered(shop, campaign);
  });

  /** How far the launch of a campaign came, as committed. */
  async function written(campaign: string): Promise<{ rows: number; published: number }> {
    const [row] = await query<{ rows: number; published: number }>(
      databaseUrl,
      `SELECT "audienceCursor" AS rows, "publishedCursor" AS published FROM "Campaign" WHERE id = $1`,
      [campaign],
    );
    return row!;
  }
});
