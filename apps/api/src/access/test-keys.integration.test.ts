import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { acceptedOutputSchema, campaignOutputSchema, SCOPES, segmentOutputSchema } from '@herald/shared';

import { emptyDatabase, query } from '../../../../scripts/testing/fixtures/database.ts';
import { startTestApi } from '../../../../scripts/testing/fixtures/herald.ts';
import type { RunningHerald } from '../../../../scripts/testing/fixtures/herald.ts';
import { PublishedLaunches } from '../../../../scripts/testing/fixtures/published-launches.ts';
import { request, withNewKey } from '../../../../scripts/testing/fixtures/request.ts';
import { writeSmallShop } from '../../../../scripts/testing/fixtures/small-shop.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';

const servers = testServers();
const RULES = { combinator: 'and', rules: [{ field: 'visits', operator: '>', value: 30 }] };
let api: RunningHerald;
let tester: Awaited<ReturnType<typeof withNewKey>>;

beforeAll(async () => {
  api = await startTestApi();
  tester = await withNewKey(api.url, SCOPES, 'test');
});
afterEach(() => emptyDatabase(servers.databaseUrl));
afterAll(() => api.stop());

/** Every row of every table that a call of an integrator could change. */
async function everything(): Promise<unknown> {
  const tables = ['Customer', 'Segment', 'Campaign', 'CommunicationLog', 'Ingestion', 'IngestionChunk', 'DeliveryStop'];
  const rows = tables.map((table) => `SELECT '${table}' AS t, to_jsonb(r) AS row FROM "${table}" r`);
  return query(servers.databaseUrl, `${rows.join(' UNION ALL ')} ORDER BY 1, 2`);
}

it('checks and answers a batch, and stores none of it', async () => {
  const taken = await tester.post('/api/user').send([{ externalId: 'c-1' }, { externalId: 'c-2' }]);
  expect([taken.status, acceptedOutputSchema.parse(taken.body).received]).toEqual([202, 2]);
  const refused = await tester.post('/api/user').send([{ externalId: 5 }]);
  expect(refused.status).toBe(400);
  expect(await everything()).toEqual([]);
});

it('makes a segment and a campaign for its answer alone, with the real audience, and publishes nothing', async () => {
  await writeSmallShop(servers.databaseUrl);
  const saved = await request(api.url).post('/api/segments').send({ name: 'Often here', rules: RULES });
  const segment = segmentOutputSchema.parse(saved.body);
  const launches = new PublishedLaunches(servers);
  const before = await everything();

  const made = await tester.post('/api/segments').send({ name: 'Often here', rules: RULES });
  expect([made.status, segmentOutputSchema.parse(made.body).audienceSize]).toEqual([201, 9]);
  const launched = await tester
    .post('/api/campaigns')
    .send({ name: 'Hello', segmentId: segment.id, messageTemplate: 'Hi {name|there}' });
  expect([launched.status, campaignOutputSchema.parse(launched.body)]).toEqual([
    201,
    expect.objectContaining({ status: 'PROCESSING', audienceSize: 9 }),
  ]);
  expect((await tester.post('/api/delivery/stop').send({})).body).toMatchObject({ sending: 'stopped' });
  expect((await tester.delete(`/api/segments/${segment.id}`)).status).toBe(200);

  expect(await everything()).toEqual(before);
  expect(await launches.take()).toEqual([]);
  await launches.close();
  expect(await query(servers.databaseUrl, 'SELECT action FROM "AuditEvent"')).toEqual([{ action: 'segment.create' }]);
});

it('takes an Idempotency-Key and keeps nothing under it', async () => {
  const calls = [0, 1].map(() =>
    tester
      .post('/api/user')
      .set('Idempotency-Key', 'k')
      .send([{ externalId: 'c' }]),
  );
  const answers = await Promise.all(calls);
  expect(answers.map(({ status }) => status)).toEqual([202, 202]);
  expect(await query(servers.databaseUrl, 'SELECT * FROM "IdempotencyRecord"')).toEqual([]);
});
