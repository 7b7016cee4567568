import { plusDays } from '@herald/shared';

import { map, oneOf, opt, type Parser, seq, words } from '../grammar.ts';
import { COMPARISONS_BEFORE } from '../lexicon/comparisons.ts';
import type { Assumption } from '../words-context.ts';
import { duration } from './durations.ts';
import { between, type Period } from './period.ts';
import type { Comparison } from './quantities.ts';

/** What a number of days since something happened means: more than 60 of them, or at most 30. */
export function agesOf(comparison: Comparison, today: string, assumptions: Assumption[] = []): Period | undefined {
  if (comparison.operator === 'between') {
    const [low, high] = comparison.value;
    return between(plusDays(today, -high), plusDays(today, -low), assumptions);
  }
  const days = comparison.value;
  switch (comparison.operator) {
    case '>':
      return { kind: 'olderThan', days, assumptions };
    case '>=':
      return days > 1 ? { kind: 'olderThan', days: days - 1, assumptions } : undefined;
    case '<=':
      return { kind: 'lastDays', days, assumptions };
    case '<':
      return days > 1 ? { kind: 'lastDays', days: days - 1, assumptions } : undefined;
    default:
      return undefined;
  }
}

/** `> 60 days`, `at most 2 months`: how long ago something was, said of its date. */
export const age: Parser<Period> = map(
  seq(oneOf(COMPARISONS_BEFORE), duration, opt(words('ago', 'back', 'old'))),
  ([operator, { days, assumptions }], _, { today }) => agesOf({ operator, value: days }, today, assumptions),
);
