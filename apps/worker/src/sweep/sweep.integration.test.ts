import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { QueueKey } from '@herald/shared';
import { newId } from '@herald/shared';

import { emptyDatabase, query } from '../../../../scripts/testing/fixtures/database.ts';
import { IngestionWithoutQueue } from '../../../../scripts/testing/fixtures/ingestion-without-queue.ts';
import { LaunchedCampaign } from '../../../../scripts/testing/fixtures/launched-campaign.ts';
import { wipeQueues } from '../../../../scripts/testing/fixtures/queue-backend.ts';
import { environmentOn, testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { readWorkerConfig } from '../config.ts';
import { createContainer } from '../container.ts';
import type { Container } from '../container.ts';

const servers = testServers();
const { databaseUrl } = servers;
const QUEUES_OF_THE_SWEEP: QueueKey[] = ['customers', 'orders', 'launch', 'delivery', 'receipts'];
let worker: Container;

/** The parts of a worker that consumes nothing, so that what it publishes stays to be seen. */
beforeEach(() => {
  const settings = {
    VENDOR_URL: 'http://127.0.0.1:9',
    SWEEP_GRACE_MS: '0',
    DELIVERY_BATCH_SIZE: '2',
    DELIVERY_CLAIM_LEASE_MS: '60000',
  };
  worker = createContainer(readWorkerConfig({ ...environmentOn(servers), ...settings }));
});
afterEach(async () => {
  await worker.queues.close();
  await worker.vendor.close();
  await worker.pool.end();
  await wipeQueues(servers);
  await emptyDatabase(databaseUrl);
});

/** How many jobs each queue has, those without any left out. */
async function openJobs(): Promise<Partial<Record<QueueKey, number>>> {
  const counts = await Promise.all(
    QUEUES_OF_THE_SWEEP.map(async (key) => [key, await worker.queues.countOpen(key)] as const),
  );
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

async function writeReceipt(): Promise<void> {
  await query(
    databaseUrl,
    `INSERT INTO "ReceiptInbox" (id, "communicationLogId", "vendorMessageId", status, "occurredAt") VALUES ($1, $1, 'v', 'SENT', now())`,
    [newId()],
  );
}

/** A campaign that is committed and whose rows nobody has written yet. */
async function writeUnlaunchedCampaign(): Promise<void> {
  const campaign = await LaunchedCampaign.write(databaseUrl, ['PENDING']);
  await query(databaseUrl, `UPDATE "Campaign" SET status = 'PROCESSING', "audienceCursor" = 0 WHERE id = $1`, [
    campaign.id,
  ]);
  await query(databaseUrl, 'DELETE FROM "CommunicationLog" WHERE "campaignId" = $1', [campaign.id]);
}

describe('the sweep', () => {
  it('publishes what is committed and open, once, and again after the queue was wiped (I10)', async () => {
    const ingestion = new IngestionWithoutQueue(databaseUrl);
    await ingestion.acceptCustomers([{ externalId: 'a' }]);
    await ingestion.acceptCustomers([{ externalId: 'b' }]);
    await ingestion.acceptOrders([{ externalId: 'o', customerExternalId: 'a', amount: 1, orderedAt: '2026-11-22' }]);
    await ingestion.close();
    await writeUnlaunchedCampaign();
    await LaunchedCampaign.write(databaseUrl, ['PENDING', 'PENDING', 'PENDING', 'ACCEPTED', 'SENT', 'FAILED']);
    const expected = { customers: 2, orders: 1, launch: 1, delivery: 2 };

    await worker.services.sweep.sweep();
    expect(await openJobs()).toEqual(expected);
    await worker.services.sweep.sweep();
    expect(await openJobs()).toEqual(expected);

    await wipeQueues(servers);
    expect(await openJobs()).toEqual({});
    await worker.services.sweep.sweep();
    expect(await openJobs()).toEqual(expected);
  });

  it('announces receipts that wait in the inbox, and again after the queue was wiped', async () => {
    await writeReceipt();
    await worker.services.sweep.sweep();
    expect(await openJobs()).toEqual({ receipts: 1 });
    await wipeQueues(servers);
    await worker.services.sweep.sweep();
    expect(await openJobs()).toEqual({ receipts: 1 });
  });

  it('publishes nothing when nothing is open', async () => {
    await LaunchedCampaign.write(databaseUrl, ['SENT', 'FAILED']);
    await worker.services.sweep.sweep();
    expect(await openJobs()).toEqual({});
  });

  it('takes back a message whose worker never came back, and leaves alone one that is being sent', async () => {
    const campaign = await LaunchedCampaign.write(databaseUrl, ['SENDING', 'SENDING', 'ACCEPTED']);
    const [lost, current] = campaign.rowIds;
    await query(
      databaseUrl,
      `UPDATE "CommunicationLog" SET "claimedBy" = 'x', "claimedAt" = now() - interval '61 s' WHERE id = $1`,
      [lost],
    );
    await query(databaseUrl, `UPDATE "CommunicationLog" SET "claimedBy" = 'x', "claimedAt" = now() WHERE id = $1`, [
      current,
    ]);
    await worker.services.sweep.sweep();
    expect(await openJobs()).toEqual({ delivery: 1 });
  });

  it('does not publish messages again while delivery jobs are open', async () => {
    await LaunchedCampaign.write(databaseUrl, ['PENDING', 'PENDING']);
    const other = { communicationLogId: newId(), customerId: newId(), personalizedMessage: '' };
    await worker.queues.publish('delivery', [{ id: 'other', payload: { campaignId: newId(), messages: [other] } }]);
    await worker.services.sweep.sweep();
    expect(await openJobs()).toEqual({ delivery: 1 });
  });

  it('leaves alone what waits for its time, and what is so young that its job is on its way', async () => {
    const ingestion = new IngestionWithoutQueue(databaseUrl);
    const batch = await ingestion.acceptOrders([
      { externalId: 'o', customerExternalId: 'late', amount: 1, orderedAt: '2026-11-22' },
    ]);
    expect(await ingestion.persistOrders(batch)).toBe('waits');
    await query(databaseUrl, `UPDATE "IngestionChunk" SET "availableAt" = now() + interval '1 minute'`);
    await ingestion.acceptCustomers([{ externalId: 'young' }]);
    await ingestion.close();
    await query(
      databaseUrl,
      `UPDATE "IngestionChunk" SET "createdAt" = now() + interval '1 minute' WHERE kind = 'CUSTOMERS'`,
    );
    await worker.services.sweep.sweep();
    expect(await openJobs()).toEqual({});
  });
});
