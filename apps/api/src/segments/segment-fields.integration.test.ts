import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  campaignOutputSchema,
  FIELD_NAMES,
  ORDER_FIELD_NAMES,
  ORDER_STATUSES,
  segmentFieldsOutput,
} from '@herald/shared';
import type { SegmentField, SegmentFieldsOutput, UserInput } from '@herald/shared';

import { query } from '../../../../scripts/testing/fixtures/database.ts';
import { startTestApi } from '../../../../scripts/testing/fixtures/herald.ts';
import type { RunningHerald } from '../../../../scripts/testing/fixtures/herald.ts';
import { IngestionWithoutQueue } from '../../../../scripts/testing/fixtures/ingestion-without-queue.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { all, ask } from './testing/example-segments.ts';
import { SegmentsApi } from './testing/segments-api.ts';

const { databaseUrl } = testServers();
let herald: RunningHerald;
let api: SegmentsApi;
let empty: SegmentFieldsOutput;
let catalogue: SegmentFieldsOutput;
const ids: Record<string, string> = {};

const CUSTOMERS: { city: string; tags: string[]; attributes: UserInput['attributes'] }[] = [
  {
    city: 'Pune',
    tags: ['École', 'vip', 'Tea'],
    attributes: { plan: 'Gold', points: 3, vip: true, since: '2026-01-01' },
  },
  {
    city: 'PUNE',
    tags: ['VIP', 'école'],
    attributes: { plan: 'gold', points: 'many', vip: 'yes', since: '2026-01-02' },
  },
  { city: 'pune', tags: ['tea'], attributes: { plan: 'GOLD', points: true, vip: false, since: 'long ago' } },
  { city: 'Goa', tags: ['tea'], attributes: { plan: 'silver', points: 1.5 } },
  { city: 'Goa', tags: [], attributes: { plan: 'silver' } },
  { city: 'Alone', tags: ['alone'], attributes: { plan: 'alone', secret: 'only mine', long: 'x'.repeat(600) } },
  { city: '', tags: [], attributes: { plan: '', secret: 'only theirs', long: 'x'.repeat(600) } },
];

beforeAll(async () => {
  herald = await startTestApi({ TIME_ZONE: 'Asia/Kolkata', CURRENCY: 'EUR' });
  const early = await startTestApi();
  empty = segmentFieldsOutput.parse((await new SegmentsApi(early.url).get('/api/segments/fields')).body);
  await early.stop();
  api = new SegmentsApi(herald.url);
  await writeCustomers();
  ids['segment'] = (await api.create('Everyone', all(ask('visits', '>=', 0)))).id;
  const campaign = { name: 'Diwali', messageTemplate: 'Hi', segmentId: ids['segment'] };
  ids['campaign'] = campaignOutputSchema.parse((await api.post('/api/campaigns', campaign)).body).id;
  const response = await api.get('/api/segments/fields');
  expect(response.status).toBe(200);
  catalogue = segmentFieldsOutput.strict().parse(response.body);
});
afterAll(() => herald.stop());

async function writeCustomers(): Promise<void> {
  const ingestion = new IngestionWithoutQueue(databaseUrl);
  await ingestion.writeCustomers(
    CUSTOMERS.map(({ city, tags, attributes }, number) => ({
      externalId: `c-${number}`,
      // Two of each, so that nothing but who they tell of keeps them from being suggested.
      name: `Asha ${number >> 1}`,
      phone: `+91 ${number >> 1}`,
      email: `asha-${number}@${number < 5 ? 'Example.com' : `own-${number}.test`}`,
      tags,
      attributes,
      address: { city, state: 'Maharashtra', country: 'India', postalCode: `41100${number >> 1}` },
    })),
  );
  await ingestion.close();
}

const field = (name: string): SegmentField => {
  const found = catalogue.fields.find((each) => each.name === name);
  if (found === undefined) throw new Error(`there is no field ${name}`);
  return found;
};
const suggested = (name: string) => field(name).suggestions.map(({ value }) => value);

describe('GET /api/segments/fields', () => {
  it('has every field, and the attributes that customers have', () => {
    const attributes = ['long', 'plan', 'points', 'secret', 'since', 'vip'].map((key) => `attributes.${key}`);
    expect(catalogue.fields.map(({ name }) => name)).toEqual([...FIELD_NAMES, ...attributes]);
    expect(catalogue.orderFields.map(({ name }) => name)).toEqual([...ORDER_FIELD_NAMES]);
    expect(empty.fields.map(({ name }) => name)).toEqual([...FIELD_NAMES]);
  });

  it('says what a field is, and which operators it has', () => {
    expect(field('city')).toMatchObject({ label: 'city', group: 'profile', type: 'text', whenMissing: 'missing' });
    expect(field('totalSpend')).toMatchObject({ group: 'totals', type: 'money', whenMissing: 'zero' });
    expect(field('city').operators).toContainEqual({
      name: '!=',
      label: 'is not',
      value: 'one',
      numbers: null,
      takes: null,
      opposite: '=',
      includesMissing: true,
      dependsOnToday: false,
    });
    const lastDays = field('lastOrderAt').operators.find(({ name }) => name === 'notInLastDays');
    expect(lastDays).toMatchObject({ opposite: 'inLastDays', includesMissing: true, dependsOnToday: true });
  });

  it('says how much may be asked, in which zone and currency', () => {
    expect(catalogue).toMatchObject({
      limits: { levels: 6, conditions: 200, listValues: 1_000, textLength: 500, days: 3_650 },
      timeZone: 'Asia/Kolkata',
      currency: 'EUR',
    });
  });

  it('suggests the values of texts, most frequent first, whatever their case', () => {
    expect(suggested('city').map((value) => String(value).toLowerCase())).toEqual(['pune', 'goa']);
    expect(suggested('attributes.plan').map((value) => String(value).toLowerCase())).toEqual(['gold', 'silver']);
    expect(suggested('tags').map((value) => String(value).toLowerCase())).toEqual(['tea', 'vip', 'école']);
    expect(suggested('emailDomain')).toEqual(['example.com']);
    expect(suggested('country')).toEqual(['India']);
    expect(suggested('postalCode')).toEqual(['411000', '411001', '411002']);
  });

  it('suggests values that can be asked for, and that somebody has', async () => {
    const texts = ['city', 'state', 'country', 'postalCode', 'emailDomain', 'attributes.plan'];
    for (const name of texts) {
      expect(suggested(name).length).toBeGreaterThan(0);
      for (const value of suggested(name)) {
        const { audienceSize } = await api.preview(all(ask(name, '=', value)));
        expect(audienceSize).toBeGreaterThanOrEqual(2);
      }
    }
  });

  it.each(['name', 'email', 'phone'])('never suggests a %s', (name) => {
    expect(suggested(name)).toEqual([]);
  });

  it('never suggests what only one customer has, nor what is too long to be asked for', () => {
    expect(suggested('attributes.secret')).toEqual([]);
    expect(suggested('attributes.long')).toEqual([]);
    expect(JSON.stringify(catalogue)).not.toMatch(/alone|only mine|own-5|asha/i);
  });

  it('suggests what can be chosen from, with names', () => {
    expect(field('segment').suggestions).toEqual([{ value: ids['segment'], label: 'Everyone' }]);
    expect(field('campaign').suggestions).toEqual([{ value: ids['campaign'], label: 'Diwali' }]);
    expect(suggested('attributes.vip')).toEqual([true, false]);
    expect(suggested('unsubscribed')).toEqual([true, false]);
    const status = catalogue.orderFields.find(({ name }) => name === 'status');
    expect(status?.suggestions.map(({ value }) => value)).toEqual([...ORDER_STATUSES]);
    expect(suggested('attributes.points')).toEqual([]);
  });

  it('counts the values of another type than their attribute, which read as not set', async () => {
    const attributes = catalogue.fields.filter(({ group }) => group === 'attributes');
    expect(attributes.map(({ name, type, misfits }) => [name, type, misfits])).toEqual([
      ['attributes.long', 'text', 0],
      ['attributes.plan', 'text', 0],
      ['attributes.points', 'number', 2],
      ['attributes.secret', 'text', 0],
      ['attributes.since', 'date', 1],
      ['attributes.vip', 'boolean', 1],
    ]);
    expect(await api.preview(all(ask('attributes.points', 'notNull')))).toMatchObject({ audienceSize: 2 });
    expect(await api.preview(all(ask('attributes.points', 'null')))).toMatchObject({ audienceSize: 5 });
    expect(await api.preview(all(ask('attributes.points', '!=', 3)))).toMatchObject({ audienceSize: 6 });
    expect(await api.preview(all(ask('attributes.since', 'null')))).toMatchObject({ audienceSize: 5 });
  });

  it('takes no parameters', async () => {
    expect((await api.get('/api/segments/fields?field=city')).status).toBe(400);
  });

  it('knows a new attribute at once', async () => {
    await query(databaseUrl, `INSERT INTO "AttributeDefinition" (key, type) VALUES ('shoeSize', 'number')`);
    const { fields } = segmentFieldsOutput.parse((await api.get('/api/segments/fields')).body);
    expect(fields.find(({ name }) => name === 'attributes.shoeSize')).toMatchObject({ type: 'number', misfits: 0 });
  });
});
