import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId, problemSchema, segmentOutputSchema } from '@herald/shared';
import type { SegmentOutput } from '@herald/shared';
import { z } from 'zod';

import { query } from '../../../../scripts/testing/fixtures/database.ts';
import { startTestApi } from '../../../../scripts/testing/fixtures/herald.ts';
import type { RunningHerald } from '../../../../scripts/testing/fixtures/herald.ts';
import { type Shopper, writeSmallShop } from '../../../../scripts/testing/fixtures/small-shop.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { all, any, ask } from './testing/example-segments.ts';
import { refusalOf, SegmentsApi } from './testing/segments-api.ts';

const RULES = all(ask('visits', '>=', 30));
const AUDIENCE_SIZE = 10;
const UNKNOWN = newId();

const { databaseUrl } = testServers();
let herald: RunningHerald;
let api: SegmentsApi;
let shoppers: Shopper[];

beforeAll(async () => {
  herald = await startTestApi();
  api = new SegmentsApi(herald.url);
  shoppers = await writeSmallShop(databaseUrl);
});
beforeEach(() => query(databaseUrl, 'DELETE FROM "Campaign"; DELETE FROM "Segment"'));
afterAll(() => herald.stop());

/** As nobody can by the API. */
async function store(id: string, rules: unknown, usedSegmentIds: string[] = []): Promise<void> {
  await query(databaseUrl, 'UPDATE "Segment" SET rules = $2, "usedSegmentIds" = $3 WHERE id = $1', [
    id,
    JSON.stringify(rules),
    usedSegmentIds,
  ]);
}

/** What can have become of stored rules, and what is said of it. */
const BROKEN: [what: string, rules: unknown, error: string][] = [
  ['a field that is not known', all(ask('shoeSize', '=', 44)), 'rules.rules.0.field: unknown field'],
  ['an operator that is not known', all(ask('visits', 'soundsLike', 1)), 'rules.rules.0.operator: unknown operator'],
  ['a value of another type', all(ask('visits', '=', 'x')), 'rules.rules.0.value: must be a whole number'],
  ['an attribute that is not defined', all(ask('attributes.gone', '=', 1)), 'no customer has the attribute "gone"'],
  ['an empty group', { combinator: 'and', rules: [] }, 'must have at least one rule'],
  ['no rules', {}, 'rules'],
  ['null', null, 'rules'],
  ['a text', 'everyone', 'rules'],
  ['a list', [], 'rules'],
  [
    'a segment that is gone',
    any(ask('visits', '>=', 0), ask('segment', 'isIn', UNKNOWN)),
    `there is no segment ${UNKNOWN}`,
  ],
  ['a campaign that is gone', all(ask('campaign', 'wasNotSent', UNKNOWN)), `there is no campaign ${UNKNOWN}`],
];

describe.each(BROKEN)('a segment whose rules were broken by %s', (_what, rules, error) => {
  let broken: SegmentOutput;
  let frozen: SegmentOutput;

  beforeEach(async () => {
    broken = await api.create('Broken', RULES, 'dynamic');
    frozen = await api.create('Frozen', RULES, 'static');
    for (const { id } of [broken, frozen]) await store(id, rules);
  });

  it('shows the error, and the list still answers', async () => {
    const sound = await api.create('Sound', RULES);
    const listed = z.array(segmentOutputSchema).parse((await api.get('/api/segments')).body);
    const shown = { description: null, error: expect.stringContaining(error) };
    expect(listed).toMatchObject([sound, { id: frozen.id, ...shown }, { id: broken.id, ...shown }]);
    expect(await api.find(broken.id)).toMatchObject({ ...shown, rules, audienceSize: AUDIENCE_SIZE });
  });

  it('is refused wherever its rules would be asked, and never means everyone or no one', async () => {
    const campaign = (segmentId: string) =>
      api.post('/api/campaigns', { name: 'To them', messageTemplate: 'Hi', segmentId });
    const customerId = shoppers[0]?.id;
    const answers = [
      await campaign(broken.id),
      await campaign(frozen.id),
      await api.get(`/api/segments/${broken.id}/audience`),
      await api.get(`/api/segments/${broken.id}/audience.csv`),
      await api.get(`/api/segments/${broken.id}?include=audience`),
      await api.post(`/api/segments/${broken.id}/refresh`),
      await api.post(`/api/segments/${frozen.id}/refresh`),
      await api.patch(broken.id, { kind: 'static' }),
      await api.dryRun(broken.id, { kind: 'static' }),
      await api.post('/api/segments/explain', { segmentId: broken.id, customerId }),
    ];
    expect(answers.map(refusalOf)).toEqual(answers.map(() => [409, 'conflict']));
    for (const { body } of answers) {
      const { detail } = problemSchema.parse(body);
      expect(detail).toMatch(/^the segment "(Broken|Frozen)" cannot be used, its rules are no longer understood: /);
      expect(detail).toContain(error);
    }
    expect(await query(databaseUrl, 'SELECT 1 FROM "Campaign"')).toEqual([]);
  });

  it.each(['isIn', 'isNotIn'])('is refused in the rules of another one (%s)', async (operator) => {
    for (const { id } of [broken, frozen]) {
      const through = all(ask('visits', '>=', 0), ask('segment', operator, id));
      for (const [path, body] of [
        ['/api/segments/preview', { rules: through }],
        ['/api/segments/preview', { rules: through, estimate: true }],
        ['/api/segments', { name: 'Through', rules: through }],
        ['/api/segments/explain', { rules: through, customerId: shoppers[0]?.id }],
      ] as const) {
        const response = await api.post(path, body);
        expect(refusalOf(response)).toEqual([400, 'invalid_input', 'rules.rules.1.value']);
        expect(response.text).toContain('cannot be used');
      }
    }
  });

  it('keeps the audience that was frozen, and can be renamed, copied, mended and deleted', async () => {
    expect((await api.audience(frozen.id)).flat()).toHaveLength(AUDIENCE_SIZE);
    for (const { id } of [broken, frozen]) {
      expect(await api.update(id, { name: 'Renamed' })).toMatchObject({ name: 'Renamed', rules });
      expect((await api.dryRun(id, { name: 'Other' })).body).toMatchObject({
        description: null,
        before: 10,
        after: 10,
      });
      const copy = segmentOutputSchema.parse((await api.post(`/api/segments/${id}/duplicate`)).body);
      expect(copy.error).toContain(error);
      const repaired = { rules: all(ask('visits', '<', 5)) };
      expect((await api.dryRun(id, repaired)).body).toMatchObject({ after: 5, before: id === frozen.id ? 10 : 0 });
      expect(await api.update(id, repaired)).toMatchObject({ error: null, audienceSize: 5 });
      expect((await api.delete(copy.id)).status).toBe(200);
    }
  });
});

describe('segments that lead back to themselves by what was stored', () => {
  it.each([1, 2, 3])('a circle of %d is shown, refused, and can be opened again', async (length) => {
    const circle: SegmentOutput[] = [];
    for (let number = 0; number < length; number += 1)
      circle.push(await api.create(`Round ${number}`, RULES, 'dynamic'));
    for (const [index, { id }] of circle.entries()) {
      const next = circle[(index + 1) % length]?.id ?? '';
      await store(id, all(ask('segment', 'isIn', next)), [next]);
    }
    const listed = z.array(segmentOutputSchema).parse((await api.get('/api/segments')).body);
    for (const { error } of listed) expect(error).toContain('leads back to itself');
    const [first] = circle;
    const id = first?.id ?? '';
    const campaign = { name: 'To them', messageTemplate: 'Hi', segmentId: id };
    expect(refusalOf(await api.post('/api/campaigns', campaign))).toEqual([409, 'conflict']);
    expect(refusalOf(await api.get(`/api/segments/${id}/audience`))).toEqual([409, 'conflict']);
    expect(refusalOf(await api.delete(id))).toEqual([409, 'conflict']);
    const through = await api.post('/api/segments/preview', { rules: all(ask('segment', 'isNotIn', id)) });
    expect(refusalOf(through)).toEqual([400, 'invalid_input', 'rules.rules.0.value']);

    expect(await api.update(id, { rules: RULES })).toMatchObject({ error: null, audienceSize: AUDIENCE_SIZE });
    const mended = z.array(segmentOutputSchema).parse((await api.get('/api/segments')).body);
    expect(mended.map(({ error }) => error)).toEqual(circle.map(() => null));
  });
});

describe('a definition of an attribute that is deleted', () => {
  it('breaks the segments that ask for it, and no others', async () => {
    const asking = await api.create('Gold', all(ask('attributes.plan', '=', 'gold')), 'dynamic');
    const by = await api.create('By way of it', all(ask('segment', 'isIn', asking.id)), 'dynamic');
    const other = await api.create('Other', RULES, 'dynamic');
    await query(databaseUrl, `DELETE FROM "AttributeDefinition" WHERE key = 'plan'`);
    try {
      expect((await api.find(asking.id)).error).toContain('no customer has the attribute "plan"');
      expect((await api.find(by.id)).error).toContain('the segment "Gold" cannot be used');
      expect((await api.find(other.id)).error).toBeNull();
      expect(refusalOf(await api.get(`/api/segments/${by.id}/audience`))).toEqual([409, 'conflict']);
    } finally {
      await query(databaseUrl, `INSERT INTO "AttributeDefinition" (key, type) VALUES ('plan', 'text')`);
    }
    expect((await api.find(by.id)).error).toBeNull();
  });
});
