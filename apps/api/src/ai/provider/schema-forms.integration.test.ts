import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { conditionGroupSchema } from '@herald/shared';
import type { SegmentRules } from '@herald/shared';
import { createPool } from '@herald/platform';
import type { Pool } from '@herald/platform';
import { z } from 'zod';

import { emptyDatabase } from '../../../../../scripts/testing/fixtures/database.ts';
import { startGeminiServer } from '../../../../../scripts/testing/fixtures/gemini-server.ts';
import type { GeminiServer } from '../../../../../scripts/testing/fixtures/gemini-server.ts';
import { testServers } from '../../../../../scripts/testing/fixtures/test-servers.ts';
import type { AiTask } from '../ai-task.ts';
import { colourTask } from '../testing/colour-task.ts';
import { testGemini } from '../testing/test-gemini.ts';

const { databaseUrl } = testServers();
const RULES = { combinator: 'and', rules: [{ field: 'visits', operator: '>', value: 3 }] } as const;
const STAY = new AbortController().signal;
/** A task whose answers are trees. */
const treeTask: AiTask<null, { rules: SegmentRules }> = {
  purpose: 'segment_rules',
  instructions: 'Write rules.',
  dataOf: () => ({}),
  answerSchema: z.strictObject({ rules: conditionGroupSchema }),
  complaintsAbout: () => [],
  offline: () => ({ rules: { combinator: 'and', rules: [] } }),
};
let server: GeminiServer;
let pool: Pool;

beforeAll(async () => {
  server = await startGeminiServer();
  pool = createPool({ databaseUrl, maxConnections: 5, applicationName: 'herald-test' });
});
beforeEach(() => {
  server.requests.length = 0;
});
afterEach(() => emptyDatabase(databaseUrl));
afterAll(async () => {
  await server.close();
  await pool.end();
});

const refusal = (message: string) => ({
  status: 400,
  body: { error: { code: 400, message, status: 'INVALID_ARGUMENT' } },
});
const formsSent = () =>
  server.requests.map(({ body }) => {
    const { responseJsonSchema, responseSchema } = body.generationConfig;
    if (responseJsonSchema !== undefined) return 'recursive';
    return responseSchema === undefined ? 'described' : 'unrolled';
  });

describe('a schema that comes back to itself', () => {
  it('is sent as it is, and the answer is taken', async () => {
    server.answers({ json: { rules: RULES } });
    const { answer } = await testGemini(server.url, pool).provider.run(treeTask, null, STAY);
    expect(answer).toEqual({ rules: RULES });
    expect(formsSent()).toEqual(['recursive']);
    expect(JSON.stringify(server.requests[0]?.body.generationConfig.responseJsonSchema)).toContain('"$ref"');
  });

  it.each([
    'Unknown name "$ref" at \'generation_config.response_json_schema\': Cannot find field.',
    'The specified schema produces a constraint that has too many states for serving.',
    'Request contains an invalid argument.',
  ])('is unrolled when Gemini says "%s"', async (message) => {
    server.answers(refusal(message), { json: { rules: RULES } });
    const { answer, origin } = await testGemini(server.url, pool).provider.run(treeTask, null, STAY);
    expect(answer).toEqual({ rules: RULES });
    expect(origin).toMatchObject({ provider: 'gemini', exchanges: [{ outcome: 'failed' }, { outcome: 'answered' }] });
    expect(formsSent()).toEqual(['recursive', 'unrolled']);
    expect(JSON.stringify(server.requests[1]?.body)).not.toContain('"$ref"');
  });

  it('is sent refused once only for each task', async () => {
    server.answers(
      refusal('schema'),
      { json: { rules: RULES } },
      { json: { rules: RULES } },
      { json: { colour: 'blue', words: [] } },
    );
    const { provider, clock } = testGemini(server.url, pool);
    await provider.run(treeTask, null, STAY);
    await provider.run(treeTask, null, STAY);
    await provider.run(colourTask, { thing: 'the sea' }, STAY);
    expect(formsSent()).toEqual(['recursive', 'unrolled', 'unrolled', 'recursive']);
    expect(clock.waits).toEqual([]);
  });

  it('is told in words when Gemini takes it in no form', async () => {
    server.answers(refusal('schema'), refusal('schema'), { json: { rules: RULES } });
    const { answer } = await testGemini(server.url, pool).provider.run(treeTask, null, STAY);
    expect(answer).toEqual({ rules: RULES });
    expect(formsSent()).toEqual(['recursive', 'unrolled', 'described']);
    expect(server.requests[2]?.body.systemInstruction.parts[0]?.text).toContain('"$defs":{');
  });

  it('is given up when that is refused too', async () => {
    server.answers(refusal('schema'));
    const { origin } = await testGemini(server.url, pool).provider.run(treeTask, null, STAY);
    expect(origin).toMatchObject({ provider: 'offline', note: expect.stringMatching(/HTTP status 400/) });
    expect(formsSent()).toEqual(['recursive', 'unrolled', 'described']);
  });

  it('is no less checked for being unrolled', async () => {
    server.answers(refusal('schema'), { json: { rules: { ...RULES, combinator: 'xor' } } });
    const { origin } = await testGemini(server.url, pool).provider.run(treeTask, null, STAY);
    expect(origin.exchanges.map(({ outcome }) => outcome)).toEqual(['failed', 'malformed', 'malformed']);
  });
});
