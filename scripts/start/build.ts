import { spawn } from 'node:child_process';
import path from 'node:path';

import { StartError } from './start-error.ts';

/** Builds every package that changed since the last time. Its output is shown only when it fails. */
export async function build(
  root: string,
  { say, signal }: { say: (line: string) => void; signal: AbortSignal },
): Promise<void> {
  say('Building (the first time takes a while)');
  const turbo = path.join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'turbo.cmd' : 'turbo');
  const child = spawn(turbo, ['run', 'build', '--output-logs=errors-only'], {
    cwd: root,
    env: { ...process.env, DO_NOT_TRACK: '1', TURBO_TELEMETRY_DISABLED: '1', TURBO_NO_UPDATE_NOTIFIER: '1' },
    // Its own group, so that it can be ended together with the compilers that it starts.
    detached: true,
    windowsHide: true,
    shell: process.platform === 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => output.push(text));
  }
  const end = () => process.kill(process.platform === 'win32' ? (child.pid ?? 0) : -(child.pid ?? 0), 'SIGTERM');
  signal.addEventListener('abort', end);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  }).finally(() => signal.removeEventListener('abort', end));
  signal.throwIfAborted();
  if (code !== 0) throw buildFailure(output.join(''));
}

function buildFailure(output: string): Error {
  if (/No space left on device|ENOSPC/.test(output)) return new StartError('The disk is full: the build needs space.');
  if (/cannot find binary path|unable to find package manager binary/i.test(output)) {
    return new StartError('The build needs pnpm: start Herald with "npx pnpm@12 start".');
  }
  return new StartError('The build failed; what it said is printed above.', output.trimEnd().split('\n'));
}
