import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, previewSegmentOutput } from '@herald/shared';
import type { PreviewSegmentOutput, SegmentRules } from '@herald/shared';

import { query } from '../../../../scripts/testing/fixtures/database.ts';
import { startTestApi } from '../../../../scripts/testing/fixtures/herald.ts';
import type { RunningHerald } from '../../../../scripts/testing/fixtures/herald.ts';
import { request } from '../../../../scripts/testing/fixtures/request.ts';
import { type Shopper, writeSmallShop } from '../../../../scripts/testing/fixtures/small-shop.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { all, any, ask } from './testing/example-segments.ts';
import { refusalOf, SegmentsApi } from './testing/segments-api.ts';

const { databaseUrl } = testServers();
let herald: RunningHerald;
/** Gives a sample no time. */
let hurried: RunningHerald;
let api: SegmentsApi;
let shoppers: Shopper[];
let withoutCustomers: PreviewSegmentOutput;

beforeAll(async () => {
  // Samples are not asked to be quick here, on a machine that is busy with other tests.
  herald = await startTestApi({ ESTIMATE_TIMEOUT_MS: '5000' });
  hurried = await startTestApi({ ESTIMATE_TIMEOUT_MS: '1' });
  api = new SegmentsApi(herald.url);
  withoutCustomers = await api.preview(all(ask('visits', '>=', 0)));
  shoppers = await writeSmallShop(databaseUrl);
});
afterAll(async () => {
  await hurried.stop();
  await herald.stop();
});

async function estimate(rules: SegmentRules): Promise<PreviewSegmentOutput> {
  const response = await api.post('/api/segments/preview', { rules, estimate: true });
  expect(response.status).toBe(200);
  return previewSegmentOutput.strict().parse(response.body);
}

const isReachable = ({ profile }: Shopper) => profile.email !== null && !profile.unsubscribed;

describe('POST /api/segments/preview', () => {
  it('counts the audience and says in English and in SQL what was counted', async () => {
    const preview = await api.preview(all(ask('visits', '>=', 30), ask('city', 'in', ['pune', 'São Paulo'])));
    const expected = shoppers.filter(
      ({ number, profile }) => number >= 30 && ['Pune', 'São Paulo'].includes(profile.address?.city ?? ''),
    );
    expect(previewSegmentOutput.strict().parse(preview)).toEqual({
      audienceSize: expected.length,
      isEstimate: false,
      customers: 40,
      percentOfCustomers: expected.length * 2.5,
      withEmail: expected.filter(({ profile }) => profile.email !== null).length,
      reachable: expected.filter(isReachable).length,
      sampleUserIds: expected.map(({ id }) => id).toSorted(),
      sample: expect.any(Array),
      description: 'visited at least 30 times, and city is one of "pune" or "São Paulo"',
      sql:
        'SELECT c."id" AS "customerId" FROM "Customer" c JOIN "Address" a ON a."customerId" = c."id" ' +
        'WHERE (c."visits" >= $1::integer AND a."cityKey" = ANY ($2::text[]))',
      elapsedMs: expect.any(Number),
    });
  });

  it.each([
    ['counts', {}],
    ['estimates', { estimate: true }],
  ])('%s whom a message reaches: who has an email and wants messages', async (_what, options) => {
    const response = await api.post('/api/segments/preview', { rules: all(ask('visits', '<', 20)), ...options });
    const expected = shoppers.filter(({ number }) => number < 20);
    const [withEmail, reachable] = [
      expected.filter(({ profile }) => profile.email !== null),
      expected.filter(isReachable),
    ];
    expect(reachable.length).toBeLessThan(withEmail.length);
    expect(withEmail.length).toBeLessThan(expected.length);
    expect(previewSegmentOutput.parse(response.body)).toMatchObject({
      audienceSize: expected.length,
      withEmail: withEmail.length,
      reachable: reachable.length,
    });
  });

  it('shows ten of them at most, each with names and key values', async () => {
    const { sample, sampleUserIds } = await api.preview(all(ask('orderCount', '>=', 1)));
    expect(sample.map(({ id }) => id)).toEqual(sampleUserIds);
    expect(new Set(sampleUserIds).size).toBe(10);
    for (const member of sample) {
      const shopper = shoppers.find(({ id }) => id === member.id);
      expect(member).toMatchObject({
        name: shopper?.profile.name,
        email: shopper?.profile.email,
        city: shopper?.profile.address?.city ?? null,
        orderCount: Math.min(shopper?.orders.length ?? 0, 2),
      });
      expect(member.totalSpend).toBe(member.orderCount * ((shopper?.number ?? 0) + 1));
    }
  });

  it('knows an empty audience, and a shop without customers', async () => {
    const nobody = {
      audienceSize: 0,
      withEmail: 0,
      reachable: 0,
      percentOfCustomers: 0,
      sampleUserIds: [],
      sample: [],
    };
    expect(await api.preview(all(ask('visits', '>', 1_000)))).toMatchObject({ ...nobody, customers: 40 });
    expect(withoutCustomers).toMatchObject({ ...nobody, customers: 0 });
  });

  it('saves nothing, and answers the same when it is repeated', async () => {
    const rules = any(ask('tags', 'has', 'VIP'), ask('totalSpend', '>', 50));
    const previews = [await api.preview(rules), await api.preview(rules)];
    const [first, second] = previews.map(({ elapsedMs: _measured, ...preview }) => preview);
    expect(second).toEqual(first);
    expect(await query(databaseUrl, 'SELECT count(*)::int FROM "Segment"')).toEqual([{ count: 0 }]);
  });

  it('never has a value in its SQL', async () => {
    const { sql } = await api.preview(
      any(ask('name', 'contains', `secret'; DROP TABLE "Customer"; --`), ask('attributes.plan', '=', 'secret')),
    );
    expect(sql).not.toMatch(/secret|DROP/i);
  });

  it('asks other segments, whatever the case of their ids', async () => {
    const few = await api.create('Few visits', all(ask('visits', '<', 10)), 'dynamic');
    const inIt = await api.preview(all(ask('segment', 'isIn', few.id.toUpperCase())));
    expect(inIt).toMatchObject({ audienceSize: 10, description: 'is in the segment "Few visits"' });
    expect(await api.preview(all(ask('segment', 'isNotIn', few.id)))).toMatchObject({ audienceSize: 30 });
    await api.delete(few.id);
  });

  it.each([
    ['segment', ask('segment', 'isIn', newId())],
    ['campaign', ask('campaign', 'received', newId())],
  ])('refuses a %s that does not exist', async (what, condition) => {
    const response = await api.post('/api/segments/preview', { rules: all(ask('visits', '>', 1), condition) });
    expect(refusalOf(response)).toEqual([400, 'invalid_input', 'rules.rules.1.value']);
    expect(response.text).toContain(`there is no ${what} ${JSON.stringify(condition.value).replaceAll('"', '')}`);
  });

  it('refuses an attribute that no customer has, and an operator that is not of its type', async () => {
    const unknown = await api.post('/api/segments/preview', { rules: all(ask('attributes.shoeSize', '=', 44)) });
    expect(refusalOf(unknown)).toEqual([400, 'invalid_input', 'rules.rules.0.field']);
    expect(unknown.text).toContain('no customer has the attribute \\"shoeSize\\"');
    const operator = await api.post('/api/segments/preview', { rules: all(ask('attributes.plan', '>', 44)) });
    expect(refusalOf(operator)).toEqual([400, 'invalid_input', 'rules.rules.0.operator']);
    const value = await api.post('/api/segments/preview', { rules: all(ask('attributes.points', '=', 'many')) });
    expect(refusalOf(value)).toEqual([400, 'invalid_input', 'rules.rules.0.value']);
  });

  it.each([
    [{ rules: undefined }, 'rules'],
    [{ estimate: 'yes' }, 'estimate'],
    [{ previewId: '' }, 'previewId'],
    [{ previewId: `it's mine` }, 'previewId'],
    [{ previewId: 'x'.repeat(37) }, 'previewId'],
    [{ limit: 5 }, 'limit'],
  ])('refuses %j', async (more, path) => {
    const response = await api.post('/api/segments/preview', { rules: all(ask('visits', '>', 1)), ...more });
    expect(refusalOf(response)).toEqual([400, 'invalid_input', path]);
  });
});

/** So many that a sample of them is looked at. */
const MANY = 30_000;
const SHARE = 0.3;
/** Seven times the standard deviation of a share of 0.3 in a sample of 1,900. */
const TOLERANCE = 0.075;

async function writeManyCustomers(): Promise<void> {
  await query(
    databaseUrl,
    `INSERT INTO "Customer" (id, email, "emailKey", visits, unsubscribed, "writtenBy", "writtenFields")
     SELECT gen_random_uuid(), email, email, 100 + n % 10, n % 4 = 0, gen_random_uuid(), 0
     FROM generate_series(1, ${MANY}) AS n,
          LATERAL (SELECT CASE WHEN n % 2 = 0 THEN n || '@example.com' END AS email) AS made`,
  );
}

describe('with "estimate": true', () => {
  it('counts everybody when they are few, names nobody, and says that this is no estimate', async () => {
    const rules = all(ask('visits', '<', 13), ask('email', 'notNull'));
    const exact = await api.preview(rules);
    expect(await estimate(rules)).toEqual({
      ...exact,
      isEstimate: false,
      sampleUserIds: [],
      sample: [],
      elapsedMs: expect.any(Number),
    });
  });

  it('refuses what a count refuses', async () => {
    const rules = all(ask('segment', 'isIn', newId()));
    const response = await api.post('/api/segments/preview', { rules, estimate: true });
    expect(refusalOf(response)).toEqual([400, 'invalid_input', 'rules.rules.0.value']);
  });

  describe('and many customers', () => {
    beforeAll(async () => {
      // Statistics would come by themselves in the middle of a test.
      await query(databaseUrl, 'ALTER TABLE "Customer" SET (autovacuum_enabled = false)');
      await writeManyCustomers();
    });

    const askInAHurry = async () => {
      const rules = all(ask('visits', '<', 105));
      const response = await request(hurried.url).post('/api/segments/preview').send({ rules, estimate: true });
      return previewSegmentOutput.parse(response.body);
    };

    it('answers what the planner expects when a sample takes too long, even before there are statistics', async () => {
      for (const analyze of [false, true]) {
        if (analyze) await query(databaseUrl, 'ANALYZE "Customer"');
        const found = await askInAHurry();
        expect(found).toMatchObject({ isEstimate: true, withEmail: found.audienceSize, reachable: found.audienceSize });
        expect(found.audienceSize).toBeGreaterThan(0);
        expect(found.audienceSize).toBeLessThanOrEqual(found.customers);
      }
    });

    it('answers from a sample, near the truth, and marks it', async () => {
      const found = await estimate(all(ask('visits', 'between', [100, 102])));
      expect(found).toMatchObject({ isEstimate: true, sampleUserIds: [], sample: [] });
      expect(Math.abs(found.customers - MANY)).toBeLessThan(MANY / 20);
      expect(Math.abs(found.audienceSize / found.customers - SHARE)).toBeLessThan(TOLERANCE);
      expect(Math.abs(found.withEmail / found.audienceSize - 2 / 3)).toBeLessThan(2 * TOLERANCE);
      expect(Math.abs(found.reachable / found.audienceSize - 1 / 3)).toBeLessThan(2 * TOLERANCE);
      expect(found.percentOfCustomers).toBeCloseTo((100 * found.audienceSize) / found.customers, 0);
    });

    it('knows nobody and everybody', async () => {
      const nobody = await estimate(all(ask('visits', '>', 1_000)));
      expect(nobody).toMatchObject({ audienceSize: 0, withEmail: 0, percentOfCustomers: 0, isEstimate: true });
      const everybody = await estimate(any(ask('visits', '>=', 0), ask('totalSpend', '>=', 0)));
      expect(everybody).toMatchObject({ percentOfCustomers: 100, isEstimate: true });
      expect(everybody.audienceSize).toBe(everybody.customers);
    });
  });
});
