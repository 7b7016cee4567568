import { calendarDateSchema, plusDays } from '@herald/shared';
import { Chrono, configuration } from 'chrono-node/en';

import { alt, type Input, map, memo, oneOf, opt, type Parser, seq, words, wordsBetween } from '../grammar.ts';
import { DATE_WORDS, MONTHS, NAMED_DAYS, WEEKDAYS } from '../lexicon/time.ts';

/** Calendar days, both included. */
export interface Days {
  first: string;
  last: string;
  /** Whether the year was said. */
  hasYear: boolean;
}

/** English only, and only whole dates: nothing is guessed from a part of one. */
const chrono = new Chrono(configuration.createConfiguration(true, true));

const LONGEST_DATE = 6;
/** Most dates that are tried in one text; no sentence of people has so many. */
const MOST_TRIED = 30;
const tried = new WeakMap<Input, number>();

/** A day in words, `1 March 2026`, `March 1st`, `last Friday`, `yesterday`. */
const dayInWords: Parser<Days> = (input, at) => {
  for (let length = LONGEST_DATE; length >= 1; length -= 1) {
    if (!mayBeDate(input, at, at + length)) continue;
    const count = tried.get(input) ?? 0;
    if (count >= MOST_TRIED) return [];
    tried.set(input, count + 1);
    const days = readDay(wordsBetween(input, at, at + length), input.today);
    if (days) return [{ value: days, end: at + length }];
  }
  return [];
};

/** Whether the words are those of one date: all of them known, and one that says which day. */
function mayBeDate({ tokens }: Input, at: number, end: number): boolean {
  if (end > tokens.length) return false;
  const slice = tokens.slice(at, end);
  const isKnown = slice.every(
    ({ kind, text }) =>
      kind === 'number' || MONTHS.has(text) || WEEKDAYS.has(text) || NAMED_DAYS.has(text) || DATE_WORDS.has(text),
  );
  const named = slice.filter(({ text }) => MONTHS.has(text) || WEEKDAYS.has(text) || NAMED_DAYS.has(text));
  const needsNumber = named.some(({ text }) => MONTHS.has(text));
  const last = slice.at(-1);
  return (
    isKnown && named.length === 1 && (!needsNumber || slice.some(({ kind }) => kind === 'number')) && last?.text !== ','
  );
}

/** The process may be in any zone: noon of the workspace's day is the same calendar day for chrono. */
function readDay(text: string, today: string): Days | undefined {
  const [year = 0, month = 1, day = 1] = today.split('-').map(Number);
  const written = text.replace(/^the /i, '').replace(/(\d)(st|nd|rd|th) of /i, '$1$2 ');
  const [found, ...others] = chrono.parse(written, new Date(year, month - 1, day, 12));
  if (!found || others.length > 0 || found.end || found.text.length !== written.length) return undefined;
  const { start } = found;
  const saysDay = start.isCertain('day') || start.isCertain('weekday');
  if (!saysDay) return undefined;
  const hasYear = start.isCertain('year') || start.isCertain('weekday') || !start.isCertain('month');
  const date = iso(start.get('year') ?? year, start.get('month') ?? 0, start.get('day') ?? 0);
  return dayOf(hasYear ? date : latest(date, today), hasYear);
}

function iso(year: number, month: number, day: number): string {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** Without a year the last such day up to today is meant. */
function latest(date: string, today: string): string {
  const thisYear = `${today.slice(0, 4)}${date.slice(4)}`;
  return thisYear <= today ? thisYear : `${Number(today.slice(0, 4)) - 1}${date.slice(4)}`;
}

function dayOf(date: string, hasYear: boolean): Days | undefined {
  return calendarDateSchema.safeParse(date).success ? { first: date, last: date, hasYear } : undefined;
}

const NAMED: ReadonlyMap<string, number> = new Map([
  ['today', 0],
  ['yesterday', -1],
  ['tomorrow', 1],
]);
const namedDay = map(oneOf(NAMED), (offset, _, { today }) => daysOfPeriod('day', offset, today));

const dayInDigits: Parser<Days> = (input, at) => {
  const token = input.tokens[at];
  const days = token?.kind === 'date' && token.value !== null ? dayOf(token.value, true) : undefined;
  return days ? [{ value: days, end: at + 1 }] : [];
};

const year: Parser<number> = (input, at) => {
  const token = input.tokens[at];
  const isYear = token?.kind === 'number' && /^(?:19|20|21)\d\d$/.test(token.text) && token.scale === 1;
  return isYear && !token.isOrdinal ? [{ value: token.value, end: at + 1 }] : [];
};

export function daysOfYear(ofYear: number): Days {
  return { first: `${ofYear}-01-01`, last: `${ofYear}-12-31`, hasYear: true };
}

export function daysOfMonth(ofYear: number, month: number, hasYear = true): Days {
  const first = iso(ofYear, month, 1);
  return { first, last: plusDays(month === 12 ? iso(ofYear + 1, 1, 1) : iso(ofYear, month + 1, 1), -1), hasYear };
}

function daysOfQuarter(ofYear: number, quarter: number): Days {
  const { first } = daysOfMonth(ofYear, 3 * quarter - 2);
  return { first, last: daysOfMonth(ofYear, 3 * quarter).last, hasYear: true };
}

const monthName = oneOf(MONTHS);

/** `March 2026`, and March alone for the last one that has begun. */
const month: Parser<Days> = map(
  seq(monthName, opt(words('of', ',')), opt(year)),
  ([number, , ofYear], _, { today }) => {
    if (ofYear !== undefined) return daysOfMonth(ofYear, number);
    const thisYear = Number(today.slice(0, 4));
    const found = daysOfMonth(thisYear, number, false);
    return found.first <= today ? found : daysOfMonth(thisYear - 1, number, false);
  },
);

const thisOrLastYear = map(
  words('this year', 'last year'),
  (which, _, { today }) => Number(today.slice(0, 4)) - (which === 'last year' ? 1 : 0),
);
const QUARTERS = new Map([
  ['the first quarter', 1],
  ['first quarter', 1],
  ['the second quarter', 2],
  ['second quarter', 2],
  ['the third quarter', 3],
  ['third quarter', 3],
  ['the fourth quarter', 4],
  ['fourth quarter', 4],
  ['q1', 1],
  ['q2', 2],
  ['q3', 3],
  ['q4', 4],
]);
const quarterInLetters: Parser<number> = (input, at) => {
  const [letter, digit] = [input.tokens[at], input.tokens[at + 1]];
  const isQuarter = letter?.text === 'q' && digit?.kind === 'number' && [1, 2, 3, 4].includes(digit.value);
  return isQuarter ? [{ value: digit.value, end: at + 2 }] : [];
};
const quarter: Parser<Days> = map(
  seq(alt(oneOf(QUARTERS), quarterInLetters), opt(words('of')), opt(alt(year, thisOrLastYear))),
  ([number, , ofYear], _, { today }) => daysOfQuarter(ofYear ?? Number(today.slice(0, 4)), number),
);

type Period = 'day' | 'week' | 'month' | 'quarter' | 'year';
const PERIODS = new Map<string, Period>([
  ['week', 'week'],
  ['calendar week', 'week'],
  ['month', 'month'],
  ['calendar month', 'month'],
  ['calendar quarter', 'quarter'],
  ['quarter', 'quarter'],
  ['year', 'year'],
  ['calendar year', 'year'],
]);

/** -1 is the one before this. */
const WHICH = new Map([
  ['this', 0],
  ['the current', 0],
  ['current', 0],
  ['the ongoing', 0],
  ['the present', 0],
  ['last', -1],
  ['previous', -1],
  ['the previous', -1],
  ['next', 1],
  ['the last calendar', -1],
  ['the previous calendar', -1],
  ['the last completed', -1],
  ['last completed', -1],
  ['past calendar', -1],
]);

/** `this month`, `last year`. */
const relativePeriod = map(seq(oneOf(WHICH), oneOf(PERIODS)), ([offset, period], _, { today }) =>
  daysOfPeriod(period, offset, today),
);

export function daysOfPeriod(period: Period, offset: number, today: string): Days {
  const [ofYear = 0, ofMonth = 1] = today.split('-').map(Number);
  switch (period) {
    case 'day': {
      const day = plusDays(today, offset);
      return { first: day, last: day, hasYear: true };
    }
    case 'week': {
      // Weeks begin on Monday.
      const sinceMonday = (new Date(today).getUTCDay() + 6) % 7;
      const first = plusDays(today, 7 * offset - sinceMonday);
      return { first, last: plusDays(first, 6), hasYear: true };
    }
    case 'month': {
      const months = 12 * ofYear + ofMonth - 1 + offset;
      return daysOfMonth(Math.floor(months / 12), (months % 12) + 1);
    }
    case 'quarter': {
      const quarters = 4 * ofYear + Math.floor((ofMonth - 1) / 3) + offset;
      return daysOfQuarter(Math.floor(quarters / 4), (quarters % 4) + 1);
    }
    case 'year':
      return daysOfYear(ofYear + offset);
  }
}

/** `the 1980s` */
const decade = map(seq(year, words('s')), ([from]): Days | undefined =>
  from % 10 === 0 ? { first: `${from}-01-01`, last: `${from + 9}-12-31`, hasYear: true } : undefined,
);
const wholeYear = map(seq(opt(words('year', 'the year', 'calendar year')), year), ([, ofYear]) => daysOfYear(ofYear));

/** `H1` */
const halfInLetters: Parser<string> = (input, at) => {
  const [letter, digit] = [input.tokens[at], input.tokens[at + 1]];
  const isHalf = letter?.text === 'h' && digit?.kind === 'number' && [1, 2].includes(digit.value);
  return isHalf ? [{ value: digit.value === 1 ? 'first' : 'second', end: at + 2 }] : [];
};
const half = map(
  seq(
    alt(words('the first half of | first half of | the second half of | second half of'), halfInLetters),
    opt(words('of')),
    opt(alt(year, thisOrLastYear)),
  ),
  ([which, , said], _, { today }): Days => {
    const ofYear = said ?? Number(today.slice(0, 4));
    return which.includes('first')
      ? { first: `${ofYear}-01-01`, last: `${ofYear}-06-30`, hasYear: true }
      : { first: `${ofYear}-07-01`, last: `${ofYear}-12-31`, hasYear: true };
  },
);

const edge = words(
  'start | beginning | the start | the beginning | the end | end | the last day | the first day | close | the close',
);
/** `the end of this month`, `the beginning of 2026` */
const partOfPeriod = map(
  seq(edge, words('of', 'of the year'), alt(relativePeriod, half, month, quarter, wholeYear)),
  ([which, , whole]): Days =>
    /end|last|close/.test(which) ? { ...whole, first: whole.last } : { ...whole, last: whole.first },
);

/** One day or the days of a month, a quarter or a year. */
export const days: Parser<Days> = memo(
  alt(dayInDigits, namedDay, dayInWords, relativePeriod, partOfPeriod, half, month, quarter, wholeYear, decade),
);

/** A day and a month, whatever the year: `14 March`. */
export function dayOfYear({ first, last }: Days): string | undefined {
  return first === last ? first.slice(5) : undefined;
}
