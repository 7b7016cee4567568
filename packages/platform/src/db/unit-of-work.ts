import { AsyncLocalStorage } from 'node:async_hooks';

import type pg from 'pg';

import { leaveToTheNextQuery, rollback } from './connection.ts';

export interface UnitOptions<T> {
  /** First in the transaction. What it throws ends the unit before `work` has touched anything. */
  onBegin?: (tx: pg.PoolClient) => Promise<unknown>;
  /** Last in the transaction, with what `work` returned. */
  beforeCommit?: (tx: pg.PoolClient, result: T) => Promise<unknown>;
  /** Last in the transaction when `work` threw and all that it had done was taken back; then it is thrown on. */
  afterRefusal?: (tx: pg.PoolClient, error: unknown) => Promise<unknown>;
  /** Nothing of it is kept: it is rolled back at the end, and what waits for the commit never happens. */
  isRehearsal?: boolean;
}

/** `query` of a pool or a connection, whichever of its signatures is used. */
export type AnyQuery = (...call: unknown[]) => Promise<unknown>;

const current = new AsyncLocalStorage<UnitOfWork>();

/** The unit that the caller runs in. */
export function currentUnit(): UnitOfWork | undefined {
  return current.getStore();
}

/**
 * Everything that `work` writes through pools that join units is one transaction: what would
 * each have been a transaction of its own is a savepoint in it, so that more can be written with
 * the same commit and all of it taken back. It begins with the first use of such a pool, on that
 * pool. Transactions within a unit must follow each other.
 *
 * @param pool where it begins when `work` uses none.
 */
export async function inUnitOfWork<T>(pool: pg.Pool, options: UnitOptions<T>, work: () => Promise<T>): Promise<T> {
  const unit = new UnitOfWork(options.onBegin);
  try {
    const result = await runWork(unit, pool, options, work);
    await options.beforeCommit?.(await unit.connection(pool), result);
    await unit.end(options.isRehearsal ? 'ROLLBACK' : 'COMMIT');
    if (!options.isRehearsal) await unit.follow();
    return result;
  } catch (error) {
    await unit.abandon(error);
    throw error;
  }
}

async function runWork<T>(
  unit: UnitOfWork,
  pool: pg.Pool,
  { afterRefusal }: UnitOptions<T>,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await current.run(unit, work);
  } catch (error) {
    if (afterRefusal !== undefined && !unit.isOver) {
      // Where that fails too (the connection is gone), why the work failed is what matters.
      await tellRefusal(unit, pool, afterRefusal, error).catch(() => {});
    }
    throw error;
  }
}

async function tellRefusal(
  unit: UnitOfWork,
  pool: pg.Pool,
  afterRefusal: (tx: pg.PoolClient, error: unknown) => Promise<unknown>,
  error: unknown,
): Promise<void> {
  await afterRefusal(await unit.takeBack(pool), error);
  await unit.end('COMMIT');
}

const WORK = 'work';

export class UnitOfWork {
  private readonly onBegin: UnitOptions<never>['onBegin'];
  private starting: Promise<pg.PoolClient> | undefined;
  private client: pg.PoolClient | undefined;
  private depth = 0;
  private lastAnswer: Promise<unknown> = Promise.resolve();
  private readonly following: (() => Promise<unknown>)[] = [];
  /** Whether it was committed, rolled back or could not begin. */
  isOver = false;

  constructor(onBegin: UnitOptions<never>['onBegin']) {
    this.onBegin = onBegin;
  }

  /** The connection of the transaction, which begins on `pool` when it has not begun. */
  async connection(pool: pg.Pool): Promise<pg.PoolClient> {
    // What goes on after the answer would be part of nothing.
    if (this.isOver) throw new Error('the unit of work is over');
    return (this.starting ??= this.begin(pool));
  }

  /** Runs a query. One connection can do one at a time, so those that come together wait for each other. */
  ask(pool: pg.Pool, call: unknown[]): Promise<unknown> {
    const answer = this.lastAnswer
      .then(() => this.connection(pool))
      .then((client) => (client as unknown as { query: AnyQuery }).query(...call));
    this.lastAnswer = answer.catch(() => {});
    return answer;
  }

  /** Runs what would be a transaction outside of a unit. */
  async nest<T>(pool: pg.Pool, work: (tx: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await this.connection(pool);
    this.depth += 1;
    const savepoint = `nested_${this.depth}`;
    try {
      await client.query(`SAVEPOINT ${savepoint}`);
      const result = await work(client);
      await client.query(`RELEASE ${savepoint}`);
      return result;
    } catch (error) {
      // A connection that is gone cannot; then all of the unit fails with its next query.
      await client.query(`ROLLBACK TO ${savepoint}`).catch(() => {});
      throw error;
    } finally {
      this.depth -= 1;
    }
  }

  /** Does it once the unit is committed, or never. */
  afterCommit(step: () => Promise<unknown>): void {
    this.following.push(step);
  }

  /** Undoes all that was done since `onBegin`. */
  async takeBack(pool: pg.Pool): Promise<pg.PoolClient> {
    const client = await this.connection(pool);
    await this.lastAnswer;
    await client.query(`ROLLBACK TO ${WORK}`);
    return client;
  }

  async end(how: 'COMMIT' | 'ROLLBACK'): Promise<void> {
    await this.lastAnswer;
    const ended = await this.client?.query(how);
    this.release(undefined);
    // PostgreSQL answers a COMMIT after an error that nobody told us of by rolling back.
    if (ended !== undefined && ended.command !== how) throw new Error('the unit of work could not be committed');
  }

  /** Does what waited for the commit. */
  async follow(): Promise<void> {
    await Promise.all(this.following.map((step) => current.exit(step)));
  }

  /** Rolls back for `reason`, unless it is over. */
  async abandon(reason: unknown): Promise<void> {
    if (this.isOver) return;
    await this.starting?.catch(() => {});
    this.release(this.client && (await rollback(this.client, reason)));
  }

  private async begin(pool: pg.Pool): Promise<pg.PoolClient> {
    const client = await pool.connect();
    client.on('error', leaveToTheNextQuery);
    this.client = client;
    await client.query('BEGIN');
    await this.onBegin?.(client);
    await client.query(`SAVEPOINT ${WORK}`);
    return client;
  }

  private release(broken: Error | undefined): void {
    this.isOver = true;
    this.client?.off('error', leaveToTheNextQuery);
    this.client?.release(broken);
    this.client = undefined;
  }
}
