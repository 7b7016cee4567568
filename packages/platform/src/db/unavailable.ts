import { setTimeout as pause } from 'node:timers/promises';

import { isStorageRefused } from './database-error.ts';
import { isCollision, isPoolExhausted } from './pool.ts';

/** PostgreSQL is away, starting, stopping, full (class 53, 57P, 58), read-only or out of connections. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (isPoolExhausted(error) || isStorageRefused(error)) return true;
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (typeof code === 'string') return /^(ECONN\w+|EPIPE|ETIMEDOUT|08\w{3}|53\w{3}|57P\w\w|58\w{3})$/.test(code);
  // What the driver says of a connection that broke off under a query has no code.
  return typeof message === 'string' && message.startsWith('Connection terminated');
}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;

/**
 * Does `work` again and again for as long as the database is away, or others are in the way, so that
 * what is known is not forgotten before it is written down. `work` must be safe to repeat, because a commit whose
 * answer was lost may have happened.
 *
 * @throws what `work` throws when the database is not the reason, or when `signal` aborts.
 */
export async function untilDatabaseAnswers<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let tried = 0; ; tried += 1) {
    try {
      return await work();
    } catch (error) {
      if (signal.aborted || !(isDatabaseUnavailable(error) || isCollision(error))) throw error;
    }
    await pause(Math.min(FIRST_PAUSE_MS * 2 ** tried, LONGEST_PAUSE_MS), undefined, { signal });
  }
}
