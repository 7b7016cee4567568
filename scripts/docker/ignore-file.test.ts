import { expect, it } from '@jest/globals';

import { readIgnoreFile } from './ignore-file.ts';

const { lets, mayLetInside } = readIgnoreFile(`
# everything, but
*
!apps
!scripts/docker/*.mjs
**/node_modules
**/.env
`);

it('lets through what is taken back, with what is in it', () => {
  expect(['apps', 'apps/api/src/main.ts', 'scripts/docker/ready.mjs'].filter((path) => !lets(path))).toEqual([]);
});

it('leaves out everything else, and what a later pattern names, however deep', () => {
  const left = ['.env', 'README.md', 'scripts', 'scripts/docker/a.ts', 'apps/node_modules/a', 'apps/api/.env'];
  expect(left.filter((path) => lets(path))).toEqual([]);
});

it('goes into folders that are left out for the sake of what is in them', () => {
  expect(['scripts', 'scripts/docker', 'docs'].map((path) => mayLetInside(path))).toEqual([true, true, false]);
});

it.each(['a**b', '[ab]', 'a\\b'])('refuses what it does not know: %s', (pattern) => {
  expect(() => readIgnoreFile(pattern)).toThrow(`this pattern is not known here: ${pattern}`);
});
