import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { SegmentRules, UserInput } from '@herald/shared';

import { startGeminiServer } from '../../../../../scripts/testing/fixtures/gemini-server.ts';
import type { GeminiServer } from '../../../../../scripts/testing/fixtures/gemini-server.ts';
import { startTestApi } from '../../../../../scripts/testing/fixtures/herald.ts';
import type { RunningHerald } from '../../../../../scripts/testing/fixtures/herald.ts';
import { IngestionWithoutQueue } from '../../../../../scripts/testing/fixtures/ingestion-without-queue.ts';
import { testServers } from '../../../../../scripts/testing/fixtures/test-servers.ts';
import { all, any, ask, not } from '../../segments/testing/example-segments.ts';
import { SegmentsApi } from '../../segments/testing/segments-api.ts';
import { WritingApi } from './testing/writing-api.ts';

const { databaseUrl } = testServers();
const CUSTOMERS = 60;
/** What only some of the customers have: too few to be told of. */
const SECRETS = /zebedee|quixote|98765|xk-\d|zanskar|rare|seekrit|nineteen/i;
let gemini: GeminiServer;
let herald: RunningHerald;
let segments: SegmentsApi;
let api: WritingApi;

beforeAll(async () => {
  gemini = await startGeminiServer();
  herald = await startTestApi({ AI_PROVIDER: 'gemini', GEMINI_API_KEY: 'test-key', GEMINI_URL: gemini.url });
  segments = new SegmentsApi(herald.url);
  api = new WritingApi(herald.url);
  const ingestion = new IngestionWithoutQueue(databaseUrl);
  await ingestion.writeCustomers(Array.from({ length: CUSTOMERS }, (_, number) => customer(number)));
  const orders = Array.from({ length: CUSTOMERS }, (_, number) => ({
    externalId: `order-xk-${number}`,
    customerExternalId: `XK-${number}0`,
    amount: 98_765 + number,
    orderedAt: '2026-11-01T10:00:00Z',
    items: [{ name: number < 30 ? 'Tea' : `Rare for Zebedee ${number}`, quantity: 1, price: 98_765 }],
  }));
  await ingestion.persistOrders(await ingestion.acceptOrders(orders));
  await ingestion.close();
});
afterAll(async () => {
  await herald.stop();
  await gemini.close();
});
beforeEach(() => {
  gemini.requests.length = 0;
  gemini.answers({ json: { variants: [], tags: [] } });
});

function customer(number: number): UserInput {
  return {
    externalId: `XK-${number}0`,
    name: `Zebedee Quixote ${number}`,
    email: `zebedee.${number}@quixote${number}.example`,
    phone: `+91 98765 4${1_000 + number}`,
    tags: [number < 19 ? 'nineteen-tag' : 'many-tag', `raretag-${number}`],
    attributes: {
      plan: number < 19 ? 'nineteen-plan' : 'many-plan',
      note: `seekrit ${number}`,
      points: 98_765 + number,
    },
    address: {
      line1: `seekrit street ${number}`,
      city: number === 0 ? 'Zanskar' : number < 20 ? 'Nineteenville' : 'Manyville',
      country: 'India',
      postalCode: `98765${number}`,
    },
  };
}

const product = (operator: string, value: string) => ({
  number: 1,
  where: [{ field: 'product' as const, operator, value }],
});

const RULES: [string, SegmentRules, string[]][] = [
  ['who somebody is', any(ask('name', '=', 'Zebedee Quixote 1'), ask('name', 'contains', 'quixote')), ['name is']],
  [
    'how somebody is reached',
    any(ask('email', '=', 'zebedee.1@quixote1.example'), ask('phone', 'contains', '98765')),
    ['email is'],
  ],
  ['whose domain it is', all(ask('emailDomain', 'in', ['quixote1.example', 'quixote2.example'])), ['email domain']],
  [
    'where few live',
    any(ask('city', 'in', ['Zanskar', 'Nineteenville', 'Manyville']), ask('postalCode', '=', '987651')),
    ['Manyville'],
  ],
  [
    'parts of values',
    any(ask('city', 'beginsWith', 'Zansk'), ask('postalCode', 'contains', '98765')),
    ['city starts with'],
  ],
  ['what few are labelled', not(all(ask('tags', 'hasAny', ['raretag-1', 'nineteen-tag', 'many-tag']))), ['many-tag']],
  [
    'attributes of few',
    any(
      ask('attributes.plan', 'in', ['nineteen-plan', 'many-plan']),
      ask('attributes.note', '=', 'seekrit 1'),
      ask('attributes.points', '=', 98_766),
    ),
    ['many-plan', 'points'],
  ],
  ['a range that fits one', any(ask('attributes.points', 'between', [98_765, 98_765])), ['points']],
  [
    'what few bought',
    any(
      ask('orders.count', '>=', product('=', 'Rare for Zebedee 31')),
      ask('orders.count', '>=', product('contains', 'zebedee')),
      ask('orders.count', '>=', product('=', 'Tea')),
    ),
    ['Tea'],
  ],
];

it.each(RULES)('no request tells %s', async (_what, rules, told) => {
  const { id } = await segments.create('Everybody', any(rules, ask('visits', '>=', 0)), 'dynamic');
  await api.messages({ objective: 'Say hello', segmentId: id });
  await api.tags({ segmentId: id, messageTemplate: 'Hi {name|there}' });
  const sent = JSON.stringify(gemini.requests);
  expect(gemini.requests.length).toBeGreaterThanOrEqual(2);
  expect(sent).not.toMatch(SECRETS);
  for (const words of told) expect(sent).toContain(words);
});

it('no request tells of a customer whom somebody wrote of', async () => {
  const words = 'Zebedee Quixote 7, zebedee.7@quixote7.example, +91 98765 41007, number XK-70';
  const inside = await segments.create(`Also for ${words}`, all(ask('visits', '>=', 0)), 'dynamic');
  const { id } = await segments.create(`For ${words}`, all(ask('segment', 'isIn', inside.id)), 'dynamic');
  await api.messages({ objective: `Thank ${words} for buying tea`, segmentId: id });
  await api.tags({ segmentId: id, messageTemplate: `Dear ${words}, enjoy your tea` });
  const sent = JSON.stringify(gemini.requests);
  expect(sent).not.toMatch(SECRETS);
  expect(sent).toContain('for buying tea');
  expect(sent).toContain('enjoy your tea');
  expect(sent).toContain('is in the segment');
});

it('what was sent is shown whole to whoever asked', async () => {
  const { id } = await segments.create('Shown', all(ask('visits', '>=', 0)), 'dynamic');
  const { origin } = await api.messages({ objective: 'Say hello', segmentId: id });
  expect(origin.exchanges.map(({ sent }) => JSON.parse(sent) as unknown)).toEqual(
    gemini.requests.map(({ body }) => body),
  );
});
