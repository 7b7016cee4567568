import { HERALD_VERSION } from '@herald/shared';
import { collectDefaultMetrics, Gauge } from 'prom-client';
import type { Registry } from 'prom-client';

export type ProcessName = 'api' | 'worker' | 'mock-vendor';

/**
 * What every process of Node tells: memory, processor, event loop, garbage collection; and which process of Herald
 * it is. From then on the event loop is measured, so it is for processes that serve their metrics.
 */
export function watchProcess(registry: Registry, process: ProcessName): void {
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'herald_build_info',
    help: 'Always 1; which process of Herald this is, and its version',
    labelNames: ['process', 'version'],
    registers: [registry],
  }).set({ process, version: HERALD_VERSION }, 1);
}
