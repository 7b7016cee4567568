import pg from 'pg';

/** Whether PostgreSQL itself reported this, so that it has a code (SQLSTATE). */
export function isDatabaseError(error: unknown): error is pg.DatabaseError {
  return error instanceof pg.DatabaseError;
}
