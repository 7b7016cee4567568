import { isLongForm } from './form.ts';
import { Random } from '../dataset/random.ts';

/** One kill: when so much of the campaign's work is done, who, and for how long it stays away. */
export interface PlannedKill {
  /** Share of the work, in [0, 1). */
  at: number;
  victim: string;
  downMs: number;
}

// The last part of the work is waiting for the vendor; a kill then would meet an idle Herald.
const LAST_AT = 0.95;
// In the long form longer than it takes to find out that a worker is dead.
const MAX_DOWN_MS = isLongForm ? 4_000 : 500;

/** The same seed gives the same plan. Every victim dies as often as the others, give or take one. */
export function planKills(seed: number, victims: readonly string[], kills: number): PlannedKill[] {
  const random = new Random(seed);
  const order = Array.from({ length: kills }, (_, index) => victims[index % victims.length] as string)
    .map((victim) => ({ victim, place: random.next() }))
    .toSorted((one, other) => one.place - other.place);
  const times = order.map(() => random.next() * LAST_AT).toSorted((one, other) => one - other);
  return order.map(({ victim }, index) => ({
    at: times[index] as number,
    victim,
    downMs: random.integer(0, MAX_DOWN_MS),
  }));
}
