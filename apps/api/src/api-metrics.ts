import { countBy, Counter, Gauge, Registry } from '@herald/platform';
import { AI_OUTCOMES } from '@herald/shared';

import type { AiCallObserver } from './ai/provider/ai-usage.service.ts';

const MICROS_PER_DOLLAR = 1_000_000;

/** What an API process counts, for Prometheus to collect; its calls are measured by `measureCalls`. */
export interface ApiMetrics {
  registry: Registry;
  /** Receipts that were accepted and are safe. */
  receiptsAccepted: Counter;
  aiCalls: AiCallObserver;
}

/** @returns counters of their own, so that several APIs fit in one process of Node. */
export function createApiMetrics(): ApiMetrics {
  const registry = new Registry();
  const registers = [registry];
  return {
    registry,
    receiptsAccepted: new Counter({
      name: 'herald_receipts_accepted_total',
      help: 'Delivery receipts that vendors reported and that were stored for the worker',
      registers,
    }),
    aiCalls: createAiMetrics(registry),
  };
}

function createAiMetrics(registry: Registry): AiCallObserver {
  const calls = countBy(registry, {
    name: 'herald_ai_calls_total',
    help: 'Calls of a model by how they ended; without one there are none',
    label: 'outcome',
    values: AI_OUTCOMES,
  });
  const cost = new Counter({
    name: 'herald_ai_cost_dollars_total',
    help: 'What those calls cost in US dollars, by the prices that are set',
    registers: [registry],
  });
  return {
    ended: (outcome, costMicros) => {
      calls.inc({ outcome });
      cost.inc(costMicros / MICROS_PER_DOLLAR);
    },
  };
}

/** The streams of events that are open, as `count` says. */
export function watchStreams(registry: Registry, count: () => number): void {
  const gauge: Gauge = new Gauge({
    name: 'herald_event_streams_open',
    help: 'Pages of campaigns that are told of progress as it happens',
    registers: [registry],
    collect: () => gauge.set(count()),
  });
}
