import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@herald/shared';
import {
  CampaignRepository,
  CommunicationLogRepository,
  createLogger,
  createPool,
  ReceiptEventRepository,
  ReceiptInboxRepository,
  withRetriedTransaction,
} from '@herald/platform';

import { emptyDatabase, query } from '../../../../scripts/testing/fixtures/database.ts';
import { expectBooksToBalance } from '../../../../scripts/testing/fixtures/expect-books-to-balance.ts';
import { LaunchedCampaign } from '../../../../scripts/testing/fixtures/launched-campaign.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { createWorkerMetrics } from '../worker-metrics.ts';
import { ReceiptService } from './receipt.service.ts';

const { databaseUrl } = testServers();
const pool = createPool({ databaseUrl, maxConnections: 6, applicationName: 'herald-test' });
const inbox = new ReceiptInboxRepository(pool);

beforeEach(() => emptyDatabase(databaseUrl));
afterAll(() => pool.end());

function start() {
  const { receipts: counter } = createWorkerMetrics();
  const draining = new AbortController();
  const service = new ReceiptService({
    transact: (work) => withRetriedTransaction(pool, work),
    inbox,
    logs: new CommunicationLogRepository(pool),
    campaigns: new CampaignRepository(pool),
    events: new ReceiptEventRepository(pool),
    draining: draining.signal,
    counter,
    logger: createLogger('test', 'silent'),
  });
  const counted = async () => {
    const { values } = await counter.get();
    return new Map(values.map(({ labels, value }) => [labels.outcome, value]));
  };
  return { service, counted, draining };
}

async function receive(rowId: string, status: 'SENT' | 'FAILED', vendorMessageId = `v-${rowId}`): Promise<void> {
  await inbox.insertMany([
    { id: newId(), communicationLogId: rowId, vendorMessageId, status, occurredAt: new Date('2026-11-22T10:00:00Z') },
  ]);
}

const readEvents = () =>
  query(
    databaseUrl,
    'SELECT kind, "communicationLogId" AS "rowId", status, "vendorMessageId" AS vendor FROM "ReceiptEvent" ORDER BY id',
  );

describe('receipts', () => {
  it('end rows in whatever open state they are, and no row that has ended', async () => {
    const campaign = await LaunchedCampaign.write(databaseUrl, [
      'PENDING',
      'SENDING',
      'ACCEPTED',
      'CANCELLED',
      'EXCLUDED',
      'HOLDOUT',
      'SENT',
      'FAILED',
    ]);
    const { service, counted } = start();
    for (const id of campaign.rowIds) await receive(id, 'SENT');
    await service.applyAll();
    expect((await campaign.readRows()).map(({ status }) => status)).toEqual([
      'SENT',
      'SENT',
      'SENT',
      'CANCELLED',
      'EXCLUDED',
      'HOLDOUT',
      'SENT',
      'FAILED',
    ]);
    expect(Object.fromEntries(await counted())).toMatchObject({ applied: 3, orphan: 0 });
    await expectBooksToBalance(databaseUrl, campaign.id);
  });

  it('that wait behind a full batch are left to another worker by one that is to end', async () => {
    const { service, draining } = start();
    draining.abort();
    const [first, second] = [newId(), newId()];
    await inbox.insertMany(
      Array.from({ length: 1_001 }, (_, index) => ({
        id: newId(),
        communicationLogId: index < 1_000 ? first : second,
        vendorMessageId: 'v',
        status: 'SENT' as const,
        occurredAt: new Date(),
      })),
    );
    await expect(service.applyAll()).rejects.toMatchObject({ name: 'RetryLater' });
    expect(await inbox.isEmpty()).toBe(false);
    await start().service.applyAll();
    expect(await inbox.isEmpty()).toBe(true);
  });

  it('that say the opposite later are kept as events, once, and change nothing', async () => {
    const campaign = await LaunchedCampaign.write(databaseUrl, ['ACCEPTED', 'ACCEPTED']);
    const [row] = campaign.rowIds as [string];
    const { service, counted } = start();
    await receive(row, 'FAILED');
    await receive(row, 'SENT');
    await service.applyAll();
    await receive(row, 'SENT');
    await receive(row, 'SENT', 'another delivery');
    await service.applyAll();
    expect((await campaign.readRows())[0]).toMatchObject({ status: 'FAILED', failureClass: 'UNDELIVERED' });
    expect(await readEvents()).toEqual([
      { kind: 'LATE', rowId: row, status: 'SENT', vendor: `v-${row}` },
      { kind: 'LATE', rowId: row, status: 'SENT', vendor: 'another delivery' },
    ]);
    expect(Object.fromEntries(await counted())).toEqual({ applied: 1, late: 2, orphan: 0, repeated: 1 });
    await expectBooksToBalance(databaseUrl, campaign.id);
  });

  it('that only repeat what is known leave no trace', async () => {
    const campaign = await LaunchedCampaign.write(databaseUrl, ['ACCEPTED', 'SENDING', 'PENDING']);
    await query(databaseUrl, `UPDATE "CommunicationLog" SET "vendorMessageId" = 'v-' || id WHERE status = 'ACCEPTED'`);
    const { service, counted } = start();
    const receiveAll = async () => {
      for (const id of campaign.rowIds) for (let time = 0; time < 3; time += 1) await receive(id, 'SENT');
    };
    await receiveAll();
    await service.applyAll();
    const before = [await campaign.readRows(), await campaign.readCampaign()];
    await receiveAll();
    await service.applyAll();
    expect([await campaign.readRows(), await campaign.readCampaign()]).toEqual(before);
    expect(await readEvents()).toEqual([]);
    expect(Object.fromEntries(await counted())).toEqual({ applied: 3, late: 0, orphan: 0, repeated: 15 });
    await expectBooksToBalance(databaseUrl, campaign.id);
  });

  it('of messages that had been given up say what became of them after all, and count once', async () => {
    const campaign = await LaunchedCampaign.write(databaseUrl, [
      'REFUSED',
      'UNANSWERED',
      'UNCERTAIN',
      'UNCERTAIN',
      'TEMPLATE',
      'UNDELIVERED',
    ]);
    const { service, counted } = start();
    for (const [index, id] of campaign.rowIds.entries()) {
      for (let time = 0; time < 2; time += 1) await receive(id, index === 3 ? 'FAILED' : 'SENT');
    }
    await service.applyAll();
    expect((await campaign.readRows()).map(({ status, failureClass }) => failureClass ?? status)).toEqual([
      'SENT',
      'SENT',
      'SENT',
      'UNDELIVERED',
      'TEMPLATE',
      'UNDELIVERED',
    ]);
    expect(await campaign.readCampaign()).toMatchObject({ status: 'COMPLETED', sentCount: 3, failedCount: 3 });
    expect(Object.fromEntries(await counted())).toMatchObject({ applied: 4, late: 2 });
    await expectBooksToBalance(databaseUrl, campaign.id);
  });

  it('about messages that nobody knows are kept as orphans, and counted', async () => {
    const campaign = await LaunchedCampaign.write(databaseUrl, ['ACCEPTED']);
    const stranger = newId();
    const { service, counted } = start();
    await receive(stranger, 'SENT');
    await receive(stranger, 'SENT');
    await receive(campaign.rowIds[0] ?? '', 'SENT');
    await service.applyAll();
    expect(await readEvents()).toEqual([{ kind: 'ORPHAN', rowId: stranger, status: 'SENT', vendor: `v-${stranger}` }]);
    expect(await new ReceiptEventRepository(pool).countOrphans()).toBe(1);
    expect(Object.fromEntries(await counted())).toEqual({ applied: 1, late: 0, orphan: 1, repeated: 1 });
    await expectBooksToBalance(databaseUrl, campaign.id);
  });

  it('of a delivery that was given up do not end the one that was asked for since', async () => {
    const campaign = await LaunchedCampaign.write(databaseUrl, ['ACCEPTED', 'ACCEPTED']);
    const [row] = campaign.rowIds as [string];
    await query(
      databaseUrl,
      `UPDATE "CommunicationLog" SET round = 1, "formerVendorMessageIds" = '{first}' WHERE id = $1`,
      [row],
    );
    const { service } = start();
    await receive(row, 'FAILED', 'first');
    await service.applyAll();
    expect((await campaign.readRows())[0]).toMatchObject({ status: 'ACCEPTED' });
    expect(await readEvents()).toEqual([]);

    // That it was delivered after all is news.
    await receive(row, 'SENT', 'first');
    await service.applyAll();
    expect(await readEvents()).toEqual([{ kind: 'LATE', rowId: row, status: 'SENT', vendor: 'first' }]);

    await receive(row, 'SENT', 'second');
    await service.applyAll();
    expect((await campaign.readRows())[0]).toMatchObject({ status: 'SENT' });
    await expectBooksToBalance(databaseUrl, campaign.id);
  });

  it('of a delivery that was given up do not hide that of the other one in the same batch', async () => {
    const campaign = await LaunchedCampaign.write(databaseUrl, ['ACCEPTED']);
    const [row] = campaign.rowIds as [string];
    await query(databaseUrl, `UPDATE "CommunicationLog" SET round = 1, "formerVendorMessageIds" = '{first}'`);
    const { service, counted } = start();
    await receive(row, 'FAILED', 'first');
    await receive(row, 'SENT', 'second');
    await service.applyAll();
    expect((await campaign.readRows())[0]).toMatchObject({ status: 'SENT' });
    expect(await readEvents()).toEqual([]);
    expect(Object.fromEntries(await counted())).toEqual({ applied: 1, late: 0, orphan: 0, repeated: 1 });
    expect(await inbox.isEmpty()).toBe(true);
    await expectBooksToBalance(databaseUrl, campaign.id);
  });

  it('of many campaigns in more than one batch, applied by several workers, count once', async () => {
    const campaigns = await Promise.all(
      Array.from({ length: 5 }, () =>
        LaunchedCampaign.write(
          databaseUrl,
          Array.from({ length: 300 }, () => 'ACCEPTED' as const),
        ),
      ),
    );
    await inbox.insertMany(
      campaigns.flatMap(({ rowIds }) =>
        rowIds.flatMap((communicationLogId, index) =>
          [0, 1].map(() => ({
            id: newId(),
            communicationLogId,
            vendorMessageId: 'v',
            status: index % 3 === 0 ? ('FAILED' as const) : ('SENT' as const),
            occurredAt: new Date(),
          })),
        ),
      ),
    );
    await Promise.all([start(), start(), start()].map(({ service }) => service.applyAll()));
    for (const campaign of campaigns) {
      expect(await campaign.readCampaign()).toMatchObject({ status: 'COMPLETED', sentCount: 200, failedCount: 100 });
      await expectBooksToBalance(databaseUrl, campaign.id);
    }
    expect(await inbox.isEmpty()).toBe(true);
  });
});
