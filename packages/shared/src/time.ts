import { DateTime, IANAZone } from 'luxon';
import { z } from 'zod';

/** The years that Herald takes, both included. */
export const EARLIEST_YEAR = 1900;
export const LATEST_YEAR = 2199;

const EARLIEST = Date.UTC(EARLIEST_YEAR, 0, 1);
const LATEST = Date.UTC(LATEST_YEAR + 1, 0, 1);
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

function isWithinBounds(text: string): boolean {
  const instant = Date.parse(text);
  return instant >= EARLIEST && instant < LATEST;
}

/**
 * A point in time as integrators write it: ISO 8601 with an offset
 * (`2026-11-22T10:00:00+05:30`), or a calendar date, which means its midnight in
 * the workspace's time zone. Years 1900 to 2199.
 */
export const instantSchema = z
  .union([z.iso.datetime({ offset: true }), z.iso.date()], {
    error: 'must be a real date, as 2026-11-22 or 2026-11-22T10:00:00Z (with an offset)',
  })
  .refine(isWithinBounds, { error: 'must be between the years 1900 and 2199', abort: true });

/** An instant with an offset, `2026-11-22T10:00:00Z`. Years 1900 to 2199. */
export const offsetInstantSchema = z.iso
  .datetime({ offset: true, error: 'must be ISO 8601 with an offset, as 2026-11-22T10:00:00Z', abort: true })
  .refine(isWithinBounds, { error: 'must be between the years 1900 and 2199', abort: true });

/** A calendar date, `2026-11-22`. Years 1900 to 2199. */
export const calendarDateSchema = z.iso
  .date({ error: 'must be a real calendar date, as 2026-11-22', abort: true })
  .refine(isWithinBounds, { error: 'must be between the years 1900 and 2199', abort: true });

/** The name of a time zone, as `Asia/Kolkata`. */
export const timeZoneSchema = z.string().refine((name) => IANAZone.isValidZone(name), {
  error: 'must be the name of a time zone, as Asia/Kolkata or UTC',
});

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
