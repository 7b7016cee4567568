import { describe, expect, it } from '@jest/globals';

import { readApiConfig } from '../config.ts';
import { aiLimitsOf, aiPricesOf, geminiSettingsOf } from './ai-config.ts';

const read = (env: object) => readApiConfig({ DATABASE_URL: 'postgres://herald@localhost/herald', ...env });
const KEY = { GEMINI_API_KEY: 'AIza-x' };
const PRODUCTION = {
  NODE_ENV: 'production',
  RECEIPT_SECRET: 'x'.repeat(32),
  SESSION_SECRET: 'x'.repeat(32),
  PUBLIC_URL: 'https://herald.example.com',
  GOOGLE_CLIENT_ID: 'herald',
  GOOGLE_CLIENT_SECRET: 'x',
};

describe('the settings of suggestions', () => {
  it('ask no model without a key, nor where that is switched off', () => {
    expect(geminiSettingsOf(read({}))).toBeUndefined();
    expect(geminiSettingsOf(read({ GEMINI_API_KEY: '' }))).toBeUndefined();
    expect(geminiSettingsOf(read({ AI_PROVIDER: 'offline', ...KEY }))).toBeUndefined();
  });

  it('ask Gemini with a key, within limits', () => {
    const config = read(KEY);
    expect(geminiSettingsOf(config)).toEqual({
      apiKey: 'AIza-x',
      model: 'gemini-3.5-flash-lite',
      baseUrl: 'https://generativelanguage.googleapis.com',
      timeoutMs: 20_000,
      maxAttempts: 3,
    });
    expect(aiLimitsOf(config)).toEqual({ callsPerDay: 500, costMicrosPerDay: 1_000_000 });
    expect(aiPricesOf(config)).toEqual({ inputMicros: 0.3, outputMicros: 2.5 });
  });

  it('take another address, without the slash at its end', () => {
    expect(geminiSettingsOf(read({ ...KEY, GEMINI_URL: 'http://127.0.0.1:8080/gemini/' }))?.baseUrl).toBe(
      'http://127.0.0.1:8080/gemini',
    );
  });

  it.each([
    ['a provider that needs a key', { AI_PROVIDER: 'gemini' }, /GEMINI_API_KEY: is needed with AI_PROVIDER=gemini/],
    ['a provider that there is not', { AI_PROVIDER: 'openai' }, /AI_PROVIDER/],
    ['a key with a line break', { GEMINI_API_KEY: 'AIza\nx' }, /GEMINI_API_KEY/],
    ['a model that is a path', { ...KEY, GEMINI_MODEL: '../x' }, /GEMINI_MODEL/],
    ['an address that is none', { ...KEY, GEMINI_URL: 'ftp://x' }, /GEMINI_URL/],
    ['a price below nothing', { GEMINI_INPUT_PRICE_USD: '-1' }, /GEMINI_INPUT_PRICE_USD/],
    ['too many tries', { AI_MAX_ATTEMPTS: '11' }, /AI_MAX_ATTEMPTS/],
    ['an address in the clear in production', { ...PRODUCTION, ...KEY, GEMINI_URL: 'http://x.example' }, /GEMINI_URL/],
  ])('are refused with %s', (_what, env, message) => expect(() => read(env)).toThrow(message));

  it('say nothing of the key when it is refused', () => {
    expect(() => read({ GEMINI_API_KEY: 'AIza secret' })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('secret') }),
    );
  });
});
