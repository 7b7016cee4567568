import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { campaignDetailOutputSchema, campaignOutputSchema, FIELD_NAMES, newId, SEGMENT_KINDS } from '@herald/shared';
import type { SegmentKind, SegmentRules } from '@herald/shared';

import { query } from '../../../../scripts/testing/fixtures/database.ts';
import { eventually } from '../../../../scripts/testing/fixtures/eventually.ts';
import { expectBooksToBalance } from '../../../../scripts/testing/fixtures/expect-books-to-balance.ts';
import { startTestApi, startTestWorker } from '../../../../scripts/testing/fixtures/herald.ts';
import type { RunningHerald } from '../../../../scripts/testing/fixtures/herald.ts';
import { launchWithoutQueue } from '../../../../scripts/testing/fixtures/launch-without-queue.ts';
import { type Shopper, writeSmallShop } from '../../../../scripts/testing/fixtures/small-shop.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { all, ask, EXAMPLE_SEGMENTS, type ExampleWorld } from './testing/example-segments.ts';
import { refusalOf, SegmentsApi } from './testing/segments-api.ts';

const PAGE_SIZES = [1, 7, 40, 100];
const WAIT_MS = 60_000;

const { databaseUrl } = testServers();
let herald: RunningHerald;
let api: SegmentsApi;
let shoppers: Shopper[];
let world: ExampleWorld;

beforeAll(async () => {
  herald = await startTestApi({ MOCK_VENDOR_FAILURE_RATE: '0.4' });
  api = new SegmentsApi(herald.url);
  shoppers = await writeSmallShop(databaseUrl);
  const reached = await api.create('Reached', all(ask('visits', '>=', 20)));
  const fewVisits = await api.create('Few visits', all(ask('visits', '<=', 9)));
  const vips = await api.create('VIPs', all(ask('tags', 'has', 'vip')), 'dynamic');
  const campaignId = await launch(reached.id);
  await workUntilCompleted(campaignId);
  const outcomes = await readOutcomes(campaignId);
  world = {
    campaignId,
    outcomeOf: ({ id }) => outcomes.get(id),
    staticSegmentId: fewVisits.id,
    dynamicSegmentId: vips.id,
  };
}, WAIT_MS);
afterAll(() => herald.stop());

async function launch(segmentId: string): Promise<string> {
  const response = await api.post('/api/campaigns', { name: 'To them', messageTemplate: 'Hi', segmentId });
  expect(response.status).toBe(201);
  return campaignOutputSchema.parse(response.body).id;
}

async function workUntilCompleted(campaignId: string): Promise<void> {
  const worker = await startTestWorker(herald);
  try {
    await eventually(() => expectCompleted(campaignId));
  } finally {
    await worker.stop();
  }
}

async function expectCompleted(id: string): Promise<void> {
  const { status } = campaignDetailOutputSchema.parse((await api.get(`/api/campaigns/${id}`)).body);
  if (status !== 'COMPLETED') throw new Error(`campaign ${id} is ${status}`);
}

async function readOutcomes(campaignId: string): Promise<Map<string, 'SENT' | 'FAILED'>> {
  const rows = await query<{ customerId: string; status: 'SENT' | 'FAILED' }>(
    databaseUrl,
    'SELECT "customerId", status FROM "CommunicationLog" WHERE "campaignId" = $1',
    [campaignId],
  );
  return new Map(rows.map(({ customerId, status }) => [customerId, status]));
}

async function storedAudience(table: 'Segment' | 'Campaign', id: string): Promise<string[]> {
  const [row] = await query<{ ids: string[] }>(
    databaseUrl,
    `SELECT "audienceUserIds" AS ids FROM "${table}" WHERE id = $1`,
    [id],
  );
  return row?.ids ?? [];
}

async function csvIds(segmentId: string): Promise<string[]> {
  const { text } = await api.get(`/api/segments/${segmentId}/audience.csv`);
  return text
    .split('\r\n')
    .slice(1, -1)
    .map((line) => line.slice(0, line.indexOf(',')));
}

const idsOf = (members: { id: string }[]) => members.map(({ id }) => id);

describe('the example segments', () => {
  it('ask of every field', () => {
    const asked = JSON.stringify(EXAMPLE_SEGMENTS.map(({ rules }) => rules(world)));
    expect(FIELD_NAMES.filter((field) => !asked.includes(`"field":"${field}"`))).toEqual([]);
  });

  it('mostly hold some customers and not all', () => {
    const sizes = EXAMPLE_SEGMENTS.map(({ isIn }) => shoppers.filter((shopper) => isIn(shopper, world)).length);
    expect(sizes.filter((size) => size > 0 && size < shoppers.length).length).toBe(EXAMPLE_SEGMENTS.length - 2);
  });
});

const CASES = SEGMENT_KINDS.flatMap((kind) => EXAMPLE_SEGMENTS.map((example) => ({ kind, ...example })));

describe('preview = list = CSV = saved audience = audienceSize (I5)', () => {
  const launched: { segmentId: string; campaignId: string; expected: string[] }[] = [];

  it.each(CASES)('of the $kind segment "$name"', async ({ kind, name, rules, isIn }) => {
    const expected = idsOf(shoppers.filter((shopper) => isIn(shopper, world))).toSorted();
    const preview = await api.preview(rules(world));
    expect(preview).toMatchObject({ audienceSize: expected.length, isEstimate: false, customers: shoppers.length });
    expect(expected).toEqual(expect.arrayContaining(preview.sampleUserIds));
    expect(preview.sampleUserIds).toHaveLength(Math.min(expected.length, 10));

    const segment = await api.create(name, rules(world), kind);
    expect(segment).toMatchObject({ kind, audienceSize: expected.length, error: null });
    expect(await storedAudience('Segment', segment.id)).toEqual(kind === 'static' ? expected : []);
    expect(idsOf((await api.audience(segment.id)).flat())).toEqual(expected);
    expect((await api.audienceIds(segment.id)).flat()).toEqual(expected);
    expect(await csvIds(segment.id)).toEqual(expected);

    // Launched by the API, not yet worked on: the messages would change who is in the next one.
    const campaignId = await launch(segment.id);
    expect(await storedAudience('Campaign', campaignId)).toEqual(expected);
    launched.push({ segmentId: segment.id, campaignId, expected });
  });

  it('= rows of the campaign, when the worker has written them', async () => {
    expect(launched).toHaveLength(CASES.length);
    const ids = launched.map(({ campaignId }) => campaignId);
    await launchWithoutQueue(databaseUrl, ids);
    for (const { campaignId, expected } of launched) {
      const response = await api.get(`/api/campaigns/${campaignId}`);
      const { audienceSize, summary, rows } = campaignDetailOutputSchema.parse(response.body);
      expect([audienceSize, summary.total]).toEqual([expected.length, expected.length]);
      expect(rows.map(({ customerId }) => customerId)).toEqual(expected);
      await expectBooksToBalance(databaseUrl, campaignId);
    }
  });
});

describe('GET /api/segments/:id/audience', () => {
  const create = (kind: SegmentKind, rules: SegmentRules = all(ask('visits', '<', 15))) =>
    api.create('Paged', rules, kind);

  it.each(SEGMENT_KINDS)('pages a %s segment by any size, each member once, in the order of ids', async (kind) => {
    const { id } = await create(kind);
    for (const limit of PAGE_SIZES) {
      const pages = await api.audience(id, limit);
      expect(idsOf(pages.flat())).toEqual(idsOf(shoppers.slice(0, 15)).toSorted());
      expect(pages).toHaveLength(Math.ceil(15 / limit));
      expect((await api.audienceIds(id, limit)).map((page) => page.length)).toEqual(pages.map((page) => page.length));
    }
  });

  it('shows names and key values', async () => {
    const { id } = await create('static', all(ask('visits', 'between', [5, 6])));
    const [five, six] = (await api.audience(id)).flat().toSorted((a, b) => a.totalSpend - b.totalSpend);
    expect(five).toEqual({
      id: shoppers[5]?.id,
      name: null,
      email: null,
      city: 'Delhi',
      totalSpend: 6,
      orderCount: 1,
      lastOrderAt: expect.stringMatching(/Z$/),
    });
    expect(six).toMatchObject({
      name: 'Émile 6',
      email: 'S6@Shop.test',
      city: 'São Paulo',
      totalSpend: 14,
      orderCount: 2,
    });
  });

  it('keeps the frozen audience, and asks a dynamic segment anew', async () => {
    const rules = all(ask('visits', '=', 3));
    const [frozen, dynamic] = [await api.create('Frozen', rules), await api.create('Now', rules, 'dynamic')];
    await query(databaseUrl, `UPDATE "Customer" SET visits = 3 WHERE "externalId" = 'shopper-4'`);
    try {
      expect(idsOf((await api.audience(frozen.id)).flat())).toEqual([shoppers[3]?.id]);
      const both = idsOf(shoppers.slice(3, 5)).toSorted();
      expect(idsOf((await api.audience(dynamic.id)).flat())).toEqual(both);
      expect(await csvIds(dynamic.id)).toEqual(both);
      // As it was last computed.
      expect((await api.find(dynamic.id)).audienceSize).toBe(1);
    } finally {
      await query(databaseUrl, `UPDATE "Customer" SET visits = 4 WHERE "externalId" = 'shopper-4'`);
    }
  });

  it.each(['audience', 'audience.csv'])(
    'answers 404 for the %s of an unknown segment, 400 for what is no id',
    async (what) => {
      expect(refusalOf(await api.get(`/api/segments/${newId()}/${what}`))).toEqual([404, 'not_found']);
      expect(refusalOf(await api.get(`/api/segments/17/${what}`))).toEqual([400, 'invalid_input', 'id']);
    },
  );

  it.each([
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['limit=1.5', 'limit'],
    ['cursor=17', 'cursor'],
    ['cursor=', 'cursor'],
    ['cursor=a&cursor=b', 'cursor'],
    ['offset=10', 'offset'],
  ])('answers 400 to ?%s', async (search, path) => {
    const { id } = await create('static');
    expect(refusalOf(await api.get(`/api/segments/${id}/audience?${search}`))).toEqual([400, 'invalid_input', path]);
    expect(refusalOf(await api.get(`/api/segments/${id}?include=audience&${search}`))).toEqual([
      400,
      'invalid_input',
      path,
    ]);
  });
});

describe('GET /api/segments/:id/audience.csv', () => {
  const csv = async (name: string) => {
    const [row] = await query<{ id: string }>(
      databaseUrl,
      `UPDATE "Customer" SET name = $1, "nameKey" = 'odd' WHERE "externalId" = 'shopper-2' RETURNING id`,
      [name],
    );
    const { id } = await api.create('Odd', all(ask('name', '=', 'odd')));
    const response = await api.get(`/api/segments/${id}/audience.csv`);
    return { customerId: row?.id, response };
  };

  it.each([
    ['a comma, a quote and a line break', 'Rao, "Asha"\nPune', '"Rao, ""Asha""\nPune"'],
    ['what a spreadsheet would run', '=1+1', "'=1+1"],
    ['letters of any alphabet', 'आशा 👩‍👩‍👧', 'आशा 👩‍👩‍👧'],
  ])('writes a name with %s', async (_what, name, written) => {
    const { customerId, response } = await csv(name);
    expect(response.text).toBe(
      'id,name,email,city,totalSpend,orderCount,lastOrderAt\r\n' +
        `${customerId},${written},S2@Shop.test,São Paulo,6,2,${response.text.split(',').at(-1)}`,
    );
    expect(response.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename=audience.csv',
    });
  });

  it('is its heading only for an empty audience', async () => {
    const { id } = await api.create('Nobody', all(ask('visits', '>', 1_000)), 'dynamic');
    const response = await api.get(`/api/segments/${id}/audience.csv`);
    expect([response.status, response.text]).toEqual([200, 'id,name,email,city,totalSpend,orderCount,lastOrderAt\r\n']);
  });
});
