import { leaveToTheNextQuery, rollback } from './connection.ts';
import { explainSnapshotError, isDatabaseError } from './database-error.ts';
import { type Pool, type Queryable, type Transaction, withRetriedTransaction } from './pool.ts';

export interface CancellableOptions {
  /** Queries that would take longer are stopped by PostgreSQL. */
  timeoutMs: number;
  /** Stops the running query in PostgreSQL. Its reason is what is thrown. */
  signal?: AbortSignal | undefined;
  /** Shown in `pg_stat_activity` while it runs, at most 63 characters; `cancelNamed` finds it there. */
  name?: string | undefined;
}

/** The query took longer than it may. */
export class QueryTimedOut extends Error {
  override readonly name = 'QueryTimedOut';
}

/** Somebody else stopped the query: a newer one of the same name, or an operator. */
export class QueryCancelled extends Error {
  override readonly name = 'QueryCancelled';
}

const QUERY_CANCELED = '57014';
const DEFAULT_NAME = 'herald-preview';

/**
 * Runs read-only queries on one snapshot, which can be stopped while PostgreSQL works on
 * them: by the time limit, by `signal`, or from another process by their name.
 *
 * @param pool where they run.
 * @param control where the order to stop is sent from; another pool, or it would wait behind them.
 */
export async function runCancellable<T>(
  pool: Pool,
  control: Pool,
  { timeoutMs, signal, name = DEFAULT_NAME }: CancellableOptions,
  work: (db: Queryable) => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted();
  const client = await pool.connect();
  let cancelling: Promise<unknown> | undefined;
  let pid: number | undefined;
  const cancel = () => {
    // Where the order does not get through, the time limit still ends the query.
    if (pid !== undefined) cancelling = control.query('SELECT pg_cancel_backend($1)', [pid]).catch(() => {});
  };
  client.on('error', leaveToTheNextQuery);
  signal?.addEventListener('abort', cancel);
  const startedAtMs = performance.now();
  let broken: Error | undefined;
  try {
    signal?.throwIfAborted();
    pid = await begin(client, timeoutMs, name);
    const result = await work(untilAborted(client, signal));
    await client.query('COMMIT');
    return result;
  } catch (error) {
    broken = await rollback(client, error);
    signal?.throwIfAborted();
    throw explain(explainSnapshotError(error), performance.now() - startedAtMs, timeoutMs);
  } finally {
    signal?.removeEventListener('abort', cancel);
    // The order must have arrived before the connection goes to somebody else, whom it would hit.
    await cancelling;
    client.off('error', leaveToTheNextQuery);
    client.release(broken);
  }
}

/** Between two queries there is nothing that could be stopped, so the next one must not begin. */
function untilAborted(client: Transaction, signal: AbortSignal | undefined): Queryable {
  const query = (...call: Parameters<Transaction['query']>) => {
    signal?.throwIfAborted();
    return client.query(...call);
  };
  return { query: query as Queryable['query'] };
}

/** `withRetriedTransaction` in which no statement may take longer than `timeoutMs`. */
export async function withTimedTransaction<T>(
  pool: Pool,
  timeoutMs: number,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  const startedAtMs = performance.now();
  try {
    return await withRetriedTransaction(pool, async (tx) => {
      await tx.query(`SELECT set_config('statement_timeout', $1, true)`, [String(timeoutMs)]);
      return work(tx);
    });
  } catch (error) {
    throw explain(error, performance.now() - startedAtMs, timeoutMs);
  }
}

/** PostgreSQL has one code for every statement that was stopped; the reason is a text in its own language. */
function explain(error: unknown, tookMs: number, timeoutMs: number): unknown {
  if (!isDatabaseError(error) || error.code !== QUERY_CANCELED) return error;
  return tookMs >= timeoutMs ? new QueryTimedOut(`took longer than ${timeoutMs} ms`) : new QueryCancelled();
}

/** @returns the id of the server's process, which may be another one for each transaction behind a pooler. */
async function begin(client: Transaction, timeoutMs: number, name: string): Promise<number> {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  const { rows } = await client.query<{ pid: number }>(
    // Compiling a query for the processor takes longer than most of these run.
    `SELECT pg_backend_pid() AS pid, set_config('statement_timeout', $1, true),
            set_config('application_name', $2, true), set_config('jit', 'off', true)`,
    [String(timeoutMs), name],
  );
  return rows[0]?.pid ?? 0;
}

/**
 * Stops what runs in the database, whichever process started it, under a name that begins with
 * `prefix` and sorts before `name`. So a name that ends with when it came stops what came before.
 */
export async function cancelNamed(control: Pool, prefix: string, name: string): Promise<void> {
  await control.query(
    `SELECT pg_cancel_backend(pid) FROM pg_stat_activity
     WHERE starts_with(application_name, $1) AND application_name < $2 COLLATE "C" AND datname = current_database()`,
    [prefix, name],
  );
}
