import { readFileSync } from 'node:fs';
import path from 'node:path';

import { expect, it } from '@jest/globals';

import { readDecisions, withDecisions } from './adr-index.ts';

const INDEX = readFileSync(path.resolve(__dirname, '../../docs/adr/README.md'), 'utf8');

it('docs/adr/README.md lists every decision; `pnpm docs:tables` writes it', () => {
  expect(withDecisions(INDEX, readDecisions())).toBe(INDEX);
});

it('gives each decision a number of its own, which its title says too', () => {
  const decisions = readDecisions();
  const numbers = decisions.map(({ file }) => file.slice(0, 4));
  expect(numbers).toEqual(numbers.map((_, index) => String(index + 1).padStart(4, '0')));
  expect(decisions.map(({ title }) => title.slice(0, 5))).toEqual(numbers.map((number) => `${number}:`));
});
