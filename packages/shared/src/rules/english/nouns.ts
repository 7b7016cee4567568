import {
  dateStartsHere,
  dayOfYearStartsHere,
  readDate,
  readDayOfYear,
  writeDate,
  writeDayOfYear,
} from './calendar-days.ts';
import type { EnglishContext } from './english-context.ts';
import { nameStartsHere, readName, writeName } from './names.ts';
import { writeAmount, writeDays, writeNumber } from './numbers.ts';
import { quote } from './quoted-text.ts';
import type { TokenReader } from './token-reader.ts';

export type Scalar = string | number | boolean;

/** How one kind of value is written and read. What `read` gives need not be valid; the operator's schema says that. */
export interface Noun {
  /** What an error calls it. */
  expected: (context: EnglishContext) => string;
  write: (value: Scalar, context: EnglishContext) => string;
  /** Whether one begins at the next token. Of two that can stand in the same place only one does. */
  startsHere: (reader: TokenReader) => boolean;
  /** Called where one starts. */
  read: (reader: TokenReader, context: EnglishContext) => Scalar;
}

/** Every kind of value; a placeholder of the tables may name one. */
export const NOUNS = {
  text: {
    expected: () => 'a text in double quotes',
    write: (text) => quote(String(text)),
    startsHere: (reader) => reader.peek().kind === 'text',
    read: readText,
  },
  number: {
    expected: () => 'a number',
    write: (number) => writeNumber(Number(number)),
    startsHere: (reader) => reader.peek().kind === 'number' && !dayOfYearStartsHere(reader),
    read: readNumber,
  },
  money: {
    expected: ({ currency }) => `an amount, as 10,000 ${currency}`,
    write: (amount, { currency }) => `${writeAmount(Number(amount))} ${currency}`,
    startsHere: (reader) => reader.peek().kind === 'number',
    read: (reader, { currency }) => {
      const amount = readNumber(reader);
      reader.expect(currency);
      return amount;
    },
  },
  boolean: {
    expected: () => '"true" or "false"',
    write: String,
    startsHere: (reader) => reader.is('true') || reader.is('false'),
    read: (reader) => reader.next().text.toLowerCase() === 'true',
  },
  date: {
    expected: () => 'a date, as 22 November 2026',
    write: (date) => writeDate(String(date)),
    startsHere: dateStartsHere,
    read: readDate,
  },
  dayOfYear: {
    expected: () => 'a day of the year, as 14 March',
    write: (day) => writeDayOfYear(String(day)),
    startsHere: (reader) => dayOfYearStartsHere(reader) && !dateStartsHere(reader),
    read: readDayOfYear,
  },
  days: {
    expected: () => 'a number of days, as 90 days',
    write: (days) => writeDays(Number(days)),
    startsHere: (reader) => reader.peek().kind === 'number',
    read: readDays,
  },
  daysAhead: {
    expected: () => '"today" or "in the next 7 days"',
    write: (days) => (Number(days) === 0 ? 'today' : `in the next ${writeDays(Number(days))}`),
    startsHere: (reader) => reader.is('today') || reader.is('in'),
    read: (reader) => {
      if (reader.take('today')) return 0;
      reader.expect('in', 'the', 'next');
      return readDays(reader);
    },
  },
  campaign: {
    expected: () => 'the name of a campaign in double quotes',
    write: (id, { campaigns = NO_NAMES }) => writeName(String(id), campaigns),
    startsHere: nameStartsHere,
    read: (reader, { campaigns = NO_NAMES }) => readName(reader, 'campaign', campaigns),
  },
  segment: {
    expected: () => 'the name of a segment in double quotes',
    write: (id, context) => writeName(String(id), segmentNames(context)),
    startsHere: nameStartsHere,
    read: (reader, context) => readName(reader, 'segment', segmentNames(context)),
  },
} satisfies Record<string, Noun>;

export type NounName = keyof typeof NOUNS;

export function nounCalled(name: NounName): Noun {
  return NOUNS[name];
}

export function isNounName(name: string): name is NounName {
  return Object.hasOwn(NOUNS, name);
}

const NO_NAMES: ReadonlyMap<string, string> = new Map();

function segmentNames({ segments }: EnglishContext): ReadonlyMap<string, string> {
  return new Map([...(segments ?? [])].map(([id, { name }]) => [id, name]));
}

function readText(reader: TokenReader): string {
  const token = reader.peek();
  if (token.kind !== 'text') throw reader.unexpected([NOUNS.text.expected()]);
  reader.next();
  return token.value;
}

function readNumber(reader: TokenReader): number {
  const token = reader.peek();
  if (token.kind !== 'number') throw reader.unexpected([NOUNS.number.expected()]);
  reader.next();
  return token.value;
}

/** "1 days" is understood too. */
function readDays(reader: TokenReader): number {
  const days = readNumber(reader);
  if (!reader.take('day')) reader.expect('days');
  return days;
}
