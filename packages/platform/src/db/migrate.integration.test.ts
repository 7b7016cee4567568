import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { query } from '../../../../scripts/testing/fixtures/database.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { migrate, readMigrations } from './migrate.ts';

const { databaseUrl } = testServers();
const freshUrl = new URL(databaseUrl);
freshUrl.pathname += '_fresh';
const freshName = freshUrl.pathname.slice(1);

beforeAll(() => query(databaseUrl, `CREATE DATABASE "${freshName}"`));
afterAll(() => query(databaseUrl, `DROP DATABASE "${freshName}" WITH (FORCE)`));

describe('migrate', () => {
  it('applies every migration once, though two processes start together, and then none', async () => {
    const { migrationDirectories } = await readMigrations();
    const names = migrationDirectories.map(({ path }) => path);
    expect(names.length).toBeGreaterThan(0);

    const applied = await Promise.all([migrate(freshUrl.href), migrate(freshUrl.href)]);
    expect(applied.flat().toSorted()).toEqual(names);
    expect(await migrate(freshUrl.href)).toEqual([]);
    const recorded = await query(
      freshUrl.href,
      'SELECT migration_name AS name, finished_at IS NOT NULL AS finished FROM _prisma_migrations ORDER BY 1',
    );
    expect(recorded).toEqual(names.map((name) => ({ name, finished: true })));
  });

  it('leaves alone what a newer version has applied: the way back', async () => {
    await migrate(freshUrl.href);
    await query(
      freshUrl.href,
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
       VALUES ('newer', 'x', '29990101000000_newer', now(), 1)`,
    );
    expect(await migrate(freshUrl.href)).toEqual([]);
  });
});
