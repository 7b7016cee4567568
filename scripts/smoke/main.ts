import { readFileSync } from 'node:fs';
import path from 'node:path';

import { readCommandLine, UsageError } from './command-line.ts';
import type { SmokeSettings } from './command-line.ts';
import { SmokeFailure } from './smoke-failure.ts';
import { runSmoke } from './smoke-run.ts';

/** `pnpm smoke URL`: whether a deployed Herald works, from health to a finished campaign. */
async function main(): Promise<boolean> {
  const settings: SmokeSettings = readCommandLine(process.argv.slice(2), process.env);
  const manifest = readFileSync(path.resolve(import.meta.dirname, '../../package.json'), 'utf8');
  const { version } = JSON.parse(manifest) as { version: string };
  const interrupt = new AbortController();
  const ended = new SmokeFailure('it was told to end', 'nothing: somebody ended this run');
  // The second Ctrl-C does not wait for the clean-up.
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => interrupt.abort(ended));
  return runSmoke(settings, version, (line) => console.log(line), interrupt.signal);
}

try {
  if (!(await main())) process.exitCode = 1;
} catch (error) {
  process.exitCode = 1;
  console.error(error instanceof UsageError ? error.message : error);
}
