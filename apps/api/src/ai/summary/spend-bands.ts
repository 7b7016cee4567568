import type { Outcome } from './campaign-facts.repository.ts';
import { moneyText } from './fact-text.ts';

/** Round amounts in major units, at which bands may end: 1, 2, 5, 10, ... */
export const ROUND_AMOUNTS: readonly number[] = Array.from({ length: 9 }, (_, zeros) =>
  [1, 2, 5].map((digit) => digit * 10 ** zeros),
).flat();

const NO_ORDERS = -1;

export interface SpendBand extends Outcome {
  id: 'none' | 'low' | 'middle' | 'high';
  /** In major units: above `from`, up to `to`. */
  from: number | undefined;
  to: number | undefined;
}

/** Recipients by spend as `CampaignFactsRepository` counts them over `ROUND_AMOUNTS`. */
type Bucket = Outcome & { bucket: number };

/**
 * Bands of spend that end at round amounts and are as nearly thirds of those who have ordered as such
 * amounts allow; in two, or one, where thirds would be smaller than `leastShared`. Nobody is in a
 * band of fewer, except that there are none at all when there would be but one.
 */
export function spendBands(buckets: readonly Bucket[], leastShared: number): SpendBand[] {
  const without = sum(buckets.filter(({ bucket }) => bucket === NO_ORDERS));
  const buyers = buckets.filter(({ bucket }) => bucket !== NO_ORDERS);
  // Who has not ordered has spent nothing, which is "up to" any amount.
  const isApart = without.reached >= leastShared;
  const divided = isApart ? buyers : buckets;
  const parts = bestParts(divided, leastShared);
  const named: SpendBand[] = parts.map((part, index) => ({ ...part, id: nameOf(index, parts.length) }));
  const bands: SpendBand[] = isApart ? [{ ...without, id: 'none', from: undefined, to: undefined }, ...named] : named;
  return bands.length > 1 ? bands : [];
}

/** Whose messages a band counts, as it stands after "among" and before "had". */
export function spendBandText({ id, from, to }: SpendBand, currency: string): string {
  if (id === 'none') return 'customers without orders';
  if (from !== undefined && to !== undefined) {
    return `customers who spent between ${moneyText(from, currency)} and ${moneyText(to, currency)}`;
  }
  if (to !== undefined) return `customers who spent up to ${moneyText(to, currency)}`;
  if (from !== undefined) return `customers who spent above ${moneyText(from, currency)}`;
  return 'customers with orders';
}

type Part = Outcome & Pick<SpendBand, 'from' | 'to'>;

function bestParts(buckets: readonly Bucket[], leastShared: number): Part[] {
  const isLarge = (parts: Part[]) => parts.every(({ reached }) => reached >= leastShared);
  for (const cuts of [pairs(), ROUND_AMOUNTS.map((amount) => [amount]), [[]]]) {
    const possible = cuts.map((amounts) => cutAt(buckets, amounts)).filter(isLarge);
    const [first, ...others] = possible;
    if (first !== undefined)
      return others.reduce((best, parts) => (uneven(parts) < uneven(best) ? parts : best), first);
  }
  return [];
}

function pairs(): number[][] {
  return ROUND_AMOUNTS.flatMap((low, index) => ROUND_AMOUNTS.slice(index + 1).map((high) => [low, high]));
}

function cutAt(buckets: readonly Bucket[], amounts: readonly number[]): Part[] {
  const ends = amounts.map((amount) => ROUND_AMOUNTS.indexOf(amount) + 1);
  return [...amounts, undefined].map((to, index) => {
    const [first, end] = [ends[index - 1] ?? NO_ORDERS, ends[index] ?? Infinity];
    const from = amounts[index - 1];
    return { ...sum(buckets.filter(({ bucket }) => bucket >= first && bucket < end)), from, to };
  });
}

/** How far the parts are from being equal. */
function uneven(parts: readonly Part[]): number {
  return parts.reduce((squares, { reached }) => squares + reached ** 2, 0);
}

function nameOf(index: number, parts: number): SpendBand['id'] {
  if (index === parts - 1) return 'high';
  return index === 0 ? 'low' : 'middle';
}

function sum(buckets: readonly Bucket[]): Outcome {
  return buckets.reduce(
    (total, { reached, delivered, failed }) => ({
      reached: total.reached + reached,
      delivered: total.delivered + delivered,
      failed: total.failed + failed,
    }),
    { reached: 0, delivered: 0, failed: 0 },
  );
}
