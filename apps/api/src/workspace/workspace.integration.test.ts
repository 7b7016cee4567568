import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  explainSegmentOutput,
  previewSegmentOutput,
  problemSchema,
  segmentFieldsOutput,
  workspaceOutput,
} from '@herald/shared';
import type { SegmentRules, WorkspaceOutput } from '@herald/shared';

import { emptyDatabase, query } from '../../../../scripts/testing/fixtures/database.ts';
import { startTestApi } from '../../../../scripts/testing/fixtures/herald.ts';
import type { RunningHerald } from '../../../../scripts/testing/fixtures/herald.ts';
import { IngestionWithoutQueue } from '../../../../scripts/testing/fixtures/ingestion-without-queue.ts';
import { asMember, asOwner, request, withNewKey } from '../../../../scripts/testing/fixtures/request.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';

const { databaseUrl } = testServers();
let herald: RunningHerald;
/** Another process, started with other settings. */
let other: RunningHerald;

beforeAll(async () => {
  herald = await startTestApi();
  other = await startTestApi({ TIME_ZONE: 'Asia/Kolkata', CURRENCY: 'EUR' });
});
afterEach(() => emptyDatabase(databaseUrl));
afterAll(async () => {
  await other.stop();
  await herald.stop();
});

async function read(url = herald.url): Promise<WorkspaceOutput> {
  const response = await request(url).get('/api/workspace');
  expect(response.status).toBe(200);
  return workspaceOutput.strict().parse(response.body);
}

async function change(changes: object): Promise<WorkspaceOutput> {
  const response = await (await asOwner(herald.url)).patch('/api/workspace').send(changes);
  expect([response.status, response.body]).toEqual([200, response.body]);
  return workspaceOutput.strict().parse(response.body);
}

describe('GET /api/workspace', () => {
  it('says what the process was started with, until somebody sets something', async () => {
    expect(await read()).toEqual({ name: 'Herald', timeZone: 'UTC', currency: 'INR', updatedAt: null });
    expect(await read(other.url)).toMatchObject({ timeZone: 'Asia/Kolkata', currency: 'EUR' });
  });

  it.each(['owner', 'marketer', 'analyst'] as const)('is for a member who is %s', async (role) => {
    expect((await (await asMember(herald.url, role)).get('/api/workspace')).status).toBe(200);
  });

  it('has no secret', async () => {
    await change({ name: 'Tea & Co' });
    const [row] = await query<{ key: string }>(databaseUrl, 'SELECT "tombstoneKey" AS key FROM "Workspace"');
    const { text } = await request(herald.url).get('/api/workspace');
    expect(text).not.toContain(row?.key);
  });
});

describe('PATCH /api/workspace', () => {
  it('changes what is given, for every process, and says when', async () => {
    expect(await change({ name: ' Tea & Co ' })).toEqual({
      name: 'Tea & Co',
      timeZone: 'UTC',
      currency: 'INR',
      updatedAt: expect.any(String),
    });
    const changed = await change({ timeZone: 'America/New_York', currency: 'USD' });
    expect(changed).toMatchObject({ name: 'Tea & Co', timeZone: 'America/New_York', currency: 'USD' });
    expect([await read(), await read(other.url)]).toEqual([changed, changed]);
  });

  it('leaves to each process what nobody has set', async () => {
    await change({ currency: 'USD' });
    expect(await read(other.url)).toMatchObject({ timeZone: 'Asia/Kolkata', currency: 'USD' });
  });

  it.each([
    [{ timeZone: 'Mars/Olympus' }, 'timeZone'],
    [{ currency: 'rupees' }, 'currency'],
    [{ name: '  ' }, 'name'],
    [{ name: 'x'.repeat(101) }, 'name'],
    [{ tombstoneKey: 'x' }, 'tombstoneKey'],
    [{}, ''],
  ])('refuses %j', async (changes, path) => {
    const response = await (await asOwner(herald.url)).patch('/api/workspace').send(changes);
    const problem = problemSchema.parse(response.body);
    expect([response.status, problem.code, problem.errors?.[0]?.path]).toEqual([400, 'invalid_input', path]);
    expect(await read()).toMatchObject({ name: 'Herald', updatedAt: null });
  });

  it('is for owners, and for no key', async () => {
    const callers = [
      await asMember(herald.url, 'marketer'),
      await asMember(herald.url, 'analyst'),
      await withNewKey(herald.url, ['ingest', 'read', 'campaigns']),
    ];
    for (const caller of callers) {
      const response = await caller.patch('/api/workspace').send({ name: 'Mine' });
      expect([response.status, problemSchema.parse(response.body).code]).toEqual([403, 'forbidden']);
    }
    expect(await read()).toMatchObject({ name: 'Herald' });
  });

  it('is in the audit log', async () => {
    await change({ name: 'Tea & Co' });
    const log = await (await asOwner(herald.url)).get('/api/audit?action=workspace.update');
    expect(log.body).toEqual([
      expect.objectContaining({ actor: 'member', action: 'workspace.update', outcome: 'done' }),
    ]);
  });

  it('works where the row of the workspace was lost', async () => {
    await query(databaseUrl, 'DELETE FROM "Workspace"');
    expect(await read()).toEqual({ name: 'Herald', timeZone: 'UTC', currency: 'INR', updatedAt: null });
    expect(await change({ timeZone: 'Asia/Tokyo' })).toMatchObject({ name: 'Herald', timeZone: 'Asia/Tokyo' });
    expect(await read(other.url)).toMatchObject({ timeZone: 'Asia/Tokyo', currency: 'EUR' });
  });
});

describe('a change of the time zone', () => {
  /** 23 November in Kolkata already, 22 November in UTC. */
  const JUST_AFTER_MIDNIGHT = '2026-11-22T18:31:00Z';
  const onDay = (day: string): SegmentRules => ({
    combinator: 'and',
    rules: [{ field: 'createdAt', operator: 'on', value: day }],
  });

  async function writeCustomer(): Promise<string> {
    const ingestion = new IngestionWithoutQueue(databaseUrl);
    await ingestion.writeCustomers([{ externalId: 'c-1', createdAt: JUST_AFTER_MIDNIGHT }]);
    await ingestion.close();
    const [customer] = await query<{ id: string }>(databaseUrl, 'SELECT id FROM "Customer"');
    return customer?.id ?? '';
  }

  /** Whether the customer is in, as the database says, and as the evaluator does. */
  async function ask(day: string, customerId: string): Promise<[number, boolean]> {
    const rules = onDay(day);
    const preview = await request(herald.url).post('/api/segments/preview').send({ rules });
    const explained = await request(herald.url).post('/api/segments/explain').send({ rules, customerId });
    return [previewSegmentOutput.parse(preview.body).audienceSize, explainSegmentOutput.parse(explained.body).isTrue];
  }

  it('moves a customer over midnight with the very next question, in SQL and in memory', async () => {
    const id = await writeCustomer();
    expect([await ask('2026-11-22', id), await ask('2026-11-23', id)]).toEqual([
      [1, true],
      [0, false],
    ]);
    await change({ timeZone: 'Asia/Kolkata' });
    expect([await ask('2026-11-22', id), await ask('2026-11-23', id)]).toEqual([
      [0, false],
      [1, true],
    ]);
    await change({ timeZone: 'America/New_York' });
    expect(await ask('2026-11-22', id)).toEqual([1, true]);
  });

  it('is what a segment is frozen by from then on', async () => {
    await writeCustomer();
    await change({ timeZone: 'Asia/Kolkata' });
    const create = (rules: SegmentRules) => request(herald.url).post('/api/segments').send({ name: 'S', rules });
    expect((await create(onDay('2026-11-23'))).body).toMatchObject({ audienceSize: 1 });
    expect((await create(onDay('2026-11-22'))).body).toMatchObject({ audienceSize: 0 });
  });

  it('is told by the catalogue of fields, as the currency is, and by sentences', async () => {
    await change({ timeZone: 'Asia/Kolkata', currency: 'JPY' });
    const catalogue = await request(herald.url).get('/api/segments/fields');
    expect(segmentFieldsOutput.parse(catalogue.body)).toMatchObject({ timeZone: 'Asia/Kolkata', currency: 'JPY' });
    const rules = { combinator: 'and', rules: [{ field: 'totalSpend', operator: '>=', value: 1_000 }] };
    const preview = await request(herald.url).post('/api/segments/preview').send({ rules });
    expect(previewSegmentOutput.parse(preview.body).description).toContain('JPY');
  });
});
