import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { newId } from '@herald/shared';

import { query } from '../../../../scripts/testing/fixtures/database.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { isHeldOut } from '../campaigns/recipient-policy.ts';
import { createPool, withTransaction } from '../db/pool.ts';
import { RecipientRepository } from './recipient.repository.ts';

// That its counts are those of a launch, for any shop, is tested with the previews of campaigns in the API.

const { databaseUrl } = testServers();
const pool = createPool({ databaseUrl, maxConnections: 2, applicationName: 'herald-test' });
const recipients = new RecipientRepository(pool);
const EVERYBODY = { text: 'SELECT id AS "customerId" FROM "Customer"', values: [] };
const ids = Array.from({ length: 3 }, newId);

beforeAll(() =>
  query(
    databaseUrl,
    `INSERT INTO "Customer" (id, email, unsubscribed, "writtenBy", "writtenFields")
     SELECT id, CASE WHEN n < 3 THEN 'a@example.com' END, n = 1, id, 0
     FROM unnest($1::uuid[]) WITH ORDINALITY AS c(id, n)`,
    [ids],
  ),
);
afterAll(() => pool.end());

it('of a large frozen audience the same is counted, and what follows is planned as ever', async () => {
  const [small, large, setting] = await withTransaction(pool, async (tx) => {
    const policy = { reachBy: 'email' as const, holdout: undefined };
    const options = { paths: [['city'], ['email']], customerId: ids[2] };
    return [
      await recipients.forecast(tx, EVERYBODY, policy, options),
      await recipients.forecast(tx, EVERYBODY, policy, { ...options, frozenSize: 1_000_000 }),
      (await tx.query<{ enable_nestloop: string }>('SHOW enable_nestloop')).rows[0]?.enable_nestloop,
    ];
  });
  expect(small).toEqual({
    audienceSize: 3,
    excluded: { UNSUBSCRIBED: 1, NO_EMAIL: 1, NO_PHONE: 0, ERASED: 0 },
    heldOut: 0,
    willReceive: 1,
    missing: [1, 0],
    firstRecipientId: ids[1],
    hasCustomer: true,
  });
  expect([large, setting]).toEqual([small, 'on']);
});

it('of many as many are held out as by the same chance in memory', async () => {
  const many = Array.from({ length: 5_000 }, newId);
  await query(
    databaseUrl,
    `INSERT INTO "Customer" (id, visits, "writtenBy", "writtenFields") SELECT id, 1, id, 0 FROM unnest($1::uuid[]) AS c(id)`,
    [many],
  );
  const visitors = { text: 'SELECT id AS "customerId" FROM "Customer" WHERE visits = 1', values: [] };
  for (const percent of [1, 37, 90]) {
    const campaignId = newId();
    const policy = { reachBy: null, holdout: { campaignId, percent } };
    const heldOut = many.filter((id) => isHeldOut(id, { id: campaignId, holdoutPercent: percent })).length;
    expect(await recipients.forecast(pool, visitors, policy, { paths: [] })).toMatchObject({
      heldOut,
      willReceive: many.length - heldOut,
    });
  }
});

it('nobody is counted of nobody', async () => {
  const nobody = { text: 'SELECT id AS "customerId" FROM "Customer" WHERE FALSE', values: [] };
  const policy = { reachBy: null, holdout: { campaignId: newId(), percent: 10 } };
  expect(await recipients.forecast(pool, nobody, policy, { paths: [['name']] })).toMatchObject({
    audienceSize: 0,
    missing: [0],
    firstRecipientId: undefined,
    hasCustomer: false,
  });
});
