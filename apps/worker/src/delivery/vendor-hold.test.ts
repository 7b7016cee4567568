import { describe, expect, it } from '@jest/globals';

import { VendorHold } from './vendor-hold.ts';

const TOLERATED = 20;
const STARTED_AT = Date.parse('2026-11-22T10:00:00Z');

function startHold() {
  const clock = { nowMs: 1_000 };
  const hold = new VendorHold(
    () => clock.nowMs,
    () => 0,
    () => new Date(STARTED_AT + clock.nowMs),
  );
  const fail = (times: number, reason = 'the vendor answered 503') => {
    for (let time = 0; time < times; time += 1) hold.noteFailure(reason);
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
    hold.noteFailure('busy', 5_000);
    hold.noteFailure('busy', 1_000);
    expect(hold.remainingMs()).toBe(5_000);
    clock.nowMs += 5_000;
    expect(hold.remainingMs()).toBe(0);
  });

  describe('says what is wrong', () => {
    it('not of failures that are bad luck', () => {
      const { hold, fail } = startHold();
      expect(hold.trouble()).toBeNull();
      fail(TOLERATED);
      expect(hold.trouble()).toBeNull();
    });

    it('of many failures in a row, since the first of them, while it holds and after', () => {
      const { hold, clock, fail } = startHold();
      fail(1, 'no answer from the vendor (ECONNREFUSED)');
      clock.nowMs += 4_000;
      fail(TOLERATED);
      const trouble = {
        since: '2026-11-22T10:00:01.000Z',
        failuresInRow: TOLERATED + 1,
        lastError: 'the vendor answered 503',
      };
      expect(hold.trouble()).toEqual({ ...trouble, heldUntil: '2026-11-22T10:00:05.500Z' });
      clock.nowMs += 500;
      expect(hold.trouble()).toEqual({ ...trouble, heldUntil: null });
    });

    it('not of a vendor that asked for patience, unless it goes on to', () => {
      const { hold, fail } = startHold();
      hold.noteFailure('the vendor answered 429', 60_000);
      expect(hold.trouble()).toBeNull();
      fail(TOLERATED, 'the vendor answered 429');
      expect(hold.trouble()).toEqual({
        since: '2026-11-22T10:00:01.000Z',
        failuresInRow: TOLERATED + 1,
        heldUntil: '2026-11-22T10:01:01.000Z',
        lastError: 'the vendor answered 429',
      });
    });

    it('for ten minutes past the last failure and its hold, when nothing is asked any more', () => {
      const { hold, clock, fail } = startHold();
      fail(TOLERATED);
      hold.noteFailure('the vendor answered 429', 60_000);
      clock.nowMs += 60_000 + 10 * 60_000;
      expect(hold.trouble()).toMatchObject({ failuresInRow: TOLERATED + 1, heldUntil: null });
      clock.nowMs += 1;
      expect(hold.trouble()).toBeNull();
      fail(1);
      expect(hold.trouble()).toMatchObject({ failuresInRow: TOLERATED + 2 });
    });

    it('not after the next answer, from which the next trouble begins anew', () => {
      const { hold, clock, fail } = startHold();
      fail(TOLERATED + 1);
      hold.noteAnswer();
      expect(hold.trouble()).toBeNull();
      clock.nowMs += 60_000;
      fail(TOLERATED + 1);
      expect(hold.trouble()).toMatchObject({ since: '2026-11-22T10:01:01.000Z', failuresInRow: TOLERATED + 1 });
    });
  });
});
