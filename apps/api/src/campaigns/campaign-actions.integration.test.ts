import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CAMPAIGN_ACTIONS, CAMPAIGN_STATUSES, newId } from '@herald/shared';
import type { CampaignAction, CampaignStatus } from '@herald/shared';

import { emptyDatabase, query } from '../../../../scripts/testing/fixtures/database.ts';
import { expectAllBooksToBalance } from '../../../../scripts/testing/fixtures/expect-books-to-balance.ts';
import { startTestApi } from '../../../../scripts/testing/fixtures/herald.ts';
import type { RunningHerald } from '../../../../scripts/testing/fixtures/herald.ts';
import { PublishedLaunches } from '../../../../scripts/testing/fixtures/published-launches.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { ask } from '../segments/testing/example-segments.ts';
import { refusalOf, SegmentsApi } from '../segments/testing/segments-api.ts';
import { writeCampaignIn } from './testing/campaign-in.ts';
import { CampaignsApi, detailOf } from './testing/campaigns-api.ts';

const DAY_MS = 86_400_000;
const CUSTOMERS = 3;
const ACTIONS = Object.keys(CAMPAIGN_ACTIONS) as CampaignAction[];

const servers = testServers();
const { databaseUrl } = servers;
const launches = new PublishedLaunches(servers);
let herald: RunningHerald;
let api: CampaignsApi;
let segmentId: string;

beforeAll(async () => {
  herald = await startTestApi();
  api = new CampaignsApi(herald.url);
});
beforeEach(async () => {
  await query(
    databaseUrl,
    'INSERT INTO "Customer" (id, "writtenBy", "writtenFields") SELECT id, id, 0 FROM unnest($1::uuid[]) AS c(id)',
    [Array.from({ length: CUSTOMERS }, newId)],
  );
  const everyone = { combinator: 'and' as const, rules: [ask('visits', '>=', 0)] };
  segmentId = (await new SegmentsApi(herald.url).create('Everyone', everyone)).id;
});
afterEach(async () => {
  await expectAllBooksToBalance(databaseUrl);
  await launches.take();
  await emptyDatabase(databaseUrl);
});
afterAll(async () => {
  await launches.close();
  await herald.stop();
});

const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();
const create = (change: object = {}) =>
  api.create({ name: 'Diwali', messageTemplate: 'Hi', segmentId, draft: true, ...change });

const campaignIn = (status: CampaignStatus) => writeCampaignIn(status, { api, databaseUrl, segmentId });

describe('POST /api/campaigns/:id/launch', () => {
  it('launches a draft: freezes its audience and tells the worker', async () => {
    const { id } = await create();
    await launches.take();
    expect(await api.do(id, 'launch')).toMatchObject({
      id,
      status: 'PROCESSING',
      audienceSize: CUSTOMERS,
      launchedAt: expect.any(String),
      scheduledAt: null,
    });
    expect(await launches.take()).toEqual([id]);
  });

  it('lets a draft wait for a time, then for another one, and launches it at last without waiting', async () => {
    const { id } = await create();
    const [first, second] = [inDays(2), inDays(1)];
    expect(await api.do(id, 'launch', { scheduledAt: first })).toMatchObject({
      status: 'SCHEDULED',
      scheduledAt: first,
    });
    expect(await api.do(id, 'launch', { scheduledAt: second })).toMatchObject({
      status: 'SCHEDULED',
      scheduledAt: second,
    });
    expect(await launches.take()).toEqual([]);
    expect(await api.do(id, 'launch', {})).toMatchObject({ status: 'PROCESSING', scheduledAt: second });
    expect(await launches.take()).toEqual([id]);
  });

  it.each([
    [-1, 'must be in the future'],
    [367, 'must be at most a year ahead'],
  ])('refuses a time in %d days, and leaves the draft as it was', async (days, message) => {
    const { id } = await create();
    const response = await api.ask(id, 'launch', { scheduledAt: inDays(days) });
    expect(refusalOf(response)).toEqual([400, 'invalid_input', 'scheduledAt']);
    expect(detailOf(response)).toBe(`scheduledAt: ${message}`);
    expect(await api.find(id)).toMatchObject({ status: 'DRAFT', scheduledAt: null });
  });

  it('refuses what it does not know', async () => {
    const { id } = await create();
    expect(refusalOf(await api.ask(id, 'launch', { at: 'once' }))).toEqual([400, 'invalid_input', 'at']);
  });

  it('refuses a segment whose rules are no longer understood', async () => {
    const { id } = await create();
    await query(databaseUrl, `UPDATE "Segment" SET rules = '{}' WHERE id = $1`, [segmentId]);
    const response = await api.ask(id, 'launch');
    expect(refusalOf(response)).toEqual([409, 'conflict']);
    expect(detailOf(response)).toContain('the segment "Everyone" cannot be used');
    expect(await api.find(id)).toMatchObject({ status: 'DRAFT' });
  });
});

describe('POST /api/campaigns/:id/pause', () => {
  it.each(['PROCESSING', 'SENDING'] as const)('stops a campaign that is %s, and says why', async (status) => {
    const id = await campaignIn(status);
    await launches.take();
    expect(await api.do(id, 'pause')).toMatchObject({
      status: 'PAUSED',
      pauseReason: 'paused by hand',
      pausedAt: expect.any(String),
      completedAt: null,
    });
    expect(await launches.take()).toEqual([]);
  });
});

describe('POST /api/campaigns/:id/resume', () => {
  it.each(['PROCESSING', 'SENDING'] as const)('goes on with a campaign that was %s', async (status) => {
    const id = await campaignIn(status);
    await launches.take();
    await api.do(id, 'pause');
    expect(await api.do(id, 'resume')).toMatchObject({ status, pauseReason: null, pausedAt: null });
    expect(await launches.take()).toEqual([id]);
  });
});

describe('POST /api/campaigns/:id/cancel', () => {
  it.each(['DRAFT', 'SCHEDULED'] as const)('ends a campaign that is %s at once: it has no messages', async (status) => {
    const id = await campaignIn(status);
    expect(await api.do(id, 'cancel')).toMatchObject({
      status: 'CANCELLED',
      audienceSize: 0,
      cancelledAt: expect.any(String),
      completedAt: expect.any(String),
      sealedAt: expect.any(String),
    });
    expect(await api.books(id)).toMatchObject({ rows: 0, balanced: true });
  });

  it.each(['PROCESSING', 'SENDING', 'PAUSED'] as const)(
    'leaves the messages of a campaign that is %s to the worker',
    async (status) => {
      const id = await campaignIn(status);
      await launches.take();
      expect(await api.do(id, 'cancel')).toMatchObject({
        status: 'CANCELLED',
        cancelledAt: expect.any(String),
        completedAt: null,
        pauseReason: null,
      });
      expect(await launches.take()).toEqual([id]);
    },
  );
});

/** What the last word of each refusal names. */
const POSSIBLE: Record<CampaignStatus, string> = {
  DRAFT: 'only launch or cancel',
  SCHEDULED: 'only launch or cancel',
  PROCESSING: 'only pause or cancel',
  SENDING: 'only pause, cancel or retry-failed',
  PAUSED: 'only resume, cancel or retry-failed',
  COMPLETED: 'only retry-failed',
  CANCELLED: 'nothing is any more',
  FAILED: 'nothing is any more',
};

describe.each(ACTIONS)('%s', (action) => {
  const allowed: readonly CampaignStatus[] = CAMPAIGN_ACTIONS[action];
  const refusing = CAMPAIGN_STATUSES.filter((status) => !allowed.includes(status));

  it.each(refusing)('of a campaign that is %s is refused: the state is named and stays', async (status) => {
    const id = await campaignIn(status);
    await launches.take();
    const before = await api.find(id);
    const response = await api.ask(id, action);
    expect(refusalOf(response)).toEqual([409, 'conflict']);
    expect(detailOf(response)).toBe(
      `the campaign "Diwali" is ${status}: ${action} is not possible, ${POSSIBLE[status]}`,
    );
    expect(await api.find(id)).toEqual(before);
    expect(await launches.take()).toEqual([]);
  });

  it.each(allowed)('of a campaign that is %s is possible', async (status) => {
    const id = await campaignIn(status);
    expect((await api.ask(id, action)).status).toBe(200);
  });

  it('of a campaign that is not there, or of what is no id, is refused', async () => {
    expect(refusalOf(await api.ask(newId(), action))).toEqual([404, 'not_found']);
    expect(refusalOf(await api.ask('17', action))).toEqual([400, 'invalid_input', 'id']);
  });

  it('is no GET', async () => {
    const response = await api.get(`/api/campaigns/${newId()}/${action}`);
    expect([response.status, response.headers['allow']]).toEqual([405, 'POST']);
  });
});
