/** When the sentences are said: Saturday, 28 November 2026, noon in Kolkata. */
export const NOW = new Date('2026-11-28T06:30:00Z');
export const TIME_ZONE = 'Asia/Kolkata';

const DAY_MS = 86_400_000;
/** Kolkata has no summer time: its days can be counted without asking a library, or the product. */
const OFFSET_MS = 5.5 * 3_600_000;

/** Days since 1970 on the calendar of Kolkata. */
function dayNumber(instant: Date): number {
  return Math.floor((instant.getTime() + OFFSET_MS) / DAY_MS);
}

const TODAY = dayNumber(NOW);

/** 0 for today, 1 for yesterday, whatever the hour. */
export function daysAgo(instant: Date): number {
  return TODAY - dayNumber(instant);
}

/** The calendar date in Kolkata, `2026-11-28`. */
export function dateOf(instant: Date): string {
  return new Date(instant.getTime() + OFFSET_MS).toISOString().slice(0, 10);
}

/** The date so many days before today. */
export function dateDaysAgo(days: number): string {
  return new Date((TODAY - days) * DAY_MS).toISOString().slice(0, 10);
}

/** Today and the `days` days after it, in any year: `11-28`. */
export function daysOfYearAhead(days: number): string[] {
  return Array.from({ length: days + 1 }, (_, ahead) => dateDaysAgo(-ahead).slice(5));
}

/** Minutes after midnight in Kolkata, so many days ago. */
export function instantDaysAgo(days: number, minuteOfDay: number): Date {
  return new Date((TODAY - days) * DAY_MS - OFFSET_MS + minuteOfDay * 60_000);
}

/** The number of days between a calendar date and today. */
export function daysSince(date: string): number {
  return TODAY - Math.floor(Date.parse(date) / DAY_MS);
}
