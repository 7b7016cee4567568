import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { apiKeyOutput, campaignOutputSchema, newId, problemSchema, segmentOutputSchema } from '@herald/shared';
import type { Response } from 'supertest';

import { emptyDatabase, query } from '../../../../scripts/testing/fixtures/database.ts';
import { eventually } from '../../../../scripts/testing/fixtures/eventually.ts';
import { startTestApi } from '../../../../scripts/testing/fixtures/herald.ts';
import type { RunningHerald } from '../../../../scripts/testing/fixtures/herald.ts';
import { LaunchedCampaign } from '../../../../scripts/testing/fixtures/launched-campaign.ts';
import { asMember, asOwner, request, withNewKey } from '../../../../scripts/testing/fixtures/request.ts';
import { whileLocked } from '../../../../scripts/testing/fixtures/table-lock.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';

const { databaseUrl } = testServers();
const EVERYBODY = { combinator: 'and', rules: [{ field: 'visits', operator: '>=', value: 0 }] };
const CUSTOMERS = [{ externalId: 'c-1', name: 'Asha' }];
let api: RunningHerald;

beforeAll(async () => {
  // Whatever waits for a lock is given up soon.
  api = await startTestApi({ FREEZE_TIMEOUT_MS: '1000' });
});
afterEach(() => emptyDatabase(databaseUrl));
afterAll(() => api.stop());

type Caller = Pick<ReturnType<typeof request>, 'post'>;

/** A call that can be repeated; it is made when it is awaited, or when `then` is asked of it. */
const post = (path: string, body: object | undefined, key: string, caller: Caller = request(api.url)) =>
  caller.post(path).set('Idempotency-Key', key).send(body);
const count = async (table: string) =>
  (await query<{ count: number }>(databaseUrl, `SELECT count(*)::int FROM "${table}"`))[0]?.count;
/** Calls that hang behind a lock. */
async function expectWaiting(expected: number): Promise<void> {
  const waiting = await query(
    databaseUrl,
    `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  expect(waiting).toHaveLength(expected);
}

const isReplayed = (response: Response) => response.headers['idempotency-replayed'] === 'true';
const refusalOf = (response: Response) => [response.status, problemSchema.parse(response.body).code];

describe('the same call with the same key', () => {
  let underWay: Promise<Response> | undefined;

  it('is carried out once, and answered with the first answer', async () => {
    const first = await post('/api/user', CUSTOMERS, 'k-1');
    const second = await post('/api/user', CUSTOMERS, 'k-1');
    expect([first.status, isReplayed(first)]).toEqual([202, false]);
    expect([second.status, second.body, isReplayed(second)]).toEqual([202, first.body, true]);
    expect(await count('Ingestion')).toBe(1);
  });

  it('is carried out once by a member as well', async () => {
    const member = await asMember(api.url, 'marketer');
    const body = { name: 'Everybody', rules: EVERYBODY };
    const first = await post('/api/segments', body, 'k-1', member);
    const second = await post('/api/segments', body, 'k-1', member);
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(segmentOutputSchema.parse(second.body)).toEqual(segmentOutputSchema.parse(first.body));
    expect(await count('Segment')).toBe(1);
  });

  it('is carried out once when many come together', async () => {
    const responses = await Promise.all(Array.from({ length: 12 }, () => post('/api/user', CUSTOMERS, 'k-1')));
    expect(await count('Ingestion')).toBe(1);
    const answered = responses.filter(({ status }) => status === 202);
    expect(answered.length).toBeGreaterThan(0);
    expect(new Set(answered.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(responses.filter(({ status }) => status !== 202).map(refusalOf)).toEqual(
      Array.from({ length: 12 - answered.length }, () => [409, 'conflict']),
    );
  });

  it('is refused with 409 while the first is under way, and answered once it is over', async () => {
    await whileLocked(databaseUrl, 'Ingestion', async () => {
      underWay = post('/api/user', CUSTOMERS, 'k-1').then((response) => response);
      // Before that the second could be the one that is carried out, and wait for the lock itself.
      await eventually(() => expectWaiting(1));
      const second = await post('/api/user', CUSTOMERS, 'k-1');
      expect([refusalOf(second), second.headers['retry-after']]).toEqual([[409, 'conflict'], '1']);
    });
    const answer = await underWay;
    const third = await post('/api/user', CUSTOMERS, 'k-1');
    expect([answer?.status, third.body, isReplayed(third)]).toEqual([202, answer?.body, true]);
    expect(await count('Ingestion')).toBe(1);
  });

  it('waits for nobody and keeps nobody waiting, however often it comes', async () => {
    const more = await startTestApi({ DATABASE_POOL_SIZE: '2' });
    try {
      await whileLocked(databaseUrl, 'Ingestion', async () => {
        underWay = post('/api/user', CUSTOMERS, 'k-1', request(more.url)).then((response) => response);
        await eventually(() => expectWaiting(1));
        const repeated = Array.from({ length: 12 }, () => post('/api/user', CUSTOMERS, 'k-1', request(more.url)));
        expect((await Promise.all(repeated)).map(refusalOf)).toEqual(repeated.map(() => [409, 'conflict']));
        expect((await request(more.url).get('/api/segments')).status).toBe(200);
      });
      expect((await underWay)?.status).toBe(202);
    } finally {
      await more.stop();
    }
  });

  it('is refused with the first refusal, too', async () => {
    const draft = await draftCampaign();
    const path = `/api/campaigns/${draft}/pause`;
    const first = await post(path, undefined, 'k-1');
    await request(api.url).post(`/api/campaigns/${draft}/launch`);
    const second = await post(path, undefined, 'k-1');
    expect(refusalOf(first)).toEqual([409, 'conflict']);
    expect([second.status, second.body, isReplayed(second)]).toEqual([409, first.body, true]);
    expect(second.headers['content-type']).toContain('application/problem+json');
    expect((await post(path, undefined, 'k-2')).status).toBe(200);
  });

  it('is carried out anew after 24 hours', async () => {
    const first = await post('/api/user', CUSTOMERS, 'k-1');
    await query(databaseUrl, `UPDATE "IdempotencyRecord" SET "createdAt" = now() - interval '24 hours 1 second'`);
    const second = await post('/api/user', CUSTOMERS, 'k-1');
    expect([second.status, isReplayed(second)]).toEqual([202, false]);
    expect(second.body).not.toEqual(first.body);
    expect(await count('Ingestion')).toBe(2);
  });

  it('answers a question once, of the state in which it was put first', async () => {
    const first = await post('/api/segments/preview', { rules: EVERYBODY }, 'k-1');
    expect(first.body).toMatchObject({ audienceSize: 0 });
    await query(
      databaseUrl,
      `INSERT INTO "Customer" (id, "writtenBy", "writtenFields") VALUES (gen_random_uuid(), gen_random_uuid(), 0)`,
    );
    const second = await post('/api/segments/preview', { rules: EVERYBODY }, 'k-1');
    expect([second.body, isReplayed(second)]).toEqual([first.body, true]);
  });
});

describe('a question with a key', () => {
  it('takes no connection that others need, nor does a dry run', async () => {
    const few = await startTestApi({ DATABASE_POOL_SIZE: '2', PREVIEW_POOL_SIZE: '1' });
    try {
      const saved = await request(few.url).post('/api/segments').send({ name: 'Everybody', rules: EVERYBODY });
      const { id } = segmentOutputSchema.parse(saved.body);
      let asked: Promise<Response[]> | undefined;
      await whileLocked(databaseUrl, 'Customer', async () => {
        const rules = { ...EVERYBODY, combinator: 'or' };
        asked = Promise.all([
          ...[1, 2, 3].map((n) => post('/api/segments/preview', { rules: EVERYBODY }, `k-${n}`, request(few.url))),
          ...[1, 2, 3].map(() => request(few.url).patch(`/api/segments/${id}?dryRun=true`).send({ rules })),
        ]);
        await eventually(() => expectWaiting(1));
        const answers = await Promise.all(Array.from({ length: 6 }, () => request(few.url).get('/api/campaigns')));
        expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
      });
      expect((await asked)?.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
    } finally {
      await few.stop();
    }
  });

  it('keeps no refusal: another answer is possible every time', async () => {
    const impatient = await startTestApi({ PREVIEW_TIMEOUT_MS: '100' });
    try {
      const unknown = { combinator: 'and', rules: [{ field: 'segment', operator: 'isIn', value: newId() }] };
      expect(
        (await post('/api/segments/preview', { rules: unknown }, 'k-1', request(impatient.url))).status,
      ).toBeGreaterThan(399);
      const [record] = await query(databaseUrl, 'SELECT status FROM "IdempotencyRecord"');
      expect(record).toEqual({ status: null });
    } finally {
      await impatient.stop();
    }
  });
});

describe('what works in pages', () => {
  it('gets on with every call, also under one key, and is told of when it breaks off', async () => {
    const { id } = await LaunchedCampaign.write(
      databaseUrl,
      Array.from({ length: 3 }, () => 'FAILED' as const),
    );
    const slow = await whileLocked(databaseUrl, 'CommunicationLog', () =>
      post(`/api/campaigns/${id}/retry-failed`, {}, 'k-1').then((response) => response),
    );
    expect(refusalOf(slow)).toEqual([503, 'timed_out']);
    const again = await post(`/api/campaigns/${id}/retry-failed`, {}, 'k-1');
    expect([again.status, again.body]).toEqual([200, expect.objectContaining({ reopened: 3 })]);
    const repeated = await post(`/api/campaigns/${id}/retry-failed`, {}, 'k-1');
    expect([repeated.body, isReplayed(repeated)]).toEqual([again.body, true]);
    expect(await query(databaseUrl, 'SELECT action, outcome, reason FROM "AuditEvent" ORDER BY id')).toEqual([
      { action: 'campaign.retry', outcome: 'DONE', reason: 'timed_out' },
      { action: 'campaign.retry', outcome: 'DONE', reason: null },
    ]);
  });
});

describe('what is done to a session', () => {
  it('is done each time: signing out with a key that was used signs out', async () => {
    const first = await asOwner(api.url);
    const second = await asMember(api.url, 'owner');
    for (const member of [first, second]) {
      expect((await member.post('/auth/logout').set('Idempotency-Key', 'k-1')).status).toBe(200);
      expect((await member.get('/api/me')).status).toBe(401);
    }
    expect(await count('IdempotencyRecord')).toBe(0);
  });
});

describe('another call', () => {
  it('is refused with 422 under a key that was used', async () => {
    await post('/api/user', CUSTOMERS, 'k-1');
    const other = await post('/api/user', [{ externalId: 'c-2' }], 'k-1');
    expect(refusalOf(other)).toEqual([422, 'idempotency_mismatch']);
    const elsewhere = await draftCampaign();
    await post(`/api/campaigns/${elsewhere}/launch`, {}, 'k-1');
    const another = await draftCampaign();
    expect(refusalOf(await post(`/api/campaigns/${another}/launch`, {}, 'k-1'))).toEqual([422, 'idempotency_mismatch']);
    expect(await count('Ingestion')).toBe(1);
  });

  it('has keys of its own: of another operation, and of another caller', async () => {
    const other = await withNewKey(api.url, ['ingest']);
    const member = await asOwner(api.url);
    const responses = [
      await post('/api/user', CUSTOMERS, 'k-1'),
      await post(
        '/api/order',
        [{ externalId: 'o', customerExternalId: 'c', amount: 1, orderedAt: '2026-11-01' }],
        'k-1',
      ),
      await post('/api/user', CUSTOMERS, 'k-1', other),
      await post('/api/user', CUSTOMERS, 'k-1', member),
    ];
    expect(responses.map((response) => [response.status, isReplayed(response)])).toEqual(
      responses.map(() => [202, false]),
    );
    expect(await count('Ingestion')).toBe(4);
  });
});

describe('what is not kept', () => {
  it('is what failed: it may be tried again', async () => {
    const body = { name: 'Everybody', rules: EVERYBODY };
    const failed = await whileLocked(databaseUrl, 'Segment', () =>
      post('/api/segments', body, 'k-1').then((response) => response),
    );
    expect(refusalOf(failed)).toEqual([503, 'timed_out']);
    const again = await post('/api/segments', body, 'k-1');
    expect([again.status, isReplayed(again)]).toEqual([201, false]);
  });

  it('is a call that the contract refuses: it may be mended under the same key', async () => {
    expect(refusalOf(await post('/api/user', [{ externalId: 5 }], 'k-1'))).toEqual([400, 'invalid_input']);
    expect((await post('/api/user', CUSTOMERS, 'k-1')).status).toBe(202);
  });

  it('is a secret: the repeated call gets the key that was made without its token', async () => {
    const owner = await asOwner(api.url);
    const body = { name: 'shop', scopes: ['ingest'], mode: 'live' };
    const first = await post('/api/keys', body, 'k-1', owner);
    const second = await post('/api/keys', body, 'k-1', owner);
    expect(first.body).toMatchObject({ token: expect.stringMatching(/^hrd_live_/) });
    expect(second.body).toEqual({ ...(first.body as object), token: null });
    expect(apiKeyOutput.parse(second.body).id).toBe(apiKeyOutput.parse(first.body).id);
    const [record] = await query(databaseUrl, 'SELECT row_to_json(r)::text AS text FROM "IdempotencyRecord" r');
    expect(JSON.stringify(record)).not.toContain('hrd_');
  });

  it.each([
    ['', 'no key at all'],
    ['x'.repeat(256), 'one character too many'],
    ['a b', 'a blank'],
  ])('is under a key that is none: %j (%s)', async (key) => {
    const response = await post('/api/user', CUSTOMERS, key);
    expect(refusalOf(response)).toEqual([400, 'invalid_input']);
    expect(problemSchema.parse(response.body).errors).toEqual([
      { path: 'idempotency-key', message: 'must be 1 to 255 visible ASCII characters' },
    ]);
    expect(await count('Ingestion')).toBe(0);
  });
});

describe('the answer and what was done', () => {
  const failOn = (table: string, event: string) => `
    CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$;
    CREATE TRIGGER fail BEFORE ${event} ON "${table}" FOR EACH ROW EXECUTE FUNCTION fail()`;

  afterEach(() => query(databaseUrl, 'DROP FUNCTION IF EXISTS fail CASCADE'));

  it.each([
    ['the answer cannot be kept', failOn('IdempotencyRecord', 'UPDATE')],
    ['the audit log cannot be written', failOn('AuditEvent', 'INSERT')],
  ])('are committed together or not at all: when %s nothing is done', async (_what, trigger) => {
    await query(databaseUrl, trigger);
    const response = await post('/api/segments', { name: 'Everybody', rules: EVERYBODY }, 'k-1');
    expect(response.status).toBe(500);
    expect([await count('Segment'), await count('AuditEvent')]).toEqual([0, 0]);
    await query(databaseUrl, 'DROP FUNCTION fail CASCADE');
    expect((await post('/api/segments', { name: 'Everybody', rules: EVERYBODY }, 'k-1')).status).toBe(201);
    expect([await count('Segment'), await count('AuditEvent')]).toEqual([1, 1]);
  });
});

async function draftCampaign(): Promise<string> {
  const segment = await request(api.url).post('/api/segments').send({ name: 'Everybody', rules: EVERYBODY });
  const { id: segmentId } = segmentOutputSchema.parse(segment.body);
  const input = { name: 'Hello', segmentId, messageTemplate: 'Hi', draft: true };
  return campaignOutputSchema.parse((await request(api.url).post('/api/campaigns').send(input)).body).id;
}
