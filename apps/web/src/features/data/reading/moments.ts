import { startOfCalendarDate } from '@herald/shared';

/** Which of two numbers comes first: the day or the month. */
export type DayOrder = 'day first' | 'month first';

/** Of a column: the order it uses, `unsure` when somebody has to say, `none` when no date in it depends on it. */
export type DayOrderGuess = DayOrder | 'none' | 'unsure';

const DAY_MS = 86_400_000;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const NUMBERS = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?!\d)/;
const YEAR_FIRST = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)/;
const DAY_AND_NAME = /^(\d{1,2})(?:st|nd|rd|th)?[\s-]+([a-z]{3,9})\.?[\s,-]+(\d{4}|\d{2})(?!\d)/i;
const NAME_AND_DAY = /^([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)/i;
const WEEKDAY = /^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+/i;
const TIME =
  /^(?:[T,\s]|\sat\s)\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*([ap]\.?m\.?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/i;
const EPOCH = /^\d{10}(?:\d{3})?$/;

interface FoundDay {
  /** `2026-11-22`. */
  date: string;
  /** What is left of the text after the day. */
  rest: string;
}

/**
 * A date or a time as files write it, as the API takes it: `2026-11-22`, or an instant in UTC.
 * A time without an offset is one of the workspace's zone.
 *
 * @returns undefined when it is no real date, or could be two.
 */
export function parseMoment(text: string, order: DayOrderGuess, zone: string): string | undefined {
  const trimmed = text.trim();
  if (EPOCH.test(trimmed)) return instant(Number(trimmed) * (trimmed.length === 10 ? 1000 : 1));
  const day = findDay(trimmed.replace(WEEKDAY, ''), order);
  if (day === undefined) return undefined;
  if (day.rest.trim() === '') return day.date;
  const time = TIME.exec(day.rest);
  return time === null ? undefined : atTime(day.date, time, zone);
}

function findDay(text: string, order: DayOrderGuess): FoundDay | undefined {
  const yearFirst = YEAR_FIRST.exec(text);
  if (yearFirst) return found(text, yearFirst, yearFirst[1], yearFirst[3], yearFirst[4]);
  const named = DAY_AND_NAME.exec(text);
  if (named) return found(text, named, named[3], monthOf(named[2]), named[1]);
  const monthNamed = NAME_AND_DAY.exec(text);
  if (monthNamed) return found(text, monthNamed, monthNamed[3], monthOf(monthNamed[1]), monthNamed[2]);
  const numbers = NUMBERS.exec(text);
  if (numbers === null || order === 'none' || order === 'unsure') return undefined;
  const [day, month] = order === 'day first' ? [numbers[1], numbers[3]] : [numbers[3], numbers[1]];
  return found(text, numbers, numbers[4], month, day);
}

function found(text: string, match: RegExpExecArray, year = '', month = '', day = ''): FoundDay | undefined {
  const fullYear = year.length === 2 ? `${Number(year) < 70 ? '20' : '19'}${year}` : year;
  const date = `${fullYear}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const isReal = new Date(Date.parse(date) || Number.NaN).getUTCDate() === Number(day);
  return isReal ? { date, rest: text.slice(match[0].length) } : undefined;
}

function monthOf(name = ''): string {
  const index = MONTHS.indexOf(name.slice(0, 3).toLowerCase());
  return index === -1 ? '' : String(index + 1);
}

function atTime(date: string, time: RegExpExecArray, zone: string): string | undefined {
  const [, hourText, minute, second = '0', fraction = '0', half, offset] = time;
  const hour = hourOf(Number(hourText), half);
  if (hour === undefined || Number(minute) > 59 || Number(second) > 59) return undefined;
  const sinceMidnight = ((hour * 60 + Number(minute)) * 60 + Number(second)) * 1000 + Number(`0.${fraction}`) * 1000;
  if (offset === undefined) return instant(inZone(date, sinceMidnight, zone));
  return instant(Date.parse(date) + sinceMidnight - offsetMs(offset));
}

/** Of a clock with twelve hours, or with twenty-four. */
function hourOf(hour: number, half: string | undefined): number | undefined {
  if (half === undefined) return hour < 24 ? hour : undefined;
  if (hour < 1 || hour > 12) return undefined;
  return (hour % 12) + (half.toLowerCase().startsWith('p') ? 12 : 0);
}

function offsetMs(offset: string): number {
  const match = /^([+-])(\d{2}):?(\d{2})$/.exec(offset);
  if (match === null) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return (match[1] === '-' ? -minutes : minutes) * 60_000;
}

/** What the clocks of a zone show, as an instant; on days when they are changed, they are asked again. */
function inZone(date: string, sinceMidnight: number, zone: string): number {
  const start = startOfCalendarDate(date, zone).getTime();
  const end = startOfCalendarDate(date, zone, 1).getTime();
  const guess = start + sinceMidnight;
  if (end - start === DAY_MS) return guess;
  const shown = clockOf(guess, zone) - Date.parse(date);
  return guess + (sinceMidnight - shown);
}

/** What the clocks of a zone show at an instant, as if it were UTC. */
function clockOf(at: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at);
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
}

function instant(ms: number): string | undefined {
  const date = new Date(Math.round(ms));
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** Which of day and month comes first in a column, as far as its values say. */
export function guessDayOrder(samples: readonly string[]): DayOrderGuess {
  const votes = { day: 0, month: 0, unsure: 0 };
  for (const sample of samples) {
    const match = NUMBERS.exec(sample.trim().replace(WEEKDAY, ''));
    if (match === null) continue;
    // Nobody writes the month first with dots.
    if (Number(match[1]) > 12 || match[2] === '.') votes.day += 1;
    else if (Number(match[3]) > 12) votes.month += 1;
    else votes.unsure += 1;
  }
  if (votes.day !== votes.month) return votes.day > votes.month ? 'day first' : 'month first';
  return votes.day + votes.unsure > 0 ? 'unsure' : 'none';
}

/** Whether a value looks like a date or a time, so that a column of them is one. */
export function looksLikeMoment(sample: string): boolean {
  if (EPOCH.test(sample.trim())) return false;
  return ORDERS.some((order) => parseMoment(sample, order, 'UTC') !== undefined);
}

const ORDERS: readonly DayOrder[] = ['day first', 'month first'];
