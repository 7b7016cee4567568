import { z } from 'zod';

import { calendarDateIn, plusDays, startOfCalendarDate } from '../calendar.ts';
import { EARLIEST_YEAR, LATEST_YEAR } from '../time.ts';
import type { DayContext } from './operator.ts';
import type { DayOfYearTest } from './value-tests.ts';

/** One year with a 29 February, and one without. */
const LEAP_YEAR = 2024;
const COMMON_YEAR = 2023;

/** A day of any year, `02-29`. */
export const dayOfYearSchema = z
  .string('must be a day of the year, as 03-14')
  .regex(/^\d{2}-\d{2}$/, { error: 'must be a day of the year, as 03-14', abort: true })
  .refine((day) => z.iso.date().safeParse(`${LEAP_YEAR}-${day}`).success, {
    error: 'must be a real day of the year, as 03-14',
  });

/** Days of the year, as `MM-DD`, whatever the year. */
export function onDaysOfYear(days: string[], { timeZone }: DayContext): DayOfYearTest {
  return { kind: 'dayOfYear', days, ranges: () => rangesOf(days, timeZone) };
}

/** The days of the year whose anniversary is today or in the next `daysAhead` days. */
export function anniversaries(daysAhead: number, context: DayContext): DayOfYearTest {
  const today = calendarDateIn(context.now, context.timeZone);
  const days = Array.from({ length: daysAhead + 1 }, (_, ahead) => anniversariesOn(plusDays(today, ahead)));
  return onDaysOfYear([...new Set(days.flat())], context);
}

/** The date in `year` on which `date` has its anniversary: that of 29 February is the 28th in years without one. */
export function anniversaryIn(year: number, date: string): string {
  const day = date.slice(5);
  return day === '02-29' && !isLeapYear(year) ? `${year}-02-28` : `${year}-${day}`;
}

/** The days of the year that have their anniversary on `date`. */
function anniversariesOn(date: string): string[] {
  const day = date.slice(5);
  return [day, '02-29'].filter((other) => anniversaryIn(Number(date.slice(0, 4)), `${LEAP_YEAR}-${other}`) === date);
}

function isLeapYear(year: number): boolean {
  return new Date(Date.UTC(year, 1, 29)).getUTCMonth() === 1;
}

/** Most answers of `rangesOf` that are remembered: finding 300 times where a day begins takes some milliseconds. */
const MOST_REMEMBERED = 400;
const remembered = new Map<string, [number, number][]>();

function rangesOf(days: string[], timeZone: string): [number, number][] {
  const key = `${timeZone} ${days.join()}`;
  const known = remembered.get(key);
  if (known) return known;
  const ranges = findRanges(days, timeZone);
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  remembered.set(key, ranges);
  return ranges;
}

/**
 * Days that follow each other are one range. The year before and the one after are there for
 * the instants of the first and the last that are theirs in zones far from UTC.
 */
function findRanges(days: string[], timeZone: string): [number, number][] {
  const wanted = [...new Set(days)].sort();
  const runs = {
    common: runsOf(
      wanted.filter((day) => day !== '02-29'),
      COMMON_YEAR,
    ),
    leap: runsOf(wanted, LEAP_YEAR),
  };
  const ranges: [number, number][] = [];
  for (let year = EARLIEST_YEAR - 1; year <= LATEST_YEAR + 1; year += 1) {
    for (const [first, last] of isLeapYear(year) ? runs.leap : runs.common) {
      const from = startOfCalendarDate(`${year}-${first}`, timeZone).getTime();
      ranges.push([from, startOfCalendarDate(`${year}-${last}`, timeZone, 1).getTime()]);
    }
  }
  return ranges;
}

/** The first and last day of each unbroken run of `days`, which are in order, in a year like `year`. */
function runsOf(days: string[], year: number): [string, string][] {
  const runs: [string, string][] = [];
  for (const day of days) {
    const run = runs.at(-1);
    if (run !== undefined && plusDays(`${year}-${run[1]}`, 1) === `${year}-${day}`) run[1] = day;
    else runs.push([day, day]);
  }
  return runs;
}
