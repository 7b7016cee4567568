import { type CompiledRules, type CompileOptions, QueryTimedOut, runCancellable } from '@herald/platform';
import type { Pool, Queryable } from '@herald/platform';

import type { Audience, QueryOptions } from './audience.repository.ts';

export interface AudienceEstimate extends Omit<Audience, 'sample'> {
  /** False when there were so few customers that everybody was counted. */
  isEstimate: boolean;
}

/** With fewer customers than this everybody is counted; that is as quick as a sample. */
const FEW_CUSTOMERS = 20_000;
/** Customers that are looked at in one statement, of which there are as many as time allows. */
const BATCH = 200;
/** Then one in ten of the customers is known to within 8 %, 19 times in 20. */
const ENOUGH_CUSTOMERS = 5_000;
/** Customers that came together lie together; so only some of each page are taken. */
const CUSTOMERS_PER_PAGE = 3;

interface TableSize {
  customers: number;
  pages: number;
}

/** Customers that were looked at, and those of them who are in the audience. */
interface Sample {
  sampled: number;
  size: number;
  withEmail: number;
  reachable: number;
}

/** Estimates audiences, on connections of their own, for which no count can make it wait. Writes nothing. */
export class AudienceEstimateRepository {
  private readonly pool: Pool;
  private readonly control: Pool;
  private readonly timeouts: { sampleMs: number; planMs: number };

  /** @param control another pool than `pool`, which may be busy with what is to be stopped. */
  constructor(pool: Pool, control: Pool, timeouts: { sampleMs: number; planMs: number }) {
    this.pool = pool;
    this.control = control;
    this.timeouts = timeouts;
  }

  /**
   * Counts the audience in a sample of the customers that grows while there is time, or in all
   * of them when they are few. When there is no time for any, it is what PostgreSQL's planner
   * expects, which takes it a millisecond.
   *
   * @param compile the rules as a query that looks only at the customers of the CTE "sample".
   */
  async estimate(
    compile: (options: CompileOptions) => CompiledRules,
    options: QueryOptions,
  ): Promise<AudienceEstimate> {
    const total: Sample = { sampled: 0, size: 0, withEmail: 0, reachable: 0 };
    let customers = 0;
    try {
      return await this.read(this.timeouts.sampleMs, options, async (db) => {
        const table = await readTableSize(db);
        customers = table.customers;
        if (customers < FEW_CUSTOMERS) return countAll(db, compile({}));
        // An index would first find everybody of whom a rule is true, to then look who is in the sample.
        await db.query(`SELECT set_config('enable_bitmapscan', 'off', true)`);
        await this.sample(db, table, compile({ among: 'sample' }), total);
        return scaled(total, customers);
      });
    } catch (error) {
      if (!(error instanceof QueryTimedOut)) throw error;
      return total.sampled > 0 ? scaled(total, customers) : this.plan(compile({}), options);
    }
  }

  /** Adds to `total` batch by batch; another one only when it will most likely fit into the time. */
  private async sample(db: Queryable, table: TableSize, rules: CompiledRules, total: Sample): Promise<void> {
    const startedAtMs = performance.now();
    let batches = 0;
    let tookMs = 0;
    do {
      const found = await countBatch(db, table, rules);
      total.sampled += found.sampled;
      total.size += found.size;
      total.withEmail += found.withEmail;
      total.reachable += found.reachable;
      batches += 1;
      tookMs = performance.now() - startedAtMs;
    } while (tookMs + tookMs / batches < this.timeouts.sampleMs && total.sampled < ENOUGH_CUSTOMERS);
  }

  private plan(rules: CompiledRules, options: QueryOptions): Promise<AudienceEstimate> {
    return this.read(this.timeouts.planMs, options, async (db) => {
      const { customers } = await readTableSize(db);
      const size = Math.min(await plannedRows(db, rules), customers);
      // Nothing is known of the emails of whom nobody looked at: as many have one as can have.
      return { size, withEmail: size, reachable: size, customers, isEstimate: true };
    });
  }

  private read<T>(timeoutMs: number, options: QueryOptions, work: (db: Queryable) => Promise<T>): Promise<T> {
    return runCancellable(this.pool, this.control, { timeoutMs, ...options }, work);
  }
}

/** The planner knows how long the table is now, and from its statistics how much is in a page. */
async function readTableSize(db: Queryable): Promise<TableSize> {
  const { rows } = await db.query<{ pages: number }>(
    `SELECT (pg_relation_size('"Customer"') / current_setting('block_size')::int)::int AS pages`,
  );
  const customers = await plannedRows(db, { text: 'SELECT FROM "Customer"', values: [] });
  return { customers, pages: Math.max(rows[0]?.pages ?? 0, 1) };
}

async function plannedRows(db: Queryable, { text, values }: CompiledRules): Promise<number> {
  const { rows } = await db.query<{ 'QUERY PLAN': { Plan: { 'Plan Rows': number } }[] }>(
    `EXPLAIN (FORMAT JSON) ${text}`,
    values,
  );
  return Math.round(rows[0]?.['QUERY PLAN'][0]?.Plan['Plan Rows'] ?? 0);
}

async function countAll(db: Queryable, { text, values }: CompiledRules): Promise<AudienceEstimate> {
  const { rows } = await db.query<Omit<Audience, 'sample'>>(
    `SELECT count(*)::int AS size, count(c."emailKey")::int AS "withEmail",
            (count(c."emailKey") FILTER (WHERE NOT c.unsubscribed))::int AS reachable, (SELECT count(*)::int FROM "Customer") AS customers
     FROM (${text}) AS audience JOIN "Customer" c ON c.id = audience."customerId"`,
    values,
  );
  return { ...(rows[0] ?? { size: 0, withEmail: 0, reachable: 0, customers: 0 }), isEstimate: false };
}

async function countBatch(db: Queryable, table: TableSize, { text, values }: CompiledRules): Promise<Sample> {
  const pages = Math.min(Math.ceil(BATCH / CUSTOMERS_PER_PAGE), table.pages);
  const kept = Math.min(1, BATCH / ((table.customers / table.pages) * pages));
  const { rows } = await db.query<Sample>(
    // By the limit the planner knows how few they are, and looks their rows up one by one.
    `WITH sample AS MATERIALIZED (
       SELECT id, "emailKey" IS NOT NULL AS "hasEmail", "emailKey" IS NOT NULL AND NOT unsubscribed AS "isReachable"
       FROM "Customer" TABLESAMPLE SYSTEM (${(100 * pages) / table.pages}) WHERE random() < ${kept} LIMIT ${2 * BATCH}
     )
     SELECT (SELECT count(*)::int FROM sample) AS sampled, count(*)::int AS size,
            (count(*) FILTER (WHERE sample."hasEmail"))::int AS "withEmail",
            (count(*) FILTER (WHERE sample."isReachable"))::int AS reachable
     FROM (${text}) AS audience JOIN sample ON sample.id = audience."customerId"`,
    values,
  );
  return rows[0] ?? { sampled: 0, size: 0, withEmail: 0, reachable: 0 };
}

function scaled({ sampled, size, withEmail, reachable }: Sample, customers: number): AudienceEstimate {
  const scale = (count: number) => (sampled === 0 ? 0 : Math.round((count / sampled) * customers));
  return { size: scale(size), withEmail: scale(withEmail), reachable: scale(reachable), customers, isEstimate: true };
}
