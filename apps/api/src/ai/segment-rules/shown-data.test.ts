import { describe, expect, it } from '@jest/globals';

import { shownData } from './shown-data.ts';
import { found, inputFor, VIPS } from './testing/example-input.ts';

type Shown = { fields: { name: string; values?: string[] }[]; [key: string]: unknown };
const shown = (...input: Parameters<typeof inputFor>) => shownData(inputFor(...input)) as unknown as Shown;

describe('what a model is told of a shop', () => {
  it('is its fields, the day, and what the text names', () => {
    const data = shown('segment VIPs in Pune');
    expect(data).toMatchObject({
      text: 'segment VIPs in Pune',
      today: '2026-11-28',
      weekday: 'Saturday',
      timeZone: 'Asia/Kolkata',
      currency: 'INR',
      segments: [
        { shortName: 'S1', name: 'VIPs' },
        { shortName: 'S2', name: 'Broken' },
      ],
      campaigns: [{ shortName: 'C1', name: 'Diwali' }],
    });
    const byName = new Map(data.fields.map((field) => [field.name, field]));
    expect(byName.get('attributes.plan')).toEqual({
      name: 'attributes.plan',
      label: 'plan',
      type: 'text',
      canBeMissing: true,
    });
    expect(byName.get('city')?.values).toEqual(['Pune', 'Delhi']);
    expect(JSON.stringify(data)).not.toContain(VIPS);
  });

  it('has only values that many share, and none of fields that identify somebody', () => {
    const sharedValues = new Map([
      ['name', ['Asha Rao']],
      ['email', ['asha@example.com']],
      ['phone', ['1']],
      ['city', ['Pune', 'x'.repeat(81), 'asha@example.com']],
    ]);
    const data = shown('in Zanskar or Pune', { sharedValues });
    const values = data.fields
      .filter((field) => field.values !== undefined)
      .map(({ name, values: all }) => [name, all]);
    expect(values).toEqual([['city', ['Pune']]]);
    expect(data['valuesInText']).toEqual([
      { field: 'city', value: 'Pune' },
      { field: 'tags', value: 'VIP' },
    ]);
  });

  it('is never more than there is room for', () => {
    const attributes = new Map(Array.from({ length: 500 }, (_, index) => [`key${index}`, 'text' as const]));
    const values = Array.from({ length: 100 }, (_, index) => `value ${index}`);
    const input = inputFor('whose Key-477 is gold', {
      context: { ...inputFor('').context, attributes },
      sharedValues: new Map([...attributes.keys()].map((key) => [`attributes.${key}`, values])),
      found: values.map((value) => found('city', value, 20)),
    });
    const data = shownData(input) as unknown as Shown;
    const ofAttributes = data.fields.filter(({ name }) => name.startsWith('attributes.'));
    expect(ofAttributes).toHaveLength(100);
    expect(ofAttributes.slice(0, 4).map(({ name }) => name)).toContain('attributes.key477');
    expect(ofAttributes[0]?.values).toHaveLength(15);
    expect(data['valuesInText']).toHaveLength(50);
  });

  it('leaves out the values of more attributes than there is room for', () => {
    const attributes = new Map(Array.from({ length: 100 }, (_, index) => [`an attribute, ${index}`, 'text' as const]));
    const values = Array.from({ length: 15 }, (_, index) => `${index} ${'क'.repeat(60)}`);
    const input = inputFor('x', {
      context: { ...inputFor('').context, attributes },
      sharedValues: new Map([...attributes.keys()].map((key) => [`attributes.${key}`, values])),
    });
    const { fields } = shownData(input) as unknown as Shown;
    const withValues = fields.filter((field) => field.values !== undefined);
    expect(withValues.length).toBeGreaterThan(0);
    expect(withValues.at(-1)?.values).toEqual(values);
    // What is sent as a whole has 60,000 bytes at most.
    expect(Buffer.byteLength(JSON.stringify(JSON.stringify(shownData(input))))).toBeLessThan(45_000);
  });

  it('has no personal data of the text, of names or of keys', () => {
    const data = shown('VIPs like Asha Rao, a@b.example', {
      people: { names: new Set(['asha rao']), externalIds: new Set() },
      named: { segments: [{ id: VIPS, name: 'Friends of Asha Rao' }], campaigns: [] },
      context: { ...inputFor('').context, attributes: new Map([['a@b.example', 'text']]) },
    });
    const sent = JSON.stringify(data);
    expect(sent).not.toMatch(/asha|a@b/i);
    expect(sent).toContain('Friends of [name 1]');
    expect(sent).toContain('attributes.[email 1]');
    const oneOfThem = shown('in the segment Asha Rao', {
      people: { names: new Set(['asha rao']), externalIds: new Set() },
      named: { segments: [{ id: VIPS, name: 'Asha Rao' }], campaigns: [] },
    });
    expect(oneOfThem).toMatchObject({
      text: 'in the segment [name 1]',
      segments: [{ shortName: 'S1', name: '[name 1]' }],
    });
  });
});
