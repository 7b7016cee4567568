import type { Registry } from 'prom-client';

import type { QueueReading } from '../queues/read-queues.ts';
import { addReadGauge } from './read-gauge.ts';
import { SharedReading } from './shared-reading.ts';

/** Less than whoever scrapes waits, which is 10 s unless it is told otherwise. */
const TIMEOUT_MS = 3_000;
const FRESH_FOR_MS = 1_000;
const MS_PER_SEC = 1_000;

/** How full Redis is, where it has a limit. It is the same from every process. */
export function watchRedis(registry: Registry, memoryShare: () => Promise<number | undefined>): void {
  const reading = new SharedReading(memoryShare, { timeoutMs: TIMEOUT_MS, freshForMs: FRESH_FOR_MS });
  addReadGauge(registry, reading, {
    name: 'herald_redis_memory_ratio',
    help: 'Share of the memory that Redis may take (maxmemory) that it has taken, of a cluster that of the fullest node; not there without such a limit, or without Redis',
    samples: (share) => (share === undefined ? [] : [{ labels: {}, value: share }]),
  });
}

/** How much waits in the queues, and for how long. It is the same from every process that reads them. */
export function watchQueues(registry: Registry, read: () => Promise<readonly QueueReading[]>): void {
  const reading = new SharedReading(read, { timeoutMs: TIMEOUT_MS, freshForMs: FRESH_FOR_MS });
  addReadGauge(registry, reading, {
    name: 'herald_queue_backend_up',
    help: 'Whether the queues answered in time, 1 or 0; while they do not, the other metrics of queues are not there',
    samples: (queues) => [{ labels: {}, value: queues === undefined ? 0 : 1 }],
  });
  addReadGauge(registry, reading, {
    name: 'herald_queue_jobs',
    help: 'Jobs in the queue; waiting are also those of a queue that is paused',
    labels: ['queue', 'state'],
    samples: (queues = []) =>
      queues.flatMap(({ queue, jobs }) =>
        Object.entries(jobs).map(([state, value]) => ({ labels: { queue, state }, value })),
      ),
  });
  addReadGauge(registry, reading, {
    name: 'herald_queue_oldest_job_age_seconds',
    help: 'For how long the oldest waiting job has been in the queue; 0 when none waits',
    labels: ['queue'],
    samples: (queues = []) =>
      queues.map(({ queue, oldestWaitingMs }) => ({ labels: { queue }, value: oldestWaitingMs / MS_PER_SEC })),
  });
  addReadGauge(registry, reading, {
    name: 'herald_queue_paused',
    help: 'Whether an owner has paused the queue, 1 or 0',
    labels: ['queue'],
    samples: (queues = []) => queues.map(({ queue, isPaused }) => ({ labels: { queue }, value: Number(isPaused) })),
  });
}
