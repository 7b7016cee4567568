// Known faults of the libraries that Herald ships with, from the registry's list of them.
import { spawnSync } from 'node:child_process';
import path from 'node:path';

import { judgeAudit } from './audit.ts';

const TIMEOUT_MS = 60_000;
/** Says to `main.mjs` that it could not be looked at. */
const SKIPPED = 77;

const shell = process.platform === 'win32';
// Started as `npx pnpm@12 check`, pnpm is not on the PATH.
const pnpmOnPath = spawnSync('pnpm', ['--version'], { shell, stdio: 'ignore' }).status === 0;
const [file = '', ...runner] = pnpmOnPath ? ['pnpm'] : ['npx', '-y', 'pnpm@12'];
const { status, stdout, stderr } = spawnSync(file, [...runner, 'audit', '--prod', '--audit-level=high'], {
  cwd: path.join(import.meta.dirname, '../..'),
  encoding: 'utf8',
  env: { ...process.env, FORCE_COLOR: '0' },
  shell,
  timeout: TIMEOUT_MS,
});
const verdict = judgeAudit({ status, output: `${stdout}${stderr}` });
if (verdict.outcome !== 'ok') {
  console.log(verdict.reason);
  process.exitCode = verdict.outcome === 'skipped' ? SKIPPED : 1;
}
