import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@herald/shared';
import { signatureHeaders } from '@herald/platform';
import type { Response } from 'supertest';
import supertest from 'supertest';

import { query } from '../../../../scripts/testing/fixtures/database.ts';
import { startTestApi } from '../../../../scripts/testing/fixtures/herald.ts';
import type { RunningHerald } from '../../../../scripts/testing/fixtures/herald.ts';
import { asOwner, withNewKey } from '../../../../scripts/testing/fixtures/request.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';

const { databaseUrl } = testServers();
const SHOP = 'https://shop.example';
const RECEIPT_SECRET = 'what vendors share with this Herald';

let api: RunningHerald;
/** Another process on the same database, as far as it can know. */
let other: RunningHerald;
let proxied = 0;

/** Nobody, who calls from an address of his own: the proxies of tests are believed. */
const nobody = () => {
  proxied += 1;
  return supertest.agent(api.url).set('x-forwarded-for', `203.0.113.${proxied}`);
};

beforeAll(async () => {
  const env = {
    RATE_LIMIT_PER_KEY: '3',
    RATE_LIMIT_PER_MEMBER: '4',
    RATE_LIMIT_PER_ADDRESS: '2',
    RATE_LIMIT_BAD_CREDENTIALS: '2',
    CORS_ORIGINS: SHOP,
    TRUST_PROXY: 'loopback',
    RECEIPT_SECRET,
  };
  api = await startTestApi(env);
  other = await startTestApi(env);
});
afterAll(async () => {
  await api.stop();
  await other.stop();
});
beforeEach(async () => {
  await query(databaseUrl, 'DELETE FROM rate_limit');
});

const statuses = (responses: Response[]) => responses.map(({ status }) => status);
async function times(count: number, call: () => PromiseLike<Response>): Promise<Response[]> {
  const responses = [];
  for (let made = 0; made < count; made += 1) responses.push(await call());
  return responses;
}

describe('the limit of a key', () => {
  it('is told with every answer, and kept by all processes together', async () => {
    const owner = await asOwner(api.url);
    const made = await owner.post('/api/keys').send({ name: 'Shop', scopes: ['read'], mode: 'live' });
    const { token } = made.body as { token: string };
    const here = supertest.agent(api.url).set('authorization', `Bearer ${token}`);
    const there = supertest.agent(other.url).set('authorization', `Bearer ${token}`);
    const [first] = await times(1, () => here.get('/api/segments'));
    expect(first?.headers).toMatchObject({
      'ratelimit-policy': '"key";q=3;w=60',
      ratelimit: expect.stringMatching(/^"key";r=2;t=(60|[1-5]\d)$/),
    });
    expect(statuses(await times(2, () => there.get('/api/segments')))).toEqual([200, 200]);
    const [refused] = await times(1, () => here.get('/api/segments'));
    expect(refused?.status).toBe(429);
    expect(refused?.headers).toMatchObject({
      'ratelimit-policy': '"key";q=3;w=60',
      ratelimit: expect.stringMatching(/^"key";r=0;t=\d+$/),
      'retry-after': expect.stringMatching(/^(60|[1-5]?\d)$/),
      'content-type': 'application/problem+json; charset=utf-8',
    });
    expect(refused?.body).toMatchObject({ status: 429, code: 'rate_limited' });
  });

  it('counts calls that are refused for what they ask', async () => {
    const key = await withNewKey(api.url, ['read']);
    const asked = await times(4, () => key.get(`/api/customers/${newId()}`));
    expect(statuses(asked)).toEqual([404, 404, 404, 429]);
  });
});

it('a member has a limit, wherever the session is used', async () => {
  const owner = await asOwner(api.url);
  expect(statuses(await times(5, () => owner.get('/api/me')))).toEqual([200, 200, 200, 200, 429]);
});

it('an address without credentials has a limit, which those that watch the process do not meet', async () => {
  const caller = nobody();
  const asked = await times(3, () => caller.get('/api/segments'));
  expect(statuses(asked)).toEqual([401, 401, 429]);
  expect(asked[2]?.headers['ratelimit-policy']).toBe('"address";q=2;w=60');
  expect(statuses(await times(5, () => caller.get('/healthz')))).toEqual([200, 200, 200, 200, 200]);
});

it('keys that are not valid are counted by address, and not told of for ever', async () => {
  const caller = nobody();
  const guess = () => caller.get('/api/segments').set('authorization', `Bearer hrd_live_${'g'.repeat(43)}`);
  const asked = await times(4, guess);
  expect(statuses(asked)).toEqual([401, 401, 429, 429]);
  expect(asked[2]?.headers['ratelimit-policy']).toBe('"bad-credentials";q=2;w=60');
  const told = await query(databaseUrl, `SELECT id FROM "AuditEvent" WHERE action = 'key.use'`);
  expect(told).toHaveLength(2);
});

it('signatures that do not stand are counted by address as keys are, and those that do are not', async () => {
  const caller = nobody();
  const body = { communicationLogId: newId(), vendorMessageId: 'v', status: 'SENT', timestamp: '2026-11-22T10:00:00Z' };
  const receipt = (secret: string) =>
    caller
      .post('/api/delivery-receipt')
      .set(signatureHeaders(secret, JSON.stringify(body)))
      .send(body);
  const forged = await times(3, () => receipt(`${RECEIPT_SECRET}!`));
  expect(statuses(forged)).toEqual([401, 401, 429]);
  expect(forged[2]?.headers['ratelimit-policy']).toBe('"bad-credentials";q=2;w=60');
  const signed = await times(4, () => receipt(RECEIPT_SECRET));
  expect(statuses(signed)).toEqual([200, 200, 200, 200]);
  expect(signed[0]?.headers['ratelimit-policy']).toBeUndefined();
});

it('what a proxy says is no address is counted as one', async () => {
  let said = 0;
  const ask = () => {
    said += 1;
    return supertest(api.url).get('/api/segments').set('x-forwarded-for', `nobody-${said}`);
  };
  expect(statuses(await times(3, ask))).toEqual([401, 401, 429]);
});

describe('another origin', () => {
  it('that is listed may ask and call with a key', async () => {
    const asked = await nobody()
      .options('/api/segments')
      .set({ origin: SHOP, 'access-control-request-method': 'GET', 'access-control-request-headers': 'authorization' });
    expect(asked.status).toBe(204);
    const key = await withNewKey(api.url, ['read']);
    const called = await key.get('/api/segments').set('origin', SHOP);
    expect([called.status, called.headers['access-control-allow-origin']]).toEqual([200, SHOP]);
    expect(called.headers['access-control-allow-credentials']).toBeUndefined();
  });

  it('that is not listed may not', async () => {
    const asked = await nobody()
      .options('/api/segments')
      .set({ origin: 'https://evil.example', 'access-control-request-method': 'GET' });
    expect([asked.status, asked.headers['access-control-allow-origin']]).toEqual([405, undefined]);
  });
});
