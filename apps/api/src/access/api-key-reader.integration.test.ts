import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { newId } from '@herald/shared';
import { ApiKeyRepository, createPool, makeApiToken } from '@herald/platform';

import { query } from '../../../../scripts/testing/fixtures/database.ts';
import { eventually } from '../../../../scripts/testing/fixtures/eventually.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { ApiKeyReader } from './api-key-reader.ts';

const { databaseUrl } = testServers();
const NOON = new Date('2026-11-28T12:00:00.000Z');
const UNKNOWN = { code: 'unauthorized', message: 'there is no such API key' };

const pool = createPool({ databaseUrl, maxConnections: 4, applicationName: 'herald-test-keys' });
const keys = new ApiKeyRepository(pool);
const KEY = makeApiToken('live');
const ID = newId();
let now: Date;
let reader: ApiKeyReader;

beforeAll(() =>
  keys.insert({
    ...KEY,
    id: ID,
    name: 'Shop',
    mode: 'live',
    scopes: ['ingest'],
    replacesId: null,
    createdBy: null,
    expiresAt: null,
  }),
);
beforeEach(async () => {
  now = NOON;
  reader = new ApiKeyReader(keys, () => now);
  await query(databaseUrl, 'UPDATE "ApiKey" SET "lastUsedAt" = NULL, "revokedAt" = NULL');
});
afterAll(async () => {
  await query(databaseUrl, 'DELETE FROM "ApiKey"');
  await pool.end();
});

async function lastUse(): Promise<string | undefined> {
  const [row] = await query<{ lastUsedAt: Date | null }>(databaseUrl, 'SELECT "lastUsedAt" FROM "ApiKey"');
  return row?.lastUsedAt?.toISOString();
}
const lastUseToBe = (at: Date) => eventually(async () => expect(await lastUse()).toBe(at.toISOString()));

describe('a token', () => {
  it('names its key and what it may do', async () => {
    expect(await reader.read(KEY.token)).toEqual({ kind: 'key', keyId: ID, scopes: ['ingest'], isTest: false });
  });

  it('that is no key is refused without a look into the database', async () => {
    const asked = jest.spyOn(pool, 'query');
    for (const token of [
      '',
      'x',
      KEY.hash,
      KEY.token.slice(1),
      `${KEY.token}'`,
      KEY.token.toLowerCase().slice(0, 20),
    ]) {
      await expect(reader.read(token)).rejects.toMatchObject(UNKNOWN);
    }
    expect(asked).not.toHaveBeenCalled();
    asked.mockRestore();
  });

  it('that nobody has is refused in the same words', async () => {
    await expect(reader.read(makeApiToken('live').token)).rejects.toMatchObject(UNKNOWN);
    await expect(reader.read(KEY.token.replace('live', 'test'))).rejects.toMatchObject(UNKNOWN);
  });

  it('is refused from the moment at which another process revokes it', async () => {
    await reader.read(KEY.token);
    await query(databaseUrl, 'UPDATE "ApiKey" SET "revokedAt" = now()');
    await expect(reader.read(KEY.token)).rejects.toMatchObject({ message: 'the API key was revoked' });
  });
});

describe('the last use', () => {
  it('is noted at most once a minute', async () => {
    const noted = jest.spyOn(keys, 'noteUse');
    await reader.read(KEY.token);
    await lastUseToBe(NOON);
    now = new Date(NOON.getTime() + 59_999);
    await reader.read(KEY.token);
    expect(noted).toHaveBeenCalledTimes(1);
    now = new Date(NOON.getTime() + 60_000);
    await reader.read(KEY.token);
    await lastUseToBe(now);
    expect(noted).toHaveBeenCalledTimes(2);
    noted.mockRestore();
  });

  it('is noted once when many calls come at once', async () => {
    // Never done, as long as they come.
    const noted = jest.spyOn(keys, 'noteUse').mockReturnValue(new Promise(() => {}));
    await Promise.all(Array.from({ length: 10 }, () => reader.read(KEY.token)));
    expect(noted).toHaveBeenCalledTimes(1);
    noted.mockRestore();
  });

  it('of another process is not set back', async () => {
    await keys.noteUse(ID, NOON, new Date(NOON.getTime() - 60_000));
    const before = new Date(NOON.getTime() - 30_000);
    await keys.noteUse(ID, before, new Date(before.getTime() - 60_000));
    expect(await lastUse()).toBe(NOON.toISOString());
  });

  it('is not waited for, and is nobody’s error when it cannot be noted', async () => {
    const noted = jest.spyOn(keys, 'noteUse').mockReturnValueOnce(Promise.reject(new Error('read-only')));
    expect(await reader.read(KEY.token)).toMatchObject({ keyId: ID });
    await eventually(async () => {
      await reader.read(KEY.token);
      expect(await lastUse()).toBe(NOON.toISOString());
    });
    noted.mockRestore();
  });
});
