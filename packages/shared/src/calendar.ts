import { DateTime, IANAZone } from 'luxon';

// Apart from the schemas of time.ts, which every page of the web app loads, without Luxon.
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** What `instantSchema` accepted, as an instant. `zone` counts for calendar dates only. */
export function toInstant(text: string, zone: string): Date {
  // Luxon would take twenty times as long, and with an offset there is nothing for it to know.
  return text.includes('T') ? new Date(text) : startOfCalendarDate(text, zone);
}

/** The first instant of the day that holds `instant` in `zone`, moved by whole calendar days. */
export function startOfDay(instant: Date, zone: string, days = 0): Date {
  const date = DateTime.fromJSDate(instant, { zone }).toISODate();
  return date === null ? new Date(NaN) : startOfCalendarDate(date, zone, days);
}

/** The first instant of a calendar date in `zone`, moved by whole calendar days. */
export function startOfCalendarDate(date: string, zone: string, days = 0): Date {
  const moved = plusDays(date, days);
  const key = `${moved} ${zone}`;
  const start = remembered.get(key) ?? firstInstant(moved, zone);
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  remembered.set(key, start);
  return new Date(start);
}

/** Starts of days in milliseconds. They are asked for again and again, and Luxon takes 10 to 50 µs to find one. */
const remembered = new Map<string, number>();
const MOST_REMEMBERED = 10_000;

/** Of a day that a zone left out (Samoa, 30 December 2011) it is that of the next: the day ends when it begins. */
function firstInstant(date: string, zone: string): number {
  const midnightInUtc = Date.parse(date);
  const [before, after] = [-DAY_MS, DAY_MS].map((ms) => IANAZone.create(zone).offset(midnightInUtc + ms));
  if (before !== undefined && before === after) return midnightInUtc - before * MINUTE_MS;
  // The clocks change on about this day.
  const midnight = DateTime.fromISO(date, { zone }).startOf('day');
  // Where they go back from one to midnight, the day has two midnights; Luxon may name either.
  const hourBefore = midnight.minus({ hours: 1 });
  return (hourBefore.day === midnight.day ? hourBefore : midnight).toMillis();
}

/** The calendar date, `2026-11-22`, that `instant` falls on in `zone`. */
export function calendarDateIn(instant: Date, zone: string): string {
  return DateTime.fromJSDate(instant, { zone }).toFormat('yyyy-MM-dd');
}

/** The calendar date `days` days after `date`, which has no zone: `2026-02-28` and 1 give `2026-03-01`. */
export function plusDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10);
}

/**
 * The first instant after `now` at which it is that weekday (1 is Monday) and that full hour in `zone`. Where
 * the clocks leave the hour out on that day, it is the one right after.
 */
export function nextTimeOfWeek({ weekday, hour }: { weekday: number; hour: number }, now: Date, zone: string): Date {
  const today = DateTime.fromJSDate(now, { zone });
  const days = (weekday - today.weekday + DAYS_OF_WEEK) % DAYS_OF_WEEK;
  const [soonest, weekAfter] = [days, days + DAYS_OF_WEEK].map((ahead) => {
    const day = today.plus({ days: ahead });
    return DateTime.fromObject({ year: day.year, month: day.month, day: day.day, hour }, { zone });
  }) as [DateTime, DateTime];
  return (soonest.toMillis() > now.getTime() ? soonest : weekAfter).toJSDate();
}

const DAYS_OF_WEEK = 7;
