import type { SendTimeOutput } from '@herald/shared';

export const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
export const HOURS_PER_DAY = 24;
/** A suggestion is good for three hours. */
const WINDOW_HOURS = 3;

type Suggested = SendTimeOutput['suggestions'][number];

/** Orders of a week by day, from Monday, and hour. */
export function byDayAndHour(byHour: SendTimeOutput['byHour']): number[][] {
  const week = WEEKDAYS.map(() => Array.from({ length: HOURS_PER_DAY }, () => 0));
  for (const { weekday, hour, orders } of byHour) {
    const day = week[weekday - 1];
    if (day !== undefined) day[hour] = orders;
  }
  return week;
}

/** `18:00`; 24 is the midnight at the end of a day. */
export function clock(hour: number): string {
  return `${String(hour % HOURS_PER_DAY).padStart(2, '0')}:00`;
}

/** `Thursday 18:00–21:00`. */
export function windowWords({ weekday, hour }: Pick<Suggested, 'weekday' | 'hour'>): string {
  return `${WEEKDAYS[weekday - 1] ?? ''} ${clock(hour)}–${clock(hour + WINDOW_HOURS)}`;
}

/** `14% of their orders, 3.1 times as many as usual by day`. */
export function evidenceWords({ share, timesUsual }: Suggested): string {
  return `${Math.round(share)}% of their orders, ${Number(timesUsual.toFixed(1))} times as many as usual by day`;
}

/** Whether an hour is in one of the windows, which may reach into the next day. */
export function isSuggested(
  suggestions: readonly Pick<Suggested, 'weekday' | 'hour'>[],
  weekday: number,
  hour: number,
): boolean {
  const hoursOfWeek = WEEKDAYS.length * HOURS_PER_DAY;
  const hourOfWeek = (day: number, ofDay: number) => (day - 1) * HOURS_PER_DAY + ofDay;
  return suggestions.some((each) => {
    const since = hourOfWeek(weekday, hour) - hourOfWeek(each.weekday, each.hour);
    return (since + hoursOfWeek) % hoursOfWeek < WINDOW_HOURS;
  });
}
