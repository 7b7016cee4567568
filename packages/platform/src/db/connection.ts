import type pg from 'pg';

import { isReadOnly } from './database-error.ts';

/** Without a listener a connection that breaks between two queries would end the process. */
export function leaveToTheNextQuery(): void {}

/**
 * @param reason what ended the transaction.
 * @returns the error when the connection is beyond use and must not go back to the pool: it is broken, or leads to
 *   where nothing may be written.
 */
export async function rollback(client: pg.PoolClient, reason: unknown): Promise<Error | undefined> {
  try {
    await client.query('ROLLBACK');
    return isReadOnly(reason) ? (reason as Error) : undefined;
  } catch (error) {
    return error as Error;
  }
}
