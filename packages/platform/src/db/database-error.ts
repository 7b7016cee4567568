import pg from 'pg';

/** What a statement that writes is told where nothing may be written. */
const READ_ONLY = '25006';
const DISK_FULL = '53100';

/** Whether PostgreSQL itself reported this, so that it has a code (SQLSTATE). */
export function isDatabaseError(error: unknown): error is pg.DatabaseError {
  return error instanceof pg.DatabaseError;
}

/** Whether the database answers and stores nothing: its disk is full, it is a standby, or somebody made it read-only. */
export function isStorageRefused(error: unknown): boolean {
  return isDatabaseError(error) && (error.code === DISK_FULL || error.code === READ_ONLY);
}

/** Whether the connection leads to where nothing may be written. After a fail-over a new one may lead elsewhere. */
export function isReadOnly(error: unknown): boolean {
  return isDatabaseError(error) && error.code === READ_ONLY;
}

/** A statement that writes, within what is only to be read: a mistake of the program, whatever the database may do. */
class WroteInSnapshot extends Error {
  override readonly name = 'WroteInSnapshot';
}

/** @returns what `error` of a read-only transaction of ours means; every other one as it is. */
export function explainSnapshotError(error: unknown): unknown {
  return isReadOnly(error) ? new WroteInSnapshot('a snapshot is only read', { cause: error }) : error;
}
