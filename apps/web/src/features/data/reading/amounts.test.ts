import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { guessDecimalMark, looksNumeric, parseNumber } from './amounts.ts';

describe('a number', () => {
  it.each([
    ['1234.50', 1234.5],
    ['1,234.50', 1234.5],
    ['₹1,23,456.50', 123_456.5],
    ['Rs. 1,234', 1234],
    ['$ 12', 12],
    ['12.00 USD', 12],
    ['1 234.50', 1234.5],
    ['1\u202F234.50', 1234.5],
    ["1'234.50", 1234.5],
    ['.5', 0.5],
    ['12.5000', 12.5],
    ['-3.20', -3.2],
    ['-₹3.20', -3.2],
    ['(3.20)', -3.2],
  ])('with a decimal point is read: %s', (text, value) => {
    expect(parseNumber(text, 'point')).toBe(value);
  });

  it.each([
    ['1.234,50', 1234.5],
    ['1234,5', 1234.5],
    ['1.234.567', 1_234_567],
    ['12,00 €', 12],
    ['1 234,50', 1234.5],
  ])('with a decimal comma is read: %s', (text, value) => {
    expect(parseNumber(text, 'comma')).toBe(value);
  });

  it.each(['free', '', '1,23', '1,2345', '12,34.5', '1.2.3', '1-2', '12 34', '1e3', '٣'])(
    'is not made of %p',
    (text) => {
      expect(parseNumber(text, 'point')).toBeUndefined();
    },
  );

  it('is read as whoever wrote it meant it, in the ways of many countries', () => {
    const ways = [
      ['en-US', 'point'],
      ['en-IN', 'point'],
      ['de-CH', 'point'],
      ['de-DE', 'comma'],
      ['fr-FR', 'comma'],
      ['pl-PL', 'comma'],
    ] as const;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 ** 11 }), fc.constantFrom(...ways), (cents, [locale, mark]) => {
        const text = (cents / 100).toLocaleString(locale, { style: 'currency', currency: 'INR' });
        expect(parseNumber(text, mark)).toBe(cents / 100);
      }),
      { seed: 20261128, numRuns: 500 },
    );
  });
});

describe('the decimal mark of a column', () => {
  it.each([
    [['12.50', '7'], 'point'],
    [['1,234.50', '900'], 'point'],
    [['1.234,50'], 'comma'],
    [['12,5', '1.234'], 'comma'],
    [['1.234.567'], 'comma'],
    [['12', '900'], 'plain'],
    [[], 'plain'],
    [['1,234', '900'], 'point'],
    [['1.234', '900'], 'unsure'],
    [['12.50', '12,50'], 'unsure'],
    [['12.50', '7.25', '12,50'], 'point'],
    [['0.125'], 'point'],
    [['1234.567'], 'point'],
  ])('of %j is %s', (samples, mark) => {
    expect(guessDecimalMark(samples)).toBe(mark);
  });
});

it('does not take postal codes and long ids for numbers', () => {
  expect(['0411', '12345678901234567890', '1,234', '+91', '1e5', ''].filter(looksNumeric)).toEqual([]);
  expect(['0', '-1', '12.5', '411001'].filter(looksNumeric)).toHaveLength(4);
});
