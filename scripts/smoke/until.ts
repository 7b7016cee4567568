import { setTimeout as delay } from 'node:timers/promises';

import type { SmokeClient } from './smoke-client.ts';

const POLL_MS = 250;

/**
 * Looks until `isDone`, for at most `timeoutMs` and no longer than until the client's deadline.
 *
 * @returns what was seen last, whether or not it is done.
 */
export async function lookUntil<T>(
  look: () => Promise<T>,
  isDone: (seen: T) => boolean,
  { timeoutMs, client }: { timeoutMs: number; client: Pick<SmokeClient, 'deadline' | 'signal'> },
): Promise<T> {
  const deadline = Math.min(Date.now() + timeoutMs, client.deadline);
  for (;;) {
    const seen = await look();
    if (isDone(seen) || Date.now() > deadline) return seen;
    // What ended it is told, and not only that it was ended.
    await delay(POLL_MS, undefined, { signal: client.signal }).catch(() => client.signal.throwIfAborted());
  }
}
