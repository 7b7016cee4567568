import { newId } from '@herald/shared';

import { query } from '../../../../../../scripts/testing/fixtures/database.ts';

/** A customer of a test, with totals as its orders would have made them. */
export interface Planted {
  /** To know it again. */
  name: string;
  spend: number;
  orders: number;
  /** Null: never. */
  daysAgo: number | null;
  visits?: number;
  city?: string;
  tags?: string[];
}

const DAY_MS = 86_400_000;

/** @returns their ids by their names. */
export async function plantCustomers(databaseUrl: string, customers: Planted[]): Promise<Map<string, string>> {
  const rows = customers.map(({ name, spend, orders, daysAgo, visits = 0, city = null, tags = [] }) => ({
    id: newId(),
    name,
    spend: Math.round(spend * 100),
    orders,
    last: daysAgo === null ? null : new Date(Date.now() - daysAgo * DAY_MS).toISOString(),
    visits,
    city,
    tags,
  }));
  await query(
    databaseUrl,
    `WITH given AS MATERIALIZED (
       SELECT * FROM jsonb_to_recordset($1::jsonb)
         AS row(id uuid, name text, spend bigint, orders int, last timestamptz, visits int, city text, tags text[])
     ), made AS (
       INSERT INTO "Customer" (id, name, "nameKey", visits, tags, "tagKeys", "writtenBy", "writtenFields")
       SELECT id, name, lower(name), visits, tags, tags, gen_random_uuid(), 0 FROM given
     ), placed AS (
       INSERT INTO "Address" ("customerId", city, "cityKey") SELECT id, city, lower(city) FROM given WHERE city IS NOT NULL
     )
     INSERT INTO "CustomerTotals" ("customerId", "totalSpend", "orderCount", "firstOrderAt", "lastOrderAt")
     SELECT id, spend, orders, last, last FROM given WHERE orders > 0`,
    [JSON.stringify(rows)],
  );
  return new Map(rows.map(({ id, name }) => [name, id]));
}

/** Numbers that are the same in every run. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % (2 ** 31 - 1);
    return state / (2 ** 31 - 1);
  };
}
