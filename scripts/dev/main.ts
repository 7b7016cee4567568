import path from 'node:path';

import { parseCommandLine } from '../start/command-line.ts';
import { makeDemoDataset } from '../start/demo-data.ts';
import { runHerald, type HeraldParts } from '../start/herald.ts';
import { loadPlatform } from '../start/load-platform.ts';
import { explain } from '../start/start-error.ts';
import { readStartSettings } from '../start/start-settings.ts';
import { listenForStop } from '../start/stop-signals.ts';
import { DevProcesses } from './dev-processes.ts';
import { writePrismaClientWhereStale } from './prisma-client.ts';
import { printer } from './terminal.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

const HELP = `Usage: npx pnpm@12 dev [--empty]

Runs Herald from its source until Ctrl-C, and again whatever is changed: the API, the worker,
and the web app by Vite. Database and settings are those of "start", and so is

  WEB_PORT         port of the web app (5173, or a free one when that is taken)
  --empty          do not load the demo data the first time
`;

const PARTS: HeraldParts = {
  root: ROOT,
  build: writePrismaClientWhereStale,
  loadPlatform,
  makeDataset: makeDemoDataset,
  createProcesses: (options) => new DevProcesses(options),
};

/** `pnpm dev`: as `pnpm start`, from the source and with reload. */
const say = printer('herald');
try {
  const { help, empty } = parseCommandLine(process.argv.slice(2));
  if (help) {
    process.stdout.write(HELP);
  } else {
    const { signal, hurry } = listenForStop(say);
    await runHerald({ parts: PARTS, settings: readStartSettings(ROOT, process.env), empty, say, signal, hurry });
    say('Stopped');
    process.exit(0);
  }
} catch (error) {
  process.stderr.write(`${explain(error).join('\n')}\n`);
  process.exit(1);
}
