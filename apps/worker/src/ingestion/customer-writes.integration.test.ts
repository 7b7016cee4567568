import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { foldText, readAttribute, type AttributeType, type UserInput } from '@herald/shared';
import fc from 'fast-check';

import { query } from '../../../../scripts/testing/fixtures/database.ts';
import { IngestionWithoutQueue } from '../../../../scripts/testing/fixtures/ingestion-without-queue.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';

const SEED = 20_261_122;
const RUNS = 25;
const EXTERNAL_IDS = ['c-0', 'c-1', 'c-2'];
const EMAILS = ['Zero@example.com', 'one@example.com', 'two@example.com'];

const { databaseUrl } = testServers();
let ingestion: IngestionWithoutQueue;

beforeAll(() => {
  ingestion = new IngestionWithoutQueue(databaseUrl, { connections: 6 });
});

afterAll(() => ingestion.close());

const fields = {
  name: fc.option(fc.constantFrom('Asha', 'Bela', 'Ünal "X" \\ {}')),
  phone: fc.option(fc.constantFrom('1', '2')),
  visits: fc.option(fc.nat(9)),
  unsubscribed: fc.option(fc.boolean()),
  tags: fc.option(fc.subarray(['vip', 'a,b', '"q"', '\\', 'NULL', '😀'])),
  attributes: fc.option(
    fc.dictionary(
      fc.constantFrom('plan', 'constructor'),
      fc.constantFrom<string | number | boolean>('gold', 1.5, true),
    ),
  ),
  address: fc.option(
    fc.record(
      {
        city: fc.option(fc.constantFrom('Pune', 'Delhi')),
        line1: fc.option(fc.constantFrom('1 MG Road', '2 MG Road')),
        postalCode: fc.option(fc.constantFrom('411 001', 'SW1A')),
      },
      { requiredKeys: [] },
    ),
  ),
};

interface StoredCustomer {
  externalId: string | null;
  email: string | null;
  name: string | null;
  phone: string | null;
  visits: number;
  unsubscribed: boolean;
  tags: string[];
  attributes: unknown;
  city: string | null;
  line1: string | null;
  postalCode: string | null;
}

const NOBODY = {
  externalId: null,
  email: null,
  name: null,
  phone: null,
  visits: 0,
  unsubscribed: false,
  tags: [],
  attributes: {},
  city: null,
  line1: null,
  postalCode: null,
};
const NO_ADDRESS = { city: null, line1: null, postalCode: null };

/** What the customers are when every row was written one after the other; told apart from Herald's own plan. */
function applyInOrder(rows: UserInput[], start: StoredCustomer[] = []) {
  const customers = start.map((customer) => ({ ...customer }));
  let rejected = 0;
  for (const row of rows) {
    const matches = customers.filter(
      ({ externalId, email }) =>
        (row.externalId && externalId === row.externalId) ||
        (row.email && email?.toLowerCase() === row.email.toLowerCase()),
    );
    if (matches.length > 1) {
      rejected += 1;
      continue;
    }
    const customer: StoredCustomer = matches[0] ?? { ...NOBODY };
    if (matches.length === 0) customers.push(customer);
    applyRow(customer, row);
  }
  return { customers: customers.toSorted(byIdentity), rejected };
}

function applyRow(customer: StoredCustomer, row: UserInput): void {
  const { address, ...rest } = row;
  const given = Object.entries({ ...rest, ...(address === null ? NO_ADDRESS : address) });
  const empty: Record<string, unknown> = NOBODY;
  for (const [field, value] of given) {
    if (value !== undefined) Object.assign(customer, { [field]: value ?? empty[field] });
  }
}

const identity = ({ externalId, email }: StoredCustomer) => `${externalId} ${email}`;
const byIdentity = (a: StoredCustomer, b: StoredCustomer) => (identity(a) < identity(b) ? -1 : 1);

async function readCustomers(): Promise<StoredCustomer[]> {
  const rows = await query<StoredCustomer & Record<string, unknown>>(
    databaseUrl,
    `SELECT c."externalId", c.email, c.name, c.phone, c.visits, c.unsubscribed, c.tags, c.attributes,
            a.city, a.line1, a."postalCode"
     FROM "Customer" c LEFT JOIN "Address" a ON a."customerId" = c.id`,
  );
  return rows.toSorted(byIdentity);
}

interface StoredKeys {
  phone: string | null;
  phoneKey: string | null;
  postalCode: string | null;
  postalCodeKey: string | null;
  attributes: Record<string, unknown>;
  attributeKeys: unknown;
  misfitAttributes: string[];
}

/** What is kept for rules follows from what was sent, whichever way that came to be there. */
async function expectKeysToFollow(): Promise<void> {
  const definitions = await query<{ key: string; type: AttributeType }>(
    databaseUrl,
    'SELECT key, type FROM "AttributeDefinition"',
  );
  const types = new Map(definitions.map(({ key, type }) => [key, type]));
  const rows = await query<StoredKeys & Record<string, unknown>>(
    databaseUrl,
    `SELECT phone, "phoneKey", "postalCode", "postalCodeKey", attributes, "attributeKeys", "misfitAttributes"
     FROM "Customer" LEFT JOIN "Address" ON "customerId" = id`,
  );
  for (const { phone, postalCode, attributes, ...keys } of rows) {
    const read = Object.entries(attributes).map(
      ([key, value]) => [key, readAttribute(value, types.get(key)!)] as const,
    );
    expect(keys).toEqual({
      phoneKey: phone && foldText(phone),
      postalCodeKey: postalCode && foldText(postalCode),
      attributeKeys: Object.fromEntries(read.filter(([, value]) => value !== null)),
      misfitAttributes: read.flatMap(([key, value]) => (value === null ? key : [])).toSorted(),
    });
  }
}

async function acceptAll(batches: UserInput[][]) {
  const accepted = [];
  for (const batch of batches) accepted.push(await ingestion.acceptCustomers(batch));
  return accepted;
}

describe('customers', () => {
  it('are what their rows make of them, one after the other, whoever they point at', async () => {
    const row: fc.Arbitrary<UserInput> = fc
      .record(
        {
          externalId: fc.option(fc.constantFrom(...EXTERNAL_IDS)),
          email: fc.option(fc.constantFrom(...EMAILS, ...EMAILS.map((email) => email.toUpperCase()))),
          ...fields,
        },
        { requiredKeys: [] },
      )
      .filter(({ externalId, email }) => Boolean(externalId ?? email));
    const batches = fc.array(fc.array(row, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 5 });

    const property = fc.asyncProperty(batches, async (sent) => {
      await query(databaseUrl, 'DELETE FROM "Customer"');
      const accepted = await acceptAll(sent);
      for (const batch of accepted) await ingestion.persistCustomers(batch);

      const expected = applyInOrder(sent.flat());
      expect(await readCustomers()).toEqual(expected.customers);
      await expectKeysToFollow();
      const ingestions = await Promise.all(accepted.map((batch) => ingestion.find(batch)));
      for (const { received, stored, rejected, rejectedRows, completedAt } of ingestions) {
        expect(stored + rejected).toBe(received);
        expect(rejectedRows).toHaveLength(rejected);
        expect(completedAt).not.toBeNull();
      }
      expect(ingestions.reduce((sum, { rejected }) => sum + rejected, 0)).toBe(expected.rejected);
    });
    await fc.assert(property, { seed: SEED, numRuns: RUNS, endOnFailure: true });
  }, 60_000);

  it('are the same whatever the order in which batches are written, at once and repeatedly', async () => {
    const someone = fc.nat(EXTERNAL_IDS.length - 1);
    const row: fc.Arbitrary<UserInput> = fc
      .tuple(someone, fc.boolean(), fc.record(fields, { requiredKeys: [] }))
      .map(([who, isByEmail, values]) => ({
        ...(isByEmail ? { email: EMAILS[who] } : { externalId: EXTERNAL_IDS[who] }),
        ...values,
      }));
    const scenario = fc
      .array(fc.array(row, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 6 })
      .chain((batches) => {
        const indexes = batches.map((_, index) => index);
        return fc.record({
          batches: fc.constant(batches),
          shuffled: fc.shuffledSubarray(indexes, { minLength: indexes.length }),
          repeated: fc.subarray(indexes),
          waveSize: fc.integer({ min: 1, max: 6 }),
        });
      });
    const start = EXTERNAL_IDS.map((externalId, index) => ({ ...NOBODY, externalId, email: EMAILS[index] ?? null }));

    const property = fc.asyncProperty(scenario, async ({ batches, shuffled, repeated, waveSize }) => {
      await query(databaseUrl, 'DELETE FROM "Customer"');
      await ingestion.writeCustomers(start.map(({ externalId, email }) => ({ externalId, email })));
      const accepted = await acceptAll(batches);
      const jobs = [...shuffled, ...repeated].map((index) => accepted[index]!);
      for (let from = 0; from < jobs.length; from += waveSize) {
        await Promise.all(jobs.slice(from, from + waveSize).map((job) => ingestion.persistCustomers(job)));
      }

      expect(await readCustomers()).toEqual(applyInOrder(batches.flat(), start).customers);
      await expectKeysToFollow();
      for (const [index, batch] of accepted.entries()) {
        expect(await ingestion.find(batch)).toMatchObject({ stored: batches[index]!.length, rejected: 0 });
      }
    });
    await fc.assert(property, { seed: SEED, numRuns: RUNS, endOnFailure: true });
  }, 60_000);

  it('keep the folded forms that rules compare', async () => {
    await ingestion.writeCustomers([
      {
        externalId: 'folded',
        name: 'STRASSE',
        phone: 'EXT. 9',
        tags: ['VIP'],
        address: { city: 'PUNE', state: 'É', postalCode: 'SW1A' },
      },
    ]);
    await ingestion.writeCustomers([{ externalId: 'folded', name: 'Straße', address: { country: 'İndia' } }]);
    const rows = await query(
      databaseUrl,
      `SELECT "nameKey", "phoneKey", "tagKeys", "cityKey", "stateKey", "countryKey", "postalCodeKey"
       FROM "Customer" JOIN "Address" ON id = "customerId" WHERE "externalId" = 'folded'`,
    );
    const customerKeys = { nameKey: 'strasse', phoneKey: 'ext. 9', tagKeys: ['vip'] };
    const addressKeys = { cityKey: 'pune', stateKey: 'é', countryKey: 'i̇ndia', postalCodeKey: 'sw1a' };
    expect(rows).toEqual([{ ...customerKeys, ...addressKeys }]);
  });
});
