import { QUEUES } from '@herald/shared';
import { Counter, Histogram } from 'prom-client';
import type { Registry } from 'prom-client';

import { JOB_OUTCOMES } from '../queues/job-observer.ts';
import type { JobObserver } from '../queues/job-observer.ts';

const BUCKETS_SEC = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];
const MS_PER_SEC = 1_000;
const CONSUMED = Object.values(QUEUES)
  .map(({ name }) => name)
  .filter((name) => name !== QUEUES.marker.name);

/** How long jobs take and how they end. */
export function createJobMetrics(registry: Registry): JobObserver {
  const duration = new Histogram({
    name: 'herald_job_duration_seconds',
    help: 'How long jobs took, by how they ended; later: there was something to wait for, and they come again',
    labelNames: ['queue', 'outcome'],
    buckets: BUCKETS_SEC,
    registers: [registry],
  });
  const takenOver = new Counter({
    name: 'herald_jobs_taken_over_total',
    help: 'Jobs whose worker was not heard of any more, and that another one began again',
    labelNames: ['queue'],
    registers: [registry],
  });
  // What never happened counts 0: else its first time would not be an increase.
  for (const queue of CONSUMED) {
    for (const outcome of JOB_OUTCOMES) duration.zero({ queue, outcome });
    takenOver.inc({ queue }, 0);
  }
  return {
    ended: (queue, outcome, durationMs) => duration.observe({ queue, outcome }, durationMs / MS_PER_SEC),
    takenOver: (queue) => takenOver.inc({ queue }),
  };
}
