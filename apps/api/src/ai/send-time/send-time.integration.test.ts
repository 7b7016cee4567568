import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId, sendTimeOutput, startOfDay } from '@herald/shared';
import type { SendTimeOutput } from '@herald/shared';

import { emptyDatabase, query } from '../../../../../scripts/testing/fixtures/database.ts';
import { startTestApi } from '../../../../../scripts/testing/fixtures/herald.ts';
import type { RunningHerald } from '../../../../../scripts/testing/fixtures/herald.ts';
import { asMember, withNewKey } from '../../../../../scripts/testing/fixtures/request.ts';
import { testServers } from '../../../../../scripts/testing/fixtures/test-servers.ts';
import { all, ask } from '../../segments/testing/example-segments.ts';
import { refusalOf, SegmentsApi } from '../../segments/testing/segments-api.ts';

const { databaseUrl } = testServers();
let herald: RunningHerald;
let api: SegmentsApi;

beforeAll(async () => {
  herald = await startTestApi();
  api = new SegmentsApi(herald.url);
});
beforeEach(() => emptyDatabase(databaseUrl));
afterAll(() => herald.stop());

const EVERYBODY = all(ask('visits', '>=', 0));
const HOUR_MS = 3_600_000;

interface Plan {
  customers: number;
  ordersOfEach?: number;
  /** An ISO weekday. */
  weekday: number;
  hour: number;
  status?: string;
  visits?: number;
  weeksAgo?: number;
}

/** Customers who order at the same hour (UTC) of the same weekday, half past, a week apart. */
async function plant({ customers, ordersOfEach = 2, weekday, hour, status = 'PAID', visits = 0, weeksAgo = 1 }: Plan) {
  const today = startOfDay(new Date(), 'UTC');
  const daysAgo = ((today.getUTCDay() + 6) % 7) + 1 - weekday;
  const day = startOfDay(today, 'UTC', -daysAgo - 7 * weeksAgo);
  const first = new Date(day.getTime() + (hour + 0.5) * HOUR_MS);
  await query(
    databaseUrl,
    `WITH made AS (
       INSERT INTO "Customer" (id, visits, "writtenBy", "writtenFields")
       SELECT gen_random_uuid(), $1, gen_random_uuid(), 0 FROM generate_series(1, $2) RETURNING id
     )
     INSERT INTO "Order" (id, "externalId", "customerId", status, amount, "orderedAt", "writtenBy", "writtenFields")
     SELECT gen_random_uuid(), gen_random_uuid(), made.id, $3::"OrderStatus", 1000,
            $4::timestamptz - interval '7 days' * (n % 20), gen_random_uuid(), 0
     FROM made, generate_series(0, $5::int - 1) AS n`,
    [visits, customers, status, first.toISOString(), ordersOfEach],
  );
}

async function suggestFor(id: string): Promise<SendTimeOutput> {
  const response = await api.get(`/api/segments/${id}/send-time`);
  expect([response.status, response.body]).toEqual([200, response.body]);
  return sendTimeOutput.strict().parse(response.body);
}

describe('GET /api/segments/{id}/send-time', () => {
  it('suggests the evenings on which the audience orders, with the evidence', async () => {
    await plant({ customers: 40, weekday: 4, hour: 19 });
    for (const weekday of [1, 2, 3, 4, 5, 6, 7]) await plant({ customers: 5, weekday, hour: 8 + weekday });
    const { id } = await api.create('All', EVERYBODY, 'dynamic');
    const found = await suggestFor(id);
    expect(found).toMatchObject({
      timeZone: 'UTC',
      audienceSize: 75,
      orders: 150,
      customers: 75,
      ordersWithoutTime: 0,
    });
    expect(found.byHour.filter(({ orders }) => orders > 10)).toEqual([{ weekday: 4, hour: 19, orders: 80 }]);
    expect(found.byHour.map(({ weekday, hour }) => (weekday - 1) * 24 + hour)).toEqual([...Array(168).keys()]);
    expect(found.suggestions).toHaveLength(1);
    const [best] = found.suggestions;
    expect(best).toMatchObject({ weekday: 4, hour: 17, share: 53.3 });
    const next = new Date(best?.next ?? '');
    expect([next.getUTCDay(), next.getUTCHours(), next.getTime() > Date.now()]).toEqual([4, 17, true]);
    expect(found.reason).toMatch(/^53 % came on Thursdays between 17:00 and 20:00, \d+\.\d times the usual: of 150/);
  });

  it('lets no heavy buyer decide: of each the last ten orders count', async () => {
    await plant({ customers: 1, ordersOfEach: 900, weekday: 2, hour: 12 });
    await plant({ customers: 30, weekday: 6, hour: 10 });
    const { id } = await api.create('All', EVERYBODY);
    const found = await suggestFor(id);
    expect(found).toMatchObject({ orders: 70, customers: 31 });
    expect(found.suggestions.map(({ weekday, hour }) => [weekday, hour])).toEqual([[6, 8]]);
  });

  it('counts the hours of the workspace', async () => {
    await plant({ customers: 40, weekday: 4, hour: 19 });
    const { id } = await api.create('All', EVERYBODY);
    await query(databaseUrl, `UPDATE "Workspace" SET "timeZone" = 'Asia/Kolkata'`);
    const inIndia = await suggestFor(id);
    expect(inIndia.timeZone).toBe('Asia/Kolkata');
    expect(inIndia.byHour.filter(({ orders }) => orders > 0)).toEqual([{ weekday: 5, hour: 1, orders: 80 }]);
    expect(inIndia.suggestions).toEqual([]);
    expect(inIndia.reason).toMatch(/came between 7:00 and 22:00, and no other time is suggested/);
    await query(databaseUrl, `UPDATE "Workspace" SET "timeZone" = 'America/New_York'`);
    const [best] = (await suggestFor(id)).suggestions;
    expect(best?.weekday).toBe(4);
    expect([12, 13]).toContain(best?.hour);
  });

  it('asks the frozen audience of a static segment, and whom a dynamic one selects now', async () => {
    await plant({ customers: 30, weekday: 3, hour: 11, visits: 9 });
    const rules = all(ask('visits', '>=', 5));
    const [frozen, asked] = [await api.create('Frozen', rules), await api.create('Asked', rules, 'dynamic')];
    await plant({ customers: 60, weekday: 5, hour: 20, visits: 9 });
    await plant({ customers: 60, weekday: 1, hour: 15, visits: 1 });
    expect(await suggestFor(frozen.id)).toMatchObject({ audienceSize: 30, suggestions: [{ weekday: 3, hour: 9 }] });
    expect(await suggestFor(asked.id)).toMatchObject({
      audienceSize: 90,
      suggestions: [
        { weekday: 5, hour: 18 },
        { weekday: 3, hour: 9 },
      ],
    });
  });

  it('counts no orders that do not count, are older than 26 weeks, or came without a time', async () => {
    await plant({ customers: 30, weekday: 3, hour: 11, status: 'REFUNDED' });
    await plant({ customers: 30, weekday: 3, hour: 11, weeksAgo: 27 });
    await plant({ customers: 30, weekday: 3, hour: 11, ordersOfEach: 1 });
    await plant({ customers: 30, weekday: 3, hour: -0.5, ordersOfEach: 3 });
    const { id } = await api.create('All', EVERYBODY);
    const found = await suggestFor(id);
    expect(found).toMatchObject({
      audienceSize: 120,
      orders: 30,
      customers: 30,
      ordersWithoutTime: 90,
      suggestions: [],
    });
    expect(found.reason).toMatch(/^Its people placed 30 orders in the last 26 weeks, and fewer than 50 do not tell/);
    expect(found.reason).toContain('90 orders at exactly midnight were left out');
  });

  it('answers for an empty audience', async () => {
    const { id } = await api.create('Nobody', all(ask('visits', '>', 1_000)), 'dynamic');
    expect(await suggestFor(id)).toMatchObject({ audienceSize: 0, orders: 0, customers: 0, suggestions: [] });
  });

  it('refuses a segment that does not exist, and one whose rules are no longer understood', async () => {
    expect(refusalOf(await api.get(`/api/segments/${newId()}/send-time`))).toEqual([404, 'not_found']);
    expect(refusalOf(await api.get('/api/segments/x/send-time'))).toEqual([400, 'invalid_input', 'id']);
    const { id } = await api.create('Broken "one"', EVERYBODY, 'dynamic');
    await query(databaseUrl, `UPDATE "Segment" SET rules = '{}'`);
    expect(refusalOf(await api.get(`/api/segments/${id}/send-time`))).toEqual([409, 'conflict']);
  });

  it('is answered to analysts too, and not to keys that only ingest', async () => {
    const { id } = await api.create('All', EVERYBODY);
    const path = `/api/segments/${id}/send-time`;
    const statuses = [
      (await (await asMember(herald.url, 'analyst')).get(path)).status,
      (await (await withNewKey(herald.url, ['read'])).get(path)).status,
      (await (await withNewKey(herald.url, ['ingest'])).get(path)).status,
    ];
    expect(statuses).toEqual([200, 200, 403]);
  });
});
