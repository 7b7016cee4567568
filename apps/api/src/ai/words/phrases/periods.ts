import { plusDays } from '@herald/shared';
import { alt, map, memo, oneOf, opt, type Parser, seq, words } from '../grammar.ts';
import { type Assumption } from '../words-context.ts';
import { type Days, days } from './calendar.ts';
import { negatedDays, countedPeriods } from './durations.ts';
import { between, type Period } from './period.ts';

export type { Period } from './period.ts';

const anyDay: Parser<number> = (input, at) => {
  const token = input.tokens[at];
  const isDay =
    token?.kind === 'number' &&
    token.scale === 1 &&
    Number.isInteger(token.value) &&
    token.value >= 1 &&
    token.value <= 31;
  return isDay ? [{ value: token.value, end: at + 1 }] : [];
};
const article = opt(words('the', 'the month of', 'the year'));

/** `between 1 and 31 October 2026`: the month is said once. */
const daysOfOneMonth: Parser<Period> = map(
  seq(
    opt(words('between', 'from')),
    article,
    anyDay,
    words('and', 'to', 'till', 'until', '-', '–', 'through'),
    article,
    days,
  ),
  ([, , first, , , to], said): Period | undefined => {
    const from = `${to.first.slice(0, 8)}${String(first).padStart(2, '0')}`;
    return to.first === to.last ? between(from, to.last, yearOf(to, said), to.hasYear) : undefined;
  },
);

/** `yesterday or today`, `in October or November`: days that follow each other. */
const neighbours: Parser<Period> = map(
  seq(
    opt(words('in', 'on', 'during', 'either')),
    article,
    days,
    words('or', 'and', '&', '/'),
    opt(words('in', 'on', 'during')),
    days,
  ),
  ([, , given, joiner, , other], said) => {
    const one = given.hasYear || !other.hasYear ? given : inYearOf(given, other);
    const [from, to] = one.first <= other.first ? [one, other] : [other, one];
    const isWithoutGap = plusDays(from.last, 1) >= to.first && from.last <= to.last;
    // "on 1 and 2 March" may be on both days; of longer ones it is the whole time.
    const isOneTime = joiner !== 'and' || (from.first < from.last && to.first < to.last);
    return isWithoutGap && isOneTime && one.hasYear === other.hasYear ? ranged(from, to, said) : undefined;
  },
);

function inYearOf({ first, last: lastDay }: Days, { first: of }: Days): Days {
  const year = of.slice(0, 4);
  return { first: year + first.slice(4), last: year + lastDay.slice(4), hasYear: true };
}

/** `before the end of September`: the last day still counts. */
const beforeTheEnd: Parser<Period> = map(seq(words('before', 'prior to'), days), ([, to], said): Period | undefined =>
  /^(?:before|prior to) (?:the )?(?:end|close) of/i.test(said)
    ? { kind: 'before', day: plusDays(to.last, 1), assumptions: yearOf(to, said), hasYear: to.hasYear }
    : undefined,
);

/** `through 31 March`; of more than a day it may be "in". `from 1 March` is from then on. */
const openRange: Parser<Period> = map(
  seq(words('through', 'thru', 'from'), article, days),
  ([word, , day], said): Period | undefined => {
    if (day.first !== day.last) return undefined;
    const more = { assumptions: yearOf(day, said), hasYear: day.hasYear };
    return word === 'from'
      ? { kind: 'after', day: plusDays(day.first, -1), ...more }
      : { kind: 'before', day: plusDays(day.last, 1), ...more };
  },
);

const SIGNS = new Map<string, '<' | '<=' | '>' | '>='>([
  ['<', '<'],
  ['<=', '<='],
  ['=<', '<='],
  ['≤', '<='],
  ['>', '>'],
  ['>=', '>='],
  ['=>', '>='],
  ['≥', '>='],
]);
const isOn = words('=', '==', ':', 'on', 'in', 'is');

/** `< 2026-06-01`, as a date is compared in a formula. */
export const signedPeriod: Parser<Period> = alt<Period>(
  map(seq(oneOf(SIGNS), days), ([sign, day], said): Period => {
    const more = { assumptions: yearOf(day, said), hasYear: day.hasYear };
    switch (sign) {
      case '<':
        return { kind: 'before', day: day.first, ...more };
      case '<=':
        return { kind: 'before', day: plusDays(day.last, 1), ...more };
      case '>':
        return { kind: 'after', day: day.last, ...more };
      case '>=':
        return { kind: 'after', day: plusDays(day.first, -1), ...more };
    }
  }),
  map(seq(isOn, days), ([, day], said) => between(day.first, day.last, yearOf(day, said), day.hasYear)),
);

const calendarPeriods: Parser<Period> = alt(
  neighbours,
  beforeTheEnd,
  openRange,
  daysOfOneMonth,
  map(
    seq(opt(words('in', 'on')), article, days, words('or later', 'or after', 'and later', 'or since')),
    ([, , from], said): Period => ({
      kind: 'after',
      day: plusDays(from.first, -1),
      assumptions: yearOf(from, said),
      hasYear: from.hasYear,
    }),
  ),
  map(
    seq(opt(words('in', 'on')), article, days, words('or earlier', 'or before', 'and earlier')),
    ([, , to], said): Period => ({
      kind: 'before',
      day: plusDays(to.last, 1),
      assumptions: yearOf(to, said),
      hasYear: to.hasYear,
    }),
  ),
  map(seq(words('in or after', 'on or after', 'in or since'), article, days), ([, , from], said): Period => ({
    kind: 'after',
    day: plusDays(from.first, -1),
    assumptions: yearOf(from, said),
    hasYear: from.hasYear,
  })),
  map(
    seq(
      opt(words('between', 'from')),
      article,
      days,
      words('and', 'to', 'till', 'until', 'through', 'thru', '-', '–', 'up to', 'upto'),
      article,
      days,
    ),
    ([, , from, , , to], said) => ranged(from, to, said),
  ),
  map(
    seq(
      words(
        'since',
        'from',
        'starting',
        'starting from',
        'on or after',
        'beginning',
        'as of',
        'from the',
        'starting in',
        'from the start of',
        'not before',
      ),
      article,
      days,
      opt(words('onwards', 'onward', 'on', 'forward', 'till now', 'until now', 'till date', 'to date', 'till today')),
    ),
    ([word, , from], said): Period | undefined =>
      word === 'from' && !/onwards?$| on$|forward$|(?:now|date|today)$/i.test(said)
        ? undefined
        : { kind: 'after', day: plusDays(from.first, -1), assumptions: yearOf(from, said), hasYear: from.hasYear },
  ),
  map(seq(words('after', 'later than', 'post', 'past'), article, days), ([, , from], said): Period => ({
    kind: 'after',
    day: from.last,
    assumptions: yearOf(from, said),
    hasYear: from.hasYear,
  })),
  map(seq(words('before', 'prior to', 'earlier than', 'pre'), article, days), ([, , to], said): Period => ({
    kind: 'before',
    day: to.first,
    assumptions: yearOf(to, said),
    hasYear: to.hasYear,
  })),
  map(
    seq(
      words(
        'until',
        'till',
        'up to',
        'up until',
        'up till',
        'on or before',
        'upto',
        'not after',
        'by',
        'no later than',
        'not later than',
      ),
      article,
      days,
    ),
    ([, , to], said): Period => ({
      kind: 'before',
      day: plusDays(to.last, 1),
      assumptions: yearOf(to, said),
      hasYear: to.hasYear,
    }),
  ),
  map(
    seq(
      opt(words('in', 'on', 'during', 'of', 'at', 'throughout', 'within', 'from', 'for', 'dated')),
      article,
      days,
      opt(words('so far', 'till date', 'to date', 'till now')),
    ),
    ([, , on], said) => between(on.first, on.last, yearOf(on, said), on.hasYear),
  ),
);

function yearOf({ first, last: lastDay, hasYear }: Days, said: string): Assumption[] {
  return hasYear ? [] : [{ words: said, meaning: first === lastDay ? first : `${first} to ${lastDay}` }];
}

/** "between 1 January and 31 March 2026": the year is said once. */
function ranged(from: Days, to: Days, said: string): Period | undefined {
  if (from.hasYear || !to.hasYear) {
    return between(from.first, to.last, [...yearOf(from, said), ...yearOf(to, said)], from.hasYear || to.hasYear);
  }
  const year = to.first.slice(0, 4);
  const first = year + from.first.slice(4);
  return between(first > to.last ? `${Number(year) - 1}${from.first.slice(4)}` : first, to.last);
}

const toDate = map(words('year to date', 'ytd', 'this year to date'), (_, __, { today }) =>
  between(`${today.slice(0, 4)}-01-01`, today),
);

/** When; the first of two ways to read the same words counts. */
export const period: Parser<Period> = memo(alt<Period>(...countedPeriods, calendarPeriods, toDate, negatedDays));
