import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { customerDetailOutputSchema, customerOutputSchema, newId, problemSchema } from '@herald/shared';
import type { CustomerOutput } from '@herald/shared';
import { z } from 'zod';

import { startTestApi } from '../../../../scripts/testing/fixtures/herald.ts';
import type { RunningHerald } from '../../../../scripts/testing/fixtures/herald.ts';
import { IngestionWithoutQueue } from '../../../../scripts/testing/fixtures/ingestion-without-queue.ts';
import { followPages } from '../../../../scripts/testing/fixtures/pages.ts';
import { request } from '../../../../scripts/testing/fixtures/request.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';

let herald: RunningHerald;

beforeAll(async () => {
  herald = await startTestApi();
  const ingestion = new IngestionWithoutQueue(testServers().databaseUrl);
  await ingestion.writeCustomers([
    {
      externalId: 'asha',
      email: 'Asha@Example.com',
      name: 'Asha Rao',
      phone: '1',
      visits: 3,
      tags: ['vip'],
      attributes: { plan: 'gold' },
      unsubscribed: true,
      address: { city: 'Pune', country: 'India' },
      createdAt: '2026-01-02T03:04:05Z',
    },
    { externalId: 'percent', name: '100% Wool_' },
    { externalId: 'other', name: '1000 Wool' },
    ...Array.from({ length: 6 }, (_, number) => ({ externalId: `c-${number}` })),
  ]);
  const orders = await ingestion.acceptOrders([
    {
      externalId: 'o-1',
      customerExternalId: 'asha',
      status: 'PAID',
      amount: 10.1,
      orderedAt: '2026-02-01T00:00:00Z',
      items: [{ name: 'Tea', quantity: 2, price: 5.05, sku: 'T', category: 'Drinks' }],
    },
    { externalId: 'o-2', customerExternalId: 'asha', status: 'PAID', amount: 0.2, orderedAt: '2026-03-01T00:00:00Z' },
    {
      externalId: 'o-3',
      customerExternalId: 'asha',
      status: 'REFUNDED',
      amount: 99,
      orderedAt: '2026-04-01T00:00:00Z',
    },
  ]);
  await ingestion.persistOrders(orders);
  await ingestion.close();
});
afterAll(() => herald.stop());

async function list(query: string): Promise<CustomerOutput[]> {
  const response = await request(herald.url).get(`/api/customers${query}`);
  expect(response.status).toBe(200);
  return z.array(customerOutputSchema).parse(response.body);
}

describe('GET /api/customers', () => {
  it('lists customers newest first, page by page, each of them once', async () => {
    for (const limit of [1, 2, 3, 4, 9, 100]) {
      const pages = await followPages(`/api/customers?limit=${limit}`, async (path) => {
        const response = await request(herald.url).get(path);
        return {
          things: z
            .array(customerOutputSchema)
            .parse(response.body)
            .map(({ id }) => id),
          link: response.headers['link'],
        };
      });
      const ids = pages.flat();
      expect(ids).toEqual([...new Set(ids)].toSorted().toReversed());
      expect(ids).toHaveLength(9);
      // No link leads to an empty page.
      expect(pages).toHaveLength(Math.ceil(9 / limit));
    }
  });

  it.each([
    ['RAO', ['asha']],
    ['asha@EXAMPLE', ['asha']],
    ['other', ['other']],
    ['OTHER', []],
    ['oth', []],
    ['100%', ['percent']],
    ['wool_', ['percent']],
    ['wool', ['other', 'percent']],
    ["'; DROP TABLE", []],
    ['\\', []],
  ])('finds by %j: %j', async (search, externalIds) => {
    const found = await list(`?search=${encodeURIComponent(search)}`);
    expect(found.map(({ externalId }) => externalId)).toEqual(externalIds);
  });

  it('says who wants no messages', async () => {
    const unsubscribed = (await list('')).filter((customer) => customer.unsubscribed);
    expect(unsubscribed.map(({ externalId }) => externalId)).toEqual(['asha']);
  });

  it('keeps the search in the address of the next page', async () => {
    const response = await request(herald.url).get('/api/customers?search=wool&limit=1');
    expect(response.headers['link']).toMatch(/^<\/api\/customers\?search=wool&limit=1&cursor=[\w-]+>; rel="next"$/);
  });

  it.each([
    ['?limit=0', 'limit'],
    ['?limit=101', 'limit'],
    ['?limit=many', 'limit'],
    ['?limit=1&limit=2', 'limit'],
    ['?cursor=17', 'cursor'],
    ['?search=%00', 'search'],
    ['?page=2', 'page'],
    [`?search=${'x'.repeat(201)}`, 'search'],
  ])('refuses %s', async (query, path) => {
    const response = await request(herald.url).get(`/api/customers${query}`);
    expect(response.status).toBe(400);
    expect(problemSchema.parse(response.body).errors?.map((error) => error.path)).toEqual([path]);
  });
});

describe('GET /api/customers/:id', () => {
  it('answers one customer with totals over the orders that count, and all orders newest first', async () => {
    const [asha] = await list('?search=asha%40example.com');
    const response = await request(herald.url).get(`/api/customers/${asha?.id}`);
    expect(response.status).toBe(200);
    expect(customerDetailOutputSchema.parse(response.body)).toMatchObject({
      externalId: 'asha',
      email: 'Asha@Example.com',
      name: 'Asha Rao',
      visits: 3,
      tags: ['vip'],
      attributes: { plan: 'gold' },
      unsubscribed: true,
      address: { city: 'Pune', country: 'India', line1: null },
      createdAt: '2026-01-02T03:04:05.000Z',
      totalSpend: 10.3,
      orderCount: 2,
      averageOrderValue: 5.15,
      firstOrderAt: '2026-02-01T00:00:00.000Z',
      lastOrderAt: '2026-03-01T00:00:00.000Z',
      orders: [
        { externalId: 'o-3', status: 'REFUNDED', amount: 99, items: [] },
        { externalId: 'o-2', amount: 0.2 },
        {
          externalId: 'o-1',
          amount: 10.1,
          items: [{ sku: 'T', name: 'Tea', category: 'Drinks', quantity: 2, price: 5.05 }],
        },
      ],
    });
  });

  it('answers a customer without orders and address', async () => {
    const [other] = await list('?search=other');
    const response = await request(herald.url).get(`/api/customers/${other?.id}`);
    const nothing = {
      unsubscribed: false,
      address: null,
      totalSpend: 0,
      orderCount: 0,
      averageOrderValue: null,
      firstOrderAt: null,
      lastOrderAt: null,
      orders: [],
    };
    expect(customerDetailOutputSchema.parse(response.body)).toMatchObject(nothing);
  });

  it('answers 404 for an unknown id and 400 for what is no id', async () => {
    const missing = await request(herald.url).get(`/api/customers/${newId()}`);
    expect([missing.status, problemSchema.parse(missing.body).code]).toEqual([404, 'not_found']);
    const bad = await request(herald.url).get('/api/customers/asha');
    expect([bad.status, problemSchema.parse(bad.body).errors?.[0]?.path]).toEqual([400, 'id']);
  });
});
