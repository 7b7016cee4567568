import { phrasesOf } from './phrases.ts';

/** Days of a unit of time. Rules count days, so a month is 30 of them. */
export const UNITS: ReadonlyMap<string, { days: number; isExact: boolean }> = new Map([
  ...unit(1, true, ['day', 'days', 'calendar day', 'calendar days', 'd']),
  ...unit(7, true, ['week', 'weeks', 'wk', 'wks', 'w']),
  ...unit(14, true, ['fortnight', 'fortnights']),
  ...unit(30, false, ['month', 'months', 'mth', 'mths', 'mo', 'mos', 'calendar months']),
  ...unit(90, false, ['quarter', 'quarters', 'qtr', 'qtrs']),
  ...unit(365, false, ['year', 'years', 'yr', 'yrs', 'y', 'twelve months', '12 months']),
]);

function unit(days: number, isExact: boolean, words: string[]): [string, { days: number; isExact: boolean }][] {
  return words.map((word) => [word, { days, isExact }]);
}

const MONTH_NAMES = phrasesOf(`
    january | february | march | april | may | june | july | august | september | october | november | december
  `);

/** From 1. */
export const MONTHS: ReadonlyMap<string, number> = new Map([
  ...MONTH_NAMES.map((name, index): [string, number] => [name, index + 1]),
  ...MONTH_NAMES.map((name, index): [string, number] => [name.slice(0, 3), index + 1]),
  ['sept', 9],
]);

export const WEEKDAYS: ReadonlySet<string> = new Set(
  phrasesOf(`
    monday | tuesday | wednesday | thursday | friday | saturday | sunday
  `),
);

/** Words that a date can hold beside a month, a weekday or a number. */
export const DATE_WORDS: ReadonlySet<string> = new Set(['the', 'of', 'last', 'day', 'before', ',', 'this', 'past']);
/** Days that have a name of their own. */
export const NAMED_DAYS: ReadonlySet<string> = new Set(['today', 'yesterday', 'tomorrow']);

/** Before a number of days that reach back from today. */
export const LAST = ['last', 'past', 'previous', 'preceding', 'recent', 'latest', 'trailing', 'most recent', 'prior'];
export const WITHIN = phrasesOf(`
    in | within | during | over | for | of | from | across | throughout | since | on | at
  `);
