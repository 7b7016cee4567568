import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { expect, it } from '@jest/globals';

import { readVariables, withVariables } from './variable-table.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
const listed = readVariables(read('.env.example'))
  .flatMap(({ variables }) => variables)
  .flatMap(({ names }) => names);

/** The files of a folder whose name ends so, without tests. */
function filesOf(folder: string, end: string): string[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(end) && !name.includes('.test.'))
    .map((name) => `${folder}/${name}`);
}

/** Of the schemas that API, worker and mock vendor parse their environment with. */
function namesInSchemas(): string[] {
  const folders = ['apps/api/src', 'apps/worker/src', 'packages/platform/src'];
  const files = folders.flatMap((folder) => ['config.ts', 'redis-address.ts'].flatMap((end) => filesOf(folder, end)));
  return files.flatMap((file) => namesIn(file, /^ +([A-Z][A-Z0-9_]+): /gm));
}

/** What `start` and `dev` read by themselves. */
function namesInScripts(): string[] {
  const files = ['scripts/start', 'scripts/dev'].flatMap((folder) => filesOf(folder, '.ts'));
  return files.flatMap((file) => namesIn(file, /\b(?:env|processEnv)(?:\.|\[')([A-Z][A-Z0-9_]+)/g));
}

function namesIn(file: string, pattern: RegExp): string[] {
  return [...read(file).matchAll(pattern)].map(([, name = '']) => name);
}

it('.env.example lists exactly the variables that Herald reads, each once', () => {
  expect(listed).toEqual([...new Set(listed)]);
  const known = [...namesInSchemas(), ...namesInScripts(), ...namesIn('docker-compose.yml', /\$\{([A-Z_]+)/g)];
  expect(listed.toSorted()).toEqual([...new Set(known)].toSorted());
});

it('the table in docs/deploy.md is what `pnpm docs:tables` makes of .env.example', () => {
  const page = read('docs/deploy.md');
  expect(page).toBe(withVariables(page, read('.env.example')));
});

it('reads areas, comments of several lines, variables that share one, and those that are in effect', () => {
  const text = '# --- One ---\n# First\n# line.\n# A=1\n# B=\n\n# --- Two ---\nC=on\n';
  expect(readVariables(text)).toEqual([
    { title: 'One', variables: [{ names: ['A', 'B'], defaults: ['1', ''], meaning: 'First line.' }] },
    { title: 'Two', variables: [{ names: ['C'], defaults: ['on'], meaning: '' }] },
  ]);
});
