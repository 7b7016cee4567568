import path from 'node:path';

import { BUILT } from '../herald/built-files.ts';
import { build } from './build.ts';
import { HELP, parseCommandLine } from './command-line.ts';
import { makeDemoDataset } from './demo-data.ts';
import { runHerald, type HeraldParts } from './herald.ts';
import { loadPlatform } from './load-platform.ts';
import { HeraldProcesses } from './processes.ts';
import { explain } from './start-error.ts';
import { readStartSettings } from './start-settings.ts';
import { listenForStop } from './stop-signals.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

const PARTS: HeraldParts = {
  root: ROOT,
  build,
  loadPlatform,
  makeDataset: makeDemoDataset,
  createProcesses: (options) => new HeraldProcesses({ ...options, apiScript: BUILT.api, workerScript: BUILT.worker }),
};

/** `pnpm start`: runs Herald until it is told to stop; a failure is one sentence and exit code 1. */
export async function main(): Promise<void> {
  try {
    const { help, empty } = parseCommandLine(process.argv.slice(2));
    if (help) {
      say(HELP);
      return;
    }
    const { signal, hurry } = listenForStop(say);
    const settings = readStartSettings(ROOT, process.env);
    await runHerald({ parts: PARTS, settings, empty, say, signal, hurry });
    say('Stopped');
    process.exit(0);
  } catch (error) {
    process.stderr.write(`${explain(error).join('\n')}\n`);
    process.exit(1);
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
