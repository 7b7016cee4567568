import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { CampaignBooksOutput, CampaignOutput, CampaignStatus } from '@herald/shared';

import { query } from '../../../../scripts/testing/fixtures/database.ts';
import { eventually } from '../../../../scripts/testing/fixtures/eventually.ts';
import {
  expectAllBooksToBalance,
  expectBooksToBalance,
} from '../../../../scripts/testing/fixtures/expect-books-to-balance.ts';
import { startTestHerald } from '../../../../scripts/testing/fixtures/herald.ts';
import type { RunningHerald } from '../../../../scripts/testing/fixtures/herald.ts';
import { writeSmallShop } from '../../../../scripts/testing/fixtures/small-shop.ts';
import type { Shopper } from '../../../../scripts/testing/fixtures/small-shop.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { all, ask } from '../segments/testing/example-segments.ts';
import { SegmentsApi } from '../segments/testing/segments-api.ts';
import { CampaignsApi } from './testing/campaigns-api.ts';

/** The mock vendor fails four of ten, so that so many rounds in a row would be a miracle. */
const MOST_ROUNDS = 60;
const DAY_MS = 86_400_000;

const { databaseUrl } = testServers();
let herald: RunningHerald;
let api: CampaignsApi;
let shoppers: Shopper[];
let everyone: string;

beforeAll(async () => {
  herald = await startTestHerald({
    api: { MOCK_VENDOR_FAILURE_RATE: '0.4' },
    worker: { RECOUNT_INTERVAL_MS: '200' },
  });
  api = new CampaignsApi(herald.url);
  shoppers = await writeSmallShop(databaseUrl);
  everyone = (await new SegmentsApi(herald.url).create('Everyone', all(ask('visits', '>=', 0)), 'dynamic')).id;
});
afterEach(async () => {
  await api.post('/api/delivery/start');
  await expectAllBooksToBalance(databaseUrl);
});
afterAll(() => herald.stop());

const create = (change: object = {}): Promise<CampaignOutput> =>
  api.create({ name: 'Diwali', messageTemplate: 'Hi {name|there}', segmentId: everyone, ...change });

/** Looks at a campaign's books again and again until it is in this state. */
async function until(id: string, status: CampaignStatus): Promise<void> {
  await eventually(async () => {
    await expectBooksToBalance(databaseUrl, id);
    expect(await api.find(id)).toMatchObject({ status });
  });
}

function untilSealed(id: string): Promise<CampaignBooksOutput> {
  return eventually(async () => {
    const books = await api.books(id);
    expect(books).toMatchObject({ balanced: true, sealedAt: expect.any(String) });
    return books;
  });
}

/** How many messages of the campaign the vendor has. */
async function deliveredOf(id: string): Promise<number> {
  const [row] = await query<{ count: number }>(
    databaseUrl,
    `SELECT count(*)::int AS count FROM "MockVendorMessage" m
     JOIN "CommunicationLog" l ON l.id = m."communicationLogId" WHERE l."campaignId" = $1`,
    [id],
  );
  return row?.count ?? 0;
}

describe('a campaign', () => {
  it('reaches those who may be messaged, says of the others why not, and is sealed', async () => {
    const { id } = await create({ reachBy: 'email', holdoutPercent: 50 });
    const books = await untilSealed(id);
    const unsubscribed = shoppers.filter(({ profile }) => profile.unsubscribed === true);
    const withoutEmail = shoppers.filter(({ profile }) => profile.email === null && profile.unsubscribed !== true);
    const { sent, failed, excluded, heldOut } = books.counters;

    expect(books).toMatchObject({
      audienceSize: shoppers.length,
      rows: shoppers.length,
      byExclusionReason: { UNSUBSCRIBED: unsubscribed.length, NO_EMAIL: withoutEmail.length, NO_PHONE: 0 },
      byFailureClass: { UNDELIVERED: failed },
    });
    expect(heldOut).toBeGreaterThan(0);
    expect(sent + failed + heldOut + excluded).toBe(shoppers.length);
    expect(await deliveredOf(id)).toBe(sent + failed);
    const shown = await api.find(id, '?status=EXCLUDED');
    expect(shown.rows.map(({ customerId }) => customerId)).toEqual(
      [...unsubscribed, ...withoutEmail].map((shopper) => shopper.id).toSorted(),
    );
  });

  it('waits for its time, and reaches whom the segment holds then', async () => {
    const scheduledAt = new Date(Date.now() + 400).toISOString();
    const { id, status } = await create({ scheduledAt });
    expect(status).toBe('SCHEDULED');
    await until(id, 'COMPLETED');
    const { launchedAt } = await api.find(id);
    expect((launchedAt ?? '') >= scheduledAt).toBe(true);
  });

  it('that somebody launches before it is due shows messages of that time, and none of a time to come', async () => {
    const { id } = await create({ scheduledAt: new Date(Date.now() + DAY_MS).toISOString() });
    await api.do(id, 'launch');
    await until(id, 'COMPLETED');
    const { launchedAt, rows } = await api.find(id);
    const [{ customerId } = { customerId: '' }] = rows;
    const recipients: unknown = (await api.get(`/api/campaigns/${id}/recipients`)).body;
    const messages: unknown = (await api.get(`/api/customers/${customerId}/messages`)).body;
    for (const shown of [rows, recipients, messages]) {
      expect(shown).toContainEqual(expect.objectContaining({ customerId, createdAt: launchedAt }));
    }
    const timeline: unknown = (await api.get(`/api/customers/${customerId}/timeline`)).body;
    expect(timeline).toContainEqual(expect.objectContaining({ kind: 'message', at: launchedAt }));
  });

  it('is tried again until everybody is reached: each round is another delivery, and nobody is reached twice', async () => {
    const { id } = await create();
    await until(id, 'COMPLETED');
    let rounds = 0;
    for (; (await api.find(id)).failedCount > 0; rounds += 1) {
      expect(rounds).toBeLessThan(MOST_ROUNDS);
      const { failedCount } = await api.find(id);
      expect((await api.retryFailed(id)).reopened).toBe(failedCount);
      await until(id, 'COMPLETED');
    }
    expect(rounds).toBeGreaterThan(0);
    const { counters, lateReceipts } = await untilSealed(id);
    expect(counters).toMatchObject({ failed: 0, sent: shoppers.length - counters.excluded });
    expect(lateReceipts).toBe(0);
    const reached = await query(
      databaseUrl,
      `SELECT count(*)::int, count(DISTINCT m."customerId")::int AS customers FROM "MockVendorMessage" m
       JOIN "CommunicationLog" l ON l.id = m."communicationLogId" WHERE l."campaignId" = $1 AND m.outcome = 'SENT'`,
      [id],
    );
    expect(reached).toEqual([{ count: counters.sent, customers: counters.sent }]);
  }, 120_000);
});

describe('while all sending is stopped', () => {
  /** A campaign whose rows are written, and of which nothing can go out. */
  async function createHeld(): Promise<string> {
    await api.post('/api/delivery/stop', { reason: 'wrong discount' });
    const { id } = await create();
    await until(id, 'SENDING');
    return id;
  }

  it('campaigns are written and nothing goes out; what is open goes on with the start', async () => {
    const id = await createHeld();
    expect(await deliveredOf(id)).toBe(0);
    await api.post('/api/delivery/start');
    await until(id, 'COMPLETED');
  });

  it('a campaign that is paused stays so after the start, until it is resumed', async () => {
    const id = await createHeld();
    await api.do(id, 'pause');
    await api.post('/api/delivery/start');
    // Whoever sends, has sent another one meanwhile.
    const other = await create();
    await until(other.id, 'COMPLETED');
    expect(await deliveredOf(id)).toBe(0);
    await api.do(id, 'resume');
    await until(id, 'COMPLETED');
  });

  it('a campaign can be cancelled: nobody gets it', async () => {
    const id = await createHeld();
    expect(await api.do(id, 'cancel')).toMatchObject({ status: 'CANCELLED' });
    const { counters } = await untilSealed(id);
    expect(counters).toMatchObject({ sent: 0, failed: 0, cancelled: shoppers.length - counters.excluded });
    await api.post('/api/delivery/start');
    const other = await create();
    await until(other.id, 'COMPLETED');
    expect(await deliveredOf(id)).toBe(0);
  });
});
