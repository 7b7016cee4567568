import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@herald/shared';

import { startGeminiServer } from '../../../../../scripts/testing/fixtures/gemini-server.ts';
import type { GeminiServer } from '../../../../../scripts/testing/fixtures/gemini-server.ts';
import { startTestApi } from '../../../../../scripts/testing/fixtures/herald.ts';
import type { RunningHerald } from '../../../../../scripts/testing/fixtures/herald.ts';
import { asMember } from '../../../../../scripts/testing/fixtures/request.ts';
import { testServers } from '../../../../../scripts/testing/fixtures/test-servers.ts';
import { all, ask } from '../../segments/testing/example-segments.ts';
import { refusalOf, SegmentsApi } from '../../segments/testing/segments-api.ts';
import { WritingApi } from '../messages/testing/writing-api.ts';

testServers();
const MESSAGE = 'Hi {firstName|there}, we miss you. Take 20% off.';
let gemini: GeminiServer;
let offline: RunningHerald;
let herald: RunningHerald;
let api: WritingApi;
let segmentId: string;

beforeAll(async () => {
  gemini = await startGeminiServer();
  offline = await startTestApi();
  herald = await startTestApi({ AI_PROVIDER: 'gemini', GEMINI_API_KEY: 'test-key', GEMINI_URL: gemini.url });
  api = new WritingApi(herald.url);
  const rules = all(ask('totalSpend', '>', 10_000), ask('lastOrderAt', 'notInLastDays', 90));
  segmentId = (await new SegmentsApi(offline.url).create('Sleeping big spenders', rules, 'dynamic')).id;
});
afterAll(async () => {
  await herald.stop();
  await offline.stop();
  await gemini.close();
});
beforeEach(() => {
  gemini.requests.length = 0;
});

const suggest = (change: object = {}) => api.tags({ segmentId, messageTemplate: MESSAGE, ...change });
const OWN = ['win-back', 'discount', 'high value'];

describe('POST /api/ai/campaign-tags without a model', () => {
  it('derives labels from audience and message, each with the words that it was taken from', async () => {
    const { tags, origin } = await new WritingApi(offline.url).tags({ segmentId, messageTemplate: MESSAGE });
    expect(tags).toEqual([
      { tag: 'win-back', reason: 'The message says: “miss you”' },
      { tag: 'discount', reason: 'The message says: “20% off”' },
      { tag: 'high value', reason: 'The audience: “spent more than 10,000 INR”' },
    ]);
    expect(origin).toEqual({ provider: 'offline', model: null, note: null, exchanges: [] });
  });

  it('reads a draft whose template is not understood as it stands', async () => {
    const { tags } = await new WritingApi(offline.url).tags({ segmentId, messageTemplate: '{% Happy birthday' });
    expect(tags.map(({ tag }) => tag)).toContain('birthday');
  });

  it('is for those who may ask', async () => {
    const body = { segmentId, messageTemplate: MESSAGE };
    for (const [role, status] of [
      ['marketer', 200],
      ['analyst', 403],
    ] as const) {
      const agent = await asMember(offline.url, role);
      expect((await agent.post('/api/ai/campaign-tags').send(body)).status).toBe(status);
    }
    expect(refusalOf(await api.tryTags({ ...body, segmentId: newId() }))).toEqual([404, 'not_found', 'segmentId']);
    expect(refusalOf(await api.tryTags({ segmentId }))).toEqual([400, 'invalid_input', 'messageTemplate']);
  });
});

describe('POST /api/ai/campaign-tags with Gemini', () => {
  const label = { tag: 'reactivation', reason: 'They have been away for long.', quote: 'has not ordered' };
  const invented = { tag: 'free gift', reason: 'A gift', quote: 'a gift for you' };

  it('gives its labels', async () => {
    gemini.answers({ json: { tags: [label] } });
    const { tags, origin } = await suggest();
    expect(tags).toEqual([{ tag: 'reactivation', reason: 'They have been away for long: “has not ordered”' }]);
    expect(origin).toMatchObject({ provider: 'gemini', note: null });
    expect(JSON.stringify(gemini.requests[0]?.body)).toContain('spent more than 10,000 INR');
  });

  it('has what is made up corrected, else leaves it out', async () => {
    gemini.answers({ json: { tags: [invented] } }, { json: { tags: [label] } });
    expect((await suggest()).tags).toHaveLength(1);
    expect(JSON.stringify(gemini.requests[1]?.body)).toContain('stands in neither text');
    gemini.answers({ json: { tags: [invented, label] } });
    expect((await suggest()).tags.map(({ tag }) => tag)).toEqual(['reactivation']);
  });

  it.each([
    ['makes everything up', { json: { tags: [invented] } }],
    ['is refused', { blocked: 'PROHIBITED_CONTENT' as const }],
    ['has another form', { json: ['win-back'] }],
  ])('derives them itself where an answer %s', async (_what, behaviour) => {
    gemini.answers(behaviour);
    const { tags, origin } = await suggest();
    expect(tags.map(({ tag }) => tag)).toEqual(OWN);
    expect(origin).toMatchObject({ provider: 'offline', note: expect.any(String) });
  });
});
