import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, OPERATIONS } from '@herald/shared';
import type { Operation } from '@herald/shared';
import supertest from 'supertest';

import { emptyDatabase, query } from '../../../../scripts/testing/fixtures/database.ts';
import { startTestApi } from '../../../../scripts/testing/fixtures/herald.ts';
import type { RunningHerald } from '../../../../scripts/testing/fixtures/herald.ts';
import { memberHeaders } from '../../../../scripts/testing/fixtures/request.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';

const { databaseUrl } = testServers();
const changing = Object.entries<Operation>(OPERATIONS).filter(
  ([, { method, access }]) => method !== 'get' && typeof access !== 'object',
);
let api: RunningHerald;
let cookie: string;

beforeAll(async () => {
  api = await startTestApi({ RATE_LIMIT_PER_MEMBER: '0' });
  cookie = (await memberHeaders(api.url, 'owner'))['Cookie'] ?? '';
});
afterAll(async () => {
  await api.stop();
  await emptyDatabase(databaseUrl);
});

const FOREIGN: [string, Record<string, string>][] = [
  ['that does not say where it comes from', {}],
  ['of another origin', { Origin: 'https://evil.example' }],
  ['of a form of another origin', { Origin: 'null', 'Sec-Fetch-Site': 'cross-site' }],
  ['of another host of the same domain', { 'Sec-Fetch-Site': 'same-site' }],
];

describe.each(changing)('%s', (_id, { method, path }) => {
  it.each(FOREIGN)('takes nothing of a session in a call %s', async (_what, headers) => {
    const address = path.replaceAll(/\{\w+\}/g, newId());
    const call = supertest(api.url)[method](address);
    const response = await call.set({ Cookie: cookie, ...headers }).send('{}');
    expect(response.status).toBe(403);
    expect(response.headers['access-control-allow-origin']).toBeUndefined();
  });
});

it('the owner whose session it was is signed in still, and every refusal is told', async () => {
  const me = await supertest(api.url).get('/api/me').set({ Cookie: cookie });
  expect(me.status).toBe(200);
  const [told] = await query<{ count: number }>(
    databaseUrl,
    `SELECT count(*)::int FROM "AuditEvent" WHERE outcome = 'REFUSED' AND reason = 'cross_origin'`,
  );
  expect(told?.count).toBe(changing.length * FOREIGN.length);
});
