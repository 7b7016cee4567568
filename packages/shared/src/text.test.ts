import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { foldText, isStorable, storableText, toStorable } from './text.ts';

const SEED = 20_261_122;

describe('foldText', () => {
  it.each([
    ['PUNE', 'pune'],
    ['Straße', 'STRASSE'],
    ['ﬁne', 'FINE'],
    ['ıstanbul', 'ISTANBUL'],
    ['É', 'e\u0301'],
    ['Ａｂｃ', 'abc'],
    ['ΣΊΣΥΦΟΣ', 'σίσυφος'],
  ])('takes %j and %j for the same', (a, b) => {
    expect(foldText(a)).toBe(foldText(b));
  });

  it.each([
    ['a', 'ä'],
    ['a b', 'ab'],
    ['1_0', '10'],
    ['%', ''],
    ['resume', 'résumé'],
  ])('tells %j from %j', (a, b) => {
    expect(foldText(a)).not.toBe(foldText(b));
  });

  it('does not depend on the letter case or the Unicode form of what it is given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (text) => {
        const folded = foldText(text);
        const spelledOtherwise = [folded, text.normalize('NFD'), text.normalize('NFC'), text.toUpperCase()];
        return spelledOtherwise.every((other) => foldText(other) === folded);
      }),
      { seed: SEED, numRuns: 2_000 },
    );
  });
});

describe('storableText', () => {
  const schema = storableText(5);

  it.each(['', 'abcde', '😀', 'a\nb', '\u0001', '\uFFFF'])('takes %j', (text) => {
    expect(schema.parse(text)).toBe(text);
  });

  it.each([
    ['NUL', 'a\0'],
    ['a lone high surrogate', '\uD83D'],
    ['a lone low surrogate', 'x\uDE00'],
    ['surrogates the wrong way round', '\uDE00\uD83D'],
  ])('refuses %s', (_name, text) => {
    expect(schema.safeParse(text).error?.issues[0]?.message).toBe('must not contain NUL or broken Unicode characters');
  });

  it('refuses text that is too long, in words', () => {
    expect(schema.safeParse('abcdef').error?.issues[0]?.message).toBe('must be at most 5 characters');
  });
});

describe('toStorable', () => {
  it.each([
    ['plain', 'plain'],
    ['😀', '😀'],
    ['a\0b', 'a\ufffdb'],
    ['\ud83d!\ude00', '\ufffd!\ufffd'],
  ])('makes of %j what can be stored', (text, expected) => {
    expect(toStorable(text)).toBe(expected);
    expect(isStorable(toStorable(text))).toBe(true);
  });
});
