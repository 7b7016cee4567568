import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@herald/shared';
import type { QueueKey } from '@herald/shared';
import { createLogger, Queues } from '@herald/platform';
import supertest from 'supertest';

import { emptyDatabase, query } from '../../../../scripts/testing/fixtures/database.ts';
import { eventually } from '../../../../scripts/testing/fixtures/eventually.ts';
import { startTestApi } from '../../../../scripts/testing/fixtures/herald.ts';
import type { RunningHerald } from '../../../../scripts/testing/fixtures/herald.ts';
import { wipeQueues } from '../../../../scripts/testing/fixtures/queue-backend.ts';
import { asMember, asOwner, request } from '../../../../scripts/testing/fixtures/request.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';

const servers = testServers();
const { databaseUrl, redisUrl, queuePrefix } = servers;
const queues = new Queues({ databaseUrl, redisUrl, prefix: queuePrefix }, createLogger('test', 'silent'));
let herald: RunningHerald;

beforeAll(async () => {
  herald = await startTestApi();
});
afterEach(async () => {
  await wipeQueues(servers);
  await emptyDatabase(databaseUrl);
});
afterAll(async () => {
  await queues.close();
  await herald.stop();
});

const publishOrder = async (): Promise<string> => {
  const id = newId();
  await queues.publish('orders', [{ id, payload: { chunkId: newId() } }]);
  return id;
};
const countOpen = (key: QueueKey) => queues.countOpen(key);
const told = () =>
  query<{ actor: string; actorId: string; action: string; outcome: string; reason: string; requestId: string }>(
    databaseUrl,
    'SELECT actor, "actorId", action, outcome, reason, "requestId" FROM "AuditEvent" ORDER BY id',
  );

interface Board {
  queues: { name: string; counts: Record<string, number>; jobs: { id: string; data: unknown }[] }[];
}

describe('the board of the queues', () => {
  it('is a page for owners, of which everything is served here', async () => {
    const owner = await asOwner(herald.url);
    const page = await owner.get('/queues').set('Accept', 'text/html');
    expect([page.status, page.type, page.headers['cache-control']]).toEqual([200, 'text/html', 'no-store']);
    expect(page.text).not.toMatch(/https?:/);
    const files = [...page.text.matchAll(/(?:src|href)="(static\/[^"]+)"/g)].map(([, file]) => String(file));
    expect(files.length).toBeGreaterThan(2);
    for (const file of files) expect([file, (await owner.get(`/queues/${file}`)).status]).toEqual([file, 200]);
    expect((await owner.get('/queues/queue/orderQueue').set('Accept', 'text/html')).status).toBe(200);
  });

  it('has a policy of its own, by which nothing comes from elsewhere and no script is inline', async () => {
    const { headers } = await (await asOwner(herald.url)).get('/queues');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("base-uri 'self'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(headers['x-powered-by']).toBeUndefined();
  });

  it('shows every queue that somebody consumes, and the jobs of one, with what keeps them', async () => {
    const id = await publishOrder();
    const owner = await asOwner(herald.url);
    const response = await owner.get('/queues/api/queues?activeQueue=orderQueue&status=waiting&page=1');
    const shown = (response.body as Board).queues;
    expect(shown.map(({ name }) => name).toSorted()).toEqual([
      'customerQueue',
      'deliveryQueue',
      'launchQueue',
      'orderQueue',
      'receiptProcessingQueue',
    ]);
    const orders = shown.find(({ name }) => name === 'orderQueue');
    expect([orders?.counts['waiting'], orders?.jobs.map((job) => job.id)]).toEqual([1, [id]]);
    const stats = await owner.get('/queues/api/redis/stats');
    expect([stats.status, stats.body]).toEqual([
      200,
      expect.objectContaining({ backend: redisUrl === undefined ? 'postgres' : 'redis' }),
    ]);
  });

  it.each([
    '/queues/api/queues/orderQueue/workers',
    '/queues/api/job-schedulers',
    '/queues/api/queues/orderQueue/metrics',
  ])('answers %s', async (path) => {
    expect((await (await asOwner(herald.url)).get(path)).status).toBe(200);
  });

  it('says that nobody consumes a queue, and not so when somebody does', async () => {
    const owner = await asOwner(herald.url);
    const consumers = async () => {
      const response = await owner.get('/queues/api/queues/customerQueue/workers');
      return (response.body as { workers: unknown[] | null }).workers;
    };
    expect(await consumers()).toEqual([]);
    const options = { concurrency: 1, lockDurationMs: 5_000, stalledIntervalMs: 5_000 };
    const consumer = queues.consume('customers', async () => {}, options);
    try {
      // PostgreSQL tells no addresses, and of whom it knows none the board says nothing.
      const expected = redisUrl === undefined ? null : [expect.any(Object)];
      await eventually(async () => expect(await consumers()).toEqual(expected));
    } finally {
      await consumer.close();
    }
  });

  it('lets owners mend them, and tells of it who did what', async () => {
    const id = await publishOrder();
    const owner = await asOwner(herald.url);
    const put = async (path: string) => {
      const response = await owner.put(`/queues/api/queues/${path}`);
      expect([path, [200, 204].includes(response.status)]).toEqual([path, true]);
      return response.headers['x-request-id'];
    };
    await put('orderQueue/pause');
    await put('orderQueue/resume');
    const cleaned = await put(`orderQueue/${id}/clean`);
    expect(await countOpen('orders')).toBe(0);
    await publishOrder();
    await put('orderQueue/empty');
    await put('orderQueue/retry/failed');
    await put('pause');
    await put('resume');
    expect(await countOpen('orders')).toBe(0);
    const events = await told();
    expect(events.map(({ reason }) => reason)).toEqual([
      'orderQueue/pause',
      'orderQueue/resume',
      `orderQueue/${id}/clean`,
      'orderQueue/empty',
      'orderQueue/retry/failed',
      'pause',
      'resume',
    ]);
    expect(events[2]).toMatchObject({
      actor: 'MEMBER',
      actorId: expect.any(String),
      action: 'queues.change',
      outcome: 'DONE',
      requestId: cleaned,
    });
  });

  it('says that there is no such queue or job', async () => {
    const owner = await asOwner(herald.url);
    expect((await owner.get('/queues/api/queues/noQueue/1')).status).toBe(404);
    expect((await owner.get(`/queues/api/queues/orderQueue/${newId()}`)).status).toBe(404);
    expect((await owner.put('/queues/api/queues/markerQueue/pause')).status).toBe(404);
  });

  it('refuses a body that it cannot read, and says nothing of how it is made', async () => {
    const owner = await asOwner(herald.url);
    const response = await owner
      .post('/queues/api/queues/orderQueue/add')
      .set('Content-Type', 'application/json')
      .send('{');
    expect([response.status, response.body]).toEqual([400, { error: { key: 'ERRORS.INTERNAL_SERVER_ERROR' } }]);
  });

  it('can be left out', async () => {
    const api = await startTestApi({ QUEUES_PAGE: 'off' });
    try {
      expect((await (await asOwner(api.url)).get('/queues/api/queues')).body).not.toHaveProperty('queues');
    } finally {
      await api.stop();
    }
  });
});

describe('whoever is no owner', () => {
  const PATHS = ['/queues', '/QUEUES/', '/queues/api/queues', '/queues/queue/orderQueue', '/queues/static/favicon.ico'];

  it.each(PATHS)('does not get %s', async (path) => {
    const nobody = await supertest(herald.url).get(path);
    expect(nobody.status).toBe(401);
    for (const role of ['marketer', 'analyst'] as const) {
      expect((await (await asMember(herald.url, role)).get(path)).status).toBe(403);
    }
    expect((await request(herald.url).get(path)).status).toBe(403);
  });

  it('cannot change anything, and it is told who tried', async () => {
    await publishOrder();
    const marketer = await asMember(herald.url, 'marketer');
    expect((await marketer.put('/queues/api/queues/orderQueue/empty')).status).toBe(403);
    expect((await supertest(herald.url).put('/queues/api/queues/orderQueue/empty')).status).toBe(401);
    expect(await countOpen('orders')).toBe(1);
    expect(await told()).toEqual([
      expect.objectContaining({ actor: 'MEMBER', action: 'queues.change', outcome: 'REFUSED', reason: 'forbidden' }),
    ]);
  });

  it('sees a page: where to sign in, or whom to ask', async () => {
    const nobody = await supertest(herald.url).get('/queues').set('Accept', 'text/html');
    expect([nobody.status, nobody.headers['location']]).toEqual([302, '/sign-in']);
    const analyst = await (await asMember(herald.url, 'analyst')).get('/queues').set('Accept', 'text/html');
    expect([analyst.status, analyst.type]).toEqual([403, 'text/html']);
    expect(analyst.text).toContain('The queues are for owners');
  });

  it('cannot make an owner do it from another page', async () => {
    await publishOrder();
    const owner = await asOwner(herald.url);
    const change = () => owner.put('/queues/api/queues/orderQueue/empty');
    expect((await change().set('Origin', 'https://evil.example')).status).toBe(403);
    expect((await change().set('Sec-Fetch-Site', 'cross-site')).status).toBe(403);
    expect(await countOpen('orders')).toBe(1);
  });
});
