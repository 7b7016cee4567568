import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  dashboardBreakdownsOutput,
  dashboardTimeseriesOutput,
  daysIn,
  MAX_DASHBOARD_DAYS,
  ORDER_STATUSES,
  plusDays,
  problemSchema,
} from '@herald/shared';
import type { DashboardBreakdownsOutput, DashboardDays, DashboardTimeseriesOutput } from '@herald/shared';
import fc from 'fast-check';

import { emptyDatabase, query } from '../../../../scripts/testing/fixtures/database.ts';
import { startTestApi } from '../../../../scripts/testing/fixtures/herald.ts';
import type { RunningHerald } from '../../../../scripts/testing/fixtures/herald.ts';
import { asOwner, request } from '../../../../scripts/testing/fixtures/request.ts';
import { whileLocked } from '../../../../scripts/testing/fixtures/table-lock.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { NaiveFigures } from './testing/naive-figures.ts';
import { RandomShop } from './testing/random-shop.ts';

const SEED = 6;
const RUNS = 60;
const NOTHING = { newCustomers: 0, orders: 0, revenue: 0, sent: 0, failed: 0, excluded: 0 };
/** With clocks that change by an hour, by half an hour, at midnight, and a day that was left out. */
const ZONES = [
  'UTC',
  'Asia/Kolkata',
  'America/New_York',
  'Europe/London',
  'Australia/Lord_Howe',
  'America/Santiago',
  'Africa/Cairo',
  'Pacific/Apia',
];
const CHANGES = [
  '2025-03-09',
  '2025-11-02',
  '2025-03-30',
  '2025-10-26',
  '2025-04-06',
  '2025-10-05',
  '2025-09-07',
  '2025-04-25',
  '2025-10-31',
  '2011-12-30',
];

const { databaseUrl } = testServers();
let herald: RunningHerald;

beforeAll(async () => {
  herald = await startTestApi({ PREVIEW_TIMEOUT_MS: '1000' });
});
afterAll(() => herald.stop());

async function readTimeseries(search = ''): Promise<DashboardTimeseriesOutput> {
  const response = await request(herald.url).get(`/api/dashboard/timeseries${search}`);
  expect([response.status, response.body]).toEqual([200, response.body]);
  return dashboardTimeseriesOutput.strict().parse(response.body);
}

async function readBreakdowns(search = ''): Promise<DashboardBreakdownsOutput> {
  const response = await request(herald.url).get(`/api/dashboard/breakdowns${search}`);
  expect([response.status, response.body]).toEqual([200, response.body]);
  return dashboardBreakdownsOutput.strict().parse(response.body);
}

const askFor = ({ from, to }: DashboardDays) => `?from=${from}&to=${to}`;

async function setZone(timeZone: string): Promise<void> {
  await query(databaseUrl, `UPDATE "Workspace" SET "timeZone" = $1`, [timeZone]);
}

const periods = fc
  .record({
    zone: fc.constantFrom(...ZONES),
    change: fc.constantFrom(...CHANGES),
    before: fc.integer({ min: 0, max: 400 }),
    days: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constantFrom(62, 63, 366, 367, MAX_DASHBOARD_DAYS)),
  })
  .map(({ zone, change, before, days }) => {
    const from = plusDays(change, -Math.min(before, days));
    return { zone, period: { from, to: plusDays(from, days - 1) } };
  });

describe('the figures of a random shop', () => {
  const shop = new RandomShop(SEED, ZONES, CHANGES);
  const naive = new Map(ZONES.map((zone) => [zone, new NaiveFigures(shop, zone)]));
  const figuresIn = (zone: string) => naive.get(zone) as NaiveFigures;

  beforeAll(() => shop.write(databaseUrl));
  afterAll(() => emptyDatabase(databaseUrl));

  it('are over time what one counts day by day, and their totals are the sums of the points', async () => {
    const property = fc.asyncProperty(periods, async ({ zone, period }) => {
      await setZone(zone);
      const answer = await readTimeseries(askFor(period));
      const figures = figuresIn(zone);
      const starts = answer.points.map(({ start }) => start);
      expect(starts).toEqual(startsOf(period, answer.interval));
      const expected = starts.map((start, index) => {
        const next = starts[index + 1];
        return { start, ...figures.between(start, next === undefined ? period.to : plusDays(next, -1)) };
      });
      const before = { from: plusDays(period.from, -daysIn(period)), to: plusDays(period.from, -1) };
      expect(answer).toEqual({
        ...period,
        timeZone: zone,
        interval: intervalOf(daysIn(period)),
        points: expected,
        totals: figures.between(period.from, period.to),
        before: { ...before, totals: figures.between(before.from, before.to) },
      });
    });
    await fc.assert(property, { seed: SEED, numRuns: RUNS, endOnFailure: true });
  });

  it('are broken down into what the period has over time', async () => {
    const property = fc.asyncProperty(periods, async ({ zone, period }) => {
      await setZone(zone);
      const { totals } = await readTimeseries(askFor(period));
      const { messages, orders, cities, products, campaigns } = await readBreakdowns(askFor(period));
      expect(messages).toEqual(figuresIn(zone).outcomes(period));
      expect(messages).toMatchObject({ sent: totals.sent, failed: totals.failed, excluded: totals.excluded });
      expect(campaigns).toMatchObject({ SENDING: figuresIn(zone).launched(period), COMPLETED: 0 });
      expect(orders).toEqual(figuresIn(zone).ordersByStatus(period));
      // There are fewer than ten of each.
      expect(cities).toEqual(figuresIn(zone).cities(period));
      expect(products).toEqual(figuresIn(zone).products(period));
    });
    await fc.assert(property, { seed: SEED, numRuns: RUNS, endOnFailure: true });
  });
});

describe.each(['timeseries', 'breakdowns'])('GET /api/dashboard/%s', (path) => {
  const get = (search: string) => request(herald.url).get(`/api/dashboard/${path}${search}`);
  afterEach(() => emptyDatabase(databaseUrl));

  it.each([
    ['from=2026-11-23&to=2026-11-22', 'from'],
    ['from=2023-11-18&to=2026-11-22', 'from'],
    ['from=2199-01-01', 'from'],
    ['from=2020-01-01', 'from'],
    ['from=1899-12-31&to=1900-01-01', 'from'],
    ['from=2026-02-29', 'from'],
    ['to=2026-11-22T10:00:00Z', 'to'],
    ['interval=day', 'interval'],
  ])('refuses %s', async (search, field) => {
    const response = await get(`?${search}`);
    const problem = problemSchema.parse(response.body);
    expect([response.status, problem.code, problem.errors?.map((error) => error.path)]).toEqual([
      400,
      'invalid_input',
      [field],
    ]);
  });

  it('gives up what takes too long', async () => {
    const response = await whileLocked(databaseUrl, 'Order', () => get(''));
    expect([response.status, problemSchema.parse(response.body).code]).toEqual([503, 'timed_out']);
  });

  it.each(['?from=2023-11-19&to=2026-11-22', '?from=1900-01-01&to=1900-01-01', '?from=2199-12-31&to=2199-12-31'])(
    'takes %s',
    async (search) => {
      expect((await get(search)).status).toBe(200);
    },
  );
});

describe('the dashboard of an empty Herald', () => {
  afterEach(() => emptyDatabase(databaseUrl));

  it('has thirty points of nothing', async () => {
    const { from, to, points, totals, before, interval, timeZone } = await readTimeseries();
    expect([daysIn({ from, to }), points.length, interval, timeZone]).toEqual([30, 30, 'day', 'UTC']);
    expect([points.at(0)?.start, points.at(-1)?.start]).toEqual([from, to]);
    expect([totals, before.totals]).toEqual([NOTHING, NOTHING]);
    expect(points).toEqual(points.map(({ start }) => ({ start, ...NOTHING })));
  });

  it('breaks down nothing', async () => {
    expect(await readBreakdowns('?from=2026-11-01&to=2026-11-02')).toEqual({
      from: '2026-11-01',
      to: '2026-11-02',
      messages: { sent: 0, failed: 0, excluded: 0, heldOut: 0, cancelled: 0, open: 0 },
      campaigns: expect.objectContaining({ DRAFT: 0, FAILED: 0 }),
      orders: ORDER_STATUSES.map((status) => ({ status, orders: 0, amount: 0 })),
      cities: [],
      products: [],
    });
  });

  it('means the days of the time zone that was set last', async () => {
    await query(
      databaseUrl,
      `INSERT INTO "Customer" (id, "createdAt", "writtenBy", "writtenFields")
       SELECT gen_random_uuid(), '2026-11-22T20:00:00Z', gen_random_uuid(), 0`,
    );
    const search = '?from=2026-11-22&to=2026-11-23';
    const byDay = async () => (await readTimeseries(search)).points.map(({ newCustomers }) => newCustomers);
    expect(await byDay()).toEqual([1, 0]);
    const changed = await (await asOwner(herald.url)).patch('/api/workspace').send({ timeZone: 'Asia/Kolkata' });
    expect(changed.status).toBe(200);
    expect(await byDay()).toEqual([0, 1]);
  });
});

function intervalOf(days: number): string {
  if (days <= 62) return 'day';
  return days <= 366 ? 'week' : 'month';
}

/** The days of the period on which an interval begins, and its first. */
function startsOf({ from, to }: DashboardDays, interval: string): string[] {
  const days = Array.from({ length: daysIn({ from, to }) }, (_, index) => plusDays(from, index));
  return days.filter((day, index) => {
    const isMonday = new Date(day).getUTCDay() === 1;
    return index === 0 || interval === 'day' || (interval === 'week' ? isMonday : day.endsWith('-01'));
  });
}
