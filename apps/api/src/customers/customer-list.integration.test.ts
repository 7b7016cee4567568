import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  CUSTOMER_SORTS,
  customerCountOutput,
  customerOutputSchema,
  foldText,
  newId,
  problemSchema,
} from '@herald/shared';
import type { CustomerCountQuery, CustomerOutput, CustomerSort } from '@herald/shared';
import fc from 'fast-check';
import { z } from 'zod';

import { query } from '../../../../scripts/testing/fixtures/database.ts';
import { startTestApi } from '../../../../scripts/testing/fixtures/herald.ts';
import type { RunningHerald } from '../../../../scripts/testing/fixtures/herald.ts';
import { IngestionWithoutQueue } from '../../../../scripts/testing/fixtures/ingestion-without-queue.ts';
import { followPages } from '../../../../scripts/testing/fixtures/pages.ts';
import { asOwner, request } from '../../../../scripts/testing/fixtures/request.ts';
import { whileLocked } from '../../../../scripts/testing/fixtures/table-lock.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';

const SEED = 20_261_128;
const CUSTOMERS = 150;
const RUNS = 150;

const NAMES = [
  'Asha Rao',
  'ASHA RAO',
  'asha rao',
  'Émile',
  'émile',
  'e\u0301mile',
  'Straße',
  '😀',
  '\uffee',
  'z',
  '% _',
  '',
];
const CITIES = ['Pune', 'PUNE', 'São Paulo', 'Goa'];
const TAGS = ['vip', 'VIP', 'École', 'tea'];
/** Few, so that many customers tie. */
const DAYS = ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00.001Z', '2026-02-01T00:00:00Z', '2026-03-01T00:00:00Z'];
const AMOUNTS = [0, 0.01, 10, 19.99, 9_000_000];

type Filters = Partial<Record<keyof CustomerCountQuery, string>>;

const { databaseUrl } = testServers();
const ingestion = new IngestionWithoutQueue(databaseUrl);
let herald: RunningHerald;
let customers: CustomerOutput[];

const maybe = <T>(...values: T[]) => fc.option(fc.constantFrom(...values), { nil: undefined });
const user = fc.record({
  name: fc.option(fc.oneof(fc.constantFrom(...NAMES), fc.string({ unit: 'grapheme', maxLength: 4 }))),
  hasEmail: fc.boolean(),
  address: fc.option(fc.record({ city: fc.option(fc.constantFrom(...CITIES)) })),
  tags: fc.uniqueArray(fc.constantFrom(...TAGS), { maxLength: 2 }),
  unsubscribed: fc.boolean(),
  createdAt: fc.constantFrom(...DAYS),
});
const order = fc.record({
  status: fc.constantFrom('PAID' as const, 'REFUNDED' as const),
  amount: fc.constantFrom(...AMOUNTS),
  orderedAt: fc.constantFrom(...DAYS),
});

beforeAll(async () => {
  herald = await startTestApi();
  const options = { seed: SEED, numRuns: CUSTOMERS };
  const people = fc.sample(fc.tuple(user, fc.array(order, { maxLength: 3 })), options);
  await ingestion.writeCustomers(
    people.map(([{ hasEmail, name, ...profile }, _orders], number) => ({
      ...profile,
      // What cannot be stored is refused elsewhere.
      name: name?.replaceAll('\0', '') ?? null,
      externalId: `c-${number}`,
      ...(hasEmail ? { email: `c-${number}@example.com` } : {}),
    })),
  );
  await ingestion.persistOrders(
    await ingestion.acceptOrders(
      people.flatMap(([, orders], number) =>
        orders.map((each, index) => ({
          ...each,
          externalId: `o-${number}-${index}`,
          customerExternalId: `c-${number}`,
        })),
      ),
    ),
  );
  await ingestion.close();
  const [erased] = await query<{ id: string }>(databaseUrl, `SELECT id FROM "Customer" WHERE "externalId" = 'c-7'`);
  await (await asOwner(herald.url)).delete(`/api/customers/${erased?.id}`).expect(200);
  // One by one, which no list takes part in.
  const ids = await query<{ id: string }>(databaseUrl, 'SELECT id FROM "Customer"');
  customers = await Promise.all(
    ids.map(async ({ id }) => customerOutputSchema.parse((await request(herald.url).get(`/api/customers/${id}`)).body)),
  );
});
afterAll(() => herald.stop());

describe('the list of customers', () => {
  it('is sorted, filtered, paged and counted as in memory', async () => {
    const filters = fc.record({
      search: maybe('a', 'rao', 'ÉMILE', 'c-3', 'example.com', '%', '😀'),
      city: maybe('pune', 'SÃO PAULO', 'Goa', 'Pun'),
      tag: maybe('vip', 'ÉCOLE', 'te'),
      unsubscribed: maybe('true', 'false'),
      hasEmail: maybe('true', 'false'),
      hasOrders: maybe('true', 'false'),
      minSpend: maybe('0', '0.01', '10', '20'),
      maxSpend: maybe('0', '0.01', '19.99', '9000000'),
    });
    const property = fc.asyncProperty(
      fc.constantFrom(...CUSTOMER_SORTS),
      fc.constantFrom(3, 17, 100),
      withFew(filters),
      async (sort, limit, given) => {
        const expected = customers.filter((customer) => passes(customer, given)).toSorted(inOrder(sort));
        const search = new URLSearchParams(given).toString();
        const pages = await followPages(`/api/customers?${search}&sort=${sort}&limit=${limit}`, readPage);
        expect(pages.flat()).toEqual(expected);
        expect(pages).toHaveLength(Math.max(1, Math.ceil(expected.length / limit)));
        const counted = await request(herald.url).get(`/api/customers/count?${search}`);
        expect(customerCountOutput.strict().parse(counted.body)).toEqual({
          count: expected.length,
          total: customers.length,
        });
      },
    );
    await fc.assert(property, { seed: SEED, numRuns: RUNS, endOnFailure: true });
  });

  it('goes on behind a customer whose name folds to many letters', async () => {
    const late = new IngestionWithoutQueue(databaseUrl);
    // One letter that folds to eighteen, and no other name sorts behind it.
    const names = ['\ufdfa'.repeat(199), '\ufdfa'.repeat(200)];
    await late.writeCustomers(names.map((name) => ({ externalId: newId(), name, attributes: { long: true } })));
    await late.close();
    const pages = await followPages('/api/customers?sort=name&limit=2', readPage);
    await query(databaseUrl, `DELETE FROM "Customer" WHERE attributes ? 'long'`);
    expect(pages.flat()).toHaveLength(customers.length + names.length);
  });

  it.each(CUSTOMER_SORTS)('refuses, sorted by %s, the cursor of another sort and what is none', async (sort) => {
    const other = sort === 'name' ? '-createdAt' : 'name';
    const { headers } = await request(herald.url).get(`/api/customers?sort=${other}&limit=1`);
    const cursor = /cursor=([\w-]+)/.exec(String(headers['link']))?.[1] ?? '';
    const written = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url');
    const wrong = [
      cursor,
      'x',
      newId(),
      written(sort, 'no\0value', newId()),
      written(sort, '1', 'no id'),
      written(sort, 5, newId()),
      written(sort, ['1'], newId()),
    ];
    for (const each of wrong) {
      const response = await request(herald.url).get(`/api/customers?sort=${sort}&cursor=${each}`);
      expect([each, response.status]).toEqual([each, 400]);
      expect(problemSchema.parse(response.body).errors?.map(({ path }) => path)).toEqual(['cursor']);
    }
  });

  it.each(['search=', 'city=', 'tag=', 'search=&city=&tag='])('takes %s for no filter', async (empty) => {
    const listed = async (path: string) => (await readPage(path)).things.map(({ id }) => id);
    expect(await listed(`/api/customers?${empty}`)).toEqual(await listed('/api/customers'));
    const { count, total } = customerCountOutput.parse(
      (await request(herald.url).get(`/api/customers/count?${empty}`)).body,
    );
    expect([count, total > 0]).toEqual([total, true]);
  });

  it.each([
    ['minSpend=-1', 'minSpend'],
    ['minSpend=1.234', 'minSpend'],
    ['maxSpend=', 'maxSpend'],
    ['maxSpend=1000000001', 'maxSpend'],
    ['unsubscribed=maybe', 'unsubscribed'],
    ['sort=email', 'sort'],
    ['city=%00', 'city'],
    [`tag=${'x'.repeat(61)}`, 'tag'],
  ])('refuses %s', async (wrong, path) => {
    const response = await request(herald.url).get(`/api/customers?${wrong}`);
    expect(response.status).toBe(400);
    expect(problemSchema.parse(response.body).errors?.map((error) => error.path)).toEqual([path]);
  });

  it.each(['/api/customers?sort=name', '/api/customers/count'])('says that %s took too long', async (path) => {
    const hurried = await startTestApi({ PREVIEW_TIMEOUT_MS: '100' });
    await whileLocked(databaseUrl, 'Customer', async () => {
      const response = await request(hurried.url).get(path);
      expect([response.status, problemSchema.parse(response.body).code]).toEqual([503, 'timed_out']);
    });
    await hurried.stop();
  });
});

/** Of most filters nothing is asked, or nobody would be left. */
function withFew(filters: fc.Arbitrary<{ [key in keyof Filters]: string | undefined }>): fc.Arbitrary<Filters> {
  return fc
    .tuple(filters, fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }))
    .map(([given, isAsked]) =>
      Object.fromEntries(Object.entries(given).filter(([, value], index) => value !== undefined && isAsked[index])),
    );
}

async function readPage(path: string) {
  const response = await request(herald.url).get(path);
  expect([response.status, response.body]).toEqual([200, response.body]);
  return { things: z.array(customerOutputSchema).parse(response.body), link: response.headers['link'] };
}

function passes(customer: CustomerOutput, filters: Filters): boolean {
  const { search, city, tag, unsubscribed, hasEmail, hasOrders, minSpend, maxSpend } = filters;
  const contains = (text: string | null) => text !== null && foldText(text).includes(foldText(search ?? ''));
  const is = (text: string, wanted: string) => foldText(text) === foldText(wanted);
  return [
    search === undefined || contains(customer.name) || contains(customer.email) || customer.externalId === search,
    city === undefined || is(customer.address?.city ?? '\0', city),
    tag === undefined || customer.tags.some((each) => is(each, tag)),
    unsubscribed === undefined || customer.unsubscribed === (unsubscribed === 'true'),
    hasEmail === undefined || (customer.email !== null) === (hasEmail === 'true'),
    hasOrders === undefined || customer.orderCount > 0 === (hasOrders === 'true'),
    minSpend === undefined || customer.totalSpend >= Number(minSpend),
    maxSpend === undefined || customer.totalSpend <= Number(maxSpend),
  ].every(Boolean);
}

type Comparison = (one: CustomerOutput, other: CustomerOutput) => number;

/** Who has nothing of what is sorted by comes last; who has the same stands by id, in the same direction. */
function inOrder(sort: CustomerSort): Comparison {
  const isDescending = sort.startsWith('-');
  return (one, other) => {
    const [a, b] = [valueOf(one, sort), valueOf(other, sort)];
    if ((a === undefined) !== (b === undefined)) return a === undefined ? 1 : -1;
    const valueOrder = a === undefined || b === undefined ? 0 : compare(a, b);
    return (valueOrder === 0 ? compare(one.id, other.id) : valueOrder) * (isDescending ? -1 : 1);
  };
}

function valueOf(customer: CustomerOutput, sort: CustomerSort): string | number | undefined {
  switch (sort) {
    case 'createdAt':
    case '-createdAt':
      return customer.createdAt;
    case '-totalSpend':
      return customer.totalSpend || undefined;
    case '-orderCount':
      return customer.orderCount || undefined;
    case '-lastOrderAt':
      return customer.lastOrderAt ?? undefined;
    case 'name':
      return foldText(customer.name ?? '') || undefined;
  }
}

/** Texts by their bytes, as PostgreSQL compares them. */
function compare(a: string | number, b: string | number): number {
  return typeof a === 'number' || typeof b === 'number'
    ? Number(a) - Number(b)
    : Buffer.compare(Buffer.from(a), Buffer.from(b));
}
