import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createPool, QueryTimedOut, runCancellable, withTransaction } from '@herald/platform';
import type { Pool, Queryable } from '@herald/platform';

import { query } from '../../../../../scripts/testing/fixtures/database.ts';
import { IngestionWithoutQueue } from '../../../../../scripts/testing/fixtures/ingestion-without-queue.ts';
import { writeSmallShop } from '../../../../../scripts/testing/fixtures/small-shop.ts';
import { whileLocked } from '../../../../../scripts/testing/fixtures/table-lock.ts';
import { testServers } from '../../../../../scripts/testing/fixtures/test-servers.ts';
import { KnownValuesRepository } from './known-values.repository.ts';

const { databaseUrl } = testServers();
const repository = new KnownValuesRepository();
let pool: Pool;

beforeAll(async () => {
  pool = createPool({ databaseUrl, maxConnections: 1, applicationName: 'herald-test' });
  await writeSmallShop(databaseUrl);
  const ingestion = new IngestionWithoutQueue(databaseUrl);
  const tags = Array.from({ length: 40 }, () => 'repeated');
  await ingestion.writeCustomers([{ externalId: 'lonely', tags, attributes: { plan: `it's "rare"` } }]);
  await ingestion.close();
});
afterAll(() => pool.end());

const read = <T>(work: (db: Queryable) => Promise<T>) => withTransaction(pool, work);
const find = async (phrases: string[], keys = ['plan']) =>
  (await read((db) => repository.find(db, phrases, keys)))
    .map(({ scope, field, phrase, value, customers }) => `${scope} ${field} ${phrase}: ${value} (${customers})`)
    .toSorted();

describe('values that a text may name', () => {
  it('are found wherever they stand, with how many have them, up to what is enough to be shared', async () => {
    expect(await find(['pune', 'são paulo', 'goa', 'india', '411007', '411000', 'vip', 'tea'])).toEqual([
      'customer city pune: Pune (10)',
      'customer city são paulo: São Paulo (10)',
      'customer country india: India (20)',
      'customer postalCode 411000: 411000 (1)',
      'customer state goa: Goa (15)',
      'customer tags tea: tea (20)',
      'customer tags vip: VIP (14)',
      'order category tea: Tea (20)',
    ]);
    expect(await find(['gold', 'shop.test', 'sku-tea', 'cups no. 1', 'example'])).toEqual([
      'customer attributes.plan gold: Gold (20)',
      'customer emailDomain shop.test: shop.test (16)',
      'order product cups no. 1: Cups no. 1 (1)',
      'order sku sku-tea: SKU-Tea (20)',
    ]);
  });

  it('are counted by customers, and not by how often one has them', async () => {
    expect(await find(['repeated', `it's "rare"`])).toEqual([
      `customer attributes.plan it's "rare": it's "rare" (1)`,
      'customer tags repeated: repeated (1)',
    ]);
  });

  it('are not looked for in attributes that nobody asks for, nor by patterns', async () => {
    expect(await find(['gold'], [])).toEqual([]);
    expect(await find(['%', '_une', 'pun', '%.test', "'; DROP TABLE x; --", ''])).toEqual([]);
    expect(await find([])).toEqual([]);
  });

  it('take many phrases of many attributes', async () => {
    const phrases = Array.from({ length: 2_000 }, (_, index) => `phrase ${index}`);
    const keys = ['plan', ...Array.from({ length: 500 }, (_, index) => `key ${index}`)];
    expect(await find([...phrases, 'gold'], keys)).toEqual(['customer attributes.plan gold: Gold (20)']);
  });

  it('are not waited for as long as the reading that they are a part of may take', async () => {
    const patient = { timeoutMs: 60_000 };
    const control = createPool({ databaseUrl, maxConnections: 1, applicationName: 'herald-test' });
    const finding = () => runCancellable(pool, control, patient, (db) => repository.find(db, ['tea'], []));
    const matching = () => runCancellable(pool, control, patient, (db) => repository.findPersonal(db, ['asha 1'], []));
    await whileLocked(databaseUrl, 'OrderItem', () => expect(finding()).rejects.toBeInstanceOf(QueryTimedOut));
    await whileLocked(databaseUrl, 'Customer', () => expect(matching()).rejects.toBeInstanceOf(QueryTimedOut));
    await control.end();
  });

  it('are looked up without reading the table of customers', async () => {
    const plans: string[] = [];
    await read(async (db) => {
      await db.query(`SELECT set_config('enable_seqscan', 'off', true)`);
      const explaining: Queryable = {
        query: (async (text: string, values: unknown[]) => {
          if (text.includes('set_config')) return { rows: [] };
          const { rows } = await db.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${text}`, values);
          plans.push(...rows.map((row) => row['QUERY PLAN']));
          return { rows: [] };
        }) as Queryable['query'],
      };
      await repository.find(explaining, ['pune', 'shop.test'], ['plan']);
      await repository.findPersonal(explaining, ['asha 1'], ['shopper-1']);
    });
    expect(plans.filter((line) => line.includes('Index'))).not.toEqual([]);
    expect(plans.filter((line) => line.includes('Seq Scan') && !line.includes('pg_class'))).toEqual([]);
  });
});

describe('what else a text may name', () => {
  it('are customers, by their whole name or number', async () => {
    expect(
      await read((db) => repository.findPersonal(db, ['asha 1', 'asha', 'émile 3'], ['shopper-7', 'SHOPPER-8', '7'])),
    ).toEqual({ names: new Set(['asha 1', 'émile 3']), externalIds: new Set(['shopper-7']) });
  });

  it('are segments by their names and ids, the longest name first', async () => {
    const insert = (id: string, name: string, key: string) =>
      query(
        databaseUrl,
        `INSERT INTO "Segment" (id, name, "nameKey", rules, "audienceUserIds", "audienceSize")
         VALUES ($1, $2, $3, '{}', '{}', 0)`,
        [id, name, key],
      );
    const ids = [1, 2, 3].map((n) => `0192d3a0-0000-7000-8000-00000000000${n}`);
    await insert(ids[0] ?? '', 'VIPs', 'vips');
    await insert(ids[1] ?? '', 'VIPs of Pune', 'vips of pune');
    await insert(ids[2] ?? '', '100%_', '100%_');
    const named = (text: string, of: string[] = []) => read((db) => repository.findNamed(db, 'Segment', text, of));
    expect((await named('our vips of pune')).map(({ name }) => name)).toEqual(['VIPs of Pune', 'VIPs']);
    expect((await named('100 of them', ids.slice(2))).map(({ name }) => name)).toEqual(['100%_']);
    expect(await named('nobody')).toEqual([]);
  });
});
