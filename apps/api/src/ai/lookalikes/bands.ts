import { calendarDateIn, MAX_AMOUNT, MAX_DAYS, startOfDay } from '@herald/shared';

import { ceilReadable, floorReadable } from './readable.ts';

/** What customers are compared by, as rules name it. Spend is in minor units, a last order in milliseconds. */
export const FEATURES = ['lastOrderAt', 'totalSpend', 'orderCount', 'visits'] as const;
export type Feature = (typeof FEATURES)[number];

/** Before every order: the last order of those who never ordered, which makes them the furthest from any that did. */
export const NEVER = -8_640_000_000_000_000;

/** Which values of a feature are asked for. */
export interface Band {
  /** The same as `asked` in the feature's own unit: from `atLeast`, included, to `below`. */
  atLeast: number;
  below: number;
  /** What rules say: amounts in major units, counts, or days ago; null where there is no bound. */
  asked: { low: number | null; high: number | null };
  /** Nobody who ever ordered. */
  isNever?: boolean;
}

/** The day on which bands are drawn. */
export interface Today {
  now: Date;
  timeZone: string;
}

/** From `low` to `high`, rounded outwards to what reads well. Infinite where there is no bound. */
export function bandOf(feature: Feature, low: number, high: number, today: Today): Band {
  if (feature === 'lastOrderAt') return daysBand(low, high, today);
  const minorUnits = feature === 'totalSpend' ? 100 : 1;
  const most = feature === 'totalSpend' ? MAX_AMOUNT : Number.MAX_SAFE_INTEGER;
  const lowest = Math.min(floorReadable(Math.max(low, 0) / minorUnits), most);
  const highest = high === Infinity ? Infinity : ceilReadable(Math.max(high, 0) / minorUnits);
  const [hasLow, hasHigh] = [lowest > 0, highest <= most];
  return {
    atLeast: hasLow ? lowest * minorUnits : -Infinity,
    below: hasHigh ? highest * minorUnits + 1 : Infinity,
    asked: { low: hasLow ? lowest : null, high: hasHigh ? highest : null },
  };
}

/** By calendar days, as `inLastDays` and `notInLastDays` count them; the earlier the order, the more of them. */
function daysBand(earliest: number, latest: number, today: Today): Band {
  if (latest === NEVER)
    return { atLeast: -Infinity, below: NEVER + 1, asked: { low: null, high: null }, isNever: true };
  const most = earliest <= NEVER ? Infinity : ceilReadable(daysAgo(earliest, today));
  const fewest = latest === Infinity ? 0 : floorReadable(Math.max(daysAgo(latest, today), 0));
  const dayStart = (days: number) => startOfDay(today.now, today.timeZone, -days).getTime();
  // Those who did not order in the last 0 days cannot be asked for; today's are then in it.
  const high = most <= MAX_DAYS ? Math.max(most, 1) : null;
  const low = fewest > 1 ? Math.min(fewest, MAX_DAYS + 1) : null;
  return {
    atLeast: high === null ? -Infinity : dayStart(high),
    below: low === null ? Infinity : dayStart(low - 1),
    asked: { low, high },
  };
}

const DAY_MS = 86_400_000;

/** How many calendar days before today; 0 is today. */
export function daysAgo(milliseconds: number, { now, timeZone }: Today): number {
  const [day, today] = [new Date(milliseconds), now].map((instant) => Date.parse(calendarDateIn(instant, timeZone)));
  return Math.round(((today ?? 0) - (day ?? 0)) / DAY_MS);
}
