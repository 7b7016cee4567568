import { DateTime, IANAZone } from 'luxon';
import { z } from 'zod';

const EARLIEST = Date.UTC(1900, 0, 1);
const LATEST = Date.UTC(2200, 0, 1);

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
  .datetime({ offset: true, error: 'must be ISO 8601 with an offset, as 2026-11-22T10:00:00Z' })
  .refine(isWithinBounds, { error: 'must be between the years 1900 and 2199', abort: true });

/** A calendar date, `2026-11-22`. Years 1900 to 2199. */
export const calendarDateSchema = z.iso
  .date('must be a real calendar date, as 2026-11-22')
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
export function startOfDay(instant: Date, zone: string, plusDays = 0): Date {
  return firstInstant(DateTime.fromJSDate(instant, { zone }).startOf('day').plus({ days: plusDays }));
}

/** The first instant of a calendar date in `zone`, moved by whole calendar days. */
export function startOfCalendarDate(date: string, zone: string, plusDays = 0): Date {
  return firstInstant(DateTime.fromISO(date, { zone }).startOf('day').plus({ days: plusDays }));
}

/** Where clocks go back from one to midnight, the day has two midnights; Luxon may name either. */
function firstInstant(day: DateTime): Date {
  const midnight = day.startOf('day');
  const hourBefore = midnight.minus({ hours: 1 });
  return (hourBefore.day === midnight.day ? hourBefore : midnight).toJSDate();
}

/** The calendar date, `2026-11-22`, that `instant` falls on in `zone`. */
export function calendarDateIn(instant: Date, zone: string): string {
  return DateTime.fromJSDate(instant, { zone }).toFormat('yyyy-MM-dd');
}
