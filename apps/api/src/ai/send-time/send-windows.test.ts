import { describe, expect, it } from '@jest/globals';
import { nextTimeOfWeek } from '@herald/shared';

import { evidenceFor } from './send-time-evidence.ts';
import { findSendWindows, HOURS_OF_WEEK } from './send-windows.ts';
import type { OrderTimes } from './send-windows.ts';

const THURSDAY = 3 * 24;
const FRIDAY = 4 * 24;

/** Orders by slot of the week; each of a customer of its own unless told. */
function times(orders: Record<number, number>, customers?: { number: number; ordersOfEach: number }): OrderTimes {
  const byHour = Array.from({ length: HOURS_OF_WEEK }, (_, slot) => orders[slot] ?? 0);
  const all = byHour.reduce((sum, count) => sum + count, 0);
  const { number, ordersOfEach } = customers ?? { number: all, ordersOfEach: 1 };
  return { byHour, customers: number, squaredPerCustomer: number * ordersOfEach ** 2 };
}

const evenly = (each: number) => Object.fromEntries(Array.from({ length: HOURS_OF_WEEK }, (_, slot) => [slot, each]));

describe('findSendWindows', () => {
  it('finds the hours that stand out, the best first', () => {
    const found = findSendWindows(times({ ...evenly(2), [THURSDAY + 19]: 60, [FRIDAY + 18]: 30, [FRIDAY + 20]: 20 }));
    expect(found).toMatchObject({
      kind: 'found',
      windows: [
        { weekday: 4, hour: 17, orders: 64 },
        { weekday: 5, hour: 18, orders: 52 },
      ],
    });
  });

  it('says how large their part is, of all and against what is usual by day', () => {
    const found = findSendWindows(times({ [THURSDAY + 18]: 40, [THURSDAY + 3]: 20, [FRIDAY + 9]: 40 }));
    expect(found).toMatchObject({ windows: [{ share: 40, timesUsual: 17.5 }, { share: 40 }] });
  });

  it('suggests nothing by night, not even when most orders come then', () => {
    const night = findSendWindows(times({ [THURSDAY + 2]: 500, [THURSDAY + 22]: 500 }));
    expect(night).toEqual({ kind: 'by_night' });
    const late = findSendWindows(times({ [THURSDAY + 21]: 500, [THURSDAY + 22]: 500 }));
    expect(late).toMatchObject({ kind: 'found', windows: [{ weekday: 4, hour: 19, orders: 500 }] });
  });

  it('never reaches from the last day of the week into the first, because there is night between them', () => {
    const found = findSendWindows(times({ [6 * 24 + 21]: 200, 7: 200 }));
    expect(found).toMatchObject({
      windows: [
        { weekday: 1, hour: 7 },
        { weekday: 7, hour: 19 },
      ],
    });
  });

  it('suggests at most three windows, of which none overlaps another', () => {
    const busy = Object.fromEntries(Array.from({ length: 12 }, (_, hour) => [THURSDAY + 8 + hour, 100]));
    const found = findSendWindows(times(busy));
    expect(found.kind === 'found' && found.windows.map(({ hour }) => hour)).toEqual([8, 11, 14]);
  });

  it('takes an even week for what it is, and chance for chance', () => {
    expect(findSendWindows(times(evenly(1_000)))).toEqual({ kind: 'no_pattern' });
    // Twice the usual, which is not rare with so few orders.
    expect(findSendWindows(times({ ...evenly(1), [THURSDAY + 12]: 4 }))).toEqual({ kind: 'no_pattern' });
  });

  it('finds no difference worth to wait for where it is certain and small', () => {
    const certain = times({ ...evenly(100_000), [THURSDAY + 12]: 130_000 });
    expect(findSendWindows(certain)).toEqual({ kind: 'no_pattern' });
  });

  it('takes all orders of one customer for one opinion', () => {
    const orders = { ...evenly(2), [THURSDAY + 18]: 24 };
    expect(findSendWindows(times(orders)).kind).toBe('found');
    const ofFew = times(orders, { number: 40, ordersOfEach: 358 / 40 });
    expect(findSendWindows(ofFew)).toEqual({ kind: 'no_pattern' });
  });

  it('wants fifty orders of twenty customers', () => {
    expect(findSendWindows(times({ [THURSDAY + 18]: 49 }))).toEqual({ kind: 'few_orders' });
    expect(findSendWindows(times({ [THURSDAY + 18]: 50 })).kind).toBe('found');
    const ofNineteen = times({ [THURSDAY + 18]: 95 }, { number: 19, ordersOfEach: 5 });
    expect(findSendWindows(ofNineteen)).toEqual({ kind: 'few_customers' });
  });

  it('finds chance to be a pattern less than once in twenty times', () => {
    let state = 20_261_128;
    const random = () => {
      state = (state * 48_271) % (2 ** 31 - 1);
      return state / (2 ** 31 - 1);
    };
    const weeks = Array.from({ length: 400 }, () => {
      const orders: Record<number, number> = {};
      for (let order = 0; order < 500; order += 1) {
        const slot = Math.floor(random() * HOURS_OF_WEEK);
        orders[slot] = (orders[slot] ?? 0) + 1;
      }
      return findSendWindows(times(orders)).kind;
    });
    expect(weeks.filter((kind) => kind === 'found').length).toBeLessThan(20);
  });
});

describe('nextTimeOfWeek', () => {
  it.each([
    ['later today', '2026-11-26T10:00:00Z', { weekday: 4, hour: 18 }, 'UTC', '2026-11-26T18:00:00.000Z'],
    [
      'a week ahead once it has begun',
      '2026-11-26T18:00:00Z',
      { weekday: 4, hour: 18 },
      'UTC',
      '2026-12-03T18:00:00.000Z',
    ],
    ['over the end of the week', '2026-11-29T10:00:00Z', { weekday: 1, hour: 9 }, 'UTC', '2026-11-30T09:00:00.000Z'],
    [
      'in the zone, whose day is another',
      '2026-11-26T20:00:00Z',
      { weekday: 5, hour: 9 },
      'Asia/Kolkata',
      '2026-11-27T03:30:00.000Z',
    ],
    [
      'after the clocks went forward',
      '2026-03-07T20:00:00Z',
      { weekday: 7, hour: 18 },
      'America/New_York',
      '2026-03-08T22:00:00.000Z',
    ],
    [
      'after the clocks went back',
      '2026-10-31T20:00:00Z',
      { weekday: 7, hour: 18 },
      'America/New_York',
      '2026-11-01T23:00:00.000Z',
    ],
    [
      'right after the hour that the clocks leave out',
      '2026-03-07T20:00:00Z',
      { weekday: 7, hour: 2 },
      'America/New_York',
      '2026-03-08T07:00:00.000Z',
    ],
  ])('is %s', (_what, now, time, zone, expected) => {
    expect(nextTimeOfWeek(time, new Date(now), zone).toISOString()).toBe(expected);
  });
});

describe('evidenceFor', () => {
  const asked = (orders: Record<number, number>, more: { ordersWithoutTime?: number; audienceSize?: number } = {}) => {
    const counted = { audienceSize: 1_000, ordersWithoutTime: 0, ...times(orders), ...more };
    return evidenceFor(findSendWindows(counted), counted, 26);
  };

  it('says windows at the same hour of several days together', () => {
    expect(asked({ ...evenly(1), [THURSDAY + 18]: 300, [FRIDAY + 18]: 400 })).toBe(
      '81 % came on Thursdays and Fridays between 16:00 and 19:00, 15.3 times the usual: of 866 orders by 866 customers ' +
        'in the last 26 weeks. Of each customer the last 10 orders count, and no time between 22:00 and 7:00 is suggested.',
    );
  });

  it('says why there is none', () => {
    expect(asked({}, { audienceSize: 0 })).toMatch(/^Nobody is in the segment\./);
    expect(asked({ 9: 1 })).toMatch(/^Its people placed 1 order in the last 26 weeks, and fewer than 50 do not tell/);
    expect(asked({ 2: 60 })).toMatch(/^Fewer than 50 of the 60 orders by 60 customers .* came between 7:00 and 22:00/);
    expect(asked(evenly(10))).toMatch(/are spread so evenly over the week between 7:00 and 22:00/);
  });

  it('says how many orders had no time', () => {
    expect(asked(evenly(10), { ordersWithoutTime: 1 })).toMatch(/1 order at exactly midnight was left out/);
    expect(asked(evenly(10), { ordersWithoutTime: 1_200 })).toMatch(/1,200 orders at exactly midnight were left out/);
  });
});
