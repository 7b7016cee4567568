import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@herald/shared';
import type { Role } from '@herald/shared';

import { query } from '../../../../scripts/testing/fixtures/database.ts';
import { GoogleStandIn } from '../../../../scripts/testing/fixtures/google-stand-in.ts';
import { startTestApi } from '../../../../scripts/testing/fixtures/herald.ts';
import type { RunningHerald } from '../../../../scripts/testing/fixtures/herald.ts';
import { TEST_API_KEY } from '../../../../scripts/testing/fixtures/request.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { Browser, removeEverybody } from './testing/browser.ts';

const SECRETS = ['first', 'second', 'third'].map((name) => `${name} secret of at least 32 bytes`);
const MINUTE_MS = 60_000;

const { databaseUrl } = testServers();
let google: GoogleStandIn;
let herald: RunningHerald;

beforeAll(async () => {
  google = await GoogleStandIn.start();
  herald = await startSigning(SECRETS[0] ?? '');
});
afterEach(() => removeEverybody(databaseUrl));
afterAll(async () => {
  await herald.stop();
  await google.stop();
});

async function startSigning(secrets: string, env: NodeJS.ProcessEnv = {}): Promise<RunningHerald> {
  const api = await startTestApi({
    ...google.env,
    SESSION_SECRET: secrets,
    SESSION_IDLE_MINUTES: '30',
    SESSION_MAX_HOURS: '2',
    ...env,
  });
  google.register(`${api.url}/auth/google/callback`);
  return api;
}

async function addMember(role: Role = 'marketer'): Promise<string> {
  const id = newId();
  await query(
    databaseUrl,
    `INSERT INTO "Member" (id, email, "emailKey", role, "googleSub") VALUES ($1, $2, $2, $3::"MemberRole", $2)`,
    [id, `${id}@example.com`, role.toUpperCase()],
  );
  return id;
}

/** A browser in which a new member has signed in. */
async function signedIn(role: Role = 'marketer', url = herald.url): Promise<{ id: string; browser: Browser }> {
  const id = await addMember(role);
  google.account = { sub: `${id}@example.com`, email: `${id}@example.com`, email_verified: true, name: 'Ada' };
  const browser = new Browser(url);
  expect(await browser.signIn()).toBe('/');
  return { id, browser };
}

const copyOf = (browser: Browser, url = herald.url) => {
  const copy = new Browser(url);
  for (const [name, value] of browser.cookies) copy.cookies.set(name, value);
  return copy;
};
const sessionsInStore = () =>
  query<{ sess: Record<string, unknown>; expire: Date }>(databaseUrl, 'SELECT * FROM "Session"');
const cookieOf = (browser: Browser) => browser.cookies.get('herald');

describe('a session', () => {
  it('begins under a new id, and leaves the one of before outside', async () => {
    const id = await addMember();
    google.account = { sub: `${id}@example.com`, email: `${id}@example.com`, email_verified: true, name: 'Ada' };
    const victim = new Browser(herald.url);
    const back = await victim.askGoogle();
    // Somebody who planted the cookie knows it.
    const attacker = copyOf(victim);
    const planted = cookieOf(victim);
    expect((await victim.get(back)).location).toBe('/');
    expect(cookieOf(victim)).not.toBe(planted);
    expect(await victim.whoAmI()).toMatchObject({ id });
    expect(await attacker.whoAmI()).toBe(401);
    expect(await sessionsInStore()).toHaveLength(1);
  });

  it('holds a member and two times, and nothing of what led to it', async () => {
    const { id } = await signedIn();
    const [session] = await sessionsInStore();
    expect(session?.sess).toEqual({
      cookie: expect.objectContaining({ httpOnly: true, sameSite: 'lax', path: '/' }),
      passport: { user: id },
      signedInAt: expect.any(Number),
    });
  });

  it('is in a cookie that no script reads and no form of another page sends', async () => {
    const { browser } = await signedIn();
    expect(browser.setCookies).toEqual([
      expect.stringMatching(/^herald=s%3A[^;]+; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/),
    ]);
  });

  it('ends on the server when somebody signs out', async () => {
    const { id, browser } = await signedIn();
    const copy = copyOf(browser);
    const { status, text } = await browser.call('POST', '/auth/logout');
    expect([status, JSON.parse(text)]).toEqual([200, { signedOut: true }]);
    expect(cookieOf(browser)).toBeUndefined();
    expect(await copy.whoAmI()).toBe(401);
    expect(await sessionsInStore()).toEqual([]);
    expect((await browser.call('POST', '/auth/logout')).status).toBe(401);
    const [event] = await query(databaseUrl, `SELECT action, "actorId" FROM "AuditEvent" ORDER BY id DESC LIMIT 1`);
    expect(event).toEqual({ action: 'member.sign_out', actorId: id });
  });

  it('is not ended by pages of other origins', async () => {
    const { browser } = await signedIn();
    const headers = { cookie: `herald=${cookieOf(browser)}`, origin: 'https://evil.example' };
    expect((await fetch(`${herald.url}/auth/logout`, { method: 'POST', headers })).status).toBe(403);
    expect((await fetch(`${herald.url}/auth/logout`, { headers })).status).toBe(405);
    expect(await browser.whoAmI()).toMatchObject({ role: 'marketer' });
  });

  it('goes on for as long as it is used', async () => {
    const { browser } = await signedIn();
    await query(databaseUrl, `UPDATE "Session" SET expire = now() + interval '1 minute'`);
    expect(await browser.whoAmI()).toMatchObject({ role: 'marketer' });
    const [session] = await sessionsInStore();
    const leftMs = Number(session?.expire) - Date.now();
    expect(leftMs).toBeGreaterThan(29 * MINUTE_MS);
    expect(leftMs).toBeLessThanOrEqual(30 * MINUTE_MS + 1_000);
    const expires = new Date(/Expires=([^;]+)/.exec(browser.setCookies[0] ?? '')?.[1] ?? 0);
    expect(expires.getTime() - Date.now()).toBeGreaterThan(29 * MINUTE_MS);
  });

  it('ends when it was not used for too long', async () => {
    const { browser } = await signedIn();
    await query(databaseUrl, `UPDATE "Session" SET expire = now() - interval '1 second'`);
    expect(await browser.whoAmI()).toBe(401);
  });

  it('ends so long after the sign-in, however much it is used', async () => {
    const { browser } = await signedIn();
    const signIn = (minutesAgo: number) =>
      query(databaseUrl, `UPDATE "Session" SET sess = jsonb_set(sess::jsonb, '{signedInAt}', $1::text::jsonb)::json`, [
        String(Date.now() - minutesAgo * MINUTE_MS),
      ]);
    await signIn(119);
    expect(await browser.whoAmI()).toMatchObject({ role: 'marketer' });
    await signIn(120);
    expect(await browser.whoAmI()).toBe(401);
    expect([await sessionsInStore(), cookieOf(browser)]).toEqual([[], undefined]);
  });

  it('that only leads to Google is kept for minutes', async () => {
    await new Browser(herald.url).get('/auth/google');
    const [session] = await sessionsInStore();
    expect(Number(session?.expire) - Date.now()).toBeLessThanOrEqual(10 * MINUTE_MS + 1_000);
    expect(session?.sess).not.toHaveProperty('passport');
  });

  it('is somebody else when somebody else signs in', async () => {
    const { browser } = await signedIn();
    const other = await signedIn('analyst');
    expect(await browser.signIn()).toBe('/');
    expect(await browser.whoAmI()).toMatchObject({ id: other.id });
    expect(await sessionsInStore()).toHaveLength(2);
  });
});

describe('a member who has signed in', () => {
  it('is out at once when an owner removes them', async () => {
    const [owner, ada] = [await signedIn('owner'), await signedIn()];
    expect((await owner.browser.call('DELETE', `/api/members/${ada.id}`)).status).toBe(200);
    expect(await sessionsInStore()).toHaveLength(1);
    expect(await ada.browser.whoAmI()).toBe(401);
    expect((await ada.browser.get('/api/campaigns')).status).toBe(401);
    expect(await ada.browser.signIn()).toBe('/sign-in?refused=removed');
  });

  it('is out when they are removed in the moment in which their session begins', async () => {
    const { id, browser } = await signedIn();
    // The session outlived the removal, as one does that is stored a moment later.
    await query(databaseUrl, 'UPDATE "Member" SET "removedAt" = now() WHERE id = $1', [id]);
    const copy = copyOf(browser);
    expect(await browser.whoAmI()).toBe(401);
    expect(await copy.whoAmI()).toBe(401);
    expect(await sessionsInStore()).toEqual([]);
  });

  it('has to sign in anew when they are invited again', async () => {
    const [owner, ada] = [await signedIn('owner'), await signedIn()];
    await query(databaseUrl, 'UPDATE "Member" SET "removedAt" = now() WHERE id = $1', [ada.id]);
    const invitation = { email: `${ada.id}@example.com`, role: 'owner' };
    expect((await owner.browser.call('POST', '/api/members', invitation)).status).toBe(201);
    expect(await ada.browser.whoAmI()).toBe(401);
    expect(await ada.browser.signIn()).toBe('/');
    expect(await ada.browser.whoAmI()).toMatchObject({ id: ada.id, role: 'owner' });
  });

  it('may at once do what their new role may, and no more', async () => {
    const [owner, ada] = [await signedIn('owner'), await signedIn('marketer')];
    const statusOf = async (address: string) => (await ada.browser.get(address)).status;
    const change = (role: Role) => owner.browser.call('PATCH', `/api/members/${ada.id}`, { role });
    expect([await statusOf('/api/customers'), await statusOf('/api/members')]).toEqual([200, 403]);
    expect((await change('analyst')).status).toBe(200);
    expect([await statusOf('/api/customers'), await statusOf('/api/campaigns')]).toEqual([403, 200]);
    await change('owner');
    expect([await statusOf('/api/customers'), await statusOf('/api/members')]).toEqual([200, 200]);
  });
});

describe('the cookie of a session', () => {
  it('is taken when an older secret signed it, and no more when that is gone', async () => {
    const { browser } = await signedIn();
    const rotated = await startSigning(`${SECRETS[1]}, ${SECRETS[0]}`);
    const forgotten = await startSigning(`${SECRETS[2]},${SECRETS[1]}`);
    try {
      expect(await copyOf(browser, forgotten.url).whoAmI()).toBe(401);
      const moved = copyOf(browser, rotated.url);
      expect(await moved.whoAmI()).toMatchObject({ role: 'marketer' });
      // It was signed anew on the way, so the old secret may go.
      expect(await copyOf(moved, forgotten.url).whoAmI()).toMatchObject({ role: 'marketer' });
      expect(await copyOf(moved).whoAmI()).toBe(401);
    } finally {
      await rotated.stop();
      await forgotten.stop();
    }
  });

  it.each([
    ['without its signature', (value: string) => value.replace(/\.[^.]*$/, '')],
    ['with another signature', (value: string) => `${value.slice(0, -3)}AAA`],
    ['with another id', (value: string) => value.replace('s%3A', 's%3Ax')],
    ['of nonsense', () => 's%3A%00%ff'],
  ])('%s is worth nothing', async (_, change) => {
    const { browser } = await signedIn();
    browser.cookies.set('herald', change(cookieOf(browser) ?? ''));
    expect(await browser.whoAmI()).toBe(401);
  });

  it('comes with no other answer than those to people', async () => {
    const { browser } = await signedIn();
    const cookie = `herald=${cookieOf(browser)}`;
    const authorization = `Bearer ${TEST_API_KEY}`;
    const setBy = async (address: string, headers: Record<string, string>) => {
      const response = await fetch(`${herald.url}${address}`, { headers });
      await response.text();
      return [response.status, response.headers.getSetCookie().length];
    };
    expect(await setBy('/api/campaigns', { authorization })).toEqual([200, 0]);
    // A key counts, whatever cookies come with it.
    expect(await setBy('/api/members', { authorization, cookie })).toEqual([403, 0]);
    expect(await setBy('/api/campaigns', { authorization: 'Bearer x', cookie })).toEqual([401, 0]);
    expect(await setBy('/healthz', { cookie })).toEqual([200, 0]);
    expect(await setBy('/readyz', { cookie })).toEqual([200, 0]);
    expect(await setBy('/api/openapi.json', { cookie })).toEqual([200, 0]);
    expect(await setBy('/auth/methods', {})).toEqual([200, 0]);
    expect(await setBy('/api/me', {})).toEqual([401, 0]);
    expect(await setBy('/api/me', { cookie })).toEqual([200, 1]);
  });

  it('does nothing for a program with a key that wants to sign in or out', async () => {
    const call = async (address: string, body: object) => {
      const headers = { authorization: `Bearer ${TEST_API_KEY}`, 'content-type': 'application/json' };
      const response = await fetch(herald.url + address, { method: 'POST', headers, body: JSON.stringify(body) });
      return [response.status, await sessionsInStore()];
    };
    expect(await call('/auth/local', {})).toEqual([403, []]);
    expect(await call('/auth/claim', { code: 'x' })).toEqual([403, []]);
    expect(await call('/auth/logout', {})).toEqual([200, []]);
  });
});

describe('in production, behind a proxy', () => {
  const PUBLIC_URL = 'https://herald.example.com';
  const production = (env: NodeJS.ProcessEnv) =>
    startSigning(SECRETS[0] ?? '', {
      NODE_ENV: 'production',
      PUBLIC_URL,
      RECEIPT_SECRET: 'x'.repeat(32),
      // The Redis of the tests forgets everything when it ends, which no production may use.
      REDIS_URL: '',
      TRUST_PROXY: 'loopback',
      ...env,
    });
  // What a proxy with TLS adds.
  const headers = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.7' };

  beforeAll(() => google.register(`${PUBLIC_URL}/auth/google/callback`));

  it('the cookie is kept to HTTPS and to this host', async () => {
    const api = await production({});
    try {
      const id = await addMember();
      google.account = { sub: `${id}@example.com`, email: `${id}@example.com`, email_verified: true, name: 'Ada' };
      const browser = new Browser(api.url, { publicUrl: PUBLIC_URL, headers });
      const signedInAt = await browser.signIn();
      expect([signedInAt, browser.setCookies]).toEqual([
        '/',
        [expect.stringMatching(/^__Host-herald=s%3A[^;]+; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Lax$/)],
      ]);
      expect(await browser.whoAmI()).toMatchObject({ id });
      const [event] = await query(databaseUrl, `SELECT address FROM "AuditEvent" ORDER BY id DESC LIMIT 1`);
      expect(event).toEqual({ address: '203.0.113.7' });
      await browser.call('POST', '/auth/logout');
      expect(browser.setCookies).toEqual([
        '__Host-herald=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; Secure; SameSite=Lax',
      ]);
    } finally {
      await api.stop();
    }
  });

  it.each([
    ['that did not come by TLS', { TRUST_PROXY: 'loopback' }, { 'x-forwarded-proto': 'http' }],
    ['of a proxy that is not trusted', { TRUST_PROXY: '' }, headers],
    ['of a proxy that is another one', { TRUST_PROXY: '10.0.0.0/8' }, headers],
  ])('nobody signs in by a call %s', async (_, env, sent) => {
    const api = await production(env);
    try {
      const { location } = await new Browser(api.url, { publicUrl: PUBLIC_URL, headers: sent }).get('/auth/google');
      expect([location, await sessionsInStore()]).toEqual(['/sign-in?refused=failed', []]);
    } finally {
      await api.stop();
    }
  });
});

describe('the local sign-in', () => {
  let trial: RunningHerald;
  beforeAll(async () => {
    trial = await startTestApi({ LOCAL_SIGN_IN: 'on' });
  });
  afterAll(() => trial.stop());

  it('does nothing for a program with a key, which has no session', async () => {
    const before = await query(databaseUrl, 'SELECT id, "lastSignInAt" FROM "Member" ORDER BY id');
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${TEST_API_KEY}` };
    const response = await fetch(`${trial.url}/auth/local`, { method: 'POST', headers, body: '{}' });
    expect(response.status).toBe(403);
    expect(await query(databaseUrl, 'SELECT id, "lastSignInAt" FROM "Member" ORDER BY id')).toEqual(before);
  });

  it('makes whoever is on this machine an owner, in a trial', async () => {
    const browser = new Browser(trial.url);
    expect(JSON.parse((await browser.get('/auth/methods')).text)).toEqual({
      google: false,
      local: true,
      claimable: false,
    });
    const { status, text } = await browser.call('POST', '/auth/local', {});
    expect([status, JSON.parse(text)]).toEqual([200, { signedIn: true }]);
    const me = JSON.parse((await browser.get('/api/me')).text) as Record<string, unknown>;
    expect(me).toMatchObject({ member: { name: 'Demo owner', role: 'owner' }, key: null, isLocal: true });
    expect((await browser.get('/api/members')).status).toBe(200);
    await new Browser(trial.url).call('POST', '/auth/local', {});
    expect(await query(databaseUrl, 'SELECT 1 FROM "Member"')).toHaveLength(1);
  });

  it('cannot lock itself out: its owner is the last one', async () => {
    const browser = new Browser(trial.url);
    await browser.call('POST', '/auth/local', {});
    await addMember('owner');
    const { id } = (await browser.whoAmI()) as { id: string };
    expect((await browser.call('DELETE', `/api/members/${id}`)).status).toBe(409);
    expect((await browser.call('PATCH', `/api/members/${id}`, { role: 'analyst' })).status).toBe(409);
    expect(await browser.whoAmI()).toMatchObject({ id, role: 'owner' });
  });

  it.each([
    ['by a name that somebody pointed at this machine', { host: 'rebound.example.com' }],
    ['through a proxy', { 'x-forwarded-for': '127.0.0.1' }],
  ])('is not there %s', async (_, headers) => {
    const { request } = await import('node:http');
    const ask = (method: string, path: string) =>
      new Promise<[number | undefined, string]>((resolve, reject) => {
        const sent = { origin: trial.url, 'content-type': 'application/json', ...headers };
        const call = request(`${trial.url}${path}`, { method, headers: sent }, (response) => {
          let text = '';
          response.on('data', (chunk) => (text += String(chunk))).on('end', () => resolve([response.statusCode, text]));
        });
        call.once('error', reject).end(method === 'POST' ? '{}' : undefined);
      });
    expect((await ask('POST', '/auth/local'))[0]).toBe(404);
    expect(JSON.parse((await ask('GET', '/auth/methods'))[1])).toMatchObject({ local: false });
    expect(await query(databaseUrl, 'SELECT 1 FROM "Member"')).toEqual([]);
  });

  it('is taken from no page of another origin, and from no form', async () => {
    const call = async (headers: Record<string, string>) =>
      (await fetch(`${trial.url}/auth/local`, { method: 'POST', headers, body: '{}' })).status;
    expect(await call({ origin: 'https://evil.example', 'content-type': 'application/json' })).toBe(403);
    expect(await call({ origin: trial.url, 'content-type': 'text/plain' })).toBe(415);
    expect(await call({ 'content-type': 'application/json' })).toBe(403);
  });

  it('is worth nothing once the same database serves others', async () => {
    const browser = new Browser(trial.url);
    await browser.call('POST', '/auth/local', {});
    const serious = await startTestApi();
    try {
      const moved = copyOf(browser, serious.url);
      expect([await moved.whoAmI(), (await moved.call('POST', '/auth/local', {})).status]).toEqual([401, 404]);
    } finally {
      await serious.stop();
    }
  });
});
