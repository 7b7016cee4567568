import { readFileSync } from 'node:fs';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { campaignOutputSchema } from '@herald/shared';

import { emptyDatabase, query } from '../../../../scripts/testing/fixtures/database.ts';
import { eventually } from '../../../../scripts/testing/fixtures/eventually.ts';
import { startTestHerald } from '../../../../scripts/testing/fixtures/herald.ts';
import type { RunningHerald } from '../../../../scripts/testing/fixtures/herald.ts';
import { asOwner } from '../../../../scripts/testing/fixtures/request.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';

const { databaseUrl } = testServers();
const ROLE = `herald_app_${process.pid}`;
const PASSWORD = 'of-a-role-for-tests';
const RULES = { combinator: 'and', rules: [{ field: 'orderCount', operator: '>=', value: 0 }] };
let roleUrl: string;
let herald: RunningHerald;

/** What the documentation tells to grant to the role. */
function documentedGrants(): string[] {
  const page = readFileSync(path.join(__dirname, '../../../../docs/security.md'), 'utf8');
  const sql = /```sql\n([^`]*herald_app[^`]*)```/.exec(page)?.[1] ?? '';
  const statements = sql
    .replaceAll(/^\s*--.*$/gm, '')
    .split(';')
    .map((statement) => statement.trim());
  return statements.filter(Boolean).map((statement) => statement.replaceAll('herald_app', ROLE));
}

beforeAll(async () => {
  await query(databaseUrl, `CREATE ROLE ${ROLE} LOGIN PASSWORD '${PASSWORD}'`);
  for (const grant of documentedGrants()) await query(databaseUrl, grant);
  const url = new URL(databaseUrl);
  url.username = ROLE;
  url.password = PASSWORD;
  roleUrl = url.href;
  herald = await startTestHerald({ api: { DATABASE_URL: roleUrl }, worker: { DATABASE_URL: roleUrl } });
});
afterAll(async () => {
  await herald?.stop();
  await emptyDatabase(databaseUrl);
  await query(databaseUrl, `DROP OWNED BY ${ROLE}`);
  await query(databaseUrl, `DROP ROLE ${ROLE}`);
});

describe('a role that owns no tables', () => {
  it('is enough for the whole path, from a customer to the receipt, and for an erasure', async () => {
    const owner = await asOwner(herald.url);
    await owner.post('/api/user').send([{ externalId: 'c1', name: 'Asha', email: 'asha@example.com' }]);
    await owner
      .post('/api/order')
      .send([{ externalId: 'o1', customerExternalId: 'c1', amount: 5, orderedAt: '2026-11-01', status: 'PAID' }]);
    const customers = async () => (await owner.get('/api/customers')).body as { id: string; orderCount: number }[];
    await eventually(async () => expect(await customers()).toMatchObject([{ orderCount: 1 }]));
    const segment = await owner.post('/api/segments').send({ name: 'Everybody', rules: RULES });
    const { id: segmentId } = segment.body as { id: string };
    const made = await owner.post('/api/campaigns').send({ name: 'Thanks', segmentId, messageTemplate: 'Hi {name}' });
    const { id } = campaignOutputSchema.parse(made.body);
    await eventually(async () => {
      const { status, sentCount, failedCount } = (await owner.get(`/api/campaigns/${id}`)).body as Record<
        string,
        unknown
      >;
      expect([status, Number(sentCount) + Number(failedCount)]).toEqual(['COMPLETED', 1]);
    });
    const [customer] = await customers();
    expect((await owner.delete(`/api/customers/${customer?.id}`)).status).toBe(200);
  });

  it.each([
    `UPDATE "AuditEvent" SET action = 'nothing'`,
    'DELETE FROM "AuditEvent"',
    'TRUNCATE "AuditEvent"',
    'ALTER TABLE "AuditEvent" DISABLE TRIGGER ALL',
    'DROP TRIGGER "AuditEvent_append_only" ON "AuditEvent"',
    'SET session_replication_role = replica',
    'DROP TABLE "AuditEvent"',
    'DELETE FROM "_prisma_migrations"',
    'CREATE TABLE public.mine ()',
  ])('cannot %s', async (statement) => {
    // Insufficient privilege, or not the owner: the same code.
    await expect(query(roleUrl, statement)).rejects.toMatchObject({ code: '42501' });
  });
});
