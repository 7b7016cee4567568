import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { type GeminiServer, startGeminiServer } from '../testing/fixtures/gemini-server.ts';
import { type GeminiRun, geminiRun } from './gemini-reader.ts';
import { CUSTOMERS } from './shop.ts';

const OVER_5K = {
  rules: { combinator: 'and', rules: [{ field: 'totalSpend', operator: '>', values: ['5000'] }] },
  assumptions: [],
  unmapped: [],
  problem: null,
};
const REFUSAL = { rules: null, assumptions: [], unmapped: [{ words: 'whales', advice: null }], problem: 'How big?' };

describe('reading with Gemini', () => {
  let server: GeminiServer;
  let run: GeminiRun;

  beforeAll(async () => {
    server = await startGeminiServer();
  });
  afterAll(() => server.close());
  beforeEach(() => {
    server.requests.length = 0;
    run = geminiRun({ GEMINI_API_KEY: 'test-key', GEMINI_URL: server.url, AI_MAX_ATTEMPTS: '1' })!;
  });

  it('is not possible without a key', () => {
    expect(geminiRun({ GEMINI_API_KEY: '' })).toBeUndefined();
    expect(geminiRun({ AI_PROVIDER: 'offline' })).toBeUndefined();
  });

  it('takes the rules of the model, and counts what they cost', async () => {
    server.answers({ json: OVER_5K, usage: { input: 1_000_000, output: 0 } });
    await expect(run.read('people who spent over 5k')).resolves.toEqual({
      rules: { combinator: 'and', rules: [{ field: 'totalSpend', operator: '>', value: 5_000 }] },
    });
    expect(run.fallbacks).toEqual([]);
    expect(run.usage.calls).toBe(1);
    expect(run.usage.costUsd).toBeCloseTo(0.3);
  });

  it('takes a refusal with its reason', async () => {
    server.answers({ json: REFUSAL });
    await expect(run.read('whales')).resolves.toEqual({ refused: 'How big?' });
  });

  it('says when it was not the model that answered', async () => {
    server.answers({ status: 500 });
    await run.read('spent more than 5,000 INR');
    expect(run.fallbacks).toHaveLength(1);
    expect(run.fallbacks[0]).toContain('spent more than 5,000 INR: ');
  });

  it('gives up when not even the first sentences are answered, and goes on once one was', async () => {
    server.answers({ status: 403 });
    for (let sentence = 1; sentence < 3; sentence += 1) await run.read('spent more than 5,000 INR');
    await expect(run.read('spent more than 5,000 INR')).rejects.toThrow(
      'Gemini answered none of the first 3 sentences',
    );

    const other = geminiRun({ GEMINI_API_KEY: 'test-key', GEMINI_URL: server.url, AI_MAX_ATTEMPTS: '1' })!;
    server.answers({ json: OVER_5K }, { status: 403 });
    for (let sentence = 1; sentence <= 4; sentence += 1) await other.read('people who spent over 5k');
    expect(other.fallbacks).toHaveLength(3);
  });

  it('sends nothing that identifies one of the customers', async () => {
    server.answers({ json: OVER_5K });
    const named = CUSTOMERS.find(({ name, email }) => name !== null && email !== null)!;
    await run.read(`people like ${named.name} (${named.email}) who spent over 5k`);
    const sent = JSON.stringify(server.requests);
    expect(server.requests.length).toBeGreaterThan(0);
    for (const { name, email, phone } of CUSTOMERS) {
      for (const identifying of [name, email, phone]) if (identifying !== null) expect(sent).not.toContain(identifying);
    }
  });
});
