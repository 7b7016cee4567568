import { describe, expect, it } from '@jest/globals';

import { instantOfWallTime, wallTimeAt } from './wall-time.ts';

describe('the time on the wall', () => {
  it.each([
    ['2026-12-03 09:00:00', 'UTC', '2026-12-03T09:00:00.000Z'],
    ['2026-12-03 09:00:00', 'Asia/Kolkata', '2026-12-03T03:30:00.000Z'],
    ['2026-07-03 09:00:00', 'Europe/Berlin', '2026-07-03T07:00:00.000Z'],
    ['2026-12-31 23:30:00', 'America/Los_Angeles', '2027-01-01T07:30:00.000Z'],
    // The clocks go back at three: it is half past two twice.
    ['2026-10-25 02:30:00', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
    ['2026-10-25 03:00:00', 'Europe/Berlin', '2026-10-25T02:00:00.000Z'],
    // They go forward from two to three.
    ['2026-03-29 01:59:00', 'Europe/Berlin', '2026-03-29T00:59:00.000Z'],
    ['2026-03-29 03:00:00', 'Europe/Berlin', '2026-03-29T01:00:00.000Z'],
  ])('%s in %s is %s', (wallTime, timeZone, instant) => {
    expect(instantOfWallTime(wallTime, timeZone)).toBe(instant);
    expect(wallTimeAt(Date.parse(instant), timeZone)).toBe(wallTime);
  });

  it('that the clocks leave out is none', () => {
    expect(instantOfWallTime('2026-03-29 02:30:00', 'Europe/Berlin')).toBeUndefined();
  });
});
