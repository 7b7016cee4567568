import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@herald/shared';
import type { Condition } from '@herald/shared';

import { query } from '../../../../scripts/testing/fixtures/database.ts';
import { startTestApi } from '../../../../scripts/testing/fixtures/herald.ts';
import type { RunningHerald } from '../../../../scripts/testing/fixtures/herald.ts';
import { request } from '../../../../scripts/testing/fixtures/request.ts';
import { type Shopper, writeSmallShop } from '../../../../scripts/testing/fixtures/small-shop.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { all, any, ask, not } from './testing/example-segments.ts';
import { refusalOf, SegmentsApi } from './testing/segments-api.ts';

const KIND = ask('visits', '>=', 3);
const MEGABYTE = 'x'.repeat(1_000_000);

const { databaseUrl } = testServers();
let herald: RunningHerald;
let api: SegmentsApi;
let shoppers: Shopper[];
let segmentId: string;

beforeAll(async () => {
  herald = await startTestApi();
  api = new SegmentsApi(herald.url);
  shoppers = await writeSmallShop(databaseUrl);
  segmentId = (await api.create('There before', all(KIND))).id;
});
afterAll(() => herald.stop());

const nested = (levels: number): unknown =>
  Array.from({ length: levels }).reduce((inner) => ({ combinator: 'and', rules: [inner] }), KIND);
const orders = (value: object) => ({ combinator: 'and', rules: [{ field: 'orders.count', operator: '=', value }] });
const where = (field: string, operator: string, value: unknown) =>
  orders({ number: 1, where: [{ field, operator, value }] });

/** Rules, and the path of what is wrong with them. */
const REFUSED: [what: string, rules: unknown, path: string][] = [
  ['null', null, 'rules'],
  ['a text', 'everyone', 'rules'],
  ['a list', [KIND], 'rules'],
  ['an empty object', {}, 'rules.combinator'],
  ['an empty group', { combinator: 'and', rules: [] }, 'rules.rules'],
  [
    'an empty group in a group',
    { combinator: 'or', rules: [KIND, { combinator: 'and', rules: [] }] },
    'rules.rules.1.rules',
  ],
  ['an unknown combinator', { combinator: 'xor', rules: [KIND] }, 'rules.combinator'],
  ['a "not" that is no boolean', { combinator: 'and', not: 'yes', rules: [KIND] }, 'rules.not'],
  ['what a group does not have', { combinator: 'and', rules: [KIND], limit: 1 }, 'rules.limit'],
  ['no field', all({ operator: '=', value: 1 } as unknown as Condition), 'rules.rules.0.field'],
  ['an unknown field', all(ask('shoeSize', '=', 44)), 'rules.rules.0.field'],
  ['a field of every object', all(ask('constructor', '=', 'x')), 'rules.rules.0.field'],
  ['an attribute without a name', all(ask('attributes.', '=', 'x')), 'rules.rules.0.field'],
  ['an attribute of every object', all(ask('attributes.__proto__', '=', 'x')), 'rules.rules.0.field'],
  ['an unknown operator', all(ask('visits', 'soundsLike', 1)), 'rules.rules.0.operator'],
  ['an operator of every object', all(ask('visits', 'toString', 1)), 'rules.rules.0.operator'],
  ['an operator of another type', all(ask('visits', 'contains', 'x')), 'rules.rules.0.operator'],
  ['a value of another type', all(ask('visits', '=', '7')), 'rules.rules.0.value'],
  ['a list where one value belongs', all(ask('visits', '=', [7])), 'rules.rules.0.value'],
  ['no value', all(ask('visits', '=')), 'rules.rules.0.value'],
  ['a value where none belongs', all(ask('email', 'null', 'x')), 'rules.rules.0.value'],
  ['an empty text', all(ask('name', 'contains', '')), 'rules.rules.0.value'],
  ['a fraction of a visit', all(ask('visits', '>', 1.5)), 'rules.rules.0.value'],
  ['fewer visits than none', all(ask('visits', '>', -1)), 'rules.rules.0.value'],
  ['more visits than can be stored', all(ask('visits', '<', 3_000_000_000)), 'rules.rules.0.value'],
  ['a tenth of a cent', all(ask('totalSpend', '>', 0.001)), 'rules.rules.0.value'],
  ['a pair the wrong way round', all(ask('visits', 'between', [9, 3])), 'rules.rules.0.value'],
  ['a day that does not exist', all(ask('createdAt', 'on', '2026-02-30')), 'rules.rules.0.value'],
  ['a day that is written another way', all(ask('createdAt', 'on', '30.1.2026')), 'rules.rules.0.value'],
  ['a year far away', all(ask('createdAt', 'before', '3000-01-01')), 'rules.rules.0.value'],
  ['a day of no year', all(ask('createdAt', 'onDayOfYear', '02-30')), 'rules.rules.0.value'],
  ['no days', all(ask('lastOrderAt', 'inLastDays', 0)), 'rules.rules.0.value'],
  ['too many days', all(ask('lastOrderAt', 'inLastDays', 3_651)), 'rules.rules.0.value'],
  ['an empty list', all(ask('city', 'in', [])), 'rules.rules.0.value'],
  ['a list that is too long', all(ask('city', 'in', Array.from({ length: 1_001 }, String))), 'rules.rules.0.value'],
  ['a number in a list of texts', all(ask('city', 'in', ['Pune', 7])), 'rules.rules.0.value.1'],
  ['a text that is too long', all(ask('name', '=', 'x'.repeat(501))), 'rules.rules.0.value'],
  ['a text of a megabyte', all(ask('name', 'contains', MEGABYTE)), 'rules.rules.0.value'],
  ['a field of a megabyte', all(ask(MEGABYTE, '=', 1)), 'rules.rules.0.field'],
  ['a text that cannot be stored', all(ask('name', '=', 'a\0b')), 'rules.rules.0.value'],
  ['half a character', all(ask('name', '=', '\ud83d')), 'rules.rules.0.value'],
  ['what is no segment', all(ask('segment', 'isIn', 'VIPs')), 'rules.rules.0.value'],
  ['too many levels', nested(7), 'rules.rules.0.rules.0.rules.0.rules.0.rules.0.rules.0'],
  ['too many conditions', all(...Array.from({ length: 201 }, () => KIND)), 'rules.rules'],
  ['orders without a number', orders({}), 'rules.rules.0.value.number'],
  ['an unknown field of orders', where('colour', '=', 'red'), 'rules.rules.0.value.where.0.field'],
  ['an unknown operator of orders', where('sku', 'like', 'x'), 'rules.rules.0.value.where.0.operator'],
  ['an unknown status', where('status', '=', 'LOST'), 'rules.rules.0.value.where.0.value'],
  ['an empty filter of orders', orders({ number: 1, where: [] }), 'rules.rules.0.value.where'],
  ['an unknown window', orders({ number: 1, window: { lastWeeks: 2 } }), 'rules.rules.0.value.window.lastWeeks'],
];

describe.each([
  ['POST /api/segments/preview', (body: object) => api.post('/api/segments/preview', body)],
  ['an estimate', (body: object) => api.post('/api/segments/preview', { ...body, estimate: true })],
  ['POST /api/segments', (body: object) => api.post('/api/segments', { name: 'Everyone?', ...body })],
  ['PATCH /api/segments/:id', (body: object) => api.patch(segmentId, { name: 'Everyone?', ...body })],
  ['a dry run', (body: object) => api.dryRun(segmentId, { name: 'Everyone?', ...body })],
  [
    'POST /api/segments/explain',
    (body: object) => api.post('/api/segments/explain', { customerId: shoppers[0]?.id, ...body }),
  ],
])('%s refuses, naming the path, and never falls open to everyone (I9):', (_call, send) => {
  it.each(REFUSED)('%s', async (_what, rules, path) => {
    const response = await send({ rules });
    expect(refusalOf(response).slice(0, 3)).toEqual([400, 'invalid_input', path]);
    expect(response.text.length).toBeLessThan(10_000);
    expect(await query(databaseUrl, `SELECT 1 FROM "Segment" WHERE name = 'Everyone?'`)).toEqual([]);
  });
});

/** Texts that mean something to somebody on the way. */
const HOSTILE = [
  `'; DROP TABLE "Customer"; --`,
  `" OR 1 = 1 --`,
  '$1',
  '%',
  '_____',
  '\\',
  '.*',
  '(a+)+$',
  '[[:alpha:]]',
  '{"a": 1}',
  '}{',
  'null',
  '__proto__',
  'constructor',
  '<script>alert(1)</script>',
  '\u202egnp',
  '\ufeff',
  '\n\r\t',
  'İ',
  '💥',
];

describe('hostile texts', () => {
  const count = async (condition: Condition) => (await api.preview(all(condition))).audienceSize;

  it.each(HOSTILE)('%j is looked for as it is, in every place where a text can stand', async (text) => {
    const nobody = [
      ask('name', '=', text),
      ask('name', 'contains', `${text}#`),
      ask('email', 'beginsWith', `${text}#`),
      ask('city', 'in', [text, 'nowhere']),
      ask('tags', 'hasAny', [text]),
      ask('attributes.plan', '=', text),
      ask('attributes.plan', 'endsWith', `${text}#`),
      ask('orders.count', '>', { number: 0, where: [{ field: 'product', operator: 'contains', value: `${text}#` }] }),
    ];
    for (const condition of nobody) expect([condition, await count(condition)]).toEqual([condition, 0]);
    expect(await count(ask('name', '!=', text))).toBe(shoppers.length);
  });

  it.each(HOSTILE)('%j is found where it is', async (text) => {
    await query(databaseUrl, `UPDATE "Customer" SET "nameKey" = $1 WHERE "externalId" = 'shopper-7'`, [
      `a${text.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC')}z`,
    ]);
    expect(await count(ask('name', 'contains', text))).toBeGreaterThanOrEqual(1);
    expect(await count(ask('name', '=', `A${text}Z`))).toBe(1);
    expect(await count(ask('name', 'beginsWith', `a${text}`))).toBe(1);
  });

  it.each(HOSTILE)('%j is the name of a segment like any other', async (text) => {
    const name = `a${text}b`;
    const { id } = await api.create(name, all(KIND));
    const found = await api.get(`/api/segments?search=${encodeURIComponent(name)}`);
    expect(found.body).toMatchObject([{ id, name }]);
    expect((await api.find(id)).name).toBe(name);
    await api.delete(id);
  });
});

describe('hostile bodies', () => {
  const sendText = (text: string) =>
    request(herald.url).post('/api/segments/preview').set('content-type', 'application/json').send(text);

  it.each([
    [
      'in a condition',
      '{"rules":{"combinator":"and","rules":[{"field":"visits","operator":">=","value":3,"__proto__":{"value":0}}]}}',
    ],
    [
      'in a group',
      '{"rules":{"combinator":"and","rules":[{"field":"visits","operator":">=","value":3}],"__proto__":{"not":true}}}',
    ],
    [
      'in the body',
      '{"rules":{"combinator":"and","rules":[{"field":"visits","operator":">=","value":3}]},"__proto__":{"estimate":true}}',
    ],
    [
      'as the rules',
      '{"__proto__":{"rules":{"combinator":"and","rules":[{"field":"visits","operator":">=","value":0}]}}}',
    ],
  ])('a prototype %s is refused or changes nothing', async (_where, text) => {
    const response = await sendText(text);
    if (response.status === 200) expect(response.body).toMatchObject({ audienceSize: 37, isEstimate: false });
    else expect(refusalOf(response).slice(0, 2)).toEqual([400, 'invalid_input']);
    expect(({} as { not?: unknown }).not).toBeUndefined();
  });

  it.each([
    [
      'a value that is nested a million times',
      `{"rules":{"combinator":"and","rules":[{"field":"city","operator":"in","value":${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}}]}}`,
    ],
    [
      'groups that are nested a hundred thousand times',
      `{"rules":${'{"combinator":"and","rules":['.repeat(100_000)}${']}'.repeat(100_000)}}`,
    ],
    ['a million conditions', `{"rules":{"combinator":"and","rules":[${'1,'.repeat(999_999)}1]}}`],
    [
      'a million unknown keys',
      `{"rules":{"combinator":"and","rules":[{${Array.from({ length: 300_000 }, (_, n) => `"k${n}":1`).join()}}]}}`,
    ],
    [
      'a number beyond all bounds',
      '{"rules":{"combinator":"and","rules":[{"field":"visits","operator":">=","value":1e999}]}}',
    ],
  ])('%s is refused', async (_what, text) => {
    const response = await sendText(text);
    expect(response.status).toBe(400);
    expect(response.text.length).toBeLessThan(50_000);
  });

  it('an attribute may have any name that a customer can have', async () => {
    const keys = ['a.b', 'a "key"', `it's`, 'constructor', '$1', '%', 'ключ'];
    for (const key of keys) {
      await query(databaseUrl, `INSERT INTO "AttributeDefinition" (key, type) VALUES ($1, 'text')`, [key]);
      await query(
        databaseUrl,
        `UPDATE "Customer" SET "attributeKeys" = jsonb_build_object($1::text, 'yes') WHERE "externalId" = 'shopper-9'`,
        [key],
      );
      const field = `attributes.${key}`;
      expect(await api.preview(all(ask(field, '=', 'YES')))).toMatchObject({ audienceSize: 1 });
      expect(await api.preview(all(ask(field, 'contains', 'es'), ask(field, 'notNull')))).toMatchObject({
        audienceSize: 1,
      });
      expect(await api.preview(all(ask(field, 'null')))).toMatchObject({ audienceSize: shoppers.length - 1 });
    }
  });
});

describe('the most that may be asked', () => {
  it('is counted', async () => {
    const texts = Array.from({ length: 1_000 }, (_, number) => `${number}`.padEnd(50, 'é'));
    expect(await api.preview(all(ask('city', 'notIn', texts), ask('visits', '<', 5)))).toMatchObject({
      audienceSize: 5,
    });
    const conditions = Array.from({ length: 198 }, (_, number) => ask('name', 'contains', `no ${number}`));
    const rules = any(...conditions, not(all(not(all(all(all(all(ask('visits', '=', 4)))))))));
    expect(await api.preview(rules)).toMatchObject({ audienceSize: 1 });
    const history = Array.from({ length: 100 }, (_, number) =>
      ask('orders.count', '>', { number: 100 + number, where: [{ field: 'amount', operator: '>', value: number }] }),
    );
    expect(await api.preview(any(...history))).toMatchObject({ audienceSize: 0 });
  });

  it('and unknown segments are named one by one', async () => {
    const unknown = Array.from({ length: 3 }, () => ask('segment', 'isIn', newId()));
    const response = await api.post('/api/segments/preview', { rules: any(...unknown) });
    const paths = [0, 1, 2].map((index) => `rules.rules.${index}.value`);
    expect(refusalOf(response)).toEqual([400, 'invalid_input', ...paths]);
  });
});
