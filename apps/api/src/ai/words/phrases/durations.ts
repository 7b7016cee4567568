import { plusDays } from '@herald/shared';
import { alt, map, memo, oneOf, opt, type Parser, seq, words } from '../grammar.ts';
import { COMPARISONS_BEFORE } from '../lexicon/comparisons.ts';
import { UNITS, LAST, WITHIN } from '../lexicon/time.ts';
import { type Assumption } from '../words-context.ts';
import { between, type Period } from './period.ts';
import { plainNumber } from './quantities.ts';

export interface Duration {
  days: number;
  assumptions: Assumption[];
}

const unit = oneOf(UNITS);
const half = map(words('half a year', 'half year', 'a half year'), (_, said): Duration => approximately(182, said));

function approximately(inDays: number, said: string): Duration {
  return { days: inDays, assumptions: [{ words: said, meaning: `${inDays} days` }] };
}

/** `24 hours`: as many whole days. */
const hours = map(
  seq(plainNumber, words('hours', 'hrs', 'hour', 'hr', 'h')),
  ([{ value }], said): Duration | undefined =>
    value > 0 && value % 24 === 0
      ? { days: value / 24, assumptions: [{ words: said, meaning: `${value / 24} days` }] }
      : undefined,
);
const yearAndHalf = map(
  words('a year and a half', 'year and a half', 'one and a half years', 'one and a half year'),
  (_, said): Duration => approximately(547, said),
);

/** `90 days`, `3 months`, `a year`. */
export const duration: Parser<Duration> = memo(
  alt(
    half,
    hours,
    yearAndHalf,
    map(
      seq(opt(words('a', 'an', 'one', 'full', 'a full', 'the')), unit),
      ([, { days: inDays, isExact }], said): Duration =>
        isExact ? { days: inDays, assumptions: [] } : approximately(inDays, said),
    ),
    map(
      seq(plainNumber, opt(words('full', 'or so')), unit),
      ([{ value }, , { days: inDays, isExact }], said): Duration | undefined => {
        const total = value * inDays;
        if (!Number.isInteger(total)) return undefined;
        return isExact ? { days: total, assumptions: [] } : approximately(total, said);
      },
    ),
  ),
);

const last = words(...LAST);
const within = words(...WITHIN);

/** `in the last 90 days`; "last month" without "the" is the calendar's. */
const lastDays = alt(
  map(seq(opt(within), words('the'), last, duration), ([, , , { days: inDays, assumptions }]): Period => ({
    kind: 'lastDays',
    days: inDays,
    assumptions,
  })),
  map(seq(opt(within), last, duration), ([, which, { days: inDays, assumptions }], said): Period | undefined => {
    const isCalendar =
      ['last', 'previous'].includes(which) && /^[^\d]*\b(?:last|previous) (?:week|month|quarter|year)$/i.test(said);
    return isCalendar ? undefined : { kind: 'lastDays', days: inDays, assumptions };
  }),
  map(
    seq(
      words(
        `
          within | inside | inside of | not more than | no more than | less than | under | at most | fewer than |
          up to
        `,
      ),
      opt(words('the', 'the last', 'last')),
      duration,
      words('ago', 'back', 'old'),
    ),
    ([, , { days: inDays, assumptions }]): Period => ({ kind: 'lastDays', days: inDays, assumptions }),
  ),
  map(seq(words('within'), duration), ([, { days: inDays, assumptions }]): Period => ({
    kind: 'lastDays',
    days: inDays,
    assumptions,
  })),
);

/** `not … in 90 days`, `not … for more than 3 months`. */
export const negatedDays = alt(
  map(
    seq(
      words('in | for | since | in the | over | for the | within'),
      opt(words('over | more than | at least | the last | the past | above')),
      duration,
      opt(words('or more | + | plus | or longer | now')),
    ),
    ([, , { days: inDays, assumptions }]) => onlyNegated(inDays, assumptions),
  ),
  // "no order in 60+ days"
  map(
    seq(opt(words('in | for | since | over | within')), plainNumber, words('+ | plus | or more'), unit),
    ([, { value }, , { days: inDays, isExact }], said) =>
      onlyNegated(value * inDays, isExact ? [] : [{ words: said, meaning: `${value * inDays} days` }]),
  ),
  // "no order 90 days"; "5,000 a month" is none.
  map(seq(plainNumber, unit), ([{ value }, { days: inDays, isExact }], said) =>
    onlyNegated(value * inDays, isExact ? [] : [{ words: said, meaning: `${value * inDays} days` }]),
  ),
);

function onlyNegated(inDays: number, assumptions: Assumption[]): Period {
  return { kind: 'lastDays', days: inDays, assumptions, needsNegation: true };
}

/** "next week" without "the" is the calendar's. */
export function isOfCalendar(said: string): boolean {
  return /(?:^|\s)next (?:week|month|quarter|year)$/i.test(said) && !/the next \w+$/i.test(said);
}

const nextDays = map(
  seq(
    opt(words('in | within | during | over')),
    opt(words('the')),
    words('next | coming | upcoming | following'),
    duration,
  ),
  ([, , , { days: inDays, assumptions }], said): Period | undefined =>
    isOfCalendar(said) ? undefined : { kind: 'nextDays', days: inDays, assumptions },
);

const ago = words('ago', 'back', 'before', 'earlier', 'old');
const before = oneOf(COMPARISONS_BEFORE);

/** `more than 90 days ago`, `90+ days ago`. */
const someTimeAgo: Parser<Period> = alt(
  map(seq(before, duration, ago), ([operator, { days: inDays, assumptions }]): Period | undefined => {
    if (operator === '>') return { kind: 'olderThan', days: inDays, assumptions };
    if (operator === '>=') return { kind: 'olderThan', days: inDays - 1, assumptions };
    return undefined;
  }),
  map(
    seq(words('longer than', 'longer ago than', 'earlier than', 'older than', 'before the last'), duration, opt(ago)),
    ([, { days: inDays, assumptions }]): Period => ({ kind: 'olderThan', days: inDays, assumptions }),
  ),
  map(
    seq(plainNumber, words('+', 'plus', 'or more'), unit, ago),
    ([{ value }, , { days: inDays, isExact }], said): Period => ({
      kind: 'olderThan',
      days: value * inDays - 1,
      assumptions: isExact ? [] : [{ words: said, meaning: `${value * inDays} days ago or more` }],
    }),
  ),
);

/** `between 30 and 60 days ago`, `90 days ago`. */
const daysAgo: Parser<Period> = alt<Period>(
  map(
    seq(words('between'), plainNumber, words('and', 'to', '-'), duration, ago),
    ([, { value }, , { days: inDays, assumptions }], said, { today }) =>
      betweenAges(value, inDays, assumptions, said, today),
  ),
  map(
    seq(plainNumber, words('to', '-', '–'), duration, ago),
    ([{ value }, , { days: inDays, assumptions }], said, { today }) =>
      betweenAges(value, inDays, assumptions, said, today),
  ),
);

/** The unit is that of both numbers, "2 to 4 months ago". */
function betweenAges(
  low: number,
  high: number,
  assumptions: Assumption[],
  said: string,
  today: string,
): Period | undefined {
  const top = Number(/(\d+)\D*$/.exec(said)?.[1] ?? Number.NaN);
  const lowInDays = (low * high) / top;
  return Number.isInteger(lowInDays)
    ? between(plusDays(today, -high), plusDays(today, -lowInDays), assumptions)
    : undefined;
}

/** Periods that are counted from today. */
export const countedPeriods: readonly Parser<Period>[] = [lastDays, nextDays, someTimeAgo, daysAgo];
