import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { previewSegmentOutput, problemSchema } from '@herald/shared';
import type { SegmentRules } from '@herald/shared';

import { waitForHanging, waitUntilIdle } from '../../../../scripts/testing/fixtures/backends.ts';
import { query } from '../../../../scripts/testing/fixtures/database.ts';
import { eventually } from '../../../../scripts/testing/fixtures/eventually.ts';
import { startTestApi } from '../../../../scripts/testing/fixtures/herald.ts';
import type { RunningHerald } from '../../../../scripts/testing/fixtures/herald.ts';
import { TEST_AUTHORIZATION } from '../../../../scripts/testing/fixtures/request.ts';
import { writeSmallShop } from '../../../../scripts/testing/fixtures/small-shop.ts';
import { whileLocked } from '../../../../scripts/testing/fixtures/table-lock.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { all, ask } from './testing/example-segments.ts';
import { refusalOf, SegmentsApi } from './testing/segments-api.ts';

/** While the table of items is locked this hangs, and whatever asks nothing of items does not. */
const ABOUT_ITEMS = all(
  ask('orders.count', '>=', { number: 1, where: [{ field: 'category', operator: '=', value: 'Tea' }] }),
);
const ABOUT_VISITS = all(ask('visits', '>=', 20));
const POOL_SIZE = 2;
/** As `environmentOn` has it. */
const MAIN_CONNECTIONS = 5;

const { databaseUrl } = testServers();
let herald: RunningHerald;
/** On the same database. */
let other: RunningHerald;
let api: SegmentsApi;

beforeAll(async () => {
  // Longer than a test may take: what is stopped is stopped by something else.
  const patient = { PREVIEW_TIMEOUT_MS: '600000', FREEZE_TIMEOUT_MS: '600000', ESTIMATE_TIMEOUT_MS: '10000' };
  herald = await startTestApi({ ...patient, PREVIEW_POOL_SIZE: String(POOL_SIZE) });
  other = await startTestApi(patient);
  api = new SegmentsApi(herald.url);
  await writeSmallShop(databaseUrl);
});
afterAll(async () => {
  await other.stop();
  await herald.stop();
});

interface Call {
  status: Promise<number>;
  answer: Promise<unknown>;
  /** Ends the connection, as a closed browser tab does. */
  leave: () => Promise<void>;
}

function start(path: string, body?: object, { url, method = 'POST' } = { url: herald.url, method: 'POST' }): Call {
  const controller = new AbortController();
  const response = fetch(`${url}${path}`, {
    method,
    signal: controller.signal,
    headers: { ...TEST_AUTHORIZATION, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const status = response.then((answered) => answered.status);
  const answer = response.then((answered) => answered.json());
  // Whoever leaves looks at neither.
  for (const ignored of [status, answer]) ignored.catch(() => {});
  return {
    status,
    answer,
    leave: async () => {
      controller.abort();
      await expect(response).rejects.toThrow('abort');
    },
  };
}

const preview = (rules: SegmentRules, more: object = {}, url = herald.url) =>
  start('/api/segments/preview', { rules, ...more }, { url, method: 'POST' });

describe('a caller that goes away', () => {
  it.each([
    ['a preview', 'herald-preview', () => preview(ABOUT_ITEMS)],
    ['a preview with an id', 'herald-preview-gone', () => preview(ABOUT_ITEMS, { previewId: 'gone' })],
    ['an estimate', 'herald-preview', () => preview(ABOUT_ITEMS, { estimate: true })],
  ])('ends the query of %s', async (_what, name, call) => {
    await whileLocked(databaseUrl, 'OrderItem', async () => {
      const running = call();
      const [backend] = await waitForHanging(databaseUrl, name);
      await running.leave();
      await waitUntilIdle(databaseUrl, backend?.pid ?? 0);
    });
    expect(await api.preview(ABOUT_ITEMS)).toMatchObject({ isEstimate: false });
  });

  it.each([
    ['a page of an audience', 'herald-preview', 'GET', '/audience', undefined],
    ['the ids of an audience', 'herald-preview', 'GET', '?include=audience', undefined],
    ['a dry run', 'herald-preview', 'PATCH', '?dryRun=true', { rules: ABOUT_VISITS }],
    ['a download', 'herald-export', 'GET', '/audience.csv', undefined],
  ])('ends the query of %s', async (_what, name, method, path, body) => {
    const { id } = await api.create('Tea', ABOUT_ITEMS, 'dynamic');
    await whileLocked(databaseUrl, 'OrderItem', async () => {
      const running = start(`/api/segments/${id}${path}`, body, { url: herald.url, method });
      const [backend] = await waitForHanging(databaseUrl, name);
      await running.leave();
      await waitUntilIdle(databaseUrl, backend?.pid ?? 0);
    });
    await api.delete(id);
  });

  it('ends nothing but its own query', async () => {
    await whileLocked(databaseUrl, 'OrderItem', async () => {
      const [gone, staying] = [preview(ABOUT_ITEMS, { previewId: 'one' }), preview(ABOUT_ITEMS, { previewId: 'two' })];
      const [backend] = await waitForHanging(databaseUrl, 'herald-preview-one');
      await waitForHanging(databaseUrl, 'herald-preview-two');
      await gone.leave();
      await waitUntilIdle(databaseUrl, backend?.pid ?? 0);
      await waitForHanging(databaseUrl, 'herald-preview-two');
      await staying.leave();
    });
  });
});

describe('a newer preview with the same previewId', () => {
  it.each([
    ['the same process', () => herald.url],
    ['another process', () => other.url],
  ])('ends the one before, when it comes to %s', async (_where, url) => {
    const [older, newer] = await whileLocked(databaseUrl, 'OrderItem', async () => {
      const first = preview(ABOUT_ITEMS, { previewId: 'builder-1' });
      await waitForHanging(databaseUrl, 'herald-preview-builder-1');
      const second = preview(ABOUT_ITEMS, { previewId: 'builder-1' }, url());
      expect(await first.status).toBe(409);
      // Only the newer one; it may have been given the connection of the one before.
      await waitForHanging(databaseUrl, 'herald-preview-builder-1', 1);
      return [first, second];
    });
    expect(problemSchema.parse(await older?.answer)).toMatchObject({
      code: 'conflict',
      detail: expect.stringContaining('newer'),
    });
    expect(previewSegmentOutput.parse(await newer?.answer).audienceSize).toBeGreaterThan(0);
  });

  it('ends an estimate, too, from another process', async () => {
    await whileLocked(databaseUrl, 'OrderItem', async () => {
      const older = preview(ABOUT_ITEMS, { previewId: 'builder-2', estimate: true });
      const [backend] = await waitForHanging(databaseUrl, 'herald-preview-builder-2');
      const newer = preview(ABOUT_VISITS, { previewId: 'builder-2' }, other.url);
      expect(await newer.status).toBe(200);
      expect(await older.status).toBe(409);
      await waitUntilIdle(databaseUrl, backend?.pid ?? 0);
    });
  });

  it('ends those that still wait for a connection, and of many at once exactly one is answered', async () => {
    const calls = await whileLocked(databaseUrl, 'OrderItem', async () => {
      const started = Array.from({ length: 3 * POOL_SIZE }, () => preview(ABOUT_ITEMS, { previewId: 'typing' }));
      let ended = 0;
      for (const { status } of started) void status.then(() => (ended += 1));
      await eventually(async () => expect(ended).toBe(started.length - 1));
      await waitForHanging(databaseUrl, 'herald-preview-typing');
      return started;
    });
    const statuses = await Promise.all(calls.map(({ status }) => status));
    expect(statuses.toSorted((a, b) => a - b)).toEqual([200, ...statuses.slice(1).map(() => 409)]);
  });
});

describe('previews that hang', () => {
  it('are stopped after PREVIEW_TIMEOUT_MS and answer 503 with advice', async () => {
    const impatient = await startTestApi({ PREVIEW_TIMEOUT_MS: '100' });
    const impatientApi = new SegmentsApi(impatient.url);
    try {
      const { id } = await api.create('Tea', ABOUT_ITEMS, 'dynamic');
      const answers = await whileLocked(databaseUrl, 'OrderItem', async () => [
        await impatientApi.post('/api/segments/preview', { rules: ABOUT_ITEMS }),
        await impatientApi.post('/api/segments/preview', { rules: ABOUT_ITEMS, estimate: true }),
        await impatientApi.get(`/api/segments/${id}/audience`),
        await impatientApi.get(`/api/segments/${id}?include=audience`),
        await impatientApi.dryRun(id, { kind: 'static' }),
      ]);
      expect(answers.map(refusalOf)).toEqual(answers.map(() => [503, 'timed_out']));
      expect(answers.map(({ body }) => problemSchema.parse(body).detail)).toEqual([
        'it took longer than 0.1 s and was stopped; ask with "estimate": true, or narrow the rules down',
        'it took longer than 0.1 s and was stopped; the database is busy, try again',
        ...Array.from(
          { length: 3 },
          () => 'it took longer than 0.1 s and was stopped; try again, or narrow the rules down',
        ),
      ]);
      expect(await impatientApi.preview(ABOUT_ITEMS)).toMatchObject({ isEstimate: false });
    } finally {
      await impatient.stop();
    }
  });

  it('keep nobody else waiting, however many they are', async () => {
    const { id: segmentId } = await api.create('Many visits', ABOUT_VISITS, 'dynamic');
    await whileLocked(databaseUrl, 'OrderItem', async () => {
      const hanging = Array.from({ length: 3 * POOL_SIZE }, () => preview(ABOUT_ITEMS));
      await waitForHanging(databaseUrl, 'herald-preview', POOL_SIZE);
      const order = { externalId: 'o', customerExternalId: 'shopper-1', amount: 1, orderedAt: '2026-11-01' };
      const campaign = { name: 'To them', messageTemplate: 'Hi', segmentId };
      const answers = [
        await api.post('/api/user', [{ externalId: 'new' }]),
        await api.post('/api/order', [order]),
        await api.post('/api/segments/preview', { rules: ABOUT_VISITS, estimate: true }),
        await api.post('/api/segments', { name: 'Another', rules: ABOUT_VISITS }),
        await api.get('/api/segments'),
        await api.get('/api/segments/fields'),
        await api.get(`/api/segments/${segmentId}/audience.csv`),
        await api.post('/api/campaigns', campaign),
        await api.get('/api/customers'),
        await api.get('/readyz'),
      ];
      expect(answers.map(({ status }) => status)).toEqual([202, 202, 200, 201, 200, 200, 200, 201, 200, 200]);
      await waitForHanging(databaseUrl, 'herald-preview', POOL_SIZE);
      await Promise.all(hanging.map(({ leave }) => leave()));
    });
  });
});

describe('a download', () => {
  const MANY = 60_000;
  let segmentId: string;

  beforeAll(async () => {
    await query(
      databaseUrl,
      `INSERT INTO "Customer" (id, name, visits, "writtenBy", "writtenFields")
       SELECT gen_random_uuid(), repeat('x', 200), 1000, gen_random_uuid(), 0 FROM generate_series(1, ${MANY})`,
    );
    segmentId = (await api.create('Many', all(ask('visits', '=', 1_000)), 'dynamic')).id;
  });

  /** Begins to read, and stops where more is still to come than fits between the two. */
  async function startReading() {
    const controller = new AbortController();
    const response = await fetch(`${herald.url}/api/segments/${segmentId}/audience.csv`, {
      headers: TEST_AUTHORIZATION,
      signal: controller.signal,
    });
    const reader = response.body!.getReader();
    await reader.read();
    const [backend] = await query<{ pid: number }>(
      databaseUrl,
      // One that a test before has left idle is closed after a while.
      `SELECT pid FROM pg_stat_activity
       WHERE application_name = 'herald-export' AND datname = current_database() AND state <> 'idle'`,
    );
    if (backend === undefined) throw new Error('nobody reads the download');
    return { reader, pid: backend.pid, leave: () => controller.abort() };
  }

  async function readToEnd(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
    while (!(await reader.read()).done);
  }

  it('that its reader leaves gives the connection back', async () => {
    const { pid, leave } = await startReading();
    leave();
    await waitUntilIdle(databaseUrl, pid);
  });

  it('whose connection breaks is broken off, so that nobody takes it for the whole', async () => {
    const { reader, pid } = await startReading();
    await query(databaseUrl, 'SELECT pg_terminate_backend($1)', [pid]);
    await expect(readToEnd(reader)).rejects.toThrow('terminated');
    expect((await api.get('/readyz')).status).toBe(200);
  });

  it('that waits for its reader keeps nobody else waiting, however many there are', async () => {
    const readers = [await startReading(), await startReading()];
    const waiting = Array.from({ length: MAIN_CONNECTIONS }, () =>
      start(`/api/segments/${segmentId}/audience.csv`, undefined, { url: herald.url, method: 'GET' }),
    );
    expect((await api.post('/api/user', [{ externalId: 'newer' }])).status).toBe(202);
    expect(await api.preview(ABOUT_ITEMS)).toMatchObject({ isEstimate: false });
    await Promise.all(waiting.map(({ leave }) => leave()));
    for (const { leave } of readers) leave();
    for (const { pid } of readers) await waitUntilIdle(databaseUrl, pid);
  });

  it('is whole, and of one snapshot, when it is read slowly', async () => {
    const { reader } = await startReading();
    await query(databaseUrl, 'DELETE FROM "Customer" WHERE visits = 1000');
    await readToEnd(reader);
  });
});
