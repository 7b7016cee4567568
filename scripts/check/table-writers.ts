/**
 * Exactly one repository writes each table. The list is the table under "Who writes which table"
 * in docs/ARCHITECTURE.md; the writes are found in the sources: SQL by its verbs, Prisma by its
 * methods. A nested Prisma write (`data: { address: { create } }`) is not seen: do not use them.
 * Backfills belong to migrations, which write any table.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { listSources } from './sources.ts';

export interface TableWrite {
  table: string;
  /** Relative to the repository's root, with forward slashes. */
  file: string;
  line: number;
}

/** Table name -> the file that may write it, as the document names it. */
export type TableOwners = ReadonlyMap<string, string>;

const SECTION = 'Who writes which table';
const BACKFILLS = 'packages/platform/src/db/backfills/';
const SQL_WRITE =
  /\b(?:INSERT\s+INTO|(?<!\b(?:DO|FOR|KEY)\s+)UPDATE(?:\s+ONLY)?|DELETE\s+FROM(?:\s+ONLY)?|TRUNCATE(?:\s+TABLE)?|MERGE\s+INTO|COPY)\s+(?:(?:"public"|public)\.)?(?:\\?"(?<table>\w+)\\?"|\\?"?(?<computed>\$\{))/gi;
const PRISMA_WRITE_METHODS =
  'create|createMany|createManyAndReturn|update|updateMany|updateManyAndReturn|upsert|delete|deleteMany';

/** The tables of a Prisma schema: its models, under the name of the table where that is another (`@@map`). */
export function readModels(prismaSchema: string): string[] {
  return [...prismaSchema.matchAll(/^model\s+(\w+)\s*\{$(.*?)^\}/gms)].map(
    ([, model = '', fields = '']) => /^\s*@@map\("(\w+)"\)/m.exec(fields)?.[1] ?? model,
  );
}

/**
 * Reads the Markdown table of owners.
 *
 * @throws {Error} when the section or its table is missing, or a table has two rows.
 */
export function readOwners(markdown: string): TableOwners {
  const lines = markdown.split('\n');
  const heading = lines.findIndex((line) => line.startsWith('#') && line.includes(SECTION));
  if (heading === -1) throw new Error(`docs/ARCHITECTURE.md has no section "${SECTION}".`);
  const nextHeading = lines.findIndex((line, index) => index > heading && line.startsWith('#'));
  const rows = lines
    .slice(heading + 1, nextHeading === -1 ? undefined : nextHeading)
    .filter((line) => line.trim().startsWith('|'))
    .map((line) => line.split('|').map((cell) => cell.trim()));

  const owners = new Map<string, string>();
  for (const [, tables = '', repository = ''] of rows) {
    const file = /[\w./-]+\.ts\b/.exec(repository)?.[0];
    if (!file) continue; // The head of the table and the line below it.
    for (const [table] of tables.matchAll(/\w+/g)) {
      if (owners.has(table)) throw new Error(`docs/ARCHITECTURE.md names two writers for ${table}.`);
      owners.set(table, file);
    }
  }
  if (owners.size === 0) throw new Error(`docs/ARCHITECTURE.md has no table under "${SECTION}".`);
  return owners;
}

/** Every write to one of `tables` in a source, and every SQL write whose table is computed (as `${}`). */
export function findWrites(file: string, source: string, tables: readonly string[]): TableWrite[] {
  const lineAt = (index: number) => source.slice(0, index).split('\n').length;
  const writes: TableWrite[] = [];

  for (const match of source.matchAll(SQL_WRITE)) {
    const table = match.groups?.['computed'] ?? match.groups?.['table'] ?? '';
    if (table === '${') writes.push({ table: '${}', file, line: lineAt(match.index) });
    else if (tables.includes(table)) writes.push({ table, file, line: lineAt(match.index) });
  }

  const byDelegate = new Map(tables.map((table) => [table.charAt(0).toLowerCase() + table.slice(1), table]));
  const prismaWrite = new RegExp(
    `\\.\\s*(${[...byDelegate.keys()].join('|')})\\s*\\.\\s*(?:${PRISMA_WRITE_METHODS})\\s*\\(`,
    'g',
  );
  for (const match of source.matchAll(prismaWrite)) {
    const table = byDelegate.get(match[1] ?? '');
    if (table) writes.push({ table, file, line: lineAt(match.index) });
  }
  return writes;
}

/** What is wrong, one sentence each; nothing when every table is written by its owner and by nobody else. */
export function findViolations(
  tables: readonly string[],
  owners: TableOwners,
  writes: readonly TableWrite[],
): string[] {
  const violations: string[] = [];
  for (const table of tables) {
    const owner = owners.get(table);
    if (owner === undefined) {
      violations.push(`${table}: docs/ARCHITECTURE.md does not say who writes it.`);
    } else if (!writes.some((write) => write.table === table && isFile(write.file, owner))) {
      violations.push(`${table}: docs/ARCHITECTURE.md says ${owner} writes it, and it does not.`);
    }
  }
  for (const table of owners.keys()) {
    if (!tables.includes(table))
      violations.push(`${table}: docs/ARCHITECTURE.md lists it, and there is no such table.`);
  }
  for (const { table, file, line } of writes) {
    const owner = owners.get(table);
    if (table === '${}') {
      violations.push(`${file}:${line} writes a table whose name is computed, so nobody can say which.`);
    } else if (owner !== undefined && !isFile(file, owner) && !file.startsWith(BACKFILLS)) {
      violations.push(`${file}:${line} writes ${table}, which belongs to ${owner}.`);
    }
  }
  return violations;
}

/** The document may shorten a path from the left. */
function isFile(file: string, named: string): boolean {
  return file === named || file.endsWith(`/${named}`);
}

/** Looks through apps/ and packages/ of the repository at `root`. */
export async function checkTableWriters(root: string): Promise<string[]> {
  const [schema, architecture, files] = await Promise.all([
    readFile(path.join(root, 'packages/platform/prisma/schema.prisma'), 'utf8'),
    readFile(path.join(root, 'docs/ARCHITECTURE.md'), 'utf8'),
    listSources(root),
  ]);
  const tables = readModels(schema);
  const writes = await Promise.all(
    files.map(async (file) => findWrites(file, await readFile(path.join(root, file), 'utf8'), tables)),
  );
  return findViolations(tables, readOwners(architecture), writes.flat());
}
