import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { campaignRecipientSchema, foldText, newId, problemSchema } from '@herald/shared';
import type { CampaignRecipient } from '@herald/shared';
import { z } from 'zod';

import { waitForHanging, waitUntilIdle } from '../../../../scripts/testing/fixtures/backends.ts';
import { emptyDatabase, query } from '../../../../scripts/testing/fixtures/database.ts';
import { startTestApi } from '../../../../scripts/testing/fixtures/herald.ts';
import type { RunningHerald } from '../../../../scripts/testing/fixtures/herald.ts';
import { LaunchedCampaign } from '../../../../scripts/testing/fixtures/launched-campaign.ts';
import { followPages } from '../../../../scripts/testing/fixtures/pages.ts';
import { asMember, request, TEST_AUTHORIZATION, withNewKey } from '../../../../scripts/testing/fixtures/request.ts';
import { whileLocked } from '../../../../scripts/testing/fixtures/table-lock.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { refusalOf } from '../segments/testing/segments-api.ts';
import { CampaignsApi } from './testing/campaigns-api.ts';

const STATES = ['SENT', 'REFUSED', 'UNDELIVERED', 'EXCLUDED', 'HOLDOUT', 'PENDING', 'CANCELLED'] as const;
const NAMES = ['Asha Rao', 'Émile', null, '=1+1', 'Asha Iyer', '100 %', 'x'];

const { databaseUrl } = testServers();
let herald: RunningHerald;
let api: CampaignsApi;
let campaign: LaunchedCampaign;
let customerIds: string[];

beforeAll(async () => {
  herald = await startTestApi({ PREVIEW_TIMEOUT_MS: '3000' });
  api = new CampaignsApi(herald.url);
});
beforeEach(async () => {
  campaign = await LaunchedCampaign.write(databaseUrl, [...STATES]);
  const rows = await query<{ id: string }>(databaseUrl, 'SELECT id FROM "Customer" ORDER BY id');
  customerIds = rows.map(({ id }) => id);
  await query(
    databaseUrl,
    `UPDATE "Customer" c SET name = w.name, "nameKey" = w.key, email = 'S' || n || '@Shop.test',
            "emailKey" = 's' || n || '@shop.test', phone = '+' || n, "externalId" = 'crm-' || n
     FROM unnest($1::uuid[], $2::text[], $3::text[]) WITH ORDINALITY AS w(id, name, key, n) WHERE c.id = w.id`,
    [customerIds, NAMES, NAMES.map((name) => name && foldText(name))],
  );
});
afterEach(() => emptyDatabase(databaseUrl));
afterAll(() => herald.stop());

const path = (filters = '') => `/api/campaigns/${campaign.id}/recipients${filters}`;

async function list(filters = ''): Promise<CampaignRecipient[]> {
  const response = await api.get(path(filters));
  expect([response.status, response.body]).toEqual([200, response.body]);
  return z.array(campaignRecipientSchema).parse(response.body);
}

const statesOf = (recipients: CampaignRecipient[]) =>
  recipients.map(({ id }) => STATES[campaign.rowIds.indexOf(id)] ?? id);

describe('GET /api/campaigns/:id/recipients', () => {
  it('tells of every recipient what became of the message, by customer and page by page', async () => {
    const all = await list();
    expect(statesOf(all)).toEqual([...STATES]);
    expect(all[1]).toMatchObject({
      customerId: customerIds[1],
      customer: { id: customerIds[1], name: 'Émile', email: 'S2@Shop.test', phone: '+2' },
      status: 'FAILED',
      failureClass: 'REFUSED',
      failedAt: expect.any(String),
      personalizedMessage: 'Hi',
    });
    expect(all.map(({ customerId }) => customerId)).toEqual(customerIds);
    for (const limit of [1, 3, 7]) {
      const pages = await followPages(path(`?limit=${limit}`), async (page) => {
        const response = await api.get(page);
        return { things: z.array(campaignRecipientSchema).parse(response.body), link: response.headers['link'] };
      });
      expect(pages.flat()).toEqual(all);
      expect(pages).toHaveLength(Math.ceil(STATES.length / limit));
    }
  });

  it.each<[string, (typeof STATES)[number][]]>([
    ['?status=FAILED', ['REFUSED', 'UNDELIVERED']],
    ['?failureClass=REFUSED', ['REFUSED']],
    ['?exclusionReason=UNSUBSCRIBED', ['EXCLUDED']],
    ['?exclusionReason=ERASED', []],
    ['?status=SENT&failureClass=REFUSED', []],
    ['?search=ASHA', ['SENT', 'HOLDOUT']],
    ['?search=asha&status=SENT', ['SENT']],
    ['?search=%C3%89mil', ['REFUSED']],
    ['?search=s3%40shop', ['UNDELIVERED']],
    ['?search=crm-4', ['EXCLUDED']],
    ['?search=crm', []],
    ['?search=%25', ['PENDING']],
    ['?search=_', []],
    ['?search=', [...STATES]],
  ])('with %s are %j', async (filters, states) => {
    expect(statesOf(await list(filters))).toEqual(states);
  });

  it('finds a customer by its id, and nobody of another campaign', async () => {
    expect(statesOf(await list(`?search=${customerIds[4]!.toUpperCase()}`))).toEqual(['HOLDOUT']);
    const other = await LaunchedCampaign.write(databaseUrl, ['SENT']);
    const [stranger] = await query<{ id: string }>(
      databaseUrl,
      'SELECT "customerId" AS id FROM "CommunicationLog" WHERE "campaignId" = $1',
      [other.id],
    );
    expect(await list(`?search=${stranger?.id}`)).toEqual([]);
  });

  it('keeps what was asked in the address of the next page', async () => {
    const response = await api.get(path('?search=asha&limit=1'));
    expect(response.headers['link']).toBe(`<${path('?search=asha&limit=1')}&cursor=${customerIds[0]}>; rel="next"`);
  });

  it('names nobody to callers who may not see people, and lets them search for nobody', async () => {
    for (const agent of [await asMember(herald.url, 'analyst'), await withNewKey(herald.url, ['campaigns'])]) {
      const response = await agent.get(path('?status=SENT'));
      expect(response.status).toBe(200);
      const [row] = z.array(campaignRecipientSchema).parse(response.body);
      expect(row).toMatchObject({ customer: null, personalizedMessage: null, status: 'SENT' });
      for (const secret of ['Asha', 'Shop.test']) expect(response.text).not.toContain(secret);
      const searched = await agent.get(path('?search=asha'));
      expect([searched.status, searched.text.includes('Asha')]).toEqual([403, false]);
    }
  });

  it('refuses what it does not know', async () => {
    expect(refusalOf(await api.get(`/api/campaigns/${newId()}/recipients`))).toEqual([404, 'not_found']);
    for (const [bad, field] of [
      ['?status=LOST', 'status'],
      ['?exclusionReason=TIRED', 'exclusionReason'],
      ['?search=%00', 'search'],
      ['?sort=name', 'sort'],
      ['?cursor=1', 'cursor'],
    ])
      expect(refusalOf(await api.get(path(bad)))).toEqual([400, 'invalid_input', field]);
  });

  it('is stopped when it takes too long', async () => {
    await whileLocked(databaseUrl, 'Customer', async () => {
      expect(problemSchema.parse((await api.get(path('?search=asha'))).body)).toMatchObject({ code: 'timed_out' });
    });
  });
});

describe('GET /api/campaigns/:id/recipients.csv', () => {
  const csv = (filters = '') => api.get(path(`.csv${filters}`)).buffer(true);

  it('has everybody, in the order of the list', async () => {
    const response = await csv();
    expect(response.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename=recipients.csv',
    });
    const [heading, ...lines] = response.text
      .trim()
      .split('\r\n')
      .map((line) => line.split(','));
    expect(heading).toEqual([
      'customerId',
      'name',
      'email',
      'phone',
      'status',
      'personalizedMessage',
      'createdAt',
      'acceptedAt',
      'sentAt',
      'failedAt',
      'cancelledAt',
      'failureClass',
      'failureReason',
      'exclusionReason',
      'attempts',
      'vendorMessageId',
      'id',
    ]);
    expect(lines.map(([customerId]) => customerId)).toEqual(customerIds);
    expect(lines[1]).toEqual([
      customerIds[1],
      'Émile',
      'S2@Shop.test',
      "'+2",
      'FAILED',
      'Hi',
      expect.any(String),
      '',
      '',
      expect.stringMatching(/Z$/),
      '',
      'REFUSED',
      'the vendor answered 400',
      '',
      '0',
      '',
      campaign.rowIds[1],
    ]);
  });

  it('has no formulas in it', async () => {
    expect((await csv('?status=EXCLUDED')).text).toContain(",'=1+1,");
  });

  it('has those who were asked for, and the heading alone when there is nobody', async () => {
    expect((await csv('?search=asha')).text.trim().split('\r\n')).toHaveLength(3);
    expect((await csv('?search=nobody')).text).toMatch(/^customerId,[^\n]*\r\n$/);
  });

  it('is whole, however many there are', async () => {
    const many = await LaunchedCampaign.write(
      databaseUrl,
      Array.from({ length: 4_500 }, () => 'SENT' as const),
    );
    const response = await api.get(`/api/campaigns/${many.id}/recipients.csv`).buffer(true);
    const ids = response.text
      .trim()
      .split('\r\n')
      .slice(1)
      .map((line) => line.split(',').at(-1));
    expect(ids).toEqual(many.rowIds);
  });

  it('is told in the audit log, and is not for those who may not see people', async () => {
    expect((await (await asMember(herald.url, 'marketer')).get(path('.csv'))).status).toBe(200);
    const analyst = await asMember(herald.url, 'analyst');
    expect((await analyst.get(path('.csv'))).status).toBe(403);
    const told = await query(
      databaseUrl,
      `SELECT action, "subjectId", reason FROM "AuditEvent" WHERE action = 'campaign.export' ORDER BY id`,
    );
    const deed = { action: 'campaign.export', subjectId: campaign.id };
    expect(told).toEqual([
      { ...deed, reason: null },
      { ...deed, reason: 'forbidden' },
    ]);
  });

  it('refuses what it does not know', async () => {
    const unknown = await request(herald.url).get(`/api/campaigns/${newId()}/recipients.csv`);
    expect(refusalOf(unknown)).toEqual([404, 'not_found']);
    expect(refusalOf(await csv('?limit=1'))).toEqual([400, 'invalid_input', 'limit']);
  });

  it('a caller that goes away ends the query', async () => {
    await whileLocked(databaseUrl, 'Customer', async () => {
      const gone = new AbortController();
      const response = fetch(`${herald.url}${path('.csv')}`, { signal: gone.signal, headers: TEST_AUTHORIZATION });
      response.catch(() => {});
      const [backend] = await waitForHanging(databaseUrl, 'herald-export');
      gone.abort();
      await expect(response).rejects.toThrow('abort');
      await waitUntilIdle(databaseUrl, backend?.pid ?? 0);
    });
  });
});
