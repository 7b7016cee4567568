import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createPool, type Pool } from '@herald/platform';

import { generateDataset } from '../dataset/generate.ts';
import { emptyDatabase, query } from '../testing/fixtures/database.ts';
import { IngestionWithoutQueue } from '../testing/fixtures/ingestion-without-queue.ts';
import { testServers } from '../testing/fixtures/test-servers.ts';
import { loadShop } from './load-shop.ts';

/** More than one batch. */
const CUSTOMERS = 2_100;
const ORDERS = 1_000;
const MARGIN = 1.05;

const { databaseUrl } = testServers();
let pool: Pool;

beforeAll(() => {
  pool = createPool({ databaseUrl, maxConnections: 1, applicationName: 'herald-test-load-shop' });
});
afterAll(() => pool.end());

const readIndexes = () => query(databaseUrl, 'SELECT schemaname, indexname, indexdef FROM pg_indexes ORDER BY 1, 2');

/** All that a shop is, told apart by the integrator's ids. */
async function readShop() {
  const ids = `'{id,customerId,orderId,updatedAt,writtenBy,writtenFields}'::text[]`;
  const rows = async (sql: string) => (await query<{ row: unknown }>(databaseUrl, sql)).map(({ row }) => row);
  return {
    customers: await rows(
      `SELECT (to_jsonb(c) || COALESCE(to_jsonb(a), '{}') || COALESCE(to_jsonb(t), '{}')) - ${ids} AS row
       FROM "Customer" c
       LEFT JOIN "Address" a ON a."customerId" = c.id LEFT JOIN "CustomerTotals" t ON t."customerId" = c.id
       ORDER BY c."externalId"`,
    ),
    orders: await rows(
      `SELECT (to_jsonb(o) - 'createdAt' - ${ids}) || jsonb_build_object('customer', c."externalId") AS row
       FROM "Order" o JOIN "Customer" c ON c.id = o."customerId" ORDER BY o."externalId"`,
    ),
    items: await rows(
      `SELECT (to_jsonb(i) - ${ids}) || jsonb_build_object('order', o."externalId") AS row FROM "OrderItem" i
       JOIN "Order" o ON o.id = i."orderId" AND o."customerId" = i."customerId" ORDER BY o."externalId", i.id`,
    ),
    types: await rows(`SELECT to_jsonb(d) - 'createdAt' AS row FROM "AttributeDefinition" d ORDER BY key`),
  };
}

async function sendShop(): Promise<void> {
  const ingestion = new IngestionWithoutQueue(databaseUrl);
  try {
    const { users, orders } = generateDataset({
      customers: CUSTOMERS,
      ordersPerCustomer: (ORDERS / CUSTOMERS) * MARGIN,
    });
    await ingestion.writeCustomers([...users]);
    await ingestion.persistOrders(await ingestion.acceptOrders([...orders].slice(0, ORDERS)));
  } finally {
    await ingestion.close();
  }
}

it('loads the rows that Herald would write, and leaves the indexes as they were', async () => {
  await sendShop();
  const sent = await readShop();
  await emptyDatabase(databaseUrl);
  await query(databaseUrl, 'DELETE FROM "AttributeDefinition"');
  const indexes = await readIndexes();

  await loadShop(pool, { customers: CUSTOMERS, orders: ORDERS, items: true });

  expect(await readShop()).toEqual(sent);
  expect(sent).toMatchObject({ customers: { length: CUSTOMERS }, orders: { length: ORDERS } });
  expect(await readIndexes()).toEqual(indexes);
  // On the connection that loaded.
  const { rows } = await pool.query('SHOW session_replication_role');
  expect(rows).toEqual([{ session_replication_role: 'origin' }]);
});
