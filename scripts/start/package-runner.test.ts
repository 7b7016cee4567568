import { describe, expect, it } from '@jest/globals';

import { findPackageRunners } from './package-runner.ts';

/** Parents first; each process is the child of the one before it. */
function chain(...commands: string[]) {
  return commands.map((command, index) => ({ pid: index + 1, ppid: index, command }));
}

describe('findPackageRunners', () => {
  it.each([
    [
      'npx',
      chain('init', '-bash', 'npm exec pnpm@12 start', 'sh -c pnpm start', 'pnpm start', 'sh -c node x', 'node x'),
      [6, 5, 4, 3],
    ],
    ['a node script', chain('init', 'node /usr/bin/pnpm.cjs start', 'node x'), [2]],
    ['nothing', chain('init', '-bash', 'node x'), []],
    [
      'a script that goes on alone',
      chain('init', 'bash -c npx pnpm@12 start & sleep 9', 'npm exec pnpm', 'pnpm start', 'node x'),
      [4, 3],
    ],
    ['a test run', chain('init', 'pnpm test', 'node node_modules/.bin/jest', 'node x'), []],
  ])('finds %s above us', (_, processes, expected) => {
    expect(findPackageRunners(processes.length, processes)).toEqual(expected);
  });
});
