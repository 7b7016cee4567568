import { watchBacklog, watchPools, watchProcess, watchQueues, watchRedis } from '@herald/platform';
import type { Registry } from '@herald/platform';

import { createApiMetrics, watchStreams } from '../../apps/api/src/api-metrics.ts';
import { measureCalls } from '../../apps/api/src/http/http-metrics.ts';
import { createWorkerMetrics } from '../../apps/worker/src/worker-metrics.ts';
import { code, table, withMadePart } from './markdown.ts';

/** A metric as it stands in the registry of a process. */
interface Listed {
  name: string;
  help: string;
  type: string;
  labelNames: readonly string[];
}

type From = 'API' | 'worker';

/** The document with its tables of all metrics made anew from the code. */
export function withMetrics(markdown: string): string {
  const metrics = listMetrics();
  const own = metrics.filter(({ name }) => name.startsWith('herald_'));
  const ofNode = metrics.filter(({ name }) => !name.startsWith('herald_'));
  return withMadePart(markdown, [tableOf(own), 'Of every process of Node:', tableOf(ofNode)].join('\n\n'));
}

function tableOf(metrics: ReturnType<typeof listMetrics>): string {
  return table(
    ['metric', 'type', 'labels', 'from', 'meaning'],
    metrics.map(({ name, type, labelNames, from, help }) => [
      code(name),
      type,
      labelNames.map(code).join(', '),
      from.join(', '),
      // Those of the library end their sentences, ours do not.
      help.replace(/\.$/, ''),
    ]),
  );
}

/** Every metric with the processes that serve it, by name. */
export function listMetrics(): (Listed & { from: From[] })[] {
  const found = new Map<string, Listed & { from: From[] }>();
  for (const [from, registry] of Object.entries(registries()) as [From, Registry][]) {
    for (const metric of registry.getMetricsAsArray() as unknown as Listed[]) {
      const known = found.get(metric.name);
      if (known === undefined) found.set(metric.name, { ...pick(metric), from: [from] });
      else known.from.push(from);
    }
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

const pick = ({ name, help, type, labelNames }: Listed): Listed => ({ name, help, type, labelNames });

/** As the containers of the two fill them. */
function registries(): Record<From, Registry> {
  const { registry: api } = createApiMetrics();
  measureCalls(api);
  watchStreams(api, () => 0);
  const { registry: worker } = createWorkerMetrics();
  for (const [process, registry] of [['api', api] as const, ['worker', worker] as const]) {
    watchPools(registry, {});
    watchQueues(registry, async () => []);
    watchRedis(registry, async () => undefined);
    watchBacklog(registry, () => Promise.reject(new Error('nobody reads it')));
    watchProcess(registry, process);
  }
  return { API: api, worker };
}
