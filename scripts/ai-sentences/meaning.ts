import type { RuleSubject } from '@herald/shared';

/** Whom a sentence is about, with what a careless reader would take it for. */
export interface Meaning {
  (customer: RuleSubject): boolean;
  /** Each must reach other people; a test holds that. */
  misreadings?: readonly Meaning[];
}

export function meaning(isMeant: (customer: RuleSubject) => boolean, misreadings: readonly Meaning[]): Meaning {
  return Object.assign((customer: RuleSubject) => isMeant(customer), { misreadings });
}

/** Every part counts: a reader who forgets one, or who takes "and" for "or", reaches others. */
export function all(...parts: Meaning[]): Meaning {
  const either: Meaning = (customer) => parts.some((part) => part(customer));
  const without = parts.map(
    (left): Meaning =>
      (customer) =>
        parts.every((part) => part === left || part(customer)),
  );
  const misread = parts.flatMap((part) =>
    (part.misreadings ?? []).map(
      (careless): Meaning =>
        (customer) =>
          parts.every((other) => (other === part ? careless : other)(customer)),
    ),
  );
  return meaning((customer) => parts.every((part) => part(customer)), [either, ...without, ...misread]);
}

export function any(...parts: Meaning[]): Meaning {
  const both: Meaning = (customer) => parts.every((part) => part(customer));
  const without = parts.map(
    (left): Meaning =>
      (customer) =>
        parts.some((part) => part !== left && part(customer)),
  );
  return meaning((customer) => parts.some((part) => part(customer)), [both, ...without]);
}

export function not(part: Meaning): Meaning {
  return meaning((customer) => !part(customer), [part]);
}

/** Every way to take one meaning of each part, where parts have several that are equally good. */
export function allWays(...parts: (Meaning | readonly Meaning[])[]): readonly Meaning[] {
  let ways: Meaning[][] = [[]];
  for (const part of parts) {
    const meanings = typeof part === 'function' ? [part] : part;
    ways = ways.flatMap((way) => meanings.map((one) => [...way, one]));
  }
  return ways.map((way) => all(...way));
}

/** Those of whom nothing is known are other people too, or they are not meant. */
export function otherThan(part: Meaning, isKnown: Meaning): readonly Meaning[] {
  return [not(part), all(isKnown, not(part))];
}

export const COMPARE = {
  '=': (value: number, bound: number) => value === bound,
  '>': (value: number, bound: number) => value > bound,
  '>=': (value: number, bound: number) => value >= bound,
  '<': (value: number, bound: number) => value < bound,
  '<=': (value: number, bound: number) => value <= bound,
};
export type Comparison = keyof typeof COMPARE;
/** Each with the one that is most easily taken for it. */
const NEIGHBOUR: Record<Comparison, Comparison> = { '=': '>=', '>': '>=', '>=': '>', '<': '<=', '<=': '<' };

/** What is not there, null, is neither more nor less than anything. */
export function measured(read: (customer: RuleSubject) => number | null) {
  return (comparison: Comparison, bound: number): Meaning => {
    const asks =
      (asked: Comparison): Meaning =>
      (customer) => {
        const value = read(customer);
        return value !== null && COMPARE[asked](value, bound);
      };
    return meaning(asks(comparison), [asks(NEIGHBOUR[comparison])]);
  };
}

/** From `low` to `high`, both included. */
export function between(
  measure: (comparison: Comparison, bound: number) => Meaning,
  low: number,
  high: number,
): Meaning {
  const inclusive = all(measure('>=', low), measure('<=', high));
  const [above, below] = [measure('>', low), measure('<', high)];
  const exclusive: Meaning = (customer) => above(customer) && below(customer);
  return meaning(inclusive, [...(inclusive.misreadings ?? []), exclusive]);
}
