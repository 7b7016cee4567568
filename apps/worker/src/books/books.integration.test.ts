import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { CommunicationStatus, QueuePayload } from '@herald/shared';
import {
  CampaignRepository,
  CommunicationLogRepository,
  createLogger,
  createPool,
  ReceiptEventRepository,
  ReceiptInboxRepository,
  withRetriedTransaction,
  withSnapshot,
} from '@herald/platform';
import type { Queues } from '@herald/platform';

import { emptyDatabase, query } from '../../../../scripts/testing/fixtures/database.ts';
import { expectBooksToBalance } from '../../../../scripts/testing/fixtures/expect-books-to-balance.ts';
import { LaunchedCampaign } from '../../../../scripts/testing/fixtures/launched-campaign.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { DeliveryPublisher } from '../delivery/delivery-publisher.ts';
import type { VendorReport } from '../delivery/vendor-client.ts';
import { ReceiptService } from '../receipts/receipt.service.ts';
import { createWorkerMetrics } from '../worker-metrics.ts';
import type { WorkerMetrics } from '../worker-metrics.ts';
import { BooksService } from './books.service.ts';

const LOOKUP_AFTER_MS = 600_000;
const { databaseUrl } = testServers();
const pool = createPool({ databaseUrl, maxConnections: 6, applicationName: 'herald-test' });
const campaigns = new CampaignRepository(pool);
const logs = new CommunicationLogRepository(pool);
const inbox = new ReceiptInboxRepository(pool);
const logger = createLogger('test', 'silent');
const transact: ConstructorParameters<typeof BooksService>[0]['transact'] = (work) =>
  withRetriedTransaction(pool, work);

beforeEach(() => emptyDatabase(databaseUrl));
afterAll(() => pool.end());

/** The counters that were wrong, and by how many rows. */
async function drifted({ counterDrift }: WorkerMetrics): Promise<Record<string, number>> {
  const { values } = await counterDrift.get();
  const wrong = values.filter(({ value }) => value > 0);
  return Object.fromEntries(wrong.map(({ labels, value }) => [String(labels.counter), value]));
}

/** Books of a worker whose vendor says of each key what the test says. */
function keeper(report: (key: string) => VendorReport = () => ({ outcome: 'unsupported' })) {
  const metrics = createWorkerMetrics();
  const asked: string[] = [];
  const published: string[] = [];
  const queues: Pick<Queues, 'publish'> = {
    publish: async (key, jobs) => {
      for (const { payload } of jobs) {
        const messages = key === 'delivery' ? (payload as QueuePayload<'delivery'>).messages : [];
        published.push(key, ...messages.map(({ communicationLogId }) => communicationLogId));
      }
      return true;
    },
  };
  const books = new BooksService({
    transact,
    snapshot: (work) => withSnapshot(pool, work),
    campaigns,
    logs,
    inbox,
    vendor: {
      find: async (key) => {
        asked.push(key);
        return report(key);
      },
    },
    publisher: new DeliveryPublisher(queues, 10),
    queues,
    driftCounter: metrics.counterDrift,
    logger,
    draining: new AbortController().signal,
    lookupAfterMs: LOOKUP_AFTER_MS,
    now: () => new Date(),
  });
  const receipts = new ReceiptService({
    transact,
    inbox,
    logs,
    campaigns,
    events: new ReceiptEventRepository(pool),
    draining: new AbortController().signal,
    counter: metrics.receipts,
    logger,
  });
  return { books, receipts, metrics, asked, published };
}

const acceptedLongAgo = (rowId?: string) =>
  query(
    databaseUrl,
    `UPDATE "CommunicationLog" SET "acceptedAt" = now() - interval '11 minutes' WHERE status = 'ACCEPTED' AND ($1::uuid IS NULL OR id = $1)`,
    [rowId ?? null],
  );

describe('counters', () => {
  it.each<[string, CommunicationStatus[]]>([
    ['of a campaign that is being sent', ['SENT', 'SENT', 'FAILED', 'EXCLUDED', 'HOLDOUT', 'PENDING', 'ACCEPTED']],
    ['of a campaign that is over', ['SENT', 'SENT', 'FAILED', 'EXCLUDED', 'HOLDOUT', 'CANCELLED']],
  ])('%s that drifted are mended, and by how much is counted', async (_which, states) => {
    const campaign = await LaunchedCampaign.write(databaseUrl, states);
    await query(databaseUrl, `UPDATE "Campaign" SET "sentCount" = 9, "failedCount" = 0, "sealedAt" = NULL`);
    const { books, metrics } = keeper();
    await books.balanceAll();
    expect(await drifted(metrics)).toEqual({ sent: 7, failed: 1 });
    await expectBooksToBalance(databaseUrl, campaign.id);
    await books.recount(campaign.id);
    expect(await drifted(metrics)).toEqual({ sent: 7, failed: 1 });
  });

  it('that are right are sealed once nothing is open, and not recounted any more', async () => {
    const campaign = await LaunchedCampaign.write(databaseUrl, ['SENT', 'FAILED']);
    await query(databaseUrl, `UPDATE "Campaign" SET "sealedAt" = NULL`);
    await keeper().books.balanceAll();
    expect(await campaigns.findById(campaign.id)).toMatchObject({ status: 'COMPLETED', sealedAt: expect.any(Date) });
    await expectBooksToBalance(databaseUrl, campaign.id);

    await query(databaseUrl, `UPDATE "Campaign" SET "sentCount" = 5`);
    const { books, metrics } = keeper();
    await books.balanceAll();
    expect(await drifted(metrics)).toEqual({});
  });

  it('complete a campaign in which nothing is open', async () => {
    const campaign = await LaunchedCampaign.write(databaseUrl, ['SENT', 'FAILED']);
    await query(
      databaseUrl,
      `UPDATE "Campaign" SET status = 'SENDING', "completedAt" = NULL, "sealedAt" = NULL, "sentCount" = 0`,
    );
    await keeper().books.balanceAll();
    expect(await campaigns.findById(campaign.id)).toMatchObject({
      status: 'COMPLETED',
      sentCount: 1,
      completedAt: expect.any(Date),
      sealedAt: expect.any(Date),
    });
    await expectBooksToBalance(databaseUrl, campaign.id);
  });

  it('of a campaign with open rows are not sealed', async () => {
    const campaign = await LaunchedCampaign.write(databaseUrl, ['SENT', 'ACCEPTED']);
    await keeper().books.balanceAll();
    expect(await campaigns.findById(campaign.id)).toMatchObject({ status: 'SENDING', sealedAt: null });
  });

  it('move rightly while receipts are applied at the same time', async () => {
    const campaign = await LaunchedCampaign.write(
      databaseUrl,
      Array.from({ length: 200 }, () => 'ACCEPTED' as const),
    );
    const { books, receipts, metrics } = keeper();
    for (const id of campaign.rowIds) {
      await inbox.insertMany([
        { id, communicationLogId: id, vendorMessageId: 'v', status: 'SENT', occurredAt: new Date() },
      ]);
    }
    const recounts = async () => {
      for (let time = 0; time < 20; time += 1) await books.recount(campaign.id);
    };
    await Promise.all([receipts.applyAll(), recounts(), receipts.applyAll()]);
    expect(await drifted(metrics)).toEqual({});
    await books.recount(campaign.id);
    expect(await campaigns.findById(campaign.id)).toMatchObject({ status: 'COMPLETED', sentCount: 200 });
    await expectBooksToBalance(databaseUrl, campaign.id);
  });
});

describe('messages that the vendor took and did not report', () => {
  it('are asked for after a while, and what it says is a receipt', async () => {
    const campaign = await LaunchedCampaign.write(databaseUrl, ['ACCEPTED', 'ACCEPTED', 'ACCEPTED', 'ACCEPTED']);
    const [sent, failed, young, queued] = campaign.rowIds as [string, string, string, string];
    await acceptedLongAgo();
    await query(databaseUrl, `UPDATE "CommunicationLog" SET "acceptedAt" = now() WHERE id = $1`, [young]);
    const { books, receipts, asked, published } = keeper((key) =>
      key === queued
        ? { outcome: 'accepted', vendorMessageId: 'v' }
        : {
            outcome: 'reported',
            vendorMessageId: `v-${key}`,
            status: key === sent ? 'SENT' : 'FAILED',
            settledAt: new Date('2026-11-22T10:00:00Z'),
          },
    );
    await books.balanceAll();
    expect(asked.toSorted()).toEqual([sent, failed, queued].toSorted());
    expect(published).toEqual(['receipts']);
    await receipts.applyAll();
    expect(await campaign.readRows()).toMatchObject([
      { status: 'SENT', sentAt: new Date('2026-11-22T10:00:00Z') },
      { status: 'FAILED', failureClass: 'UNDELIVERED' },
      { status: 'ACCEPTED' },
      { status: 'ACCEPTED' },
    ]);
    await expectBooksToBalance(databaseUrl, campaign.id);
  });

  it('are sent again, under the same key, when the vendor does not know them', async () => {
    const campaign = await LaunchedCampaign.write(databaseUrl, ['ACCEPTED', 'SENT']);
    await acceptedLongAgo();
    const { books, asked, published } = keeper(() => ({ outcome: 'unknown' }));
    await books.balanceAll();
    expect(asked).toEqual([campaign.rowIds[0]]);
    expect(published).toEqual(['delivery', campaign.rowIds[0]]);
    expect((await campaign.readRows())[0]).toMatchObject({ status: 'PENDING', acceptedAt: null, attempts: 1 });
    await expectBooksToBalance(databaseUrl, campaign.id);
  });

  it('end as UNCERTAIN when the vendor forgets them again', async () => {
    const campaign = await LaunchedCampaign.write(databaseUrl, ['ACCEPTED', 'SENT']);
    await acceptedLongAgo();
    await query(databaseUrl, 'UPDATE "CommunicationLog" SET attempts = 1');
    const { books, published } = keeper(() => ({ outcome: 'unknown' }));
    await books.balanceAll();
    expect(published).toEqual([]);
    expect((await campaign.readRows())[0]).toMatchObject({ status: 'FAILED', failureClass: 'UNCERTAIN' });
    expect(await campaigns.findById(campaign.id)).toMatchObject({ status: 'COMPLETED', failedCount: 1 });
    await expectBooksToBalance(databaseUrl, campaign.id);
  });

  it('end as UNCERTAIN, and are not sent again, when they have no text any more', async () => {
    const campaign = await LaunchedCampaign.write(databaseUrl, ['ACCEPTED', 'SENT']);
    await acceptedLongAgo();
    await query(databaseUrl, 'UPDATE "CommunicationLog" SET "personalizedMessage" = NULL');
    const { books, published } = keeper(() => ({ outcome: 'unknown' }));
    await books.balanceAll();
    expect(published).toEqual([]);
    expect((await campaign.readRows())[0]).toMatchObject({ status: 'FAILED', failureClass: 'UNCERTAIN' });
    await expectBooksToBalance(databaseUrl, campaign.id);
  });

  it('are asked for until the vendor does not answer any more', async () => {
    await LaunchedCampaign.write(
      databaseUrl,
      Array.from({ length: 60 }, () => 'ACCEPTED' as const),
    );
    await acceptedLongAgo();
    const { books, asked } = keeper(() => ({ outcome: 'unanswered' }));
    await books.balanceAll();
    // Some were under way when it was clear.
    expect(asked.length).toBeLessThan(20);
  });

  it('of one campaign do not keep the books of another', async () => {
    const [broken, other] = [
      await LaunchedCampaign.write(databaseUrl, ['ACCEPTED']),
      await LaunchedCampaign.write(databaseUrl, ['SENT']),
    ];
    await acceptedLongAgo();
    await query(databaseUrl, `UPDATE "Campaign" SET "sealedAt" = NULL`);
    const { books } = keeper(() => {
      throw new Error('nobody foresaw this');
    });
    await books.balanceAll();
    expect(await campaigns.findById(broken.id)).toMatchObject({ status: 'SENDING' });
    expect(await campaigns.findById(other.id)).toMatchObject({ sealedAt: expect.any(Date) });
  });

  it.each<VendorReport>([{ outcome: 'unanswered' }, { outcome: 'unsupported' }])(
    'stay as they are when the vendor says %j',
    async (report) => {
      const campaign = await LaunchedCampaign.write(databaseUrl, ['ACCEPTED']);
      await acceptedLongAgo();
      const { books, published } = keeper(() => report);
      await books.balanceAll();
      expect((await campaign.readRows())[0]).toMatchObject({ status: 'ACCEPTED' });
      expect(published).toEqual([]);
    },
  );
});
