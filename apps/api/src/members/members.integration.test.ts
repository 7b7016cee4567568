import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { memberOutput, newId, PERMISSIONS } from '@herald/shared';
import type { MemberOutput } from '@herald/shared';

import { query } from '../../../../scripts/testing/fixtures/database.ts';
import { startTestApi } from '../../../../scripts/testing/fixtures/herald.ts';
import type { RunningHerald } from '../../../../scripts/testing/fixtures/herald.ts';
import { asMember, asOwner, request } from '../../../../scripts/testing/fixtures/request.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { removeEverybody } from '../auth/testing/browser.ts';
import { refusalOf } from '../segments/testing/segments-api.ts';

const { databaseUrl } = testServers();
let herald: RunningHerald;
let owner: Awaited<ReturnType<typeof asOwner>>;

beforeAll(async () => {
  herald = await startTestApi({ GOOGLE_CLIENT_ID: 'id', GOOGLE_CLIENT_SECRET: 'secret' });
});
beforeEach(async () => {
  owner = await asOwner(herald.url);
});
afterEach(() => removeEverybody(databaseUrl));
afterAll(() => herald.stop());

interface Answer {
  status: number;
  body: unknown;
}

const list = async () => {
  const { status, body } = (await owner.get('/api/members')) as Answer;
  expect(status).toBe(200);
  return memberOutput.strict().array().parse(body);
};
const me = async () => ((await owner.get('/api/me')).body as { member: { id: string } }).member.id;
async function invite(email: string, role = 'analyst'): Promise<MemberOutput> {
  const { status, body } = (await owner.post('/api/members').send({ email, role })) as Answer;
  expect([status, body]).toEqual([201, expect.anything()]);
  return memberOutput.strict().parse(body);
}

describe('GET /api/me', () => {
  it('says who a member is, and what they may do', async () => {
    const analyst = await asMember(herald.url, 'analyst');
    const { status, body } = (await analyst.get('/api/me')) as Answer;
    expect([status, body]).toEqual([
      200,
      {
        member: { id: expect.any(String), email: expect.any(String), name: null, role: 'analyst' },
        key: null,
        permissions: ['self.read', 'reports.read', 'ingestions.read'],
        isLocal: false,
      },
    ]);
    const { permissions } = (await owner.get('/api/me')).body as { permissions: string[] };
    expect(permissions).toEqual(Object.keys(PERMISSIONS));
  });

  it('says which key it is', async () => {
    const { status, body } = (await request(herald.url).get('/api/me')) as Answer;
    expect([status, body]).toMatchObject([200, { member: null, key: { mode: 'live', scopes: expect.any(Array) } }]);
  });
});

describe('the list of members', () => {
  it('has everybody who may sign in, page by page', async () => {
    const invited = await invite('ada@example.com');
    expect(invited).toMatchObject({ email: 'ada@example.com', role: 'analyst', hasSignedIn: false, name: null });
    await invite('bob@example.com', 'marketer');
    const all = await list();
    expect(all.map(({ email }) => email).slice(1)).toEqual(['ada@example.com', 'bob@example.com']);
    const first = await owner.get('/api/members?limit=2');
    const next = /<([^>]+)>; rel="next"/.exec(String(first.headers['link']))?.[1] ?? '';
    expect([...(first.body as MemberOutput[]), ...((await owner.get(next)).body as MemberOutput[])]).toEqual(all);
  });
});

describe('an invitation', () => {
  it('is refused for somebody who is a member, however the address is written', async () => {
    await invite('ada@example.com');
    const again = await owner.post('/api/members').send({ email: 'ADA@Example.com', role: 'owner' });
    expect(refusalOf(again)).toEqual([409, 'conflict']);
    expect(await list()).toHaveLength(2);
  });

  it.each([
    [{ email: 'ada', role: 'analyst' }, 'email'],
    [{ email: 'ada@example.com', role: 'admin' }, 'role'],
    [{ email: 'ada@example.com', role: 'analyst', googleSub: '1' }, 'googleSub'],
    [{ role: 'analyst' }, 'email'],
  ])('is refused when it is %j', async (body, path) => {
    expect(refusalOf(await owner.post('/api/members').send(body))).toEqual([400, 'invalid_input', path]);
  });

  it('takes somebody back who was removed, and forgets which account they had', async () => {
    const { id } = await invite('ada@example.com', 'owner');
    await query(databaseUrl, `UPDATE "Member" SET "googleSub" = 'old', "lastSignInAt" = now() WHERE id = $1`, [id]);
    await owner.delete(`/api/members/${id}`);
    expect(await invite('ada@example.com')).toMatchObject({ id, role: 'analyst', hasSignedIn: false });
    expect(await query(databaseUrl, 'SELECT "googleSub", "removedAt" FROM "Member" WHERE id = $1', [id])).toEqual([
      { googleSub: null, removedAt: null },
    ]);
  });

  it('is one when two owners invite the same person at once', async () => {
    const calls = await Promise.all(
      Array.from({ length: 4 }, () => owner.post('/api/members').send({ email: 'ada@example.com', role: 'analyst' })),
    );
    expect(calls.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409, 409, 409]);
  });
});

describe('a change of role', () => {
  it('is answered with what the member is now, and told', async () => {
    const { id } = await invite('ada@example.com');
    const { status, body } = (await owner.patch(`/api/members/${id}`).send({ role: 'marketer' })) as Answer;
    expect([status, body]).toMatchObject([200, { id, role: 'marketer' }]);
    const [event] = await query(
      databaseUrl,
      `SELECT action, "actorId", "subjectId" FROM "AuditEvent" ORDER BY id DESC LIMIT 1`,
    );
    expect(event).toEqual({ action: 'member.change_role', actorId: await me(), subjectId: id });
  });

  it('is refused for somebody who is not there, or not any more', async () => {
    const { id } = await invite('ada@example.com');
    await owner.delete(`/api/members/${id}`);
    for (const gone of [id, newId()]) {
      expect(refusalOf(await owner.patch(`/api/members/${gone}`).send({ role: 'owner' }))).toEqual([404, 'not_found']);
      expect(refusalOf(await owner.delete(`/api/members/${gone}`))).toEqual([404, 'not_found']);
    }
  });
});

describe('the last owner who can sign in', () => {
  it('can neither be removed nor made anything else', async () => {
    // Who was never here may never come.
    await invite('ada@example.com', 'owner');
    const id = await me();
    expect(refusalOf(await owner.patch(`/api/members/${id}`).send({ role: 'analyst' }))).toEqual([409, 'conflict']);
    expect(refusalOf(await owner.delete(`/api/members/${id}`))).toEqual([409, 'conflict']);
    expect((await owner.get('/api/members')).status).toBe(200);
  });

  it('may leave once another one is there', async () => {
    await asOwner(herald.url);
    const id = await me();
    expect((await owner.delete(`/api/members/${id}`)).status).toBe(200);
    expect((await owner.get('/api/me')).status).toBe(401);
  });

  it('is left when two owners remove each other at once', async () => {
    for (let round = 0; round < 5; round += 1) {
      await removeEverybody(databaseUrl);
      const [a, b] = [await asOwner(herald.url), await asOwner(herald.url)];
      const idOf = async (agent: typeof a) =>
        ((await agent.get('/api/me')).body as { member: { id: string } }).member.id;
      const [idA, idB] = [await idOf(a), await idOf(b)];
      await Promise.all([a.delete(`/api/members/${idB}`), b.delete(`/api/members/${idA}`)]);
      const left = await query(databaseUrl, `SELECT 1 FROM "Member" WHERE role = 'OWNER' AND "removedAt" IS NULL`);
      expect(left).toHaveLength(1);
    }
  });
});

it.each(['marketer', 'analyst'] as const)('a member who is %s manages nobody', async (role) => {
  const agent = await asMember(herald.url, role);
  const id = await me();
  const answers = [
    await agent.get('/api/members'),
    await agent.post('/api/members').send({ email: 'ada@example.com', role: 'owner' }),
    await agent.patch(`/api/members/${id}`).send({ role: 'analyst' }),
    await agent.delete(`/api/members/${id}`),
  ];
  expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
});
