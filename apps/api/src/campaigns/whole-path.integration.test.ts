import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { previewCampaignOutput } from '@herald/shared';
import type { CampaignDetailOutput, SegmentOutput, SegmentRules } from '@herald/shared';

import { HeraldClient } from '../../../../scripts/herald/herald-client.ts';
import { query } from '../../../../scripts/testing/fixtures/database.ts';
import { expectBooksToBalance } from '../../../../scripts/testing/fixtures/expect-books-to-balance.ts';
import { meetBehind } from '../../../../scripts/testing/fixtures/held-transaction.ts';
import { startTestHerald } from '../../../../scripts/testing/fixtures/herald.ts';
import type { RunningHerald } from '../../../../scripts/testing/fixtures/herald.ts';
import { TEST_API_KEY } from '../../../../scripts/testing/fixtures/request.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { CampaignsApi } from './testing/campaigns-api.ts';

const CUSTOMERS = 120;
const MOST_LOOKS = 3_000;
/** Customer n has n % 4 orders of 100 each, the last of them refunded. */
const countedOrdersOf = (number: number) => Math.max((number % 4) - 1, 0);

const { databaseUrl } = testServers();
let herald: RunningHerald;
let client: HeraldClient;

const everyNumber = Array.from({ length: CUSTOMERS }, (_, number) => number);
const rulesFor = (
  field: 'totalSpend' | 'orderCount' | 'visits',
  operator: '>' | '>=',
  value: number,
): SegmentRules => ({
  combinator: 'and',
  rules: [{ field, operator, value }],
});

beforeAll(async () => {
  herald = await startTestHerald({ api: { MOCK_VENDOR_FAILURE_RATE: '0.3' } });
  client = new HeraldClient(herald.url, { apiKey: TEST_API_KEY });
  // Orders first: they wait for their customers.
  const orders = await client.sendOrders(
    everyNumber.flatMap((number) =>
      Array.from({ length: number % 4 }, (_, index) => ({
        externalId: `o-${number}-${index}`,
        customerExternalId: `c-${number}`,
        amount: 100,
        status: index === 0 ? ('REFUNDED' as const) : ('PAID' as const),
        orderedAt: '2026-11-01',
      })),
    ),
  );
  const customers = await client.sendCustomers(
    everyNumber.map((number) => ({
      externalId: `c-${number}`,
      name: number % 2 === 0 ? `Name {{ email }} ${number}` : null,
    })),
  );
  const settled = await Promise.all([orders, customers].map(({ ingestionId }) => client.waitForIngestion(ingestionId)));
  for (const { received, stored } of settled) expect(stored).toBe(received);
}, 60_000);

afterAll(async () => {
  await client.close();
  await herald.stop();
});

async function launch(segment: SegmentOutput, messageTemplate: string): Promise<CampaignDetailOutput> {
  const { id } = await client.launchCampaign({ name: 'Test', messageTemplate, segmentId: segment.id });
  return waitForEnd(id);
}

/** Looks at the books of a campaign again and again until it is completed, and once more then. */
async function waitForEnd(id: string): Promise<CampaignDetailOutput> {
  for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
    const campaign = await client.getCampaign(id);
    await expectBooksToBalance(databaseUrl, id);
    if (campaign.status === 'COMPLETED') return campaign;
  }
  throw new Error(`campaign ${id} is not completed`);
}

async function collect<T>(things: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const thing of things) collected.push(thing);
  return collected;
}

describe('users and orders, a segment, a campaign, its receipts', () => {
  it('add up: preview = saved audience = audienceSize = rows, and the books balance', async () => {
    const rules = rulesFor('totalSpend', '>', 100);
    const expected = everyNumber.filter((number) => countedOrdersOf(number) * 100 > 100).length;
    const preview = await client.preview(rules);
    const segment = await client.createSegment('Spenders', rules);
    const campaign = await launch(segment, 'Hi {name|there}, you bought {orderCount} for {totalSpend}');

    expect([preview.audienceSize, segment.audienceSize, campaign.audienceSize, campaign.summary.total]).toEqual([
      expected,
      expected,
      expected,
      expected,
    ]);
    expect(campaign).toMatchObject({ status: 'COMPLETED', completedAt: expect.any(String) });
    expect(campaign.sentCount + campaign.failedCount).toBe(expected);
    expect(campaign.failedCount).toBeGreaterThan(0);
    // Which of them is larger is the vendor's decision; its own books say what it was.
    const outcomes = await query<{ outcome: string; count: number }>(
      databaseUrl,
      `SELECT m.outcome, count(*)::int AS count FROM "MockVendorMessage" m
       JOIN "CommunicationLog" l ON l.id = m."communicationLogId" WHERE l."campaignId" = $1 GROUP BY 1 ORDER BY 1`,
      [campaign.id],
    );
    expect(outcomes).toEqual([
      { outcome: 'SENT', count: campaign.sentCount },
      { outcome: 'FAILED', count: campaign.failedCount },
    ]);
  }, 60_000);

  it('say of every recipient what was sent and what the vendor made of it', async () => {
    const segment = await client.createSegment('Two orders', rulesFor('orderCount', '>=', 2));
    const campaign = await launch(segment, '{name|there} {orderCount}');
    const ledger = await query<Record<string, string>>(
      databaseUrl,
      `SELECT m."customerId", m.message, m."vendorMessageId", m.outcome FROM "MockVendorMessage" m
       JOIN "CommunicationLog" l ON l.id = m."communicationLogId" WHERE l."campaignId" = $1 ORDER BY m."customerId"`,
      [campaign.id],
    );
    const names = await query<{ id: string; name: string | null }>(databaseUrl, 'SELECT id, name FROM "Customer"');
    const nameOf = new Map(names.map(({ id, name }) => [id, name]));
    const rows = await collect(client.campaignRows(campaign.id));

    expect(rows).toHaveLength(segment.audienceSize);
    expect(ledger).toEqual(
      rows.map(({ customerId, personalizedMessage, vendorMessageId, status }) => ({
        customerId,
        message: personalizedMessage,
        vendorMessageId,
        outcome: status,
      })),
    );
    for (const row of rows) {
      expect(row.personalizedMessage).toBe(`${nameOf.get(row.customerId) ?? 'there'} 2`);
      expect(row.deliveryReceiptStatus).toBe(row.status);
      expect([row.sentAt === null, row.failedAt === null, row.failureReason === null]).toEqual(
        row.status === 'SENT' ? [false, true, true] : [true, false, false],
      );
    }
  }, 60_000);

  it('complete at once when the audience is empty', async () => {
    const segment = await client.createSegment('Nobody', rulesFor('visits', '>', 99));
    expect(await launch(segment, 'Hi')).toMatchObject({
      status: 'COMPLETED',
      audienceSize: 0,
      sentCount: 0,
      failedCount: 0,
    });
  }, 60_000);

  it('fail for the one customer whose message gets too long, and reach the others', async () => {
    const everyone = await client.createSegment('Everyone', rulesFor('visits', '>=', 0));
    const campaign = await launch(
      everyone,
      '{% if orderCount == 2 %}{% for i in (1..2500) %}0123456789{% endfor %}{% endif %}Hi',
    );
    const tooLong = everyNumber.filter((number) => countedOrdersOf(number) === 2).length;
    const rows = await collect(client.campaignRows(campaign.id));
    const notMade = rows.filter(({ vendorMessageId }) => vendorMessageId === null);
    expect(notMade).toHaveLength(tooLong);
    for (const row of notMade)
      expect(row).toMatchObject({ status: 'FAILED', failureReason: 'the message is longer than 20000 characters' });
    expect(rows.filter(({ status }) => status === 'SENT').length).toBeGreaterThan(0);
  }, 60_000);

  it('show on the dashboard', async () => {
    const campaigns = await collect(client.campaigns());
    const sent = campaigns.reduce((sum, { sentCount }) => sum + sentCount, 0);
    const failed = campaigns.reduce((sum, { failedCount }) => sum + failedCount, 0);
    expect(await client.getStats()).toEqual({
      totalCustomers: CUSTOMERS,
      activeCampaigns: 0,
      deliveryRate: sent / (sent + failed),
      customerSegments: 4,
      sending: 'on',
    });
  });

  it('are sent once when a draft is launched twice at once', async () => {
    const segment = await client.createSegment('Everyone', rulesFor('visits', '>=', 0));
    const api = new CampaignsApi(herald.url);
    const input = { messageTemplate: 'Hi {name|there}', segmentId: segment.id, holdoutPercent: 10 };
    const { id } = await api.create({ name: 'Once', draft: true, ...input });
    const asked = await api.post('/api/campaigns/preview', { ...input, campaignId: id });
    const expected = previewCampaignOutput.parse(asked.body);

    const answers: number[] = [];
    const lock = { text: 'SELECT 1 FROM "Campaign" WHERE id = $1 FOR UPDATE', values: [id] };
    const launchIt = async () => void answers.push((await api.ask(id, 'launch', { revision: 0 })).status);
    await meetBehind(databaseUrl, lock, [launchIt, launchIt]);
    expect(answers.toSorted((a, b) => a - b)).toEqual([200, 409]);

    const campaign = await waitForEnd(id);
    expect(campaign.sentCount + campaign.failedCount).toBe(expected.willReceive);
    expect(campaign.heldOutCount).toBe(expected.heldOut);
    const [vendor] = await query<{ calls: number; people: number }>(
      databaseUrl,
      `SELECT count(*)::int AS calls, count(DISTINCT m."customerId")::int AS people FROM "MockVendorMessage" m
       JOIN "CommunicationLog" l ON l.id = m."communicationLogId" WHERE l."campaignId" = $1`,
      [id],
    );
    expect(vendor).toEqual({ calls: expected.willReceive, people: expected.willReceive });
  }, 60_000);
});

describe('two campaigns to the same people at once', () => {
  it('each reach everybody once', async () => {
    const everyone = await client.createSegment('Everyone twice', rulesFor('visits', '>=', 0));
    const [first, second] = await Promise.all([launch(everyone, 'One'), launch(everyone, 'Two')]);
    expect([first.audienceSize, second.audienceSize]).toEqual([CUSTOMERS, CUSTOMERS]);
    const delivered = await query(
      databaseUrl,
      `SELECT count(*)::int, count(DISTINCT "customerId")::int AS customers FROM "MockVendorMessage" WHERE message = ANY($1)`,
      [['One', 'Two']],
    );
    expect(delivered).toEqual([{ count: 2 * CUSTOMERS, customers: CUSTOMERS }]);
  }, 60_000);
});
