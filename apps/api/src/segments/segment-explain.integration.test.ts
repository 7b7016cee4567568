import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { explainSegmentOutput, newId } from '@herald/shared';
import type { ExplainSegmentOutput, SegmentRules } from '@herald/shared';

import { query } from '../../../../scripts/testing/fixtures/database.ts';
import { startTestApi } from '../../../../scripts/testing/fixtures/herald.ts';
import type { RunningHerald } from '../../../../scripts/testing/fixtures/herald.ts';
import { type Shopper, writeSmallShop } from '../../../../scripts/testing/fixtures/small-shop.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { all, any, ask, EXAMPLE_SEGMENTS, type ExampleWorld, not } from './testing/example-segments.ts';
import { refusalOf, SegmentsApi } from './testing/segments-api.ts';

const { databaseUrl } = testServers();
let herald: RunningHerald;
let api: SegmentsApi;
let shoppers: Shopper[];
let world: ExampleWorld;

beforeAll(async () => {
  herald = await startTestApi();
  api = new SegmentsApi(herald.url);
  shoppers = await writeSmallShop(databaseUrl);
  const few = await api.create('Few visits', all(ask('visits', '<=', 9)));
  const vips = await api.create('VIPs', all(ask('tags', 'has', 'vip')), 'dynamic');
  world = { ...(await writeCampaign(few.id)), staticSegmentId: few.id, dynamicSegmentId: vips.id };
});
afterAll(() => herald.stop());

/** A campaign of which every third message of the first thirty shoppers failed, and the vendor took the next ones only. */
async function writeCampaign(segmentId: string): Promise<Pick<ExampleWorld, 'campaignId' | 'outcomeOf'>> {
  const campaignId = newId();
  const outcomeOf = ({ number }: Shopper) =>
    number >= 30 ? undefined : number % 3 === 0 ? ('FAILED' as const) : ('SENT' as const);
  await query(
    databaseUrl,
    `INSERT INTO "Campaign" (id, name, "messageTemplate", "segmentId", status) VALUES ($1, 'Diwali', 'Hi', $2, 'COMPLETED')`,
    [campaignId, segmentId],
  );
  const reached = shoppers.filter((shopper) => outcomeOf(shopper) !== undefined);
  await query(
    databaseUrl,
    `INSERT INTO "CommunicationLog" (id, "campaignId", "customerId", status, "personalizedMessage", "acceptedAt")
     SELECT gen_random_uuid(), $1, customer, status::"CommunicationStatus", 'Hi', now()
     FROM unnest($2::uuid[], $3::text[]) AS log(customer, status)`,
    [campaignId, reached.map(({ id }) => id), reached.map(outcomeOf)],
  );
  return { campaignId, outcomeOf };
}

async function explain(input: object): Promise<ExplainSegmentOutput> {
  const response = await api.post('/api/segments/explain', input);
  expect(response.status).toBe(200);
  return explainSegmentOutput.strict().parse(response.body);
}
const shopper = (number: number) => shoppers[number]?.id ?? '';

describe('POST /api/segments/explain', () => {
  it.each(EXAMPLE_SEGMENTS)(
    'says of everybody whether they are in "$name", as the count does',
    async ({ rules, isIn }) => {
      const sample = shoppers.filter(({ number }) => number % 3 !== 1);
      const explained = await Promise.all(sample.map(({ id }) => explain({ rules: rules(world), customerId: id })));
      expect(explained.map(({ isTrue }) => isTrue)).toEqual(sample.map((each) => isIn(each, world)));
    },
  );

  it('says of every part whether it is true, and what the customer has', async () => {
    const rules = all(ask('visits', '>=', 5), not(any(ask('city', '=', 'Delhi'), ask('attributes.vip', '=', true))));
    expect(await explain({ rules, customerId: shopper(5) })).toEqual({
      customerId: shopper(5),
      isTrue: false,
      isInAudience: null,
      description: 'visited at least 5 times, and not (either city is "Delhi" or attribute "vip" is true)',
      changesOn: null,
      explanation: {
        kind: 'group',
        isTrue: false,
        combinator: 'and',
        not: false,
        changesOn: null,
        rules: [
          {
            kind: 'condition',
            isTrue: true,
            description: 'visited at least 5 times',
            field: 'visits',
            operator: '>=',
            value: 5,
            actual: 5,
            changesOn: null,
          },
          {
            kind: 'group',
            isTrue: false,
            combinator: 'or',
            not: true,
            changesOn: null,
            rules: [
              expect.objectContaining({ field: 'city', isTrue: true, actual: 'Delhi' }),
              expect.objectContaining({ field: 'attributes.vip', isTrue: false, actual: false }),
            ],
          },
        ],
      },
    });
  });

  it('lists the orders that counted', async () => {
    const rules = all(
      ask('orders.count', '>=', { number: 1, window: { lastDays: 90 } }),
      ask('orders.sum', '<', { number: 9 }),
    );
    const { explanation } = await explain({ rules, customerId: shopper(2) });
    expect(explanation.rules).toMatchObject([
      {
        isTrue: true,
        actual: 2,
        orders: { count: 2, listed: [{ externalId: 'order-2-10' }, { externalId: 'order-2-50' }] },
      },
      { isTrue: true, actual: 6, orders: { count: 2 } },
    ]);
  });

  it('names the day on which the answer will change by itself', async () => {
    const rules = all(ask('lastOrderAt', 'inLastDays', 30));
    const { isTrue, changesOn, explanation } = await explain({ rules, customerId: shopper(1) });
    const inDays = Math.round((Date.parse(changesOn ?? '') - Date.now()) / 86_400_000);
    expect([isTrue, explanation.changesOn]).toEqual([true, changesOn]);
    expect(inDays).toBeGreaterThanOrEqual(20);
    expect(inDays).toBeLessThanOrEqual(21);
  });

  it('explains a segment with those that it refers to', async () => {
    const { staticSegmentId, dynamicSegmentId } = world;
    const rules = any(ask('segment', 'isIn', staticSegmentId), ask('segment', 'isNotIn', dynamicSegmentId));
    const { id } = await api.create('Of two', rules, 'dynamic');
    const { isTrue, isInAudience, explanation } = await explain({ segmentId: id, customerId: shopper(12) });
    expect([isTrue, isInAudience]).toEqual([false, null]);
    expect(explanation.rules).toMatchObject([
      { isTrue: false, actual: false, description: 'is in the segment "Few visits"' },
      {
        isTrue: false,
        actual: true,
        description: 'is not in the segment "VIPs"',
        segment: { isTrue: true, rules: [{ field: 'tags', isTrue: true, actual: ['VIP', 'tea'] }] },
      },
    ]);
  });

  it.each(['', ' in upper case'])('tells who is in a frozen audience from who would be (id%s)', async (upper) => {
    const { id } = await api.create('Frozen', all(ask('visits', '=', 39)));
    const segmentId = upper === '' ? id : id.toUpperCase();
    await query(databaseUrl, 'UPDATE "Customer" SET visits = 39 - visits WHERE id = ANY ($1)', [
      [shopper(0), shopper(39)],
    ]);
    const answers = [
      await explain({ segmentId, customerId: shopper(39) }),
      await explain({ segmentId, customerId: shopper(0) }),
    ];
    await query(databaseUrl, 'UPDATE "Customer" SET visits = 39 - visits WHERE id = ANY ($1)', [
      [shopper(0), shopper(39)],
    ]);
    expect(answers).toMatchObject([
      { isTrue: false, isInAudience: true },
      { isTrue: true, isInAudience: false },
    ]);
  });

  it('answers the same when it is repeated', async () => {
    const question = { rules: all(ask('totalSpend', '>', 10)), customerId: shopper(11) };
    expect(await explain(question)).toEqual(await explain(question));
  });

  it('answers 404 for an unknown customer or segment', async () => {
    const rules = all(ask('visits', '>', 1));
    for (const question of [
      { rules, customerId: newId() },
      { segmentId: newId(), customerId: shopper(1) },
    ]) {
      expect(refusalOf(await api.post('/api/segments/explain', question))).toEqual([404, 'not_found']);
    }
  });

  const rules: SegmentRules = all(ask('visits', '>', 1));
  it.each<[string, object, string[]]>([
    ['neither rules nor a segment', {}, ['']],
    ['both', { rules, segmentId: newId() }, ['']],
    ['a bad id', { segmentId: '17' }, ['segmentId']],
    ['a bad customer', { rules, customerId: 'asha' }, ['customerId']],
    ['bad rules', { rules: all(ask('visits', '>', 'many')) }, ['rules.rules.0.value']],
    ['an unknown attribute', { rules: all(ask('attributes.shoeSize', '=', 44)) }, ['rules.rules.0.field']],
    ['more than that', { rules, why: true }, ['why']],
  ])('refuses %s', async (_what, input, paths) => {
    const response = await api.post('/api/segments/explain', { customerId: shopper(1), ...input });
    expect(refusalOf(response)).toEqual([400, 'invalid_input', ...paths]);
  });
});
