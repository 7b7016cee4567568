import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';

import { compareReadings } from '../../../../scripts/testing/rules/differential.ts';
import { createIcuDatabase, dropIcuDatabase } from '../../../../scripts/testing/rules/icu-database.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';

const SEED = 20_261_128;
/** On each database; `pnpm test:fuzz` asks 100,000. */
const PAIRS = 1_500;
const TIMEOUT_MS = 240_000;

const { databaseUrl } = testServers();

// Turkish letters fold in a way of their own in an ICU locale, and C knows no letters beyond ASCII.
describe.each([
  ['C', { create: async () => databaseUrl, drop: async () => {} }],
  ['ICU (tr-TR)', { create: () => createIcuDatabase(databaseUrl), drop: () => dropIcuDatabase(databaseUrl) }],
])('the evaluator and the SQL on a database with the locale %s', (_locale, { create, drop }) => {
  let client: Client;
  beforeAll(async () => {
    client = new Client({ connectionString: await create() });
    await client.connect();
  }, TIMEOUT_MS);
  afterAll(async () => {
    await client.end();
    await drop();
  });

  it(
    `find the same customers (seed ${SEED})`,
    async () => {
      const { pairs, selectivePairs, neverAsked } = await compareReadings(client, { pairs: PAIRS, seed: SEED });
      // The cases would prove little if they left an operator out, or mostly matched all or nobody.
      expect(neverAsked).toEqual([]);
      expect(pairs).toBeGreaterThanOrEqual(PAIRS);
      expect(selectivePairs).toBeGreaterThan(pairs / 3);
    },
    TIMEOUT_MS,
  );
});
