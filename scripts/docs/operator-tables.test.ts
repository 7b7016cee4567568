import { readFileSync } from 'node:fs';
import path from 'node:path';

import { expect, it } from '@jest/globals';

import { withTables } from './operator-tables.ts';

const DOCUMENT = readFileSync(path.resolve(import.meta.dirname, '../../docs/segments.md'), 'utf8');

it('docs/segments.md has the tables of the code; `pnpm docs:tables` writes them', () => {
  expect(withTables(DOCUMENT)).toBe(DOCUMENT);
});

it('says when a document has no place for them', () => {
  expect(() => withTables('# Segments')).toThrow('lacks the lines');
});
