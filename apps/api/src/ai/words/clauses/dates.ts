import { type Clause, clause } from '../clause.ts';
import { alt, map, oneOf, opt, type Parser, seq, words } from '../grammar.ts';
import { JOINING, JOINING_NOUNS } from '../lexicon/joining.ts';
import { ORDER_NOUNS } from '../lexicon/orders.ts';
import { duration, isOfCalendar } from '../phrases/durations.ts';
import { age, agesOf } from '../phrases/ages.ts';
import { type Period, period, signedPeriod } from '../phrases/periods.ts';
import { countComparison } from '../phrases/quantities.ts';
import { NOT_SET, SET } from '../lexicon/presence.ts';
import { all, ask, dateRule, negate } from '../rules.ts';
import { visited } from './visits.ts';

const FIRST_OR_LAST = new Map([
  ['last', 'lastOrderAt'],
  ['most recently', 'lastOrderAt'],
  ['most recent', 'lastOrderAt'],
  ['latest', 'lastOrderAt'],
  ['first', 'firstOrderAt'],
  ['earliest', 'firstOrderAt'],
  ['very first', 'firstOrderAt'],
  ['first ever', 'firstOrderAt'],
  ['first and only', 'firstOrderAt'],
  ['last ever', 'lastOrderAt'],
  ['initial', 'firstOrderAt'],
  ['very last', 'lastOrderAt'],
  ['earlier most', 'firstOrderAt'],
  ['previous', 'lastOrderAt'],
  ['final', 'lastOrderAt'],
]);

const which = oneOf(FIRST_OR_LAST);
const orderVerb = words(
  `
    ordered | bought | purchased | shopped | order | buy | purchase | transacted | bought something |
    bought anything | placed an order | made a purchase | ordered something | shopped with us | bought from us |
    ordered from us | placed their order | checked out | ordered anything | made an order | purchased something |
    purchased anything | transacted with us | bought something from us | paid | spent | spent money
  `,
);
const orderNoun = words(
  ...ORDER_NOUNS,
  ...ORDER_NOUNS.flatMap((noun) =>
    ['date', 'was', 'is', 'at', 'placed', 'made', 'done', 'day', 'on'].map((after) => `${noun} ${after}`),
  ),
  'one',
  'one was',
  'time was',
  'ordered at',
  'order placed at',
  'bought date',
  'ordered date',
  'order placed date',
);
const owning = opt(
  words(
    `
      with | whose | having | had | have | has | made | placed | their | with their | made their | placed their |
      had their | have their | the | whose very | with a | with the | has their | made the | placed the |
      make their | place their
    `,
  ),
);
const verb = opt(
  words(
    `
      was | is | were | on | being | happened | was placed | was made | came | placed | made | dates | dated |
      date | date is | date was | falls | fell | took place | date falls | dates back | occurred | was on |
      made on | date of | :
    `,
  ),
);
const no = opt(words('not', 'was not', 'is not'));
/** `lastOrderAt`, as one word. */
const inOneWord = oneOf(
  new Map([
    ['lastorderat', 'lastOrderAt'],
    ['lastorderdate', 'lastOrderAt'],
    ['lastorder', 'lastOrderAt'],
    ['lastpurchasedate', 'lastOrderAt'],
    ['firstorderat', 'firstOrderAt'],
    ['firstorderdate', 'firstOrderAt'],
    ['firstorder', 'firstOrderAt'],
    ['date of last order', 'lastOrderAt'],
    ['date of the last order', 'lastOrderAt'],
    ['date of last purchase', 'lastOrderAt'],
    ['date of their last order', 'lastOrderAt'],
    ['date of first order', 'firstOrderAt'],
    ['date of first purchase', 'firstOrderAt'],
    ['date of their first order', 'firstOrderAt'],
  ]),
);
const orderDate: Parser<string> = alt(
  map(seq(owning, which, orderNoun), ([, field]) => field),
  map(seq(owning, inOneWord), ([, field]) => field),
);

/** `last ordered more than 90 days ago`, `whose first purchase was in March 2026` */
const orderDates: Parser<Clause> = map(
  alt(
    map(seq(owning, which, orderVerb, verb, no, period), ([, field, , , not, when]) => ({ field, not, when })),
    map(seq(orderDate, verb, no, alt(age, period, signedPeriod)), ([field, , not, when], said) =>
      isAmount(said) ? undefined : { field, not, when },
    ),
  ),
  ({ field, not, when }) => dated(field, when, not !== undefined),
);

/** `first-time buyers in November` */
const firstTimers: Parser<Clause> = map(
  seq(
    words('first time buyers', 'first time customers', 'first time shoppers', 'first time purchasers', 'first timers'),
    period,
  ),
  ([, when]) => (when.needsNegation ? undefined : dated('firstOrderAt', when, false)),
);

/** `ordered for the first time this month` */
const forTheFirstTime: Parser<Clause> = map(
  seq(
    orderVerb,
    words('for the first time', 'their first order', 'first time', 'their first time', 'for the last time'),
    period,
  ),
  ([, time, when]) => dated(time === 'for the last time' ? 'lastOrderAt' : 'firstOrderAt', when, false),
);

/** Of "last order > 2000" nobody knows whether it is a year. */
function isAmount(said: string): boolean {
  return /[<>=≤≥]\s*\d{4}$/.test(said) && !/(?:date|at|day)\s*[<>=≤≥]/i.test(said);
}

/** `last_order_at is null` */
const orderDateIsSet: Parser<Clause> = map(
  seq(
    orderDate,
    oneOf(
      new Map([...NOT_SET.map((said) => [said, 'null'] as const), ...SET.map((said) => [said, 'notNull'] as const)]),
    ),
  ),
  ([field, operator]) => clause(ask(field, operator)),
);

/** `whose only order was more than a year ago` */
const onlyOrder: Parser<Clause> = map(
  seq(owning, words('only', 'single', 'one and only', 'sole', 'one'), orderNoun, verb, no, period),
  ([, , , , not, when]): Clause | undefined => {
    if (not !== undefined || when.needsNegation) return undefined;
    const rules = [ask('orderCount', '=', 1), dateRule('lastOrderAt', when)];
    return clause(all(rules), { assumptions: when.assumptions, isNotNegatable: true });
  },
);

function dated(field: string, when: Period, not: boolean): Clause {
  const rule = dateRule(field, when);
  const { assumptions, needsNegation } = when;
  return clause(not ? negate(rule) : rule, {
    assumptions,
    needsNegation: needsNegation === true && !not,
  });
}

/** `recency over 90 days`, `days since last order > 90` */
const recency: Parser<Clause> = map(
  seq(
    owning,
    words(
      `
        recency | days since last order | days since the last order | days since their last order |
        days since last purchase | recency of | days since their last purchase | days since the last purchase |
        dayssincelastorder | number of days since last order | number of days since the last order |
        days from last order | days from the last order | days after last order | days since most recent order |
        days passed since last order | days since ordering | days without an order | days since last bought |
        days since last ordered | recency in days | order recency | purchase recency | time since last order |
        time since the last order | time since last purchase
      `,
    ),
    opt(words('is', 'are', 'of', 'was', ':')),
    alt(
      age,
      map(seq(countComparison, opt(words('days', 'day', 'd'))), ([{ comparisons }], _, { today }) => {
        const [first, ...others] = comparisons;
        return first && others.length === 0 ? agesOf(first, today) : undefined;
      }),
    ),
  ),
  ([, , , when]): Clause => clause(dateRule('lastOrderAt', when), { assumptions: when.assumptions }),
);

/** `signed up in the last 30 days`, `whose registration date is after 1 May 2026` */
const joined: Parser<Clause> = map(
  alt(
    map(seq(words(...JOINING), no, alt(age, period, signedPeriod)), ([, not, when]) => ({ not, when })),
    map(seq(owning, words(...JOINING_NOUNS), verb, no, alt(age, period, signedPeriod)), ([, , , not, when]) => ({
      not,
      when,
    })),
  ),
  ({ not, when }) => dated('createdAt', when, not !== undefined),
);

/** `customers since 2024`, `been with us for over 2 years` */
const customersSince: Parser<Clause> = alt(
  map(
    seq(
      words(
        `
          customers | customer | members | member | been a customer | been customers | been with us |
          been our customers | with us | been our customer | been a member | been members | a customer
        `,
      ),
      period,
    ),
    ([, when]): Clause | undefined =>
      when.kind === 'after' && !when.needsNegation ? dated('createdAt', when, false) : undefined,
  ),
  map(
    seq(
      words(
        `
          been a customer | been customers | been with us | been our customers | been our customer |
          been registered | been a member | customers | customer | with us | accounts | account | whose account is |
          whose accounts are | accounts that are | an account | with an account | with accounts | account is
        `,
      ),
      words(
        `
          for over | for more than | for at least | longer than | for longer than | more than | over |
          for less than | for under | older than | at least
        `,
      ),
      duration,
      opt(words('old', 'now')),
    ),
    ([, how, { days, assumptions }]) => {
      const isShort = /less|under/.test(how);
      return clause(ask('createdAt', isShort ? 'inLastDays' : 'notInLastDays', days), { assumptions });
    },
  ),
);

/** `sign-up anniversary in the next 7 days` */
const joiningAnniversary: Parser<Clause> = map(
  seq(
    owning,
    words(
      `
        sign up anniversary | signup anniversary | joining anniversary | customer anniversary | join anniversary |
        registration anniversary | anniversary of joining | anniversary of signing up | anniversary with us |
        anniversary of their sign up | anniversary of their signup | anniversary of registration
      `,
    ),
    opt(words('falls', 'is', 'comes', 'comes up', 'is coming up', 'coming up')),
    opt(words('in', 'within', 'during')),
    opt(words('the')),
    words('next', 'coming', 'following', 'upcoming'),
    duration,
  ),
  ([, , , , , , { days, assumptions }], said) =>
    isOfCalendar(said) ? undefined : clause(ask('createdAt', 'anniversaryInNextDays', days), { assumptions }),
);

export const dateClauses: readonly Parser<Clause>[] = [
  orderDates,
  orderDateIsSet,
  onlyOrder,
  forTheFirstTime,
  firstTimers,
  recency,
  joined,
  joiningAnniversary,
  customersSince,
  visited,
];
