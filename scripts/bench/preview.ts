import { createPool, type Pool, withTransaction } from '@herald/platform';

import type { HeraldClient } from '../herald/herald-client.ts';
import { startThrowAwayHerald } from '../herald/throw-away-herald.ts';
import { startBenchApi } from './bench-api.ts';
import { loadShop } from './load-shop.ts';
import { alternate, type Comparison, milliseconds } from './measure.ts';
import { PREVIEWS, type Preview } from './preview-rules.ts';

const CUSTOMERS = 200_000;
const ORDERS = 1_000_000;
const WARM_UP_ROUNDS = 3;
const MIN_ROUNDS = 15;
const MAX_ROUNDS = 101;
/** Spent on each question; quick ones, which a hiccup distorts more, get more rounds. */
const BUDGET_MS = 4_000;
const BOUND = 1.3;
const SAMPLE_SIZE = 10;

/**
 * `POST /api/segments/preview`, as against the SQL that one would write by hand for the
 * same question. The API runs in this process: what is compared is its work and not the
 * switches between processes, which both sides would need.
 */
export async function* benchPreview(): AsyncGenerator<Comparison> {
  const herald = await startThrowAwayHerald({ durable: true });
  const api = await startBenchApi(herald.databaseUrl);
  const pool = createPool({ databaseUrl: herald.databaseUrl, maxConnections: 2, applicationName: 'bench' });
  try {
    await loadShop(pool, { customers: CUSTOMERS, orders: ORDERS });
    await unsubscribeSome(pool);
    for (const preview of PREVIEWS) yield await comparePreview(api.client, pool, preview);
  } finally {
    await api.stop();
    await pool.end();
    await herald.stop();
  }
}

/** One in twenty, whom a preview tells from those that it reaches. */
async function unsubscribeSome(pool: Pool): Promise<void> {
  await pool.query(`UPDATE "Customer" SET unsubscribed = TRUE WHERE hashtext(id::text) % 20 = 0`);
  await pool.query('VACUUM (ANALYZE) "Customer"');
}

async function comparePreview(api: HeraldClient, pool: Pool, preview: Preview): Promise<Comparison> {
  const ask = () => api.preview(preview.rules);
  const askByHand = () => runByHand(pool, preview);
  const [{ audienceSize }, { count }] = await Promise.all([ask(), askByHand()]);
  if (audienceSize !== count) throw new Error(`"${preview.name}": Herald says ${audienceSize}, by hand it is ${count}`);
  const rounds = (number: number) =>
    alternate(
      number,
      () => milliseconds(ask),
      () => milliseconds(askByHand),
    );
  const warm = await rounds(WARM_UP_ROUNDS);
  const fitting = Math.round(BUDGET_MS / (warm.herald + warm.bare));
  const figures = await rounds(Math.min(Math.max(fitting, MIN_ROUNDS), MAX_ROUNDS));
  const name = `preview: ${preview.name} (${count.toLocaleString('en')})`;
  return { name, unit: 'ms', ...figures, bound: { atMost: BOUND } };
}

/**
 * The same answer, from one snapshot: how many, how many of them have an email and how many want messages too, how
 * many there are, and some with names.
 */
async function runByHand(pool: Pool, { sql, values }: Preview): Promise<{ count: number; sample: object[] }> {
  return withTransaction(pool, async (tx) => {
    await tx.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const counted = await tx.query<{ count: number }>(
      `SELECT count(*)::int AS count, (count(*) - count(n.id))::int AS reachable,
              (count(*) - count(n.id) FILTER (WHERE n."emailKey" IS NULL))::int AS "withEmail",
              (SELECT count(*)::int FROM "Customer") AS customers
       FROM (SELECT c.id ${sql}) found
       LEFT JOIN (SELECT id, "emailKey" FROM "Customer" WHERE "emailKey" IS NULL OR unsubscribed) n USING (id)`,
      values,
    );
    const sampled = await tx.query<{ id: string }>(
      `SELECT p.id, p.name, p.email, a.city, t."totalSpend", t."orderCount", t."lastOrderAt"
       FROM (SELECT c.id ${sql} LIMIT ${SAMPLE_SIZE}) found JOIN "Customer" p USING (id)
       LEFT JOIN "Address" a ON a."customerId" = p.id LEFT JOIN "CustomerTotals" t ON t."customerId" = p.id`,
      values,
    );
    return { count: counted.rows[0]?.count ?? 0, sample: sampled.rows };
  });
}
