import { clause, type Clause, refused } from '../clause.ts';
import { alt, isWord, many, map, memo, opt, type Parser, seq, words } from '../grammar.ts';
import { ORDER_VERBS, PASSIVE_VERBS, TAKING_VERBS } from '../lexicon/orders.ts';
import { type Comparison, timesComparison } from '../phrases/quantities.ts';
import { all, any, isNone, isSome } from '../rules.ts';
import { items, partsOfBuying, partsOfMeasure } from './order-parts.ts';
import { AT_LEAST_ONE, NONE, ordersClause } from './order-questions.ts';
import { noneSince, withoutOrders } from './since-then.ts';

const orderVerb = words(...ORDER_VERBS);
const takingVerb = words(...TAKING_VERBS);
const passiveVerb = words(...PASSIVE_VERBS);

/** `bought neither tea nor coffee` */
const boughtNeither: Parser<Clause> = map(
  seq(alt(orderVerb, takingVerb), words('neither'), items, words('nor'), items, partsOfMeasure),
  ([, , one, , other, parts]): Clause | undefined => {
    if (parts.items) return undefined;
    const [first, second] = [one, other].map((things) => ordersClause('count', [NONE], { ...parts, items: things }));
    if (!first || !second || first.isListOfAll || second.isListOfAll) return undefined;
    if (first.refusal ?? second.refusal) return first.refusal ? first : second;
    return { ...first, rule: all([first.rule, second.rule]), isNotNegatable: true, negated: undefined };
  },
);

/** `ordered tea at least twice in the last 90 days` */
export const bought: Parser<Clause> = memo(
  notBeforeDenial(
    map(
      seq(opt(words('only', 'ever', 'also')), orderVerb, partsOfBuying, opt(noneSince)),
      ([adverb, , parts, none]): Clause => {
        if (adverb === 'only' && parts.times === undefined) return refused('say how often, or which things');
        const ordered = ordersClause('count', parts.times?.comparisons ?? [AT_LEAST_ONE], parts);
        return none ? withoutOrders(ordered, parts, none) : ordered;
      },
    ),
  ),
);

/** In "bought tea and coffee not bought" the coffee belongs to what follows. */
function notBeforeDenial(parser: Parser<Clause>): Parser<Clause> {
  return (input, at) =>
    parser(input, at).filter(({ end }) => {
      const isDenied = isWord(input.tokens[end], 'not') || isWord(input.tokens[end], 'never');
      return !isDenied || passiveVerb(input, end + 1).length === 0;
    });
}

/** `bought nothing in the last 30 days` */
const boughtNothing: Parser<Clause> = map(
  seq(alt(orderVerb, takingVerb), words('nothing', 'nothing at all', 'not a thing'), partsOfMeasure),
  ([, , parts]) => ({ ...ordersClause('count', [NONE], parts), isNotNegatable: true }),
);

/** `took a Festive Hamper`: only with a thing that is sold is it an order. */
const took: Parser<Clause> = notBeforeDenial(
  map(seq(takingVerb, partsOfBuying, opt(noneSince)), ([, parts, none]): Clause | undefined => {
    if (!parts.items) return undefined;
    const ordered = ordersClause('count', parts.times?.comparisons ?? [AT_LEAST_ONE], parts);
    return none ? withoutOrders(ordered, parts, none) : ordered;
  }),
);

const being = opt(
  words('was | were | is | are | has been | have been | been | being | have | has | had | had been | had a'),
);
export const denied = words(
  'not | never | not yet | not been | never been | not ever | not even once | was not | were not | is not | has not been',
);

/** `Steel Tumbler not purchased`, `SKU TEA-02 purchased at least twice` */
const passive: Parser<Clause> = map(
  seq(opt(words('with', 'having')), items, being, opt(denied), passiveVerb, partsOfBuying),
  ([, things, , isDenied, , parts]): Clause | undefined => {
    if (parts.items || (isDenied !== undefined && parts.times)) return undefined;
    const comparisons = isDenied === undefined ? (parts.times?.comparisons ?? [AT_LEAST_ONE]) : [NONE];
    const asked = ordersClause('count', comparisons, { ...parts, items: things });
    return isDenied === undefined ? asked : { ...asked, isNotNegatable: true };
  },
);

const notAtAll = words('never | not at all | never at all | not even once | not once');
/** After "never" something else may be denied: "ordered once or never visited". */
const neverAtEnd: Parser<readonly Comparison[]> = (input, at) =>
  notAtAll(input, at)
    .filter(({ end }) => END_OF_LIST.has(input.tokens[end]?.text ?? ''))
    .map(({ end }) => ({ value: [NONE], end }));
const END_OF_LIST: ReadonlySet<string> = new Set(['', ',', ';', ')', 'or', 'and', 'but', 'who']);
const counted: Parser<readonly Comparison[]> = alt(
  neverAtEnd,
  map(timesComparison, ({ comparisons }) => comparisons),
);

/** `ordered exactly twice or never`, `bought tea once, twice or more than 5 times` */
const boughtSoOften: Parser<Clause> = map(
  seq(orderVerb, opt(items), counted, many(seq(words(', | or | , or'), counted), 1)),
  ([, things, first, rest]): Clause | undefined => {
    const [joiner] = rest.at(-1) ?? [','];
    const counts = [first, ...rest.map(([, next]) => next)];
    const hasNever = counts.some((comparisons) => comparisons.every(isNone));
    if (joiner === ',' || (!hasNever && isRange(counts))) return undefined;
    if (hasNever && counts.some((comparisons) => comparisons.every(isSome)))
      return refused('that is everyone; say how often exactly');
    const asked = counts.map((comparisons) => ordersClause('count', comparisons, things ? { items: things } : {}));
    const bad = asked.find(({ refusal, isListOfAll }) => refusal !== undefined || isListOfAll);
    if (bad) return bad.refusal === undefined ? undefined : bad;
    const assumptions = things?.assumptions ?? [];
    return clause(any(asked.map(({ rule }) => rule)), { assumptions, timing: 'open', isNotNegatable: true });
  },
);

/** "once or twice" is read as from one to two times. */
function isRange(counts: readonly (readonly Comparison[])[]): boolean {
  const [one, other] = counts.map(([comparison]) => comparison);
  return counts.length === 2 && one?.operator === '=' && other?.operator === '=' && other.value === one.value + 1;
}

export const boughtClauses: readonly Parser<Clause>[] = [
  bought,
  boughtNothing,
  took,
  passive,
  boughtNeither,
  boughtSoOften,
];
