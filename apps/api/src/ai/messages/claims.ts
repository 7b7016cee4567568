import { CLAIM_GROUPS, CLAIM_WORDS } from './claim-words.ts';
import type { ClaimGroup } from './claim-words.ts';
import { DATE_PATTERN, dateKey } from './dates-in-text.ts';

/** Something that a text says and that nobody may say unless they were told to. */
export interface Claim {
  kind: ClaimGroup | 'percentage' | 'amount' | 'number' | 'date' | 'code' | 'address' | 'contact' | 'telephone';
  /** In the form in which claims are compared. */
  value: string;
  /** As the text has it. */
  words: string;
}

const BEFORE = String.raw`(?<![\p{L}\p{M}\p{N}])`;
const AFTER = String.raw`(?![\p{L}\p{M}\p{N}])`;
const ENDING = String.raw`[\p{L}\p{M}]*`;

const compile = (words: string) =>
  words
    .trim()
    .split(/\s+\|\s+/)
    .map((word) => `(?:${word.trim().replaceAll('~', ENDING).normalize('NFC')})`)
    .join('|');
const wordPattern = (words: string) => new RegExp(`${BEFORE}(?:${compile(words)})${AFTER}`, 'gu');
const GROUPS = CLAIM_GROUPS.map((group) => {
  const { words, except } = CLAIM_WORDS[group];
  return { group, words: wordPattern(words), except: except === undefined ? undefined : wordPattern(except) };
});

const NUMBER = String.raw`\d+(?:[.,’'\u00a0\u202f ]\d{2,3})*(?:[.,]\d{1,2})?`;
const CURRENCY = String.raw`₹|rs\.?|inr|\$|usd|us\$|€|eur|£|gbp|¥|yen|chf|aed|rupees?|euros?|dollars?|pounds?|rupias?|d[oó]lares|रुपये|रुपए|रु\.?`;

const UP_TO = String.raw`(?:${BEFORE}(?:up ?to|hasta(?: un)?|jusqu.[aà]|bis(?: zu)?)\s+)?`;
/** Before the number of a percentage that is the most anybody gets. */
const MOST = 'up to ';

/** First those that others are part of: what one has taken the next ones do not see. */
const FORMS: { kind: Claim['kind']; pattern: RegExp; valueOf: (words: string) => string }[] = [
  { kind: 'contact', pattern: /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gu, valueOf: (words) => words.toLowerCase() },
  {
    kind: 'address',
    pattern:
      /(?:https?:\/\/|www\.)[^\s<>()"']+|(?<![\p{L}\p{N}@])(?:[a-z0-9-]+\.)+[a-z]{2,}(?:\/[^\s<>()"']*)?(?![\p{L}\p{N}])/giu,
    valueOf: (words) =>
      words
        .toLowerCase()
        .replace(/^https?:\/\//, '')
        .replace(/^www\./, '')
        .replace(/[/.,;:!?]+$/, ''),
  },
  { kind: 'date', pattern: DATE_PATTERN, valueOf: dateKey },
  { kind: 'telephone', pattern: /\+?\d(?:[ \-()./]?\d){7,}/gu, valueOf: (words) => words.replaceAll(/\D/gu, '') },
  {
    kind: 'percentage',
    pattern: new RegExp(
      String.raw`${UP_TO}${NUMBER}\s*(?:%|٪|percent|per cent|prozent|por ciento|pour ?cent|प्रतिशत|फ़?ीसदी)(?:\s+तक${AFTER})?`,
      'giu',
    ),
    // "Up to 50%" is not 50% for everybody.
    valueOf: (words) => `${/^\p{L}|तक$/u.test(words.trim()) ? MOST : ''}${numberIn(words)}`,
  },
  {
    kind: 'amount',
    pattern: new RegExp(String.raw`(?:${CURRENCY})\s*${NUMBER}|${NUMBER}\s*(?:${CURRENCY})${AFTER}`, 'giu'),
    valueOf: numberIn,
  },
  {
    kind: 'code',
    pattern: /(?<![\p{L}\p{N}])(?=[A-Z0-9-]*\d)(?=[A-Z0-9-]*[A-Z])[A-Z0-9-]{4,}(?![\p{L}\p{N}])/gu,
    valueOf: (words) => words,
  },
  { kind: 'number', pattern: new RegExp(NUMBER, 'gu'), valueOf: numberIn },
];

/** Everything in a text that has to be allowed, in the order of its kinds. */
export function claimsIn(text: string): Claim[] {
  let rest = withPlainDigits(asRead(text));
  const claims: Claim[] = [];
  // "20% off" is a percentage and an offer.
  for (const { group, words, except } of GROUPS) {
    const said = except === undefined ? rest.toLowerCase() : rest.toLowerCase().replaceAll(except, ' ');
    claims.push(...[...said.matchAll(words)].map(([found]) => ({ kind: group, value: group, words: found })));
  }
  for (const { kind, pattern, valueOf } of FORMS) {
    claims.push(
      ...[...rest.matchAll(pattern)].map(([found]) => ({ kind, value: tidy(valueOf(found)), words: found.trim() })),
    );
    rest = rest.replaceAll(pattern, (found) => ' '.repeat(found.length));
  }
  return claims;
}

const GIVES: ReadonlySet<Claim['kind']> = new Set(['discount', 'coupon', 'code', 'free', 'reward']);
/** What is said to get dearer is nothing that is offered. */
const RISES =
  /(?<!\p{L})(?:rise[sn]?|rising|rose|increas\w+|hik\w+|raise[sd]?|go(?:es|ing)? up|dearer|costlier|sub(?:e|en|ida|ir[aá]n?)|aument\w+|augment\w+|hausse|steig\w+|erh[oö]h\w+|बढ़\S*)(?!\p{L})/iu;

/** The number of a percentage, and whether it is only the most that anybody gets. */
export function readPercentage({ value }: Claim): { percent: number; isMost: boolean } {
  return { percent: Number(value.replace(MOST, '')), isMost: value.startsWith(MOST) };
}

/** "5% of our customers" is a share of them, and what gets dearer by 5% nothing that is given. */
const SHARE = /\d\s*(?:%|percent|per cent)\s+(?:of|de los|der|aller)(?!\p{L})/giu;

/** The first percentage of a text that could be a discount. */
export function percentageOffered(text: string): Claim | undefined {
  if (RISES.test(text)) return undefined;
  return claimsIn(text.replaceAll(SHARE, ' ')).find(({ kind }) => kind === 'percentage');
}

/** Whether something is given. What only looks like a code does not say so: it may be a model, or somebody's number. */
export function givesSomething(text: string): boolean {
  const isGiven = ({ kind }: Claim) => kind === 'offer' || (kind !== 'code' && GIVES.has(kind));
  return percentageOffered(text) !== undefined || claimsIn(text).some(isGiven);
}

/** What may be said, by what was said. */
export interface Licence {
  has: (claim: Claim) => boolean;
}

/** @param text in which nothing stands that is denied: see `withoutDenials`. */
export function licenceOf(text: string): Licence {
  const given = claimsIn(text);
  const keys = new Set(given.map(keyOf));
  // Whatever is given is an offer, and a percentage a discount, without being called so.
  const isPercentage = percentageOffered(text) !== undefined;
  if (isPercentage || given.some(({ kind }) => GIVES.has(kind))) keys.add('offer:offer');
  if (isPercentage) keys.add('discount:discount');
  if (given.some(({ kind }) => kind === 'code')) keys.add('coupon:coupon');
  for (const { kind, value } of given) {
    if (kind === 'amount') keys.add(`number:${value}`);
    // "10% off above 500" leaves out the currency; "ask 100 people" gives nobody money.
    if (kind === 'number' && keys.has('offer:offer')) keys.add(`amount:${value}`);
    for (const number of kind === 'date' ? (value.match(/\d+/gu) ?? []) : []) keys.add(`number:${Number(number)}`);
  }
  return { has: (claim) => keys.has(keyOf(claim)) };
}

/** The claims of a text that nobody made before, each once, in words for its writer. */
export function unlicensed(text: string, licence: Licence): string[] {
  const found = claimsIn(text).filter((claim) => !licence.has(claim));
  return [...new Map(found.map((claim) => [keyOf(claim), sentenceOf(claim)])).values()];
}

function sentenceOf({ kind, words }: Claim): string {
  const name = kind in CLAIM_WORDS ? CLAIM_WORDS[kind as ClaimGroup].name : NAMES[kind];
  return `"${words}" is ${name} that the objective does not give`;
}

const NAMES: Readonly<Record<string, string>> = {
  percentage: 'a percentage',
  amount: 'an amount',
  number: 'a number',
  date: 'a date',
  code: 'a code',
  address: 'a web address',
  contact: 'an email address',
  telephone: 'a telephone number',
};

function keyOf({ kind, value }: Claim): string {
  return `${kind}:${value}`;
}

function tidy(value: string): string {
  return value.replaceAll(/\s+/gu, ' ').trim();
}

/** `10,000` and `10000` alike, and `2.50` and `2,5`: what stands before three digits groups, before fewer it is a point. */
function numberIn(words: string): string {
  const digits = /\d[\d.,’'\u00a0\u202f ]*/u.exec(words)?.[0].replaceAll(/[’'\u00a0\u202f ]/gu, '') ?? '';
  const [, whole = digits, fraction = ''] = /^(.*)[.,](\d{0,2})$/u.exec(digits) ?? [];
  return String(Number(`${whole.replaceAll(/[.,]/gu, '')}.${fraction}0`));
}

/** Without what nobody sees, such as a soft hyphen, and in letters that only have another look: `𝐟𝐫𝐞𝐞`. */
export function asRead(text: string): string {
  return text.normalize('NFKC').replaceAll(/(?![\u200c\u200d])\p{Cf}/gu, '');
}

/** Digits of any script as those of this one. */
function withPlainDigits(text: string): string {
  return text.replaceAll(/\p{Nd}/gu, (digit) => (digit <= '9' ? digit : plainDigit(digit)));
}

/** The digits of a script stand in a row that begins at a multiple of ten from where Unicode put its zero. */
function plainDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let zero = code;
  while (code - zero < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String(code - zero);
}
