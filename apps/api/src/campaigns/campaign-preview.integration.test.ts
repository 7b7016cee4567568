import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId, previewCampaignOutput, problemSchema } from '@herald/shared';
import type { PreviewCampaignOutput, SegmentKind } from '@herald/shared';

import { waitForHanging, waitUntilIdle } from '../../../../scripts/testing/fixtures/backends.ts';
import { emptyDatabase, query } from '../../../../scripts/testing/fixtures/database.ts';
import { startTestApi } from '../../../../scripts/testing/fixtures/herald.ts';
import type { RunningHerald } from '../../../../scripts/testing/fixtures/herald.ts';
import { TEST_AUTHORIZATION } from '../../../../scripts/testing/fixtures/request.ts';
import { writeSmallShop } from '../../../../scripts/testing/fixtures/small-shop.ts';
import type { Shopper } from '../../../../scripts/testing/fixtures/small-shop.ts';
import { whileLocked } from '../../../../scripts/testing/fixtures/table-lock.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { all, ask } from '../segments/testing/example-segments.ts';
import { refusalOf, SegmentsApi } from '../segments/testing/segments-api.ts';
import { CampaignsApi, detailOf } from './testing/campaigns-api.ts';

/** Thirty of the forty, with the two who want no messages. */
const FROM_TEN_VISITS = all(ask('visits', '>=', 10));
const NOBODY = all(ask('visits', '>', 99));
const PREVIEW = '/api/campaigns/preview';

const { databaseUrl } = testServers();
let herald: RunningHerald;
let api: CampaignsApi;
let segments: SegmentsApi;
let shop: Shopper[];
let segmentId: string;

beforeAll(async () => {
  herald = await startTestApi({ PREVIEW_TIMEOUT_MS: '3000' });
  api = new CampaignsApi(herald.url);
  segments = new SegmentsApi(herald.url);
});
beforeEach(async () => {
  shop = await writeSmallShop(databaseUrl);
  segmentId = (await segments.create('Often', FROM_TEN_VISITS)).id;
});
afterEach(() => emptyDatabase(databaseUrl));
afterAll(() => herald.stop());

const tryPreview = (change: object = {}) =>
  api.post(PREVIEW, { segmentId, messageTemplate: 'Hi {name|there}', ...change });

async function preview(change: object = {}): Promise<PreviewCampaignOutput> {
  const response = await tryPreview(change);
  expect([response.status, response.body]).toEqual([200, response.body]);
  return previewCampaignOutput.parse(response.body);
}

const shopper = (number: number) => shop[number]!;
const isIn = ({ number }: Shopper) => number >= 10;
/** Number 3 is not in the audience. */
const wantsNone = ({ number }: Shopper) => number === 14;

describe('the counts', () => {
  it.each<SegmentKind>(['static', 'dynamic'])(
    'of a %s segment say who would get a message and who not',
    async (kind) => {
      const { id } = await segments.create('Again', FROM_TEN_VISITS, kind);
      const withoutEmail = shop.filter((each) => isIn(each) && !wantsNone(each) && each.profile.email === null).length;
      expect(await preview({ segmentId: id, reachBy: 'email' })).toMatchObject({
        audienceSize: 30,
        willReceive: 29 - withoutEmail,
        heldOut: 0,
        heldOutIsExact: true,
        excluded: { UNSUBSCRIBED: 1, NO_EMAIL: withoutEmail, NO_PHONE: 0, ERASED: 0 },
        templateError: null,
      });
    },
  );

  it('of a static segment are those of its frozen audience', async () => {
    await query(databaseUrl, 'UPDATE "Customer" SET visits = 0');
    expect(await preview()).toMatchObject({ audienceSize: 30, willReceive: 29 });
    await segments.refresh(segmentId);
    expect(await preview()).toMatchObject({ audienceSize: 0, willReceive: 0, example: null, missing: [] });
  });

  it('say who is to be expected to be held out, and of a draft who will be', async () => {
    expect(await preview({ holdoutPercent: 50 })).toMatchObject({
      willReceive: 14,
      heldOut: 15,
      heldOutIsExact: false,
      example: { isHeldOut: false },
    });
    const draft = await api.create({ name: 'D', messageTemplate: '', segmentId, draft: true });
    const exact = await preview({ holdoutPercent: 50, campaignId: draft.id.toUpperCase() });
    expect(exact).toMatchObject({ heldOutIsExact: true, example: { isHeldOut: false } });
    expect(exact.willReceive + exact.heldOut).toBe(29);
    await api.change(draft.id, { revision: 0, messageTemplate: 'Hi', holdoutPercent: 50 });
    expect(await preview({ holdoutPercent: 0 })).toMatchObject({ heldOut: 0, heldOutIsExact: true });
  });
});

describe('missing values', () => {
  it('are counted among those who get the message, most missed first, with what they read instead', async () => {
    const receiving = shop.filter((each) => isIn(each) && !wantsNone(each));
    const count = (isMissing: (each: Shopper) => boolean) => receiving.filter(isMissing).length;
    const { missing } = await preview({
      messageTemplate: 'Hi {name|there} in {city}: {{ visits }}, {attributes.points} {{ firstName | upcase }}',
    });
    expect(missing).toHaveLength(4);
    const found = Object.fromEntries(missing.map(({ variable, ...rest }) => [variable, rest]));
    expect(found).toEqual({
      name: { recipients: count(({ profile }) => profile.name === null), instead: 'there', isConditional: false },
      firstName: { recipients: count(({ profile }) => profile.name === null), instead: '', isConditional: true },
      city: { recipients: count(({ profile }) => !profile.address?.city), instead: '', isConditional: false },
      'attributes.points': {
        recipients: count(({ profile }) => profile.attributes?.['points'] === undefined),
        instead: '',
        isConditional: false,
      },
    });
    const counts = missing.map(({ recipients }) => recipients);
    expect(counts).toEqual(counts.toSorted((a, b) => b - a));
  });

  it('of a hold-out that is not decided yet are as many as are to be expected', async () => {
    const [everybody] = (await preview({ messageTemplate: '{attributes.nobody}' })).missing;
    expect(everybody).toMatchObject({ recipients: 29 });
    const [half] = (await preview({ messageTemplate: '{attributes.nobody}', holdoutPercent: 50 })).missing;
    expect(half).toMatchObject({ recipients: 14 });
  });
});

describe('the example', () => {
  it('is somebody who would get the message, and the message', async () => {
    const { example } = await preview({ messageTemplate: 'Hi {name|there}, {{ visits }}', reachBy: 'email' });
    // Number 10 has no email, 11 has one.
    expect(example).toEqual({
      customer: {
        id: shopper(11).id,
        name: shopper(11).profile.name,
        email: shopper(11).profile.email,
        city: shopper(11).profile.address?.city ?? null,
        totalSpend: expect.any(Number),
        orderCount: expect.any(Number),
        lastOrderAt: expect.any(String),
      },
      isInAudience: true,
      excludedFor: null,
      isHeldOut: false,
      message: `Hi ${shopper(11).profile.name ?? 'there'}, 11`,
      messageError: null,
    });
  });

  it.each<[string, number, object]>([
    ['in the audience', 12, { isInAudience: true, excludedFor: null }],
    ['not in it', 1, { isInAudience: false, excludedFor: null }],
    ['in it, and wants none', 14, { isInAudience: true, excludedFor: 'UNSUBSCRIBED' }],
    ['in it, without an email', 20, { isInAudience: true, excludedFor: 'NO_EMAIL' }],
  ])('can be a customer who is %s', async (_what, number, expected) => {
    const { id, profile } = shopper(number);
    const { example } = await preview({ customerId: id, reachBy: 'email' });
    expect(example).toMatchObject({ ...expected, customer: { id }, message: `Hi ${profile.name ?? 'there'}` });
  });

  it('says who is held out of a draft', async () => {
    const draft = await api.create({ name: 'D', messageTemplate: '', segmentId, draft: true });
    const about = { campaignId: draft.id, holdoutPercent: 50 };
    const { heldOut } = await preview(about);
    let found = 0;
    for (const each of shop.filter((one) => isIn(one) && !wantsNone(one))) {
      const { example } = await preview({ ...about, customerId: each.id });
      found += example?.isHeldOut ? 1 : 0;
    }
    expect(found).toBe(heldOut);
  });

  it('says why the message cannot be made', async () => {
    await query(databaseUrl, `UPDATE "Customer" SET name = repeat('x', 150)`);
    const { example, willReceive } = await preview({ messageTemplate: '{name}'.repeat(200) });
    expect(example).toMatchObject({ message: null, messageError: 'the message is longer than 20000 characters' });
    expect(willReceive).toBe(29);
  });

  it('is nobody when nobody would get it', async () => {
    const { id } = await segments.create('Nobody', NOBODY);
    expect(await preview({ segmentId: id })).toMatchObject({ audienceSize: 0, example: null });
  });
});

it.each([
  ['', 'must not be empty'],
  ['Hi\n{nmae}', 'unknown variable "nmae" at line 2, column 1'],
  ['{% if name %}', 'tag {% if name %} not closed, at line 1, column 1'],
])('of the template %j the counts are known, and why it is not understood', async (messageTemplate, message) => {
  expect(await preview({ messageTemplate })).toMatchObject({
    willReceive: 29,
    templateError: expect.stringContaining(message),
    missing: [],
    example: { message: null, messageError: null },
  });
});

describe('a preview is refused', () => {
  it.each(['segmentId', 'campaignId', 'customerId'])('with an unknown %s', async (path) => {
    const id = newId();
    const response = await tryPreview({ [path]: id });
    expect(refusalOf(response)).toEqual([404, 'not_found', path]);
    expect(detailOf(response)).toBe(`there is no ${path.replace('Id', '')} ${id}`);
  });

  it.each<SegmentKind>(['static', 'dynamic'])(
    'of a %s segment that is not understood, as its launch is',
    async (kind) => {
      const { id } = await segments.create('Broken', FROM_TEN_VISITS, kind);
      const rules = { combinator: 'and', rules: [{ field: 'shoeSize', operator: '>=', value: 3 }] };
      await query(databaseUrl, 'UPDATE "Segment" SET rules = $2 WHERE id = $1', [id, rules]);
      const launched = await api.post('/api/campaigns', { name: 'x', messageTemplate: 'Hi', segmentId: id });
      const previewed = await tryPreview({ segmentId: id });
      expect([previewed.status, detailOf(previewed)]).toEqual([409, detailOf(launched)]);
    },
  );

  it('with whatever is wrong in it', async () => {
    const response = await api.post(PREVIEW, {
      segmentId: '1',
      messageTemplate: 2,
      reachBy: 'post',
      holdoutPercent: 91,
      campaignId: 'x',
      customerId: 'y',
      draft: true,
    });
    const paths = problemSchema.parse(response.body).errors?.map(({ path }) => path);
    expect(paths).toEqual([
      'segmentId',
      'messageTemplate',
      'reachBy',
      'holdoutPercent',
      'campaignId',
      'customerId',
      'draft',
    ]);
  });

  it('when it takes too long', async () => {
    await whileLocked(databaseUrl, 'CustomerTotals', async () => {
      const response = await tryPreview({ messageTemplate: '{{ orderCount }}' });
      expect(problemSchema.parse(response.body)).toMatchObject({ code: 'timed_out' });
    });
  });
});

it('a caller that goes away ends the query', async () => {
  await whileLocked(databaseUrl, 'CustomerTotals', async () => {
    const gone = new AbortController();
    const response = fetch(`${herald.url}${PREVIEW}`, {
      method: 'POST',
      signal: gone.signal,
      headers: { ...TEST_AUTHORIZATION, 'content-type': 'application/json' },
      body: JSON.stringify({ segmentId, messageTemplate: '{{ orderCount }}' }),
    });
    response.catch(() => {});
    const [backend] = await waitForHanging(databaseUrl, 'herald-campaign-preview');
    gone.abort();
    await expect(response).rejects.toThrow('abort');
    await waitUntilIdle(databaseUrl, backend?.pid ?? 0);
  });
});
