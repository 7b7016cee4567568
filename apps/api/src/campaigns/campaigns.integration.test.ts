import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  campaignDetailOutputSchema,
  campaignOutputSchema,
  newId,
  problemSchema,
  segmentOutputSchema,
} from '@herald/shared';
import type { CampaignOutput } from '@herald/shared';
import { z } from 'zod';

import { query } from '../../../../scripts/testing/fixtures/database.ts';
import { expectBooksToBalance } from '../../../../scripts/testing/fixtures/expect-books-to-balance.ts';
import { startTestApi } from '../../../../scripts/testing/fixtures/herald.ts';
import type { RunningHerald } from '../../../../scripts/testing/fixtures/herald.ts';
import { IngestionWithoutQueue } from '../../../../scripts/testing/fixtures/ingestion-without-queue.ts';
import { LaunchedCampaign } from '../../../../scripts/testing/fixtures/launched-campaign.ts';
import { followPages } from '../../../../scripts/testing/fixtures/pages.ts';
import { PublishedLaunches } from '../../../../scripts/testing/fixtures/published-launches.ts';
import { request } from '../../../../scripts/testing/fixtures/request.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';

const CUSTOMERS = 6;
const DAY_MS = 86_400_000;
const servers = testServers();
const { databaseUrl } = servers;
const launches = new PublishedLaunches(servers);
let herald: RunningHerald;
let segmentId: string;

beforeAll(async () => {
  herald = await startTestApi();
  const ingestion = new IngestionWithoutQueue(databaseUrl);
  await ingestion.writeCustomers(Array.from({ length: CUSTOMERS }, (_, number) => ({ externalId: `c-${number}` })));
  await ingestion.close();
  const rules = { combinator: 'and', rules: [{ field: 'visits', operator: '>=', value: 0 }] };
  const response = await request(herald.url).post('/api/segments').send({ name: 'Everyone', rules });
  segmentId = segmentOutputSchema.parse(response.body).id;
});
afterAll(async () => {
  await launches.close();
  await herald.stop();
});

const post = (body: object) => request(herald.url).post('/api/campaigns').send(body);
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();
const campaignInput = (change: object = {}) => ({
  name: 'Diwali',
  messageTemplate: 'Hi {name|there}',
  segmentId,
  ...change,
});

async function create(change: object = {}): Promise<CampaignOutput> {
  const response = await post(campaignInput(change));
  expect(response.status).toBe(201);
  return campaignOutputSchema.parse(response.body);
}

async function frozenAudienceOf(id: string): Promise<string[]> {
  const [row] = await query<{ ids: string[] }>(
    databaseUrl,
    'SELECT "audienceUserIds" AS ids FROM "Campaign" WHERE id = $1',
    [id],
  );
  return row?.ids ?? [];
}

describe('POST /api/campaigns', () => {
  it('saves a campaign that is on its way, with the audience frozen in it', async () => {
    const campaign = await create();
    expect(campaign).toMatchObject({
      name: 'Diwali',
      messageTemplate: 'Hi {name|there}',
      segmentId,
      segmentName: 'Everyone',
      status: 'PROCESSING',
      audienceSize: CUSTOMERS,
      sentCount: 0,
      failedCount: 0,
      excludedCount: 0,
      heldOutCount: 0,
      cancelledCount: 0,
      holdoutPercent: 0,
      reachBy: null,
      tags: [],
      failureReason: null,
      launchedAt: expect.any(String),
      scheduledAt: null,
      completedAt: null,
      sealedAt: null,
    });
    expect(await launches.take()).toContain(campaign.id);
    await expectBooksToBalance(databaseUrl, campaign.id);
    const audience = await frozenAudienceOf(campaign.id);
    expect(audience).toHaveLength(CUSTOMERS);

    await query(databaseUrl, `UPDATE "Segment" SET "audienceUserIds" = '{}', "audienceSize" = 0 WHERE id = $1`, [
      segmentId,
    ]);
    expect(await frozenAudienceOf(campaign.id)).toEqual(audience);
    await query(databaseUrl, 'UPDATE "Segment" SET "audienceUserIds" = $2, "audienceSize" = $3 WHERE id = $1', [
      segmentId,
      audience,
      CUSTOMERS,
    ]);
  });

  it('only saves a draft', async () => {
    const draft = await create({ draft: true });
    expect(draft).toMatchObject({ status: 'DRAFT', audienceSize: CUSTOMERS, launchedAt: null });
    expect(await frozenAudienceOf(draft.id)).toEqual([]);
    expect(await launches.take()).not.toContain(draft.id);
    await expectBooksToBalance(databaseUrl, draft.id);
  });

  it('lets a campaign wait for its time', async () => {
    const scheduledAt = inDays(1);
    const campaign = await create({ scheduledAt });
    expect(campaign).toMatchObject({ status: 'SCHEDULED', scheduledAt, launchedAt: null });
    expect(await frozenAudienceOf(campaign.id)).toEqual([]);
    expect(await launches.take()).not.toContain(campaign.id);
    await expectBooksToBalance(databaseUrl, campaign.id);
  });

  it.each([
    [-1 / DAY_MS, 'must be in the future'],
    [-400, 'must be in the future'],
    [367, 'must be at most a year ahead'],
  ])('refuses a time in %d days', async (days, message) => {
    const response = await post(campaignInput({ scheduledAt: inDays(days), name: 'Bad time' }));
    expect(response.status).toBe(400);
    expect(problemSchema.parse(response.body)).toMatchObject({
      code: 'invalid_input',
      detail: `scheduledAt: ${message}`,
      errors: [{ path: 'scheduledAt', message }],
    });
    expect(await query(databaseUrl, `SELECT 1 FROM "Campaign" WHERE name = 'Bad time'`)).toEqual([]);
  });

  it('remembers how people are reached and who is held out', async () => {
    const campaign = await create({ draft: true, holdoutPercent: 15, reachBy: 'phone' });
    expect(campaign).toMatchObject({ holdoutPercent: 15, reachBy: 'phone' });
    expect(await create({ draft: true, reachBy: 'email' })).toMatchObject({ holdoutPercent: 0, reachBy: 'email' });
  });

  it('makes two campaigns of two calls', async () => {
    expect((await create()).id).not.toBe((await create()).id);
  });

  it('answers 404 when there is no such segment, and saves nothing', async () => {
    const unknown = newId();
    const response = await post(campaignInput({ segmentId: unknown }));
    expect(response.status).toBe(404);
    expect(problemSchema.parse(response.body)).toMatchObject({
      code: 'not_found',
      errors: [{ path: 'segmentId', message: `there is no segment ${unknown}` }],
    });
    expect(await query(databaseUrl, 'SELECT 1 FROM "Campaign" WHERE "segmentId" = $1', [unknown])).toEqual([]);
  });

  it.each([
    ['Hi {nmae}', 'unknown variable "nmae" at line 1, column 4; known are name, firstName'],
    ['Hi {name}\n{{ name', 'output "{{ name" not closed, at line 2, column 1'],
    ['{% include "secret" %}', 'tag "include" not found, at line 1, column 1'],
    ['{% for i in (1..1000000000) %}x{% endfor %}', 'the template takes too long to render'],
  ])('answers 400 to the template %j, with the position', async (messageTemplate, message) => {
    const response = await post(campaignInput({ messageTemplate, name: 'Bad template' }));
    expect(response.status).toBe(400);
    const { code, errors } = problemSchema.parse(response.body);
    expect(code).toBe('invalid_input');
    expect(errors).toEqual([{ path: 'messageTemplate', message: expect.stringContaining(message) }]);
    expect(await query(databaseUrl, `SELECT 1 FROM "Campaign" WHERE name = 'Bad template'`)).toEqual([]);
  });

  it('names every bad field', async () => {
    const response = await post({
      name: ' ',
      messageTemplate: 5,
      segmentId: '17',
      draft: 'yes',
      scheduledAt: '2026-11-22',
      holdoutPercent: 91,
      reachBy: 'post',
      status: 'SENT',
    });
    expect(response.status).toBe(400);
    const paths = problemSchema.parse(response.body).errors?.map(({ path }) => path);
    expect(paths).toEqual([
      'name',
      'messageTemplate',
      'segmentId',
      'draft',
      'scheduledAt',
      'holdoutPercent',
      'reachBy',
      'status',
    ]);
  });

  it('refuses a draft with a time', async () => {
    const response = await post(campaignInput({ draft: true, scheduledAt: inDays(1) }));
    expect(problemSchema.parse(response.body)).toMatchObject({ status: 400, errors: [{ path: 'scheduledAt' }] });
  });
});

describe.each(['/api/campaigns', '/api/campaigns/history'])('GET %s', (path) => {
  it('lists campaigns newest first, page by page, each of them once', async () => {
    for (let number = 0; number < 3; number += 1) await create({ draft: true, name: `Listed ${number}` });
    const all = await request(herald.url).get(path);
    const campaigns = z.array(campaignOutputSchema).parse(all.body);
    const ids = campaigns.map(({ id }) => id);
    expect(ids).toEqual(ids.toSorted().toReversed());
    expect(campaigns[0]).toMatchObject({
      segmentName: 'Everyone',
      audienceSize: CUSTOMERS,
      sentCount: 0,
      failedCount: 0,
    });

    for (const limit of [1, ids.length - 1, ids.length]) {
      const pages = await followPages(`${path}?limit=${limit}`, async (page) => {
        const response = await request(herald.url).get(page);
        return {
          things: z
            .array(campaignOutputSchema)
            .parse(response.body)
            .map(({ id }) => id),
          link: response.headers['link'],
        };
      });
      expect(pages.flat()).toEqual(ids);
      expect(pages).toHaveLength(Math.ceil(ids.length / limit));
    }
  });
});

describe('GET /api/campaigns/:id', () => {
  const states = [
    'PENDING',
    'SENDING',
    'ACCEPTED',
    'SENT',
    'REFUSED',
    'UNDELIVERED',
    'CANCELLED',
    'EXCLUDED',
    'HOLDOUT',
  ] as const;

  it('answers with a summary from the counters, and the rows in pages', async () => {
    const { id } = await LaunchedCampaign.write(databaseUrl, [...states]);
    const response = await request(herald.url).get(`/api/campaigns/${id}`);
    expect(response.status).toBe(200);
    const campaign = campaignDetailOutputSchema.parse(response.body);
    expect(campaign.summary).toEqual({
      total: 9,
      open: 3,
      sent: 1,
      failed: 2,
      excluded: 1,
      heldOut: 1,
      cancelled: 1,
    });
    for (const hidden of ['audienceUserIds', 'Cursor', 'progressAt']) {
      expect(JSON.stringify(response.body)).not.toContain(hidden);
    }

    for (const limit of [1, 4, 9]) {
      const pages = await followPages(`/api/campaigns/${id}?limit=${limit}`, (path) => readRows(path));
      expect(pages.flat()).toEqual(campaign.rows.map((row) => row.customerId));
      expect(pages).toHaveLength(Math.ceil(states.length / limit));
    }
    await expectBooksToBalance(databaseUrl, id);
  });

  it('tells of each row when it was written, and how and why it ended', async () => {
    const before = new Date().toISOString();
    const { id, rowIds } = await LaunchedCampaign.write(databaseUrl, [...states]);
    const { rows } = campaignDetailOutputSchema.parse((await request(herald.url).get(`/api/campaigns/${id}`)).body);
    const of = (state: (typeof states)[number]) => rows.find((row) => row.id === rowIds[states.indexOf(state)]);
    for (const { createdAt } of rows) expect(createdAt >= before && createdAt <= new Date().toISOString()).toBe(true);
    const time = expect.any(String);
    expect(of('PENDING')).toMatchObject({ status: 'PENDING', claimedAt: null, acceptedAt: null, sentAt: null });
    expect(of('SENDING')).toMatchObject({ claimedAt: time, acceptedAt: null });
    expect(of('ACCEPTED')).toMatchObject({ acceptedAt: time, vendorMessageId: time, sentAt: null });
    expect(of('SENT')).toMatchObject({ acceptedAt: time, sentAt: time, deliveryReceiptStatus: 'SENT' });
    expect(of('REFUSED')).toMatchObject({ status: 'FAILED', failureClass: 'REFUSED', failedAt: time });
    expect(of('UNDELIVERED')).toMatchObject({ failureClass: 'UNDELIVERED', deliveryReceiptStatus: 'FAILED' });
    expect(of('CANCELLED')).toMatchObject({ cancelledAt: time, failureClass: null });
    expect(of('EXCLUDED')).toMatchObject({ exclusionReason: 'UNSUBSCRIBED', personalizedMessage: '' });
    expect(of('HOLDOUT')).toMatchObject({ exclusionReason: null, personalizedMessage: '' });
  });

  it('shows the rows of one state or of one class of failure, page by page', async () => {
    const { id, rowIds } = await LaunchedCampaign.write(databaseUrl, [...states, ...states]);
    const idsOf = (wanted: string[]) =>
      rowIds.filter((_, index) => wanted.includes(states[index % states.length] ?? ''));
    const filtered = async (filter: string) =>
      (await followPages(`/api/campaigns/${id}?limit=1&${filter}`, (path) => readRows(path, 'id'))).flat();
    expect(await filtered('status=FAILED')).toEqual(idsOf(['REFUSED', 'UNDELIVERED']));
    expect(await filtered('failureClass=REFUSED')).toEqual(idsOf(['REFUSED']));
    expect(await filtered('status=FAILED&failureClass=UNDELIVERED')).toEqual(idsOf(['UNDELIVERED']));
    expect(await filtered('status=HOLDOUT')).toEqual(idsOf(['HOLDOUT']));
    expect(await filtered('status=SENT&failureClass=REFUSED')).toEqual([]);
  });

  it('reads no rows for the summary: it says what the counters say', async () => {
    const { id } = await LaunchedCampaign.write(databaseUrl, ['SENT', 'PENDING']);
    await query(databaseUrl, 'UPDATE "Campaign" SET "sentCount" = 0 WHERE id = $1', [id]);
    const response = await request(herald.url).get(`/api/campaigns/${id}`);
    expect(campaignDetailOutputSchema.parse(response.body).summary).toMatchObject({ total: 2, open: 2, sent: 0 });
  });

  async function readRows(path: string, key: 'id' | 'customerId' = 'customerId') {
    const response = await request(herald.url).get(path);
    const { rows } = campaignDetailOutputSchema.parse(response.body);
    return { things: rows.map((row) => row[key]), link: response.headers['link'] };
  }

  it('answers 404 for an unknown id, and 400 for what is no id or no status', async () => {
    const answers = await Promise.all(
      [newId(), '17', `${newId()}?status=LOST`, `${newId()}?failureClass=LOST`].map((path) =>
        request(herald.url).get(`/api/campaigns/${path}`),
      ),
    );
    expect(answers.map(({ status, body }) => [status, problemSchema.parse(body).errors?.[0]?.path])).toEqual([
      [404, undefined],
      [400, 'id'],
      [400, 'status'],
      [400, 'failureClass'],
    ]);
  });
});
