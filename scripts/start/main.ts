import path from 'node:path';

import { build } from './build.ts';
import { HELP, parseCommandLine } from './command-line.ts';
import { makeDemoDataset } from './demo-data.ts';
import { runHerald, type HeraldParts, type HeraldPlatform } from './herald.ts';
import { explain } from './start-error.ts';
import { readStartSettings } from './start-settings.ts';
import { listenForStop } from './stop-signals.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

const PARTS: HeraldParts = {
  root: ROOT,
  apiScript: path.join(ROOT, 'apps/api/dist/main.js'),
  workerScript: path.join(ROOT, 'apps/worker/dist/main.js'),
  build,
  loadPlatform,
  makeDataset: makeDemoDataset,
};

/** Called after the build: before it there may be nothing to load, for what these import neither. */
async function loadPlatform(): Promise<HeraldPlatform> {
  const platform = await import('@herald/platform');
  const { issueClaimCode } = await import('../access/issue-claim-code.ts');
  const { mintApiKey } = await import('../access/mint-api-key.ts');
  return {
    ...platform,
    mintApiKey: (databaseUrl, token) => mintApiKey(platform, databaseUrl, { name: 'this machine', token }),
    issueFirstClaimCode: (databaseUrl) => issueClaimCode(platform, databaseUrl, { unlessOneIsOut: true }),
  };
}

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
