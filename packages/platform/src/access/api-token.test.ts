import { createHash } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';

import { hashApiToken, isApiToken, makeApiToken } from './api-token.ts';

describe('an API key', () => {
  it.each(['live', 'test'] as const)('says that it is for %s, and has 256 random bits', (mode) => {
    const { token } = makeApiToken(mode);
    expect(token).toMatch(new RegExp(`^hrd_${mode}_[A-Za-z0-9_-]{43}$`));
    expect(Buffer.from(token.slice(`hrd_${mode}_`.length), 'base64url')).toHaveLength(32);
    expect(makeApiToken(mode).token).not.toBe(token);
  });

  it('is kept as its SHA-256 and its last four characters', () => {
    const { token, hash, hint } = makeApiToken('live');
    expect(hash).toBe(createHash('sha256').update(token).digest('hex'));
    expect(hashApiToken(token)).toBe(hash);
    expect(hint).toBe(token.slice(-4));
  });

  it('is known by its shape', () => {
    const { token } = makeApiToken('test');
    expect(isApiToken(token)).toBe(true);
    const others = [
      '',
      token.slice(0, -1),
      `${token}A`,
      `${token}\n`,
      ` ${token}`,
      token.replace('test', 'best'),
      token.toUpperCase(),
      `hrd_live_${'+'.repeat(43)}`,
      `hrd_live_${'é'.repeat(43)}`,
    ];
    expect(others.filter(isApiToken)).toEqual([]);
  });
});
