import { type Assumption } from '../words-context.ts';

/** When something happened, in calendar days of the workspace. */
export type Period = (
  | { kind: 'lastDays' | 'nextDays' | 'olderThan'; days: number }
  | { kind: 'between'; first: string; last: string }
  /** Before and after that day, which does not count itself. */
  | { kind: 'before' | 'after'; day: string }
) & {
  assumptions: Assumption[];
  /** Only "not … in 90 days" means the last 90 days. */
  needsNegation?: boolean;
  /** Where the years were not said. */
  hasYear?: boolean;
};

export function between(
  first: string,
  lastDay: string,
  assumptions: Assumption[] = [],
  hasYear = true,
): Period | undefined {
  return first > lastDay ? undefined : { kind: 'between', first, last: lastDay, assumptions, hasYear };
}
