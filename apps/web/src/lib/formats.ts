import { createContext, use } from 'react';

export interface FormatSettings {
  /** IANA name, as `Asia/Kolkata`. */
  timeZone: string;
  /** ISO 4217, as `INR`. */
  currency: string;
  /** BCP 47; the browser's own unless it is given. */
  locale?: string;
}

export interface Formats {
  timeZone: string;
  currency: string;
  /** `50,000` */
  number: (value: number) => string;
  /** `12.3K`, for axes and narrow places. */
  compact: (value: number) => string;
  /** Of a fraction: 0.123 is `12.3%`. */
  percent: (fraction: number) => string;
  /** Of major units: `₹1,250.00`; whole amounts too, so that columns stay even. */
  money: (amount: number) => string;
  /** Without decimals, for axes and large totals. */
  wholeMoney: (amount: number) => string;
  /** Of an instant, in the workspace's time zone: `28 Nov 2026`. */
  date: (instant: string) => string;
  /** Of an instant, in the workspace's time zone: `28 Nov 2026, 14:05`. */
  dateTime: (instant: string) => string;
  /** Of a calendar day, `2026-11-28`, which is in no time zone. */
  day: (day: string) => string;
  /** The same without the year, for axes. */
  shortDay: (day: string) => string;
  /** Of calendar days, both included: `1–30 Nov 2026`. */
  dayRange: (first: string, last: string) => string;
  /** Of a calendar day: `Nov 2026`. */
  month: (day: string) => string;
  /** `3 minutes ago`, `in 2 days`. */
  relative: (instant: string, now?: number) => string;
  /** `1 customer`, `50,000 customers`. */
  count: (value: number, one: string, many?: string) => string;
}

/** How numbers, money and times are written for this workspace, in the browser's language. */
export function createFormats({ timeZone, currency, locale = navigator.language }: FormatSettings): Formats {
  const whole = new Intl.NumberFormat(locale);
  const compact = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 });
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const money = new Intl.NumberFormat(locale, { style: 'currency', currency });
  const wholeMoney = new Intl.NumberFormat(locale, { style: 'currency', currency, maximumFractionDigits: 0 });
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone });
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone });
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
  const shortDay = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  const month = new Intl.DateTimeFormat(locale, { month: 'short', year: 'numeric', timeZone: 'UTC' });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  return {
    timeZone,
    currency,
    number: (value) => whole.format(value),
    compact: (value) => compact.format(value),
    percent: (fraction) => percent.format(fraction),
    money: (amount) => money.format(amount),
    wholeMoney: (amount) => wholeMoney.format(amount),
    date: (instant) => date.format(new Date(instant)),
    dateTime: (instant) => dateTime.format(new Date(instant)),
    day: (text) => day.format(new Date(text)),
    shortDay: (text) => shortDay.format(new Date(text)),
    dayRange: (first, last) => day.formatRange(new Date(first), new Date(last)),
    month: (text) => month.format(new Date(text)),
    relative: (instant, now = Date.now()) => inWords(relative, Date.parse(instant) - now),
    count: (value, one, many = `${one}s`) => `${whole.format(value)} ${value === 1 ? one : many}`,
  };
}

const UNITS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['week', 7 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];
const JUST_NOW_SEC = 45;

function inWords(format: Intl.RelativeTimeFormat, differenceMs: number): string {
  const seconds = differenceMs / 1000;
  // The second within a minute changes faster than one reads.
  if (Math.abs(seconds) < JUST_NOW_SEC) return format.format(0, 'second');
  const [unit, size] = UNITS.find(([, unitSec]) => Math.abs(seconds) >= unitSec) ?? (['minute', 60] as const);
  return format.format(Math.round(seconds / size), unit);
}

/** As a workspace is until somebody says otherwise; see `TIME_ZONE` and `CURRENCY` of the server. */
export const DEFAULT_FORMATS: FormatSettings = { timeZone: 'UTC', currency: 'INR' };

export const FormatsContext = createContext<Formats>(createFormats(DEFAULT_FORMATS));

/** The formats of the workspace; around all pages for members. */
export function useFormats(): Formats {
  return use(FormatsContext);
}
