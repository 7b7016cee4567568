import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { hashClaimCode, makeClaimCode } from '@herald/platform';
import { newId } from '@herald/shared';
import type { Role } from '@herald/shared';

import { query } from '../../../../scripts/testing/fixtures/database.ts';
import { GoogleStandIn } from '../../../../scripts/testing/fixtures/google-stand-in.ts';
import type { StandInAccount } from '../../../../scripts/testing/fixtures/google-stand-in.ts';
import { startTestApi } from '../../../../scripts/testing/fixtures/herald.ts';
import type { RunningHerald } from '../../../../scripts/testing/fixtures/herald.ts';
import { TEST_API_KEY } from '../../../../scripts/testing/fixtures/request.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { Browser, removeEverybody } from './testing/browser.ts';

const ADA: StandInAccount = { sub: '101', email: 'ada@example.com', email_verified: true, name: 'Ada' };

const { databaseUrl } = testServers();
let google: GoogleStandIn;
let herald: RunningHerald;

beforeAll(async () => {
  google = await GoogleStandIn.start();
  herald = await startTestApi({ ...google.env, ALLOWED_EMAIL_DOMAINS: 'Workspace.example' });
  google.register(`${herald.url}/auth/google/callback`);
});
afterEach(async () => {
  google.reset();
  google.account = ADA;
  await removeEverybody(databaseUrl);
});
afterAll(async () => {
  await herald.stop();
  await google.stop();
});

async function invite(email: string, role: Role = 'marketer', googleSub: string | null = null): Promise<string> {
  const id = newId();
  await query(
    databaseUrl,
    `INSERT INTO "Member" (id, email, "emailKey", role, "googleSub") VALUES ($1, $2, $2, $3::"MemberRole", $4)`,
    [id, email, role.toUpperCase(), googleSub],
  );
  return id;
}

async function lastEvent(): Promise<Record<string, unknown> | undefined> {
  const [event] = await query(
    databaseUrl,
    `SELECT actor, "actorId", action, outcome, reason, address FROM "AuditEvent" ORDER BY id DESC LIMIT 1`,
  );
  return event;
}

const browser = () => new Browser(herald.url);

describe('signing in with Google', () => {
  it('lets somebody who is invited in, and tells it', async () => {
    const id = await invite('ada@example.com');
    google.account = ADA;
    const ada = browser();
    expect(await ada.whoAmI()).toBe(401);
    expect(await ada.signIn()).toBe('/');
    expect(await ada.whoAmI()).toEqual({ id, email: 'ada@example.com', name: 'Ada', role: 'marketer' });
    expect(google.complaints).toEqual([]);
    expect(await lastEvent()).toEqual({
      actor: 'MEMBER',
      actorId: id,
      action: 'member.sign_in',
      outcome: 'DONE',
      reason: null,
      address: expect.stringContaining('127.0.0.1'),
    });
  });

  it('asks Google for no more than it needs, with a state and a challenge of their own each time', async () => {
    const urls = [];
    for (const each of [browser(), browser()]) urls.push(new URL((await each.get('/auth/google')).location ?? ''));
    const [first, second] = urls.map(({ searchParams }) => Object.fromEntries(searchParams));
    expect(first).toEqual({
      response_type: 'code',
      client_id: google.env['GOOGLE_CLIENT_ID'],
      redirect_uri: `${herald.url}/auth/google/callback`,
      scope: 'openid email profile',
      state: expect.stringMatching(/^\w{24}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
      prompt: 'select_account',
    });
    expect(first?.['state']).not.toBe(second?.['state']);
    expect(first?.['code_challenge']).not.toBe(second?.['code_challenge']);
  });

  it.each<[string, Partial<StandInAccount>, string]>([
    ['who is not invited', {}, 'not_invited'],
    ['whose address Google has not verified', { email_verified: false }, 'email_not_verified'],
    ['of a domain that is only in the address', { email: 'eve@workspace.example' }, 'not_invited'],
  ])('refuses somebody %s', async (_, change, code) => {
    google.account = { ...ADA, ...change };
    const eve = browser();
    expect(await eve.signIn()).toBe(`/sign-in?refused=${code}`);
    expect(await eve.whoAmI()).toBe(401);
    expect(await query(databaseUrl, 'SELECT 1 FROM "Member"')).toEqual([]);
    expect(await lastEvent()).toMatchObject({
      actor: 'NOBODY',
      action: 'member.sign_in',
      outcome: 'REFUSED',
      reason: code,
    });
  });

  it('lets people of an allowed domain in, as analysts', async () => {
    google.account = { ...ADA, email: 'bob@alias.example', hd: 'workspace.example' };
    const bob = browser();
    expect(await bob.signIn()).toBe('/');
    expect(await bob.whoAmI()).toMatchObject({ email: 'bob@alias.example', role: 'analyst' });
  });

  it('knows somebody whose address changed', async () => {
    const id = await invite('old@example.com', 'owner', ADA.sub);
    const ada = browser();
    google.account = ADA;
    expect(await ada.signIn()).toBe('/');
    expect(await ada.whoAmI()).toMatchObject({ id, email: 'ada@example.com', role: 'owner' });
  });
});

describe('somebody who comes back from Google', () => {
  beforeAll(() => {
    google.account = ADA;
  });

  it.each<[string, (back: URL) => void, (visitor: Browser) => void]>([
    ['with another state', (back) => back.searchParams.set('state', 'x'.repeat(24)), () => {}],
    ['without a state', (back) => back.searchParams.delete('state'), () => {}],
    ['with two states', (back) => back.searchParams.append('state', 'x'), () => {}],
    ['without the session that asked', () => {}, (visitor) => visitor.cookies.clear()],
    ['without a code', (back) => back.searchParams.delete('code'), () => {}],
    ['with an empty code', (back) => back.searchParams.set('code', ''), () => {}],
    ['with a code that Google does not know', (back) => back.searchParams.set('code', 'x'), () => {}],
  ])('%s is not signed in', async (_, change, forget) => {
    await invite('ada@example.com');
    const ada = browser();
    const back = new URL(await ada.askGoogle());
    change(back);
    forget(ada);
    expect((await ada.get(back.href)).location).toBe('/sign-in?refused=failed');
    expect(await ada.whoAmI()).toBe(401);
    expect(await lastEvent()).toMatchObject({ outcome: 'REFUSED', reason: 'failed' });
  });

  it('a second time with the same code is not signed in by it', async () => {
    await invite('ada@example.com');
    const ada = browser();
    const back = await ada.askGoogle();
    const thief = browser();
    for (const [name, value] of ada.cookies) thief.cookies.set(name, value);
    expect((await ada.get(back)).location).toBe('/');
    // With the session of before, with the one of now, and with none.
    expect((await thief.get(back)).location).toBe('/sign-in?refused=failed');
    expect(await thief.whoAmI()).toBe(401);
    expect((await browser().get(back)).location).toBe('/sign-in?refused=failed');
    expect((await ada.get(back)).location).toBe('/sign-in?refused=failed');
    expect(await ada.whoAmI()).toMatchObject({ email: 'ada@example.com' });
  });

  it('with the answer to what somebody else asked is not signed in', async () => {
    await invite('ada@example.com');
    const [ada, eve] = [browser(), browser()];
    const back = await ada.askGoogle();
    await eve.askGoogle();
    expect((await eve.get(back)).location).toBe('/sign-in?refused=failed');
    expect(await eve.whoAmI()).toBe(401);
  });

  it.each([
    ['denies', 'denied'],
    ['errs', 'failed'],
    ['token_fails', 'failed'],
    ['token_is_no_json', 'failed'],
    ['access_expired', 'failed'],
  ] as const)('is sent to the sign-in page when Google %s', async (mishap, code) => {
    await invite('ada@example.com');
    const ada = browser();
    google.mishap = mishap;
    expect(await ada.signIn()).toBe(`/sign-in?refused=${code}`);
    expect(await ada.whoAmI()).toBe(401);
    expect(await lastEvent()).toMatchObject({ outcome: 'REFUSED', reason: code });
    google.mishap = undefined;
    expect(await ada.signIn()).toBe('/');
  });

  it('is told nothing of what Google says, and sent nowhere else', async () => {
    const said = '/auth/google/callback?error=evil&error_description=<b>call+me</b>&error_uri=https://evil.example';
    for (const address of [
      said,
      '/auth/google/callback?error=access_denied&next=https://evil.example&redirect_uri=//evil.example',
      '/auth/google?next=//evil.example&returnTo=https://evil.example&redirect_uri=https://evil.example',
    ]) {
      const { location, text, headers } = await browser().get(address);
      expect(`${location} ${text}`).not.toMatch(/evil|<b>/);
      expect(headers.get('cache-control')).toBe('no-store');
    }
  });
});

describe('a claim', () => {
  async function makeCode(expiresIn = '1 day'): Promise<string> {
    const code = makeClaimCode();
    await query(databaseUrl, 'INSERT INTO "ClaimCode" (id, hash, "expiresAt") VALUES ($1, $2, now() + $3::interval)', [
      newId(),
      hashClaimCode(code),
      expiresIn,
    ]);
    return code;
  }
  const claim = (visitor: Browser, code: string) => visitor.call('POST', '/auth/claim', { code });

  it('makes whoever has the code the first owner, once', async () => {
    google.account = ADA;
    const code = await makeCode();
    const [ada, bob] = [browser(), browser()];
    expect(JSON.parse((await ada.get('/auth/methods')).text)).toEqual({ google: true, local: false, claimable: true });
    const held = await claim(ada, code.toLowerCase());
    expect([held.status, JSON.parse(held.text)]).toEqual([200, { continueAt: '/auth/google' }]);
    expect((await claim(bob, code)).status).toBe(200);
    expect(await ada.signIn()).toBe('/');
    expect(await ada.whoAmI()).toMatchObject({ email: 'ada@example.com', role: 'owner' });
    expect(JSON.parse((await ada.get('/auth/methods')).text)).toMatchObject({ claimable: false });

    google.account = { ...ADA, sub: '102', email: 'bob@example.com' };
    expect(await bob.signIn()).toBe('/sign-in?refused=not_invited');
    const again = await claim(bob, code);
    expect([again.status, (await claim(bob, makeClaimCode())).status]).toEqual([403, 403]);
    expect(
      await query(databaseUrl, `SELECT action FROM "AuditEvent" WHERE action = 'workspace.claim' AND outcome = 'DONE'`),
    ).toHaveLength(1);
  });

  it('is held in no session that somebody else may know', async () => {
    google.account = ADA;
    const owner = browser();
    await owner.get('/auth/google');
    const planter = browser();
    for (const [name, value] of owner.cookies) planter.cookies.set(name, value);
    await claim(owner, await makeCode());
    expect(await planter.signIn()).toBe('/sign-in?refused=not_invited');
    expect(await owner.signIn()).toBe('/');
  });

  it('is refused in the same words whatever is wrong with the code', async () => {
    const expired = await makeCode('-1 second');
    const used = await makeCode();
    await query(databaseUrl, 'UPDATE "ClaimCode" SET "usedAt" = now() WHERE hash = $1', [hashClaimCode(used)]);
    const answers = [];
    for (const code of [expired, used, makeClaimCode(), 'x']) {
      const { status, text } = await claim(browser(), code);
      answers.push([status, (JSON.parse(text) as { detail: string }).detail]);
    }
    expect(answers).toEqual(
      Array.from({ length: 4 }, () => [403, 'the code is not right, not valid any more, or used']),
    );
    expect(await query(databaseUrl, 'SELECT 1 FROM "Session"')).toEqual([]);
  });

  it('is not held for a program with a key, which has no session', async () => {
    const response = await fetch(`${herald.url}/auth/claim`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${TEST_API_KEY}` },
      body: JSON.stringify({ code: await makeCode() }),
    });
    expect([response.status, await query(databaseUrl, 'SELECT 1 FROM "Session"')]).toEqual([403, []]);
  });

  it('is not taken from a page of another origin', async () => {
    const code = await makeCode();
    const response = await fetch(`${herald.url}/auth/claim`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'https://evil.example' },
      body: JSON.stringify({ code }),
    });
    expect([response.status, response.headers.getSetCookie()]).toEqual([403, []]);
  });
});

it('is not offered where Herald is no client of Google', async () => {
  const without = await startTestApi();
  try {
    const visitor = new Browser(without.url);
    expect(JSON.parse((await visitor.get('/auth/methods')).text)).toEqual({
      google: false,
      local: false,
      claimable: false,
    });
    expect([(await visitor.get('/auth/google')).status, (await visitor.get('/auth/google/callback')).status]).toEqual([
      404, 404,
    ]);
  } finally {
    await without.stop();
  }
});
