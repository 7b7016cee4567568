import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { apiKeyOutput, newApiKeyOutput, newId } from '@herald/shared';
import supertest from 'supertest';

import { query } from '../../../../scripts/testing/fixtures/database.ts';
import { startTestApi } from '../../../../scripts/testing/fixtures/herald.ts';
import type { RunningHerald } from '../../../../scripts/testing/fixtures/herald.ts';
import { followPages } from '../../../../scripts/testing/fixtures/pages.ts';
import { asOwner } from '../../../../scripts/testing/fixtures/request.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';

const { databaseUrl } = testServers();
const KEY = { name: 'Shop', scopes: ['read'], mode: 'live' };

let api: RunningHerald;
let owner: Awaited<ReturnType<typeof asOwner>>;

beforeAll(async () => {
  api = await startTestApi();
  owner = await asOwner(api.url);
});
afterAll(() => api.stop());
beforeEach(async () => {
  await query(databaseUrl, 'DELETE FROM "ApiKey"');
});

const make = async (changes: object = {}) => {
  const response = await owner.post('/api/keys').send({ ...KEY, ...changes });
  expect(response.status).toBe(201);
  return newApiKeyOutput.strict().parse(response.body);
};
const ask = (token: string | null, path = '/api/segments') =>
  supertest(api.url).get(path).set('authorization', `Bearer ${token}`);

describe('POST /api/keys', () => {
  it('makes a key that opens what its scopes open', async () => {
    const { token } = await make();
    expect((await ask(token)).status).toBe(200);
    expect((await ask(token, '/api/keys')).status).toBe(403);
  });

  it('names every bad field and its limit', async () => {
    const bad = { name: 'x'.repeat(101), scopes: [], mode: 'staging', expiresAt: 'soon', hash: 'x' };
    const response = await owner.post('/api/keys').send(bad);
    expect(response.status).toBe(400);
    expect(response.body).toMatchObject({
      errors: [
        { path: 'name', message: 'must be at most 100 characters' },
        { path: 'scopes', message: 'must have at least one entry' },
        { path: 'mode', message: expect.any(String) },
        { path: 'expiresAt', message: expect.any(String) },
        { path: 'hash', message: 'unknown field' },
      ],
    });
    expect(await query(databaseUrl, 'SELECT id FROM "ApiKey"')).toEqual([]);
  });

  it('shows the token once, also to a call that is repeated', async () => {
    const post = () => owner.post('/api/keys').set('idempotency-key', 'once').send(KEY);
    const first = newApiKeyOutput.parse((await post()).body);
    const again = await post();
    expect(again.status).toBe(201);
    expect(again.body).toEqual({ ...first, token: null });
    const stored = JSON.stringify(await query(databaseUrl, 'SELECT * FROM "IdempotencyRecord"'));
    expect(stored).toContain(first.id);
    expect(stored).not.toContain(first.token);
    expect(await query(databaseUrl, 'SELECT id FROM "ApiKey"')).toHaveLength(1);
  });
});

describe('GET /api/keys', () => {
  it('lists keys without their tokens, page by page', async () => {
    const made = [await make(), await make({ name: 'Till' }), await make({ mode: 'test' })];
    const pages = await followPages('/api/keys?limit=2', async (path) => {
      const response = await owner.get(path);
      return { things: apiKeyOutput.strict().array().parse(response.body), link: response.headers['link'] };
    });
    expect(pages.map((page) => page.map(({ id }) => id))).toEqual([[made[2]?.id, made[1]?.id], [made[0]?.id]]);
    expect((await owner.get('/api/keys?limit=101')).status).toBe(400);
  });
});

describe('PATCH /api/keys/{id}', () => {
  it('renames', async () => {
    const { id } = await make();
    const response = await owner.patch(`/api/keys/${id}`).send({ name: ' Till ' });
    expect([response.status, response.body]).toMatchObject([200, { id, name: 'Till' }]);
  });

  it('changes nothing else, and nothing that is not there', async () => {
    const { id } = await make();
    const answers = [
      await owner.patch(`/api/keys/${id}`).send({ scopes: ['campaigns'] }),
      await owner.patch(`/api/keys/${newId()}`).send({ name: 'Till' }),
      await owner.patch('/api/keys/17').send({ name: 'Till' }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([400, 404, 400]);
  });
});

describe('POST /api/keys/{id}/rotate', () => {
  it('answers the new key while the old one still works, or not', async () => {
    const old = await make();
    const response = await owner.post(`/api/keys/${old.id}/rotate`);
    expect([response.status, response.body]).toMatchObject([201, { replacesId: old.id, name: 'Shop' }]);
    const successor = newApiKeyOutput.parse(response.body);
    expect([(await ask(old.token)).status, (await ask(successor.token)).status]).toEqual([200, 200]);
    const again = await owner.post(`/api/keys/${successor.id}/rotate`).send({ overlapHours: 0 });
    expect([again.status, (await ask(successor.token)).status]).toEqual([201, 401]);
  });

  it('refuses what it cannot do', async () => {
    const { id } = await make();
    const answers = [
      await owner.post(`/api/keys/${id}/rotate`).send({ overlapHours: 169 }),
      await owner.post(`/api/keys/${newId()}/rotate`).send({}),
      await owner.delete(`/api/keys/${id}`),
      await owner.post(`/api/keys/${id}/rotate`).send({}),
    ];
    expect(answers.map(({ status }) => status)).toEqual([400, 404, 200, 409]);
    expect(answers[0]?.body).toMatchObject({ errors: [{ path: 'overlapHours' }] });
  });
});

describe('DELETE /api/keys/{id}', () => {
  it('revokes at once, and answers the same when it is repeated', async () => {
    const { id, token } = await make();
    expect((await ask(token)).status).toBe(200);
    const response = await owner.delete(`/api/keys/${id}`);
    expect([response.status, response.body]).toMatchObject([200, { id, state: 'revoked' }]);
    const refused = await ask(token);
    expect([refused.status, refused.body]).toMatchObject([
      401,
      { code: 'unauthorized', detail: 'the API key was revoked' },
    ]);
    const again = await owner.delete(`/api/keys/${id}`);
    expect(again.body).toMatchObject({ revokedAt: (response.body as { revokedAt: string }).revokedAt });
    expect((await owner.delete(`/api/keys/${newId()}`)).status).toBe(404);
  });
});
