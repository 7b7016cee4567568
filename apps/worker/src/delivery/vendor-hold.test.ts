import { describe, expect, it } from '@jest/globals';

import { VendorHold } from './vendor-hold.ts';

const TOLERATED = 20;

function startHold() {
  const clock = { nowMs: 1_000 };
  const hold = new VendorHold(
    () => clock.nowMs,
    () => 0,
  );
  const fail = (times: number) => {
    for (let time = 0; time < times; time += 1) hold.noteFailure();
  };
  return { hold, clock, fail };
}

describe('VendorHold', () => {
  it('lets failures pass that are apart', () => {
    const { hold, fail } = startHold();
    for (let time = 0; time < 10; time += 1) {
      fail(TOLERATED);
      hold.noteAnswer();
    }
    expect(hold.remainingMs()).toBe(0);
  });

  it('holds after many failures in a row, longer each time', () => {
    const { hold, clock, fail } = startHold();
    const waits: number[] = [];
    fail(TOLERATED);
    for (let time = 0; time < 9; time += 1) {
      fail(1);
      waits.push(hold.remainingMs());
      clock.nowMs += hold.remainingMs();
    }
    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
    hold.noteAnswer();
    fail(TOLERATED + 1);
    expect(hold.remainingMs()).toBe(500);
  });

  it('takes calls that were under way when it began for one failure', () => {
    const { hold, fail } = startHold();
    fail(TOLERATED + 50);
    expect(hold.remainingMs()).toBe(500);
  });

  it('holds for as long as the vendor asks for, and never for less than it holds already', () => {
    const { hold, clock } = startHold();
    hold.noteFailure(5_000);
    hold.noteFailure(1_000);
    expect(hold.remainingMs()).toBe(5_000);
    clock.nowMs += 5_000;
    expect(hold.remainingMs()).toBe(0);
  });
});
