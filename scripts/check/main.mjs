// `pnpm check`: everything that can be said about the code without running it. Each check is run
// even when another failed, and the outputs of the failed ones are shown. Names as arguments run
// only those: `pnpm check lint types`.
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const root = path.join(import.meta.dirname, '../..');
const bin = (name) => path.join(root, 'node_modules/.bin', process.platform === 'win32' ? `${name}.cmd` : name);

const checks = [
  // First, because it also writes the Prisma client that the others read types from.
  { name: 'build', command: ['node', 'scripts/build.mjs'] },
  { name: 'types', command: [bin('tsc'), '-p', 'tsconfig.test.json'] },
  { name: 'types-web', command: [bin('tsc'), '-p', 'apps/web'] },
  { name: 'format', command: [bin('prettier'), '--check', '--cache', '.'] },
  { name: 'lint', command: [bin('oxlint')] },
  {
    name: 'boundaries',
    command: [bin('depcruise'), '--config', '.dependency-cruiser.mjs', 'apps', 'packages', 'scripts'],
  },
  { name: 'dead-code', command: [bin('knip')] },
  { name: 'table-writers', command: [bin('tsx'), 'scripts/check/table-writers-main.ts'] },
  { name: 'migrations', command: [bin('tsx'), 'scripts/check/migration-rules-main.ts'] },
  { name: 'audit', command: [bin('tsx'), 'scripts/check/audit-main.ts'] },
];

/** With this a check says that it could not look, and why. */
const SKIPPED = 77;

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !checks.some((check) => check.name === name));
if (unknown.length > 0) {
  console.error(`No such check: ${unknown.join(', ')}. There are: ${checks.map(({ name }) => name).join(', ')}.`);
  process.exit(1);
}

const failed = [];
for (const { name, command } of checks) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const [file, ...args] = command;
  const startedAt = performance.now();
  const { status, stdout, stderr, error } = spawnSync(file, args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    shell: process.platform === 'win32',
    env: { ...process.env, FORCE_COLOR: process.stdout.isTTY ? '1' : '0' },
  });
  if (status === SKIPPED) {
    console.log(`SKIPPED ${name}: ${stdout.trim()}`);
    continue;
  }
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
  if (status === 0) continue;
  failed.push(name);
  console.log(error ? String(error) : `${stdout}${stderr}`.trimEnd());
}

if (failed.length > 0) {
  console.error(`\nFailed: ${failed.join(', ')}.`);
  process.exit(1);
}
