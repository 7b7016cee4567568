import { clause, type Clause, refused } from '../clause.ts';
import { alt, map, oneOf, opt, type Parser, seq, words } from '../grammar.ts';
import { COMPARISONS_AFTER } from '../lexicon/comparisons.ts';
import { VISIT_VERBS } from '../lexicon/orders.ts';
import { period } from '../phrases/periods.ts';
import { type Compared, countComparison, plainNumber, secondBound, timesComparison } from '../phrases/quantities.ts';
import { all, ask } from '../rules.ts';

const visitVerb = words(...VISIT_VERBS);
const visitNoun = words(
  `
    visits | visit | store visits | site visits | shop visits | total visits | website visits |
    visits to our store | visits to the store
  `,
);
const visitCount = words(
  `
    visits | visit count | number of visits | total visits | visits count | no of visits | visitcount |
    total number of visits | store visits | visit frequency | count of visits | numberofvisits | num visits |
    count ( visits ) | footfall | visit counter | walk ins
  `,
);
const has = opt(
  words(
    `
      with | having | have | has | had | made | whose | with a | their | the | whose total | paid us | paid | a |
      with the | been for | have a | has a
    `,
  ),
);
const is = opt(words('is', 'are', 'was', 'were', 'of', ':'));
const place = opt(
  words(
    `
      our store | the store | us | our shop | the shop | our site | the site | our website | the website |
      in total | overall | so far | to date | till date | at all | ever | yet | even once | our stores |
      the stores | in all | in person | to their name | over all time | all time | lifetime | in their lifetime |
      with us | in store
    `,
  ),
);

function visits(operator: '=' | '>=', value: number): Compared {
  return { comparisons: [{ operator, value }], isBare: false, quantities: [] };
}

const howManyVisits: Parser<Compared> = alt(
  map(seq(visitVerb, place, timesComparison, place), ([, , compared]) => compared),
  map(
    seq(has, countComparison, opt(words('total')), visitNoun, place, opt(secondBound)),
    ([, compared, , , , second]) => ({
      ...compared,
      comparisons: [...compared.comparisons, ...(second ?? [])],
    }),
  ),
  // "20 visits or more"
  map(seq(has, plainNumber, visitNoun, oneOf(COMPARISONS_AFTER)), ([, { value }, , operator]): Compared => ({
    comparisons: [{ operator, value }],
    isBare: false,
    quantities: [],
  })),
  map(seq(has, visitCount, is, countComparison), ([, , , compared]) => compared),
  map(seq(has, words('no', 'zero'), visitNoun, place), () => visits('=', 0)),
  map(seq(has, words('at least one', 'any', 'a', 'some'), visitNoun, place), () => visits('>=', 1)),
  map(seq(visitVerb, place), () => visits('>=', 1)),
);

/** `visited fewer than 3 times`. Visits are a number only: nobody knows when they were. */
export const visited: Parser<Clause> = alt(
  map(seq(howManyVisits, period), () => refused('visits are only counted, without their dates; leave the time out')),
  map(howManyVisits, ({ comparisons, isBare }) =>
    clause(all(comparisons.map(({ operator, value }) => ask('visits', operator, value))), { isBareCount: isBare }),
  ),
);
