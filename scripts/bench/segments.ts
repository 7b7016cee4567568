import {
  type CompiledRules,
  compileResolved,
  compileRules,
  createPool,
  migrate,
  type Pool,
  QueryTimedOut,
  startThrowAwayPostgres,
  withTimedTransaction,
} from '@herald/platform';
import { resolveRules, type RuleContext, type SegmentRules } from '@herald/shared';

import { DURABLE_SETTINGS } from '../herald/throw-away-herald.ts';
import { benchEvaluator } from './evaluator.ts';
import { benchFreeze } from './freeze.ts';
import { loadShop } from './load-shop.ts';
import { alternate, type Comparison, median, milliseconds } from './measure.ts';
import { FREQUENT_VISITORS, MIXED_RULES, NOW, REPRESENTATIVE_RULES, type RepresentativeRule } from './segment-rules.ts';

const SHOP = { customers: 1_000_000, orders: 5_000_000, items: true };
/** To find the quickest form by hand. */
const TRIAL_ROUNDS = 3;
const MIN_ROUNDS = 3;
const MAX_ROUNDS = 101;
/** Spent on each comparison; quick ones, which a hiccup distorts more, get more rounds. */
const BUDGET_MS = 8_000;

const BY_HAND_BOUND = 1.15;
const INDEX_BOUND = 8;

const CONTEXT: RuleContext = {
  now: NOW,
  timeZone: 'UTC',
  attributes: new Map([['language', 'text']]),
  segments: new Map([[FREQUENT_VISITORS, { name: 'frequent visitors', kind: 'static', rules: visitedOften() }]]),
};

function visitedOften(): SegmentRules {
  return { combinator: 'and', rules: [{ field: 'visits', operator: '>=', value: 40 }] };
}

/** As Herald does it while nobody has been erased. */
function compileAsAsked(rules: SegmentRules): CompiledRules {
  return compileResolved({ ...resolveRules(rules, CONTEXT), nobodyErased: true });
}

const ERASED = 1_000;

/** Once customers were erased, they are left out of whatever is selected, here as there. */
async function* benchErased(pool: Pool): AsyncGenerator<Comparison> {
  await pool.query(
    `INSERT INTO "Erasure" (id, "customerId", cleared)
     SELECT gen_random_uuid(), id, '{}' FROM "Customer" ORDER BY id LIMIT ${ERASED}`,
  );
  await pool.query('ANALYZE "Erasure"');
  for (const { name, rules, byHand, values } of REPRESENTATIVE_RULES.slice(0, 2)) {
    const compiled = compileRules(rules, CONTEXT);
    const [form = ''] = Object.values(byHand);
    const text = `SELECT f.id FROM (${form}) AS f(id)
                  WHERE NOT EXISTS (SELECT FROM "Erasure" e WHERE e."customerId" = f.id)`;
    const [count, countByHand] = [await countOf(pool, compiled), await countOf(pool, { text, values })];
    if (count !== countByHand) throw new Error(`"${name}" without the erased: ${count}, by hand ${countByHand}`);
    const ask = () => milliseconds(() => countOf(pool, compiled));
    const askByHand = () => milliseconds(() => countOf(pool, { text, values }));
    yield { ...(await compare(`${name}: ${ERASED} erased`, ask, askByHand)), bound: { atMost: BY_HAND_BOUND } };
  }
  await pool.query('DELETE FROM "Erasure"');
}

/** Compiled rules against SQL by hand, kept totals against adding up, indexes against full scans; then freezing. */
export async function* benchSegments(): AsyncGenerator<Comparison> {
  yield* benchEvaluator();
  const postgres = await startThrowAwayPostgres({ settings: DURABLE_SETTINGS });
  const pool = createPool({ databaseUrl: postgres.url, maxConnections: 2, applicationName: 'bench' });
  try {
    await migrate(postgres.url);
    await loadShop(pool, SHOP);
    await freezeFrequentVisitors(pool);
    for (const representative of REPRESENTATIVE_RULES) yield* benchRule(pool, representative);
    await expectNoSubPlan(pool, 'a mixed tree', compileAsAsked(MIXED_RULES));
    yield* benchErased(pool);
    yield* benchFreeze(pool, postgres.url);
  } finally {
    await pool.end();
    await postgres.stop();
  }
}

async function freezeFrequentVisitors(pool: Pool): Promise<void> {
  const { text, values } = compileAsAsked(visitedOften());
  await pool.query(
    `INSERT INTO "Segment" (id, name, rules, "audienceUserIds", "audienceSize")
     SELECT '${FREQUENT_VISITORS}', 'frequent visitors', '{}', array_agg("customerId" ORDER BY 1), count(*)
     FROM (${text}) AS audience`,
    values,
  );
  await pool.query('ANALYZE "Segment"');
}

async function* benchRule(pool: Pool, representative: RepresentativeRule): AsyncGenerator<Comparison> {
  const compiled = compileAsAsked(representative.rules);
  const form = await quickestForm(pool, representative);
  const byHand = { text: representative.byHand[form] ?? '', values: representative.values };
  const [count, countByHand] = [await countOf(pool, compiled), await countOf(pool, byHand)];
  if (count !== countByHand) throw new Error(`"${representative.name}": ${count}, by hand ${countByHand}`);
  const share = ((100 * count) / SHOP.customers).toFixed(1);
  await expectNoSubPlan(pool, representative.name, compiled);
  printPlan(`${representative.name} (${count.toLocaleString('en')}, ${share} %)`, await planOf(pool, compiled));

  const name = (what: string) => `${representative.name}: ${what}`;
  const ask = () => milliseconds(() => countOf(pool, compiled));
  yield {
    ...(await compare(name(`by hand (${form})`), ask, () => milliseconds(() => countOf(pool, byHand)))),
    bound: { atMost: BY_HAND_BOUND },
  };
  if (representative.indexed) {
    yield {
      ...(await compare(name('without an index'), () => timeWithoutIndex(pool, compiled), ask)),
      bound: { atLeast: INDEX_BOUND },
    };
  }
  const { overOrders } = representative;
  if (overOrders) {
    const addUp = { text: overOrders.sql, values: representative.values };
    yield {
      ...(await compare(name('adding orders up'), () => milliseconds(() => countOf(pool, addUp)), ask)),
      bound: { atLeast: overOrders.atLeast },
    };
  }
}

/** Rounds of both in turn, as many as fit the budget. */
async function compare(
  name: string,
  one: () => Promise<number>,
  other: () => Promise<number>,
): Promise<Omit<Comparison, 'bound'>> {
  const warm = await alternate(1, one, other);
  const fitting = Math.round(BUDGET_MS / (warm.herald + warm.bare));
  const figures = await alternate(Math.min(Math.max(fitting, MIN_ROUNDS), MAX_ROUNDS), one, other);
  return { name, unit: 'ms', ...figures };
}

/** A form that PostgreSQL asks of each customer anew may take hours; it is not the quickest. */
const FORM_TIMEOUT_MS = 20_000;

async function quickestForm(pool: Pool, { byHand, values }: RepresentativeRule): Promise<string> {
  const medians: [form: string, ms: number][] = [];
  for (const [form, text] of Object.entries(byHand)) medians.push([form, await timeForm(pool, { text, values })]);
  medians.sort(([, one], [, other]) => one - other);
  const figures = medians.map(([form, ms]) => `${form} ${ms === Infinity ? 'too long' : `${ms.toFixed(1)} ms`}`);
  console.log(`    forms by hand: ${figures.join(', ')}`);
  return medians[0]?.[0] ?? '';
}

/** @returns the median of a few rounds, Infinity when one took too long. */
async function timeForm(pool: Pool, { text, values }: CompiledRules): Promise<number> {
  const count = `SELECT count(*) FROM (${text}) AS audience`;
  const times: number[] = [];
  try {
    for (let round = 0; round < TRIAL_ROUNDS; round += 1) {
      await withTimedTransaction(pool, FORM_TIMEOUT_MS, async (tx) => {
        times.push(await milliseconds(() => tx.query(count, values)));
      });
    }
    return median(times);
  } catch (error) {
    if (error instanceof QueryTimedOut) return Infinity;
    throw error;
  }
}

async function countOf(pool: Pool, { text, values }: CompiledRules): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM (${text}) AS audience`,
    values,
  );
  return rows[0]?.count ?? 0;
}

/** The same query, for which PostgreSQL may not use an index. */
async function timeWithoutIndex(pool: Pool, { text, values }: CompiledRules): Promise<number> {
  const client = await pool.connect();
  try {
    await client.query(
      'BEGIN; SET LOCAL enable_indexscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_indexonlyscan = off',
    );
    return await milliseconds(() => client.query(`SELECT count(*) FROM (${text}) AS audience`, values));
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

async function planOf(pool: Pool, { text, values }: CompiledRules): Promise<string[]> {
  const { rows } = await pool.query<{ 'QUERY PLAN': string }>(
    `EXPLAIN (COSTS OFF) SELECT count(*) FROM (${text}) AS audience`,
    values,
  );
  return rows.map((row) => row['QUERY PLAN']);
}

/** A subplan that is not hashed is run again for every customer. */
async function expectNoSubPlan(pool: Pool, name: string, compiled: CompiledRules): Promise<void> {
  const plan = await planOf(pool, compiled);
  const isPerRow = (line: string) =>
    !/^\s*SubPlan \d+$/.test(line) && line.replaceAll(/hashed SubPlan \d+/g, '').includes('SubPlan');
  if (plan.some(isPerRow)) throw new Error(`"${name}" has a subplan for each row:\n${plan.join('\n')}`);
}

function printPlan(title: string, plan: string[]): void {
  console.log(`    plan of ${title}:`);
  for (const line of plan) console.log(`      ${line}`);
}
