import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fieldValuesOutput, problemSchema } from '@herald/shared';
import type { FieldValuesOutput, UserInput } from '@herald/shared';

import { query } from '../../../../scripts/testing/fixtures/database.ts';
import { startTestApi } from '../../../../scripts/testing/fixtures/herald.ts';
import type { RunningHerald } from '../../../../scripts/testing/fixtures/herald.ts';
import { IngestionWithoutQueue } from '../../../../scripts/testing/fixtures/ingestion-without-queue.ts';
import { whileLocked } from '../../../../scripts/testing/fixtures/table-lock.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { all, ask } from './testing/example-segments.ts';
import { refusalOf, SegmentsApi } from './testing/segments-api.ts';

const { databaseUrl } = testServers();
let herald: RunningHerald;
let api: SegmentsApi;
const ids: Record<string, string> = {};

const CUSTOMERS: { city: string; tags: string[]; attributes: UserInput['attributes']; product: string }[] = [
  { city: 'Pune', tags: ['École', 'vip'], attributes: { plan: 'Gold', points: 3, vip: true }, product: 'Green tea' },
  { city: 'PUNE', tags: ['VIP', 'école'], attributes: { plan: 'gold', vip: 'yes' }, product: 'GREEN TEA' },
  { city: 'pune', tags: ['tea'], attributes: { plan: 'GOLD', since: '2026-01-01' }, product: 'Black tea' },
  { city: 'Puri', tags: ['tea'], attributes: { plan: 'silver_' }, product: 'Black tea' },
  { city: 'Puri', tags: ['tea'], attributes: { plan: 'silver_' }, product: 'Green tea' },
  { city: 'Alone', tags: ['alone'], attributes: { plan: 'alone' }, product: 'Alone' },
  { city: '', tags: [], attributes: { plan: '' }, product: 'Cup' },
];

beforeAll(async () => {
  herald = await startTestApi();
  api = new SegmentsApi(herald.url);
  const ingestion = new IngestionWithoutQueue(databaseUrl);
  await ingestion.writeCustomers(
    CUSTOMERS.map(({ city, tags, attributes }, number) => ({
      externalId: `c-${number}`,
      // Two of each, so that nothing but who they tell of keeps them from being listed.
      name: `Asha ${number >> 1}`,
      phone: `+91 ${number >> 1}`,
      email: `asha-${number}@${number < 5 ? 'Example.com' : 'example.org'}`,
      tags,
      attributes,
      address: { city, state: 'Maharashtra', country: 'India', postalCode: `41100${number >> 1}` },
    })),
  );
  const orders = await ingestion.acceptOrders(
    CUSTOMERS.flatMap(({ product }, number) =>
      [1, 2].map((order) => ({
        externalId: `o-${number}-${order}`,
        customerExternalId: `c-${number}`,
        amount: 1,
        orderedAt: '2026-01-01',
        items: [{ name: product, sku: `sku ${product}`, category: 'Drinks', quantity: 1, price: 1 }],
      })),
    ),
  );
  await ingestion.persistOrders(orders);
  await ingestion.close();
  ids['segment'] = (await api.create('Everyone', all(ask('visits', '>=', 0)))).id;
  await api.create('Nobody', all(ask('visits', '<', 0)));
});
afterAll(() => herald.stop());

const path = (parameters: Record<string, string>) =>
  `/api/segments/values?${new URLSearchParams(parameters).toString()}`;

async function values(parameters: Record<string, string>): Promise<FieldValuesOutput['values']> {
  const response = await api.get(path(parameters));
  expect([response.status, response.body]).toEqual([200, response.body]);
  return fieldValuesOutput.strict().parse(response.body).values;
}
const labels = async (parameters: Record<string, string>) => (await values(parameters)).map(({ label }) => label);

describe('GET /api/segments/values', () => {
  it.each([
    [{ field: 'city' }, ['PUNE', 'Puri']],
    [{ field: 'city', search: 'UR' }, ['Puri']],
    [{ field: 'city', search: 'alone' }, []],
    [{ field: 'city', search: '' }, ['PUNE', 'Puri']],
    [{ field: 'state', search: 'maha' }, ['Maharashtra']],
    [{ field: 'country', search: 'IND' }, ['India']],
    [{ field: 'postalCode', search: '41' }, ['411000', '411001', '411002']],
    [{ field: 'emailDomain', search: 'example' }, ['example.com', 'example.org']],
    [{ field: 'tags', search: 'E' }, ['tea', 'École']],
    [{ field: 'tags', search: 'e\u0301co' }, ['École']],
    [{ field: 'attributes.plan', search: 'l' }, ['GOLD', 'silver_']],
    [{ field: 'attributes.plan', search: '_' }, ['silver_']],
    [{ field: 'attributes.plan', search: '%' }, []],
    [{ field: 'attributes.vip' }, ['true', 'false']],
    [{ field: 'attributes.vip', search: 'tr' }, ['true']],
    [{ field: 'unsubscribed', search: 'FAL' }, ['false']],
    [{ field: 'product', scope: 'order', search: 'TEA' }, ['GREEN TEA', 'Black tea']],
    [{ field: 'product', scope: 'order', search: 'alone' }, []],
    [{ field: 'sku', scope: 'order', search: 'green' }, ['sku GREEN TEA']],
    [{ field: 'category', scope: 'order' }, ['Drinks']],
    [{ field: 'status', scope: 'order', search: 'ref' }, ['REFUNDED']],
  ] as [Record<string, string>, string[]][])(
    'lists for %j what two customers have: %j',
    async (parameters, expected) => {
      const found = await labels(parameters);
      // Of the forms of a value, which is shown depends on the locale of the database.
      expect(found.map((label) => label.toLowerCase())).toEqual(expected.map((label) => label.toLowerCase()));
    },
  );

  it('lists yes and no as such, and segments by their names, as ids', async () => {
    expect(await values({ field: 'unsubscribed', search: 't' })).toEqual([{ value: true, label: 'true' }]);
    expect(await values({ field: 'segment', search: 'EVERY' })).toEqual([{ value: ids['segment'], label: 'Everyone' }]);
    expect(await labels({ field: 'segment' })).toEqual(['Nobody', 'Everyone']);
    expect(await labels({ field: 'campaign', search: 'x' })).toEqual([]);
  });

  it.each([
    [{ field: 'name' }, 'the values of name are not listed'],
    [{ field: 'email' }, 'the values of email are not listed'],
    [{ field: 'phone', search: '91' }, 'the values of phone are not listed'],
    [{ field: 'visits' }, 'the values of visits are not listed'],
    [{ field: 'createdAt' }, 'the values of createdAt are not listed'],
    [{ field: 'orders.count' }, 'the values of orders.count are not listed'],
    [{ field: 'attributes.points' }, 'the values of attributes.points are not listed'],
    [{ field: 'attributes.since' }, 'the values of attributes.since are not listed'],
    [{ field: 'attributes.shoeSize' }, 'there is no field attributes.shoeSize'],
    [{ field: 'attribute' }, 'there is no field attribute'],
    [{ field: 'constructor' }, 'there is no field constructor'],
    [{ field: 'shoeSize' }, 'there is no field shoeSize'],
    [{ field: 'amount', scope: 'order' }, 'the values of amount are not listed'],
    [{ field: 'city', scope: 'order' }, 'there is no field city'],
    [{ field: 'product' }, 'there is no field product'],
  ] as [Record<string, string>, string][])('refuses %j: %s', async (parameters, message) => {
    const response = await api.get(path(parameters));
    expect(refusalOf(response)).toEqual([400, 'invalid_input', 'field']);
    expect(problemSchema.parse(response.body).errors?.[0]?.message).toBe(message);
  });

  it.each([
    [{}, 'field'],
    [{ field: '' }, 'field'],
    [{ field: 'city', scope: 'items' }, 'scope'],
    [{ field: 'city', search: '\0' }, 'search'],
    [{ field: 'city', limit: '5' }, 'limit'],
  ] as [Record<string, string>, string][])('refuses %j', async (parameters, wrong) => {
    expect(refusalOf(await api.get(path(parameters)))).toEqual([400, 'invalid_input', wrong]);
  });

  it('looks through everything for what a sample of many customers may lack', async () => {
    await query(
      databaseUrl,
      `INSERT INTO "Customer" (id, attributes, "attributeKeys", "writtenBy", "writtenFields")
       SELECT gen_random_uuid(), plan, plan, gen_random_uuid(), 0
       FROM generate_series(1, 120000) AS n,
            LATERAL (SELECT jsonb_build_object('plan', CASE WHEN n % 59999 = 0 THEN 'rare' ELSE 'usual' END) AS plan) AS made`,
    );
    await query(databaseUrl, 'ANALYZE "Customer"');
    expect(await labels({ field: 'attributes.plan', search: 'rar' })).toEqual(['rare']);
    expect((await labels({ field: 'attributes.plan' }))[0]).toBe('usual');
    await query(databaseUrl, `DELETE FROM "Customer" WHERE attributes ->> 'plan' IN ('rare', 'usual')`);
    await query(databaseUrl, 'ANALYZE "Customer"');
  });

  it('says that it took too long', async () => {
    const hurried = await startTestApi({ PREVIEW_TIMEOUT_MS: '100' });
    await whileLocked(databaseUrl, 'Address', async () => {
      const response = await new SegmentsApi(hurried.url).get(path({ field: 'city', search: 'pun' }));
      expect(refusalOf(response)).toEqual([503, 'timed_out', undefined]);
    });
    await hurried.stop();
  });
});
