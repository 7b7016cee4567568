import { describe, expect, it } from '@jest/globals';

import {
  ATTRIBUTE_TYPES,
  attributeFieldName,
  attributeKeyOf,
  type AttributeType,
  attributeTypeOf,
  readAttribute,
} from './attributes.ts';

describe('readAttribute', () => {
  it.each<[unknown, Partial<Record<AttributeType, unknown>>]>([
    ['Gold', { text: 'gold' }],
    ['', { text: '' }],
    ['true', { text: 'true' }],
    ['3', { text: '3' }],
    [0, { number: 0 }],
    [-2.5, { number: -2.5 }],
    [true, { boolean: true }],
    [false, { boolean: false }],
    ['2024-02-29', { text: '2024-02-29', date: '2024-02-29' }],
    ['2026-11-22T10:00:00+05:30', { text: '2026-11-22t10:00:00+05:30', date: Date.parse('2026-11-22T04:30:00Z') }],
    ['2026-02-29', { text: '2026-02-29' }],
    ['2026-11-22T10:00:00', { text: '2026-11-22t10:00:00' }],
    ['1899-12-31', { text: '1899-12-31' }],
    ['2026-11-22 or so', { text: '2026-11-22 or so' }],
    [null, {}],
    [undefined, {}],
    [['Gold'], {}],
    [{ text: 'Gold' }, {}],
  ])('reads %j as what its type says, and as nothing where it is of another', (value, expected) => {
    for (const type of ATTRIBUTE_TYPES) {
      expect([type, readAttribute(value, type)]).toEqual([type, expected[type] ?? null]);
    }
  });
});

describe('attributeTypeOf', () => {
  it.each<[string | number | boolean, AttributeType]>([
    ['Gold', 'text'],
    ['2026-02-29', 'text'],
    ['2026-11-22', 'date'],
    ['2026-11-22T10:00:00Z', 'date'],
    [0, 'number'],
    [false, 'boolean'],
  ])('of %j is %s, which reads it', (value, type) => {
    expect(attributeTypeOf(value)).toBe(type);
    expect(readAttribute(value, type)).not.toBeNull();
  });
});

describe('the field of an attribute', () => {
  it.each(['plan', 'a.b', 'attributes.', '__proto__', ' '])('names the key %j', (key) => {
    expect(attributeKeyOf(attributeFieldName(key))).toBe(key);
  });

  it.each(['city', 'attributes', 'attributes.', 'xattributes.plan'])('is not %j', (field) => {
    expect(attributeKeyOf(field)).toBeUndefined();
  });
});
