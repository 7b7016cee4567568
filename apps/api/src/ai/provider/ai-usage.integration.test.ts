import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@herald/shared';
import { createPool } from '@herald/platform';
import type { Pool } from '@herald/platform';

import { emptyDatabase, query } from '../../../../../scripts/testing/fixtures/database.ts';
import { startGeminiServer } from '../../../../../scripts/testing/fixtures/gemini-server.ts';
import type { GeminiServer } from '../../../../../scripts/testing/fixtures/gemini-server.ts';
import { testServers } from '../../../../../scripts/testing/fixtures/test-servers.ts';
import type { AiLimits } from '../ai-config.ts';
import { colourTask } from '../testing/colour-task.ts';
import { testGemini } from '../testing/test-gemini.ts';

const { databaseUrl } = testServers();
const BLUE = { json: { colour: 'blue', words: [] }, usage: { input: 1_000, output: 100 } };
/** What such an answer costs: 1,000 tokens at 0.30 and 100 at 2.50 dollars for a million. */
const COST_MICROS = 550;
const STAY = new AbortController().signal;
const EVENING = new Date('2026-11-28T23:59:00Z');
let server: GeminiServer;
/** Two processes of the API. */
let pools: Pool[];

beforeAll(async () => {
  server = await startGeminiServer();
  pools = [1, 2].map(() => createPool({ databaseUrl, maxConnections: 5, applicationName: 'herald-test' }));
});
afterEach(async () => {
  server.requests.length = 0;
  await emptyDatabase(databaseUrl);
});
afterAll(async () => {
  await server.close();
  await Promise.all(pools.map((pool) => pool.end()));
});

const start = (limits: Partial<AiLimits>, now = () => EVENING) =>
  pools.map((pool) => testGemini(server.url, pool, { limits, now }));
type Gemini = ReturnType<typeof start>[number];
const ask = ({ provider }: Gemini) => provider.run(colourTask, { thing: 'the sea' }, STAY);
const only = (processes: Gemini[]) => processes[0] as Gemini;
const day = async (date = '2026-11-28') =>
  (
    await query<{ calls: number; costMicros: number }>(
      databaseUrl,
      'SELECT calls, "costMicros"::int AS "costMicros" FROM "AiDay" WHERE day = $1',
      [date],
    )
  )[0];

describe('the calls of a day', () => {
  it('are never more than the limit, however many processes ask at once', async () => {
    server.answers(BLUE);
    const processes = start({ callsPerDay: 7 });
    const results = await Promise.all(processes.flatMap((gemini) => Array.from({ length: 20 }, () => ask(gemini))));
    const by = (provider: string) => results.filter(({ origin }) => origin.provider === provider);
    expect([by('gemini').length, by('offline').length, server.requests.length]).toEqual([7, 33, 7]);
    expect(await day()).toEqual({ calls: 7, costMicros: 7 * COST_MICROS });
    expect(new Set(by('offline').map(({ origin }) => origin.note))).toEqual(
      new Set([
        'The number of calls of Gemini in a day is reached, so Herald made this by itself. ' +
          'Gemini is asked again from 29 November 2026, 00:00 UTC.',
      ]),
    );
    expect(by('offline')[0]?.origin.exchanges).toEqual([]);
  });

  it('count tries too: a limit that is reached between two ends the question', async () => {
    server.answers({ status: 500 });
    const result = await ask(only(start({ callsPerDay: 2 })));
    expect(result.origin).toMatchObject({ provider: 'offline', note: expect.stringMatching(/calls of Gemini/) });
    expect([result.origin.exchanges.length, server.requests.length]).toEqual([2, 2]);
  });

  it('may be none', async () => {
    expect((await ask(only(start({ callsPerDay: 0 })))).origin.provider).toBe('offline');
    expect((await ask(only(start({ costMicrosPerDay: 0 })))).origin.provider).toBe('offline');
    expect([server.requests, await day()]).toEqual([[], undefined]);
  });

  it('are counted anew with the next day, in UTC', async () => {
    server.answers(BLUE);
    let now = EVENING;
    const gemini = only(start({ callsPerDay: 1 }, () => now));
    expect((await ask(gemini)).origin.provider).toBe('gemini');
    expect((await ask(gemini)).origin.provider).toBe('offline');
    now = new Date('2026-11-29T00:00:00Z');
    expect((await ask(gemini)).origin.provider).toBe('gemini');
    expect([await day(), await day('2026-11-29')]).toMatchObject([{ calls: 1 }, { calls: 1 }]);
  });
});

describe('what a day costs', () => {
  it('is never more than the limit: what the calls under way can cost at most is counted with it', async () => {
    server.answers(BLUE);
    const processes = start({ costMicrosPerDay: 100_000 });
    const results = await Promise.all(processes.flatMap((gemini) => Array.from({ length: 20 }, () => ask(gemini))));
    const asked = results.filter(({ origin }) => origin.provider === 'gemini').length;
    // An answer may have 8,192 tokens, which are 20,480 millionths of a dollar: four have room at once.
    expect(asked).toBeGreaterThanOrEqual(4);
    expect(server.requests).toHaveLength(asked);
    expect(await day()).toEqual({ calls: asked, costMicros: asked * COST_MICROS });
  });

  it('ends the calls of the day with what was billed, not with what was reserved', async () => {
    server.answers({ ...BLUE, usage: { input: 300, output: 8_000 } });
    const gemini = only(start({ costMicrosPerDay: 100_000 }));
    const providers: string[] = [];
    for (let call = 0; call < 6; call += 1) providers.push((await ask(gemini)).origin.provider);
    // Each costs 20,090 millionths.
    expect(providers).toEqual(['gemini', 'gemini', 'gemini', 'gemini', 'offline', 'offline']);
    expect((await ask(gemini)).origin.note).toMatch(/^The amount that Gemini may cost in a day is reached/);
    expect(await day()).toEqual({ calls: 4, costMicros: 80_360 });
  });
});

describe('the log of calls', () => {
  it('loses what is older than 90 days, with the first call of a day', async () => {
    const kept = newId();
    const call = (id: string, at: string) =>
      query(
        databaseUrl,
        `INSERT INTO "AiCall" (id, at, purpose, model, outcome, "elapsedMs") VALUES ($1, $2, 'messages', 'm', 'answered', 1)`,
        [id, at],
      );
    await call(newId(), '2026-08-30T23:58:59Z');
    await call(kept, '2026-08-30T23:59:01Z');
    server.answers(BLUE);
    const gemini = only(start({}));
    await ask(gemini);
    const left = await query<{ id: string }>(databaseUrl, 'SELECT id FROM "AiCall" ORDER BY at');
    expect([left.length, left[0]?.id]).toEqual([2, kept]);
  });
});
