import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { runMain } from '../herald/run-main.ts';
import { readDecisions, withDecisions } from './adr-index.ts';
import { withMetrics } from './metrics-table.ts';
import { withTables } from './operator-tables.ts';
import { withPermissions } from './permission-table.ts';
import { withVariables } from './variable-table.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** The documents, each with what makes its tables. */
const DOCUMENTS = {
  'segments.md': withTables,
  'security.md': withPermissions,
  'operations.md': withMetrics,
  'deploy.md': (markdown: string) => withVariables(markdown, readFileSync(path.join(ROOT, '.env.example'), 'utf8')),
  'adr/README.md': (index: string) => withDecisions(index, readDecisions()),
};

/** `pnpm docs:tables`: writes the tables of the documents above anew. */
await runMain(async () => {
  for (const [name, make] of Object.entries(DOCUMENTS)) {
    const file = path.join(ROOT, 'docs', name);
    await writeFile(file, make(await readFile(file, 'utf8')));
  }
  return true;
});
