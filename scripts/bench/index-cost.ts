import { createPool, migrate, type Pool, startThrowAwayPostgres } from '@herald/platform';
import type { OrderInput } from '@herald/shared';

import { generateDataset } from '../dataset/generate.ts';
import { DURABLE_SETTINGS } from '../herald/throw-away-herald.ts';
import { IngestionWithoutQueue } from '../testing/fixtures/ingestion-without-queue.ts';
import { loadShop } from './load-shop.ts';
import { alternate, type Comparison, perSecond } from './measure.ts';
import { renumbered, take } from './new-rows.ts';

const SHOP = { customers: 100_000, orders: 500_000, items: true };
const ROWS_PER_CHUNK = 1_000;
const CHUNKS_PER_ROUND = 5;
const ROUNDS = 5;
/** No index may take more than this share of the speed; each is looked at by itself. */
const BOUND = 0.6;

/** The indexes that only rules need, by what writes them. */
const INDEXES = {
  customers: [
    'Customer_nameKey_idx',
    'Customer_emailKey_idx',
    'Customer_tagKeys_idx',
    'Customer_attributeKeys_idx',
    'Customer_unreachable_idx',
    'Customer_createdAt_id_idx',
    'Customer_misfits_idx',
    'Address_cityKey_idx',
  ],
  orders: [
    'CustomerTotals_totalSpend_idx',
    'CustomerTotals_lastOrderAt_idx',
    'Order_orderedAt_idx',
    'OrderItem_skuKey_idx',
  ],
};

/** What the worker writes with each index, as against without it; then without any of them. */
export async function* benchIndexCost(): AsyncGenerator<Comparison> {
  const postgres = await startThrowAwayPostgres({ settings: DURABLE_SETTINGS });
  const pool = createPool({ databaseUrl: postgres.url, maxConnections: 1, applicationName: 'bench' });
  const ingestion = new IngestionWithoutQueue(postgres.url);
  try {
    await migrate(postgres.url);
    await loadShop(pool, SHOP);
    const writers = { customers: customerWriter(ingestion), orders: orderWriter(ingestion) };
    for (const kind of ['customers', 'orders'] as const) {
      for (const index of INDEXES[kind]) yield await compare(pool, `${kind} with ${index}`, [index], writers[kind]);
      yield {
        ...(await compare(pool, `${kind} with all of them`, INDEXES[kind], writers[kind])),
        bound: { atLeast: 0.3 },
      };
    }
  } finally {
    await ingestion.close();
    await pool.end();
    await postgres.stop();
  }
}

async function compare(pool: Pool, name: string, indexes: string[], write: () => Promise<void>): Promise<Comparison> {
  const definitions = await Promise.all(indexes.map((index) => definitionOf(pool, index)));
  const round = () => perSecond(CHUNKS_PER_ROUND * ROWS_PER_CHUNK, write);
  await round();
  const figures = await alternate(ROUNDS, round, async () => {
    await pool.query(indexes.map((index) => `DROP INDEX "${index}"`).join(';'));
    try {
      return await round();
    } finally {
      await pool.query(definitions.join(';'));
    }
  });
  return { name, unit: '/s', ...figures, bound: { atLeast: BOUND } };
}

async function definitionOf(pool: Pool, index: string): Promise<string> {
  const { rows } = await pool.query<{ definition: string }>('SELECT pg_get_indexdef($1::regclass) AS definition', [
    `"${index}"`,
  ]);
  return rows[0]?.definition ?? '';
}

/** New customers each time, whose numbers go on after those of the shop. */
function customerWriter(ingestion: IngestionWithoutQueue): () => Promise<void> {
  const users = renumbered(generateDataset({ customers: 1_000_000, seed: 2 }).users);
  return async () => {
    for (let chunk = 0; chunk < CHUNKS_PER_ROUND; chunk += 1)
      await ingestion.writeCustomers(take(users, ROWS_PER_CHUNK));
  };
}

/** New orders of the shop's customers, each of somebody else. */
function orderWriter(ingestion: IngestionWithoutQueue): () => Promise<void> {
  const orders = firstOfEach(generateDataset({ customers: SHOP.customers, ordersPerCustomer: 4, seed: 3 }).orders);
  let written = 0;
  return async () => {
    for (let chunk = 0; chunk < CHUNKS_PER_ROUND; chunk += 1) {
      written += 1;
      const batch = take(orders, ROWS_PER_CHUNK).map((order) => ({
        ...order,
        externalId: `${written}-${order.externalId}`,
      }));
      await ingestion.persistOrders(await ingestion.acceptOrders(batch));
    }
  };
}

/** Over and over again: one order of each customer that has some. */
function* firstOfEach(orders: Iterable<OrderInput>): Generator<OrderInput> {
  for (;;) {
    let last: string | undefined;
    for (const order of orders) {
      if (order.customerExternalId !== last) yield order;
      last = order.customerExternalId;
    }
  }
}
