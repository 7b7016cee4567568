import { describe, expect, it } from '@jest/globals';
import { type ConditionGroup, describeRules } from '@herald/shared';
import fc from 'fast-check';

import { arbitraryRules } from '../../../../../packages/shared/src/testing/arbitrary-rules.ts';
import { readWords } from './read-words.ts';
import { DIWALI, PANEL, REGULARS, SHOP } from './testing/tea-shop.ts';

const ARBITRARY = arbitraryRules({
  text: fc.constantFrom('Pune', 'gold', 'a "b"', 'or', 'in the last 90 days'),
  day: fc.constantFrom('1999-12-31', '2026-02-28', '2026-11-28'),
  attributes: new Map(SHOP.attributes),
  segmentIds: [REGULARS, PANEL],
  campaignIds: [DIWALI],
});

function withoutIds({ combinator, not, rules }: ConditionGroup): ConditionGroup {
  return {
    combinator,
    ...(not ? { not: true } : {}),
    rules: rules.map((rule) => ('rules' in rule ? withoutIds(rule) : rule)),
  };
}

describe('what Herald says of rules', () => {
  it('is read as these rules', () => {
    const same = fc.property(ARBITRARY, (rules) => {
      const english = describeRules(rules, SHOP);
      if (english.length > 1_000) return;
      expect(readWords(english, SHOP)).toEqual({ kind: 'understood', rules: withoutIds(rules), assumptions: [] });
    });
    fc.assert(same, { seed: 20_261_128, numRuns: 300 });
  });

  it.each([
    [
      'Spent more than 10,000 INR and has not ordered in the last 90 days',
      'spent more than 10,000 INR, and has not ordered in the last 90 days',
    ],
    ['ordered at least 2 time', 'ordered at least 2 times'],
    ['city is one of Pune or Mumbai', 'city is one of "Pune" or "Mumbai"'],
    ['placed at least 3 orders in the last 30 days', 'placed at least 3 orders in the last 30 days'],
    ['has any of the tags VIP or wholesale', 'has any of the tags "VIP" or "wholesale"'],
    ['is in the segment Pune Regulars', 'is in the segment "Pune Regulars"'],
    ['was messaged in the last 7 days', 'was messaged in the last 7 days'],
    ['average order value is at least 500', 'average order value is at least 500 INR'],
  ])('may be written with small changes: %s', (written, exact) => {
    const reading = readWords(written, SHOP);
    expect(reading.kind === 'understood' && describeRules(reading.rules, SHOP)).toBe(exact);
  });
});
