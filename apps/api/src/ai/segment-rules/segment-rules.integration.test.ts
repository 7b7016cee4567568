import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { query } from '../../../../../scripts/testing/fixtures/database.ts';
import { startTestApi } from '../../../../../scripts/testing/fixtures/herald.ts';
import type { RunningHerald } from '../../../../../scripts/testing/fixtures/herald.ts';
import { asMember, request, withNewKey } from '../../../../../scripts/testing/fixtures/request.ts';
import { type Shopper, writeSmallShop } from '../../../../../scripts/testing/fixtures/small-shop.ts';
import { whileLocked } from '../../../../../scripts/testing/fixtures/table-lock.ts';
import { testServers } from '../../../../../scripts/testing/fixtures/test-servers.ts';
import { all, ask } from '../../segments/testing/example-segments.ts';
import { refusalOf, SegmentsApi } from '../../segments/testing/segments-api.ts';
import { suggestRules } from './testing/rules-api.ts';

const { databaseUrl } = testServers();
let herald: RunningHerald;
let segments: SegmentsApi;
let shoppers: Shopper[];

beforeAll(async () => {
  herald = await startTestApi();
  segments = new SegmentsApi(herald.url);
  shoppers = await writeSmallShop(databaseUrl);
});
afterAll(async () => {
  await herald.stop();
});

const UNDERSTOOD = 'visited at least 30 times, and city is "Pune"';

describe('POST /api/ai/segment-rules without a model', () => {
  it('answers with rules, what they mean, and whom they select', async () => {
    const suggestion = await suggestRules(herald.url, UNDERSTOOD);
    const expected = shoppers.filter(({ number, profile }) => number >= 30 && profile.address?.city === 'Pune');
    expect(suggestion).toEqual({
      rules: all(ask('visits', '>=', 30), ask('city', '=', 'Pune')),
      description: UNDERSTOOD,
      assumptions: [],
      unmapped: [],
      problem: null,
      preview: expect.objectContaining({
        audienceSize: expected.length,
        isEstimate: false,
        customers: 40,
        sampleUserIds: expected.map(({ id }) => id).toSorted(),
      }),
      origin: { provider: 'offline', model: null, note: null, exchanges: [] },
    });
  });

  it('understands every field, segments and campaigns by name included', async () => {
    const tea = await segments.create('Tea "lovers" (all of them) for ever', all(ask('tags', 'has', 'tea')));
    const text = `is in the segment "Tea \\"lovers\\" (all of them) for ever", and attribute "plan" is "gold"`;
    expect(await suggestRules(herald.url, text)).toMatchObject({
      rules: all(ask('segment', 'isIn', tea.id), ask('attributes.plan', '=', 'gold')),
      description: text,
    });
    await segments.delete(tea.id);
  });

  it('refuses rather than guesses', async () => {
    const suggestion = await suggestRules(herald.url, 'purple monkey dishwasher');
    expect(suggestion).toMatchObject({ rules: null, description: null, preview: null, problem: expect.any(String) });
  });

  it('refuses a segment that does not exist, and one whose rules are no longer understood', async () => {
    const broken = await segments.create('Old rules', all(ask('visits', '>', 1)));
    await query(databaseUrl, `UPDATE "Segment" SET rules = '{"combinator":"and","rules":[]}' WHERE id = $1`, [
      broken.id,
    ]);
    for (const text of [
      'is in the segment "Nobody"',
      'is in the segment "Old rules"',
      `is in the segment [${broken.id}]`,
    ]) {
      expect(await suggestRules(herald.url, text)).toMatchObject({ rules: null, problem: expect.any(String) });
    }
    await segments.delete(broken.id);
  });

  it('says so when the rules select everybody although the words do not ask for that', async () => {
    const { assumptions, preview } = await suggestRules(herald.url, 'visited fewer than 1,000 times');
    expect(preview).toMatchObject({ audienceSize: 40, customers: 40 });
    expect(assumptions).toEqual([
      { words: 'all of it', meaning: 'These rules select every customer there is. Check that this is meant.' },
    ]);
  });

  it.each([
    ['{"text":""}', 400, 'invalid_input', 'text'],
    ['{"text":"   "}', 400, 'invalid_input', 'text'],
    [JSON.stringify({ text: 'x'.repeat(1_001) }), 400, 'invalid_input', 'text'],
    ['{"text":"a\\u0000b"}', 400, 'invalid_input', 'text'],
    ['{"text":5}', 400, 'invalid_input', 'text'],
    ['{}', 400, 'invalid_input', 'text'],
    ['{"text":"visited 1 time","rules":{}}', 400, 'invalid_input', 'rules'],
    ['{"text":', 400, 'malformed_json'],
  ])('refuses %s', async (body, ...refusal) => {
    const response = await request(herald.url)
      .post('/api/ai/segment-rules')
      .set('content-type', 'application/json')
      .send(body);
    expect(refusalOf(response)).toEqual(refusal);
  });

  it('is for whoever may ask, and shows people only to whoever may see them', async () => {
    const path = '/api/ai/segment-rules';
    for (const role of ['owner', 'marketer'] as const) {
      const { preview } = await suggestRules(herald.url, UNDERSTOOD, await asMember(herald.url, role));
      expect(preview?.sample.length).toBeGreaterThan(0);
    }
    const analyst = await (await asMember(herald.url, 'analyst')).post(path).send({ text: UNDERSTOOD });
    expect(refusalOf(analyst)).toEqual([403, 'forbidden']);
    for (const scope of ['read', 'ingest'] as const) {
      const response = await (await withNewKey(herald.url, [scope])).post(path).send({ text: UNDERSTOOD });
      expect(refusalOf(response)).toEqual([403, 'forbidden']);
    }
    const { preview } = await suggestRules(herald.url, UNDERSTOOD, await withNewKey(herald.url, ['campaigns']));
    expect(preview).toMatchObject({ sample: [], sampleUserIds: [] });
    expect(preview?.audienceSize).toBeGreaterThan(0);
  });

  it('saves nothing', async () => {
    const count = () =>
      query(
        databaseUrl,
        `SELECT (SELECT count(*) FROM "Segment") AS segments, (SELECT count(*) FROM "Campaign") AS campaigns,
                (SELECT count(*) FROM "AiCall") AS calls, (SELECT count(*) FROM "AuditEvent") AS events`,
      );
    const before = await count();
    await suggestRules(herald.url, UNDERSTOOD);
    expect(await count()).toEqual(before);
  });
});

describe('when the database is busy', () => {
  it('shows rules without a count', async () => {
    const hurried = await startTestApi({ PREVIEW_TIMEOUT_MS: '200', ESTIMATE_TIMEOUT_MS: '200' });
    const value = { number: 1, where: [{ field: 'category' as const, operator: '=', value: 'Tea' }] };
    const rules = all(ask('orders.count', '>=', value));
    const { description } = await segments.preview(rules);
    // Neither values nor customers can be looked up, for the rules ask of items.
    const suggestion = await whileLocked(databaseUrl, 'OrderItem', () => suggestRules(hurried.url, description));
    expect(suggestion).toMatchObject({ rules, description, preview: null, problem: null });
    await hurried.stop();
  });

  it('says so when not even names can be looked up', async () => {
    const hurried = await startTestApi({ PREVIEW_TIMEOUT_MS: '200' });
    const response = await whileLocked(databaseUrl, 'Campaign', () =>
      request(hurried.url).post('/api/ai/segment-rules').send({ text: UNDERSTOOD }),
    );
    expect(refusalOf(response)).toEqual([503, 'timed_out']);
    await hurried.stop();
  });
});
