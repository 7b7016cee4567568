import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { aiCallSchema, aiStateOutput, newId } from '@herald/shared';
import { z } from 'zod';

import { emptyDatabase, query } from '../../../../scripts/testing/fixtures/database.ts';
import { startTestApi } from '../../../../scripts/testing/fixtures/herald.ts';
import type { RunningHerald } from '../../../../scripts/testing/fixtures/herald.ts';
import { followPages } from '../../../../scripts/testing/fixtures/pages.ts';
import { asMember, asOwner } from '../../../../scripts/testing/fixtures/request.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';

const { databaseUrl } = testServers();
const GEMINI = { GEMINI_API_KEY: 'the-key-of-the-test', GEMINI_URL: 'http://127.0.0.1:9' };
const running: RunningHerald[] = [];
let offline: RunningHerald;
let gemini: RunningHerald;

beforeAll(async () => {
  offline = await start();
  gemini = await start({ ...GEMINI, AI_DAILY_CALLS: '70', AI_DAILY_COST_USD: '0.25' });
});
afterEach(() => emptyDatabase(databaseUrl));
afterAll(() => Promise.all(running.map((api) => api.stop())));

async function start(env: NodeJS.ProcessEnv = {}): Promise<RunningHerald> {
  const api = await startTestApi(env);
  running.push(api);
  return api;
}

async function stateOf(api: RunningHerald) {
  const response = await (await asMember(api.url, 'analyst')).get('/api/ai');
  expect(response.status).toBe(200);
  return aiStateOutput.parse(response.body);
}

describe('GET /api/ai', () => {
  it('says that Herald makes suggestions by itself where no key is set', async () => {
    expect(await stateOf(offline)).toEqual({
      provider: 'offline',
      model: null,
      today: { calls: 0, inputTokens: 0, outputTokens: 0, costUsd: 0 },
      limits: { callsPerDay: 500, costPerDayUsd: 1 },
      resetsAt: expect.stringMatching(/T00:00:00\.000Z$/),
    });
  });

  it('says which model is asked, and how much of today is used; never the key', async () => {
    await query(
      databaseUrl,
      `INSERT INTO "AiDay" (day, calls, "inputTokens", "outputTokens", "costMicros")
       VALUES ((now() AT TIME ZONE 'UTC')::date, 12, 3456789012, 34, 56789), ('2020-01-01', 9, 9, 9, 9)`,
    );
    const state = await stateOf(gemini);
    expect(state).toMatchObject({
      provider: 'gemini',
      model: 'gemini-3.5-flash-lite',
      today: { calls: 12, inputTokens: 3_456_789_012, outputTokens: 34, costUsd: 0.056789 },
      limits: { callsPerDay: 70, costPerDayUsd: 0.25 },
    });
    expect(JSON.stringify(state)).not.toContain(GEMINI.GEMINI_API_KEY);
  });

  it('is offline where that is set, whatever key there is', async () => {
    expect(await stateOf(await start({ ...GEMINI, AI_PROVIDER: 'offline' }))).toMatchObject({ provider: 'offline' });
  });
});

describe('GET /api/ai/calls', () => {
  it('lists every call, newest first, in pages without gaps or repetitions', async () => {
    const ids = Array.from({ length: 5 }, () => newId());
    for (const id of ids) {
      await query(
        databaseUrl,
        `INSERT INTO "AiCall" (id, purpose, model, outcome, "inputTokens", "costMicros", "elapsedMs")
         VALUES ($1, 'campaign_tags', 'gemini-x', 'cut_off', 7, 1234567, 89)`,
        [id],
      );
    }
    const owner = await asOwner(offline.url);
    const pages = await followPages('/api/ai/calls?limit=2', async (path) => {
      const response = await owner.get(path);
      return { things: z.array(aiCallSchema).parse(response.body), link: response.headers['link'] };
    });
    expect(pages.map((page) => page.length)).toEqual([2, 2, 1]);
    expect(pages.flat().map(({ id }) => id)).toEqual(ids.toReversed());
    expect(pages[0]?.[0]).toEqual({
      id: ids[4],
      at: expect.any(String),
      purpose: 'campaign_tags',
      model: 'gemini-x',
      outcome: 'cut_off',
      inputTokens: 7,
      outputTokens: null,
      costUsd: 1.234567,
      elapsedMs: 89,
    });
  });

  it('is empty where nothing was asked', async () => {
    const response = await (await asOwner(offline.url)).get('/api/ai/calls');
    expect([response.status, response.body, response.headers['link']]).toEqual([200, [], undefined]);
  });

  it('is for whoever may read the audit log, with a cursor that is one', async () => {
    expect((await (await asMember(offline.url, 'marketer')).get('/api/ai/calls')).status).toBe(403);
    expect((await (await asOwner(offline.url)).get('/api/ai/calls?cursor=x')).status).toBe(400);
  });
});
