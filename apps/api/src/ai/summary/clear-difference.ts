import type { Outcome } from './campaign-facts.repository.ts';

/** Fewer messages say little about a group. */
const LEAST_MESSAGES = 20;
/** In per cent of the messages: less is not worth a sentence. */
const LEAST_POINTS = 5;
/**
 * Standard errors between two rates. Two are usual for one comparison; here the two groups that differ most
 * out of up to six are chosen, and of fifteen pairs one would differ so much by chance.
 */
const LEAST_STANDARD_ERRORS = 3;
/** 0.95 - 0.9 is a little less than 0.05 in floating point. */
const ROUNDING = 1e-9;

/**
 * The groups whose messages were delivered most and least often, when the difference means something:
 * enough messages that ended, enough per cent between them, and more than chance would do
 * (test of two proportions with a pooled rate).
 */
export function clearDifference<G extends Outcome>(groups: readonly G[]): { best: G; worst: G } | undefined {
  const large = groups.filter((group) => ended(group) >= LEAST_MESSAGES).toSorted((a, b) => rate(b) - rate(a));
  const [best, worst] = [large.at(0), large.at(-1)];
  if (best === undefined || worst === undefined) return undefined;
  return isClear(best, worst) ? { best, worst } : undefined;
}

function isClear(best: Outcome, worst: Outcome): boolean {
  const difference = rate(best) - rate(worst);
  if (difference * 100 < LEAST_POINTS - ROUNDING) return false;
  const pooled = (best.delivered + worst.delivered) / (ended(best) + ended(worst));
  const standardError = Math.sqrt(pooled * (1 - pooled) * (1 / ended(best) + 1 / ended(worst)));
  return difference > LEAST_STANDARD_ERRORS * standardError;
}

function ended({ delivered, failed }: Outcome): number {
  return delivered + failed;
}

function rate(group: Outcome): number {
  return group.delivered / ended(group);
}
