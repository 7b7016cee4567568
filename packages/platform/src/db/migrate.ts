import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

import { runBackfills } from './backfills/run-backfills.ts';
import { withSchemaEngine } from './schema-engine.ts';

const MIGRATIONS_DIR = path.resolve(import.meta.dirname, '../../prisma/migrations');
const NO_FILTERS = { externalTables: [], externalEnums: [] };

/** The checked-in migrations in the form in which the schema engine takes them. */
export async function readMigrations(baseDir = MIGRATIONS_DIR) {
  const entries = await readdir(baseDir, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const migrationDirectories = await Promise.all(
    names.sort().map(async (name) => ({
      path: name,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok' as const, value: await readFile(path.join(baseDir, name, 'migration.sql'), 'utf8') },
      },
    })),
  );
  const lockfile = {
    path: 'migration_lock.toml',
    content: await readFile(path.join(baseDir, 'migration_lock.toml'), 'utf8'),
  };
  return { baseDir, lockfile, shadowDbInitScript: '', migrationDirectories };
}

/**
 * Applies the migrations that the database lacks and writes Prisma's own
 * `_prisma_migrations` table, so `prisma migrate deploy` stays usable elsewhere. Then
 * fills in, for rows from before, what SQL cannot compute; also when an earlier call
 * was interrupted in that.
 * Safe to run from several processes at once: the engine takes an advisory lock.
 *
 * @returns the names of the migrations that were applied now.
 */
export async function migrate(databaseUrl: string): Promise<string[]> {
  const migrationsList = await readMigrations();
  const { appliedMigrationNames } = await withSchemaEngine(databaseUrl, (engine) =>
    engine.applyMigrations({ migrationsList, filters: NO_FILTERS }),
  );
  await runBackfills(databaseUrl);
  return appliedMigrationNames;
}

/**
 * The SQL that leads from one `schema.prisma` to another; from nothing when `before` is undefined.
 *
 * @param databaseUrl any reachable database; the engine wants a connection even to compare texts.
 */
export async function diffSchemas(databaseUrl: string, before: string | undefined, after: string): Promise<string> {
  const datamodel = (content: string) => ({
    tag: 'schemaDatamodel' as const,
    files: [{ path: 'schema.prisma', content }],
  });
  return withSchemaEngine(databaseUrl, async (engine) => {
    const { stdout } = await engine.diff({
      from: before === undefined ? { tag: 'empty' } : datamodel(before),
      to: datamodel(after),
      script: true,
      exitCode: null,
      filters: NO_FILTERS,
    });
    return stdout ?? '';
  });
}
