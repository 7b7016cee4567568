import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';

import { expectBooksToBalance } from '../testing/fixtures/expect-books-to-balance.ts';
import { isLongForm, queueBackends, TEST_TIMEOUT_MS } from './form.ts';
import { startHeraldUnderFaults } from './herald-under-faults.ts';
import type { HeraldUnderFaults } from './herald-under-faults.ts';
import { expectOneDeliveryEach } from './one-delivery-each.ts';
import { Shop } from './shop.ts';

const CUSTOMERS = isLongForm ? 3_000 : 60;
// Fewer than the connections to the vendor, so that there are some left while these are kept.
const KEPT_CUSTOMERS = 5;

jest.setTimeout(TEST_TIMEOUT_MS);

describe.each(queueBackends())('the whole queue wiped, queues on $backend', ({ backend, redisUrl }) => {
  const databaseUrl = process.env['HERALD_TEST_DATABASE_URL'] ?? '';
  let faults: HeraldUnderFaults;

  beforeAll(async () => {
    faults = await startHeraldUnderFaults({ databaseUrl, redisUrl });
  });
  afterAll(() => faults.stop());

  const shopNamed = (name: string) => new Shop(faults.herald, `${backend}-${name}`);

  async function shopWithCustomers(name: string, count = CUSTOMERS): Promise<Shop> {
    const shop = shopNamed(name);
    await shop.untilWritten(await shop.sendCustomers(count));
    return shop;
  }

  /** What `work` leaves in the queues is lost, and the worker starts on empty ones. */
  async function losingItsJobs<T>(work: () => Promise<T>): Promise<T> {
    await faults.herald.worker.kill('SIGKILL');
    const result = await work();
    await faults.wipeQueues();
    await faults.herald.worker.start();
    return result;
  }

  async function expectDelivered(shop: Shop, campaign: string, count = CUSTOMERS): Promise<void> {
    await shop.untilCompleted(campaign);
    await expectBooksToBalance(databaseUrl, campaign);
    await expectOneDeliveryEach(faults.herald, campaign, count);
  }

  it('during ingestion: what was accepted is written', async () => {
    const shop = shopNamed('ingestion');
    const [customers, orders] = await losingItsJobs(async () => [
      await shop.sendCustomers(CUSTOMERS),
      await shop.sendOrders(CUSTOMERS),
    ]);
    expect(await shop.untilWritten(customers)).toMatchObject({ stored: CUSTOMERS, rejected: 0 });
    expect(await shop.untilWritten(orders)).toMatchObject({ stored: CUSTOMERS, rejected: 0 });
  });

  it('during the launch: the campaign completes', async () => {
    const shop = await shopWithCustomers('launch');
    const campaign = await losingItsJobs(() => shop.launch());
    await expectDelivered(shop, campaign);
  });

  it('during sending: the campaign completes', async () => {
    const shop = await shopWithCustomers('sending');
    faults.vendorGate.keepCalls();
    const campaign = await shop.launch();
    await faults.vendorGate.untilKept(1);
    await losingItsJobs(async () => faults.vendorGate.openUp());
    await expectDelivered(shop, campaign);
  });

  it('under a worker that goes on, during sending: the campaign completes', async () => {
    const shop = await shopWithCustomers('alive');
    faults.vendorGate.keepCalls();
    const campaign = await shop.launch();
    await faults.vendorGate.untilKept(1);
    await faults.wipeQueues();
    faults.vendorGate.openUp();
    await expectDelivered(shop, campaign);
    // It works on as if nothing had been.
    const next = await shopWithCustomers('after');
    await expectDelivered(next, await next.launch());
  });

  it('while another campaign is never done with its jobs: the campaign completes beside it', async () => {
    const [shop, busy] = [await shopWithCustomers('beside'), await shopWithCustomers('busy', KEPT_CUSTOMERS)];
    faults.vendorGate.keepCalls();
    const campaign = await shop.launch();
    await faults.vendorGate.untilKept(1);
    await losingItsJobs(async () => faults.vendorGate.keepCalls((body) => body.includes(busy.signature)));
    // From before the lost messages are missed until they are delivered, a job is in work.
    const other = await busy.launch();
    await faults.vendorGate.untilKept(KEPT_CUSTOMERS);
    await expectDelivered(shop, campaign);
    expect((await busy.books(other)).byStatus.SENDING).toBe(KEPT_CUSTOMERS);
    faults.vendorGate.openUp();
    await expectDelivered(busy, other, KEPT_CUSTOMERS);
  });

  it('with receipts in the inbox: they are applied', async () => {
    const shop = await shopWithCustomers('receipts');
    faults.receiptGate.keepCalls();
    const campaign = await shop.launch();
    await shop.untilAllAccepted(campaign, CUSTOMERS);
    await losingItsJobs(async () => {
      faults.receiptGate.openUp();
      await shop.untilReceiptsWait(CUSTOMERS);
    });
    await expectDelivered(shop, campaign);
  });
});
