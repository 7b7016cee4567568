import { alt, map, memo, oneOf, opt, type Parser, seq, words } from '../grammar.ts';
import { scaled } from '../lexer.ts';
import { COMPARISONS_AFTER, COMPARISONS_BEFORE, type Operator } from '../lexicon/comparisons.ts';
import { CLOSE_SCALES, CURRENCIES, NUMBER_WORDS, SCALES } from '../lexicon/numbers.ts';

/** What a number is compared with. */
export type Comparison = { operator: Operator; value: number } | { operator: 'between'; value: [number, number] };

export interface Quantity {
  value: number;
  /** 1,000 of "5k". */
  scale: number;
  /** The currencies that were named; undefined for none. */
  currencies?: readonly string[] | undefined;
}

const wordScale = oneOf(new Map([...SCALES].filter(([word]) => !CLOSE_SCALES.has(word))));

const digits: Parser<Quantity> = (input, at) => {
  const token = input.tokens[at];
  return token?.kind === 'number' && !token.isOrdinal
    ? [{ value: { value: token.value, scale: token.scale }, end: at + 1 }]
    : [];
};
const spelled = map(oneOf(NUMBER_WORDS), (value): Quantity => ({ value, scale: 1 }));

/** "thirty five": a ten and what is below it. */
const tens = map(seq(spelled, spelled), ([ten, unit]): Quantity | undefined =>
  ten.value >= 20 && ten.value < 100 && ten.value % 10 === 0 && unit.value > 0 && unit.value < 10
    ? { value: ten.value + unit.value, scale: 1 }
    : undefined,
);

/** `5000`, `5k`, `2.5 lakh`, `five thousand`. */
export const plainNumber: Parser<Quantity> = memo(
  map(seq(alt(digits, tens, spelled), opt(wordScale)), ([quantity, scale]): Quantity =>
    scale === undefined ? quantity : { value: scaled(quantity.value, scale), scale: scale * quantity.scale },
  ),
);

const currency = oneOf(CURRENCIES);

/** A number, or an amount with the currency before or after it. */
const amount: Parser<Quantity> = alt(
  map(seq(currency, plainNumber, opt(currency)), ([currencies, quantity]) => ({ ...quantity, currencies })),
  map(seq(plainNumber, currency), ([quantity, currencies]) => ({ ...quantity, currencies })),
  plainNumber,
);

const before = oneOf(COMPARISONS_BEFORE);
const after = oneOf(COMPARISONS_AFTER);

export interface Compared {
  /** All of them hold. */
  comparisons: Comparison[];
  /** A number that nothing was compared with, as of "spent 5,000". */
  isBare: boolean;
  quantities: Quantity[];
}

function comparisonOf(quantity: Parser<Quantity>): Parser<Compared> {
  return memo(
    alt(
      map(
        seq(
          words(
            `
            between | in between | in the range of | in the range | ranging from | ranging between | anywhere between |
            somewhere between | ranging | in range | from between | anywhere from | somewhere from | within |
            within the range of | in the range between | range | range of | any where between
          `,
          ),
          quantity,
          words('and', '-', '–', 'to', '&', 'up to', 'upto', 'till'),
          quantity,
        ),
        ([, low, , high]) => range(low, high),
      ),
      map(seq(words('from'), quantity, words('to', '-', '–', 'up to'), quantity), ([, low, , high]) =>
        range(low, high),
      ),
      map(seq(quantity, words('-', '–', '—', 'to'), quantity), ([low, , high]) => range(low, high)),
      // "two or three"
      map(seq(quantity, words('or'), quantity), ([low, , high]) =>
        high.value === low.value + 1 ? range(low, high) : undefined,
      ),
      // "more than 3 but fewer than 10": the two bounds of one thing.
      map(seq(before, quantity, words('but', 'and', 'but not', 'and not'), before, quantity), bothBounds),
      map(seq(before, quantity), ([operator, one]) => single(operator, one)),
      map(seq(quantity, after), ([one, operator]) => single(operator, one)),
      map(quantity, (one) => ({ ...single('=', one), isBare: true })),
    ),
  );
}

function single(operator: Operator, quantity: Quantity): Compared {
  return { comparisons: [{ operator, value: quantity.value }], isBare: false, quantities: [quantity] };
}

/** "5-10k" is from 5k: nobody writes the scale twice. */
function range(low: Quantity, high: Quantity): Compared | undefined {
  const asHigh = low.scale === 1 && high.scale > 1 && low.value < 1_000 ? scaled(low.value, high.scale) : low.value;
  // "750 to 2k" is from 750: what would be no range was not meant.
  const bottom = asHigh > high.value ? low.value : asHigh;
  if (bottom > high.value) return undefined;
  return {
    comparisons: [{ operator: 'between', value: [bottom, high.value] }],
    isBare: false,
    quantities: [low, high],
  };
}

function bothBounds([first, low, joiner, second, high]: readonly [Operator, Quantity, string, Operator, Quantity]):
  Compared | undefined {
  const upper = joiner.endsWith('not') ? OPPOSITE_BOUND[second] : second;
  if (upper === undefined || !OPPOSITE_BOUND[first] || !OPPOSITE_BOUND[upper]) return undefined;
  if (first.charAt(0) === upper.charAt(0)) return undefined;
  return {
    comparisons: [
      { operator: first, value: low.value },
      { operator: upper, value: high.value },
    ],
    isBare: false,
    quantities: [low, high],
  };
}

const OPPOSITE_BOUND: Partial<Record<Operator, Operator>> = { '>': '<=', '>=': '<', '<': '>=', '<=': '>' };

/** "… but fewer than 10", after what is counted was named. */
export const secondBound: Parser<Comparison[]> = map(
  seq(words('but | and | but not | and not'), before, plainNumber),
  ([joiner, operator, { value }]) => {
    const bound = joiner.endsWith('not') ? OPPOSITE_BOUND[operator] : operator;
    return bound === undefined ? undefined : [{ operator: bound, value }];
  },
);

/** How often, or how many. */
export const countComparison = comparisonOf(plainNumber);
/** An amount of money. */
export const moneyComparison = comparisonOf(amount);

/** "once", "twice", "3 times", "more than once", "at least two times". */
const once = oneOf(
  new Map([
    ['once', 1],
    ['twice', 2],
    ['thrice', 3],
    ['one time', 1],
    ['a single time', 1],
    ['single time', 1],
    ['just the once', 1],
    ['only the once', 1],
    ['one single time', 1],
  ]),
);
const asQuantity = map(once, (value): Quantity => ({ value, scale: 1 }));
const times = words(
  'times',
  'time',
  'x',
  'occasions',
  'separate times',
  'different times',
  'separate occasions',
  'occasion',
);

/** "at least once but no more than three times" */
const boundedTimes = map(
  seq(
    before,
    alt(asQuantity, plainNumber),
    opt(times),
    words('but', 'and', 'but not', 'and not'),
    before,
    alt(
      asQuantity,
      map(seq(plainNumber, times), ([one]) => one),
    ),
  ),
  ([first, low, , joiner, second, high]) => bothBounds([first, low, joiner, second, high]),
);
/** "more than five times but fewer than ten" */
const boundedOnce = map(
  seq(before, plainNumber, times, words('but', 'and', 'but not', 'and not'), before, plainNumber),
  ([first, low, , joiner, second, high]) => bothBounds([first, low, joiner, second, high]),
);

export const timesComparison: Parser<Compared> = memo(
  alt(
    boundedTimes,
    boundedOnce,
    comparisonOf(asQuantity),
    map(seq(countComparison, times), ([compared]) => compared),
    // "x2"
    map(seq(words('x'), plainNumber), ([, one]) => ({ ...single('=', one), isBare: true })),
    map(seq(plainNumber, times, after), ([one, , operator]) => single(operator, one)),
    map(words('multiple times', 'several times', 'many times', 'repeatedly', 'again and again'), (phrase) =>
      phrase === 'multiple times' || phrase === 'repeatedly' ? single('>=', { value: 2, scale: 1 }) : undefined,
    ),
  ),
);
