import { attributeFieldName, plusDays } from '@herald/shared';
import { clause, type Clause, refused } from '../clause.ts';
import { alt, map, opt, type Parser, seq, words } from '../grammar.ts';
import { attributeWords } from '../lexicon/attribute-words.ts';
import { dayOfYear, type Days, days } from '../phrases/calendar.ts';
import { duration, isOfCalendar } from '../phrases/durations.ts';
import { period, type Period, signedPeriod } from '../phrases/periods.ts';
import { any, ask, dateRule } from '../rules.ts';
import { attribute, type Attribute, attributesByLabel, havingAttribute } from './attribute-names.ts';

/** Most days that are named one by one: those of a month. */
const MOST_DAYS = 31;

/** `birthday in the next 7 days`, `birthday this month`, `birthday on 14 March` */
const anniversaries: Parser<Clause> = alt<Clause>(
  map(
    seq(havingAttribute, attribute('date'), opt(words('is | falls')), words('within | within the next'), duration),
    ([, one, , , { days: inDays, assumptions }]): Clause | undefined =>
      yearly(one) ? clause(ask(one.field, 'anniversaryInNextDays', inDays), { assumptions }) : undefined,
  ),
  map(
    seq(
      havingAttribute,
      attribute('date'),
      opt(words('is', 'falls', 'fall', 'coming', 'coming up', 'that falls', 'falling', 'are', 'comes')),
      opt(words('in', 'within', 'during', 'over')),
      opt(words('the')),
      words('next', 'coming', 'upcoming', 'following'),
      duration,
    ),
    ([, one, , , , , { days: inDays, assumptions }], said): Clause | undefined =>
      yearly(one) && !isOfCalendar(said)
        ? clause(ask(one.field, 'anniversaryInNextDays', inDays), { assumptions })
        : undefined,
  ),
  map(
    seq(
      havingAttribute,
      attribute('date'),
      opt(words('is', 'falls', 'fall', 'that falls', 'falling', 'are', 'comes')),
      opt(words('in', 'on', 'during', 'this coming')),
      opt(words('the month of')),
      days,
    ),
    ([, one, , , , when], _, { today }): Clause | undefined =>
      yearly(one) ? onDays(one.field, when, today) : undefined,
  ),
  map(seq(havingAttribute, words('upcoming', 'an upcoming'), attribute('date')), () =>
    refused('say in how many days: "birthday in the next 7 days"'),
  ),
);

const YEARLY = /birth|dob|bday|b day|anniversary/;

/** Dates that come every year. */
function yearly({ key }: Attribute): boolean {
  return YEARLY.test(attributeWords(key));
}

/** Each day of a month or a week by itself; a year that was said is that of the date itself. */
function onDays(field: string, when: Days, today: string): Clause | undefined {
  const saysYear =
    when.hasYear && !(when.first <= plusDays(today, MOST_DAYS) && when.last >= plusDays(today, -MOST_DAYS));
  if (saysYear) return undefined;
  const daysInAll: string[] = [];
  for (let day = when.first; day <= when.last; day = plusDays(day, 1)) {
    daysInAll.push(day.slice(5));
    if (daysInAll.length > MOST_DAYS) return undefined;
  }
  const only = dayOfYear(when);
  if (when.hasYear && when.first === today && only !== undefined) return clause(ask(field, 'anniversaryInNextDays', 0));
  // The 29th of February is in every February.
  if (daysInAll.includes('02-28') && when.first.slice(5) === '02-01' && !daysInAll.includes('02-29'))
    daysInAll.push('02-29');
  return clause(any(daysInAll.map((day) => ask(field, 'onDayOfYear', day))));
}

/** Without a year: each of the days, whatever the year. */
function everyYear(field: string, when: Period, today: string): Clause | undefined {
  return when.kind === 'between' ? onDays(field, { ...when, hasYear: false }, today) : undefined;
}

const born: Parser<Clause> = map(seq(words('born', 'were born', 'was born'), period), ([, when], _, input) => {
  const birth = attributesByLabel(input).get('birthday');
  if (birth?.type !== 'date' || when.needsNegation || when.hasYear === false || isNear(when, input.today))
    return undefined;
  return clause(dateRule(attributeFieldName(birth.key), when), { assumptions: when.assumptions });
});

/** `renewal date before 1 May 2026` */
const dates: Parser<Clause> = map(
  seq(
    havingAttribute,
    attribute('date'),
    opt(words('is', 'was', 'falls', 'are', 'date', 'date is', 'on', 'fell')),
    alt(period, signedPeriod),
  ),
  ([, one, , when], _, input): Clause | undefined => {
    if (yearly(one) && when.hasYear === false && when.kind === 'between')
      return everyYear(one.field, when, input.today);
    if (when.needsNegation || (yearly(one) && when.hasYear === false)) return undefined;
    if (
      yearly(one) &&
      (when.kind === 'lastDays' || when.kind === 'nextDays' || when.kind === 'olderThan' || isNear(when, input.today))
    ) {
      return undefined;
    }
    return clause(dateRule(one.field, when), { timing: 'said', assumptions: when.assumptions });
  },
);

/** Days about now are those of every year. */
function isNear(when: Period, today: string): boolean {
  return (
    when.kind === 'between' && when.first <= plusDays(today, MOST_DAYS) && when.last >= plusDays(today, -MOST_DAYS)
  );
}

export const attributeDateClauses: readonly Parser<Clause>[] = [anniversaries, born, dates];
