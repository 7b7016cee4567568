import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { runMain } from '../herald/run-main.ts';
import { readDecisions, withDecisions } from './adr-index.ts';
import { withTables } from './operator-tables.ts';
import { withPermissions } from './permission-table.ts';

/** The documents, each with what makes its tables. */
const DOCUMENTS = {
  'segments.md': withTables,
  'security.md': withPermissions,
  'adr/README.md': (index: string) => withDecisions(index, readDecisions()),
};

/** `pnpm docs:tables`: writes the tables of docs/segments.md and docs/security.md, and the list of decisions, anew. */
await runMain(async () => {
  for (const [name, make] of Object.entries(DOCUMENTS)) {
    const file = path.resolve(import.meta.dirname, '../../docs', name);
    await writeFile(file, make(await readFile(file, 'utf8')));
  }
  return true;
});
