import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CAMPAIGN_STATUSES, newId, problemSchema } from '@herald/shared';
import type { CampaignStatus } from '@herald/shared';
import type { Response } from 'supertest';

import { emptyDatabase, query } from '../../../../scripts/testing/fixtures/database.ts';
import { expectAllBooksToBalance } from '../../../../scripts/testing/fixtures/expect-books-to-balance.ts';
import { meetBehind } from '../../../../scripts/testing/fixtures/held-transaction.ts';
import { startTestApi } from '../../../../scripts/testing/fixtures/herald.ts';
import type { RunningHerald } from '../../../../scripts/testing/fixtures/herald.ts';
import { LaunchedCampaign } from '../../../../scripts/testing/fixtures/launched-campaign.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { ask } from '../segments/testing/example-segments.ts';
import { refusalOf, SegmentsApi } from '../segments/testing/segments-api.ts';
import { writeCampaignIn } from './testing/campaign-in.ts';
import { CampaignsApi, detailOf } from './testing/campaigns-api.ts';

const EVERYONE = { combinator: 'and' as const, rules: [ask('visits', '>=', 0)] };
const NOBODY = { combinator: 'and' as const, rules: [ask('visits', '>', 99)] };
const CUSTOMERS = 3;

const { databaseUrl } = testServers();
let herald: RunningHerald;
let api: CampaignsApi;
let segments: SegmentsApi;
let segmentId: string;

beforeAll(async () => {
  herald = await startTestApi();
  api = new CampaignsApi(herald.url);
  segments = new SegmentsApi(herald.url);
});
beforeEach(async () => {
  await query(
    databaseUrl,
    'INSERT INTO "Customer" (id, "writtenBy", "writtenFields") SELECT id, id, 0 FROM unnest($1::uuid[]) AS c(id)',
    [Array.from({ length: CUSTOMERS }, newId)],
  );
  segmentId = (await segments.create('Everyone', EVERYONE)).id;
});
afterEach(async () => {
  await expectAllBooksToBalance(databaseUrl);
  await emptyDatabase(databaseUrl);
});
afterAll(() => herald.stop());

const create = (change: object = {}) =>
  api.create({ name: 'Diwali', messageTemplate: 'Hi', segmentId, draft: true, ...change });
const errorsOf = (response: Response) => problemSchema.parse(response.body).errors;

const campaignIn = (status: CampaignStatus) => writeCampaignIn(status, { api, databaseUrl, segmentId });

describe('a draft', () => {
  it.each(['', '  ', 'Hi {nmae}', '{{ name', '{% if name %}'])('may have the template %j', async (messageTemplate) => {
    expect(await create({ messageTemplate })).toMatchObject({ status: 'DRAFT', messageTemplate, revision: 0 });
  });

  it('is the only campaign that may', async () => {
    for (const messageTemplate of ['', '  ', 'Hi {nmae}']) {
      const response = await api.post('/api/campaigns', { name: 'x', messageTemplate, segmentId });
      expect(refusalOf(response)).toEqual([400, 'invalid_input', 'messageTemplate']);
    }
    expect(await api.list('')).toEqual([]);
  });
});

describe('PATCH /api/campaigns/:id', () => {
  it('changes what is given, and tells the next revision', async () => {
    const other = await segments.create('Nobody', NOBODY, 'dynamic');
    const draft = await create({ reachBy: 'email' });
    const first = await api.change(draft.id, {
      revision: 0,
      name: ' Holi ',
      messageTemplate: 'Hi {nmae',
      reachBy: null,
    });
    const changed = { name: 'Holi', messageTemplate: 'Hi {nmae', reachBy: null };
    expect(first).toEqual({ ...draft, ...changed, revision: 1, updatedAt: expect.any(String) });
    expect(first.updatedAt > draft.updatedAt).toBe(true);

    const second = await api.change(draft.id, {
      revision: 1,
      segmentId: other.id,
      holdoutPercent: 25,
      reachBy: 'phone',
    });
    expect(second).toMatchObject({
      ...changed,
      segmentId: other.id,
      segmentName: 'Nobody',
      audienceSize: 0,
      holdoutPercent: 25,
      reachBy: 'phone',
      revision: 2,
    });
    expect(await api.find(draft.id)).toMatchObject({ ...second, updatedAt: expect.any(String) });
  });

  it('with nothing to change keeps everything but the revision', async () => {
    const draft = await create({ holdoutPercent: 10, reachBy: 'email', messageTemplate: '' });
    const { updatedAt: _before, ...kept } = draft;
    expect(await api.change(draft.id, { revision: 0 })).toMatchObject({ ...kept, revision: 1 });
  });

  it('is refused when somebody has changed the draft since, and says so at its revision', async () => {
    const { id } = await create();
    await api.change(id, { revision: 0, name: 'Holi' });
    for (const revision of [0, 2]) {
      const response = await api.patch(id, { revision, name: 'Onam' });
      expect(refusalOf(response)).toEqual([409, 'conflict', 'revision']);
      expect(detailOf(response)).toBe(
        `the campaign "Holi" was changed meanwhile: your revision is ${revision}, and the campaign is at 1`,
      );
    }
    expect(await api.find(id)).toMatchObject({ name: 'Holi', revision: 1 });
  });

  it.each(CAMPAIGN_STATUSES.filter((status) => status !== 'DRAFT'))(
    'is refused for a campaign that is %s, and does not blame the revision',
    async (status) => {
      const id = await campaignIn(status);
      const response = await api.patch(id, { revision: 0, name: 'Onam' });
      expect(refusalOf(response)).toEqual([409, 'conflict']);
      expect(detailOf(response)).toBe(`the campaign "Diwali" is ${status}: only a draft can be changed`);
      expect(await api.find(id)).toMatchObject({ name: 'Diwali', revision: 0 });
    },
  );

  it('answers 404 when there is no such campaign, and when there is no such segment', async () => {
    const { id } = await create();
    const unknown = newId();
    expect(refusalOf(await api.patch(newId(), { revision: 0 }))).toEqual([404, 'not_found']);
    const response = await api.patch(id, { revision: 0, name: 'Holi', segmentId: unknown });
    expect(errorsOf(response)).toEqual([{ path: 'segmentId', message: `there is no segment ${unknown}` }]);
    expect(await api.find(id)).toMatchObject({ name: 'Diwali', segmentId, revision: 0 });
  });

  it('names every bad field', async () => {
    const { id } = await create();
    const bad = { name: '', messageTemplate: 1, segmentId: '17', holdoutPercent: 91, reachBy: 'post', status: 'SENT' };
    const response = await api.patch(id, bad);
    expect(response.status).toBe(400);
    expect(errorsOf(response)?.map(({ path }) => path)).toEqual([
      'name',
      'messageTemplate',
      'segmentId',
      'holdoutPercent',
      'reachBy',
      'revision',
      'status',
    ]);
    expect(refusalOf(await api.patch('17', { revision: 0 }))).toEqual([400, 'invalid_input', 'id']);
  });

  it('of two tabs at once is done for one of them', async () => {
    const { id } = await create();
    const answers: Response[] = [];
    const lock = { text: 'SELECT 1 FROM "Campaign" WHERE id = $1 FOR UPDATE', values: [id] };
    await meetBehind(
      databaseUrl,
      lock,
      ['Holi', 'Onam'].map((name) => async () => void answers.push(await api.patch(id, { revision: 0, name }))),
    );
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    expect(await api.find(id)).toMatchObject({ revision: 1 });
  });

  it('that meets a launch: what was launched is what was checked', async () => {
    for (const order of ['launch first', 'change first']) {
      const { id } = await create();
      const answers: { launched?: Response; changed?: Response } = {};
      const launch = async () => void (answers.launched = await api.ask(id, 'launch'));
      const change = async () =>
        void (answers.changed = await api.patch(id, { revision: 0, messageTemplate: 'Hi {nmae' }));
      const lock = { text: 'SELECT 1 FROM "Campaign" WHERE id = $1 FOR UPDATE', values: [id] };
      await meetBehind(databaseUrl, lock, order === 'launch first' ? [launch, change] : [change, launch]);
      const { launched, changed } = answers;
      expect(new Set([launched?.status, changed?.status])).toEqual(new Set([200, 409]));
      const isLaunched = launched?.status === 200;
      expect(await api.find(id)).toMatchObject(
        isLaunched ? { status: 'PROCESSING', messageTemplate: 'Hi' } : { status: 'DRAFT', messageTemplate: 'Hi {nmae' },
      );
      const refused = isLaunched ? changed : launched;
      expect(detailOf(refused!)).toMatch(isLaunched ? /only a draft can be changed$/ : /was changed meanwhile/);
    }
  });
});

describe('DELETE /api/campaigns/:id', () => {
  it('deletes a draft, once', async () => {
    const draft = await create();
    const response = await api.delete(draft.id);
    expect([response.status, response.body]).toEqual([200, draft]);
    expect((await api.delete(draft.id)).status).toBe(404);
    expect(await api.list('')).toEqual([]);
    expect((await segments.delete(segmentId)).status).toBe(200);
  });

  it.each(CAMPAIGN_STATUSES.filter((status) => status !== 'DRAFT'))(
    'is refused for a campaign that is %s',
    async (status) => {
      const id = await campaignIn(status);
      const response = await api.delete(id);
      expect(response.status).toBe(409);
      expect(detailOf(response)).toBe(`the campaign "Diwali" is ${status}: only a draft can be deleted`);
      expect((await api.find(id)).id).toBe(id);
    },
  );

  it('is refused for a draft that rules name, which would not be understood without it', async () => {
    const { id } = await create();
    await segments.create('Not asked', { combinator: 'and', rules: [ask('campaign', 'didNotReceive', id)] });
    const response = await api.delete(id);
    expect(response.status).toBe(409);
    expect(detailOf(response)).toBe('"Diwali" is named in the rules of the segment "Not asked"');
  });

  it('answers 404 for an unknown id and 400 for what is none', async () => {
    expect((await api.delete(newId())).status).toBe(404);
    expect(refusalOf(await api.delete('17'))).toEqual([400, 'invalid_input', 'id']);
  });

  it('and a launch that meet: one of them is refused', async () => {
    const { id } = await create();
    let [launched, deleted]: (number | undefined)[] = [];
    const lock = { text: 'SELECT 1 FROM "Campaign" WHERE id = $1 FOR UPDATE', values: [id] };
    await meetBehind(databaseUrl, lock, [
      async () => void (deleted = (await api.delete(id)).status),
      async () => void (launched = (await api.ask(id, 'launch')).status),
    ]);
    expect([
      [200, 404],
      [409, 200],
    ]).toContainEqual([deleted, launched]);
  });
});

describe('POST /api/campaigns/:id/duplicate', () => {
  it.each(CAMPAIGN_STATUSES)('makes a draft of a campaign that is %s', async (status) => {
    const id = await campaignIn(status);
    await query(
      databaseUrl,
      `UPDATE "Campaign" SET "messageTemplate" = 'Hi {nmae', "holdoutPercent" = 5, "reachBy" = 'PHONE', revision = 7
       WHERE id = $1`,
      [id],
    );
    const copy = await api.duplicate(id);
    expect(copy).toMatchObject({
      name: 'Diwali (copy)',
      messageTemplate: 'Hi {nmae',
      segmentId: (await api.find(id)).segmentId,
      holdoutPercent: 5,
      reachBy: 'phone',
      status: 'DRAFT',
      revision: 0,
      launchedAt: null,
    });
    expect(copy.id).not.toBe(id);
    expect((await api.duplicate(id)).id).not.toBe(copy.id);
  });

  it('of a campaign that was launched takes no rows and no counters along', async () => {
    const { id } = await LaunchedCampaign.write(databaseUrl, ['SENT', 'FAILED']);
    const copy = await api.duplicate(id);
    expect(copy).toMatchObject({ status: 'DRAFT', sentCount: 0, failedCount: 0, audienceSize: 2 });
    expect((await api.find(copy.id)).rows).toEqual([]);
  });

  it.each([
    ['x'.repeat(200), `${'x'.repeat(193)} (copy)`],
    [`${'x'.repeat(192)}😀yyyyyy`, `${'x'.repeat(192)} (copy)`],
  ])('cuts a long name: %s', async (name, expected) => {
    const { id } = await create({ name });
    expect((await api.duplicate(id)).name).toBe(expected);
  });

  it('answers 404 for an unknown id and 400 for what is none', async () => {
    expect((await api.post(`/api/campaigns/${newId()}/duplicate`)).status).toBe(404);
    expect(refusalOf(await api.post('/api/campaigns/17/duplicate'))).toEqual([400, 'invalid_input', 'id']);
  });
});

describe('a launch of a draft', () => {
  const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString();

  it.each([
    ['', 'must not be empty'],
    ['Hi\n {nmae}', 'unknown variable "nmae" at line 2, column 2'],
  ])('with the template %j is refused, now and at a time', async (messageTemplate, message) => {
    const { id } = await create({ messageTemplate });
    for (const body of [{}, { scheduledAt: tomorrow() }]) {
      const response = await api.ask(id, 'launch', body);
      expect(response.status).toBe(400);
      expect(errorsOf(response)).toEqual([{ path: 'messageTemplate', message: expect.stringContaining(message) }]);
    }
    expect(await api.find(id)).toMatchObject({ status: 'DRAFT' });
  });

  it('as it was at a revision is refused when somebody has changed it since, now and at a time', async () => {
    const { id } = await create();
    await api.change(id, { revision: 0, name: 'Holi' });
    for (const body of [{ revision: 0 }, { revision: 0, scheduledAt: tomorrow() }]) {
      expect(refusalOf(await api.ask(id, 'launch', body))).toEqual([409, 'conflict', 'revision']);
    }
    expect(await api.do(id, 'launch', { revision: 1 })).toMatchObject({ status: 'PROCESSING', name: 'Holi' });
  });
});

describe('the list of campaigns', () => {
  beforeEach(async () => {
    for (const name of ['Diwali sale', 'Grüße', '100 % off', '100 x off']) await create({ name });
    await api.do((await create({ name: 'DIWALI again' })).id, 'launch');
  });

  it.each<[string, string[]]>([
    ['?search=diwali', ['DIWALI again', 'Diwali sale']],
    ['?search=SALE', ['Diwali sale']],
    ['?search=gr%C3%BCSSE', ['Grüße']],
    ['?search=100%20%25', ['100 % off']],
    ['?search=nothing', []],
    ['?status=PROCESSING', ['DIWALI again']],
    ['?status=DRAFT&search=diwali', ['Diwali sale']],
    ['?search=', ['DIWALI again', '100 x off', '100 % off', 'Grüße', 'Diwali sale']],
  ])('with %s has %j', async (search, names) => {
    for (const path of ['/api/campaigns', '/api/campaigns/history']) {
      expect((await api.list(search, path)).map(({ name }) => name)).toEqual(names);
    }
  });

  it('finds a draft by its new name, and keeps the search in the address of the next page', async () => {
    const [draft] = await api.list('?search=sale');
    await api.change(draft!.id, { revision: 0, name: 'Holi sale' });
    expect(await api.list('?search=diwali%20sale')).toEqual([]);
    const response = await api.get('/api/campaigns?search=off&status=DRAFT&limit=1');
    expect(response.headers['link']).toMatch(/^<\/api\/campaigns\?search=off&status=DRAFT&limit=1&cursor=[\w-]+>/);
  });

  it.each([
    ['?status=LOST', 'status'],
    [`?search=${'x'.repeat(201)}`, 'search'],
    ['?search=%00', 'search'],
    ['?sort=name', 'sort'],
  ])('refuses %s', async (search, path) => {
    expect(refusalOf(await api.get(`/api/campaigns${search}`))).toEqual([400, 'invalid_input', path]);
  });
});
