import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { runMain } from '../herald/run-main.ts';
import { withTables } from './operator-tables.ts';

const DOCUMENT = path.resolve(import.meta.dirname, '../../docs/segments.md');

/** `pnpm docs:tables`: writes the tables of docs/segments.md anew. */
await runMain(async () => {
  await writeFile(DOCUMENT, withTables(await readFile(DOCUMENT, 'utf8')));
  return true;
});
