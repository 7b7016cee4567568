import { runMain } from '../herald/run-main.ts';
import { availableBackends } from './backends.ts';
import { benchDelivery } from './delivery.ts';
import { benchIngest } from './ingest.ts';
import { type Comparison, holds } from './measure.ts';
import { benchPreview } from './preview.ts';
import { printComparison, printHeader } from './table.ts';

const BENCHES: Record<string, () => AsyncGenerator<Comparison[]> | Promise<Comparison[]>[]> = {
  ingest: () => onEachBackend(benchIngest),
  preview: () => [benchPreview()],
  delivery: () => onEachBackend(benchDelivery),
};

/** `pnpm bench [name]`: exits 1 when a ratio is missed. */
await runMain(async () => {
  const [name] = process.argv.slice(2);
  const names = name === undefined ? Object.keys(BENCHES) : [name];
  let allHold = true;
  printHeader();
  for (const each of names) {
    const bench = BENCHES[each];
    if (!bench) throw new Error(`There is no bench "${each}"; there are ${Object.keys(BENCHES).join(', ')}.`);
    for await (const comparisons of bench()) {
      comparisons.forEach(printComparison);
      allHold &&= comparisons.every(holds);
    }
  }
  return allHold;
});

async function* onEachBackend(
  bench: (backend: ReturnType<typeof availableBackends>[number]) => Promise<Comparison[]>,
): AsyncGenerator<Comparison[]> {
  for (const backend of availableBackends()) yield bench(backend);
}
