import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { CommunicationStatus, QueueKey } from '@herald/shared';
import { newId } from '@herald/shared';
import { QueryTimedOut, withRetriedTransaction } from '@herald/platform';
import type { CampaignRepository } from '@herald/platform';

import { emptyDatabase, query } from '../../../../scripts/testing/fixtures/database.ts';
import { expectBooksToBalance } from '../../../../scripts/testing/fixtures/expect-books-to-balance.ts';
import { IngestionWithoutQueue } from '../../../../scripts/testing/fixtures/ingestion-without-queue.ts';
import { LaunchedCampaign } from '../../../../scripts/testing/fixtures/launched-campaign.ts';
import { wipeQueues } from '../../../../scripts/testing/fixtures/queue-backend.ts';
import { environmentOn, testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { readWorkerConfig } from '../config.ts';
import { createContainer } from '../container.ts';
import type { Container } from '../container.ts';
import { ScheduleService } from '../launch/schedule.service.ts';
import { MARKER_ID } from './sweep.service.ts';

const servers = testServers();
const { databaseUrl } = servers;
const QUEUES_OF_THE_SWEEP: QueueKey[] = ['customers', 'orders', 'launch', 'delivery', 'receipts'];
const LONG_AGO = "now() - interval '61 s'";
let worker: Container;

/** The parts of a worker that consumes nothing, so that what it publishes stays to be seen. */
beforeEach(() => {
  const settings = {
    VENDOR_URL: 'http://127.0.0.1:9',
    SWEEP_GRACE_MS: '0',
    REPUBLISH_AFTER_MS: '60000',
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
  await query(
    databaseUrl,
    `UPDATE "Campaign" SET status = 'PROCESSING', "audienceCursor" = 0, "publishedCursor" = 0 WHERE id = $1`,
    [campaign.id],
  );
  await query(databaseUrl, 'DELETE FROM "CommunicationLog" WHERE "campaignId" = $1', [campaign.id]);
}

/** As after the first sweep on a queue that has lost nothing since. */
async function markQueue(): Promise<void> {
  expect(await worker.queues.publish('marker', [{ id: MARKER_ID, payload: {} }])).toBe(true);
}
const standStill = () => query(databaseUrl, `UPDATE "Campaign" SET "progressAt" = ${LONG_AGO}`);

describe('the sweep', () => {
  it('publishes what is committed and open, once, and again after the queue was wiped (I10)', async () => {
    const ingestion = new IngestionWithoutQueue(databaseUrl);
    await ingestion.acceptCustomers([{ externalId: 'a' }]);
    await ingestion.acceptCustomers([{ externalId: 'b' }]);
    await ingestion.acceptOrders([{ externalId: 'o', customerExternalId: 'a', amount: 1, orderedAt: '2026-11-22' }]);
    await ingestion.close();
    await writeUnlaunchedCampaign();
    await LaunchedCampaign.write(databaseUrl, ['PENDING', 'ACCEPTED', 'SENT', 'FAILED']);
    const expected = { customers: 2, orders: 1, launch: 2 };

    await worker.services.sweep.sweep();
    expect(await openJobs()).toEqual(expected);
    await worker.services.sweep.sweep();
    expect(await openJobs()).toEqual(expected);

    await wipeQueues(servers);
    expect(await openJobs()).toEqual({});
    await worker.services.sweep.sweep();
    expect(await openJobs()).toEqual(expected);
  });

  it('finds out that the queue was wiped although it is busy with something else', async () => {
    const campaign = await LaunchedCampaign.write(databaseUrl, ['PENDING']);
    await worker.services.sweep.sweep();
    await wipeQueues(servers);
    const other = { communicationLogId: newId(), customerId: newId(), personalizedMessage: '' };
    await worker.queues.publish('delivery', [{ id: 'other', payload: { campaignId: newId(), messages: [other] } }]);
    await worker.services.sweep.sweep();
    expect(await openJobs()).toEqual({ delivery: 1, launch: 1 });
    await worker.services.launch.launch(campaign.id);
    expect(await openJobs()).toEqual({ delivery: 2, launch: 1 });
  });

  it('announces receipts that wait in the inbox, and again after the queue was wiped', async () => {
    await writeReceipt();
    await worker.services.sweep.sweep();
    expect(await openJobs()).toEqual({ receipts: 1 });
    await wipeQueues(servers);
    await worker.services.sweep.sweep();
    expect(await openJobs()).toEqual({ receipts: 1 });
  });

  it('publishes nothing when nothing is open, or nothing is known to be lost', async () => {
    await LaunchedCampaign.write(databaseUrl, ['SENT', 'FAILED']);
    await LaunchedCampaign.write(databaseUrl, ['ACCEPTED', 'ACCEPTED', 'SENT']);
    await markQueue();
    await query(databaseUrl, `UPDATE "Campaign" SET "progressAt" = now()`);
    await worker.services.sweep.sweep();
    expect(await openJobs()).toEqual({});
  });

  it('publishes a campaign of which the queue did not take everything', async () => {
    await LaunchedCampaign.write(databaseUrl, ['PENDING']);
    await query(databaseUrl, `UPDATE "Campaign" SET "publishedCursor" = 0, "progressAt" = now()`);
    await markQueue();
    await worker.services.sweep.sweep();
    expect(await openJobs()).toEqual({ launch: 1 });
  });

  it.each<[string, CommunicationStatus, string | undefined, number]>([
    ['a message that nobody sends', 'PENDING', undefined, 1],
    ['a message whose worker has ended', 'SENDING', undefined, 1],
    ['a message that is being sent', 'SENDING', 'now()', 0],
    // This one has only just started: for all it knows it was itself that was cut off.
    ['a message whose worker is silent', 'SENDING', `now() - interval '61 s'`, 0],
    ['a message that the vendor has', 'ACCEPTED', undefined, 0],
  ])('looks at a campaign in which nothing moves: with %s', async (_what, status, seenAt, jobs) => {
    await LaunchedCampaign.write(databaseUrl, [status]);
    await standStill();
    await markQueue();
    await query(databaseUrl, `UPDATE "CommunicationLog" SET "claimedBy" = id WHERE status = 'SENDING'`);
    if (seenAt !== undefined) {
      await query(
        databaseUrl,
        `INSERT INTO "WorkerProcess" (id, "seenAt") SELECT id, ${seenAt} FROM "CommunicationLog"`,
      );
    }
    await worker.services.sweep.sweep();
    expect(await openJobs()).toEqual(jobs === 0 ? {} : { launch: jobs });
    // Not at every sweep.
    await wipeQueues(servers);
    await markQueue();
    await worker.services.sweep.sweep();
    expect(await openJobs()).toEqual({});
  });

  it('does not wait for a standstill when no job is open', async () => {
    await LaunchedCampaign.write(databaseUrl, ['PENDING', 'ACCEPTED']);
    await query(databaseUrl, `UPDATE "Campaign" SET "progressAt" = now()`);
    await markQueue();
    await worker.services.sweep.sweep();
    expect(await openJobs()).toEqual({ launch: 1 });
  });

  it('leaves a campaign that moves alone while jobs are open', async () => {
    await LaunchedCampaign.write(databaseUrl, ['PENDING', 'ACCEPTED']);
    await query(databaseUrl, `UPDATE "Campaign" SET "progressAt" = now()`);
    await markQueue();
    const other = { communicationLogId: newId(), customerId: newId(), personalizedMessage: '' };
    await worker.queues.publish('delivery', [{ id: 'other', payload: { campaignId: newId(), messages: [other] } }]);
    await worker.services.sweep.sweep();
    expect(await openJobs()).toEqual({ delivery: 1 });
  });

  it('leaves a campaign alone that stands still because all sending is stopped, or it is paused', async () => {
    await LaunchedCampaign.write(databaseUrl, ['PENDING']);
    await standStill();
    await markQueue();
    await query(databaseUrl, 'INSERT INTO "DeliveryStop" (id) VALUES (1)');
    await worker.services.sweep.sweep();
    await query(databaseUrl, 'DELETE FROM "DeliveryStop"');
    await query(databaseUrl, `UPDATE "Campaign" SET status = 'PAUSED'`);
    await worker.services.sweep.sweep();
    expect(await openJobs()).toEqual({});
  });

  it('goes on with a cancelled campaign until nothing of it is open', async () => {
    const campaign = await LaunchedCampaign.write(databaseUrl, ['PENDING', 'PENDING', 'SENT']);
    await query(databaseUrl, `UPDATE "Campaign" SET status = 'CANCELLED', "cancelledAt" = now()`);
    await markQueue();
    await worker.services.sweep.sweep();
    expect(await openJobs()).toEqual({ launch: 1 });
    await worker.services.launch.launch(campaign.id);
    await expectBooksToBalance(databaseUrl, campaign.id);
    await wipeQueues(servers);
    await markQueue();
    await worker.services.sweep.sweep();
    expect(await openJobs()).toEqual({});
  });

  it('launches a scheduled campaign when its time has come, and no sooner', async () => {
    const campaign = await LaunchedCampaign.write(databaseUrl, ['PENDING', 'PENDING']);
    await query(databaseUrl, 'DELETE FROM "CommunicationLog"');
    await query(
      databaseUrl,
      `UPDATE "Campaign" SET status = 'SCHEDULED', "audienceCursor" = 0, "publishedCursor" = 0, "audienceUserIds" = '{}',
                             "launchedAt" = NULL, "scheduledAt" = now() + interval '1 hour'`,
    );
    await query(databaseUrl, `UPDATE "Segment" SET rules = $1`, [
      { combinator: 'and', rules: [{ field: 'visits', operator: '>=', value: 0 }] },
    ]);
    await markQueue();
    await worker.services.sweep.sweep();
    expect(await openJobs()).toEqual({});

    await query(databaseUrl, `UPDATE "Campaign" SET "scheduledAt" = now()`);
    await worker.services.sweep.sweep();
    expect(await openJobs()).toEqual({ launch: 1 });
    await worker.services.launch.launch(campaign.id);
    const [launched] = await query(databaseUrl, `SELECT status, "audienceSize" FROM "Campaign"`);
    expect(launched).toEqual({ status: 'SENDING', audienceSize: 2 });
    await expectBooksToBalance(databaseUrl, campaign.id);
  });

  it('ends a scheduled campaign whose audience takes too long, and launches those behind it', async () => {
    const [slow, quick] = [newId(), newId()];
    const launched: string[] = [];
    const failed: unknown[] = [];
    const schedule = new ScheduleService({
      transact: (work) => withRetriedTransaction(worker.pool, work),
      campaigns: {
        findDue: async () => [{ id: slow }, { id: quick }],
        markFailed: async (...call: unknown[]) => void failed.push(call),
      } as unknown as CampaignRepository,
      launcher: {
        launchDue: async (_tx, id) => {
          if (id === slow) throw new QueryTimedOut('took longer than 120000 ms');
          launched.push(id);
          return true;
        },
      },
      queues: { publish: async () => true },
      logger: worker.logger,
      now: () => new Date(),
    });
    await schedule.launchDue();
    expect(launched).toEqual([quick]);
    expect(failed).toEqual([[slow, 'SCHEDULED', expect.stringContaining('took too long')]]);
  });

  it('ends a scheduled campaign whose segment is broken as FAILED, with the reason', async () => {
    await LaunchedCampaign.write(databaseUrl, ['PENDING']);
    await query(databaseUrl, 'DELETE FROM "CommunicationLog"');
    await query(
      databaseUrl,
      `UPDATE "Campaign" SET status = 'SCHEDULED', "audienceCursor" = 0, "launchedAt" = NULL, "scheduledAt" = now()`,
    );
    await markQueue();
    await worker.services.sweep.sweep();
    const [failed] = await query(databaseUrl, `SELECT status, "failureReason" AS reason FROM "Campaign"`);
    expect(failed).toEqual({ status: 'FAILED', reason: expect.stringContaining('rules') });
    expect(await openJobs()).toEqual({});
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
