import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  campaignDetailOutputSchema,
  campaignOutputSchema,
  newId,
  problemSchema,
  segmentOutputSchema,
} from '@herald/shared';
import type { CampaignOutput } from '@herald/shared';
import request from 'supertest';
import { z } from 'zod';

import { query } from '../../../../scripts/testing/fixtures/database.ts';
import { startTestApi } from '../../../../scripts/testing/fixtures/herald.ts';
import type { RunningHerald } from '../../../../scripts/testing/fixtures/herald.ts';
import { IngestionWithoutQueue } from '../../../../scripts/testing/fixtures/ingestion-without-queue.ts';
import { followPages } from '../../../../scripts/testing/fixtures/pages.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';

const CUSTOMERS = 6;
const { databaseUrl } = testServers();
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
afterAll(() => herald.stop());

const post = (body: object) => request(herald.url).post('/api/campaigns').send(body);
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
      failureReason: null,
      launchedAt: expect.any(String),
      completedAt: null,
    });
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
    const response = await post({ name: ' ', messageTemplate: '', segmentId: '17', draft: 'yes', status: 'SENT' });
    expect(response.status).toBe(400);
    const paths = problemSchema.parse(response.body).errors?.map(({ path }) => path);
    expect(paths).toEqual(['name', 'messageTemplate', 'segmentId', 'draft', 'status']);
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
  it('answers with a summary counted from the rows, and the rows in pages', async () => {
    const { id } = await create();
    await query(
      databaseUrl,
      `INSERT INTO "CommunicationLog" (id, "campaignId", "customerId", status, "personalizedMessage")
       SELECT gen_random_uuid(), $1, c.id, (ARRAY['PENDING','SENDING','ACCEPTED','SENT','FAILED','FAILED']::"CommunicationStatus"[])[n], 'Hi'
       FROM (SELECT id, row_number() OVER (ORDER BY id)::int AS n FROM "Customer") c`,
      [id],
    );
    const response = await request(herald.url).get(`/api/campaigns/${id}`);
    expect(response.status).toBe(200);
    const campaign = campaignDetailOutputSchema.parse(response.body);
    expect(campaign.summary).toEqual({ total: 6, pending: 1, sending: 1, accepted: 1, sent: 1, failed: 2 });
    expect(JSON.stringify(response.body)).not.toContain('audienceUserIds');

    for (const limit of [1, 2, 4, 6]) {
      const pages = await followPages(`/api/campaigns/${id}?limit=${limit}`, (path) => readRows(path));
      expect(pages.flat()).toEqual(campaign.rows.map((row) => row.customerId));
      expect(pages).toHaveLength(Math.ceil(CUSTOMERS / limit));
    }
    const failed = await followPages(`/api/campaigns/${id}?status=FAILED&limit=1`, (path) => readRows(path));
    expect(failed.flat()).toEqual(campaign.rows.filter((row) => row.status === 'FAILED').map((row) => row.customerId));
  });

  async function readRows(path: string) {
    const response = await request(herald.url).get(path);
    const { rows } = campaignDetailOutputSchema.parse(response.body);
    return { things: rows.map(({ customerId }) => customerId), link: response.headers['link'] };
  }

  it('answers 404 for an unknown id, and 400 for what is no id or no status', async () => {
    const answers = await Promise.all(
      [newId(), '17', `${newId()}?status=LOST`].map((path) => request(herald.url).get(`/api/campaigns/${path}`)),
    );
    expect(answers.map(({ status, body }) => [status, problemSchema.parse(body).errors?.[0]?.path])).toEqual([
      [404, undefined],
      [400, 'id'],
      [400, 'status'],
    ]);
  });
});
