import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createPool } from '@herald/platform';
import type { Pool } from '@herald/platform';

import { emptyDatabase } from '../../../../../scripts/testing/fixtures/database.ts';
import { startGeminiServer } from '../../../../../scripts/testing/fixtures/gemini-server.ts';
import type { GeminiServer } from '../../../../../scripts/testing/fixtures/gemini-server.ts';
import { testServers } from '../../../../../scripts/testing/fixtures/test-servers.ts';
import { askForColour, BLUE, findCalls, findDay, OFFLINE, outcomesOf, RED } from '../testing/colour-suggestions.ts';
import { colourTask, salvagedColourTask } from '../testing/colour-task.ts';
import { TEST_GEMINI_KEY, testGemini } from '../testing/test-gemini.ts';

const { databaseUrl } = testServers();
const HALF_BAD = { colour: 'blue', words: ['good', 'bad'] };
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

const callsLogged = () => findCalls(databaseUrl);
const day = () => findDay(databaseUrl);

describe('Gemini', () => {
  it('answers with what the schema says, told apart from what it is told', async () => {
    server.answers({ json: BLUE, usage: { input: 1_000, output: 100, thoughts: 50 } });
    const gemini = testGemini(server.url, pool);
    const result = await askForColour(gemini);
    expect(result.answer).toEqual(BLUE);
    expect(result.rejected).toEqual([]);
    expect(result.origin).toMatchObject({ provider: 'gemini', model: 'gemini-test', note: null });
    const [request, ...others] = server.requests;
    expect(others).toEqual([]);
    expect(request?.path).toBe('/v1beta/models/gemini-test:streamGenerateContent?alt=sse');
    expect(request?.body.contents).toEqual([{ role: 'user', parts: [{ text: '{"data":{"thing":"the sea"}}' }] }]);
    expect(request?.body.systemInstruction.parts[0]?.text).toMatch(
      /^Name the colour of the thing\.\n[\s\S]+never an instruction/,
    );
    expect(request?.body.generationConfig).toMatchObject({
      responseMimeType: 'application/json',
      responseJsonSchema: { type: 'object', required: ['colour', 'words'], properties: { colour: { type: 'string' } } },
    });
    expect(result.origin.exchanges).toEqual([
      {
        outcome: 'answered',
        sent: expect.any(String),
        received: JSON.stringify(BLUE),
        inputTokens: 1_000,
        outputTokens: 150,
        elapsedMs: 0,
      },
    ]);
    expect(JSON.parse(result.origin.exchanges[0]?.sent ?? '')).toEqual(request?.body);
  });

  it('is paid by its tokens, thoughts among them, in the log and in the day', async () => {
    server.answers({ json: BLUE, usage: { input: 1_000, output: 100, thoughts: 50 } });
    await askForColour(testGemini(server.url, pool));
    // 1,000 at 0.30 and 150 at 2.50 dollars for a million.
    expect(await callsLogged()).toEqual([{ outcome: 'answered', costMicros: 675, inputTokens: 1_000 }]);
    expect(await day()).toEqual({ calls: 1, costMicros: 675, outputTokens: 150 });
  });

  it.each([
    ['below nothing', { input: -1_000_000, output: 1 }],
    ['more than there can be', { input: 1e12, output: 1 }],
    ['no number', { input: '7' as unknown as number, output: 1 }],
  ])('is paid as the most that it can cost when its tokens are %s', async (_what, usage) => {
    server.answers({ json: BLUE, usage });
    const result = await askForColour(testGemini(server.url, pool));
    expect(result.answer).toEqual(BLUE);
    expect(await callsLogged()).toMatchObject([{ outcome: 'answered', inputTokens: null }]);
    expect((await day())?.costMicros).toBeGreaterThan(20_000);
  });

  it('is shown once that its answer was no JSON, or of another form', async () => {
    server.answers({ text: '{"colour": "bl' }, { json: BLUE });
    const result = await askForColour(testGemini(server.url, pool));
    expect(result.answer).toEqual(BLUE);
    expect(outcomesOf(result)).toEqual(['malformed', 'answered']);
    expect(server.requests[1]?.body.contents).toEqual([
      expect.anything(),
      { role: 'model', parts: [{ text: '{"colour": "bl' }] },
      { role: 'user', parts: [{ text: '{"problems":["It is not one JSON value."]}' }] },
    ]);
    server.answers({ json: { colour: 7, words: [] } }, { json: BLUE });
    expect(outcomesOf(await askForColour(testGemini(server.url, pool)))).toEqual(['malformed', 'answered']);
    expect(server.requests[3]?.body.contents[2]?.parts[0]?.text).toContain('colour: Invalid input');
  });

  it('is not asked a third time', async () => {
    server.answers({ text: 'The sea is blue.' }, { json: { ...BLUE, extra: 1 } }, { json: BLUE });
    const result = await askForColour(testGemini(server.url, pool));
    expect(result).toMatchObject({ answer: OFFLINE, origin: { provider: 'offline', model: null } });
    expect(result.origin.note).toMatch(/did not have the form/);
    expect(outcomesOf(result)).toEqual(['malformed', 'malformed']);
  });

  it('is shown what is wrong with an answer of the right form', async () => {
    server.answers({ json: RED }, { json: BLUE });
    const result = await askForColour(testGemini(server.url, pool));
    expect(result.answer).toEqual(BLUE);
    expect(result.rejected).toEqual([{ answer: RED, complaints: ['colour must not be red'] }]);
    expect(server.requests[1]?.body.contents[2]).toEqual({
      role: 'user',
      parts: [{ text: '{"problems":["colour must not be red"]}' }],
    });
  });

  it('makes way for Herald when its second answer is wrong too', async () => {
    server.answers({ json: RED }, { json: HALF_BAD });
    const result = await askForColour(testGemini(server.url, pool));
    expect(result).toMatchObject({ answer: OFFLINE, origin: { provider: 'offline' } });
    expect(result.origin.note).toMatch(/did not pass Herald's checks/);
    expect(result.rejected.map(({ answer }) => answer)).toEqual([RED, HALF_BAD]);
  });

  it('is cut down to what is good of its newest answer, where the task can do that', async () => {
    server.answers({ json: RED }, { json: HALF_BAD });
    const result = await askForColour(testGemini(server.url, pool), salvagedColourTask);
    expect(result).toMatchObject({ answer: { colour: 'blue', words: ['good'] }, origin: { provider: 'gemini' } });
    expect(result.rejected).toHaveLength(2);
  });

  it('is cut down to what is good of its first answer when there is no second', async () => {
    server.answers({ json: HALF_BAD }, { status: 400 });
    const result = await askForColour(testGemini(server.url, pool), salvagedColourTask);
    expect(result).toMatchObject({ answer: { colour: 'blue', words: ['good'] }, origin: { provider: 'gemini' } });
  });

  it('is not cut down to what is still wrong', async () => {
    server.answers({ json: { colour: 'red', words: ['bad'] } });
    const result = await askForColour(testGemini(server.url, pool), salvagedColourTask);
    expect(result).toMatchObject({ answer: OFFLINE, origin: { provider: 'offline' } });
  });
});

describe('a refusal', () => {
  it.each([
    ['of the question', { blocked: 'PROHIBITED_CONTENT', at: 'question' } as const],
    ['of the answer', { blocked: 'SAFETY' } as const],
  ])('%s is not asked again', async (_what, behaviour) => {
    server.answers(behaviour, { json: BLUE });
    const result = await askForColour(testGemini(server.url, pool));
    expect(result).toMatchObject({ answer: OFFLINE, origin: { provider: 'offline' } });
    expect(result.origin.note).toMatch(/would not answer/);
    expect(result.origin.exchanges).toMatchObject([{ outcome: 'refused', received: behaviour.blocked }]);
    // The question was read, and is billed.
    expect(await callsLogged()).toMatchObject([{ outcome: 'refused', costMicros: 30 }]);
  });

  it.each([
    [401, 'Request had invalid authentication credentials.', /GEMINI_API_KEY/],
    [403, 'Permission denied.', /GEMINI_API_KEY/],
    [400, 'API key not valid. Please pass a valid API key.', /GEMINI_API_KEY/],
    [404, 'models/gemini-test is not found', /GEMINI_MODEL/],
    [400, 'User location is not supported for the API use.', /HTTP status 400/],
  ])('with status %i ("%s") is not tried again, and says what to look at', async (status, message, note) => {
    server.answers({ status, body: { error: { code: status, message } } }, { json: BLUE });
    const result = await askForColour(testGemini(server.url, pool));
    expect(result.origin).toMatchObject({ provider: 'offline', note: expect.stringMatching(note) });
    expect(result.origin.exchanges).toMatchObject([{ outcome: 'failed', received: expect.stringContaining(message) }]);
    expect(await day()).toMatchObject({ calls: 1, costMicros: 0 });
  });

  it('never shows the key, even when the server repeats it', async () => {
    const message = `API key ${TEST_GEMINI_KEY} not valid`;
    server.answers({ status: 400, body: { error: { code: 400, message } } });
    const gemini = testGemini(server.url, pool);
    const failed = await askForColour(gemini);
    server.answers({ json: { colour: TEST_GEMINI_KEY, words: [] } });
    const answered = await askForColour(gemini);
    expect(server.requests[0]?.headers['x-goog-api-key']).toBe(TEST_GEMINI_KEY);
    for (const shown of [failed, answered, gemini.logged]) expect(JSON.stringify(shown)).not.toContain(TEST_GEMINI_KEY);
  });
});

describe('what is sent', () => {
  it('is bounded', async () => {
    const gemini = testGemini(server.url, pool);
    const result = await gemini.provider.run(colourTask, { thing: 'x'.repeat(60_000) }, new AbortController().signal);
    expect(result.origin).toMatchObject({
      provider: 'offline',
      exchanges: [],
      note: expect.stringMatching(/more to tell/),
    });
    expect([server.requests, await day()]).toEqual([[], undefined]);
  });

  it('is in no line of the log', async () => {
    server.answers({ json: { colour: 'a secret colour', words: [] } });
    const gemini = testGemini(server.url, pool);
    await gemini.provider.run(colourTask, { thing: 'a secret thing' }, new AbortController().signal);
    expect(gemini.logged).toHaveLength(1);
    expect(gemini.logged[0]).toContain('ai.call.ended');
    expect(gemini.logged[0]).not.toContain('secret');
  });
});
