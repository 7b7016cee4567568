import { describe, expect, it } from '@jest/globals';
import type { z } from 'zod';

import { invalidInput } from '../errors.ts';
import { createApiKeyInput, renameApiKeyInput, rotateApiKeyInput } from './api-keys.ts';

function refusals(schema: z.ZodType, value: unknown): string[] {
  const parsed = schema.safeParse(value);
  return parsed.success ? [] : invalidInput(parsed.error).fields.map(({ path, message }) => `${path}: ${message}`);
}

const KEY = { name: 'Shop', scopes: ['ingest'], mode: 'live' };
const LONG = 'x'.repeat(100);

describe('a key to be made', () => {
  it.each([
    KEY,
    { ...KEY, name: LONG, scopes: ['ingest', 'read', 'campaigns'], mode: 'test' },
    { ...KEY, expiresAt: '2027-01-01T00:00:00Z' },
  ])('is taken as %j', (key) => {
    expect(createApiKeyInput.parse(key)).toEqual(key);
  });

  it('is called what is left of its name without spaces around it', () => {
    expect(createApiKeyInput.parse({ ...KEY, name: '  Shop ' }).name).toBe('Shop');
  });

  it.each([
    [{ name: '' }, 'name: must not be empty'],
    [{ name: '   ' }, 'name: must not be empty'],
    [{ name: `${LONG}x` }, 'name: must be at most 100 characters'],
    [{ name: 'a\0' }, 'name: must not contain NUL or broken Unicode characters'],
    [{ scopes: [] }, 'scopes: must have at least one entry'],
    [{ scopes: ['read', 'read'] }, 'scopes: must not name a scope twice'],
    [{ scopes: ['read', 'owner'] }, 'scopes.1: Invalid option: expected one of "ingest"|"read"|"campaigns"'],
    [{ scopes: null }, 'scopes: Invalid input: expected array, received null'],
    [{ mode: 'LIVE' }, 'mode: Invalid option: expected one of "live"|"test"'],
    [{ expiresAt: '2027-01-01' }, 'expiresAt: must be ISO 8601 with an offset, as 2026-11-22T10:00:00Z'],
    [{ token: 'hrd_live_mine' }, 'token: unknown field'],
  ])('%j is refused by its field', (change, refusal) => {
    expect(refusals(createApiKeyInput, { ...KEY, ...change })).toEqual([refusal]);
  });

  it('has all that it needs', () => {
    expect(refusals(createApiKeyInput, {}).map((refusal) => refusal.split(':')[0])).toEqual(['name', 'scopes', 'mode']);
    expect(refusals(renameApiKeyInput, { name: `${LONG}x`, mode: 'live' })).toHaveLength(2);
  });

  it('has at most every scope there is', () => {
    const scopes = ['ingest', 'read', 'campaigns', 'read'];
    expect(refusals(createApiKeyInput, { ...KEY, scopes })[0]).toBe('scopes: must have at most 3 entries');
  });
});

describe('a rotation', () => {
  it('keeps the old key for a day unless it says otherwise', () => {
    expect(rotateApiKeyInput.parse({})).toEqual({ overlapHours: 24 });
    expect(rotateApiKeyInput.parse({ overlapHours: 0 })).toEqual({ overlapHours: 0 });
    expect(rotateApiKeyInput.parse({ overlapHours: 168 })).toEqual({ overlapHours: 168 });
  });

  it.each([
    [-1, 'overlapHours: Too small: expected number to be >=0'],
    [169, 'overlapHours: Too big: expected number to be <=168'],
    [1.5, 'overlapHours: Invalid input: expected int, received number'],
    ['24', 'overlapHours: Invalid input: expected number, received string'],
  ])('of %j hours is refused', (overlapHours, refusal) => {
    expect(refusals(rotateApiKeyInput, { overlapHours })).toEqual([refusal]);
  });
});
