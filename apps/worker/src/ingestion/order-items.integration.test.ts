import { afterAll, beforeEach, expect, it } from '@jest/globals';
import type { OrderInput } from '@herald/shared';

import { emptyDatabase, query } from '../../../../scripts/testing/fixtures/database.ts';
import { IngestionWithoutQueue } from '../../../../scripts/testing/fixtures/ingestion-without-queue.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';

const { databaseUrl } = testServers();
const ingestion = new IngestionWithoutQueue(databaseUrl);

beforeEach(async () => {
  await emptyDatabase(databaseUrl);
  await ingestion.writeCustomers([{ externalId: 'c-1' }]);
});
afterAll(() => ingestion.close());

async function write(items: OrderInput['items']): Promise<void> {
  const order = { externalId: 'o-1', customerExternalId: 'c-1', amount: 10, orderedAt: '2026-11-22', items };
  await ingestion.persistOrders(await ingestion.acceptOrders([order]));
}

/** Each text with its folded form. */
async function readItems(): Promise<(string | null)[][]> {
  const rows = await query<{ texts: (string | null)[] }>(
    databaseUrl,
    'SELECT ARRAY[sku, "skuKey", name, "nameKey", category, "categoryKey"] AS texts FROM "OrderItem" ORDER BY id',
  );
  return rows.map(({ texts }) => texts);
}

it('items have the folded forms that rules compare', async () => {
  await write([
    { sku: 'TEA-É', name: 'Große Kanne', category: 'İçecek', quantity: 2, price: 1.5 },
    { sku: null, name: 'Cup', quantity: 1, price: 3 },
    { sku: '', name: 'CUP', category: '', quantity: 1, price: 0 },
  ]);
  expect(await readItems()).toEqual([
    ['TEA-É', 'tea-é', 'Große Kanne', 'grosse kanne', 'İçecek', 'i̇çecek'],
    [null, null, 'Cup', 'cup', null, null],
    ['', '', 'CUP', 'cup', '', ''],
  ]);
});

it('items are replaced with their folded forms, and stay when an order gives none', async () => {
  await write([{ sku: 'A', name: 'Tea', category: 'Drinks', quantity: 1, price: 1 }]);
  await write([{ name: 'CUP', quantity: 1, price: 1 }]);
  const cup = [null, null, 'CUP', 'cup', null, null];
  expect(await readItems()).toEqual([cup]);
  await write(undefined);
  expect(await readItems()).toEqual([cup]);
  await write([]);
  expect(await readItems()).toEqual([]);
});
