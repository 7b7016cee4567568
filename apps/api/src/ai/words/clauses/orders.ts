import { type Clause, clause, type Rule } from '../clause.ts';
import { alt, map, memo, opt, type Parser, seq, words } from '../grammar.ts';
import { JOINING } from '../lexicon/joining.ts';
import { ORDER_VERBS, SPENDING_VERBS } from '../lexicon/orders.ts';
import { period } from '../phrases/periods.ts';
import { all, dateRule, isNone, isSome } from '../rules.ts';
import { bought, boughtClauses } from './bought.ts';
import { partsOfBuying } from './order-parts.ts';
import { AT_LEAST_ONE, NONE, ordersClause } from './order-questions.ts';
import { type Placed, placed, placedClauses, placedOrders } from './placed.ts';

const neverAgain = words(
  `
    and never again | but never again | and never came back | but never came back | and never returned |
    but never returned | and not again | but not again | and that was it | never again | and nothing since |
    but nothing since | , never again | and never since | but never since | and then never again |
    and never ordered again | but never ordered again | and never bought again | but never bought again |
    and not since | but not since | and have not come back | but have not come back | and did not come back |
    but did not come back | and has not come back | but has not come back | and did not return | but did not return
  `,
);
/** `bought once and never again` */
const onlyOnce: Parser<Clause> = map(seq(alt(bought, placed), neverAgain), ([once]) =>
  once.refusal === undefined && isOneOrder(once.rule) ? { ...once, isNotNegatable: true } : undefined,
);

const that = words(
  `
    that was | this was | this is | it was | which was | that is | and that was | and this is | and this was |
    and it was | and that is | and which was | but that was | but it was | , that was | , which was | and | , |
    , and that was | , and this is | , and it was | , and this was | but this was | this being | and that too |
    and that | , and that is
  `,
);
/** `ordered once, and that was more than a year ago` */
const onceThen: Parser<Clause> = map(
  seq(alt(bought, placed), that, period),
  ([once, said, when]): Clause | undefined => {
    if (once.refusal !== undefined || when.needsNegation || !isOneOrder(once.rule)) return undefined;
    if (['and', ','].includes(said) && when.kind !== 'olderThan') return undefined;
    const rules = [once.rule, dateRule('lastOrderAt', when)];
    return clause(all(rules), { assumptions: [...once.assumptions, ...when.assumptions], isNotNegatable: true });
  },
);

function isOneOrder(rule: Rule): boolean {
  return 'field' in rule && rule.field === 'orderCount' && rule.operator === '=' && rule.value === 1;
}

const spentAnything: Parser<Placed> = memo(
  map(
    seq(words(...ORDER_VERBS, ...SPENDING_VERBS), opt(words('nothing', 'anything', 'something')), partsOfBuying),
    ([, what, parts]): Placed => {
      const comparisons = what === 'nothing' ? [NONE] : (parts.times?.comparisons ?? [AT_LEAST_ONE]);
      return { clause: ordersClause('count', comparisons, parts), asked: { comparisons, parts } };
    },
  ),
);

/** "without ordering" */
const orderingAtAll: Parser<Placed> = map(
  words('ordering', 'buying', 'purchasing', 'placing an order', 'making a purchase', 'a purchase', 'an order'),
  () => ({ clause: ordersClause('count', [AT_LEAST_ONE], {}), asked: { comparisons: [AT_LEAST_ONE], parts: {} } }),
);

/** `for the last 45 days no order`, `in 2025 bought tea` */
const timeFirst: Parser<Clause> = map(
  seq(
    period,
    opt(words(',')),
    opt(words('they have', 'they did', 'have', 'has', 'had', 'did', 'there was', 'there is', 'they')),
    opt(words('not', 'never')),
    alt(placedOrders, spentAnything),
  ),
  ([when, , , not, { clause: first, asked }]): Clause | undefined => {
    if (!asked) return first;
    if (asked.parts.period || (not !== undefined && !asked.comparisons.every(isSome))) return undefined;
    const comparisons = not === undefined ? asked.comparisons : [NONE];
    return { ...ordersClause('count', comparisons, { ...asked.parts, period: when }), isNotNegatable: true };
  },
);

/** `signed up but never ordered`: that they did says nothing of its own. */
const joinedOnly: Parser<Clause> = map(
  seq(
    words(...JOINING),
    opt(words(',')),
    words('but', 'and', 'yet', 'without', 'but without', 'and without'),
    opt(words('have', 'has', 'had', 'did', 'still', 'still have', 'they have', 'who have', 'have still')),
    opt(words('not', 'never', 'not yet', 'not ever', 'never actually', 'not actually', 'never once')),
    alt(placedOrders, spentAnything, orderingAtAll),
  ),
  ([, , joiner, , not, { clause: found, asked }]): Clause | undefined => {
    if (!asked) return found;
    const isDenied = not !== undefined || joiner.includes('without');
    const isNever = isDenied ? asked.comparisons.every(isSome) : asked.comparisons.every(isNone);
    return isNever ? { ...ordersClause('count', [NONE], asked.parts), isNotNegatable: true } : undefined;
  },
);

export const orderClauses: readonly Parser<Clause>[] = [
  ...boughtClauses,
  ...placedClauses,
  onceThen,
  onlyOnce,
  timeFirst,
  joinedOnly,
];
