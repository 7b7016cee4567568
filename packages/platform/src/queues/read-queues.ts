import type { JobType } from 'bullmq';

import type { InspectableQueue } from './queue-driver.ts';
import type { Queues } from './queues.ts';

/** How much there is in one queue. */
export interface QueueReading {
  queue: string;
  jobs: { waiting: number; active: number; delayed: number };
  /** Since the job that has waited longest was published; 0 when none waits. */
  oldestWaitingMs: number;
  isPaused: boolean;
}

/** BullMQ's types leave out `paused`, as which it counts the waiting jobs of a paused queue on PostgreSQL. */
const COUNTED = ['waiting', 'paused', 'prioritized', 'active', 'delayed'] as JobType[];
/** Jobs that may begin between two questions, so that a busy queue is not taken for an empty one. */
const CANDIDATES = 50;

/** How much there is in every queue that somebody consumes. Fails, or does not end, when the backend is away. */
export function readQueues(queues: Pick<Queues, 'inspect'>, now: () => Date): Promise<QueueReading[]> {
  return Promise.all(queues.inspect().map((queue) => readQueue(queue, now)));
}

async function readQueue(queue: InspectableQueue, now: () => Date): Promise<QueueReading> {
  const [counts, isPaused] = await Promise.all([queue.getJobCounts(...COUNTED), queue.isPaused()]);
  const of = (state: string) => counts[state] ?? 0;
  const inOrder = of('waiting') + of('paused');
  const publishedAt = await publicationOfOldest(queue, inOrder);
  return {
    queue: queue.name,
    jobs: { waiting: inOrder + of('prioritized'), active: of('active'), delayed: of('delayed') },
    // The clock of whoever published it may be ahead of ours.
    oldestWaitingMs: publishedAt === undefined ? 0 : Math.max(0, now().getTime() - publishedAt),
    isPaused,
  };
}

/** The oldest is the last of those that wait, on both backends; when it has just begun, the next one is. */
async function publicationOfOldest(queue: InspectableQueue, waiting: number): Promise<number | undefined> {
  if (waiting === 0) return undefined;
  const ids = await queue.getRanges(['waiting'], Math.max(0, waiting - CANDIDATES), waiting - 1);
  for (const id of ids.toReversed()) {
    const job = await queue.getJob(id);
    if (job !== undefined) return job.timestamp;
  }
  return undefined;
}
