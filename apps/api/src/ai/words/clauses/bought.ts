import { type Clause, refused } from '../clause.ts';
import { alt, isWord, map, memo, opt, type Parser, seq, words } from '../grammar.ts';
import { ORDER_VERBS, PASSIVE_VERBS, TAKING_VERBS } from '../lexicon/orders.ts';
import { all } from '../rules.ts';
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

export const boughtClauses: readonly Parser<Clause>[] = [bought, boughtNothing, took, passive, boughtNeither];
