import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { expect, it } from '@jest/globals';

import { ROOT } from './documents.ts';

/** The packages of the repository, and the repository itself. */
const MANIFESTS = ['apps', 'packages']
  .flatMap((folder) => readdirSync(path.join(ROOT, folder)).map((name) => path.join(folder, name)))
  .concat('.');

const OWN = /^@herald\//;

function dependencies(): string[] {
  const all = MANIFESTS.flatMap((folder) => {
    const manifest = JSON.parse(readFileSync(path.join(ROOT, folder, 'package.json'), 'utf8')) as Record<
      string,
      Record<string, string> | undefined
    >;
    const kinds = [manifest['dependencies'], manifest['devDependencies'], manifest['optionalDependencies']];
    return kinds.flatMap((kind) => Object.keys(kind ?? {}));
  });
  return [...new Set(all)].filter((name) => !OWN.test(name)).toSorted();
}

/** The rows of the table: what they are about, why, and what else was considered. */
function rows(): { names: string[]; why: string; instead: string }[] {
  const text = readFileSync(path.join(ROOT, 'docs/ARCHITECTURE.md'), 'utf8');
  const section = text.slice(text.indexOf('## Why each dependency'));
  const lines = section.split('\n').filter((line) => line.startsWith('| ') && !/^\| (-|library)/.test(line));
  return lines.map((line) => {
    const [, names = '', why = '', instead = ''] = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
    return { names: names.split(', ').map((name) => name.replace(/\\\*/g, '*')), why, instead };
  });
}

const covers = (name: string) => (dependency: string) =>
  name.endsWith('/*') ? dependency.startsWith(name.slice(0, -1)) : dependency === name;

it('docs/ARCHITECTURE.md says of every dependency why, and of no other', () => {
  const named = rows().flatMap(({ names }) => names);
  const all = dependencies();
  expect(all.filter((dependency) => !named.some((name) => covers(name)(dependency)))).toEqual([]);
  expect(named.filter((name) => !all.some(covers(name)))).toEqual([]);
  expect(named.filter((name, index) => named.indexOf(name) !== index)).toEqual([]);
});

it('gives each a reason', () => {
  expect(rows().length).toBeGreaterThan(30);
  for (const { names, why, instead } of rows())
    expect([names, why.length > 8, instead.length > 3]).toEqual([names, true, true]);
});
