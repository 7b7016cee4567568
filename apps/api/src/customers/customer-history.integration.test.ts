import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  customerMessageSchema,
  customerSegmentsOutput,
  explainSegmentOutput,
  newId,
  problemSchema,
  timelineEventSchema,
} from '@herald/shared';
import type { CustomerSegment, CustomerSegmentsOutput, TimelineEvent } from '@herald/shared';
import { z } from 'zod';

import { query } from '../../../../scripts/testing/fixtures/database.ts';
import { startTestApi } from '../../../../scripts/testing/fixtures/herald.ts';
import type { RunningHerald } from '../../../../scripts/testing/fixtures/herald.ts';
import { followPages } from '../../../../scripts/testing/fixtures/pages.ts';
import { asOwner, request } from '../../../../scripts/testing/fixtures/request.ts';
import { type Shopper, writeSmallShop } from '../../../../scripts/testing/fixtures/small-shop.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { all, ask, EXAMPLE_SEGMENTS } from '../segments/testing/example-segments.ts';
import { SegmentsApi } from '../segments/testing/segments-api.ts';

const CAMPAIGNS = 7;
const MOST_SEGMENTS = 200;

const { databaseUrl } = testServers();
let herald: RunningHerald;
let api: SegmentsApi;
let shoppers: Shopper[];
/** Shopper 7 got a message of each, oldest first. */
let messageIds: string[];
/** By name. */
const segmentIds: Record<string, string> = {};

beforeAll(async () => {
  herald = await startTestApi();
  api = new SegmentsApi(herald.url);
  shoppers = await writeSmallShop(databaseUrl);
  segmentIds['few visits'] = (await api.create('few visits', all(ask('visits', '<=', 9)))).id;
  segmentIds['VIPs'] = (await api.create('VIPs', all(ask('tags', 'has', 'vip')), 'dynamic')).id;
  messageIds = await writeMessages(shopperId(7));
});
afterAll(() => herald.stop());

const shopperId = (number: number) => shoppers[number]?.id ?? '';
const customerUrl = (number: number) => `/api/customers/${shopperId(number)}`;

/** Each of a campaign of its own. */
async function writeMessages(customerId: string): Promise<string[]> {
  const [campaignIds, ids] = [newIds(CAMPAIGNS), newIds(CAMPAIGNS)];
  await query(
    databaseUrl,
    `INSERT INTO "Campaign" (id, name, "messageTemplate", "segmentId", status)
     SELECT id, 'Campaign ' || nr, 'Hi', $2, 'COMPLETED' FROM unnest($1::uuid[]) WITH ORDINALITY AS c(id, nr)`,
    [campaignIds, segmentIds['few visits']],
  );
  await query(
    databaseUrl,
    `INSERT INTO "CommunicationLog" (id, "campaignId", "customerId", status, "personalizedMessage", "sentAt")
     SELECT log.id, log."campaignId", $3, 'SENT', 'Hi ' || nr, now()
     FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS log(id, "campaignId", nr)`,
    [ids, campaignIds, customerId],
  );
  return ids;
}

const newIds = (count: number) => Array.from({ length: count }, () => newId());

async function pagesOf<T>(path: string, schema: z.ZodType<T>): Promise<T[][]> {
  return followPages(path, async (page) => {
    const response = await request(herald.url).get(page);
    expect([response.status, response.body]).toEqual([200, response.body]);
    return { things: z.array(schema).parse(response.body), link: response.headers['link'] };
  });
}

describe('GET /api/customers/{id}/messages', () => {
  it.each([1, 3, CAMPAIGNS, 100])('lists them newest first, in pages of %s', async (limit) => {
    const pages = await pagesOf(`${customerUrl(7)}/messages?limit=${limit}`, customerMessageSchema.strict());
    expect(pages.flat().map(({ id }) => id)).toEqual(messageIds.toReversed());
    expect(pages).toHaveLength(Math.ceil(CAMPAIGNS / limit));
    expect(pages.flat()[0]).toMatchObject({
      campaignName: `Campaign ${CAMPAIGNS}`,
      personalizedMessage: `Hi ${CAMPAIGNS}`,
      customerId: shopperId(7),
      status: 'SENT',
    });
  });

  it('knows that there are none', async () => {
    expect(await pagesOf(`${customerUrl(8)}/messages`, customerMessageSchema)).toEqual([[]]);
  });
});

describe('GET /api/customers/{id}/timeline', () => {
  it.each([1, 2, 5, 100])('lists everything that happened, latest first, in pages of %s', async (limit) => {
    const pages = await pagesOf(`${customerUrl(7)}/timeline?limit=${limit}`, timelineEventSchema);
    const events = pages.flat();
    const orders = shoppers[7]?.orders.length ?? 0;
    expect(events.map(({ kind }) => kind).toSorted()).toEqual([
      'joined',
      ...Array.from({ length: CAMPAIGNS }, () => 'message'),
      ...Array.from({ length: orders }, () => 'ordered'),
    ]);
    expect(events).toEqual(events.toSorted(latestFirst));
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
    expect(pages).toHaveLength(Math.ceil(events.length / limit));
  });

  it('goes on where events happened at the same instant', async () => {
    await query(databaseUrl, `UPDATE "Order" SET "orderedAt" = '2026-01-01' WHERE "customerId" = $1`, [shopperId(11)]);
    await query(databaseUrl, `UPDATE "Customer" SET "createdAt" = '2026-01-01' WHERE id = $1`, [shopperId(11)]);
    const pages = await pagesOf(`${customerUrl(11)}/timeline?limit=1`, timelineEventSchema);
    expect(pages).toHaveLength(1 + (shoppers[11]?.orders.length ?? 0));
    expect(pages.flat()).toEqual(pages.flat().toSorted(latestFirst));
  });

  it('shows orders with their items and messages with their campaign', async () => {
    const events = (await pagesOf(`${customerUrl(7)}/timeline`, timelineEventSchema)).flat();
    const detail = await request(herald.url).get(customerUrl(7));
    const orders = events.flatMap((event) => (event.kind === 'ordered' ? event.order : []));
    expect(orders).toEqual((detail.body as { orders: unknown }).orders);
    const messages = events.flatMap((event) => (event.kind === 'message' ? event.message : []));
    expect(messages).toEqual((await pagesOf(`${customerUrl(7)}/messages`, customerMessageSchema)).flat());
    expect(messages.map(({ createdAt }) => createdAt)).toEqual(
      events.flatMap((event) => (event.kind === 'message' ? event.at : [])),
    );
  });

  it('says when somebody was erased', async () => {
    await (await asOwner(herald.url)).delete(customerUrl(39)).expect(200);
    const events = (await pagesOf(`${customerUrl(39)}/timeline`, timelineEventSchema)).flat();
    expect(events[0]).toMatchObject({ kind: 'erased' });
    expect(events.filter(({ kind }) => kind === 'joined')).toHaveLength(1);
  });

  it.each(['x', newId(), Buffer.from('["now", 1]').toString('base64url')])('refuses the cursor %s', async (cursor) => {
    const response = await request(herald.url).get(`${customerUrl(7)}/timeline?cursor=${cursor}`);
    expect([response.status, problemSchema.parse(response.body).errors?.[0]?.path]).toEqual([400, 'cursor']);
  });
});

function latestFirst(one: TimelineEvent, other: TimelineEvent): number {
  const [a, b] = [`${one.at} ${one.id}`, `${other.at} ${other.id}`];
  return a < b ? 1 : a > b ? -1 : 0;
}

describe('GET /api/customers/{id}/segments', () => {
  async function segmentsOf(number: number): Promise<CustomerSegmentsOutput> {
    const response = await request(herald.url).get(`${customerUrl(number)}/segments`);
    expect(response.status).toBe(200);
    return customerSegmentsOutput.strict().parse(response.body);
  }
  const inside = ({ isTrue, isInAudience }: CustomerSegment) => isInAudience ?? isTrue;

  it('says of every segment what an explanation says', async () => {
    const world = {
      campaignId: await firstCampaign(),
      outcomeOf: () => undefined,
      staticSegmentId: segmentIds['few visits'] ?? '',
      dynamicSegmentId: segmentIds['VIPs'] ?? '',
    };
    for (const { name, rules } of EXAMPLE_SEGMENTS) await api.create(name, rules(world), 'dynamic');
    for (const number of [0, 7, 22]) {
      const { segments, isComplete } = await segmentsOf(number);
      expect([segments.length, isComplete]).toEqual([EXAMPLE_SEGMENTS.length + 2, true]);
      for (const { id, name: _name, kind: _kind, ...said } of segments) {
        const response = await api.post('/api/segments/explain', { segmentId: id, customerId: shopperId(number) });
        const { isTrue, isInAudience, description, changesOn } = explainSegmentOutput.parse(response.body);
        expect(said).toEqual({ isTrue, isInAudience, description, changesOn });
      }
    }
  });

  it('begins with those that hold the customer, each part newest first', async () => {
    const { segments } = await segmentsOf(7);
    const ids = (isIn: boolean) => segments.filter((segment) => inside(segment) === isIn).map(({ id }) => id);
    expect(ids(true).length * ids(false).length).toBeGreaterThan(0);
    expect(segments.map(({ id }) => id)).toEqual([true, false].flatMap((isIn) => ids(isIn).toSorted().toReversed()));
  });

  it('tells a frozen audience from what the rules say now', async () => {
    await query(databaseUrl, `UPDATE "Customer" SET visits = 100 WHERE id = $1`, [shopperId(5)]);
    const find = async () => (await segmentsOf(5)).segments.find(({ name }) => name === 'few visits');
    expect(await find()).toMatchObject({ isTrue: false, isInAudience: true });
    await query(databaseUrl, `UPDATE "Customer" SET visits = 5 WHERE id = $1`, [shopperId(5)]);
  });

  it('marks a segment whose rules are not understood, and knows who was frozen in it', async () => {
    const { id } = await api.create('Broken', all(ask('visits', '<=', 9)));
    await query(databaseUrl, `UPDATE "Segment" SET rules = '{"combinator": "and", "rules": []}' WHERE id = $1`, [id]);
    const find = async (number: number) => (await segmentsOf(number)).segments.find((segment) => segment.id === id);
    const broken = { description: null, isTrue: null, changesOn: null };
    expect(await find(7)).toMatchObject({ ...broken, isInAudience: true });
    expect(await find(22)).toMatchObject({ ...broken, isInAudience: false });
    await api.delete(id);
  });

  it('finds nobody in anything who was erased', async () => {
    await (await asOwner(herald.url)).delete(customerUrl(38)).expect(200);
    const { segments } = await segmentsOf(38);
    expect(segments.filter(inside)).toEqual([]);
    expect(new Set(segments.map(({ isTrue }) => isTrue))).toEqual(new Set([false]));
  });

  it('lists the newest 200, and says that there are more', async () => {
    const before = await query<{ id: string }>(databaseUrl, 'SELECT id FROM "Segment"');
    await query(
      databaseUrl,
      `INSERT INTO "Segment" (id, name, rules, kind, "audienceUserIds", "audienceSize")
       SELECT id, 'One of many', $2::jsonb, 'DYNAMIC', '{}', 0 FROM unnest($1::uuid[]) AS s(id)`,
      [newIds(MOST_SEGMENTS), JSON.stringify(all(ask('visits', '>=', 0)))],
    );
    const { segments, isComplete } = await segmentsOf(7);
    expect([segments.length, isComplete]).toEqual([MOST_SEGMENTS, false]);
    expect(segments.every(({ id }) => !before.some((old) => old.id === id))).toBe(true);
  });
});

async function firstCampaign(): Promise<string> {
  const [campaign] = await query<{ id: string }>(databaseUrl, 'SELECT id FROM "Campaign" ORDER BY id LIMIT 1');
  return campaign?.id ?? '';
}

describe.each(['messages', 'segments', 'timeline'])('GET /api/customers/{id}/%s', (what) => {
  it('answers 404 for an unknown id and 400 for what is no id', async () => {
    const missing = await request(herald.url).get(`/api/customers/${newId()}/${what}`);
    expect([missing.status, problemSchema.parse(missing.body).code]).toEqual([404, 'not_found']);
    const bad = await request(herald.url).get(`/api/customers/asha/${what}`);
    expect([bad.status, problemSchema.parse(bad.body).errors?.[0]?.path]).toEqual([400, 'id']);
  });
});
