import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  campaignOutputSchema,
  newId,
  problemSchema,
  segmentDifferenceSchema,
  segmentOutputSchema,
} from '@herald/shared';
import type { Condition, SegmentDifference, SegmentKind, SegmentRules } from '@herald/shared';

import { query } from '../../../../scripts/testing/fixtures/database.ts';
import { startTestApi } from '../../../../scripts/testing/fixtures/herald.ts';
import type { RunningHerald } from '../../../../scripts/testing/fixtures/herald.ts';
import { type Shopper, writeSmallShop } from '../../../../scripts/testing/fixtures/small-shop.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { all, any, ask } from './testing/example-segments.ts';
import { refusalOf, SegmentsApi } from './testing/segments-api.ts';

const FREQUENT = all(ask('visits', '>=', 30));
const FREQUENT_COUNT = 10;
const RARE = all(ask('visits', '<', 4));
const RARE_COUNT = 4;
const UNKNOWN = newId();
const DAY_MS = 86_400_000;

const { databaseUrl } = testServers();
let herald: RunningHerald;
let api: SegmentsApi;
let shoppers: Shopper[];

beforeAll(async () => {
  herald = await startTestApi();
  api = new SegmentsApi(herald.url);
  shoppers = await writeSmallShop(databaseUrl);
});
afterAll(() => herald.stop());

const idsWhere = (isIn: (shopper: Shopper) => boolean) =>
  shoppers
    .filter(isIn)
    .map(({ id }) => id)
    .toSorted();
const audienceOf = async (id: string) => (await api.audience(id)).flat().map((member) => member.id);

async function createCampaign(segmentId: string, name: string, draft = false): Promise<string> {
  const response = await api.post('/api/campaigns', { name, messageTemplate: 'Hi', segmentId, draft });
  return campaignOutputSchema.parse(response.body).id;
}

/** Runs `work` while the shopper has visited so often. */
async function whileVisited<T>(number: number, visits: number, work: () => Promise<T>): Promise<T> {
  const setVisits = (to: number) =>
    query(databaseUrl, 'UPDATE "Customer" SET visits = $2 WHERE id = $1', [shoppers[number]?.id, to]);
  await setVisits(visits);
  try {
    return await work();
  } finally {
    await setVisits(number);
  }
}

describe('POST /api/segments', () => {
  it('freezes who is in a static segment now, unless told otherwise', async () => {
    const response = await api.post('/api/segments', { name: '  Frequent ', rules: FREQUENT });
    expect(response.status).toBe(201);
    expect(segmentOutputSchema.strict().parse(response.body)).toMatchObject({
      name: 'Frequent',
      kind: 'static',
      rules: FREQUENT,
      description: 'visited at least 30 times',
      error: null,
      audienceSize: FREQUENT_COUNT,
      usedBy: { campaigns: 0, segments: 0 },
    });
    expect(await audienceOf(segmentOutputSchema.parse(response.body).id)).toEqual(
      idsWhere(({ number }) => number >= 30),
    );
  });

  it('counts who is in a dynamic segment now, and keeps nobody', async () => {
    const { id, kind, audienceSize } = await api.create('Frequent', FREQUENT, 'dynamic');
    expect([kind, audienceSize]).toEqual(['dynamic', FREQUENT_COUNT]);
    const kept = await query(databaseUrl, 'SELECT cardinality("audienceUserIds") FROM "Segment" WHERE id = $1', [id]);
    expect(kept).toEqual([{ cardinality: 0 }]);
  });

  it('makes two segments of two calls', async () => {
    const [first, second] = [await api.create('Twice', RARE), await api.create('Twice', RARE)];
    expect(second.id > first.id).toBe(true);
  });

  it.each([
    [{ rules: FREQUENT }, ['name']],
    [{ name: '  ', rules: FREQUENT }, ['name']],
    [{ name: 'x'.repeat(201), rules: FREQUENT }, ['name']],
    [{ name: 'x' }, ['rules']],
    [{ name: 'x', rules: FREQUENT, kind: 'smart' }, ['kind']],
    [{ name: 'a\0', rules: FREQUENT, audienceUserIds: [] }, ['name', 'audienceUserIds']],
  ])('refuses %j', async (body, paths) => {
    expect(refusalOf(await api.post('/api/segments', body))).toEqual([400, 'invalid_input', ...paths]);
  });

  it('saves nothing that refers to a segment that does not exist', async () => {
    const response = await api.post('/api/segments', { name: 'Lost', rules: all(ask('segment', 'isIn', UNKNOWN)) });
    expect(refusalOf(response)).toEqual([400, 'invalid_input', 'rules.rules.0.value']);
    expect(await query(databaseUrl, `SELECT 1 FROM "Segment" WHERE name = 'Lost'`)).toEqual([]);
  });
});

describe('GET /api/segments/:id', () => {
  it('answers one segment, without the ids of its audience, and with what uses it', async () => {
    const { id, ...segment } = await api.create('Used', FREQUENT);
    const campaignId = await createCampaign(id, 'Diwali');
    const other = await api.create('User', all(ask('segment', 'isIn', id)));
    expect(await api.find(id)).toEqual({
      ...segment,
      id,
      usedBy: { campaigns: 1, segments: 1 },
      users: {
        campaigns: [{ id: campaignId, name: 'Diwali', status: 'PROCESSING' }],
        segments: [{ id: other.id, name: 'User' }],
      },
    });
  });

  it.each(['', '/audience', '/audience.csv', '?include=audience'])(
    'answers 404 for an unknown id and 400 for what is none (%s)',
    async (rest) => {
      expect(refusalOf(await api.get(`/api/segments/${UNKNOWN}${rest}`))).toEqual([404, 'not_found']);
      expect(refusalOf(await api.get(`/api/segments/17${rest}`))).toEqual([400, 'invalid_input', 'id']);
    },
  );

  it('refuses to include what is no part of a segment', async () => {
    const response = await api.get(`/api/segments/${UNKNOWN}?include=everything`);
    expect(refusalOf(response)).toEqual([400, 'invalid_input', 'include']);
  });
});

describe('PATCH /api/segments/:id', () => {
  it('changes the name alone, and leaves the frozen audience as it is', async () => {
    const segment = await api.create('Before', FREQUENT);
    await whileVisited(3, 99, async () => {
      const renamed = await api.update(segment.id, { name: 'After' });
      expect(renamed).toEqual({ ...segment, name: 'After', updatedAt: expect.any(String) });
      expect(await audienceOf(segment.id)).toEqual(idsWhere(({ number }) => number >= 30));
    });
  });

  it('computes the audience anew for other rules', async () => {
    const segment = await api.create('Changing', FREQUENT);
    const changed = await api.update(segment.id, { rules: RARE });
    expect(changed).toMatchObject({ name: 'Changing', rules: RARE, audienceSize: RARE_COUNT });
    expect(Date.parse(changed.lastComputedAt)).toBeGreaterThan(Date.parse(segment.lastComputedAt));
    expect(await audienceOf(segment.id)).toEqual(idsWhere(({ number }) => number < 4));
  });

  it('freezes a dynamic segment that becomes static, and forgets who was in a static one that becomes dynamic', async () => {
    const { id } = await api.create('Both', RARE, 'dynamic');
    await api.update(id, { kind: 'static' });
    const nowAlsoNine = () => whileVisited(9, 1, () => audienceOf(id));
    expect(await nowAlsoNine()).toEqual(idsWhere(({ number }) => number < 4));
    await api.update(id, { kind: 'dynamic' });
    expect(await nowAlsoNine()).toEqual(idsWhere(({ number }) => number < 4 || number === 9));
  });

  it('answers the same when it is repeated', async () => {
    const { id } = await api.create('Repeated', FREQUENT);
    const changes = { name: 'Repeated twice', rules: RARE, kind: 'dynamic' };
    const once = await api.update(id, changes);
    const twice = await api.update(id, changes);
    const { lastComputedAt: _computed, updatedAt: _updated, ...same } = twice;
    expect(once).toMatchObject(same);
  });

  it.each<[string, object, string]>([
    ['no change', {}, ''],
    ['an empty name', { name: '' }, 'name'],
    ['an unknown kind', { kind: 'smart' }, 'kind'],
    ['what cannot be changed', { name: 'x', audienceSize: 7 }, 'audienceSize'],
    ['an empty group', { rules: { combinator: 'and', rules: [] } }, 'rules.rules'],
    ['an unknown segment', { rules: all(ask('segment', 'isIn', UNKNOWN)) }, 'rules.rules.0.value'],
  ])('refuses %s, also as a dry run, and changes nothing', async (_what, changes, path) => {
    const segment = await api.create('Kept', FREQUENT);
    expect(refusalOf(await api.patch(segment.id, changes))).toEqual([400, 'invalid_input', path]);
    expect(refusalOf(await api.dryRun(segment.id, changes))).toEqual([400, 'invalid_input', path]);
    expect(await api.find(segment.id)).toMatchObject(segment);
  });

  it('refuses rules that lead back to the segment, whatever the case of its id', async () => {
    const inner = await api.create('Inner', FREQUENT, 'dynamic');
    const outer = await api.create('Outer', all(ask('segment', 'isIn', inner.id)));
    for (const leadsBack of [inner.id, outer.id, outer.id.toUpperCase()]) {
      const changes = { rules: any(ask('visits', '>', 1), ask('segment', 'isNotIn', leadsBack)) };
      for (const id of [inner.id, inner.id.toUpperCase()]) {
        const responses = [await api.patch(id, changes), await api.dryRun(id, changes)];
        for (const response of responses) {
          expect(refusalOf(response)).toEqual([400, 'invalid_input', 'rules.rules.1.value']);
          expect(response.text).toContain('leads back to itself');
        }
      }
    }
  });

  it('answers 404 for an unknown id and 400 for what is none', async () => {
    expect(refusalOf(await api.patch(UNKNOWN, { name: 'x' }))).toEqual([404, 'not_found']);
    expect(refusalOf(await api.dryRun(UNKNOWN, { name: 'x' }))).toEqual([404, 'not_found']);
    expect(refusalOf(await api.patch('17', { name: 'x' }))).toEqual([400, 'invalid_input', 'id']);
    const badDryRun = await api.patch(`${UNKNOWN}?dryRun=maybe`, { name: 'x' });
    expect(refusalOf(badDryRun)).toEqual([400, 'invalid_input', 'dryRun']);
  });
});

describe('PATCH /api/segments/:id?dryRun=true', () => {
  async function differenceOf(id: string, changes: object): Promise<SegmentDifference> {
    const response = await api.dryRun(id, changes);
    expect(response.status).toBe(200);
    return segmentDifferenceSchema.strict().parse(response.body);
  }
  const sampled = ({ sample }: SegmentDifference['added']) => sample.map(({ id }) => id).toSorted();

  it.each<SegmentKind>(['static', 'dynamic'])('says who would come to a %s segment and who would go', async (kind) => {
    const { id } = await api.create('Visits', all(ask('visits', 'between', [10, 19])), kind);
    const difference = await differenceOf(id, { rules: all(ask('visits', 'between', [17, 36])) });
    expect(difference).toMatchObject({
      before: 10,
      after: 20,
      added: { count: 17 },
      removed: { count: 7 },
      campaignsAffected: [],
      segmentsAffected: [],
      description: 'visited between 17 and 36 times',
    });
    expect(sampled(difference.removed)).toEqual(idsWhere(({ number }) => number >= 10 && number < 17));
    expect(difference.added.sample).toHaveLength(10);
    expect(idsWhere(({ number }) => number > 19 && number <= 36)).toEqual(
      expect.arrayContaining(sampled(difference.added)),
    );
  });

  it('saves nothing, and says what the change then does', async () => {
    const segment = await api.create('Tried', FREQUENT);
    const first = await differenceOf(segment.id, { rules: RARE, kind: 'dynamic', name: 'Other' });
    expect(await api.find(segment.id)).toMatchObject(segment);
    expect(await differenceOf(segment.id, { rules: RARE, kind: 'dynamic', name: 'Other' })).toEqual(first);
    expect(await api.update(segment.id, { rules: RARE, kind: 'dynamic' })).toMatchObject({
      audienceSize: first.after,
      description: first.description,
    });
  });

  it('compares with the frozen audience, and so with whom a refresh would find', async () => {
    const { id } = await api.create('Frozen', FREQUENT);
    await whileVisited(2, 50, async () => {
      const difference = await differenceOf(id, { rules: FREQUENT });
      expect([difference.before, difference.after, sampled(difference.added)]).toEqual([10, 11, [shoppers[2]?.id]]);
      // Another name leaves the audience alone, and another kind does not.
      expect(await differenceOf(id, { name: 'Other' })).toMatchObject({
        before: 10,
        after: 10,
        added: { count: 0, sample: [] },
        removed: { count: 0, sample: [] },
        description: 'visited at least 30 times',
      });
      expect(await differenceOf(id, { kind: 'dynamic' })).toMatchObject({ before: 10, after: 11 });
    });
  });

  it('names the campaigns to be launched that would reach others, and the segments that refer to it', async () => {
    const { id } = await api.create('Base', FREQUENT);
    const dynamic = await api.create('By rule', all(ask('segment', 'isIn', id)), 'dynamic');
    const frozen = await api.create('Frozen apart', all(ask('segment', 'isIn', id)), 'static');
    await createCampaign(id, 'Launched');
    await createCampaign(frozen.id, 'Draft on the frozen one', true);
    const drafts = [
      { id: await createCampaign(id, 'Draft', true), name: 'Draft' },
      { id: await createCampaign(dynamic.id, 'Draft by rule', true), name: 'Draft by rule' },
    ];
    const tomorrow = new Date(Date.now() + DAY_MS).toISOString();
    expect((await api.post(`/api/campaigns/${drafts[0]?.id}/launch`, { scheduledAt: tomorrow })).status).toBe(200);
    const difference = await differenceOf(id, { rules: RARE });
    expect(difference.campaignsAffected).toEqual(drafts.toReversed());
    expect(difference.segmentsAffected.map(({ name }) => name)).toEqual(['Frozen apart', 'By rule']);
    expect(await differenceOf(id, { name: 'Other' })).toMatchObject({ campaignsAffected: [], segmentsAffected: [] });
  });

  it('finds a draft behind more launched campaigns than are shown', async () => {
    const { id } = await api.create('Busy', RARE);
    const draft = await createCampaign(id, 'Old draft', true);
    await query(
      databaseUrl,
      `INSERT INTO "Campaign" (id, name, "messageTemplate", "segmentId", status)
       SELECT ('ffffffff' || substr(gen_random_uuid()::text, 9))::uuid, 'Done', 'Hi', $1, 'COMPLETED' FROM generate_series(1, 100)`,
      [id],
    );
    expect((await differenceOf(id, { rules: FREQUENT })).campaignsAffected).toEqual([{ id: draft, name: 'Old draft' }]);
  });
});

describe('POST /api/segments/:id/refresh', () => {
  it('freezes who is in a static segment now', async () => {
    const segment = await api.create('Refreshed', FREQUENT);
    const refreshed = await whileVisited(1, 77, () => api.refresh(segment.id));
    expect(refreshed).toMatchObject({ audienceSize: FREQUENT_COUNT + 1, rules: FREQUENT, name: 'Refreshed' });
    expect(Date.parse(refreshed.lastComputedAt)).toBeGreaterThan(Date.parse(segment.lastComputedAt));
    expect(await audienceOf(segment.id)).toEqual(idsWhere(({ number }) => number >= 30 || number === 1));
    expect(await api.refresh(segment.id)).toMatchObject({ audienceSize: FREQUENT_COUNT });
  });

  it('notes how many are in a dynamic segment now', async () => {
    const { id } = await api.create('Counted', FREQUENT, 'dynamic');
    await whileVisited(1, 77, async () => {
      expect((await api.find(id)).audienceSize).toBe(FREQUENT_COUNT);
      expect(await api.refresh(id)).toMatchObject({ kind: 'dynamic', audienceSize: FREQUENT_COUNT + 1 });
    });
  });

  it('answers 404 for an unknown id and 400 for what is none', async () => {
    expect(refusalOf(await api.post(`/api/segments/${UNKNOWN}/refresh`))).toEqual([404, 'not_found']);
    expect(refusalOf(await api.post('/api/segments/17/refresh'))).toEqual([400, 'invalid_input', 'id']);
  });
});

describe('POST /api/segments/:id/duplicate', () => {
  const duplicate = async (id: string) => {
    const response = await api.post(`/api/segments/${id}/duplicate`);
    expect(response.status).toBe(201);
    return segmentOutputSchema.parse(response.body);
  };

  it('copies rules, kind and the frozen audience, which then go ways of their own', async () => {
    const original = await api.create('Original', FREQUENT);
    const copy = await whileVisited(0, 60, () => duplicate(original.id));
    const { id: _id, createdAt: _created, updatedAt: _updated, ...same } = original;
    expect(copy).toMatchObject({ ...same, name: 'Copy of Original' });
    expect(await audienceOf(copy.id)).toEqual(await audienceOf(original.id));
    await api.update(copy.id, { rules: RARE });
    expect(await api.find(original.id)).toMatchObject({ audienceSize: FREQUENT_COUNT, rules: FREQUENT });
    expect((await duplicate(original.id)).id).not.toBe(copy.id);
  });

  it('copies what it refers to as well', async () => {
    const used = await api.create('Used by two', RARE, 'dynamic');
    const original = await api.create('User', all(ask('segment', 'isIn', used.id)), 'dynamic');
    const copy = await duplicate(original.id);
    expect((await api.find(used.id)).users.segments.map(({ id }) => id)).toEqual([copy.id, original.id]);
  });

  it('keeps names within their length, and whole', async () => {
    const { id } = await api.create(`${'x'.repeat(191)}👍👍`, RARE);
    expect((await duplicate(id)).name).toBe(`Copy of ${'x'.repeat(191)}`);
  });

  it('answers 404 for an unknown id and 400 for what is none', async () => {
    expect(refusalOf(await api.post(`/api/segments/${UNKNOWN}/duplicate`))).toEqual([404, 'not_found']);
    expect(refusalOf(await api.post('/api/segments/17/duplicate'))).toEqual([400, 'invalid_input', 'id']);
  });
});

describe('DELETE /api/segments/:id', () => {
  it('deletes a segment that nothing uses, once', async () => {
    const segment = await api.create('Gone', FREQUENT);
    const response = await api.delete(segment.id);
    expect([response.status, response.body]).toEqual([200, segment]);
    expect(refusalOf(await api.get(`/api/segments/${segment.id}`))).toEqual([404, 'not_found']);
    expect(refusalOf(await api.delete(segment.id))).toEqual([404, 'not_found']);
  });

  it('answers 409 and names the campaigns and segments that use it', async () => {
    const { id } = await api.create('Popular', FREQUENT);
    const user = await api.create('User', all(ask('segment', 'isNotIn', id)), 'dynamic');
    for (const name of ['Diwali', 'Holi']) await createCampaign(id, name, name === 'Holi');
    const response = await api.delete(id);
    expect(refusalOf(response)).toEqual([409, 'conflict']);
    expect(problemSchema.parse(response.body).detail).toBe(
      '"Popular" is used by the campaigns "Holi", "Diwali" and the segment "User"',
    );
    expect((await api.find(id)).audienceSize).toBe(FREQUENT_COUNT);
    expect((await api.delete(user.id)).status).toBe(200);
    expect(problemSchema.parse((await api.delete(id)).body).detail).toBe(
      '"Popular" is used by the campaigns "Holi", "Diwali"',
    );
  });

  it('does not name more than ten', async () => {
    const { id } = await api.create('Very popular', RARE);
    for (let number = 1; number <= 11; number += 1) await api.create(`User ${number}`, all(ask('segment', 'isIn', id)));
    expect(problemSchema.parse((await api.delete(id)).body).detail).toMatch(
      /the segments "User 11", .*, "User 2" and others$/,
    );
  });

  it('is possible when what used it does not any more', async () => {
    const used = await api.create('Used', FREQUENT);
    const user = await api.create('User', all(ask('segment', 'isIn', used.id)));
    await api.update(user.id, { rules: RARE });
    expect((await api.delete(used.id)).status).toBe(200);
  });

  it('answers 400 for what is no id', async () => {
    expect(refusalOf(await api.delete('17'))).toEqual([400, 'invalid_input', 'id']);
  });
});

describe('segments that lead to many conditions', () => {
  /** Ten dynamic segments with as many conditions as one may have. */
  async function createTen(condition: (number: number) => Condition): Promise<SegmentRules['rules']> {
    const references = [];
    for (let number = 0; number < 10; number += 1) {
      const conditions = Array.from({ length: 200 }, (_, index) => condition(200 * number + index));
      const { id } = await api.create(`Wide ${number}`, any(...conditions), 'dynamic');
      references.push(ask('segment', 'isIn', id));
    }
    return references;
  }

  it('are counted while they are few enough, and refused when they are too many', async () => {
    const references = await createTen((number) => ask('visits', 'between', [39 + number, 39 + number]));
    expect(await api.preview(any(...references.slice(0, 9)))).toMatchObject({ audienceSize: 1 });
    const response = await api.post('/api/segments/preview', { rules: any(...references, ...references) });
    expect(refusalOf(response).slice(0, 2)).toEqual([400, 'invalid_input']);
    expect(response.text).toContain('leads to more than 2000 conditions');
  });

  it('are refused when PostgreSQL could not take so many values', async () => {
    const plans = Array.from({ length: 20 }, (_, index) => `plan ${index}`);
    const references = await createTen((number) => ask('attributes.plan', 'in', [...plans, `own ${number}`].slice(1)));
    for (const estimate of [false, true]) {
      const response = await api.post('/api/segments/preview', { rules: any(...references.slice(1)), estimate });
      expect(refusalOf(response)).toEqual([400, 'invalid_input', 'rules']);
    }
  });
});
