import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CAMPAIGN_STATUSES, newId, problemSchema } from '@herald/shared';

import { emptyDatabase, query } from '../../../../scripts/testing/fixtures/database.ts';
import { startTestApi } from '../../../../scripts/testing/fixtures/herald.ts';
import type { RunningHerald } from '../../../../scripts/testing/fixtures/herald.ts';
import { asMember } from '../../../../scripts/testing/fixtures/request.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { all, ask } from '../segments/testing/example-segments.ts';
import { refusalOf, SegmentsApi } from '../segments/testing/segments-api.ts';
import { writeCampaignIn } from './testing/campaign-in.ts';
import { CampaignsApi } from './testing/campaigns-api.ts';

const { databaseUrl } = testServers();
let herald: RunningHerald;
let api: CampaignsApi;
let segmentId: string;

beforeAll(async () => {
  herald = await startTestApi();
  api = new CampaignsApi(herald.url);
});
beforeEach(async () => {
  segmentId = (await new SegmentsApi(herald.url).create('Everyone', all(ask('visits', '>=', 0)))).id;
});
afterEach(() => emptyDatabase(databaseUrl));
afterAll(() => herald.stop());

const create = (change: object = {}) =>
  api.create({ name: 'Diwali', messageTemplate: 'Hi', segmentId, draft: true, ...change });
const putTags = (id: string, tags: unknown) => api.patch(`${id}/tags`, { tags });

describe('the tags of a campaign', () => {
  it('are given with it, kept by changes that say nothing of them, and taken along by a duplicate', async () => {
    const draft = await create({ tags: [' win-back ', 'Pune'] });
    expect(draft.tags).toEqual(['win-back', 'Pune']);
    expect((await api.change(draft.id, { revision: 0, name: 'Holi' })).tags).toEqual(['win-back', 'Pune']);
    expect((await api.duplicate(draft.id)).tags).toEqual(['win-back', 'Pune']);
    expect((await api.change(draft.id, { revision: 1, tags: ['Goa'] })).tags).toEqual(['Goa']);
    expect((await api.find(draft.id)).tags).toEqual(['Goa']);
    expect((await api.change(draft.id, { revision: 2, tags: [] })).tags).toEqual([]);
    expect((await create()).tags).toEqual([]);
  });

  it.each(CAMPAIGN_STATUSES)('are replaced while it is %s, which changes nothing else', async (status) => {
    const id = await writeCampaignIn(status, { api, databaseUrl, segmentId });
    const { rows: _rows, summary: _summary, ...campaign } = await api.find(id);
    const response = await putTags(id, ['spring', 'tea']);
    expect([response.status, response.body]).toEqual([200, { ...campaign, status, tags: ['spring', 'tea'] }]);
  });

  it('are kept once where they differ in letter case only', async () => {
    const { id } = await create();
    const response = await putTags(id, ['VIP', 'vip', 'Straße', 'Tea', 'STRASSE']);
    expect(response.body).toMatchObject({ tags: ['VIP', 'Straße', 'Tea'] });
  });

  it.each([
    [['x'.repeat(41)], 'tags.0'],
    [['  '], 'tags.0'],
    [['a\0b'], 'tags.0'],
    [Array.from({ length: 11 }, (_, index) => `t${index}`), 'tags'],
    ['vip', 'tags'],
    [undefined, 'tags'],
  ])('are refused: %j', async (tags, path) => {
    const { id } = await create();
    const response = await putTags(id, tags);
    expect(response.status).toBe(400);
    expect(problemSchema.parse(response.body).errors?.map((error) => error.path)).toEqual([path]);
  });

  it('of no campaign are 404', async () => {
    expect(refusalOf(await putTags(newId(), ['x']))).toEqual([404, 'not_found', undefined]);
  });

  it('find it, whatever its letter case, and as a whole', async () => {
    const tea = await create({ tags: ['Tea', 'vip'] });
    const other = await create({ tags: ['tea time'] });
    const idsOf = async (text: string) => (await api.list(text)).map(({ id }) => id);
    expect(await idsOf('?tag=TEA')).toEqual([tea.id]);
    await putTags(other.id, ['tEa']);
    expect(await idsOf('?tag=tea&limit=1')).toEqual([other.id]);
    expect(await idsOf('?tag=tea')).toEqual([other.id, tea.id]);
    expect(await idsOf('?tag=te')).toEqual([]);
  });

  it('are changed by whoever may write campaigns, and the audit log says so', async () => {
    const { id } = await create();
    const analyst = await asMember(herald.url, 'analyst');
    expect((await analyst.patch(`/api/campaigns/${id}/tags`).send({ tags: ['x'] })).status).toBe(403);
    const marketer = await asMember(herald.url, 'marketer');
    expect((await marketer.patch(`/api/campaigns/${id}/tags`).send({ tags: ['x'] })).status).toBe(200);
    const events = await query<{ outcome: string }>(
      databaseUrl,
      `SELECT outcome FROM "AuditEvent" WHERE action = 'campaign.tag' AND "subjectId" = $1 ORDER BY id`,
      [id],
    );
    expect(events).toEqual([{ outcome: 'REFUSED' }, { outcome: 'DONE' }]);
  });
});
