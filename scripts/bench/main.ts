import { runMain } from '../herald/run-main.ts';
import { availableBackends, type Backend } from './backends.ts';
import { benchDelivery } from './delivery.ts';
import { benchIngest } from './ingest.ts';
import { type Comparison, holds } from './measure.ts';
import { benchPreview } from './preview.ts';
import { benchIndexCost } from './index-cost.ts';
import { benchSegments } from './segments.ts';
import { benchStatusIndex } from './status-index.ts';
import { printComparison, printHeader } from './table.ts';

const BENCHES: Record<string, () => AsyncGenerator<Comparison>> = {
  ingest: () => onEachBackend(benchIngest),
  preview: benchPreview,
  segments: benchSegments,
  'index-cost': benchIndexCost,
  delivery: () => onEachBackend(benchDelivery),
  'status-index': benchStatusIndex,
};

/** `pnpm bench [name]`: exits 1 when a ratio is missed. */
await runMain(async () => {
  const [name] = process.argv.slice(2);
  const names = name === undefined ? Object.keys(BENCHES) : [name];
  const benches = names.map(benchNamed);
  let allHold = true;
  printHeader();
  for (const bench of benches) {
    for await (const comparison of bench()) {
      printComparison(comparison);
      allHold &&= holds(comparison);
    }
  }
  return allHold;
});

function benchNamed(name: string): () => AsyncGenerator<Comparison> {
  const bench = BENCHES[name];
  if (!bench) throw new Error(`There is no bench "${name}"; there are ${Object.keys(BENCHES).join(', ')}.`);
  return bench;
}

async function* onEachBackend(bench: (backend: Backend) => AsyncGenerator<Comparison>): AsyncGenerator<Comparison> {
  for (const backend of availableBackends()) yield* bench(backend);
}
