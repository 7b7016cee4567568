import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  newId,
  previewSegmentOutput,
  problemSchema,
  segmentDetailOutputSchema,
  segmentOutputSchema,
} from '@herald/shared';
import type { SegmentOutput } from '@herald/shared';
import request from 'supertest';
import { z } from 'zod';

import { query } from '../../../../scripts/testing/fixtures/database.ts';
import { startTestApi } from '../../../../scripts/testing/fixtures/herald.ts';
import type { RunningHerald } from '../../../../scripts/testing/fixtures/herald.ts';
import { IngestionWithoutQueue } from '../../../../scripts/testing/fixtures/ingestion-without-queue.ts';
import { followPages } from '../../../../scripts/testing/fixtures/pages.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';

const FREQUENT = { combinator: 'and', rules: [{ field: 'visits', operator: '>=', value: 3 }] };
const FREQUENT_COUNT = 12;
const NOBODY = { combinator: 'and', rules: [{ field: 'visits', operator: '>', value: 1_000 }] };

const { databaseUrl } = testServers();
let herald: RunningHerald;
let frequentIds: string[];

beforeAll(async () => {
  herald = await startTestApi();
  const ingestion = new IngestionWithoutQueue(databaseUrl);
  await ingestion.writeCustomers(Array.from({ length: 15 }, (_, visits) => ({ externalId: `c-${visits}`, visits })));
  await ingestion.close();
  const rows = await query<{ id: string }>(databaseUrl, 'SELECT id FROM "Customer" WHERE visits >= 3 ORDER BY id');
  frequentIds = rows.map(({ id }) => id);
});
afterAll(() => herald.stop());

const post = (path: string, body: object) => request(herald.url).post(path).send(body);

async function create(name: string, rules: object = FREQUENT): Promise<SegmentOutput> {
  const response = await post('/api/segments', { name, rules });
  expect(response.status).toBe(201);
  return segmentOutputSchema.parse(response.body);
}

describe('POST /api/segments/preview', () => {
  it('counts the audience, shows some of it, and saves nothing', async () => {
    const response = await post('/api/segments/preview', { rules: FREQUENT });
    expect(response.status).toBe(200);
    const preview = previewSegmentOutput.parse(response.body);
    expect(preview.audienceSize).toBe(FREQUENT_COUNT);
    expect(new Set(preview.sampleUserIds).size).toBe(10);
    expect(frequentIds).toEqual(expect.arrayContaining(preview.sampleUserIds));
    expect(await query(databaseUrl, 'SELECT count(*)::int FROM "Segment"')).toEqual([{ count: 0 }]);
  });

  it('knows an empty audience', async () => {
    const response = await post('/api/segments/preview', { rules: NOBODY });
    expect(response.body).toEqual({ audienceSize: 0, sampleUserIds: [] });
  });
});

const REFUSED: [string, unknown, string][] = [
  ['no rules', undefined, 'rules'],
  ['null', null, 'rules'],
  ['an empty object', {}, 'rules'],
  ['an empty group', { combinator: 'and', rules: [] }, 'rules'],
  [
    'an empty group in a group',
    { combinator: 'or', rules: [FREQUENT, { combinator: 'and', rules: [] }] },
    'rules.rules.1',
  ],
  [
    'an unknown field',
    { combinator: 'and', rules: [{ field: 'shoeSize', operator: '=', value: 44 }] },
    'rules.rules.0',
  ],
  [
    'an unknown operator',
    { combinator: 'and', rules: [{ field: 'visits', operator: 'soundsLike', value: 1 }] },
    'rules.rules.0',
  ],
  [
    'a value of the wrong type',
    { combinator: 'and', rules: [{ field: 'visits', operator: '=', value: 'x' }] },
    'rules.rules.0',
  ],
  ['an unknown combinator', { combinator: 'xor', rules: FREQUENT.rules }, 'rules.combinator'],
  [
    'ten levels of groups',
    Array.from({ length: 10 }).reduce((inner) => ({ combinator: 'and', rules: [inner] }), FREQUENT),
    'rules',
  ],
];

describe.each([
  ['/api/segments/preview', {}],
  ['/api/segments', { name: 'Everyone?' }],
])('POST %s refuses, and never falls open to everyone (I9):', (path, rest) => {
  it.each(REFUSED)('%s', async (_name, rules, field) => {
    const response = await post(path, { ...rest, rules });
    expect(response.status).toBe(400);
    const paths = problemSchema.parse(response.body).errors?.map((error) => error.path) ?? [];
    expect(paths.some((bad) => bad.startsWith(field))).toBe(true);
    expect(await query(databaseUrl, `SELECT 1 FROM "Segment" WHERE name = 'Everyone?'`)).toEqual([]);
  });
});

describe('POST /api/segments', () => {
  it('saves the rules with the audience that they select now, sorted and counted (I5)', async () => {
    const segment = await create('  Frequent ');
    expect(segment).toMatchObject({ name: 'Frequent', rules: FREQUENT, audienceSize: FREQUENT_COUNT });
    const [stored] = await query<{ ids: string[] }>(
      databaseUrl,
      'SELECT "audienceUserIds" AS ids FROM "Segment" WHERE id = $1',
      [segment.id],
    );
    expect(stored?.ids).toEqual(frequentIds);
  });

  it('saves an empty audience', async () => {
    expect(await create('Nobody', NOBODY)).toMatchObject({ audienceSize: 0 });
  });

  it('makes two segments of two calls', async () => {
    const [first, second] = [await create('Twice'), await create('Twice')];
    expect(second.id > first.id).toBe(true);
  });

  it.each([
    [{ rules: FREQUENT }, ['name']],
    [{ name: '  ', rules: FREQUENT }, ['name']],
    [{ name: 'x'.repeat(201), rules: FREQUENT }, ['name']],
    [{ name: 'a\0', rules: FREQUENT, audienceUserIds: [] }, ['name', 'audienceUserIds']],
  ])('refuses %j', async (body, paths) => {
    const response = await post('/api/segments', body);
    expect(response.status).toBe(400);
    expect(problemSchema.parse(response.body).errors?.map(({ path }) => path)).toEqual(paths);
  });
});

describe('GET /api/segments', () => {
  it('is a bare array, newest first, in pages, without the ids', async () => {
    for (let number = 0; number < 4; number += 1) await create(`Listed ${number}`);
    const all = await request(herald.url).get('/api/segments');
    expect(all.status).toBe(200);
    expect(JSON.stringify(all.body)).not.toContain('audienceUserIds');
    const ids = z
      .array(segmentOutputSchema)
      .parse(all.body)
      .map(({ id }) => id);
    expect(ids).toEqual(ids.toSorted().toReversed());

    const pages = await followPages('/api/segments?limit=2', async (path) => {
      const response = await request(herald.url).get(path);
      return {
        things: z
          .array(segmentOutputSchema)
          .parse(response.body)
          .map(({ id }) => id),
        link: response.headers['link'],
      };
    });
    expect(pages.flat()).toEqual(ids);
    expect(pages).toHaveLength(Math.ceil(ids.length / 2));
  });
});

describe('GET /api/segments/:id', () => {
  it('answers one without the ids of its audience', async () => {
    const segment = await create('One');
    const response = await request(herald.url).get(`/api/segments/${segment.id}`);
    expect(response.status).toBe(200);
    expect(response.body).toEqual(segment);
  });

  it.each([1, 4, 5, 12, 100])('pages the audience by %d when asked for, each id once', async (limit) => {
    const segment = await create('Paged');
    const pages = await followPages(`/api/segments/${segment.id}?include=audience&limit=${limit}`, async (path) => {
      const response = await request(herald.url).get(path);
      const { audienceUserIds = [], ...rest } = segmentDetailOutputSchema.parse(response.body);
      expect(rest).toEqual(segment);
      return { things: audienceUserIds, link: response.headers['link'] };
    });
    expect(pages.flat()).toEqual(frequentIds);
    expect(pages).toHaveLength(Math.ceil(FREQUENT_COUNT / limit));
  });

  it('keeps the audience that was frozen, whatever becomes of the customers', async () => {
    const segment = await create('Frozen');
    await query(databaseUrl, 'UPDATE "Customer" SET visits = visits - 1 WHERE visits = 3');
    const response = await request(herald.url).get(`/api/segments/${segment.id}?include=audience`);
    expect(segmentDetailOutputSchema.parse(response.body).audienceUserIds).toEqual(frequentIds);
    await query(databaseUrl, `UPDATE "Customer" SET visits = 3 WHERE "externalId" = 'c-3'`);
  });

  it('answers 404 for an unknown id, and 400 for what is no id or no part of a segment', async () => {
    const answers = await Promise.all(
      [`/${newId()}`, `/${newId()}?include=audience`, '/17', `/${newId()}?include=everything`].map((path) =>
        request(herald.url).get(`/api/segments${path}`),
      ),
    );
    expect(answers.map(({ status, body }) => [status, problemSchema.parse(body).errors?.[0]?.path])).toEqual([
      [404, undefined],
      [404, undefined],
      [400, 'id'],
      [400, 'include'],
    ]);
  });
});
