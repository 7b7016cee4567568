import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AttributeType, attributeTypeOf, type UserInput } from '@herald/shared';

import { countDeadlocks, emptyDatabase, query } from '../../../../scripts/testing/fixtures/database.ts';
import { meetBehind } from '../../../../scripts/testing/fixtures/held-transaction.ts';
import { IngestionWithoutQueue } from '../../../../scripts/testing/fixtures/ingestion-without-queue.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';

type Attributes = NonNullable<UserInput['attributes']>;

const { databaseUrl } = testServers();
const ingestion = new IngestionWithoutQueue(databaseUrl);

beforeEach(async () => {
  await emptyDatabase(databaseUrl);
  await query(databaseUrl, 'DELETE FROM "AttributeDefinition"');
});
afterAll(async () => {
  await ingestion.close();
  expect(await countDeadlocks(databaseUrl)).toBe(0);
});

const write = (attributes: Attributes | null, externalId = 'c-1') =>
  ingestion.writeCustomers([{ externalId, attributes }]);

async function readTypes(): Promise<Record<string, AttributeType>> {
  const rows = await query<{ key: string; type: AttributeType }>(
    databaseUrl,
    'SELECT key, type FROM "AttributeDefinition"',
  );
  return Object.fromEntries(rows.map(({ key, type }) => [key, type]));
}

interface StoredAttributes {
  attributes: Attributes;
  keys: Attributes;
  misfits: string[];
}

/** By customer, in the order of their external ids. */
const readStored = () =>
  query<StoredAttributes & Record<string, unknown>>(
    databaseUrl,
    `SELECT attributes, "attributeKeys" AS keys, "misfitAttributes" AS misfits FROM "Customer" ORDER BY "externalId"`,
  );

describe('custom attributes', () => {
  it('are kept as they were sent, and as rules compare them', async () => {
    const attributes = { plan: 'Straße İ', points: 1e21, vip: false, born: '2000-02-29', note: '', seen: '' };
    await write({ ...attributes, seen: '2026-11-22T10:00:00+05:30' });
    expect(await readStored()).toEqual([
      {
        attributes: { ...attributes, seen: '2026-11-22T10:00:00+05:30' },
        keys: { ...attributes, plan: 'strasse i̇', seen: Date.UTC(2026, 10, 22, 4, 30) },
        misfits: [],
      },
    ]);
    expect(await readTypes()).toEqual({
      plan: 'text',
      points: 'number',
      vip: 'boolean',
      born: 'date',
      note: 'text',
      seen: 'date',
    });
  });

  it('have the type of the first value of their key, and count as not set when they are of another', async () => {
    await write({ plan: 'gold', since: '2026-01-01' }, 'c-1');
    await write({ plan: '2026-01-01', since: 'long ago', '7': true }, 'c-2');
    await write({ plan: 3, since: '2026-01-02', '7': 'seven' }, 'c-3');
    expect(await readTypes()).toEqual({ plan: 'text', since: 'date', '7': 'boolean' });
    expect(await readStored()).toMatchObject([
      { keys: { plan: 'gold', since: '2026-01-01' }, misfits: [] },
      { keys: { plan: '2026-01-01', '7': true }, misfits: ['since'] },
      { keys: { since: '2026-01-02' }, misfits: ['7', 'plan'] },
    ]);
  });

  it('are read by the type that an earlier row of the same batch gave their key', async () => {
    await ingestion.writeCustomers([
      { externalId: 'c-2', attributes: { plan: 3 } },
      { externalId: 'c-1', attributes: { plan: 'gold' } },
    ]);
    expect(await readStored()).toMatchObject([{ keys: {}, misfits: ['plan'] }, { keys: { plan: 3 } }]);
  });

  it('are replaced with what is kept for rules, and left alone with it', async () => {
    await write({ plan: 'gold' }, 'c-0');
    await write({ plan: 3, points: 1 });
    expect(await readStored()).toMatchObject([{}, { keys: { points: 1 }, misfits: ['plan'] }]);

    await ingestion.writeCustomers([{ externalId: 'c-1', name: 'Asha' }]);
    expect(await readStored()).toMatchObject([{}, { keys: { points: 1 }, misfits: ['plan'] }]);

    await write({ plan: 'Silver' });
    expect(await readStored()).toEqual([
      expect.anything(),
      { attributes: { plan: 'Silver' }, keys: { plan: 'silver' }, misfits: [] },
    ]);

    await write({ plan: true });
    await write(null);
    expect(await readStored()).toEqual([expect.anything(), { attributes: {}, keys: {}, misfits: [] }]);
  });

  it('of a late batch define no type and change nothing where a newer batch wrote', async () => {
    await write({ known: 'yes' });
    const late = await ingestion.acceptCustomers([{ externalId: 'c-1', attributes: { plan: 3, known: 1 } }]);
    await write({ plan: 'gold' });
    await ingestion.persistCustomers(late);
    expect(await readTypes()).toEqual({ known: 'text', plan: 'text' });
    expect(await readStored()).toEqual([{ attributes: { plan: 'gold' }, keys: { plan: 'gold' }, misfits: [] }]);
  });

  it('of a late batch are written where the newer batch gave none', async () => {
    await write({});
    const late = await ingestion.acceptCustomers([{ externalId: 'c-1', attributes: { plan: 'Gold' } }]);
    await ingestion.writeCustomers([{ externalId: 'c-1', name: 'Asha' }]);
    await ingestion.persistCustomers(late);
    expect(await readStored()).toMatchObject([{ keys: { plan: 'gold' } }]);
  });

  it('are the same after a batch was written or sent again', async () => {
    const rows = [
      { externalId: 'c-1', attributes: { plan: 'gold', points: 'many' } },
      { externalId: 'c-2', attributes: { plan: 3, points: 1 } },
    ];
    const batch = await ingestion.writeCustomers(rows);
    const before = [await readStored(), await readTypes()];
    await ingestion.persistCustomers(batch);
    await ingestion.writeCustomers(rows);
    expect([await readStored(), await readTypes()]).toEqual(before);
  });

  it('may have any key', async () => {
    const attributes = JSON.parse('{"__proto__":"A","constructor":"B","10":"C","\\"\\\\,{}":"D"}') as Attributes;
    await write(attributes, 'c-1');
    const misfits = JSON.parse('{"__proto__":1,"constructor":2,"10":3,"\\"\\\\,{}":4}') as Attributes;
    await write(misfits, 'c-2');
    const [first, second] = await readStored();
    expect(Object.entries(first?.keys ?? {})).toEqual([
      ['10', 'c'],
      ['"\\,{}', 'd'],
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ]);
    expect(second).toMatchObject({ keys: {}, misfits: Object.keys(misfits).toSorted() });
  });

  it('leave no type behind when their batch could not be written', async () => {
    const batch = await ingestion.acceptCustomers([{ externalId: 'c-1', attributes: { plan: 3 } }]);
    await query(databaseUrl, 'ALTER TABLE "Customer" ADD CONSTRAINT broken CHECK ("externalId" <> \'c-1\')');
    await expect(ingestion.persistCustomers(batch)).rejects.toThrow('broken');
    await query(databaseUrl, 'ALTER TABLE "Customer" DROP CONSTRAINT broken');
    expect(await readTypes()).toEqual({});
  });
});

describe('two batches that bring the same new keys at once', () => {
  const KEYS = Array.from({ length: 20 }, (_, number) => `key-${number}`);
  const withValue = (keys: string[], value: string | number): Attributes =>
    Object.fromEntries(keys.map((key) => [key, value]));

  it('end with one type for each, by which the rows of both are read, and do not deadlock', async () => {
    const texts = await ingestion.acceptCustomers([{ externalId: 'c-1', attributes: withValue(KEYS, 'Gold') }]);
    const numbers = await ingestion.acceptCustomers([
      { externalId: 'c-2', attributes: withValue(KEYS.toReversed(), 3) },
    ]);
    const keyInTheMiddle = {
      text: `INSERT INTO "AttributeDefinition" (key, type) VALUES ($1, 'boolean')`,
      values: [KEYS[KEYS.length / 2]],
    };
    await meetBehind(databaseUrl, keyInTheMiddle, [
      () => ingestion.persistCustomers(texts),
      () => ingestion.persistCustomers(numbers),
    ]);

    const types = await readTypes();
    expect(Object.keys(types).toSorted()).toEqual(KEYS.toSorted());
    const [type] = Object.values(types);
    expect(types).toEqual(Object.fromEntries(KEYS.map((key) => [key, type])));
    const stored = await readStored();
    expect(stored).toHaveLength(2);
    for (const { attributes, keys, misfits } of stored) {
      const fit = Object.values(attributes).every((value) => attributeTypeOf(value) === type);
      expect([Object.keys(keys).length, misfits.length]).toEqual(fit ? [KEYS.length, 0] : [0, KEYS.length]);
    }
    expect(stored.filter(({ misfits }) => misfits.length === 0)).toHaveLength(1);
  });
});
