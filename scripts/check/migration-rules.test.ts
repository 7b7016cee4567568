import { readFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { BASELINE, findBrokenRules } from './migration-rules.ts';

const SAFE = `SET lock_timeout = '5s';\n`;
const broken = (sql: string) => findBrokenRules('m', SAFE + sql);

describe('a migration that two versions can live with', () => {
  it.each([
    'ALTER TABLE "Customer" ADD COLUMN "x" TEXT;',
    'ALTER TABLE "Customer" ADD COLUMN "x" INTEGER NOT NULL DEFAULT 0, ADD COLUMN "y" TEXT;',
    'ALTER TABLE "Customer" ALTER COLUMN "x" DROP NOT NULL, ALTER COLUMN "y" DROP DEFAULT;',
    'ALTER TABLE "Campaign" DROP CONSTRAINT "c";',
    'CREATE TABLE "New" (id UUID NOT NULL, "DROP TABLE" TEXT); CREATE INDEX "i" ON "New"(id);',
    'CREATE TABLE "New" (id UUID NOT NULL); ALTER TABLE "New" ADD CONSTRAINT "f" FOREIGN KEY (id) REFERENCES "Customer"(id);',
    'CREATE INDEX CONCURRENTLY "i" ON "CommunicationLog"("x");',
    'CREATE INDEX "i" ON "Campaign"("x");',
    `COMMENT ON TABLE "Customer" IS 'never; DROP TABLE it';`,
    '-- DROP TABLE "Customer";\n/* TRUNCATE "Customer"; */ SELECT 1;',
    'CREATE FUNCTION f() RETURNS void AS $$ BEGIN NULL; DROP TABLE x; END $$ LANGUAGE plpgsql;',
    'ALTER TABLE "Order" ADD CONSTRAINT "u" UNIQUE USING INDEX "i";',
    'ALTER TABLE "Campaign" ADD CONSTRAINT "u" UNIQUE ("x");',
    '-- allowed: the table was never written\nDROP TABLE "Old";',
    `ALTER TABLE "Order" ADD CONSTRAINT "f" FOREIGN KEY ("x") REFERENCES "Customer"(id) NOT VALID;`,
  ])('%s', (sql) => expect(broken(sql)).toEqual([]));
});

describe('a migration that they cannot live with', () => {
  it.each([
    ['DROP TABLE "Old";', 'm:2 removes a table'],
    ['ALTER TABLE "Customer"\n  DROP COLUMN "x";', 'm:2 removes a column'],
    ['ALTER TABLE "Customer" DROP "x";', 'm:2 removes a column'],
    ['ALTER TABLE "Customer" RENAME COLUMN "x" TO "y";', 'm:2 renames'],
    ['ALTER TABLE "Customer" ALTER COLUMN "x" SET DATA TYPE BIGINT;', 'm:2 changes the type'],
    ['ALTER TABLE "Customer" ALTER "x" TYPE BIGINT;', 'm:2 changes the type'],
    ['ALTER TABLE "Customer" ADD COLUMN "x" INT NOT NULL DEFAULT 0, ADD COLUMN "y" INT NOT NULL;', 'm:2 adds a column'],
    ['ALTER TABLE "Customer" ADD "x" INT NOT NULL;', 'm:2 adds a column'],
    ['CREATE INDEX "i" ON "SmtpMessage"("x");', 'm:2 builds an index'],
    ['ALTER TABLE "Order" ADD CONSTRAINT "u" UNIQUE ("x");', 'm:2 builds the index of a constraint'],
    ['ALTER TABLE "Order" ADD PRIMARY KEY ("x");', 'm:2 builds the index of a constraint'],
    ['ALTER TABLE "Customer" ALTER COLUMN "x" SET NOT NULL;', 'm:2 forbids null'],
    [`ALTER TYPE "Kind" ADD VALUE 'NEW';`, 'm:2 adds a value'],
    ['SELECT 1;\n\nCREATE UNIQUE INDEX IF NOT EXISTS "i" ON "Customer"("x");', 'm:4 builds an index'],
    ['CREATE INDEX "i" ON "Order"("x");', 'm:2 builds an index'],
    ['ALTER TABLE "Order" ADD CONSTRAINT "f" FOREIGN KEY ("x") REFERENCES "Customer"(id);', 'm:2 checks every row'],
    ['-- allowed:\nDROP TABLE "Old";', 'm:3 removes a table'],
    ['-- allowed: the first\nDROP TABLE "One";\nDROP TABLE "Two";', 'm:4 removes a table'],
  ])('%s', (sql, begins) => expect(broken(sql)).toEqual([expect.stringMatching(new RegExp(`^${begins}`))]));

  it('waits for a lock without a limit', () => {
    expect(findBrokenRules('m', 'ALTER TABLE "Customer" ADD COLUMN "x" TEXT;')).toEqual([
      expect.stringContaining('without SET lock_timeout'),
    ]);
    expect(findBrokenRules('m', 'CREATE TABLE "New" (id UUID);')).toEqual([]);
  });

  it('is what some of before the rules are', () => {
    const file = `../../packages/platform/prisma/migrations/20261128152000_customer_lists/migration.sql`;
    expect('20261128152000_customer_lists' < BASELINE).toBe(true);
    expect(findBrokenRules('m', readFileSync(path.join(import.meta.dirname, file), 'utf8'))).not.toEqual([]);
  });
});
