import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createPool } from '@herald/platform';
import type { Pool } from '@herald/platform';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { emptyDatabase } from '../../../../../scripts/testing/fixtures/database.ts';
import { eventually } from '../../../../../scripts/testing/fixtures/eventually.ts';
import { startGeminiServer } from '../../../../../scripts/testing/fixtures/gemini-server.ts';
import type { GeminiServer } from '../../../../../scripts/testing/fixtures/gemini-server.ts';
import { testServers } from '../../../../../scripts/testing/fixtures/test-servers.ts';
import { askForColour, BLUE, findCalls, findDay, OFFLINE, outcomesOf, RED } from '../testing/colour-suggestions.ts';
import { colourTask } from '../testing/colour-task.ts';
import { testGemini } from '../testing/test-gemini.ts';

const { databaseUrl } = testServers();
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

describe('a failure that may pass', () => {
  const BUSY = { status: 429, body: { error: { code: 429, message: 'Quota exceeded' } } };
  const busyFor = (retryDelay: string) => ({
    status: 429,
    body: {
      error: {
        code: 429,
        message: 'Quota exceeded',
        details: [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay }],
      },
    },
  });

  it('is tried again after the time that Gemini asks for', async () => {
    server.answers(busyFor('3.5s'), { json: BLUE });
    const gemini = testGemini(server.url, pool);
    const result = await askForColour(gemini);
    expect(result.answer).toEqual(BLUE);
    expect(outcomesOf(result)).toEqual(['rate_limited', 'answered']);
    expect(gemini.clock.waits).toEqual([4_000]);
  });

  it.each([
    ['no list', {}],
    ['nothing', [null, 5, { '@type': 7 }, { '@type': 'google.rpc.RetryInfo', retryDelay: 5 }]],
  ])('is tried again though the details of the error are %s', async (_what, details) => {
    server.answers({ status: 503, body: { error: { code: 503, message: 'Down', details } } }, { json: BLUE });
    const gemini = testGemini(server.url, pool);
    const result = await askForColour(gemini);
    expect([outcomesOf(result), result.answer, gemini.clock.waits]).toEqual([['failed', 'answered'], BLUE, [500]]);
  });

  it('is given up when Gemini asks for more time than a person waits', async () => {
    server.answers(busyFor('58s'), { json: BLUE });
    const gemini = testGemini(server.url, pool);
    const result = await askForColour(gemini);
    expect(result.origin).toMatchObject({ provider: 'offline', note: expect.stringMatching(/busy/) });
    expect([outcomesOf(result), gemini.clock.waits]).toEqual([['rate_limited'], []]);
  });

  it('is tried three times, with longer and longer pauses', async () => {
    server.answers(BUSY);
    const gemini = testGemini(server.url, pool);
    const result = await askForColour(gemini);
    expect(result).toMatchObject({ answer: OFFLINE, origin: { provider: 'offline' } });
    expect(outcomesOf(result)).toEqual(['rate_limited', 'rate_limited', 'rate_limited']);
    expect(gemini.clock.waits).toEqual([500, 1_000]);
    expect(await day()).toEqual({ calls: 3, costMicros: 0, outputTokens: 0 });
  });

  it('has its tries counted over the question and its repair', async () => {
    server.answers({ status: 500 }, { status: 503 }, { text: '' }, { status: 500 }, { json: BLUE });
    const result = await askForColour(testGemini(server.url, pool));
    expect(result.origin).toMatchObject({ provider: 'offline', note: expect.stringMatching(/HTTP status 500/) });
    expect(outcomesOf(result)).toEqual(['failed', 'failed', 'malformed', 'failed']);
  });

  it.each([500, 502, 503, 504])('passes with status %i', async (status) => {
    server.answers({ status, body: '<html>' }, { json: BLUE });
    const result = await askForColour(testGemini(server.url, pool));
    expect([outcomesOf(result), result.answer]).toEqual([['failed', 'answered'], BLUE]);
  });

  it('may be that Gemini is slow: a try ends after its time, all of them after twice that', async () => {
    server.answers({ never: true });
    const gemini = testGemini(server.url, pool);
    const asking = askForColour(gemini);
    for (const calls of [1, 2]) {
      await eventually(async () => expect(server.requests).toHaveLength(calls));
      gemini.clock.pass(20_000);
    }
    const result = await asking;
    expect(result.origin).toMatchObject({ provider: 'offline', note: expect.stringMatching(/took too long/) });
    expect(outcomesOf(result)).toEqual(['timed_out', 'timed_out']);
    expect(gemini.clock.given).toEqual([20_000, 19_500]);
    expect(result.origin.exchanges).toMatchObject([{ received: null, inputTokens: null, elapsedMs: 20_000 }, {}]);
  });

  it('is not tried, nor paid, when too little of the time is left for an answer', async () => {
    server.answers({ text: 'no JSON' }, { json: BLUE });
    const gemini = testGemini(server.url, pool);
    const record = gemini.usage.record.bind(gemini.usage);
    gemini.usage.record = async (...call) => {
      // As an answer that came after many tries.
      gemini.clock.pass(38_500);
      return record(...call);
    };
    const result = await askForColour(gemini);
    expect(result.origin).toMatchObject({ provider: 'offline', note: expect.stringMatching(/took too long/) });
    expect([outcomesOf(result), server.requests.length, (await day())?.calls]).toEqual([['malformed'], 1, 1]);
  });

  it.each([
    ['before its first piece', 10],
    ['in a piece', 400],
    ['while it streams', 20_000],
  ])('may be an answer that is cut %s', async (_where, cutAfter) => {
    server.answers({ cutAfter }, { json: BLUE });
    const result = await askForColour(testGemini(server.url, pool));
    expect([outcomesOf(result), result.answer]).toEqual([['cut_off', 'answered'], BLUE]);
  });

  it('may be an answer that ends in good order without its end', async () => {
    // It would pass for a whole one.
    server.answers({ endsEarly: JSON.stringify(RED) }, { json: BLUE });
    const result = await askForColour(testGemini(server.url, pool));
    expect([outcomesOf(result), result.answer]).toEqual([['cut_off', 'answered'], BLUE]);
    expect(result.origin.exchanges[0]?.received).toBe(JSON.stringify(RED));
    // Nobody says what of it is billed: it is counted as the most that it can be.
    expect((await callsLogged())[0]?.costMicros).toBeGreaterThan(20_000);
  });

  it('is not that an answer is as long as it may be', async () => {
    server.answers({ text: '{"colour": "bluuuuu', finishReason: 'MAX_TOKENS' }, { json: BLUE });
    const result = await askForColour(testGemini(server.url, pool));
    expect(result.origin).toMatchObject({ provider: 'offline', note: expect.stringMatching(/too long/) });
    expect(outcomesOf(result)).toEqual(['cut_off']);
  });

  it('is not that an answer is larger than any may be', async () => {
    server.answers({ text: `"${'x'.repeat(1_100_000)}"` });
    const result = await askForColour(testGemini(server.url, pool));
    expect(result.origin).toMatchObject({ provider: 'offline', note: expect.stringMatching(/too long/) });
    expect(result.origin.exchanges).toMatchObject([{ outcome: 'failed', received: null }]);
  });

  it('may be that nobody is there', async () => {
    const result = await askForColour(testGemini(await addressOfNobody(), pool));
    expect(result.origin).toMatchObject({ provider: 'offline', note: expect.stringMatching(/could not be reached/) });
    expect(outcomesOf(result)).toEqual(['unreachable', 'unreachable', 'unreachable']);
    expect(await day()).toMatchObject({ calls: 3, costMicros: 0 });
  });
});

describe('a caller who goes away', () => {
  it('ends the call, which is logged, with the reason of the signal', async () => {
    server.answers({ never: true });
    const caller = new AbortController();
    const asking = askForColour(testGemini(server.url, pool), colourTask, caller.signal);
    await eventually(async () => expect(server.requests).toHaveLength(1));
    caller.abort(new Error('gone'));
    await expect(asking).rejects.toThrow('gone');
    expect(await callsLogged()).toMatchObject([{ outcome: 'cancelled', inputTokens: null }]);
  });

  it('ends a pause', async () => {
    server.answers({ status: 503 });
    const caller = new AbortController();
    const gemini = testGemini(server.url, pool);
    gemini.clock.wait = async () => caller.abort(new Error('gone'));
    await expect(askForColour(gemini, colourTask, caller.signal)).rejects.toThrow('gone');
    expect(server.requests).toHaveLength(1);
  });

  it('who is gone already asks nothing', async () => {
    await expect(
      askForColour(testGemini(server.url, pool), colourTask, AbortSignal.abort(new Error('gone'))),
    ).rejects.toThrow('gone');
    expect([server.requests, await day()]).toEqual([[], undefined]);
  });
});

/** An address of this machine where nobody listens. */
async function addressOfNobody(): Promise<string> {
  const nobody = createServer();
  await new Promise<void>((resolve) => nobody.listen(0, '127.0.0.1', resolve));
  const { port } = nobody.address() as AddressInfo;
  await new Promise((resolve) => nobody.close(resolve));
  return `http://127.0.0.1:${port}`;
}
