import { readFileSync } from 'node:fs';
import path from 'node:path';

import { readCommandLine, UsageError } from './command-line.ts';
import type { SmokeSettings } from './command-line.ts';
import { runSmoke } from './smoke-run.ts';

/** `pnpm smoke URL`: whether a deployed Herald works, from health to a finished campaign. */
async function main(): Promise<boolean> {
  const settings: SmokeSettings = readCommandLine(process.argv.slice(2), process.env);
  const manifest = readFileSync(path.resolve(import.meta.dirname, '../../package.json'), 'utf8');
  const { version } = JSON.parse(manifest) as { version: string };
  return runSmoke(settings, version, (line) => console.log(line));
}

try {
  if (!(await main())) process.exitCode = 1;
} catch (error) {
  process.exitCode = 1;
  console.error(error instanceof UsageError ? error.message : error);
}
