import { describe, expect, it } from '@jest/globals';
import type { AttributeType, AttributeValue } from '@herald/shared';

import { addMissingTypes, type Attributes, foldOrNull, readAttributes } from './key-columns.ts';

/** What is left of one value under a key of this type; `misfit` when nothing is. */
function readAs(type: AttributeType, value: AttributeValue): AttributeValue | undefined {
  const { keys, misfits } = readAttributes({ key: value }, new Map([['key', type]]));
  return misfits.length > 0 ? 'misfit' : keys['key'];
}

it.each([
  [null, null],
  ['', ''],
  ['+91 (0)22', '+91 (0)22'],
  ['STRASSE', 'strasse'],
  ['straße', 'strasse'],
  ['E\u0301COLE', 'école'],
  ['İZMİR', 'i̇zmi̇r'],
  ['Ａ１', 'a1'],
])('the key of %j is %j', (text, key) => {
  expect(foldOrNull(text)).toBe(key);
});

describe('the type of a custom attribute', () => {
  it('is that of its first value', () => {
    const types = new Map<string, AttributeType>();
    addMissingTypes(types, {
      plan: 'Gold',
      points: 1e21,
      vip: false,
      since: '2026-02-28',
      seen: '2026-02-28T10:00:00Z',
    });
    addMissingTypes(types, { points: 'many', plan: 3, late: '2026-02-30', blank: '' });
    expect(Object.fromEntries(types)).toEqual({
      plan: 'text',
      points: 'number',
      vip: 'boolean',
      since: 'date',
      seen: 'date',
      // There is no such day.
      late: 'text',
      blank: 'text',
    });
  });
});

describe('readAttributes', () => {
  it.each<[AttributeType, AttributeValue, AttributeValue]>([
    ['text', 'Straße İ', 'strasse i̇'],
    ['text', '', ''],
    ['text', '2026-11-22', '2026-11-22'],
    ['text', '12', '12'],
    ['number', 1e21, 1e21],
    ['number', -0.5, -0.5],
    ['boolean', false, false],
    ['date', '2026-11-22', '2026-11-22'],
    ['date', '2026-11-22T10:00:00.250+05:30', Date.UTC(2026, 10, 22, 4, 30, 0, 250)],
  ])('keeps of a key of type %s what rules compare: %j as %j', (type, value, key) => {
    expect(readAs(type, value)).toBe(key);
  });

  const others: [AttributeType, AttributeValue][] = [
    ['text', 12],
    ['text', true],
    ['number', '12'],
    ['number', false],
    ['boolean', 'true'],
    ['boolean', 1],
    ['date', 'soon'],
    ['date', '2026-02-30'],
    ['date', ''],
    ['date', 1_795_305_600_000],
  ];
  it.each(others)('names a key of type %s whose value is %j', (type, value) => {
    expect(readAs(type, value)).toBe('misfit');
  });

  it('names the misfits in one order, whatever that of the attributes', () => {
    const types = new Map(['b', 'a', '10', '9'].map((key) => [key, 'boolean' as const]));
    expect(readAttributes({ b: 1, '9': 1, a: 1, '10': 1 }, types).misfits).toEqual(['10', '9', 'a', 'b']);
  });

  it('takes every text for a key', () => {
    const attributes = JSON.parse('{"__proto__":"A","constructor":"B","":"C","10":"D"}') as Attributes;
    const types = new Map<string, AttributeType>();
    addMissingTypes(types, attributes);
    const { keys, misfits } = readAttributes(attributes, types);
    expect(JSON.stringify(keys)).toBe('{"10":"d","__proto__":"a","constructor":"b","":"c"}');
    expect(misfits).toEqual([]);
  });

  it('refuses to guess a type', () => {
    expect(() => readAttributes({ plan: 'gold' }, new Map())).toThrow('no type');
  });
});
