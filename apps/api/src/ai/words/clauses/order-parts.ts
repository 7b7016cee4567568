import type { OrderCondition } from '@herald/shared';

import { alt, many, map, memo, oneOf, opt, type Parser, seq, words } from '../grammar.ts';
import { DONE, ORDER_FILLERS, STATUSES } from '../lexicon/orders.ts';
import { type FieldFilter, type ValueList, valueList } from '../phrases/known-values.ts';
import { type Period, period } from '../phrases/periods.ts';
import { type Compared, moneyComparison, timesComparison } from '../phrases/quantities.ts';
import type { Assumption } from '../words-context.ts';

/** What is said about the orders beside their number: in any order, each at most once. */
export interface OrderParts {
  period?: Period;
  times?: Compared;
  /** Things that were bought; any of them, or all. */
  items?: Items;
  /** What one order came to. */
  amounts?: Compared;
  status?: OrderCondition;
  /** "per order": the average. */
  isEach?: 'average' | 'maximum';
}

export interface Items {
  /** One for each thing; with "or" a single one. */
  conditions: OrderCondition[];
  /** Things that were not bought: "tea but not coffee". */
  without: OrderCondition[];
  refusal?: string;
  assumptions: Assumption[];
}

const inOrders: FieldFilter = ({ scope }) => scope === 'order';

const PREPOSITION = words(
  `
    of | from | in | on | for | including | containing | with | that include | that included | that contain |
    that contained | which include | which contain | including the | having | includes | featuring | under | where |
    out of | that has | which has | included | contained | was for | were for | where the
  `,
);
const DETERMINER = words(
  `
    the | our | any | some | a | an | any of | products from | products in | items from | items in |
    anything from | anything in | something from | something in | product from | product in | a product from |
    things from | products of | either | both | any product from | any product in | products like | at least one |
    any items from | some of | a product in | an item from | an item in | stuff from | goods from | pack of |
    products under | items under
  `,
);

/** The word before a value says which field is meant, and the word after it too. */
const KINDS = new Map<string, 'product' | 'category' | 'sku'>([
  ['category', 'category'],
  ['categories', 'category'],
  ['the category', 'category'],
  ['the categories', 'category'],
  ['category of', 'category'],
  ['product category', 'category'],
  ['section', 'category'],
  ['department', 'category'],
  ['range', 'category'],
  ['collection', 'category'],
  ['product', 'product'],
  ['products', 'product'],
  ['the product', 'product'],
  ['the products', 'product'],
  ['product named', 'product'],
  ['product called', 'product'],
  ['item', 'product'],
  ['items', 'product'],
  ['the item', 'product'],
  ['sku', 'sku'],
  ['skus', 'sku'],
  ['the sku', 'sku'],
]);
const kindBefore = oneOf(KINDS);
/** "tea products" are of the category, and say nothing about the name. */
const kindAfter = oneOf(
  new Map<string, 'category' | 'sku' | undefined>([
    ['category', 'category'],
    ['categories', 'category'],
    ['section', 'category'],
    ['department', 'category'],
    ['range', 'category'],
    ['collection', 'category'],
    ['products', undefined],
    ['product', undefined],
    ['items', undefined],
    ['item', undefined],
  ]),
);

const colon = opt(words(':', '=', 'is', 'called', 'named', 'equals', 'equal to', '=='));
const listed: Parser<Items> = map(
  seq(opt(kindBefore), colon, opt(DETERMINER), valueList(inOrders), opt(kindAfter)),
  ([before, , , list, after], said) => itemsOf(list, before ?? after, said),
);

const equals = opt(words(': | = | == | is | in | called | named | equals | is one of | one of | is either'));
/** `category = Tea`, `sku in (TEA-01, TEA-02)`: the field is named. */
const named: Parser<Items> = alt(
  map(seq(kindBefore, equals, valueList(inOrders)), ([kind, , list], said) => itemsOf(list, kind, said)),
  map(seq(kindBefore, equals, words('('), valueList(inOrders), words(')')), ([kind, , , list], said) =>
    itemsOf({ ...list, joiner: list.joiner ?? 'or' }, kind, said),
  ),
);
export const namedItems = map(
  seq(opt(words('with | whose | where | order with | orders with | purchased | bought | ordered')), named),
  ([, things]) => things,
);

function itemsOf(list: ValueList, kind: string | undefined, said: string): Items | undefined {
  const fields = kind === undefined ? [...list.fields.keys()] : [kind];
  const known = fields.filter((field) => list.fields.has(field));
  const [first, ...others] = known;
  // Bought is first of all a kind of thing; its name only when no kind is called so.
  const field =
    others.length === 0 ? first : (['category', 'product', 'sku'].find((one) => known.includes(one)) ?? first);
  if (field === undefined) {
    if (list.quoted === undefined) return undefined;
    if (kind === undefined)
      return {
        conditions: [],
        without: [],
        assumptions: [],
        refusal: `say whether ${said} is a product or a category`,
      };
    return withConditions(kind, list.quoted, list.joiner, []);
  }
  const values = list.fields.get(field) ?? [];
  const assumptions = others.length > 0 ? [{ words: said, meaning: `the ${field} ${values.join(', ')}` }] : [];
  return withConditions(field, values, list.joiner, assumptions);
}

function withConditions(
  field: string,
  values: string[],
  joiner: ValueList['joiner'],
  assumptions: Assumption[],
): Items {
  if (joiner === undefined && values.length > 1) {
    return { conditions: [], without: [], assumptions, refusal: 'say "or" or "and" between the things' };
  }
  const is = (value: string) => ({ field, operator: '=', value }) as OrderCondition;
  const conditions =
    joiner === 'or' && values.length > 1
      ? [{ field, operator: 'in', value: values } as OrderCondition]
      : values.map(is);
  return { conditions, without: [], assumptions };
}

const butNot = words(
  `
    but not | but never | , never | , not | , but not | , but never | , but no | , and never | , never bought |
    , but never bought | but no | but not any | and not | and never | but never bought | but not bought |
    and never bought | but have never bought | but have not bought | but did not buy | but never ordered |
    but not ordered | but never purchased | without | except | but have never ordered | but have never purchased |
    but have not ordered | but have not purchased | but has never bought | but has not bought |
    but had never bought | but did not order | but not purchased
  `,
);

/** `tea`, `from the category Shoes`, `tea but never coffee`. */
export const items: Parser<Items> = memo(
  map(seq(opt(PREPOSITION), listed, opt(seq(butNot, listed))), ([, these, others]): Items | undefined => {
    if (!others) return these;
    const [, without] = others;
    if (these.refusal ?? without.refusal) return these.refusal ? these : without;
    return { ...these, without: without.conditions, assumptions: [...these.assumptions, ...without.assumptions] };
  }),
);

const worth = opt(
  words(
    `
      worth | of | for | totalling | totaling | valued at | valued | costing | of value | with a value of |
      with value | that cost | amounting to | with an amount | with amount | priced at | priced |
      that were | each | with a value | of amount | of worth | with a total of | with a total | adding up to |
      that total | that totalled
    `,
  ),
);
const eachAmount = map(
  seq(worth, moneyComparison, opt(words('each', 'apiece', 'or so each', 'in value'))),
  ([, compared]) => compared,
);

const status = oneOf(STATUSES);
/** `pending`, `cancelled or refunded` */
export const statusCondition: Parser<OrderCondition> = alt<OrderCondition>(
  map(seq(status, words('or', '/', 'or a', 'or an'), status), ([one, , other]) => ({
    field: 'status',
    operator: 'in',
    value: [one, other],
  })),
  map(status, (is) => ({ field: 'status', operator: '=', value: is })),
);
const statusAfter = map(
  seq(
    words(
      `
        that were | which were | that was | that are | which are | that is | which was | with status |
        with the status | in status | that got | that have been | in the status | that has been | with status = |
        which got | which is | was | were | is | are | got | has been | have been | is still | are still | still |
        status | status is | status : | status = | status == | which have been | got it | being | is now | went |
        is in status | are in status | is currently | currently | as | marked | marked as | in state | is marked |
        that is still | that are still | which are still | which is still | had been | that had been | that still | which still |
        thats still | thats | still in
      `,
    ),
    statusCondition,
  ),
  ([, condition]) => condition,
);

const EACH = new Map<string, 'average' | 'maximum'>([
  ['per order', 'average'],
  ['on average per order', 'average'],
  ['an order on average', 'average'],
  ['per order on average', 'average'],
  ['on average', 'average'],
  ['on the average order', 'average'],
  ['on an average order', 'average'],
  ['an average order', 'average'],
  ['per purchase', 'average'],
  ['per transaction', 'average'],
  ['each order on average', 'average'],
  ['in one order', 'maximum'],
  ['in a single order', 'maximum'],
  ['on a single order', 'maximum'],
  ['on one order', 'maximum'],
  ['in one go', 'maximum'],
  ['on an order', 'maximum'],
  ['in an order', 'maximum'],
  ['at once', 'maximum'],
  ['in a single purchase', 'maximum'],
  ['in one purchase', 'maximum'],
  ['on a single purchase', 'maximum'],
  ['in a single transaction', 'maximum'],
  ['in one transaction', 'maximum'],
  ['on the largest order', 'maximum'],
  ['on their largest order', 'maximum'],
  ['on their biggest order', 'maximum'],
  ['in a go', 'maximum'],
  ['at one go', 'maximum'],
  ['in one bill', 'maximum'],
  ['in a single bill', 'maximum'],
  ['in any single order', 'maximum'],
  ['on any single order', 'maximum'],
  ['in any one order', 'maximum'],
  ['in a single checkout', 'maximum'],
  ['in one sitting', 'maximum'],
  ['in any order', 'maximum'],
  ['each time on average', 'average'],
  ['per order on an average', 'average'],
  ['per bill', 'average'],
  ['per bill on average', 'average'],
  ['on an average', 'average'],
]);

/** "orders cancelled twice"; "3 orders paid 500" says what was paid. */
const statusClose = map(statusCondition, (condition): Part | undefined =>
  condition.value === 'PAID' ? undefined : ['status', condition],
);

type Part = { [Key in keyof OrderParts]-?: [Key, Exclude<OrderParts[Key], undefined>] }[keyof OrderParts] | ['filler'];

const fillers: Parser<Part> = map(words(...ORDER_FILLERS), (): Part => ['filler']);
const done: Parser<Part> = map(words(...DONE), (): Part => ['filler']);
const when: Parser<Part> = map(period, (value): Part => ['period', value]);
const howOften: Parser<Part> = map(timesComparison, (value): Part => ['times', value]);
const things: Parser<Part> = map(items, (value): Part => ['items', value]);
const each: Parser<Part> = map(oneOf(EACH), (value): Part => ['isEach', value]);
const ofStatus: Parser<Part> = map(statusAfter, (value): Part => ['status', value]);
const amount: Parser<Part> = map(eachAmount, (value): Part => ['amounts', value]);

/** Longer ways to read a part come first, and the longest chain of parts counts. */
function partsOf(...parsers: Parser<Part>[]): Parser<OrderParts> {
  return memo(map(many(alt(...parsers)), merged));
}

function merged(parts: Part[]): OrderParts | undefined {
  const together: Record<string, unknown> = {};
  for (const [key, value] of parts) {
    if (key === 'filler') continue;
    if (key in together) return undefined;
    together[key] = value;
  }
  return together;
}

/** After "bought": things, how often, when. */
export const partsOfBuying = partsOf(fillers, when, howOften, things, ofStatus);
/** After "spent 5,000": on what, when, in how many orders at a time. */
export const partsOfSpending = partsOf(fillers, each, when, things, ofStatus);
/** After "3 orders": of what, when, how often, above which amount. */
export const partsOfOrders = partsOf(fillers, done, when, howOften, things, ofStatus, statusClose, amount);
/** After the largest or the average order. */
export const partsOfMeasure = partsOf(fillers, when, things, ofStatus);
