import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  acceptedOutputSchema,
  ingestionListedSchema,
  ingestionOutputSchema,
  MAX_ROWS_PER_CALL,
  newId,
  problemSchema,
  ROWS_PER_CHUNK,
} from '@herald/shared';
import type { IngestionListed, IngestionOutput } from '@herald/shared';
import { z } from 'zod';

import { emptyDatabase, query } from '../../../../scripts/testing/fixtures/database.ts';
import { eventually } from '../../../../scripts/testing/fixtures/eventually.ts';
import { startTestApi, startTestWorker } from '../../../../scripts/testing/fixtures/herald.ts';
import type { RunningHerald } from '../../../../scripts/testing/fixtures/herald.ts';
import { followPages } from '../../../../scripts/testing/fixtures/pages.ts';
import { request } from '../../../../scripts/testing/fixtures/request.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';

const { databaseUrl } = testServers();
let herald: RunningHerald;

beforeAll(async () => {
  herald = await startTestApi();
});
afterEach(() => emptyDatabase(databaseUrl));
afterAll(() => herald.stop());

const post = (path: string, body: object) => request(herald.url).post(path).send(body);
const user = (number: number): object => ({ externalId: `c-${number}`, email: `c${number}@example.com` });
const order = (number: number): object => ({
  externalId: `o-${number}`,
  customerExternalId: `c-${number}`,
  amount: 1.5,
  orderedAt: '2026-11-22',
});
const many = (count: number, make: (number: number) => object) =>
  Array.from({ length: count }, (_, number) => make(number));

async function accept(path: string, rows: object[]): Promise<string> {
  const response = await post(path, rows);
  expect(response.status).toBe(202);
  return acceptedOutputSchema.parse(response.body).ingestionId;
}

async function readIngestion(id: string): Promise<IngestionOutput> {
  const response = await request(herald.url).get(`/api/ingestions/${id}`);
  expect(response.status).toBe(200);
  return ingestionOutputSchema.parse(response.body);
}

/** Waits until the worker has settled every row. */
function settled(id: string): Promise<IngestionOutput> {
  return eventually(async () => {
    const ingestion = await readIngestion(id);
    expect(ingestion.state).toBe('COMPLETED');
    return ingestion;
  });
}

const countRows = () =>
  query(
    databaseUrl,
    `SELECT (SELECT count(*) FROM "Ingestion")::int AS ingestions, (SELECT count(*) FROM "IngestionChunk")::int AS chunks`,
  );

describe.each([
  ['/api/user', user, 'CUSTOMERS'],
  ['/api/order', order, 'ORDERS'],
] as const)('POST %s', (path, row, kind) => {
  it('stores the batch as it came, in chunks, before it answers 202', async () => {
    const rows = many(ROWS_PER_CHUNK + 1, row);
    const response = await post(path, rows);
    expect(response.status).toBe(202);
    expect(response.body).toEqual({ ingestionId: expect.any(String), received: rows.length });

    const chunks = await query<{ kind: string; rows: [number, object][] }>(
      databaseUrl,
      'SELECT kind::text, rows FROM "IngestionChunk" ORDER BY id',
    );
    expect(chunks.map((chunk) => [chunk.kind, chunk.rows.length])).toEqual([
      [kind, ROWS_PER_CHUNK],
      [kind, 1],
    ]);
    expect(chunks.flatMap((chunk) => chunk.rows)).toEqual(rows.map((sent, index) => [index, sent]));
  });

  it('takes the most rows that a call may have, and refuses one more with the limit in words', async () => {
    const most = await post(path, many(MAX_ROWS_PER_CALL, row));
    expect(most.status).toBe(202);
    const tooMany = await post(path, many(MAX_ROWS_PER_CALL + 1, row));
    expect(tooMany.status).toBe(413);
    expect(problemSchema.parse(tooMany.body).detail).toBe('a call takes at most 10000 rows, this one has 10001');
    expect(await countRows()).toEqual([{ ingestions: 1, chunks: 10 }]);
  });

  it('refuses more than 10 MB with the limit in words', async () => {
    const response = await post(path, [{ ...row(1), name: 'x'.repeat(10 * 1024 * 1024) }]);
    expect(response.status).toBe(413);
    expect(problemSchema.parse(response.body)).toMatchObject({
      code: 'too_large',
      detail: 'a call takes at most 10 MB',
    });
  });

  it('refuses the whole call for one bad field, and names every bad field by its path', async () => {
    const response = await post(path, [row(1), { ...row(2), colour: 'red' }, { ...row(3), externalId: 5 }]);
    expect(response.status).toBe(400);
    expect(problemSchema.parse(response.body)).toMatchObject({
      code: 'invalid_input',
      errors: [
        { path: '1.colour', message: 'unknown field' },
        { path: '2.externalId', message: 'Invalid input: expected string, received number' },
      ],
    });
    expect(await countRows()).toEqual([{ ingestions: 0, chunks: 0 }]);
  });

  it('takes the same batch twice, as two ingestions', async () => {
    const ids = [await accept(path, [row(1)]), await accept(path, [row(1)])];
    expect(new Set(ids).size).toBe(2);
    expect(await countRows()).toEqual([{ ingestions: 2, chunks: 2 }]);
  });
});

it('names a bad field deep in a row as 3.address.city', async () => {
  const response = await post('/api/user', [user(0), user(1), user(2), { ...user(3), address: { city: 7 } }]);
  expect(problemSchema.parse(response.body).errors?.map(({ path }) => path)).toEqual(['3.address.city']);
});

describe('GET /api/ingestions/:id', () => {
  it('says what is not settled yet', async () => {
    const id = await accept('/api/user', [user(1)]);
    expect(await readIngestion(id)).toMatchObject({
      id,
      kind: 'CUSTOMERS',
      state: 'PENDING',
      received: 1,
      stored: 0,
      rejected: 0,
      completedAt: null,
    });
  });

  it('answers 404 for an unknown id and 400 for what is no id', async () => {
    const missing = await request(herald.url).get(`/api/ingestions/${newId()}`);
    expect([missing.status, problemSchema.parse(missing.body).code]).toEqual([404, 'not_found']);
    const bad = await request(herald.url).get('/api/ingestions/17');
    expect([bad.status, problemSchema.parse(bad.body).errors?.[0]?.path]).toEqual([400, 'id']);
  });
});

describe('GET /api/ingestions', () => {
  const listed = z.array(ingestionListedSchema.strict());
  async function list(search = ''): Promise<IngestionListed[]> {
    const response = await request(herald.url).get(`/api/ingestions${search}`);
    expect([response.status, response.body]).toEqual([200, response.body]);
    return listed.parse(response.body);
  }

  it('has nothing when nothing was sent', async () => {
    expect(await list()).toEqual([]);
  });

  it('has every batch, newest first, as it is itself without its rows', async () => {
    const first = await accept('/api/user', [user(1), user(2)]);
    const second = await accept('/api/order', [order(1)]);
    const { rejectedRows: _rows, ...itself } = await readIngestion(first);
    const batches = await list();
    expect(batches.map(({ id, kind, received }) => ({ id, kind, received }))).toEqual([
      { id: second, kind: 'ORDERS', received: 1 },
      { id: first, kind: 'CUSTOMERS', received: 2 },
    ]);
    expect(batches[1]).toEqual(itself);
  });

  it('can be narrowed down to a kind, and to batches with rejected rows', async () => {
    const users = await accept('/api/user', [user(1)]);
    const orders = await accept('/api/order', [order(1)]);
    const rejected = await accept('/api/order', [order(2)]);
    await query(databaseUrl, 'UPDATE "Ingestion" SET rejected = 1, "completedAt" = now() WHERE id = $1', [rejected]);
    const ids = async (search: string) => (await list(search)).map(({ id }) => id);
    expect(await ids('?kind=CUSTOMERS')).toEqual([users]);
    expect(await ids('?kind=ORDERS')).toEqual([rejected, orders]);
    expect(await ids('?rejected=true')).toEqual([rejected]);
    expect(await ids('?rejected=true&kind=CUSTOMERS')).toEqual([]);
    expect((await list('?rejected=true'))[0]).toMatchObject({ state: 'COMPLETED', rejected: 1 });
  });

  it('is paged without gaps or repetitions, with its filters', async () => {
    const ids: string[] = [];
    for (let number = 0; number < 5; number += 1) {
      ids.unshift(await accept('/api/user', [user(number)]));
      await accept('/api/order', [order(number)]);
    }
    const pages = await followPages('/api/ingestions?kind=CUSTOMERS&limit=2', async (path) => {
      const response = await request(herald.url).get(path);
      return { things: listed.parse(response.body).map(({ id }) => id), link: response.headers['link'] };
    });
    expect(pages).toEqual([ids.slice(0, 2), ids.slice(2, 4), ids.slice(4)]);
  });

  it.each(['kind=users', 'rejected=false', 'limit=0', 'cursor=x', 'search=x'])('refuses %s', async (search) => {
    const response = await request(herald.url).get(`/api/ingestions?${search}`);
    const problem = problemSchema.parse(response.body);
    expect([response.status, problem.errors?.[0]?.path]).toEqual([400, search.split('=')[0]]);
  });
});

describe('what was answered with 202 (I8)', () => {
  it('is stored or listed as rejected with its reason: received = stored + rejected', async () => {
    const worker = await startTestWorker(herald, { ORDER_CUSTOMER_WAIT_MS: '500' });
    try {
      const users = await accept('/api/user', [...many(30, user), { externalId: 'c-1', email: 'c2@example.com' }]);
      expect(await settled(users)).toMatchObject({
        received: 31,
        stored: 30,
        rejected: 1,
        rejectedRows: [
          {
            index: 30,
            reason: 'conflicting identity: externalId and email belong to different customers',
            row: { externalId: 'c-1', email: 'c2@example.com' },
          },
        ],
      });
      const orders = await accept('/api/order', [...many(30, order), order(77)]);
      expect(await settled(orders)).toMatchObject({
        received: 31,
        stored: 30,
        rejected: 1,
        rejectedRows: [{ index: 30, reason: expect.stringMatching(/^unknown customer/), row: order(77) }],
      });
      expect(await query(databaseUrl, 'SELECT count(*)::int FROM "IngestionChunk"')).toEqual([{ count: 0 }]);
    } finally {
      await worker.stop();
    }
  });

  it('pages its rejected rows without gaps or repetitions', async () => {
    const id = await accept('/api/user', [user(0)]);
    await query(
      databaseUrl,
      `INSERT INTO "RejectedRow" ("ingestionId", index, row, reason) SELECT $1, n * 3, '{}', 'because' FROM generate_series(0, 5) n`,
      [id],
    );
    await query(databaseUrl, 'UPDATE "Ingestion" SET rejected = 6 WHERE id = $1', [id]);
    const pages = await followPages(`/api/ingestions/${id}?limit=3`, async (path) => {
      const response = await request(herald.url).get(path);
      const { rejectedRows } = ingestionOutputSchema.parse(response.body);
      return { things: rejectedRows.map(({ index }) => index), link: response.headers['link'] };
    });
    expect(pages).toEqual([
      [0, 3, 6],
      [9, 12, 15],
    ]);
  });
});
