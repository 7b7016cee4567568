import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { newId } from '@herald/shared';
import supertest from 'supertest';

import { BUILT } from '../../../../scripts/herald/built-files.ts';
import { HeraldProcess } from '../../../../scripts/herald/herald-process.ts';
import { query } from '../../../../scripts/testing/fixtures/database.ts';
import { eventually } from '../../../../scripts/testing/fixtures/eventually.ts';
import { asOwner, storeTestApiKey, TEST_API_KEY } from '../../../../scripts/testing/fixtures/request.ts';
import { TEST_SESSION_SECRET } from '../../../../scripts/testing/fixtures/signed-in-member.ts';
import { environmentOn, testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';

const servers = testServers();
const SECRET_NAME = 'Asha-of-whom-nobody-may-read';
/** Nobody's, although it looks like somebody's. */
const UNKNOWN_KEY = `hrd_live_${'u'.repeat(43)}`;

const lines: string[] = [];
const env = { ...environmentOn(servers), LOG_LEVEL: 'trace', SESSION_SECRET: TEST_SESSION_SECRET };
const api = new HeraldProcess({
  name: 'API',
  script: BUILT.api,
  env,
  log: (line) => lines.push(line),
});
let url: string;

beforeAll(async () => {
  await storeTestApiKey(servers.databaseUrl);
  await api.start();
  url = `http://127.0.0.1:${api.port}`;
});
afterAll(() => api.stop());

it('the log says what was called, and nothing of what callers show or look for', async () => {
  const owner = await asOwner(url);
  const made = await owner.post('/api/keys').send({ name: 'Shop', scopes: ['read'], mode: 'live' });
  const { token } = made.body as { token: string };
  const agent = supertest.agent(url);
  const withKey = (key: string) => ({ authorization: `Bearer ${key}`, cookie: `herald=${key}` });
  const search = `/api/customers?search=${SECRET_NAME}`;
  const statuses = [];
  for (const key of [TEST_API_KEY, token, UNKNOWN_KEY]) {
    for (const path of [search, `/api/customers/${newId()}`, `/api/nowhere?key=${key}`]) {
      statuses.push((await agent.get(path).set(withKey(key))).status);
    }
    statuses.push(
      (
        await agent
          .post('/api/user')
          .set(withKey(key))
          .send([{ email: SECRET_NAME }])
      ).status,
    );
  }
  expect(statuses).toEqual([200, 404, 404, 400, 200, 404, 404, 403, 401, 401, 404, 401]);

  await query(servers.databaseUrl, 'ALTER TABLE "Customer" RENAME TO "Gone"');
  const failed = await agent.get(search).set(withKey(token));
  await query(servers.databaseUrl, 'ALTER TABLE "Gone" RENAME TO "Customer"');
  expect(failed.status).toBe(500);
  await eventually(async () => expect(lines.join('\n')).toContain('"statusCode":500'));

  const log = lines.join('\n').toLowerCase();
  expect(log).toContain('"path":"/api/customers"');
  for (const secret of [TEST_API_KEY, token, token.slice(9), UNKNOWN_KEY, SECRET_NAME, 'authorization', 'cookie']) {
    expect(log).not.toContain(secret.toLowerCase());
  }
});
