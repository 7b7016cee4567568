import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, SEGMENT_SORTS, segmentOutputSchema } from '@herald/shared';
import type { SegmentOutput, SegmentSort } from '@herald/shared';
import { z } from 'zod';

import { query } from '../../../../scripts/testing/fixtures/database.ts';
import { startTestApi } from '../../../../scripts/testing/fixtures/herald.ts';
import type { RunningHerald } from '../../../../scripts/testing/fixtures/herald.ts';
import { IngestionWithoutQueue } from '../../../../scripts/testing/fixtures/ingestion-without-queue.ts';
import { followPages } from '../../../../scripts/testing/fixtures/pages.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { all, ask } from './testing/example-segments.ts';
import { refusalOf, SegmentsApi } from './testing/segments-api.ts';

/** With equal names, equal sizes, and names that differ in their letter case only. */
const NAMES = ['Émile', 'émile', 'vip', 'VIP', 'Vip', 'zebra', '100 %', 'a_b', 'axb', 'Old', 'old', 'Old'];

const { databaseUrl } = testServers();
let herald: RunningHerald;
let api: SegmentsApi;
/** In the order in which they were made. */
const segments: SegmentOutput[] = [];

beforeAll(async () => {
  herald = await startTestApi();
  api = new SegmentsApi(herald.url);
  const ingestion = new IngestionWithoutQueue(databaseUrl);
  await ingestion.writeCustomers(Array.from({ length: 3 }, (_, visits) => ({ externalId: `c-${visits}`, visits })));
  await ingestion.close();
  for (const [number, name] of NAMES.entries()) {
    const rules = all(ask('visits', '>=', number % 4));
    segments.push(await api.create(name, rules, number % 3 === 0 ? 'dynamic' : 'static'));
  }
  await query(
    databaseUrl,
    `UPDATE "Segment" SET "lastComputedAt" = '2026-01-01T10:00:00.123Z' WHERE "audienceSize" = 1`,
  );
  for (const segment of segments) if (segment.audienceSize === 1) segment.lastComputedAt = '2026-01-01T10:00:00.123Z';
});
afterAll(() => herald.stop());

function list(search: string): Promise<SegmentOutput[][]> {
  return followPages(`/api/segments${search}`, async (path) => {
    const response = await api.get(path);
    expect(response.status).toBe(200);
    return { things: z.array(segmentOutputSchema.strict()).parse(response.body), link: response.headers['link'] };
  });
}

const idsOf = (listed: SegmentOutput[]) => listed.map(({ id }) => id);

/** What the list is sorted by; equal ones go by id. */
const SORT_VALUES: Record<string, (segment: SegmentOutput) => string | number> = {
  createdAt: ({ id }) => id,
  name: ({ name }) => name.toLowerCase(),
  audienceSize: ({ audienceSize }) => audienceSize,
  lastComputedAt: ({ lastComputedAt }) => lastComputedAt,
};

function inOrder(sort: SegmentSort): SegmentOutput[] {
  const value = SORT_VALUES[sort.replace('-', '')] as (segment: SegmentOutput) => string | number;
  const compare = (a: string | number, b: string | number) => (a < b ? -1 : Number(a > b));
  const ascending = segments.toSorted((a, b) => compare(value(a), value(b)) || compare(a.id, b.id));
  return sort.startsWith('-') ? ascending.toReversed() : ascending;
}

describe('GET /api/segments', () => {
  it('lists segments newest first, without the ids of their audiences', async () => {
    const pages = await list('');
    expect(pages).toEqual([segments.toReversed()]);
    expect(JSON.stringify(pages)).not.toContain('audienceUserIds');
  });

  describe.each(SEGMENT_SORTS)('?sort=%s', (sort) => {
    it.each([1, 2, 5, 11, 12, 100])('goes through all of them in pages of %d, each once', async (limit) => {
      const pages = await list(`?sort=${sort}&limit=${limit}`);
      expect(pages.flat().map(({ name, id }) => [name, id])).toEqual(inOrder(sort).map(({ name, id }) => [name, id]));
      expect(pages).toHaveLength(Math.ceil(NAMES.length / limit));
    });

    it('stays where it was when segments come and go between two pages', async () => {
      const first = await api.get(`/api/segments?sort=${sort}&limit=5`);
      const [, next] = /^<(.+)>; rel="next"$/.exec(first.headers['link'] ?? '') ?? [];
      const passing = await api.create('Passing', all(ask('visits', '>=', 1)));
      const second = z.array(segmentOutputSchema).parse((await api.get(next ?? '')).body);
      await api.delete(passing.id);
      const old = idsOf(second).filter((id) => id !== passing.id);
      expect(old).toEqual(idsOf(inOrder(sort)).slice(5, 5 + old.length));
      expect(old.length).toBeGreaterThanOrEqual(4);
    });
  });

  it.each([
    ['VIP', ['Vip', 'VIP', 'vip']],
    ['Mile', ['émile', 'Émile']],
    ['ÉMILE', ['émile', 'Émile']],
    ['%', ['100 %']],
    ['a_b', ['a_b']],
    ['\\', []],
    ['nothing', []],
  ])('?search=%s finds a part of a name, whatever its case, and no pattern', async (search, names) => {
    const found = await list(`?search=${encodeURIComponent(search)}&limit=1`);
    expect(found.flat().map(({ name }) => name)).toEqual(names);
  });

  it('joins search, kind and sort', async () => {
    const found = await list('?search=old&kind=static&sort=name&limit=1');
    const expected = inOrder('name').filter(({ name, kind }) => name.toLowerCase() === 'old' && kind === 'static');
    expect(idsOf(found.flat())).toEqual(idsOf(expected));
    expect(expected.length).toBeGreaterThan(1);
    const dynamic = await list('?kind=dynamic');
    expect(idsOf(dynamic.flat())).toEqual(idsOf(segments.filter(({ kind }) => kind === 'dynamic').toReversed()));
  });

  it('pages by the names as they are stored', async () => {
    // As a migration left it, which knew no Unicode.
    await query(databaseUrl, `UPDATE "Segment" SET "nameKey" = 'zz' || "nameKey" WHERE name = 'Émile'`);
    const pages = await list('?sort=name&limit=1');
    expect(idsOf(pages.flat()).toSorted()).toEqual(idsOf(segments).toSorted());
    await query(databaseUrl, `UPDATE "Segment" SET "nameKey" = 'émile' WHERE name = 'Émile'`);
  });

  it('goes on behind a name that folds to many letters', async () => {
    // Eighteen each, and no other name sorts behind it.
    const long = await api.create('\ufdfa'.repeat(200), all(ask('visits', '>=', 0)));
    const pages = await list('?sort=-name&limit=1');
    await api.delete(long.id);
    expect(idsOf(pages.flat())).toEqual([long.id, ...idsOf(inOrder('-name'))]);
  });

  it.each([
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['limit=many', 'limit'],
    ['limit=1&limit=2', 'limit'],
    ['search=%00', 'search'],
    [`search=${'x'.repeat(201)}`, 'search'],
    ['kind=smart', 'kind'],
    ['sort=rules', 'sort'],
    ['sort=--name', 'sort'],
    ['page=2', 'page'],
  ])('refuses ?%s', async (search, path) => {
    expect(refusalOf(await api.get(`/api/segments?${search}`))).toEqual([400, 'invalid_input', path]);
  });

  const id = newId();
  const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  it.each([
    ['an empty one', 'name', ''],
    ['no base64', 'name', '%%%'],
    ['an id', 'createdAt', id],
    ['no JSON', 'name', Buffer.from('[').toString('base64url')],
    ['another form', 'name', encoded({ name: 'x' })],
    ['too short', 'name', encoded(['name', 'x'])],
    ['that of another sort', 'name', encoded(['-name', 'x', id])],
    ['no id', 'name', encoded(['name', 'x', '17'])],
    ['a number where a text belongs', 'audienceSize', encoded(['audienceSize', 7, id])],
    ['no number', 'audienceSize', encoded(['audienceSize', '1e3', id])],
    ['a number beyond what there can be', 'audienceSize', encoded(['audienceSize', '99999999999', id])],
    ['a text that cannot be stored', 'name', encoded(['name', 'a\0', id])],
    ['no instant', 'lastComputedAt', encoded(['lastComputedAt', 'yesterday', id])],
    ['a day that does not exist', 'lastComputedAt', encoded(['lastComputedAt', '2026-02-30T00:00:00.000Z', id])],
    ['a year that PostgreSQL does not know', 'lastComputedAt', encoded(['lastComputedAt', '0000-01-01T00:00:00Z', id])],
    ['SQL', '-createdAt', encoded(['-createdAt', `${id}'; --`, id])],
  ])('refuses a cursor that it did not write: %s', async (_what, sort, cursor) => {
    const response = await api.get(`/api/segments?sort=${sort}&cursor=${encodeURIComponent(cursor)}`);
    expect(refusalOf(response)).toEqual([400, 'invalid_input', 'cursor']);
  });
});
