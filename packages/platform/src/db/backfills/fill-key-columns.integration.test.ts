import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId, type OrderInput, type UserInput } from '@herald/shared';

import { query } from '../../../../../scripts/testing/fixtures/database.ts';
import { meetBehind } from '../../../../../scripts/testing/fixtures/held-transaction.ts';
import { IngestionWithoutQueue } from '../../../../../scripts/testing/fixtures/ingestion-without-queue.ts';
import { testServers } from '../../../../../scripts/testing/fixtures/test-servers.ts';
import { migrate, readMigrations } from '../migrate.ts';
import { withSchemaEngine } from '../schema-engine.ts';

const MIGRATION = '20261128000000_segments';
const TABLES = ['Customer', 'Address', 'Order', 'OrderItem'];
/** In each of them one page, and a part of the next. */
const CUSTOMERS = 2_100;

/** Written by a worker of today. */
const { databaseUrl } = testServers();
/** Of the version before the migration. */
const oldUrl = new URL(databaseUrl);
oldUrl.pathname += '_old';
const oldName = oldUrl.pathname.slice(1);

const ingestion = new IngestionWithoutQueue(databaseUrl);

const VALUES = ['Gold', 3, true, '2026-01-01', '2026-01-01T10:00:00Z', '', 1e21];

function customer(number: number): UserInput {
  return {
    externalId: `c-${number}`,
    phone: number % 3 === 0 ? null : `EXT. ${number}`,
    // The types of the keys come from different customers, those of some from the last page only.
    attributes: { [`key-${number % 5}`]: VALUES[number % VALUES.length]!, [`late-${number >> 10}`]: number % 2 === 0 },
    ...(number % 4 === 0 ? {} : { address: { postalCode: number % 2 === 0 ? null : `SW${number}Ä` } }),
  };
}

const order = (number: number): OrderInput => ({
  externalId: `o-${number}`,
  customerExternalId: `c-${number}`,
  amount: 1,
  orderedAt: '2026-11-22',
  items: [
    { sku: 'TEA', name: 'Große Kanne', category: 'İÇECEK', quantity: 1, price: 1 },
    { sku: null, name: 'cup', quantity: 1, price: 1 },
  ],
});

const numbers = Array.from({ length: CUSTOMERS }, (_, number) => number);

beforeAll(async () => {
  await ingestion.writeCustomers(numbers.map(customer));
  await ingestion.persistOrders(await ingestion.acceptOrders(numbers.map(order)));
});
beforeEach(async () => {
  await query(databaseUrl, `DROP DATABASE IF EXISTS "${oldName}" WITH (FORCE)`);
  await query(databaseUrl, `CREATE DATABASE "${oldName}"`);
  await migrateToVersionBefore();
});
afterAll(async () => {
  await ingestion.close();
  await query(databaseUrl, `DROP DATABASE "${oldName}" WITH (FORCE)`);
});

async function migrateToVersionBefore(): Promise<void> {
  const migrations = await readMigrations();
  const migrationDirectories = migrations.migrationDirectories.filter(({ path }) => path < MIGRATION);
  await withSchemaEngine(oldUrl.href, (engine) =>
    engine.applyMigrations({
      migrationsList: { ...migrations, migrationDirectories },
      filters: { externalTables: [], externalEnums: [] },
    }),
  );
}

/** Puts the rows of today into the old database, without the columns that it does not have. */
async function copyToOldDatabase(): Promise<void> {
  for (const table of TABLES) {
    const [{ rows } = {}] = await query<{ rows: string }>(
      databaseUrl,
      `SELECT COALESCE(json_agg(t), '[]')::text AS rows FROM "${table}" t`,
    );
    await query(oldUrl.href, `INSERT INTO "${table}" SELECT * FROM json_populate_recordset(NULL::"${table}", $1)`, [
      rows,
    ]);
  }
}

async function readRows(url: string): Promise<string[]> {
  const reads = TABLES.map((table) => `SELECT to_jsonb(t) FROM "${table}" t`);
  const types = `SELECT to_jsonb(d) - 'createdAt' FROM "AttributeDefinition" d`;
  const rows = await query<{ row: string }>(
    url,
    `SELECT row::text FROM (${[...reads, types].join(' UNION ALL ')}) AS t(row) ORDER BY 1`,
  );
  return rows.map(({ row }) => row);
}

/** Shows a few rows that differ: Jest would take a minute to print how thousands do. */
async function expectRowsAsWrittenToday(): Promise<void> {
  const [filled, written] = await Promise.all([readRows(oldUrl.href), readRows(databaseUrl)]);
  expect(filled).toHaveLength(written.length);
  const different = filled.map((row, at) => [row, written[at]]).filter(([row, wanted]) => row !== wanted);
  expect(different.slice(0, 3)).toEqual([]);
}

/** Where each row version is: an update moves it. */
const readPlaces = (url: string) =>
  Promise.all(TABLES.map((table) => query(url, `SELECT ctid::text FROM "${table}" ORDER BY 1`)));

describe('rows from before the migration', () => {
  it('become what a worker of today writes', async () => {
    await copyToOldDatabase();
    expect(await migrate(oldUrl.href)).toContain(MIGRATION);
    await expectRowsAsWrittenToday();
  });

  it('are filled to the end when the first time was interrupted', async () => {
    await copyToOldDatabase();
    await query(
      oldUrl.href,
      `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'interrupted'; END $$;
       CREATE TRIGGER refuse BEFORE UPDATE ON "OrderItem" EXECUTE FUNCTION refuse()`,
    );
    await expect(migrate(oldUrl.href)).rejects.toThrow('interrupted');
    await query(oldUrl.href, 'DROP TRIGGER refuse ON "OrderItem"');

    expect(await migrate(oldUrl.href)).toEqual([]);
    await expectRowsAsWrittenToday();
  });

  it('are filled by two processes that start together', async () => {
    await copyToOldDatabase();
    const sameTable = { text: 'CREATE TABLE _herald_backfills (name text PRIMARY KEY)' };
    await meetBehind(oldUrl.href, sameTable, [() => migrate(oldUrl.href), () => migrate(oldUrl.href)]);
    await expectRowsAsWrittenToday();
    expect(await query(oldUrl.href, 'SELECT name FROM _herald_backfills ORDER BY 1')).toEqual([
      { name: MIGRATION },
      { name: '20261128150000_campaign_names' },
    ]);
  });

  it('are not written again by a backfill that is repeated, nor looked at once it is recorded', async () => {
    await copyToOldDatabase();
    await migrate(oldUrl.href);
    const places = await readPlaces(oldUrl.href);
    await query(oldUrl.href, 'DELETE FROM _herald_backfills');
    await migrate(oldUrl.href);
    expect(await readPlaces(oldUrl.href)).toEqual(places);

    await query(oldUrl.href, 'UPDATE "Customer" SET "phoneKey" = \'touched\'');
    await migrate(oldUrl.href);
    const untouched = await query(oldUrl.href, 'SELECT 1 FROM "Customer" WHERE "phoneKey" <> \'touched\'');
    expect(untouched).toEqual([]);
  });

  it('have the type of the value that comes first by customer id, under any key', async () => {
    const ids = [newId(), newId()];
    const attributes = ['{"__proto__":"Gold","10":1}', '{"__proto__":3,"10":"ten"}'];
    // In the table the later one comes first.
    await query(
      oldUrl.href,
      `INSERT INTO "Customer" (id, attributes, "writtenBy", "writtenFields")
       VALUES ($2, $4, $2, 1), ($1, $3, $1, 1)`,
      [...ids, ...attributes],
    );
    await migrate(oldUrl.href);
    const rows = await query(
      oldUrl.href,
      `SELECT "attributeKeys"::text AS keys, "misfitAttributes" AS misfits FROM "Customer" ORDER BY id`,
    );
    expect(rows).toEqual([
      { keys: '{"10": 1, "__proto__": "gold"}', misfits: [] },
      { keys: '{}', misfits: ['10', '__proto__'] },
    ]);
  });

  it('of segments and campaigns can be found by name; segments keep the time at which they were frozen', async () => {
    await query(
      oldUrl.href,
      `WITH segment AS (
         INSERT INTO "Segment" (id, name, rules, "audienceUserIds", "audienceSize", "createdAt")
         VALUES ($1, 'GROSSE Käufer', '{}', '{}', 0, '2026-01-01Z')
       )
       INSERT INTO "Campaign" (id, name, "messageTemplate", "segmentId", status) VALUES ($1, 'Süße Grüße', '', $1, 'DRAFT')`,
      [newId()],
    );
    await migrate(oldUrl.href);
    expect(await query(oldUrl.href, 'SELECT "nameKey", revision FROM "Campaign"')).toEqual([
      { nameKey: 'süsse grüsse', revision: 0 },
    ]);
    expect(await query(oldUrl.href, 'SELECT "nameKey", kind, "lastComputedAt" FROM "Segment"')).toEqual([
      { nameKey: 'grosse käufer', kind: 'STATIC', lastComputedAt: new Date('2026-01-01Z') },
    ]);
  });
});
