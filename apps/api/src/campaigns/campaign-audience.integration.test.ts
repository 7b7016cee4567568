import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { campaignDetailOutputSchema, campaignOutputSchema, SEGMENT_KINDS } from '@herald/shared';
import type { CampaignOutput } from '@herald/shared';

import { waitForHanging } from '../../../../scripts/testing/fixtures/backends.ts';
import { query } from '../../../../scripts/testing/fixtures/database.ts';
import { expectAllBooksToBalance } from '../../../../scripts/testing/fixtures/expect-books-to-balance.ts';
import { meetBehind } from '../../../../scripts/testing/fixtures/held-transaction.ts';
import { startTestApi } from '../../../../scripts/testing/fixtures/herald.ts';
import type { RunningHerald } from '../../../../scripts/testing/fixtures/herald.ts';
import { launchWithoutQueue } from '../../../../scripts/testing/fixtures/launch-without-queue.ts';
import { type Shopper, writeSmallShop } from '../../../../scripts/testing/fixtures/small-shop.ts';
import { whileLocked } from '../../../../scripts/testing/fixtures/table-lock.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { all, ask } from '../segments/testing/example-segments.ts';
import { refusalOf, SegmentsApi } from '../segments/testing/segments-api.ts';

/** Shoppers 35 to 39. */
const FREQUENT = all(ask('visits', '>=', 35));
const FREQUENT_NUMBERS = [35, 36, 37, 38, 39];
/** As `environmentOn` has it, and the container. */
const MAIN_CONNECTIONS = 5;
const FREEZE_CONNECTIONS = 4;

const { databaseUrl } = testServers();
let herald: RunningHerald;
let api: SegmentsApi;
let shoppers: Shopper[];

beforeAll(async () => {
  herald = await startTestApi();
  api = new SegmentsApi(herald.url);
  shoppers = await writeSmallShop(databaseUrl);
});
afterEach(() => expectAllBooksToBalance(databaseUrl));
afterAll(() => herald.stop());

const idsOf = (numbers: number[]) => numbers.map((number) => shoppers[number]?.id ?? '').toSorted();

async function launch(segmentId: string, draft = false): Promise<CampaignOutput> {
  const body = { name: 'To them', messageTemplate: 'Hi', segmentId, draft };
  const response = await api.post('/api/campaigns', body);
  expect(response.status).toBe(201);
  return campaignOutputSchema.parse(response.body);
}

async function audienceOf(campaignId: string): Promise<string[]> {
  const [row] = await query<{ ids: string[] }>(
    databaseUrl,
    'SELECT "audienceUserIds" AS ids FROM "Campaign" WHERE id = $1',
    [campaignId],
  );
  return row?.ids ?? [];
}

const setVisits = (number: number, visits: number) =>
  query(databaseUrl, 'UPDATE "Customer" SET visits = $2 WHERE id = $1', [shoppers[number]?.id, visits]);

/** Runs `work` after shopper 0 came to match, and shopper 39 stopped to. */
async function afterComingAndGoing(work: () => Promise<void>): Promise<void> {
  await setVisits(0, 99);
  await setVisits(39, 0);
  try {
    await work();
  } finally {
    await setVisits(0, 0);
    await setVisits(39, 39);
  }
}

describe('the audience of a campaign', () => {
  it('to a dynamic segment: who matches at launch, whoever matched when it was saved', async () => {
    const segment = await api.create('Now', FREQUENT, 'dynamic');
    const before = await launch(segment.id);
    await afterComingAndGoing(async () => {
      const after = await launch(segment.id);
      expect(await audienceOf(after.id)).toEqual(idsOf([0, 35, 36, 37, 38]));
      expect(after).toMatchObject({ status: 'PROCESSING', audienceSize: 5 });
      expect(await audienceOf(before.id)).toEqual(idsOf(FREQUENT_NUMBERS));
    });
  });

  it('to a static segment: who was frozen, until it is refreshed', async () => {
    const segment = await api.create('Frozen', FREQUENT);
    await afterComingAndGoing(async () => {
      const before = await launch(segment.id);
      expect(await audienceOf(before.id)).toEqual(idsOf(FREQUENT_NUMBERS));
      await api.refresh(segment.id);
      expect(await audienceOf((await launch(segment.id)).id)).toEqual(idsOf([0, 35, 36, 37, 38]));
      expect(await audienceOf(before.id)).toEqual(idsOf(FREQUENT_NUMBERS));
    });
  });

  it('to a dynamic segment that refers to others: the frozen ones as they were frozen, the dynamic ones now', async () => {
    const frozen = await api.create('Frozen', FREQUENT);
    const dynamic = await api.create('Now', FREQUENT, 'dynamic');
    const differs = await api.create(
      'Frozen and not now',
      all(ask('segment', 'isIn', frozen.id), ask('segment', 'isNotIn', dynamic.id)),
      'dynamic',
    );
    expect((await launch(differs.id)).audienceSize).toBe(0);
    await afterComingAndGoing(async () => {
      expect(await audienceOf((await launch(differs.id)).id)).toEqual(idsOf([39]));
    });
  });

  it('of a draft: nobody yet, and about as many as the segment had', async () => {
    const segment = await api.create('Now', FREQUENT, 'dynamic');
    const draft = await launch(segment.id, true);
    expect(draft).toMatchObject({ status: 'DRAFT', audienceSize: 5, launchedAt: null });
    expect(await audienceOf(draft.id)).toEqual([]);
  });

  it.each(SEGMENT_KINDS)('once launched to a %s segment: the same, whatever becomes of the segment', async (kind) => {
    const segment = await api.create('Changing', FREQUENT, kind);
    const { id } = await launch(segment.id);
    const changes = [
      () => afterComingAndGoing(async () => void (await api.refresh(segment.id))),
      () => api.update(segment.id, { rules: all(ask('visits', '<', 3)) }),
      () => api.update(segment.id, { kind: kind === 'static' ? 'dynamic' : 'static' }),
      () => api.update(segment.id, { rules: all(ask('visits', '>', 1_000)), kind }),
      () => query(databaseUrl, `UPDATE "Segment" SET rules = '{}' WHERE id = $1`, [segment.id]),
      () => setVisits(35, 35),
    ];
    for (const change of changes) {
      await change();
      expect(await audienceOf(id)).toEqual(idsOf(FREQUENT_NUMBERS));
    }
    expect(refusalOf(await api.delete(segment.id))).toEqual([409, 'conflict']);
    await launchWithoutQueue(databaseUrl, [id]);
    const campaign = campaignDetailOutputSchema.parse((await api.get(`/api/campaigns/${id}`)).body);
    expect(campaign).toMatchObject({ status: 'SENDING', audienceSize: 5, summary: { total: 5 } });
    expect(campaign.rows.map(({ customerId }) => customerId)).toEqual(idsOf(FREQUENT_NUMBERS));
  });

  it('never is a mixture: a launch waits for the change of its segment, and a change for the launch', async () => {
    const segment = await api.create('Changing', FREQUENT, 'dynamic');
    const patch = () => api.update(segment.id, { rules: all(ask('visits', '<', 3)) });
    const campaigns: CampaignOutput[] = [];
    const start = async () => void campaigns.push(await launch(segment.id));
    const lock = { text: 'SELECT 1 FROM "Segment" WHERE id = $1 FOR UPDATE', values: [segment.id] };
    await meetBehind(databaseUrl, lock, [start, patch, start]);
    const audiences = await Promise.all(campaigns.map(({ id }) => audienceOf(id)));
    for (const audience of audiences) expect([idsOf(FREQUENT_NUMBERS), idsOf([0, 1, 2])]).toContainEqual(audience);
  });
});

describe('launches and changes that wait', () => {
  it('keep nobody else waiting, however many they are', async () => {
    const { id } = await api.create('Now', FREQUENT, 'dynamic');
    const waiting = await whileLocked(databaseUrl, 'Customer', async () => {
      const started = Array.from({ length: MAIN_CONNECTIONS + 1 }, () => [launch(id), api.refresh(id)]).flat();
      await waitForHanging(databaseUrl, 'herald-api-freezes', FREEZE_CONNECTIONS);
      expect((await api.post('/api/user', [{ externalId: 'new' }])).status).toBe(202);
      expect((await api.get('/api/segments')).status).toBe(200);
      return started;
    });
    for (const { audienceSize } of await Promise.all(waiting)) expect(audienceSize).toBe(5);
  });
});

describe('a launch that takes too long', () => {
  it('is given up and answers 503, and saves nothing', async () => {
    const impatient = await startTestApi({ FREEZE_TIMEOUT_MS: '1000' });
    const impatientApi = new SegmentsApi(impatient.url);
    try {
      const segment = await api.create('Now', FREQUENT, 'dynamic');
      const body = { name: 'Never', messageTemplate: 'Hi', segmentId: segment.id };
      const answers = await whileLocked(databaseUrl, 'Customer', () =>
        Promise.all([
          impatientApi.post('/api/campaigns', body),
          impatientApi.post('/api/segments', { name: 'Never', rules: FREQUENT }),
          impatientApi.get(`/api/segments/${segment.id}/audience.csv`),
        ]),
      );
      expect(answers.map(refusalOf)).toEqual(answers.map(() => [503, 'timed_out']));
      expect(answers[0].text).toContain(
        'it took longer than 1 s and was stopped; narrow the rules of its segment down',
      );
      const saved = await query(
        databaseUrl,
        `SELECT name FROM "Campaign" WHERE name = 'Never' UNION SELECT name FROM "Segment" WHERE name = 'Never'`,
      );
      expect(saved).toEqual([]);
    } finally {
      await impatient.stop();
    }
  });
});
