import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { campaignProgressSchema, newId, problemSchema } from '@herald/shared';
import type { CampaignProgress } from '@herald/shared';

import { emptyDatabase, query } from '../../../../scripts/testing/fixtures/database.ts';
import { eventually } from '../../../../scripts/testing/fixtures/eventually.ts';
import { startTestApi, startTestHerald } from '../../../../scripts/testing/fixtures/herald.ts';
import type { RunningHerald } from '../../../../scripts/testing/fixtures/herald.ts';
import { keyHeaders, memberHeaders, TEST_AUTHORIZATION } from '../../../../scripts/testing/fixtures/request.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { all, ask } from '../segments/testing/example-segments.ts';
import { SegmentsApi } from '../segments/testing/segments-api.ts';
import { CampaignsApi } from './testing/campaigns-api.ts';
import { EventStream } from './testing/event-stream.ts';

const CUSTOMERS = 60;
const STREAMS_MAX = 4;
const STREAM_MS = 2_500;

const { databaseUrl } = testServers();
let herald: RunningHerald;
let api: CampaignsApi;
let segmentId: string;

beforeAll(async () => {
  // Messages are under way for some seconds.
  const slow = { MOCK_VENDOR_MIN_DELAY_MS: '200', MOCK_VENDOR_MAX_DELAY_MS: '2500', MOCK_VENDOR_FAILURE_RATE: '0.2' };
  herald = await startTestHerald({ api: { ...slow, EVENT_STREAMS_MAX: '100' } });
  api = new CampaignsApi(herald.url);
});
beforeEach(async () => {
  await query(
    databaseUrl,
    'INSERT INTO "Customer" (id, "writtenBy", "writtenFields") SELECT id, id, 0 FROM unnest($1::uuid[]) AS c(id)',
    [Array.from({ length: CUSTOMERS }, newId)],
  );
  segmentId = (await new SegmentsApi(herald.url).create('Everyone', all(ask('visits', '>=', 0)))).id;
});
afterEach(() => emptyDatabase(databaseUrl));
afterAll(() => herald.stop());

const createDraft = () => api.create({ name: 'Diwali', messageTemplate: 'Hi', segmentId, draft: true });
const open = (id: string, headers: Record<string, string> = TEST_AUTHORIZATION, url = herald.url) =>
  EventStream.open(`${url}/api/campaigns/${id}/events`, headers);
const progressOf = ({ events }: EventStream): CampaignProgress[] =>
  events.filter(({ name }) => name === 'progress').map(({ data }) => campaignProgressSchema.parse(data));

describe('GET /api/campaigns/:id/events', () => {
  it('tells how a campaign goes on, from its draft to its end', async () => {
    const { id } = await createDraft();
    const many = await Promise.all(Array.from({ length: 8 }, () => open(id)));
    const [stream] = many;
    await eventually(async () => expect(stream!.events).toHaveLength(1));
    await api.do(id, 'launch');
    await Promise.all(many.map(({ over }) => over));

    const told = progressOf(stream!);
    expect(told[0]).toMatchObject({ id, status: 'DRAFT', summary: { total: 0, open: 0 } });
    expect(told.length).toBeGreaterThan(2);
    const ended = told.map(({ summary }) => summary.total - summary.open);
    expect(ended).toEqual(ended.toSorted((a, b) => a - b));
    const final = told.at(-1)!;
    expect(final).toMatchObject({ status: 'COMPLETED', completedAt: expect.any(String), summary: { open: 0 } });
    expect(final.sentCount + final.failedCount).toBe(CUSTOMERS);
    expect(stream!.events.map(({ name }) => name)).toEqual([...told.map(() => 'progress'), 'end']);
    for (const each of many) expect(progressOf(each).at(-1)).toEqual(final);

    // At most about one each second.
    const spanMs = stream!.events.at(-1)!.atMs - stream!.events[0]!.atMs;
    expect(told.length).toBeLessThanOrEqual(spanMs / 1_000 + 2);
    const found = await api.find(id);
    expect({ ...found, sealedAt: null }).toMatchObject({ ...final, sealedAt: null });
  });

  it('is said to be no page to be kept, and to be sent on as it comes', async () => {
    const stream = await open((await createDraft()).id);
    const headers = Object.fromEntries(stream.response.headers);
    expect([stream.response.status, headers]).toMatchObject([
      200,
      {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store, no-transform',
        'x-accel-buffering': 'no',
        connection: 'close',
      },
    ]);
    expect(headers['content-disposition']).toBeUndefined();
    await eventually(async () => expect(stream.others).toEqual(['retry: 1000']));
    await stream.leave();
  });

  it('is for whoever may read reports', async () => {
    const { id } = await createDraft();
    const readers = [await memberHeaders(herald.url, 'analyst'), await keyHeaders(['campaigns'], 'live')];
    for (const headers of readers) {
      const stream = await open(id, headers);
      await eventually(async () => expect(progressOf(stream)).toHaveLength(1));
      await stream.leave();
    }
    expect((await open(id, {})).response.status).toBe(401);
    expect((await open(id, await keyHeaders(['ingest'], 'live'))).response.status).toBe(403);
  });

  it('refuses what it does not know', async () => {
    for (const [path, status] of [
      [`${newId()}/events`, 404],
      ['17/events', 400],
      [`${newId()}/events?since=1`, 400],
    ] as const) {
      const response = await fetch(`${herald.url}/api/campaigns/${path}`, { headers: TEST_AUTHORIZATION });
      expect([path, response.status, problemSchema.parse(await response.json()).status]).toEqual([
        path,
        status,
        status,
      ]);
    }
  });

  it('of a campaign that is over tells that, and ends', async () => {
    const { id } = await createDraft();
    await api.do(id, 'cancel');
    const stream = await open(id);
    await stream.over;
    expect(stream.events.map(({ name }) => name)).toEqual(['progress', 'end']);
  });

  it('keeps no connection and no transaction of the database', async () => {
    const { id } = await createDraft();
    const many = await Promise.all(Array.from({ length: 8 }, () => open(id)));
    const busy = await query(
      databaseUrl,
      `SELECT application_name, state FROM pg_stat_activity
       WHERE datname = current_database() AND starts_with(application_name, 'herald-api') AND state LIKE 'idle in%'`,
    );
    expect(busy).toEqual([]);
    for (const stream of many) await stream.leave();
  });

  it('answers HEAD with its head alone', async () => {
    const { id } = await createDraft();
    const response = await fetch(`${herald.url}/api/campaigns/${id}/events`, {
      method: 'HEAD',
      headers: TEST_AUTHORIZATION,
    });
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
    expect(await response.text()).toBe('');
  });
});

describe('a stream', () => {
  let small: RunningHerald;
  beforeEach(async () => {
    small = await startTestApi({ EVENT_STREAMS_MAX: String(STREAMS_MAX), EVENT_STREAM_MS: String(STREAM_MS) });
  });
  afterEach(() => small.stop());

  it('beyond as many as there may be is refused, until one of them was left', async () => {
    const { id } = await createDraft();
    const streams = await Promise.all(Array.from({ length: STREAMS_MAX }, () => open(id, undefined, small.url)));
    const { response } = await open(id, undefined, small.url);
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
    await streams[0]!.leave();
    await eventually(async () => {
      const next = await open(id, undefined, small.url);
      expect(next.response.status).toBe(200);
      streams.push(next);
    });
    for (const stream of streams) await stream.leave();
  });

  it('of a member who was removed ends soon, and another is refused', async () => {
    const { id } = await createDraft();
    const headers = await memberHeaders(small.url, 'analyst');
    const [stream, startedAtMs] = [await open(id, headers, small.url), performance.now()];
    const members = await query<{ id: string }>(databaseUrl, `SELECT id FROM "Member" ORDER BY id DESC LIMIT 1`);
    await query(databaseUrl, 'DELETE FROM "Member" WHERE id = $1', [members[0]?.id]);
    await stream.over;
    expect(performance.now() - startedAtMs).toBeLessThan(STREAM_MS + 1_500);
    // So that the browser comes back, and is told.
    expect(stream.events.map(({ name }) => name)).toEqual(['progress']);
    expect((await open(id, headers, small.url)).response.status).toBe(401);
  });

  it('ends at once when the process does', async () => {
    const { id } = await createDraft();
    const stream = await open(id, undefined, small.url);
    await eventually(async () => expect(stream.events).toHaveLength(1));
    const startedAtMs = performance.now();
    await Promise.all([small.stop(), stream.over]);
    expect(performance.now() - startedAtMs).toBeLessThan(2_000);
    small = { url: '', stop: async () => {} };
  });
});
