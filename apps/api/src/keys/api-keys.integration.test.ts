import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newApiKeyOutput, newId } from '@herald/shared';
import type { NewApiKeyOutput } from '@herald/shared';
import { ApiKeyRepository, createPool, hashApiToken, withRetriedTransaction } from '@herald/platform';

import { query } from '../../../../scripts/testing/fixtures/database.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { ApiKeyReader } from '../access/api-key-reader.ts';
import { ApiKeyService } from './api-key.service.ts';

const { databaseUrl } = testServers();
const OWNER = newId();
const HOUR_MS = 3_600_000;
const NOON = new Date('2026-11-28T12:00:00.000Z');

const pool = createPool({ databaseUrl, maxConnections: 4, applicationName: 'herald-test-keys' });
const keys = new ApiKeyRepository(pool);
let now: Date;
const clock = () => now;
const service = new ApiKeyService({ keys, transact: (work) => withRetriedTransaction(pool, work), now: clock });
const reader = new ApiKeyReader(keys, clock);

beforeEach(async () => {
  now = NOON;
  await query(databaseUrl, 'DELETE FROM "ApiKey"');
});
afterAll(() => pool.end());

const later = (hours: number) => new Date(NOON.getTime() + hours * HOUR_MS);
const make = (changes: Partial<Parameters<ApiKeyService['create']>[0]> = {}) =>
  service.create({ name: 'Shop', scopes: ['ingest', 'read'], mode: 'live', ...changes }, OWNER);
const find = async (id: string) => (await service.list({ limit: 100 })).find((key) => key.id === id);
const read = ({ token }: Pick<NewApiKeyOutput, 'token'>) => reader.read(token ?? '');
const refusal = async (call: Promise<unknown>) => {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason as { code: string; message: string },
  );
  return [error?.code, error?.message];
};

describe('a new key', () => {
  it('is shown once, and kept as a hash', async () => {
    const made = newApiKeyOutput.strict().parse(await make({ expiresAt: '2026-12-01T00:00:00+02:00' }));
    expect(made).toEqual({
      id: made.id,
      name: 'Shop',
      mode: 'live',
      scopes: ['ingest', 'read'],
      hint: made.token?.slice(-4),
      state: 'active',
      createdAt: expect.any(String),
      createdBy: OWNER,
      expiresAt: '2026-11-30T22:00:00.000Z',
      revokedAt: null,
      lastUsedAt: null,
      replacesId: null,
      token: expect.stringMatching(/^hrd_live_[\w-]{43}$/),
    });
    const rows = await query(databaseUrl, 'SELECT * FROM "ApiKey"');
    expect(rows).toMatchObject([{ hash: hashApiToken(made.token ?? ''), mode: 'LIVE', scopes: '{INGEST,READ}' }]);
    expect(JSON.stringify(rows)).not.toContain(made.token);
    const { token: _token, ...listed } = made;
    expect(await service.list({ limit: 100 })).toEqual([listed]);
  });

  it('says that it is for tests', async () => {
    const made = await make({ mode: 'test', scopes: ['campaigns'] });
    expect(made.token).toMatch(/^hrd_test_/);
    expect(await read(made)).toEqual({ kind: 'key', keyId: made.id, scopes: ['campaigns'], isTest: true });
  });

  it('must not expire before it is made', async () => {
    for (const expiresAt of ['2026-11-28T12:00:00Z', '2020-01-01T00:00:00Z']) {
      await expect(make({ expiresAt })).rejects.toMatchObject({
        code: 'invalid_input',
        fields: [{ path: 'expiresAt', message: 'must be in the future' }],
      });
    }
    expect(await service.list({ limit: 100 })).toEqual([]);
  });
});

describe('keys', () => {
  it('are listed newest first, page by page', async () => {
    const made = [];
    for (const name of ['one', 'two', 'three']) made.push(await make({ name }));
    const firstPage = await service.list({ limit: 2 });
    expect(firstPage.map(({ name }) => name)).toEqual(['three', 'two']);
    const rest = await service.list({ limit: 2, cursor: firstPage[1]?.id });
    expect(rest.map(({ id }) => id)).toEqual([made[0]?.id]);
  });

  it('can be renamed, if they are there', async () => {
    const { id } = await make();
    expect(await service.rename(id, 'Till')).toMatchObject({ id, name: 'Till', state: 'active' });
    const unknown = newId();
    expect(await refusal(service.rename(unknown, 'Till'))).toEqual(['not_found', `there is no API key ${unknown}`]);
  });
});

describe('a revoked key', () => {
  it('is not valid any more, and stays so when it is revoked again', async () => {
    const made = await make();
    const answer = await service.revoke(made.id);
    expect(answer).toMatchObject({ state: 'revoked', revokedAt: NOON.toISOString() });
    now = later(1);
    expect(await service.revoke(made.id)).toEqual(answer);
    expect(await refusal(read(made))).toEqual(['unauthorized', 'the API key was revoked']);
    expect(await find(made.id)).toEqual(answer);
    expect(await refusal(service.revoke(newId()))).toEqual(['not_found', expect.any(String)]);
  });
});

describe('a key that expires', () => {
  it('is valid until then', async () => {
    const made = await make({ expiresAt: later(1).toISOString() });
    now = new Date(later(1).getTime() - 1);
    expect(await read(made)).toMatchObject({ keyId: made.id });
    now = later(1);
    expect(await refusal(read(made))).toEqual(['unauthorized', 'the API key has expired']);
    expect(await find(made.id)).toMatchObject({ state: 'expired', revokedAt: null });
    expect(await service.revoke(made.id)).toMatchObject({ state: 'revoked' });
  });
});

describe('a rotation', () => {
  it('makes a key for the same, and lets the old one run out', async () => {
    const old = await make({ expiresAt: later(1_000).toISOString() });
    const successor = await service.rotate(old.id, 24, OWNER);
    expect(successor).toMatchObject({
      name: 'Shop',
      mode: 'live',
      scopes: ['ingest', 'read'],
      expiresAt: later(1_000).toISOString(),
      replacesId: old.id,
      createdBy: OWNER,
      token: expect.stringMatching(/^hrd_live_/),
    });
    expect(successor.token).not.toBe(old.token);
    now = new Date(later(24).getTime() - 1);
    expect([await read(old), await read(successor)]).toMatchObject([{ keyId: old.id }, { keyId: successor.id }]);
    now = later(24);
    expect(await refusal(read(old))).toEqual(['unauthorized', 'the API key has expired']);
    expect(await read(successor)).toMatchObject({ keyId: successor.id });
  });

  it('with no overlap ends the old key at once', async () => {
    const old = await make();
    const successor = await service.rotate(old.id, 0, OWNER);
    expect(await refusal(read(old))).toEqual(['unauthorized', 'the API key has expired']);
    expect(successor.expiresAt).toBeNull();
  });

  it('never lets the old key live longer than it would have', async () => {
    const old = await make({ expiresAt: later(1).toISOString() });
    await service.rotate(old.id, 168, OWNER);
    expect(await find(old.id)).toMatchObject({ expiresAt: later(1).toISOString() });
  });

  it('is not possible for a key that is not valid, or that was rotated', async () => {
    const [revoked, expired, rotated] = [await make(), await make({ expiresAt: later(1).toISOString() }), await make()];
    await service.revoke(revoked.id);
    await service.rotate(rotated.id, 24, OWNER);
    now = later(2);
    const unknown = newId();
    expect([
      await refusal(service.rotate(revoked.id, 24, OWNER)),
      await refusal(service.rotate(expired.id, 24, OWNER)),
      await refusal(service.rotate(rotated.id, 24, OWNER)),
      await refusal(service.rotate(unknown, 24, OWNER)),
    ]).toEqual([
      ['conflict', `the key ${revoked.id} is revoked; make a new one`],
      ['conflict', `the key ${expired.id} is expired; make a new one`],
      ['conflict', `the key ${rotated.id} was rotated before; rotate the one that took over from it`],
      ['not_found', `there is no API key ${unknown}`],
    ]);
    expect(await service.list({ limit: 100 })).toHaveLength(4);
  });

  it('happens once when it is asked for twice at the same time', async () => {
    const { id } = await make();
    const both = await Promise.allSettled([service.rotate(id, 24, OWNER), service.rotate(id, 24, OWNER)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await service.list({ limit: 100 })).toHaveLength(2);
  });
});
