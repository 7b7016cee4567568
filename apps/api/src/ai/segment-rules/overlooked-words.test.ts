import { describe, expect, it } from '@jest/globals';
import type { Condition } from '@herald/shared';

import { overlookedWords } from './overlooked-words.ts';
import { found, inputFor } from './testing/example-input.ts';

const VALUES = [
  found('city', 'Pune', 20),
  found('tags', 'VIP', 20),
  found('attributes.channel', 'email', 20),
  found('city', 'Zanskar', 1),
  found('attributes.language', 'or', 20),
  found('tags', 'people', 20),
];

function overlooked(text: string, rules: Condition[], said: string[] = []): string[] {
  const phrases = VALUES.filter(({ phrase }) => text.toLowerCase().includes(phrase));
  const named = { segments: [], campaigns: [] };
  const input = inputFor(text, { found: phrases, named });
  const unmapped = said.map((words) => ({ words, advice: null }));
  return overlookedWords({ rules: { combinator: 'and', rules }, assumptions: [], unmapped }, input).map(
    ({ words }) => words,
  );
}

const city: Condition = { field: 'city', operator: '=', value: 'pune' };
const spent = (value: number): Condition => ({ field: 'totalSpend', operator: '>', value });

describe('words of the text that an answer passed over', () => {
  it('are values that customers have', () => {
    expect(overlooked('VIP people in Pune with an email', [spent(1)])).toEqual(['Pune', 'VIP']);
    expect(overlooked('VIP people in Pune', [city], ['VIP people'])).toEqual([]);
    expect(overlooked('people in Zanskar or so', [spent(1)])).toEqual([]);
  });

  it('are numbers, whatever unit they are said in', () => {
    expect(overlooked('spent over 5K and ordered 3 times', [spent(5_000)])).toEqual(['3']);
    expect(overlooked('spent over 5K', [spent(500)])).toEqual(['5K']);
    expect(overlooked('spent 2.5 lakh', [spent(250_000)])).toEqual([]);
    expect(overlooked('spent Rs 10,000 in Pune', [spent(10_000), city])).toEqual([]);
    expect(overlooked('not for 3 months', [{ field: 'lastOrderAt', operator: 'notInLastDays', value: 90 }])).toEqual(
      [],
    );
    expect(
      overlooked('joined after 2026-05-01', [{ field: 'createdAt', operator: 'after', value: '2026-05-01' }]),
    ).toEqual([]);
    expect(overlooked('visited more than 5 times', [{ field: 'visits', operator: '>=', value: 6 }])).toEqual([]);
    expect(overlooked('the top 100', [city], ['the top 100'])).toEqual([]);
  });

  it('are found in the orders that are counted', () => {
    const rule: Condition = {
      field: 'orders.count',
      operator: '>=',
      value: { number: 2, where: [{ field: 'category', operator: '=', value: 'VIP' }], window: { lastDays: 14 } },
    };
    expect(overlooked('bought VIP 2 times in 2 weeks', [rule])).toEqual([]);
    expect(overlooked('bought VIP 2 times in 5 weeks', [rule])).toEqual(['5']);
  });
});
