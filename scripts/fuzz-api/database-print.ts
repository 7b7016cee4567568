import { Client } from 'pg';

/** Tables that a refused request, or one with a test key, may write all the same, and why. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  'public.rate_limit': 'counts calls, also those that are refused',
  'public.IdempotencyRecord': 'keeps the refusal for whoever repeats the call',
  'bullmq.meta': 'says what a queue is, when it is first asked about',
  'bullmq.event': 'tells of jobs, which are compared',
};

/** Of other tables only a part is compared: a query for one text that stands for it. */
const COMPARED_IN_PART: Readonly<Record<string, string>> = {
  // Every call moves the expiry of its session; whose it is stays.
  'public.Session': `SELECT md5(string_agg(concat(sid, ' ', sess #>> '{passport,user}'), ',' ORDER BY sid)) FROM "Session"
                     WHERE sess #>> '{passport,user}' IS NOT NULL`,
  // Its last use is noted while the call goes on.
  'public.ApiKey': `SELECT md5(string_agg((to_jsonb(k) - 'lastUsedAt')::text, ',' ORDER BY id)) FROM "ApiKey" k`,
  // Receipts that were taken are announced 20 ms later, by when another request may be under way.
  'bullmq.job': `SELECT count(*) || ' jobs' FROM bullmq.job WHERE queue NOT LIKE '%receiptProcessingQueue%'`,
  // Refusals are what it is for.
  'public.AuditEvent': `SELECT count(*)::text FROM "AuditEvent" WHERE outcome <> 'REFUSED'`,
};

/** What stands for the content of each table, by its name. */
export type Print = ReadonlyMap<string, string>;

/**
 * Tells whether anything was written. Every row carries the number of the transaction that wrote it,
 * so an insert or update that was committed raises the highest of a table, and a delete lowers the count;
 * what was rolled back leaves both. (PostgreSQL's statistics count what was rolled back too, and lag.)
 * Tables are found in the catalogue, so that new ones are compared by themselves.
 */
export class DatabasePrinter {
  private readonly client: Client;
  private readonly statement: string;

  private constructor(client: Client, statement: string) {
    this.client = client;
    this.statement = statement;
  }

  static async connect(databaseUrl: string): Promise<DatabasePrinter> {
    const client = new Client({ connectionString: databaseUrl, application_name: 'herald-fuzz' });
    await client.connect();
    const { rows } = await client.query<{ name: string; quoted: string }>(
      `SELECT n.nspname || '.' || c.relname AS name, quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS quoted
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`,
    );
    const selects = rows
      .filter(({ name }) => !(name in LEFT_OUT))
      .map(({ name, quoted }) => `SELECT '${name}' AS name, (${COMPARED_IN_PART[name] ?? printOf(quoted)}) AS print`);
    return new DatabasePrinter(client, selects.join(' UNION ALL '));
  }

  async print(): Promise<Print> {
    // Named: it is planned once.
    const { rows } = await this.client.query<{ name: string; print: string | null }>({
      name: 'print',
      text: this.statement,
    });
    return new Map(rows.map(({ name, print }) => [name, print ?? '']));
  }

  close(): Promise<void> {
    return this.client.end();
  }
}

function printOf(table: string): string {
  return `SELECT count(*) || ' rows, last written by ' || coalesce(max(xmin::text::bigint), 0) FROM ${table}`;
}

/** The tables that differ, with both prints. */
export function differences(before: Print, after: Print): { table: string; change: string }[] {
  return [...after]
    .filter(([table, print]) => before.get(table) !== print)
    .map(([table, print]) => ({ table, change: `${before.get(table)} -> ${print}` }));
}
