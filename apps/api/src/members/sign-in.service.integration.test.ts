import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  AuditEventRepository,
  ClaimCodeRepository,
  ClaimCodes,
  createPool,
  MemberRepository,
  withRetriedTransaction,
} from '@herald/platform';
import type { Pool } from '@herald/platform';
import { newId } from '@herald/shared';
import type { Role } from '@herald/shared';

import { query } from '../../../../scripts/testing/fixtures/database.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { AuditService } from '../audit/audit.service.ts';
import { removeEverybody } from '../auth/testing/browser.ts';
import { SignInService } from './sign-in.service.ts';
import type { GoogleAccount } from './sign-in.service.ts';

const ADA: GoogleAccount = {
  sub: '101',
  email: 'ada@example.com',
  isEmailVerified: true,
  name: 'Ada',
  hostedDomain: undefined,
};
const ARRIVAL = { address: '127.0.0.1', requestId: newId(), claimCodeId: undefined };
const DAY_MS = 86_400_000;

const { databaseUrl } = testServers();
let pool: Pool;
let claimCodes: ClaimCodes;
let service: SignInService;
let time = new Date();

beforeAll(() => {
  pool = createPool({ databaseUrl, maxConnections: 8, applicationName: 'herald-sign-in-test' });
  const now = () => time;
  const members = new MemberRepository(pool);
  const transact: ConstructorParameters<typeof SignInService>[0]['transact'] = (work) =>
    withRetriedTransaction(pool, work);
  claimCodes = new ClaimCodes({ claimCodes: new ClaimCodeRepository(pool), members, transact, now });
  service = new SignInService({
    transact,
    members,
    claimCodes,
    audit: new AuditService(new AuditEventRepository(pool)),
    offered: { google: true, local: true },
    allowed: { domains: ['workspace.example'], role: 'marketer' },
    now,
  });
});
afterEach(async () => {
  time = new Date();
  await removeEverybody(databaseUrl);
});
afterAll(() => pool.end());

interface Row {
  [column: string]: unknown;
  id: string;
}

const signIn = (change: Partial<GoogleAccount> = {}, claimCodeId?: string) =>
  service.signInWithGoogle({ ...ADA, ...change }, { ...ARRIVAL, claimCodeId });
const members = () =>
  query<Row>(databaseUrl, `SELECT id, email, name, role::text, "googleSub", "removedAt" FROM "Member" ORDER BY id`);
const member = async (id: string) => (await members()).find((row) => row.id === id);

async function add(
  email: string,
  {
    role = 'ANALYST',
    sub = null,
    removed = false,
  }: { role?: Uppercase<Role>; sub?: string | null; removed?: boolean } = {},
): Promise<string> {
  const id = newId();
  await query(
    databaseUrl,
    `INSERT INTO "Member" (id, email, "emailKey", role, "googleSub", "removedAt")
     VALUES ($1, $2, lower($2), $3::"MemberRole", $4, CASE WHEN $5 THEN now() END)`,
    [id, email, role, sub, removed],
  );
  return id;
}

const held = async () => claimCodes.check(await claimCodes.issue());

describe('somebody who is known by their account', () => {
  it('is that member, by whatever name and address they come now', async () => {
    const id = await add('old@example.com', { sub: ADA.sub });
    expect(await signIn({ name: 'Ada Lovelace' })).toBe(id);
    expect(await member(id)).toMatchObject({ email: 'ada@example.com', name: 'Ada Lovelace', role: 'ANALYST' });
    const events = await query<{ action: string }>(
      databaseUrl,
      'SELECT action FROM "AuditEvent" WHERE "subjectId" = $1 ORDER BY id',
      [id],
    );
    expect(events.map(({ action }) => action)).toEqual(['member.email_changed', 'member.sign_in']);
    expect(await signIn()).toBe(id);
    expect(await query(databaseUrl, 'SELECT 1 FROM "AuditEvent" WHERE "subjectId" = $1', [id])).toHaveLength(3);
  });

  it('keeps the old address while another member has the new one, and takes nothing of theirs', async () => {
    const id = await add('old@example.com', { sub: ADA.sub });
    const owner = await add('Ada@example.com', { role: 'OWNER' });
    expect(await signIn()).toBe(id);
    expect([await member(id), await member(owner)]).toMatchObject([
      { email: 'old@example.com', role: 'ANALYST' },
      { email: 'Ada@example.com', role: 'OWNER', googleSub: null },
    ]);
  });

  it('stays out once they are removed, whatever their address is now', async () => {
    await add('ada@example.com', { sub: ADA.sub, removed: true });
    for (const email of ['ada@example.com', 'new@example.com']) {
      await expect(signIn({ email, hostedDomain: 'workspace.example' })).rejects.toMatchObject({ code: 'removed' });
    }
    expect(await members()).toHaveLength(1);
  });

  it('is in again by an invitation to another address', async () => {
    await add('old@example.com', { sub: ADA.sub, removed: true, role: 'OWNER' });
    const invited = await add('ada@example.com');
    expect(await signIn()).toBe(invited);
    expect(await member(invited)).toMatchObject({ role: 'ANALYST', googleSub: ADA.sub });
  });
});

describe('somebody who is invited', () => {
  it.each(['ada@example.com', 'Ada@Example.com'])('is bound to the account that first proves %s', async (email) => {
    const id = await add(email, { role: 'MARKETER' });
    expect(await signIn()).toBe(id);
    expect(await member(id)).toMatchObject({ email, googleSub: ADA.sub, name: 'Ada', role: 'MARKETER' });
  });

  it('is not who has the address with another account', async () => {
    const id = await add('ada@example.com', { sub: 'another', role: 'OWNER' });
    await expect(signIn({ hostedDomain: 'workspace.example' })).rejects.toMatchObject({ code: 'other_account' });
    expect(await member(id)).toMatchObject({ googleSub: 'another' });
  });

  it('stays out when the invitation was taken back', async () => {
    await add('ada@example.com', { removed: true });
    await expect(signIn({ hostedDomain: 'workspace.example' })).rejects.toMatchObject({ code: 'removed' });
  });

  it.each<[string, Partial<GoogleAccount>, string]>([
    ['an address that is not verified', { isEmailVerified: false }, 'email_not_verified'],
    ['no address', { email: undefined }, 'email_not_verified'],
    // K is the Kelvin sign, which folds to k.
    ['an address that only looks like it', { email: 'a\u212Aa@example.com' }, 'not_invited'],
    ['no address at all', { email: 'aka' }, 'not_invited'],
  ])('is not recognised by %s', async (_, change, code) => {
    const id = await add('aka@example.com');
    await expect(signIn({ email: 'aka@example.com', ...change })).rejects.toMatchObject({ code });
    expect(await member(id)).toMatchObject({ googleSub: null });
  });

  it('may have a name that cannot be stored, which is then not', async () => {
    const id = await add('ada@example.com');
    await signIn({ name: 'A\0da' });
    expect(await member(id)).toMatchObject({ name: null });
  });
});

describe('somebody of an allowed domain', () => {
  it('becomes a member with the role for it, by what Google says of the account and not by the address', async () => {
    const id = await signIn({ email: 'ada@elsewhere.example', hostedDomain: 'Workspace.Example' });
    expect(await member(id)).toMatchObject({ role: 'MARKETER', googleSub: ADA.sub });
    await expect(signIn({ sub: '102', email: 'eve@workspace.example' })).rejects.toMatchObject({ code: 'not_invited' });
    const refusal = signIn({ sub: '103', email: 'eve@workspace.example', hostedDomain: 'evil.workspace.example' });
    await expect(refusal).rejects.toMatchObject({ code: 'not_invited' });
  });
});

describe('the first owner', () => {
  it('is who has the code, also when they are invited as something else', async () => {
    const invited = await add('ada@example.com');
    expect(await signIn({}, await held())).toBe(invited);
    expect(await member(invited)).toMatchObject({ role: 'OWNER', googleSub: ADA.sub });
  });

  it('is made while only the owner of a trial is there, and nobody after', async () => {
    await service.signInLocally(ARRIVAL, { isOnThisMachine: true });
    const id = await signIn({}, await held());
    expect(await member(id)).toMatchObject({ role: 'OWNER' });
    await expect(claimCodes.issue()).rejects.toMatchObject({ code: 'conflict' });
  });

  it.each<[string, (codeId: string) => Promise<unknown>]>([
    ['was used', (id) => query(databaseUrl, 'UPDATE "ClaimCode" SET "usedAt" = now() WHERE id = $1', [id])],
    ['has expired', async () => (time = new Date(time.getTime() + DAY_MS))],
    ['gave way to a newer one', () => claimCodes.issue()],
    ['was made before somebody else owned the workspace', () => add('o@example.com', { role: 'OWNER', sub: 'o' })],
  ])('is not who has a code that %s in the meantime', async (_, change) => {
    const codeId = await held();
    await change(codeId);
    await expect(signIn({}, codeId)).rejects.toMatchObject({ code: 'not_invited' });
    // Whoever belongs in comes in all the same, as what they are.
    const invited = await add('ada@example.com');
    expect(await signIn({}, codeId)).toBe(invited);
    expect(await member(invited)).toMatchObject({ role: 'ANALYST' });
  });

  it('is not somebody who was removed, and the code stays', async () => {
    await add('ada@example.com', { sub: ADA.sub, removed: true });
    const codeId = await held();
    await expect(signIn({}, codeId)).rejects.toMatchObject({ code: 'removed' });
    const id = await signIn({ sub: '102', email: 'bob@example.com' }, codeId);
    expect(await member(id)).toMatchObject({ role: 'OWNER' });
  });

  it('is one when several use the code at once', async () => {
    const codeId = await held();
    const claimers = Array.from({ length: 6 }, (_, n) => signIn({ sub: `s${n}`, email: `e${n}@example.com` }, codeId));
    const outcomes = await Promise.allSettled(claimers);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await members()).toMatchObject([{ role: 'OWNER' }]);
  });

  it('is one when two codes are used at once, of which one should be void', async () => {
    const codeIds = [await held(), newId()];
    await query(
      databaseUrl,
      `INSERT INTO "ClaimCode" (id, hash, "expiresAt") VALUES ($1, 'another', now() + interval '1 day')`,
      [codeIds[1]],
    );
    const claims = codeIds.map((codeId, n) => signIn({ sub: `s${n}`, email: `e${n}@example.com` }, codeId));
    const outcomes = await Promise.allSettled(claims);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('is one when the same person comes twice at once', async () => {
    const codeId = await held();
    const ids = await Promise.all([signIn({}, codeId), signIn({}, codeId)]);
    expect(ids[0]).toBe(ids[1]);
    expect(await members()).toMatchObject([{ role: 'OWNER' }]);
  });
});

describe('first sign-ins at once', () => {
  it('of somebody who is invited are of one member', async () => {
    const id = await add('ada@example.com');
    expect(new Set(await Promise.all(Array.from({ length: 5 }, () => signIn())))).toEqual(new Set([id]));
  });

  it('of somebody of an allowed domain make one member', async () => {
    const account = { hostedDomain: 'workspace.example' };
    const ids = await Promise.all(Array.from({ length: 5 }, () => signIn(account)));
    expect(new Set(ids).size).toBe(1);
    expect(await members()).toHaveLength(1);
  });

  it('with two accounts of one address let one in', async () => {
    await add('ada@example.com');
    const outcomes = await Promise.allSettled([signIn({ sub: 'a' }), signIn({ sub: 'b' })]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('of the owner of a trial make one', async () => {
    const local = () => service.signInLocally(ARRIVAL, { isOnThisMachine: true });
    expect(new Set(await Promise.all(Array.from({ length: 5 }, local))).size).toBe(1);
    expect(await members()).toMatchObject([{ role: 'OWNER', email: 'demo@localhost' }]);
  });
});

describe('claim codes', () => {
  it('are stored as hashes, and one at a time', async () => {
    const [first, second] = [await claimCodes.issue(), await claimCodes.issue()];
    await expect(claimCodes.check(first)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await claimCodes.check(second)).toEqual(expect.any(String));
    const rows = await query(databaseUrl, 'SELECT * FROM "ClaimCode"');
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(second.replaceAll('-', ''));
    expect(JSON.stringify(rows)).not.toContain(second);
  });

  it('are one when several are made at once', async () => {
    const codes = await Promise.all(Array.from({ length: 5 }, () => claimCodes.issue()));
    const outcomes = await Promise.allSettled(codes.map((code) => claimCodes.check(code)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('are valid for a day', async () => {
    const code = await claimCodes.issue();
    time = new Date(time.getTime() + DAY_MS - 1_000);
    await claimCodes.check(code);
    time = new Date(time.getTime() + 2_000);
    await expect(claimCodes.check(code)).rejects.toMatchObject({ code: 'forbidden' });
  });
});
