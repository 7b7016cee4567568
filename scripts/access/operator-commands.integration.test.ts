import { afterEach, describe, expect, it } from '@jest/globals';
import * as platform from '@herald/platform';

import { emptyDatabase, query } from '../testing/fixtures/database.ts';
import { testServers } from '../testing/fixtures/test-servers.ts';
import { issueClaimCode } from './issue-claim-code.ts';
import { mintApiKey } from './mint-api-key.ts';

const { databaseUrl } = testServers();

afterEach(async () => {
  await query(databaseUrl, 'DELETE FROM "ApiKey"; DELETE FROM "ClaimCode"; DELETE FROM "Member"');
  await emptyDatabase(databaseUrl);
});

const told = () => query(databaseUrl, 'SELECT actor, action, "subjectId" FROM "AuditEvent" ORDER BY id');
const mint = (token?: string) => mintApiKey(platform, databaseUrl, { name: 'this machine', token });

describe('a key for this machine', () => {
  it('is made, kept as a hash, and told of', async () => {
    const key = await mint();
    expect(await query(databaseUrl, 'SELECT name, mode, scopes::text, hash, hint FROM "ApiKey"')).toEqual([
      {
        name: 'this machine',
        mode: 'LIVE',
        scopes: '{INGEST,READ,CAMPAIGNS}',
        hash: platform.hashApiToken(key),
        hint: key.slice(-4),
      },
    ]);
    expect(await told()).toEqual([{ actor: 'OPERATOR', action: 'key.create', subjectId: expect.any(String) }]);
  });

  it('is made known to a database that has never seen it, once', async () => {
    const key = await mint();
    await query(databaseUrl, 'DELETE FROM "ApiKey"');
    expect([await mint(key), await mint(key)]).toEqual([key, key]);
    expect(await query(databaseUrl, 'SELECT hash FROM "ApiKey"')).toEqual([{ hash: platform.hashApiToken(key) }]);
  });

  it.each(['"revokedAt"', '"expiresAt"'])('is another one when %s is past', async (column) => {
    const key = await mint();
    await query(databaseUrl, `UPDATE "ApiKey" SET ${column} = now() - interval '1 second'`);
    const other = await mint(key);
    expect(other).not.toBe(key);
    expect(await mint(other)).toBe(other);
  });
});

describe('a code for the first owner', () => {
  it('is issued, takes the place of the one before, and is told of without it', async () => {
    const [first, second] = [await issueClaimCode(platform, databaseUrl), await issueClaimCode(platform, databaseUrl)];
    expect(first).not.toBe(second);
    expect(await query(databaseUrl, 'SELECT hash FROM "ClaimCode"')).toEqual([
      { hash: platform.hashClaimCode(second ?? '') },
    ]);
    const event = { actor: 'OPERATOR', action: 'claim_code.create', subjectId: null };
    expect(await told()).toEqual([event, event]);
  });

  it('leaves one alone that somebody may have been given, where that is asked', async () => {
    const given = await issueClaimCode(platform, databaseUrl, { unlessOneIsOut: true });
    expect(given).toBeDefined();
    expect(await issueClaimCode(platform, databaseUrl, { unlessOneIsOut: true })).toBeUndefined();
    expect(await query(databaseUrl, 'SELECT hash FROM "ClaimCode"')).toEqual([
      { hash: platform.hashClaimCode(given ?? '') },
    ]);
  });

  it('is issued no more once there is an owner', async () => {
    await query(
      databaseUrl,
      `INSERT INTO "Member" (id, email, "emailKey", role, "googleSub")
       VALUES (gen_random_uuid(), 'o@example.com', 'o@example.com', 'OWNER', 'sub')`,
    );
    expect(await issueClaimCode(platform, databaseUrl)).toBeUndefined();
    expect(await told()).toEqual([]);
  });
});
