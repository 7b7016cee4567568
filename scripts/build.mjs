// Builds every package in order through turbo, which skips what has not changed. Arguments are
// handed on to turbo, for example `--filter=@herald/api...`.
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..');
const turbo = path.join(root, 'node_modules/turbo/bin/turbo');
const command = ['node', turbo, 'run', 'build', '--output-logs=errors-only', ...process.argv.slice(2)];

// turbo runs each package's script through pnpm and looks for it on the PATH. Started as
// `node scripts/build.mjs` there may be none; npx, which comes with Node, brings it.
const isWindows = process.platform === 'win32';
const pnpmOnPath = spawnSync('pnpm', ['--version'], { shell: isWindows, stdio: 'ignore' }).status === 0;
const [file, ...args] = pnpmOnPath ? command : ['npx', '-y', 'pnpm@12', 'exec', ...command];

const { status, error } = spawnSync(file, args, {
  cwd: root,
  stdio: 'inherit',
  shell: isWindows,
  env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' },
});
if (error) throw error;
process.exitCode = status ?? 1;
