import { execFileSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { diffSchemas, startThrowAwayPostgres } from '@herald/platform';

const ROOT = path.resolve(import.meta.dirname, '..');
const SCHEMA = 'packages/platform/prisma/schema.prisma';

/** `schema.prisma` as it was committed last; undefined before the first commit. */
function committedSchema(): string | undefined {
  try {
    return execFileSync('git', ['show', `HEAD:${SCHEMA}`], { cwd: ROOT, encoding: 'utf8', stdio: 'pipe' });
  } catch {
    return undefined;
  }
}

/** `pnpm db:migration NAME`: writes the SQL from the committed schema to the one on disk. */
async function main(): Promise<void> {
  const name = process.argv[2];
  if (name === undefined || !/^[a-z0-9_]+$/.test(name)) {
    throw new Error('usage: pnpm db:migration NAME, with a name of small letters, digits and _');
  }
  const postgres = await startThrowAwayPostgres();
  try {
    const sql = await diffSchemas(postgres.url, committedSchema(), await readFile(path.join(ROOT, SCHEMA), 'utf8'));
    if (/^\s*(-- This is an empty migration\.\s*)?$/.test(sql)) {
      process.stdout.write(`${SCHEMA} has not changed since the last commit: nothing to migrate.\n`);
      return;
    }
    const stamp = new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14);
    const folder = path.join(ROOT, 'packages/platform/prisma/migrations', `${stamp}_${name}`);
    await mkdir(folder);
    await writeFile(path.join(folder, 'migration.sql'), sql);
    process.stdout.write(`Wrote ${path.relative(ROOT, folder)}/migration.sql; read it before you commit it.\n`);
  } finally {
    await postgres.stop();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
});
