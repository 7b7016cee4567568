import { afterAll, afterEach, expect, it } from '@jest/globals';
import { newId } from '@herald/shared';

import { emptyDatabase, query } from '../../../../scripts/testing/fixtures/database.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { createPool } from '../db/pool.ts';
import { RuleContextRepository } from '../repositories/rule-context.repository.ts';
import { compileResolved } from './compile-rules.ts';
import { RuleReader } from './rule-reader.ts';

const { databaseUrl } = testServers();
const pool = createPool({ databaseUrl, maxConnections: 1, applicationName: 'herald-test' });
const reader = new RuleReader(new RuleContextRepository(pool, { timeZone: 'UTC', currency: 'INR' }), () => new Date());
const EVERYBODY = { combinator: 'and', rules: [{ field: 'visits', operator: '>=', value: 0 }] };

afterEach(() => emptyDatabase(databaseUrl));
afterAll(() => pool.end());

const compiled = async () => compileResolved((await reader.read(EVERYBODY)).resolved).text;

it('looks for the erased only once somebody was erased', async () => {
  expect(await compiled()).not.toContain('Erasure');
  await query(databaseUrl, `INSERT INTO "Erasure" (id, "customerId", cleared) VALUES ($1, $2, '{}')`, [
    newId(),
    newId(),
  ]);
  expect(await compiled()).toContain('Erasure');
});
