import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createPool, RuleContextRepository } from '@herald/platform';
import type { Pool } from '@herald/platform';
import { compilePredicate, lookalikesOutput, newId, parseSegmentRules } from '@herald/shared';
import type { LookalikesOutput, SegmentKind, SegmentOutput, SegmentRules } from '@herald/shared';

import { emptyDatabase, query } from '../../../../../scripts/testing/fixtures/database.ts';
import { startTestApi } from '../../../../../scripts/testing/fixtures/herald.ts';
import type { RunningHerald } from '../../../../../scripts/testing/fixtures/herald.ts';
import { asMember, asOwner, request, withNewKey } from '../../../../../scripts/testing/fixtures/request.ts';
import { testServers } from '../../../../../scripts/testing/fixtures/test-servers.ts';
import { RuleSubjectRepository } from '../../segments/rule-subject.repository.ts';
import { all, any, ask } from '../../segments/testing/example-segments.ts';
import { refusalOf, SegmentsApi } from '../../segments/testing/segments-api.ts';
import { type Planted, plantCustomers, seededRandom } from './testing/plant-customers.ts';

const { databaseUrl } = testServers();
let herald: RunningHerald;
let api: SegmentsApi;
let pool: Pool;
let ids: Map<string, string>;

const LIKE = 40;
const random = seededRandom(20_261_128);
const between = (low: number, high: number) => low + random() * (high - low);

/** In the segment, or as those who are: they order often, lately, for much, and live in Pune. */
function regular(name: string, more: Partial<Planted> = {}): Planted {
  return {
    name,
    spend: between(8_000, 12_000),
    orders: Math.round(between(8, 12)),
    daysAgo: Math.round(between(5, 30)),
    visits: Math.round(between(0, 100)),
    city: 'Pune',
    ...more,
  };
}

/** Of all kinds, and none like the others. */
function stranger(name: string): Planted {
  const ordered = random() < 0.7;
  return {
    name,
    spend: ordered ? between(50, 3_000) : 0,
    orders: ordered ? Math.round(between(1, 3)) : 0,
    daysAgo: ordered ? Math.round(between(60, 800)) : null,
    visits: Math.round(between(0, 100)),
    city: random() < 0.5 ? 'Delhi' : 'Goa',
  };
}

const many = (prefix: string, count: number, make: (name: string) => Planted) =>
  Array.from({ length: count }, (_, index) => make(`${prefix}-${index}`));

beforeAll(async () => {
  herald = await startTestApi();
  api = new SegmentsApi(herald.url);
  pool = createPool({ databaseUrl, maxConnections: 2, applicationName: 'test' });
  ids = await plantCustomers(databaseUrl, [
    ...many('member', 60, (name) => regular(name, { tags: ['club'] })),
    ...many('alike', LIKE, (name) => regular(name)),
    ...many('stranger', 300, stranger),
    ...many('never', 30, (name) => ({
      name,
      spend: 0,
      orders: 0,
      daysAgo: null,
      visits: Math.round(between(0, 100)),
      tags: ['newcomer'],
    })),
    ...many('few', 5, (name) => regular(name, { tags: ['few'] })),
  ]);
});
afterAll(async () => {
  await herald.stop();
  await pool.end();
  await emptyDatabase(databaseUrl);
});

const MEMBERS = all(ask('tags', 'has', 'club'));

async function find(segment: SegmentOutput, size?: number): Promise<LookalikesOutput> {
  const response = await request(herald.url)
    .post(`/api/segments/${segment.id}/lookalikes`)
    .send(size === undefined ? {} : { size });
  expect([response.status, response.body]).toEqual([200, response.body]);
  return lookalikesOutput.strict().parse(response.body);
}

/** The names of whom the rules select, by a static segment of them. */
async function selected(rules: SegmentRules | null): Promise<string[]> {
  const segment = await api.create('Found', parseSegmentRules(rules));
  const members = (await api.audience(segment.id)).flat();
  await api.delete(segment.id);
  return members.map(({ name }) => name ?? '').toSorted();
}

/** The names of those of whom the rules are true one by one. */
async function evaluated(rules: SegmentRules | null, segmentId: string): Promise<string[]> {
  const asked = parseSegmentRules(rules);
  const named = await new RuleContextRepository(pool, { timeZone: 'UTC', currency: 'INR' }).load(asked);
  const isIn = compilePredicate(asked, { now: new Date(), ...named });
  const subjects = new RuleSubjectRepository(pool);
  const found: string[] = [];
  for (const [name, id] of ids) {
    const subject = await subjects.find(id, [segmentId]);
    if (subject !== undefined && isIn(subject)) found.push(name);
  }
  return found.toSorted();
}

describe('POST /api/segments/{id}/lookalikes', () => {
  it.each<SegmentKind>(['static', 'dynamic'])('finds the planted look-alikes of a %s segment', async (kind) => {
    const segment = await api.create('The "club"', MEMBERS, kind);
    const found = await find(segment, LIKE);
    expect(found.segment).toEqual({ id: segment.id, name: 'The "club"', audienceSize: 60 });
    const names = await selected(found.rules);
    expect(names.filter((name) => !/^(alike|few)-/.test(name))).toEqual([]);
    expect(names.length).toBeGreaterThanOrEqual(0.8 * LIKE);
    expect(found.found).toBe(names.length);
    expect((await api.preview(parseSegmentRules(found.rules))).audienceSize).toBe(found.found);
    expect(await evaluated(found.rules, segment.id)).toEqual(names);
    await api.delete(segment.id);
  });

  it('explains what counts and what does not, and in whose words', async () => {
    const segment = await api.create('The "club"\nof all', MEMBERS);
    const found = await find(segment, LIKE);
    const [recency, spend, orders, visits, tag, city] = found.likenesses;
    expect(found.likenesses.map(({ field }) => field)).toEqual([
      'lastOrderAt',
      'totalSpend',
      'orderCount',
      'visits',
      'tags',
      'city',
    ]);
    expect(recency?.rule).toMatch(/^has ordered in the last \d+ days/);
    expect(recency?.inSegment).toMatch(/^nine in ten: \d+ days ago to \d+ days ago; the median: \d+ days ago$/);
    expect(spend?.rule).toMatch(/^spent (between|at least)/);
    expect(spend?.weight).toMatch(/^Counts: it sets the segment apart, by up to \d+ points/);
    expect(orders?.rule).toMatch(/^ordered/);
    expect(visits).toMatchObject({ rule: null, weight: expect.stringMatching(/^Says nothing/) });
    // Nobody else has it.
    expect(tag).toMatchObject({ rule: null, weight: expect.stringMatching(/^Left out/) });
    expect(city).toMatchObject({
      rule: 'city is "Pune"',
      weight: expect.stringMatching(/^Counts: \d\.\d times as common/),
    });
    expect(found.description).toContain(String.raw`is not in the segment "The \"club\"\nof all"`);
    expect(found.reason).toMatch(/people outside the segment have what .* of it have/);
    await api.delete(segment.id);
  });

  it('shows the most similar first, and none of the segment itself', async () => {
    const segment = await api.create('Club', MEMBERS, 'dynamic');
    const { sample, rules } = await find(segment, LIKE);
    expect(sample).toHaveLength(10);
    const similarities = sample.map(({ similarity }) => similarity);
    expect(similarities).toEqual(similarities.toSorted((a, b) => b - a));
    expect(similarities.every((similarity) => similarity > 0 && similarity <= 100)).toBe(true);
    const names = await selected(rules);
    expect(sample.every(({ name }) => names.includes(name ?? ''))).toBe(true);
    expect(names.some((name) => name.startsWith('member'))).toBe(false);
    await api.delete(segment.id);
  });

  it('finds about as many as are asked for, as far as there are', async () => {
    const segment = await api.create('Club', MEMBERS);
    for (const size of [5, 15, 30]) {
      const { found } = await find(segment, size);
      expect([size, Math.abs(found - size) <= Math.max(2, size / 4)]).toEqual([size, true]);
    }
    const most = await find(segment);
    expect(most.found).toBeLessThan(405);
    expect(most.reason).toContain('Nobody else is near: 1,000 were asked for.');
    await api.delete(segment.id);
  });

  it('goes beyond a segment that holds all who are as its own rules say', async () => {
    const segment = await api.create(
      'Big spenders',
      all(ask('totalSpend', '>=', 2_000), ask('lastOrderAt', 'notNull')),
      'dynamic',
    );
    const found = await find(segment, 20);
    expect(found.found).toBeGreaterThan(10);
    expect(found.found).toBeLessThan(40);
    const names = await selected(found.rules);
    expect(names.every((name) => name.startsWith('stranger'))).toBe(true);
    expect(found.sample.every(({ totalSpend, similarity }) => totalSpend < 2_000 && similarity <= 50)).toBe(true);
    await api.delete(segment.id);
  });

  it('knows what those have in common who never ordered', async () => {
    const segment = await api.create('Newcomers', all(ask('tags', 'has', 'newcomer')));
    const found = await find(segment, 50);
    expect(found.description).toContain('has never ordered');
    const names = await selected(found.rules);
    expect(names.length).toBe(found.found);
    expect(found.sample.every(({ orderCount }) => orderCount === 0)).toBe(true);
    await api.delete(segment.id);
  });

  it('leaves out who was erased', async () => {
    const segment = await api.create('Club', MEMBERS, 'dynamic');
    const before = await find(segment, LIKE);
    const [first] = before.sample;
    if (first === undefined) throw new Error('nobody was found');
    const owner = await asOwner(herald.url);
    expect((await owner.delete(`/api/customers/${first.id}`)).status).toBe(200);
    const after = await find(segment, LIKE);
    expect(after.sample.map(({ id }) => id)).not.toContain(first.id);
    expect(after.found).toBe((await api.preview(parseSegmentRules(after.rules))).audienceSize);
    await api.delete(segment.id);
  });

  it.each([
    ['fewer than ten', all(ask('tags', 'has', 'few')), /^Fewer than 10 people are in the segment/],
    ['nobody', all(ask('visits', '>', 1_000)), /^Fewer than 10 people are in the segment/],
    ['everybody', all(ask('visits', '>=', 0)), /^Everybody is in the segment/],
    [
      'people of all kinds',
      any(ask('name', 'endsWith', '1'), ask('name', 'endsWith', '6')),
      /^Nothing sets the people of the segment apart/,
    ],
  ])('has no rules for %s, and says why', async (_who, rules, reason) => {
    const segment = await api.create('Some', rules, 'dynamic');
    const found = await find(segment, 10);
    if (found.rules !== null) expect(found.description).toBe('');
    expect(found).toMatchObject({ rules: null, description: null, found: 0, sample: [] });
    expect(found.reason).toMatch(reason);
    await api.delete(segment.id);
  });

  it('saves nothing', async () => {
    const segment = await api.create('Club', MEMBERS);
    await find(segment, LIKE);
    expect(await query(databaseUrl, 'SELECT count(*)::int FROM "Segment"')).toEqual([{ count: 1 }]);
    await api.delete(segment.id);
  });

  it.each([[{ size: 0 }], [{ size: 1_000_001 }], [{ size: 1.5 }], [{ size: '5' }], [{ size: null }]])(
    'refuses %j',
    async (body) => {
      const segment = await api.create('Club', MEMBERS);
      expect(refusalOf(await api.post(`/api/segments/${segment.id}/lookalikes`, body))).toEqual([
        400,
        'invalid_input',
        'size',
      ]);
      await api.delete(segment.id);
    },
  );

  it('refuses a segment that does not exist, and one whose rules are no longer understood', async () => {
    expect(refusalOf(await api.post(`/api/segments/${newId()}/lookalikes`, {}))).toEqual([404, 'not_found']);
    for (const kind of ['static', 'dynamic'] as const) {
      const { id } = await api.create('Broken', MEMBERS, kind);
      await query(databaseUrl, `UPDATE "Segment" SET rules = '{}' WHERE id = $1`, [id]);
      expect(refusalOf(await api.post(`/api/segments/${id}/lookalikes`, {}))).toEqual([409, 'conflict']);
      await api.delete(id);
    }
  });

  it('shows people only to those who may see them', async () => {
    const segment = await api.create('Club', MEMBERS);
    const path = `/api/segments/${segment.id}/lookalikes`;
    const askAs = async (caller: Awaited<ReturnType<typeof asMember>>) => {
      const response = await caller.post(path).send({ size: LIKE });
      return [response.status, response.status === 200 ? lookalikesOutput.parse(response.body).sample.length : 0];
    };
    expect(await askAs(await asMember(herald.url, 'marketer'))).toEqual([200, 10]);
    expect(await askAs(await asMember(herald.url, 'analyst'))).toEqual([403, 0]);
    expect(await askAs(await withNewKey(herald.url, ['read']))).toEqual([200, 10]);
    expect(await askAs(await withNewKey(herald.url, ['campaigns']))).toEqual([200, 0]);
    expect(await askAs(await withNewKey(herald.url, ['ingest']))).toEqual([403, 0]);
    await api.delete(segment.id);
  });
});
