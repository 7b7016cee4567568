import { runMain } from '../herald/run-main.ts';
import { benchAppendOnly } from './append-only.ts';
import { availableBackends, type Backend } from './backends.ts';
import { benchCounters } from './counters.ts';
import { benchDelivery } from './delivery.ts';
import { benchIndexCost } from './index-cost.ts';
import { benchIngest } from './ingest.ts';
import { benchLaunch } from './launch.ts';
import { benchLaunchMemory } from './launch-memory.ts';
import { holds, type Row } from './measure.ts';
import { benchPreview } from './preview.ts';
import { benchReceipts } from './receipts.ts';
import { benchScale } from './scale.ts';
import { benchSegments } from './segments.ts';
import { benchStatusIndex } from './status-index.ts';
import { printHeader, printRow } from './table.ts';
import { benchTraces } from './traces.ts';
import { benchWeb } from './web.ts';
import { benchWhileSending } from './while-sending.ts';

type Rows = AsyncGenerator<Row>;

const BENCHES: Record<string, () => Rows> = {
  ingest: () => onEachBackend(benchIngest),
  preview: benchPreview,
  segments: benchSegments,
  'index-cost': benchIndexCost,
  launch: () => onEachBackend(benchLaunch),
  'launch-memory': () => onEachBackend(benchLaunchMemory),
  'end-to-end': () => onEachBackend(benchDelivery),
  receipts: benchReceipts,
  counters: benchCounters,
  'while-sending': () => onEachBackend(benchWhileSending),
  'append-only': benchAppendOnly,
  'status-index': benchStatusIndex,
  scale: benchScale,
  traces: () => onEachBackend(benchTraces),
  web: benchWeb,
};
const GROUPS: Record<string, string[]> = {
  delivery: ['launch', 'launch-memory', 'end-to-end', 'receipts', 'counters', 'while-sending', 'append-only'],
};

/** `pnpm bench [name]`: exits 1 when a ratio is missed. */
await runMain(async () => {
  const [name] = process.argv.slice(2);
  const names = name === undefined ? Object.keys(BENCHES) : (GROUPS[name] ?? [name]);
  const benches = names.map(benchNamed);
  let allHold = true;
  printHeader();
  for (const bench of benches) {
    for await (const row of bench()) {
      printRow(row);
      allHold &&= holds(row);
    }
  }
  return allHold;
});

function benchNamed(name: string): () => Rows {
  const bench = BENCHES[name];
  const names = [...Object.keys(BENCHES), ...Object.keys(GROUPS)];
  if (!bench) throw new Error(`There is no bench "${name}"; there are ${names.join(', ')}.`);
  return bench;
}

async function* onEachBackend(bench: (backend: Backend) => Rows): Rows {
  for (const backend of availableBackends()) yield* bench(backend);
}
