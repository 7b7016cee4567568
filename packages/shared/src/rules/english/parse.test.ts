import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { DomainError } from '../../errors.ts';
import { MAX_CONDITIONS, MAX_LEVELS } from '../rule-tree.ts';
import { parseDescription } from './parse.ts';
import { CONTEXT, HOSTILE_TEXTS, SEED, TWIN } from './testing/examples.ts';

function refusalOf(english: string): string {
  try {
    parseDescription(english, CONTEXT);
  } catch (error) {
    if (error instanceof DomainError && error.code === 'invalid_input') return error.message;
    throw error;
  }
  throw new Error(`${english} was taken`);
}

describe('a description that is not understood', () => {
  it.each([
    ['', /^character 1: expected "\(", "not \(", "either", "name", "email", .*found the end$/],
    ['nmae is "x"', /^character 1: expected .*"name", .*, found "nmae"$/],
    ['city', /^character 5: expected "is", "contains", "does", "starts" or "ends", found the end$/],
    ['city is Pune', /^character 9: expected a text in double quotes, "not", "one", "none" or "set", found "Pune"$/],
    ['city is "Pune" and state is "x"', /^character 16: expected ", and" or the end, found "and"$/],
    ['city is "Pune", city is "x"', /^character 15: expected ", and" or the end, found ","$/],
    ['city is "Pune" or city is "x"', /^character 16: expected ", and" or the end, found "or"$/],
    ['either city is "Pune" city is "x"', /^character 23: expected "or", ", and" or the end, found "city"$/],
    ['(city is "Pune"', /^character 16: expected ", and" or "\)", found the end$/],
    ['not city is "Pune"', /^character 5: expected "\(", found "city"$/],
    ['city is "Pune', /^character 9: expected a text that ends in a double quote$/],
    ['is in the segment [x', /^character 19: expected an id that ends in a square bracket$/],
    ['city is "a\\qb"', /^character 11: expected one of \\" /],
    ['city is “Pune”', /^character 9: expected a word, a number, or a text in double quotes, found "“"$/],
    ['city is ""', /^character 9: must not be empty$/],
    ['spent more than 5', /^character 18: expected "INR", found the end$/],
    ['spent more than 5 USD', /^character 19: expected "INR", found "USD"$/],
    ['spent more than 0.001 INR', /^character 17: must have at most two decimals$/],
    ['spent more than INR', /^character 17: expected an amount, as 10,000 INR, found "INR"$/],
    ['spent between 2 INR and 1 INR', /^character 15: the first value must not be above the second$/],
    ['ordered fewer than 1.5 times', /^character 20: must be a whole number$/],
    ['ordered fewer than 3 days', /^character 22: expected "times", found "days"$/],
    ['was created on 30 February 2026', /^character 16: must be a real calendar date/],
    ['was created before 5', /^character 20: expected a date, as 22 November 2026, found "5"$/],
    ['was created in the last 0 days', /^character 25: must be at least 1$/],
    ['is in the segment "Nobody"', /^character 19: expected a segment: there is none called "Nobody"$/],
    ['is in the segment "Twins"', /^character 19: expected one segment: 2 are called so; say which, as "Twins" \[/],
    [`is in the segment "VIPs" [${TWIN}]`, /^character 26: expected the id of a segment called "VIPs"$/],
    ['is in the segment [VIPs]', /^character 19: must be an id \(UUID\)$/],
    ['attribute "plan" is more than 5', /^character 21: expected a text in double quotes, .*, found "more"$/],
    ['placed no orders where status is "paid"', /^character 34: /],
    [
      'placed no orders where city is "Pune"',
      /^character 24: expected "an", "no", "status", "amount" or "order", found/,
    ],
    ['placed no orders in the last 0 days', /^character 30: must be at least 1$/],
    ['placed no orders between 2 May 2026 and 1 May 2026', /^character 26: the first value must not be above/],
  ])('%s', (english, expected) => {
    expect(refusalOf(english)).toMatch(expected);
  });

  it('is refused for too many levels and conditions, however it is nested', () => {
    const nested = (levels: number) => `${'('.repeat(levels)}city is "Pune"${')'.repeat(levels)}`;
    expect(parseDescription(nested(MAX_LEVELS - 1), CONTEXT)).toBeDefined();
    expect(refusalOf(nested(MAX_LEVELS))).toContain(`at most ${MAX_LEVELS} levels`);
    expect(refusalOf(nested(100_000))).toContain(`at most ${MAX_LEVELS} levels`);
    expect(
      refusalOf(
        Array<string>(MAX_CONDITIONS + 1)
          .fill('city is "Pune"')
          .join(', and '),
      ),
    ).toContain('at most 200');
  });

  it('gets an answer and no crash, whatever was typed', () => {
    const words = 'either not ( ) and or , is "x" 5 INR city spent more than orders where in the last days [y]'.split(
      ' ',
    );
    const typed = fc
      .array(fc.constantFrom(...words, ...HOSTILE_TEXTS), { maxLength: 12 })
      .map((parts) => parts.join(' '));
    const answers = fc.property(typed, (text) => {
      try {
        parseDescription(text, CONTEXT);
      } catch (error) {
        expect(error).toBeInstanceOf(DomainError);
      }
    });
    fc.assert(answers, { seed: SEED, numRuns: 3_000 });
  });
});
