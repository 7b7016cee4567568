import { within } from '../queues/within.ts';

const ANSWER_TIMEOUT_MS = 2_000;

/** What a process needs to do its work, each by a question that fails when it is away. */
export type Needs<K extends string> = Record<K, () => Promise<unknown>>;

/** Asks all at once; what does not answer in time failed. */
export async function checkReadiness<K extends string>(
  needs: Needs<K>,
): Promise<{ status: 'ready' | 'not ready'; checks: Record<K, 'ok' | 'failed'> }> {
  const names = Object.keys(needs) as K[];
  const answered = await Promise.all(names.map((name) => answers(needs[name])));
  return {
    status: answered.every(Boolean) ? 'ready' : 'not ready',
    checks: Object.fromEntries(names.map((name, at) => [name, answered[at] ? 'ok' : 'failed'])) as Record<
      K,
      'ok' | 'failed'
    >,
  };
}

async function answers(ask: () => Promise<unknown>): Promise<boolean> {
  const [settled] = await Promise.allSettled([within(ANSWER_TIMEOUT_MS, ask())]);
  return settled.status === 'fulfilled';
}
