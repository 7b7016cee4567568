import { Counter, Registry } from 'prom-client';

export { Counter } from 'prom-client';

/** What a process counts, for Prometheus to collect. */
export interface Metrics {
  registry: Registry;
  /** Delivery receipts by what became of them: applied, repeated, late, orphan. */
  receipts: Counter<'outcome'>;
  /** Rows by which a counter of a campaign was wrong before it was mended. Anything but 0 is a fault of Herald. */
  counterDrift: Counter<'counter'>;
  /** Calls to the vendor by what it made of them. */
  vendorCalls: Counter<'outcome'>;
}

/** @returns counters of their own, so that several processes of Herald fit in one of Node. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const counter = <L extends string>(name: string, help: string, label: L) =>
    new Counter({ name, help, labelNames: [label], registers: [registry] });
  return {
    registry,
    receipts: counter('herald_receipts_total', 'Delivery receipts by what became of them', 'outcome'),
    counterDrift: counter('herald_counter_drift_total', 'Rows by which counters of campaigns were wrong', 'counter'),
    vendorCalls: counter('herald_vendor_calls_total', 'Calls to the vendor by what it made of them', 'outcome'),
  };
}
