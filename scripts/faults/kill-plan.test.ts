import { describe, expect, it } from '@jest/globals';

import { planKills } from './kill-plan.ts';

const VICTIMS = ['worker', 'API', 'PostgreSQL'];

describe('the plan of kills', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(planKills(1, VICTIMS, 20)).toEqual(planKills(1, VICTIMS, 20));
    expect(planKills(1, VICTIMS, 20)).not.toEqual(planKills(2, VICTIMS, 20));
  });

  it('is in the order of the work, and ends before the work does', () => {
    const times = planKills(3, VICTIMS, 50).map(({ at }) => at);
    expect(times).toEqual(times.toSorted((one, other) => one - other));
    expect(times[0]).toBeGreaterThanOrEqual(0);
    expect(times.at(-1)).toBeLessThan(0.95);
  });

  it('kills every victim equally often', () => {
    const killed = planKills(4, VICTIMS, 20).map(({ victim }) => victim);
    const counts = VICTIMS.map((victim) => killed.filter((name) => name === victim).length);
    expect(counts.toSorted((one, other) => one - other)).toEqual([6, 7, 7]);
  });
});
