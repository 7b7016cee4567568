import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@herald/shared';
import type { SegmentOutput, SegmentRules } from '@herald/shared';
import type { Response } from 'supertest';

import { query } from '../../../../scripts/testing/fixtures/database.ts';
import { meetBehind } from '../../../../scripts/testing/fixtures/held-transaction.ts';
import { startTestApi } from '../../../../scripts/testing/fixtures/herald.ts';
import type { RunningHerald } from '../../../../scripts/testing/fixtures/herald.ts';
import { request } from '../../../../scripts/testing/fixtures/request.ts';
import { writeSmallShop } from '../../../../scripts/testing/fixtures/small-shop.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { all, any, ask } from './testing/example-segments.ts';
import { SegmentsApi } from './testing/segments-api.ts';

const RULES = all(ask('visits', '>=', 30));

const { databaseUrl } = testServers();
let herald: RunningHerald;
/** On the same database. */
let other: RunningHerald;
let api: SegmentsApi;
let otherApi: SegmentsApi;

beforeAll(async () => {
  herald = await startTestApi();
  other = await startTestApi();
  api = new SegmentsApi(herald.url);
  otherApi = new SegmentsApi(other.url);
  await writeSmallShop(databaseUrl);
});
afterAll(async () => {
  await other.stop();
  await herald.stop();
});

/** Makes calls meet where each of them waits for one of the segments, and gives their answers. */
async function meetAt(segments: { id: string }[], calls: (() => Promise<Response>)[]): Promise<Response[]> {
  const lock = {
    text: 'SELECT 1 FROM "Segment" WHERE id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE',
    values: [segments.map(({ id }) => id)],
  };
  const answers: Response[] = [];
  await meetBehind(
    databaseUrl,
    lock,
    calls.map((call, index) => async () => {
      answers[index] = await call();
    }),
  );
  return answers;
}

const statusesOf = (answers: Response[]) => answers.map(({ status }) => status).toSorted((a, b) => a - b);

/** Every reference leads to a segment that is there, and none of them back. */
async function expectSoundReferences(): Promise<void> {
  const dangling = await query(
    databaseUrl,
    `SELECT s.name FROM "Segment" s, unnest(s."usedSegmentIds") AS used(id)
     WHERE NOT EXISTS (SELECT FROM "Segment" other WHERE other.id = used.id)`,
  );
  expect(dangling).toEqual([]);
  const listed = await api.get('/api/segments');
  expect((listed.body as SegmentOutput[]).filter(({ error }) => error !== null)).toEqual([]);
}

async function createMany(...names: string[]): Promise<SegmentOutput[]> {
  const segments = [];
  for (const name of names) segments.push(await api.create(name, RULES, 'dynamic'));
  return segments;
}

const use = (segment: { id: string } | undefined): SegmentRules => all(ask('segment', 'isIn', segment?.id ?? newId()));
const useIn = (caller: SegmentsApi, user: SegmentOutput | undefined, used: SegmentOutput | undefined) => () =>
  caller.patch(user?.id ?? newId(), { rules: use(used) }).then((response) => response);

describe('changes that together would close a circle', () => {
  it.each([2, 3, 4])('of %d segments: exactly one is refused', async (length) => {
    const segments = await createMany(...Array.from({ length }, (_, index) => `Circle ${index}`));
    const calls = segments.map((segment, index) =>
      useIn(index % 2 === 0 ? api : otherApi, segment, segments[(index + 1) % length]),
    );
    const answers = await meetAt(segments, calls);
    expect(statusesOf(answers)).toEqual([...segments.slice(1).map(() => 200), 400]);
    expect(answers.find(({ status }) => status === 400)?.text).toContain('leads back to itself');
    await expectSoundReferences();
  });

  it('by way of segments that refer to each other already', async () => {
    const [a, b, c, d] = await createMany('A', 'B', 'C', 'D');
    await api.update(a?.id ?? '', { rules: use(b) });
    await api.update(c?.id ?? '', { rules: use(d) });
    const answers = await meetAt([a, b, c, d] as SegmentOutput[], [useIn(api, b, c), useIn(otherApi, d, a)]);
    expect(statusesOf(answers)).toEqual([200, 400]);
    await expectSoundReferences();
  });

  it('by way of segments that came to refer to each other while the changes waited', async () => {
    // By id B < D < A < C, so that each of the last two changes waits behind one of the first two.
    const [b, d, a, c] = await createMany('B', 'D', 'A', 'C');
    const asksVisits = (used: SegmentOutput | undefined) => ({ rules: any(...use(used).rules, ...RULES.rules) });
    const patch = (caller: SegmentsApi, user: SegmentOutput | undefined, used: SegmentOutput | undefined) => () =>
      caller.patch(user?.id ?? '', asksVisits(used)).then((response) => response);
    const answers = await meetAt([a, b, c, d] as SegmentOutput[], [
      patch(api, a, b),
      patch(api, c, d),
      patch(otherApi, b, c),
      patch(otherApi, d, a),
    ]);
    expect(statusesOf(answers)).toEqual([200, 200, 200, 400]);
    await expectSoundReferences();
  });

  it('of one segment with itself', async () => {
    const [a] = await createMany('Alone');
    const answers = await meetAt([a] as SegmentOutput[], [useIn(api, a, a), useIn(otherApi, a, a)]);
    expect(statusesOf(answers)).toEqual([400, 400]);
  });
});

describe('a deletion that meets', () => {
  const UNKNOWN_SEGMENT = 400;

  it.each([
    ['the deletion first', true],
    ['the new segment first', false],
  ])('a new segment that uses it leaves nothing dangling: %s', async (_order, deletesFirst) => {
    const [used] = await createMany('Used');
    const remove = () => api.delete(used?.id ?? '').then((response) => response);
    const create = () =>
      otherApi.post('/api/segments', { name: 'User', rules: use(used) }).then((response) => response);
    const answers = await meetAt([used] as SegmentOutput[], deletesFirst ? [remove, create] : [create, remove]);
    expect(answers.map(({ status }) => status)).toEqual(deletesFirst ? [200, UNKNOWN_SEGMENT] : [201, 409]);
    await expectSoundReferences();
  });

  it.each([
    ['the deletion first', true],
    ['the change first', false],
  ])('a change that starts to use it leaves nothing dangling: %s', async (_order, deletesFirst) => {
    const [used, user] = await createMany('Used', 'User');
    const remove = () => api.delete(used?.id ?? '').then((response) => response);
    const change = useIn(otherApi, user, used);
    const answers = await meetAt([used] as SegmentOutput[], deletesFirst ? [remove, change] : [change, remove]);
    expect(answers.map(({ status }) => status)).toEqual(deletesFirst ? [200, UNKNOWN_SEGMENT] : [200, 409]);
    await expectSoundReferences();
  });

  it.each([
    ['launched, the deletion first', true, false],
    ['launched, the campaign first', false, false],
    ['a draft, the deletion first', true, true],
    ['a draft, the campaign first', false, true],
  ])('a campaign to it that is %s', async (_order, deletesFirst, draft) => {
    const [used] = await createMany('Used');
    const remove = () => api.delete(used?.id ?? '').then((response) => response);
    const campaign = { name: 'To them', messageTemplate: 'Hi', segmentId: used?.id, draft };
    const create = () => otherApi.post('/api/campaigns', campaign).then((response) => response);
    const answers = await meetAt([used] as SegmentOutput[], deletesFirst ? [remove, create] : [create, remove]);
    expect(answers.map(({ status }) => status)).toEqual(deletesFirst ? [200, 404] : [201, 409]);
    expect(await query(databaseUrl, 'SELECT 1 FROM "Segment" WHERE id = $1', [used?.id])).toHaveLength(
      deletesFirst ? 0 : 1,
    );
  });

  it('a copy, and a change that ends the use', async () => {
    const [used, user] = await createMany('Used', 'User');
    await api.update(user?.id ?? '', { rules: use(used) });
    const answers = await meetAt([used, user] as SegmentOutput[], [
      () => api.post(`/api/segments/${user?.id}/duplicate`).then((response) => response),
      () => otherApi.patch(user?.id ?? '', { rules: RULES }).then((response) => response),
      () => otherApi.delete(used?.id ?? '').then((response) => response),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([201, 200, 409]);
    await expectSoundReferences();
  });

  it('another deletion, a refresh and a change of it', async () => {
    const [segment] = await createMany('Wanted');
    const id = segment?.id ?? '';
    const answers = await meetAt([segment] as SegmentOutput[], [
      () => api.delete(id).then((response) => response),
      () => otherApi.delete(id).then((response) => response),
      () => api.post(`/api/segments/${id}/refresh`).then((response) => response),
      () => otherApi.patch(id, { name: 'Changed' }).then((response) => response),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 404, 404, 404]);
  });
});

describe('without anybody who arranges it', () => {
  const ROUNDS = 10;

  it('changes, copies and deletions never end in an error of the server or a dangling reference', async () => {
    const segments = await createMany(...Array.from({ length: 6 }, (_, index) => `Storm ${index}`));
    const at = (index: number) => segments[index % segments.length];
    const answers: Response[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      answers.push(
        ...(await Promise.all([
          useIn(api, at(round), at(round + 1))(),
          useIn(otherApi, at(round + 1), at(round + 2))(),
          useIn(api, at(round + 2), at(round))(),
          otherApi.post('/api/segments', { name: 'New', rules: use(at(round)) }),
          api.delete(at(round + 3)?.id ?? ''),
          otherApi.post(`/api/segments/${at(round + 4)?.id}/duplicate`),
          api.post('/api/campaigns', { name: 'To them', messageTemplate: 'Hi', segmentId: at(round + 3)?.id }),
        ])),
      );
    }
    expect(statusesOf(answers).filter((status) => ![200, 201, 400, 404, 409].includes(status))).toEqual([]);
    await expectSoundReferences();
  });

  it('a draft that is deleted while rules come to name it is there, or is not named', async () => {
    const [audience] = await createMany('audience of a draft');
    const draft = { name: 'draft', messageTemplate: 'Hi', segmentId: audience?.id, draft: true };
    const { id } = (await api.post('/api/campaigns', draft)).body as { id: string };
    const lock = { text: 'SELECT 1 FROM "Campaign" WHERE id = $1 FOR UPDATE', values: [id] };
    const answers: Response[] = [];
    await meetBehind(databaseUrl, lock, [
      async () => {
        answers[0] = await api.post('/api/segments', { name: 'names it', rules: all(ask('campaign', 'wasSent', id)) });
      },
      async () => {
        answers[1] = await request(other.url).delete(`/api/campaigns/${id}`);
      },
    ]);
    expect([
      [201, 409],
      [400, 200],
    ]).toContainEqual(answers.map(({ status }) => status));
    await expectSoundReferences();
  });
});
