import { calendarDateSchema, type DashboardDays, faultOfPeriod } from '@herald/shared';

const DAY_MS = 86_400_000;

/** How long the periods are that end today, by what the address says. */
export const LENGTHS = [
  { value: '7', label: '7 days', days: 7 },
  { value: '30', label: '30 days', days: 30 },
  { value: '90', label: '90 days', days: 90 },
  { value: '365', label: '12 months', days: 365 },
] as const;

export const PERIOD_IN_URL = { last: '30', from: '', to: '' };
const DEFAULT_LENGTH = LENGTHS[1];

export interface Period extends DashboardDays {
  /** Of `LENGTHS`; null when the days were chosen one by one. */
  length: string | null;
}

/** What the address says, as far as it makes sense. */
export function periodFrom({ last, from, to }: typeof PERIOD_IN_URL, today: string): Period {
  const isCustom = isDay(from) && isDay(to) && faultOfPeriod({ from, to }) === undefined;
  if (isCustom) return { from, to, length: null };
  const { value, days } = LENGTHS.find((length) => length.value === last) ?? DEFAULT_LENGTH;
  return { from: daysAfter(today, 1 - days), to: today, length: value };
}

export function dayIn(timeZone: string, instantMs: number): string {
  const format = new Intl.DateTimeFormat('en', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  const parts = new Map(format.formatToParts(instantMs).map(({ type, value }) => [type, value]));
  return `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`;
}

/** Not the one of @herald/shared, beside which Luxon would come into the browser. */
function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}

function isDay(text: string): boolean {
  return calendarDateSchema.safeParse(text).success;
}
