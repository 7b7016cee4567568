import type { TokenReader } from './token-reader.ts';

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** `2026-11-22` as `22 November 2026`. */
export function writeDate(date: string): string {
  return `${writeDayOfYear(date.slice(5))} ${date.slice(0, 4)}`;
}

/** `03-14` as `14 March`. */
export function writeDayOfYear(day: string): string {
  return `${Number(day.slice(3))} ${MONTHS[Number(day.slice(0, 2)) - 1]}`;
}

/** Whether a day and a month are next. */
export function dayOfYearStartsHere(reader: TokenReader): boolean {
  return reader.peek().kind === 'number' && monthAt(reader, 1) > 0;
}

/** Whether a day, a month and a year are next. */
export function dateStartsHere(reader: TokenReader): boolean {
  return dayOfYearStartsHere(reader) && reader.peek(2).kind === 'number';
}

/** The date as `2026-11-22`, which need not exist. */
export function readDate(reader: TokenReader): string {
  const dayOfYear = readDayOfYear(reader);
  return `${reader.next().text}-${dayOfYear}`;
}

/** The day as `03-14`, which need not exist. */
export function readDayOfYear(reader: TokenReader): string {
  const day = reader.next().text.padStart(2, '0');
  const month = String(monthAt(reader, 0)).padStart(2, '0');
  reader.next();
  return `${month}-${day}`;
}

/** From 1; 0 where no month is named. */
function monthAt(reader: TokenReader, ahead: number): number {
  const { kind, text } = reader.peek(ahead);
  const lowerCase = text.toLowerCase();
  return kind === 'word' ? MONTHS.findIndex((month) => month.toLowerCase() === lowerCase) + 1 : 0;
}
