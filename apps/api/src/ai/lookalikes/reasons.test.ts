import { describe, expect, test } from '@jest/globals';

import type { Choice } from './choose-box.ts';
import { INNER_LEVELS } from './ladder.ts';
import { reasonFor } from './reasons.ts';

const WIDEST = INNER_LEVELS + 12;

function found(choice: Partial<Choice>, people: number): string {
  const rest = { level: WIDEST, next: null, wideIn: undefined } as Choice;
  return reasonFor({ kind: 'found', size: people, choice: { ...rest, ...choice }, found: people });
}

describe('what is said of how look-alikes were found', () => {
  test('is a sentence where the widest bounds come last in it', () => {
    const reason = found({ wideIn: { feature: 'totalSpend', inner: 54 } }, 5);
    expect(reason).toBe(
      '5 people outside the segment have what the middle 54 % of it have in everything that the rules ask but total spend, and in that what the middle 90 % of it have, give or take 3 % of all customers.',
    );
  });

  test('is a sentence where they come in the middle of it', () => {
    expect(found({}, 2)).toBe(
      '2 people outside the segment have what the middle 90 % of it have, give or take 3 % of all customers, in everything that the rules ask.',
    );
  });

  test('speaks of one person as of one', () => {
    expect(found({ level: 54 }, 1)).toMatch(/^1 person outside the segment has what/);
  });
});
