import { countBy, Counter, createJobMetrics, Histogram, Registry } from '@herald/platform';
import type { EndedCounts, JobObserver } from '@herald/platform';

import type { VendorAnswer, VendorCallObserver } from './delivery/vendor-client.ts';

/** What a worker counts, for Prometheus to collect. */
export interface WorkerMetrics {
  registry: Registry;
  /** Delivery receipts by what became of them. */
  receipts: Counter<'outcome'>;
  /** Rows by which a counter of a campaign was wrong before it was mended. Anything but 0 is a fault of Herald. */
  counterDrift: Counter<'counter'>;
  vendorCalls: VendorCallObserver;
  /** Rows of accepted batches by what became of them. */
  ingestedRows: Counter<'kind' | 'outcome'>;
  jobs: JobObserver;
}

const VENDOR_BUCKETS_SEC = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const MS_PER_SEC = 1_000;
// As keys, of which the compiler misses none.
const VENDOR_OUTCOMES = Object.keys({
  accepted: true,
  refused: true,
  uncertain: true,
  unanswered: true,
} satisfies Record<VendorAnswer['outcome'], true>) as VendorAnswer['outcome'][];
const COUNTERS: readonly (keyof EndedCounts)[] = ['sent', 'failed', 'excluded', 'heldOut', 'cancelled'];

/** @returns counters of their own, so that several workers fit in one process of Node. */
export function createWorkerMetrics(): WorkerMetrics {
  const registry = new Registry();
  return {
    registry,
    receipts: countBy(registry, {
      name: 'herald_receipts_total',
      help: 'Delivery receipts by what became of them; orphan: of a message that is not known',
      label: 'outcome',
      values: ['applied', 'repeated', 'late', 'orphan'],
    }),
    counterDrift: countBy(registry, {
      name: 'herald_counter_drift_total',
      help: 'Rows by which counters of campaigns were wrong; anything but 0 is a fault of Herald',
      label: 'counter',
      values: COUNTERS,
    }),
    vendorCalls: createVendorMetrics(registry),
    ingestedRows: createIngestionMetrics(registry),
    jobs: createJobMetrics(registry),
  };
}

function createVendorMetrics(registry: Registry): VendorCallObserver {
  const calls = countBy(registry, {
    name: 'herald_vendor_calls_total',
    help: 'Calls to the vendor by what it made of them; unanswered ones are made again',
    label: 'outcome',
    values: VENDOR_OUTCOMES,
  });
  const duration = new Histogram({
    name: 'herald_vendor_call_duration_seconds',
    help: 'How long calls to the vendor took, by what it made of them',
    labelNames: ['outcome'],
    buckets: VENDOR_BUCKETS_SEC,
    registers: [registry],
  });
  for (const outcome of VENDOR_OUTCOMES) duration.zero({ outcome });
  return {
    ended: (outcome, durationMs) => {
      calls.inc({ outcome });
      duration.observe({ outcome }, durationMs / MS_PER_SEC);
    },
  };
}

function createIngestionMetrics(registry: Registry): Counter<'kind' | 'outcome'> {
  const rows = new Counter({
    name: 'herald_ingested_rows_total',
    help: 'Rows of accepted batches by what became of them',
    labelNames: ['kind', 'outcome'],
    registers: [registry],
  });
  for (const kind of ['customers', 'orders']) {
    for (const outcome of ['stored', 'rejected']) rows.inc({ kind, outcome }, 0);
  }
  return rows;
}
