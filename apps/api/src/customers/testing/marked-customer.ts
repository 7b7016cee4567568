import type { OrderInput, UserInput } from '@herald/shared';

import { query } from '../../../../../scripts/testing/fixtures/database.ts';
import type { IngestionWithoutQueue } from '../../../../../scripts/testing/fixtures/ingestion-without-queue.ts';

/** A customer of whom every text that could say who it is stands nowhere else. */
export const MARKED: UserInput = {
  externalId: 'Zq-External-7',
  email: 'Zq.Mail@Example.com',
  name: 'Zqname Rao',
  phone: 'zqphone 020',
  visits: 5,
  tags: ['zqtag', 'VIP'],
  attributes: { plan: 'zqgold' },
  address: {
    line1: 'zqline1',
    line2: 'zqline2',
    city: 'zqcity',
    state: 'zqstate',
    country: 'zqcountry',
    postalCode: 'zqpostal',
  },
};

/** All of them begin so; and so that one that does not is found all the same, each is named. */
export const MARKS = [
  'zq-external-7',
  'zq.mail',
  'zqname',
  'zqphone',
  'zqtag',
  'zqgold',
  'zqline',
  'zqcity',
  'zqstate',
  'zqcountry',
  'zqpostal',
];

export const ORDERS: OrderInput[] = [
  {
    externalId: 'o-1',
    customerExternalId: 'Zq-External-7',
    status: 'PAID',
    amount: 120.5,
    orderedAt: '2026-02-01T00:00:00Z',
    items: [{ name: 'Tea', quantity: 2, price: 60.25, sku: 'T', category: 'Drinks' }],
  },
  {
    externalId: 'o-2',
    customerExternalId: 'Zq-External-7',
    status: 'REFUNDED',
    amount: 9,
    orderedAt: '2026-03-01T00:00:00Z',
  },
];

/** Somebody else. */
export const OTHER: UserInput = { externalId: 'other', email: 'other@example.com', name: 'Other', visits: 5 };

/** Writes it with its orders, as the worker does. @returns its id. */
export async function writeMarked(ingestion: IngestionWithoutQueue, databaseUrl: string): Promise<string> {
  await ingestion.writeCustomers([MARKED]);
  await ingestion.persistOrders(await ingestion.acceptOrders(ORDERS));
  return idOf(databaseUrl, 'Zq-External-7');
}

export async function idOf(databaseUrl: string, externalId: string): Promise<string> {
  const [row] = await query<{ id: string }>(databaseUrl, `SELECT id FROM "Customer" WHERE "externalId" = $1`, [
    externalId,
  ]);
  if (row === undefined) throw new Error(`nobody has the external id ${externalId}`);
  return row.id;
}
