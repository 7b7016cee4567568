import pg from 'pg';

import { leaveToTheNextQuery, rollback } from './connection.ts';
import { explainSnapshotError, isDatabaseError } from './database-error.ts';
import { currentUnit } from './unit-of-work.ts';
import type { AnyQuery } from './unit-of-work.ts';

export type Pool = pg.Pool;
/** A pool or one connection of it: whatever runs a query. */
export type Queryable = Pick<pg.Pool | pg.PoolClient, 'query'>;
export type Transaction = pg.PoolClient;

export interface PoolOptions {
  databaseUrl: string;
  /** Most connections at once. */
  maxConnections: number;
  /** Shown in `pg_stat_activity`. */
  applicationName: string;
  /** Schemas to look in, when not the default. */
  searchPath?: string;
  /** What is asked of it within a unit of work is part of that; see `inUnitOfWork`. */
  joinsUnits?: boolean;
  /** A connection or an answer that takes longer is given up, and the connection with it. */
  answerWithinMs?: number;
}

const CONNECTION_TIMEOUT_MS = 10_000;

/**
 * A connection pool that survives restarts of PostgreSQL: broken idle connections are
 * dropped by `pg`, and the next query opens a new one.
 */
export function createPool(options: PoolOptions): pg.Pool {
  const PoolClass = options.joinsUnits ? JoiningPool : pg.Pool;
  const pool = new PoolClass({
    connectionString: options.databaseUrl,
    max: options.maxConnections,
    application_name: options.applicationName,
    connectionTimeoutMillis: options.answerWithinMs ?? CONNECTION_TIMEOUT_MS,
    keepAlive: true,
    ...(options.answerWithinMs === undefined ? {} : { query_timeout: options.answerWithinMs }),
    ...(options.searchPath === undefined ? {} : { options: `-c search_path=${options.searchPath}` }),
  });
  // Without a listener an idle connection that breaks would end the process. The
  // failure itself reaches whoever runs the next query.
  pool.on('error', () => {});
  return pool;
}

/** Within a unit of work, queries are part of it. */
class JoiningPool extends pg.Pool {
  // Both have one signature for each way of asking; what goes in here is handed on as it came.
  override query = ((...call: unknown[]): Promise<unknown> => {
    const unit = currentUnit();
    return unit === undefined ? (super.query as AnyQuery).apply(this, call) : unit.ask(this, call);
  }) as pg.Pool['query'];
}

/** Whether this says that no connection of a pool came free for as long as anybody waits for one. */
export function isPoolExhausted(error: unknown): boolean {
  // The driver gives it neither a class nor a code.
  return error instanceof Error && error.message === 'timeout exceeded when trying to connect';
}

/** Runs `work` in one transaction: committed when it resolves (or with its unit of work), rolled back when it throws. */
export function withTransaction<T>(pool: pg.Pool, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const unit = pool instanceof JoiningPool ? currentUnit() : undefined;
  if (unit !== undefined) return unit.nest(pool, work);
  return inTransaction(pool, 'BEGIN', work);
}

/** Runs `work`, which only reads, on one state of the database: nothing that it reads is newer than the rest. */
export async function withSnapshot<T>(pool: pg.Pool, work: (tx: Transaction) => Promise<T>): Promise<T> {
  try {
    return await inTransaction(pool, 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', work);
  } catch (error) {
    throw explainSnapshotError(error);
  }
}

async function inTransaction<T>(pool: pg.Pool, begin: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  client.on('error', leaveToTheNextQuery);
  try {
    await client.query(begin);
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    broken = await rollback(client, error);
    throw error;
  } finally {
    client.off('error', leaveToTheNextQuery);
    client.release(broken);
  }
}

/**
 * What PostgreSQL reports when two transactions met and one had to give way. The
 * transaction left nothing behind and may simply run again.
 */
const COLLISIONS = new Set([
  '40001', // serialization_failure
  '40P01', // deadlock_detected
  '23505', // unique_violation: the same new identity in two batches at once
]);

/** The transaction met another one that was not seen by PostgreSQL; it may simply run again. */
export class Collision extends Error {
  override readonly name = 'Collision';
}

/** Whether two statements met and one had to give way; it left nothing behind and may simply run again. */
export function isCollision(error: unknown): boolean {
  if (error instanceof Collision) return true;
  return isDatabaseError(error) && error.code !== undefined && COLLISIONS.has(error.code);
}

/** `withTransaction`, run again after a collision, at most `maxTries` times. */
export async function withRetriedTransaction<T>(
  pool: pg.Pool,
  work: (tx: Transaction) => Promise<T>,
  maxTries = 5,
): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await withTransaction(pool, work);
    } catch (error) {
      if (tried >= maxTries || !isCollision(error)) throw error;
    }
  }
}

/** Runs work in a transaction; what services are handed, so that they need not know the pool. */
export type Transact = <T>(work: (tx: Transaction) => Promise<T>) => Promise<T>;
