import { z } from 'zod';

/** The years that Herald takes, both included. */
export const EARLIEST_YEAR = 1900;
export const LATEST_YEAR = 2199;

const EARLIEST = Date.UTC(EARLIEST_YEAR, 0, 1);
const LATEST = Date.UTC(LATEST_YEAR + 1, 0, 1);

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

/** The name of a time zone, as `Asia/Kolkata`. Asks no library: browsers load this contract first of all. */
export const timeZoneSchema = z.string().refine(isTimeZone, {
  error: 'must be the name of a time zone, as Asia/Kolkata or UTC',
});

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format() !== '';
  } catch {
    return false;
  }
}
