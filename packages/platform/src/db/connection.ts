import type pg from 'pg';

/** Without a listener a connection that breaks between two queries would end the process. */
export function leaveToTheNextQuery(): void {}

/** @returns the error when the connection is beyond use and must not go back to the pool. */
export async function rollback(client: pg.PoolClient): Promise<Error | undefined> {
  try {
    await client.query('ROLLBACK');
    return undefined;
  } catch (error) {
    return error as Error;
  }
}
