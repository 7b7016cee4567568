import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { calendarDateIn } from '../calendar.ts';
import { EARLIEST_YEAR, LATEST_YEAR } from '../time.ts';
import { anniversaries, anniversaryIn, dayOfYearSchema, onDaysOfYear } from './day-of-year.ts';

const SEED = 20_261_128;
const KOLKATA = { now: new Date('2026-11-22T10:00:00Z'), timeZone: 'Asia/Kolkata' };

const daysAhead = (today: string, days: number) =>
  anniversaries(days, { now: new Date(`${today}T12:00:00Z`), timeZone: 'UTC' }).days.toSorted();

describe('dayOfYearSchema', () => {
  it.each(['01-01', '02-29', '12-31'])('takes %s', (day) => {
    expect(dayOfYearSchema.parse(day)).toBe(day);
  });

  it.each(['02-30', '00-10', '13-01', '04-31', '3-14', '2026-03-14', '', '03/14', '-03-1'])('refuses %j', (day) => {
    expect(dayOfYearSchema.safeParse(day).success).toBe(false);
  });
});

describe('anniversaries', () => {
  it('of today and of the next days, over the end of a year', () => {
    expect(daysAhead('2026-11-22', 0)).toEqual(['11-22']);
    expect(daysAhead('2026-12-31', 2)).toEqual(['01-01', '01-02', '12-31']);
  });

  it('of 29 February are on the 28th in years without one', () => {
    expect(daysAhead('2026-02-28', 0)).toEqual(['02-28', '02-29']);
    expect(daysAhead('2026-03-01', 0)).toEqual(['03-01']);
    expect(daysAhead('2024-02-28', 0)).toEqual(['02-28']);
    expect(daysAhead('2024-02-29', 0)).toEqual(['02-29']);
    expect(daysAhead('2026-02-27', 2)).toEqual(['02-27', '02-28', '02-29', '03-01']);
    expect(anniversaryIn(2026, '1996-02-29')).toBe('2026-02-28');
    expect(anniversaryIn(2028, '1996-02-29')).toBe('2028-02-29');
    expect(anniversaryIn(2026, '1996-02-28')).toBe('2026-02-28');
  });

  it.each(['2024-02-28', '2024-02-29', '2024-03-01', '2026-02-28', '2027-03-01'])(
    'leave no day of the year out within a year from %s',
    (today) => {
      expect(daysAhead(today, 365)).toHaveLength(366);
    },
  );

  it('begin with the day of the time zone', () => {
    const now = new Date('2026-11-21T20:00:00Z');
    expect(anniversaries(0, { now, timeZone: 'Asia/Kolkata' }).days).toEqual(['11-22']);
    expect(anniversaries(0, { now, timeZone: 'UTC' }).days).toEqual(['11-21']);
  });
});

describe('the instants of a day of the year', () => {
  const isWithin = (instant: number, ranges: [number, number][]) =>
    ranges.some(([from, until]) => instant >= from && instant < until);

  it('are those of that day in every year that has it', () => {
    const leapDay = onDaysOfYear(['02-29'], KOLKATA).ranges();
    expect(leapDay).toHaveLength(73);
    expect(leapDay.find(([from]) => from > 0)).toEqual([
      Date.parse('1972-02-28T18:30:00Z'),
      Date.parse('1972-02-29T18:30:00Z'),
    ]);
  });

  it('are one range where days follow each other', () => {
    const days = ['03-01', '02-28', '11-22'];
    const rangesOf2026 = (wanted: string[]) =>
      onDaysOfYear(wanted, { ...KOLKATA, timeZone: 'UTC' })
        .ranges()
        .filter(([from]) => new Date(from).getUTCFullYear() === 2026);
    expect(rangesOf2026(days)).toEqual([
      [Date.UTC(2026, 1, 28), Date.UTC(2026, 2, 2)],
      [Date.UTC(2026, 10, 22), Date.UTC(2026, 10, 23)],
    ]);
  });

  it('are told apart as the calendar of the zone tells days, from the first instant of Herald to the last', () => {
    const first = Date.UTC(EARLIEST_YEAR, 0, 1);
    const last = Date.UTC(LATEST_YEAR + 1, 0, 1) - 1;
    fc.assert(
      fc.property(
        fc.oneof(fc.integer({ min: first, max: last }), fc.constantFrom(first, last)),
        fc.constantFrom('UTC', 'America/New_York', 'Pacific/Auckland', 'Africa/Cairo'),
        fc.constantFrom<string[][]>(['12-31'], ['01-01'], ['02-28', '02-29'], ['12-31', '01-01', '06-30']),
        (instant, timeZone, days) => {
          const day = calendarDateIn(new Date(instant), timeZone).slice(5);
          return isWithin(instant, onDaysOfYear(days, { ...KOLKATA, timeZone }).ranges()) === days.includes(day);
        },
      ),
      { seed: SEED, numRuns: 400 },
    );
  });
});
