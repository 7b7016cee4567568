import { noneSince, withoutOrders } from './since-then.ts';
import { clause, type Clause, refused } from '../clause.ts';
import { map, oneOf, opt, type Parser, seq, words } from '../grammar.ts';
import { PEOPLE } from '../lexicon/fillers.ts';
import {
  AVERAGE_NOUNS,
  COUNT_NOUNS,
  ORDER_VERBS,
  LARGEST_NOUNS,
  SMALLEST_NOUNS,
  SPEND_NOUNS,
  SPENDING_VERBS,
} from '../lexicon/orders.ts';
import { type Compared, moneyComparison } from '../phrases/quantities.ts';
import { type Measure } from '../rules.ts';
import { items, type OrderParts, partsOfMeasure, partsOfSpending } from './order-parts.ts';
import { AT_LEAST_ONE, moneyProblem, NONE, ordersClause } from './order-questions.ts';

/** `spent over 5,000 on shoes this year`, `spent at least 500 per order` */
const spent: Parser<Clause> = map(
  seq(
    words(...SPENDING_VERBS),
    partsOfSpending,
    opt(words('a total of', 'in total', 'a sum of', 'an average of')),
    moneyComparison,
    partsOfSpending,
    opt(noneSince),
  ),
  ([, before, average, compared, after, none], _, { context: { currency } }): Clause | undefined => {
    const parts = mergedParts(before, after);
    if (!parts) return undefined;
    const [amount] = compared.quantities;
    const isZero = compared.isBare && amount?.value === 0;
    const problem = moneyProblem({ ...compared, isBare: compared.isBare && !isZero }, currency);
    if (problem !== undefined) return refused(problem);
    const measure = average === 'an average of' ? 'average' : (parts.isEach ?? 'sum');
    const asked = ordersClause(measure, compared.comparisons, parts);
    return none ? withoutOrders(asked, parts, none) : asked;
  },
);

function mergedParts(before: OrderParts, after: OrderParts): OrderParts | undefined {
  return Object.keys(before).some((key) => key in after) ? undefined : { ...before, ...after };
}

/** `spent nothing`, `spent anything in the last 90 days`, `spent money on tea` */
const spentAtAll: Parser<Clause> = map(
  seq(words(...SPENDING_VERBS), opt(words('nothing')), partsOfSpending),
  ([, none, parts], said): Clause | undefined => {
    const isEnough = none !== undefined || parts.items !== undefined || /anything|something|money/i.test(said);
    return isEnough && !parts.isEach
      ? ordersClause('count', [none === undefined ? AT_LEAST_ONE : NONE], parts)
      : undefined;
  },
);

interface MeasureNoun {
  measure: Measure;
  isMoney: boolean;
}

const NOUNS = new Map<string, MeasureNoun>([
  ...named(SPEND_NOUNS, { measure: 'sum', isMoney: true }),
  ...named(AVERAGE_NOUNS, { measure: 'average', isMoney: true }),
  ...named(LARGEST_NOUNS, { measure: 'maximum', isMoney: true }),
  ...named(SMALLEST_NOUNS, { measure: 'minimum', isMoney: true }),
  ...named(COUNT_NOUNS, { measure: 'count', isMoney: false }),
]);

function named(nouns: readonly string[], noun: MeasureNoun): [string, MeasureNoun][] {
  return nouns.map((word) => [word, noun]);
}

const measureNoun = oneOf(NOUNS);
const measureNounAfter = oneOf(
  new Map([
    ...NOUNS,
    ...named(['spent', 'spenders', 'spender', 'total spenders', 'in spend'], { measure: 'sum', isMoney: true }),
  ]),
);
const possessing = opt(
  words(
    `
      with | having | have | has | had | whose | with a | with an | have a | has a | have an | has an | having a |
      having an | their | with their | a | an | the | with the | whose total | by | of | in | got | at
    `,
  ),
);
const being = opt(
  words(
    `
      is | are | was | were | of | : | has been | being | that is | that are | which is |
      amounting to | value | value is | value of | worth | is worth | was worth | comes to | totals | has |
      stands at | came to | equal to | lies | lie | ranges | range | falls | fall | sits | goes | went | reached |
      reaches | should be | must be
    `,
  ),
);

/** `smallest coffee order under 500`: the thing stands in the middle. */
const measuredThing: Parser<Clause> = map(
  seq(
    possessing,
    oneOf(
      new Map<string, Measure>([
        ...(['smallest', 'lowest', 'minimum', 'cheapest'] as const).map((word): [string, Measure] => [word, 'minimum']),
        ...(['largest', 'biggest', 'highest', 'maximum'] as const).map((word): [string, Measure] => [word, 'maximum']),
        ['average', 'average'],
        ['avg', 'average'],
        ['mean', 'average'],
      ]),
    ),
    items,
    words('order', 'orders', 'purchase', 'order value', 'bill', 'transaction'),
    partsOfMeasure,
    being,
    moneyComparison,
    partsOfMeasure,
  ),
  ([, measure, things, , before, , compared, after], _, { context }) => {
    const parts = mergedParts(before, after);
    return parts?.items || !parts
      ? undefined
      : measuredClause({ measure, isMoney: true }, compared, { ...parts, items: things }, context.currency);
  },
);

/** `tea spend above 2000` */
const spendOnThing: Parser<Clause> = map(
  seq(
    possessing,
    items,
    words('spend', 'spending', 'revenue', 'sales'),
    partsOfMeasure,
    being,
    moneyComparison,
    partsOfMeasure,
  ),
  ([, things, , before, , compared, after], _, { context }) => {
    const parts = mergedParts(before, after);
    return parts?.items || !parts
      ? undefined
      : measuredClause({ measure: 'sum', isMoney: true }, compared, { ...parts, items: things }, context.currency);
  },
);

/** `bought goods worth over 5,000 this year`; "something worth" that is one order only where it is said. */
const boughtWorth: Parser<Clause> = map(
  seq(
    words(...ORDER_VERBS),
    words(
      `
        something worth | anything worth | goods worth | stuff worth | things worth | products worth | items worth |
        something for | anything for | goods for | stuff for | things for | products for | items for
      `,
    ),
    moneyComparison,
    partsOfSpending,
  ),
  ([, what, compared, parts], _, { context: { currency } }): Clause | undefined => {
    const isOne = /something|anything/.test(what);
    if (parts.isEach === 'average' || (isOne && !parts.isEach)) return undefined;
    const problem = moneyProblem(compared, currency);
    return problem === undefined ? ordersClause(parts.isEach ?? 'sum', compared.comparisons, parts) : refused(problem);
  },
);

const noPeople: Parser<undefined> = (input, at) =>
  PEOPLE.includes(input.tokens[at]?.text ?? '') ? [] : [{ value: undefined, end: at }];
/** Less than this without a currency may be how many there were. */
const LEAST_AMOUNT = 100;

/** `bought coffee worth 1,000 or more`: all that was bought of it, unless one order is said. */
const boughtThingWorth: Parser<Clause> = map(
  seq(
    words(...ORDER_VERBS),
    items,
    words('worth | for | of worth | worth of | totalling | totaling'),
    moneyComparison,
    noPeople,
    partsOfSpending,
  ),
  ([, things, , compared, , parts], said, { context: { currency } }): Clause | undefined => {
    if (parts.items) return undefined;
    const isMoney = hasCurrency(compared) || compared.quantities.every(({ value }) => value >= LEAST_AMOUNT);
    const problem = moneyProblem(compared, currency);
    if (problem !== undefined) return refused(problem);
    if (!isMoney) return refused('name the currency of the amount');
    const asked = ordersClause(parts.isEach ?? 'sum', compared.comparisons, { ...parts, items: things });
    const assumed = { words: said, meaning: 'the sum of all orders with it' };
    const assumptions = parts.isEach ? asked.assumptions : [...asked.assumptions, assumed];
    return { ...asked, assumptions, isNotNegatable: true };
  },
);

/** `with a lifetime value over 10k`, `AOV > 2,000`, `whose largest order in 2025 was above 5k` */
const measured: Parser<Clause> = map(
  seq(possessing, measureNoun, partsOfMeasure, being, moneyComparison, partsOfMeasure),
  ([, noun, before, , compared, after], _, { context }) =>
    measuredClause(noun, compared, mergedParts(before, after), context.currency),
);

/** `more than 5k in total spend`, `over 5k lifetime spend` */
const measuredAfter: Parser<Clause> = map(
  seq(
    possessing,
    moneyComparison,
    opt(words('in', 'of', 'as', 'worth of', 'as their', 'in the', 'for')),
    measureNounAfter,
    partsOfMeasure,
  ),
  ([, compared, , noun, parts], _, { context }) => measuredClause(noun, compared, parts, context.currency),
);

const BOUNDS = new Map<string, '>=' | '<='>([
  ['minimum', '>='],
  ['min', '>='],
  ['a minimum', '>='],
  ['maximum', '<='],
  ['max', '<='],
  ['a maximum', '<='],
]);

/** `minimum spend 10,000` */
const bounded: Parser<Clause> = map(
  seq(possessing, oneOf(BOUNDS), measureNoun, being, moneyComparison, partsOfMeasure),
  ([, operator, noun, , compared, parts], _, { context: { currency } }) => {
    const [first] = compared.comparisons;
    if (!compared.isBare || first?.operator !== '=') return undefined;
    return measuredClause(
      noun,
      { ...compared, comparisons: [{ operator, value: first.value }], isBare: false },
      parts,
      currency,
    );
  },
);

function measuredClause(
  { measure, isMoney }: MeasureNoun,
  compared: Compared,
  parts: OrderParts | undefined,
  currency: string,
): Clause | undefined {
  if (!parts) return undefined;
  if (!isMoney) {
    const isMoneyToo = hasCurrency(compared) || compared.quantities.some(({ value }) => value >= LEAST_MONEY);
    return isMoneyToo ? undefined : ordersClause(measure, compared.comparisons, parts);
  }
  const problem = moneyProblem(compared, currency);
  return problem === undefined ? ordersClause(measure, compared.comparisons, parts) : refused(problem);
}

/** So many orders nobody has: "total orders above 5,000" may be what they come to. */
const LEAST_MONEY = 1_000;

function hasCurrency({ quantities }: Compared): boolean {
  return quantities.some(({ currencies }) => currencies !== undefined);
}

/** Whether there is an average at all. */
const presence: Parser<Clause> = map(seq(words('have', 'has'), words('an average order value')), () =>
  clause({ field: 'averageOrderValue', operator: 'notNull' }),
);

export const spendingClauses: readonly Parser<Clause>[] = [
  spent,
  spentAtAll,
  boughtWorth,
  boughtThingWorth,
  spendOnThing,
  measuredThing,
  measured,
  measuredAfter,
  bounded,
  presence,
];
