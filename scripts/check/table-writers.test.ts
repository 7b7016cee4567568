import { describe, expect, test } from '@jest/globals';

import { findViolations, findWrites, readModels, readOwners } from './table-writers.ts';

const tables = ['Customer', 'Order', 'CommunicationLog'];
const tablesWritten = (source: string) => findWrites('a.ts', source, tables).map((write) => write.table);

test('the models of a Prisma schema are the tables', () => {
  expect(readModels('/// model Ghost {\nmodel Customer {\n  id String\n}\nenum State { A }\nmodel Order {\n}')).toEqual(
    ['Customer', 'Order'],
  );
});

test('a model may have another name than its table', () => {
  const limit = 'model Limit {\n  id Json @default("{}")\n\n  @@index([id])\n  @@map("rate_limit")\n}';
  expect(readModels(`${limit}\nmodel Order {\n  /// @@map("no")\n}`)).toEqual(['rate_limit', 'Order']);
});

describe('the list of owners', () => {
  const document = (rows: string) => `# Architecture\n\n## Who writes which table\n\nProse.\n\n${rows}\n\n## Next\n\n`;

  test('is read from the Markdown table of its section', () => {
    const owners = readOwners(
      document(
        '| Table | Repository |\n|---|---|\n| `Customer`, `Order` | `apps/worker/src/customer.repository.ts` |\n' +
          '| CommunicationLog | [log](../packages/platform/src/log.repository.ts) |',
      ) + '| `Elsewhere` | `x.ts` |',
    );
    expect([...owners]).toEqual([
      ['Customer', 'apps/worker/src/customer.repository.ts'],
      ['Order', 'apps/worker/src/customer.repository.ts'],
      ['CommunicationLog', '../packages/platform/src/log.repository.ts'],
    ]);
  });

  test('must be there', () => {
    expect(() => readOwners('# Architecture')).toThrow('no section');
    expect(() => readOwners(document(''))).toThrow('no table');
  });

  test('names each table once', () => {
    expect(() => readOwners(document('| `Order` | `a.ts` |\n| `Order` | `b.ts` |'))).toThrow('two writers for Order');
  });
});

describe('writes are found', () => {
  test.each([
    ['INSERT INTO "Customer" (id) VALUES ($1)'],
    ['insert into "Customer" as c select 1'],
    ['UPDATE "Customer" SET name = $1'],
    ['UPDATE ONLY "Customer" SET name = $1'],
    ['WITH x AS (DELETE FROM "Customer" RETURNING *) SELECT 1'],
    ['TRUNCATE "Customer"'],
    ['TRUNCATE TABLE "Customer"'],
    ['MERGE INTO "Customer" USING x'],
    ['COPY "Customer" (id) FROM STDIN'],
    ['UPDATE\n      "public"."Customer"\n SET name = $1'],
    ['\'INSERT INTO \\"Customer\\" (id)\''],
    ['await prisma.customer.create({ data })'],
    ['await tx.customer.updateMany({ data })'],
    ['await this.prisma\n      .customer\n      .upsert({})'],
    ['await tx.customer.deleteMany()'],
  ])('in %j', (source) => {
    expect(tablesWritten(source)).toEqual(['Customer']);
  });

  test('with the line on which they begin', () => {
    expect(findWrites('a.ts', 'first\n\n  UPDATE "Order" SET x = 1', tables)).toEqual([
      { table: 'Order', file: 'a.ts', line: 3 },
    ]);
  });

  test('when the name of the table is computed', () => {
    expect(tablesWritten('`INSERT INTO ${table} VALUES (1)`')).toEqual(['${}']);
    expect(tablesWritten('`INSERT INTO "${table}" VALUES (1)`')).toEqual(['${}']);
  });

  test.each([
    ['SELECT * FROM "Customer" FOR UPDATE'],
    ['SELECT 1 FROM "Customer" FOR NO KEY UPDATE "Customer"'],
    ['ON CONFLICT (id) DO UPDATE SET name = $1'],
    ['INSERT INTO "_scratch" SELECT 1'],
    ['await prisma.customer.findMany()'],
    ['await prisma.customerArchive.create({})'],
    ['the update of a Customer'],
  ])('and reads are not: %j', (source) => {
    expect(tablesWritten(source)).toEqual([]);
  });
});

describe('violations', () => {
  const owners = new Map([
    ['Customer', 'customer.repository.ts'],
    ['Order', 'apps/worker/src/order.repository.ts'],
  ]);
  const customerWrite = { table: 'Customer', file: 'apps/worker/src/customer.repository.ts', line: 1 };
  const orderWrite = { table: 'Order', file: 'apps/worker/src/order.repository.ts', line: 1 };
  const models = ['Customer', 'Order'];

  test('there are none when each table is written by its owner alone', () => {
    expect(findViolations(models, owners, [customerWrite, orderWrite, orderWrite])).toEqual([]);
  });

  test('a second writer', () => {
    const stranger = { ...orderWrite, file: 'apps/api/src/order.repository.ts', line: 7 };
    expect(findViolations(models, owners, [customerWrite, orderWrite, stranger])).toEqual([
      'apps/api/src/order.repository.ts:7 writes Order, which belongs to apps/worker/src/order.repository.ts.',
    ]);
  });

  test('a backfill may write any table, but does not own it, and must say which it writes', () => {
    const file = 'packages/platform/src/db/backfills/fill-something.ts';
    expect(findViolations(models, owners, [customerWrite, { ...orderWrite, file }])).toEqual([
      expect.stringContaining('Order: docs/ARCHITECTURE.md says'),
    ]);
    expect(findViolations(models, owners, [customerWrite, orderWrite, { ...orderWrite, file }])).toEqual([]);
    expect(findViolations([], new Map(), [{ table: '${}', file, line: 2 }])).toHaveLength(1);
  });

  test('a table that nobody is listed for, a listed one that is gone, and an owner that does not write', () => {
    expect(findViolations(['Order', 'Segment'], owners, [])).toEqual([
      expect.stringContaining('Order: docs/ARCHITECTURE.md says'),
      expect.stringContaining('Segment: docs/ARCHITECTURE.md does not say'),
      expect.stringContaining('Customer: docs/ARCHITECTURE.md lists it'),
    ]);
  });

  test('a write to a computed table', () => {
    expect(findViolations([], new Map(), [{ table: '${}', file: 'a.ts', line: 2 }])).toEqual([
      expect.stringContaining('a.ts:2'),
    ]);
  });
});
