import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@herald/shared';
import {
  CampaignRepository,
  CommunicationLogRepository,
  createLogger,
  createPool,
  IdempotencyRepository,
  IngestionRepository,
  MockVendorMessageRepository,
  withRetriedTransaction,
} from '@herald/platform';

import { emptyDatabase, query } from '../../../../scripts/testing/fixtures/database.ts';
import { expectBooksToBalance } from '../../../../scripts/testing/fixtures/expect-books-to-balance.ts';
import { IngestionWithoutQueue } from '../../../../scripts/testing/fixtures/ingestion-without-queue.ts';
import { LaunchedCampaign } from '../../../../scripts/testing/fixtures/launched-campaign.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { RetentionService } from './retention.service.ts';

const DAY_MS = 86_400_000;
const { databaseUrl } = testServers();
const pool = createPool({ databaseUrl, maxConnections: 4, applicationName: 'herald-test' });
const ingestion = new IngestionWithoutQueue(databaseUrl);

beforeEach(() => emptyDatabase(databaseUrl));
afterAll(async () => {
  await ingestion.close();
  await pool.end();
});

interface Days {
  textsKeptDays?: number;
  rowsKeptDays?: number;
}

/** Removes what is past its time so many days from now. */
function removeIn(days: number, { textsKeptDays, rowsKeptDays }: Days): Promise<void> {
  const service = new RetentionService({
    transact: (work) => withRetriedTransaction(pool, work),
    campaigns: new CampaignRepository(pool),
    logs: new CommunicationLogRepository(pool),
    vendorMessages: new MockVendorMessageRepository(pool),
    ingestions: new IngestionRepository(pool),
    answers: new IdempotencyRepository(pool),
    logger: createLogger('test', 'silent'),
    draining: new AbortController().signal,
    now: () => new Date(Date.now() + days * DAY_MS),
    textsKeptDays,
    rowsKeptDays,
  });
  return service.removeExpired();
}

const textsOf = async (campaign: LaunchedCampaign) => {
  const rows = await query<{ text: string | null }>(
    databaseUrl,
    'SELECT "personalizedMessage" AS text FROM "CommunicationLog" WHERE "campaignId" = $1 ORDER BY "customerId"',
    [campaign.id],
  );
  return rows.map(({ text }) => text);
};
const seal = (campaign: LaunchedCampaign) =>
  query(databaseUrl, 'UPDATE "Campaign" SET "sealedAt" = "completedAt" WHERE id = $1', [campaign.id]);
const sealed = async (states: Parameters<typeof LaunchedCampaign.write>[1]) => {
  const campaign = await LaunchedCampaign.write(databaseUrl, states);
  await seal(campaign);
  return campaign;
};

describe('texts of messages', () => {
  it('are removed from campaigns that ended so many days ago, with those of the mock vendor', async () => {
    const campaign = await sealed(['SENT', 'FAILED', 'EXCLUDED']);
    await query(
      databaseUrl,
      `INSERT INTO "MockVendorMessage" (key, "communicationLogId", "vendorMessageId", "customerId", message, outcome)
       SELECT key, l.id, key, l."customerId", 'Hi', 'SENT' FROM "CommunicationLog" l, unnest(ARRAY[l.id::text, l.id || '.1']) AS key
       WHERE l.status = 'SENT'`,
    );
    await query(databaseUrl, `UPDATE "CommunicationLog" SET round = 1 WHERE status = 'SENT'`);

    await removeIn(29, { textsKeptDays: 30 });
    expect(await textsOf(campaign)).toEqual(['Hi', 'Hi', '']);
    await removeIn(31, { textsKeptDays: 30 });
    expect(await textsOf(campaign)).toEqual([null, null, '']);
    const left = await query(databaseUrl, 'SELECT message FROM "MockVendorMessage"');
    expect(left).toEqual([{ message: null }, { message: null }]);
    const [row] = await query<{ at: Date | null }>(databaseUrl, 'SELECT "textsRemovedAt" AS at FROM "Campaign"');
    expect(row?.at).toEqual(expect.any(Date));
    await query(databaseUrl, 'DELETE FROM "MockVendorMessage"');
    await expectBooksToBalance(databaseUrl, campaign.id);
  });

  it('are kept for ever unless it is said how long', async () => {
    const campaign = await sealed(['SENT']);
    await removeIn(3_650, {});
    expect(await textsOf(campaign)).toEqual(['Hi']);
  });

  it('are kept while a campaign is open, or its counters are not sure yet', async () => {
    const open = await LaunchedCampaign.write(databaseUrl, ['SENT', 'PENDING']);
    const unsealed = await LaunchedCampaign.write(databaseUrl, ['SENT']);
    await removeIn(31, { textsKeptDays: 30 });
    expect([await textsOf(open), await textsOf(unsealed)]).toEqual([['Hi', 'Hi'], ['Hi']]);
  });

  it('are removed from more messages than are in one page, in all of many campaigns', async () => {
    const campaign = await sealed(Array.from({ length: 2_300 }, () => 'SENT' as const));
    const others = [];
    for (let number = 0; number < 3; number += 1) others.push(await sealed(['SENT', 'CANCELLED']));
    await removeIn(2, { textsKeptDays: 1 });
    expect(new Set(await textsOf(campaign))).toEqual(new Set([null]));
    for (const other of others) expect(await textsOf(other)).toEqual([null, null]);
    const [row] = await query<{ count: number }>(
      databaseUrl,
      'SELECT count("textsRemovedAt")::int AS count FROM "Campaign"',
    );
    expect(row?.count).toBe(4);
  });
});

describe('rejected rows', () => {
  it('are emptied so many days after their batch was written, and stay counted', async () => {
    const batch = await ingestion.writeCustomers([{ id: newId(), name: 'Nobody' }, { externalId: 'a' }]);
    await removeIn(6, { rowsKeptDays: 7 });
    expect((await ingestion.find(batch)).rejectedRows[0]?.row).toMatchObject({ name: 'Nobody' });
    await removeIn(8, { rowsKeptDays: 7 });
    expect(await ingestion.find(batch)).toMatchObject({
      received: 2,
      stored: 1,
      rejected: 1,
      rejectedRows: [{ index: 0, row: null, reason: 'no customer has this id' }],
    });
  });

  it('are kept while some of their batch are not written yet, and for ever unless it is said how long', async () => {
    const done = await ingestion.writeCustomers([{ id: newId(), name: 'Nobody' }]);
    const waiting = await ingestion.writeCustomers([{ id: newId(), name: 'Nobody' }]);
    await query(databaseUrl, 'UPDATE "Ingestion" SET "completedAt" = NULL WHERE id = $1', [waiting.ingestionId]);
    await removeIn(8, {});
    expect((await ingestion.find(done)).rejectedRows[0]?.row).not.toBeNull();
    await removeIn(8, { rowsKeptDays: 7 });
    expect((await ingestion.find(done)).rejectedRows[0]?.row).toBeNull();
    expect((await ingestion.find(waiting)).rejectedRows[0]?.row).not.toBeNull();
  });
});

describe('answers that are kept for repeated calls', () => {
  it('are removed after a day, whatever is set', async () => {
    await query(
      databaseUrl,
      `INSERT INTO "IdempotencyRecord" (caller, operation, key, fingerprint, "createdAt")
       SELECT 'c', 'o', n::text, 'f', now() - CASE WHEN n > 5 THEN 25 ELSE 23 END * interval '1 hour'
       FROM generate_series(1, 2500) n`,
    );
    await removeIn(0, {});
    const [row] = await query<{ count: number }>(databaseUrl, 'SELECT count(*)::int FROM "IdempotencyRecord"');
    expect(row?.count).toBe(5);
  });
});
