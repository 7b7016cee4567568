import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';

import { FakeDrafts } from '../testing/fake-drafts.ts';
import { CAMPAIGN_ID, SEGMENT_ID } from '../testing/sample-campaign.ts';
import { EMPTY_DRAFT } from './draft-fields.ts';
import { DraftStore } from './draft-store.ts';

let herald: FakeDrafts;

beforeEach(() => {
  jest.useFakeTimers();
  herald = new FakeDrafts();
});
afterEach(() => {
  herald.restore();
  jest.useRealTimers();
});

const wait = (ms: number) => jest.advanceTimersByTimeAsync(ms);
const patches = () => herald.callsOf('PATCH').map(({ body }) => body);
const kindOf = (store: DraftStore) => store.getSnapshot().state.kind;

test('saves what changed, once one stops typing, each time with the revision of the time before', async () => {
  const store = new DraftStore(herald.draft);
  for (const name of ['D', 'Di', 'Diw']) {
    store.change({ name });
    await wait(400);
  }
  expect(patches()).toEqual([]);
  expect(kindOf(store)).toBe('waiting');
  await wait(300);
  expect(patches()).toEqual([{ name: 'Diw', revision: 0 }]);
  expect(kindOf(store)).toBe('saved');
  store.change({ reachBy: null, messageTemplate: 'Hi' });
  await wait(700);
  expect(patches()[1]).toEqual({ reachBy: null, messageTemplate: 'Hi', revision: 1 });
});

test('saves nothing that is as it was saved', async () => {
  const store = new DraftStore(herald.draft);
  store.change({ name: 'Other' });
  store.change({ name: 'Diwali offer' });
  await wait(1_000);
  expect(patches()).toEqual([]);
  expect(store.getSnapshot().isDirty).toBe(false);
});

test('keeps what is not right out of it, and saves the rest', async () => {
  const store = new DraftStore(herald.draft);
  store.change({ name: ' ', holdoutPercent: 95, messageTemplate: 'Hi' });
  await wait(700);
  expect(patches()).toEqual([{ messageTemplate: 'Hi', revision: 0 }]);
  expect(store.getSnapshot().isDirty).toBe(true);
  expect(await store.flush()).toBe(false);
});

test('makes the draft as soon as a segment is chosen, and only once', async () => {
  const store = new DraftStore(EMPTY_DRAFT);
  store.change({ name: 'Sale' });
  await wait(2_000);
  expect(herald.callsOf('POST')).toEqual([]);
  herald.instead = ({ method }) => (method === 'POST' ? null : undefined);
  store.change({ segmentId: SEGMENT_ID });
  await wait(0);
  expect(kindOf(store)).toBe('retrying');
  // Meanwhile somebody types on; the call is repeated as it was, so that it is the same draft.
  store.change({ name: 'Sale today' });
  herald.instead = () => undefined;
  await wait(3_000);
  const posts = herald.callsOf('POST');
  expect(new Set(posts.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  expect(new Set(posts.map(({ body }) => JSON.stringify(body))).size).toBe(1);
  expect(posts[0]?.body).toEqual({
    name: 'Sale',
    segmentId: SEGMENT_ID,
    messageTemplate: '',
    reachBy: 'email',
    holdoutPercent: 0,
    tags: [],
    draft: true,
  });
  expect(store.getSnapshot().id).toBe(CAMPAIGN_ID);
  expect(patches()).toEqual([{ name: 'Sale today', revision: 0 }]);
});

test('stops when another tab has changed it, and loads theirs or keeps mine as one decides', async () => {
  const store = new DraftStore(herald.draft);
  herald.changeElsewhere({ name: 'Theirs' });
  store.change({ name: 'Mine' });
  await wait(700);
  expect(kindOf(store)).toBe('changed');
  store.change({ messageTemplate: 'Mine too' });
  await wait(5_000);
  expect(patches()).toHaveLength(1);
  store.keepMine();
  await wait(0);
  expect(patches()[1]).toEqual({ name: 'Mine', messageTemplate: 'Mine too', revision: 1 });
  expect(herald.draft).toMatchObject({ name: 'Mine', messageTemplate: 'Mine too' });
  expect(kindOf(store)).toBe('saved');

  herald.changeElsewhere({ name: 'Theirs again' });
  store.change({ name: 'Mine again' });
  await wait(700);
  store.takeTheirs();
  expect(store.getSnapshot()).toMatchObject({ fields: { name: 'Theirs again' }, revision: 3, isDirty: false });
});

test('takes a save whose answer got lost for its own, and for nobody else’s', async () => {
  const store = new DraftStore(herald.draft);
  herald.instead = ({ method }) => (method === 'PATCH' ? null : undefined);
  store.change({ name: 'Mine' });
  await wait(700);
  expect(kindOf(store)).toBe('retrying');
  herald.instead = () => undefined;
  await wait(2_000);
  expect(store.getSnapshot()).toMatchObject({ revision: 1, isDirty: false, state: { kind: 'saved' } });
});

test('says that it is no draft any more once it was launched or deleted elsewhere', async () => {
  const launched = new DraftStore(herald.draft);
  herald.changeElsewhere({ status: 'SENDING' });
  launched.change({ name: 'Mine' });
  await wait(700);
  expect(launched.getSnapshot().state).toMatchObject({ kind: 'gone', campaign: { id: CAMPAIGN_ID } });

  const deleted = new DraftStore(herald.draft);
  herald.instead = () => ({ status: 404, body: { code: 'not_found', detail: 'there is none' } });
  deleted.change({ name: 'Mine' });
  await wait(700);
  expect(deleted.getSnapshot().state).toEqual({ kind: 'gone', campaign: undefined });
});

test('tries again and again, more and more seldom, while Herald cannot be reached', async () => {
  const store = new DraftStore(herald.draft);
  herald.instead = () => ({ status: 503, body: { code: 'unavailable', detail: 'not now' } });
  store.change({ name: 'Mine' });
  await wait(600 + 2_000 + 4_000 + 8_000);
  expect(patches()).toHaveLength(4);
  herald.instead = () => undefined;
  await wait(16_000);
  expect(herald.draft.name).toBe('Mine');
  expect(kindOf(store)).toBe('saved');
});

test.each([401, 409])('makes one draft although the answer in between is %i', async (status) => {
  const store = new DraftStore(EMPTY_DRAFT);
  herald.instead = ({ method }) => (method === 'POST' ? { status, body: {} } : undefined);
  store.change({ name: 'Sale', segmentId: SEGMENT_ID });
  await wait(0);
  expect(kindOf(store)).toBe('retrying');
  herald.instead = () => undefined;
  await wait(3_000);
  expect(kindOf(store)).toBe('saved');
  expect(new Set(herald.callsOf('POST').map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
});

test('saves nothing any more of what was given up', async () => {
  const store = new DraftStore(herald.draft);
  herald.instead = ({ method }) => (method === 'PATCH' ? { status: 503, body: {} } : undefined);
  store.change({ name: 'Given up' });
  await wait(700);
  expect(kindOf(store)).toBe('retrying');
  store.close();
  herald.instead = () => undefined;
  await wait(60_000);
  expect(herald.draft.name).toBe('Diwali offer');
});

test('does not repeat what is refused, until something else is typed', async () => {
  const store = new DraftStore(herald.draft);
  herald.instead = () => ({ status: 400, body: { code: 'invalid_input', detail: 'no' } });
  store.change({ name: 'Mine' });
  await wait(60_000);
  expect(patches()).toHaveLength(1);
  expect(kindOf(store)).toBe('refused');
  herald.instead = () => undefined;
  store.change({ name: 'Mine!' });
  await wait(700);
  expect(kindOf(store)).toBe('saved');
});

test('saves while the page is left, by a call that outlives it', async () => {
  const store = new DraftStore(herald.draft);
  store.change({ name: 'Mine' });
  store.flushOnLeave();
  expect(herald.callsOf('PATCH')).toEqual([
    expect.objectContaining({ body: { name: 'Mine', revision: 0 }, isKeptAlive: true }),
  ]);
  await wait(2_000);
  expect(herald.callsOf('PATCH')).toHaveLength(1);
  expect(herald.draft.name).toBe('Mine');
});
