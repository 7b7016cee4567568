import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { auditEventOutput, newId, segmentOutputSchema } from '@herald/shared';
import type { AuditEventOutput } from '@herald/shared';
import supertest from 'supertest';
import { z } from 'zod';

import { emptyDatabase, query } from '../../../../scripts/testing/fixtures/database.ts';
import { startTestApi } from '../../../../scripts/testing/fixtures/herald.ts';
import type { RunningHerald } from '../../../../scripts/testing/fixtures/herald.ts';
import { followPages } from '../../../../scripts/testing/fixtures/pages.ts';
import { asMember, asOwner, request } from '../../../../scripts/testing/fixtures/request.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';

const { databaseUrl } = testServers();
const SECRET_NAME = 'Asha Rao of Pune';
const RULES = { combinator: 'and', rules: [{ field: 'name', operator: '=', value: SECRET_NAME }] };
let api: RunningHerald;

beforeAll(async () => {
  api = await startTestApi();
});
afterEach(() => emptyDatabase(databaseUrl));
afterAll(() => api.stop());

async function readLog(search = ''): Promise<AuditEventOutput[]> {
  const response = await (await asOwner(api.url)).get(`/api/audit${search}`);
  expect(response.status).toBe(200);
  return z.array(auditEventOutput).parse(response.body);
}

async function makeSegment(caller: Pick<ReturnType<typeof request>, 'post'> = request(api.url)): Promise<string> {
  const response = await caller.post('/api/segments').send({ name: SECRET_NAME, rules: RULES });
  return segmentOutputSchema.parse(response.body).id;
}

describe('the audit log', () => {
  it('says who did what to which thing, when, from where, newest first', async () => {
    const marketer = await asMember(api.url, 'marketer');
    const id = await makeSegment();
    const changed = await marketer.patch(`/api/segments/${id}`).send({ name: 'Other' });
    const [event, made, ...others] = await readLog();
    expect(others).toEqual([]);
    expect(event).toEqual({
      id: expect.any(String),
      at: expect.any(String),
      actor: 'member',
      actorId: expect.any(String),
      action: 'segment.update',
      outcome: 'done',
      reason: null,
      subjectId: id,
      address: expect.stringMatching(/127\.0\.0\.1$/),
      requestId: changed.headers['x-request-id'],
    });
    expect(made).toMatchObject({ actor: 'key', action: 'segment.create', subjectId: id });
  });

  it.each([
    ['segment.refresh', (id: string) => request(api.url).post(`/api/segments/${id}/refresh`)],
    ['segment.duplicate', (id: string) => request(api.url).post(`/api/segments/${id}/duplicate`)],
    ['segment.delete', (id: string) => request(api.url).delete(`/api/segments/${id}`)],
    ['segment.export', (id: string) => request(api.url).get(`/api/segments/${id}/audience.csv`)],
    ['campaign.create', (id: string) => campaign({ segmentId: id, draft: true })],
    ['delivery.stop', () => request(api.url).post('/api/delivery/stop').send({ reason: SECRET_NAME })],
    ['delivery.start', () => request(api.url).post('/api/delivery/start')],
  ])('has %s', async (action, act) => {
    const id = await makeSegment();
    expect((await act(id)).status).toBeLessThan(300);
    expect((await readLog())[0]).toMatchObject({ action, outcome: 'done', actor: 'key' });
  });

  it('has what was done with a campaign, under its id', async () => {
    const { id } = (await campaign({ segmentId: await makeSegment(), draft: true })).body as { id: string };
    await request(api.url).post(`/api/campaigns/${id}/launch`);
    await request(api.url).post(`/api/campaigns/${id}/cancel`);
    const events = await readLog(`?subjectId=${id}`);
    expect(events.map(({ action }) => action)).toContain('campaign.launch');
    expect(events.at(-1)).toMatchObject({ action: 'campaign.create' });
    expect(new Set(events.map(({ subjectId }) => subjectId))).toEqual(new Set([id]));
  });

  it('has the launch of a campaign that is made and launched in one call', async () => {
    await campaign({ segmentId: await makeSegment() });
    expect((await readLog('?action=campaign')).map(({ action }) => action)).toEqual([
      'campaign.launch',
      'campaign.create',
    ]);
  });

  it('has nothing of what nobody in particular tries, with which it could be filled', async () => {
    await supertest(api.url).post('/auth/claim').send({ code: 'x' });
    await supertest(api.url).get('/api/customers');
    expect(await readLog()).toEqual([]);
  });

  it('has nothing of what changed nothing: a look, a dry run, a refused call', async () => {
    const id = await makeSegment();
    await request(api.url).get(`/api/segments/${id}`);
    await request(api.url).post('/api/segments/preview').send({ rules: RULES });
    await request(api.url).patch(`/api/segments/${id}?dryRun=true`).send({ rules: RULES });
    await request(api.url).post('/api/segments').send({ name: '' });
    expect((await request(api.url).get(`/api/segments/${newId()}/audience.csv`)).status).toBe(404);
    expect((await readLog()).map(({ action }) => action)).toEqual(['segment.create']);
  });

  it('has refusals: a key that is not valid, a permission that is lacking, a page of others', async () => {
    const id = await makeSegment();
    await supertest(api.url)
      .get('/api/customers')
      .set('Authorization', `Bearer hrd_live_${'x'.repeat(43)}`);
    await (await asMember(api.url, 'analyst')).delete(`/api/segments/${id}`);
    await (await asMember(api.url, 'owner')).post('/api/delivery/stop').set('Origin', 'https://evil.example');
    await (await asMember(api.url, 'analyst')).get(`/api/segments/${id}?include=audience`);
    const refused = (await readLog()).filter(({ outcome }) => outcome === 'refused');
    expect(refused.map(({ actor, action, reason, subjectId }) => ({ actor, action, reason, subjectId }))).toEqual([
      { actor: 'member', action: 'getSegment', reason: 'forbidden', subjectId: id },
      { actor: 'member', action: 'delivery.stop', reason: 'cross_origin', subjectId: null },
      { actor: 'member', action: 'segment.delete', reason: 'forbidden', subjectId: id },
      { actor: 'nobody', action: 'key.use', reason: 'unauthorized', subjectId: null },
    ]);
  });

  it('has ids only', async () => {
    const id = await makeSegment(await asOwner(api.url));
    await campaign({ segmentId: id, name: SECRET_NAME, draft: true });
    await request(api.url).post('/api/delivery/stop').send({ reason: SECRET_NAME });
    const [row] = await query<{ text: string }>(databaseUrl, 'SELECT json_agg(e)::text AS text FROM "AuditEvent" e');
    expect(row?.text).toContain(id);
    for (const word of SECRET_NAME.split(' ')) expect(row?.text).not.toContain(word);
    expect(row?.text).not.toContain('@');
  });

  it.each([[`UPDATE "AuditEvent" SET action = 'nothing'`], ['DELETE FROM "AuditEvent"'], ['TRUNCATE "AuditEvent"']])(
    'cannot be changed: %s',
    async (sql) => {
      await makeSegment();
      await expect(query(databaseUrl, sql)).rejects.toThrow('the audit log is append-only');
      expect(await readLog()).toHaveLength(1);
    },
  );

  it('can be searched by action, or the beginning of it, by actor and by subject', async () => {
    const id = await makeSegment();
    await request(api.url).post('/api/delivery/stop').send({});
    const [stop, create] = await readLog();
    const found = async (search: string) => (await readLog(search)).map(({ action }) => action);
    expect(await found('?action=segment')).toEqual(['segment.create']);
    expect(await found('?action=delivery.stop')).toEqual(['delivery.stop']);
    expect(await found('?action=seg')).toEqual([]);
    expect(await found(`?actorId=${create?.actorId}`)).toEqual(['delivery.stop', 'segment.create']);
    expect(await found(`?subjectId=${id}`)).toEqual(['segment.create']);
    expect(stop?.subjectId).toBeNull();
  });

  it('is paged without gaps or repetitions', async () => {
    for (let time = 0; time < 5; time += 1) await makeSegment();
    const owner = await asOwner(api.url);
    const pages = await followPages('/api/audit?limit=2', async (path) => {
      const response = await owner.get(path);
      return { things: z.array(auditEventOutput).parse(response.body), link: response.headers['link'] };
    });
    expect(pages.map((page) => page.length)).toEqual([2, 2, 1]);
    expect(new Set(pages.flat().map(({ id }) => id)).size).toBe(5);
  });
});

function campaign(input: object) {
  return request(api.url)
    .post('/api/campaigns')
    .send({ name: 'Hello', messageTemplate: 'Hi', ...input });
}
