import { calendarDateIn, DEFAULT_DASHBOARD_DAYS, DomainError, faultOfPeriod, daysIn, plusDays } from '@herald/shared';
import type { DashboardDays, DashboardQuery, DashboardTimeseriesOutput } from '@herald/shared';

export type DashboardInterval = DashboardTimeseriesOutput['interval'];

/** Most days of which each has a point of its own. */
const MOST_DAYS = 62;
/** Most days that are shown by weeks; longer periods are by months. */
const MOST_DAYS_OF_WEEKS = 366;

/** @throws DomainError `invalid_input` when what is not said makes a period that may not be asked for. */
export function periodOf({ from, to }: DashboardQuery, now: Date, timeZone: string): DashboardDays {
  const last = to ?? calendarDateIn(now, timeZone);
  const period = { from: from ?? plusDays(last, 1 - DEFAULT_DASHBOARD_DAYS), to: last };
  const message = faultOfPeriod(period);
  if (message === undefined) return period;
  throw new DomainError('invalid_input', `from: ${message}`, [{ path: 'from', message }]);
}

/** The period of the same length that ended the day before. */
export function periodBefore(period: DashboardDays): DashboardDays {
  return { from: plusDays(period.from, -daysIn(period)), to: plusDays(period.from, -1) };
}

export function intervalOf(period: DashboardDays): DashboardInterval {
  const days = daysIn(period);
  if (days <= MOST_DAYS) return 'day';
  return days <= MOST_DAYS_OF_WEEKS ? 'week' : 'month';
}

/** The first day of each interval that is in the period. */
export function pointStarts({ from, to }: DashboardDays, interval: DashboardInterval): string[] {
  const starts: string[] = [];
  for (let start = from; start <= to; start = startOfNext(start, interval)) starts.push(start);
  return starts;
}

function startOfNext(date: string, interval: DashboardInterval): string {
  switch (interval) {
    case 'day':
      return plusDays(date, 1);
    case 'week':
      // Sunday is the last day of its week.
      return plusDays(date, 7 - ((new Date(date).getUTCDay() + 6) % 7));
    case 'month': {
      const [year, month] = date.split('-').map(Number) as [number, number, number];
      return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10);
    }
  }
}
