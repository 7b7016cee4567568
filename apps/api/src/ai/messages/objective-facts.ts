import { asRead, claimsIn, givesSomething, percentageOffered, readPercentage } from './claims.ts';
import type { Claim } from './claims.ts';
import { withoutDenials } from './denials.ts';
import { leaksInstructions } from './leaks.ts';
import { kindOf } from './message-kinds.ts';
import type { MessageKind } from './message-kinds.ts';
import { occasionIn, wishOf } from './occasions.ts';
import { dateKey } from './dates-in-text.ts';
import type { MessageLanguage } from '@herald/shared';

/** What an objective gives to be said, literally. */
export interface ObjectiveFacts {
  kind: MessageKind;
  wish: string;
  /** 20 for "20%", and for "up to 20%", which is `isMost`. */
  percentOff: { percent: number; isMost: boolean } | undefined;
  /** `₹500` */
  amountOff: string | undefined;
  code: string | undefined;
  /** `₹2,000`: what an order must be above to get the offer. */
  minimum: string | undefined;
  /** As `dateKey` has it, and whether it is the last day of something. */
  date: { key: string; isDeadline: boolean } | undefined;
  hasFreeShipping: boolean;
  /** There is something to offer, whether or not it is said what. */
  hasOffer: boolean;
  product: string | undefined;
}

const LAST_DAY =
  /(?:until|till?|by|before|ends?(?: on)?|through|valid (?:to|until)|hasta(?: el)?|jusqu.au|bis(?: zum)?|to|-)\s*(?:\w+,?\s)?$/iu;
/** Ends before the amount; "from" and "of" would let it through itself. */
const OF_ORDERS_ABOVE =
  /(?:orders?|purchases?|bills?|carts?|baskets?|spend(?:ing)?|shopping|pedidos|compras|commandes?|achats?|bestellungen|eink[aä]ufen?)\s+(?:\S+\s+)?(?:above|over|exceeding|more than|(?:de )?m[aá]s de|(?:de )?plus de|[uü]ber)\s*$/iu;
/** In all languages, either way round. */
export const FREE_SHIPPING =
  /(?:free|gratis|kostenlose[rn]?|gratuite?|मुफ़्त|मुफ्त|फ्री)\s+(?:\w+\s)?(?:shipping|delivery|env[ií]o|versand|lieferung|livraison|डिलीवरी)|(?:shipping|delivery|env[ií]o|versand|livraison|डिलीवरी)\s+(?:\S+\s)?(?:free|gratis|kostenlos|gratuite?|मुफ़्त|मुफ्त|फ्री)/iu;
const NAMED_CODE =
  /(?:code|coupon|voucher|c[oó]digo|cup[oó]n|gutschein(?:code)?|कोड|कूपन)\s*:?\s*["'“„«]?([A-Z][A-Z0-9-]{2,19})(?![\p{L}\p{N}])/u;
/** What is to be used is a code, called so or not. */
const USED_CODE =
  /(?<!\p{L})(?:[Uu]s(?:e|ing)|[Ee]nter|[Aa]pply|[Rr]edeem)\s+["'“„«]?((?=[A-Z0-9-]*\d)(?=[A-Z0-9-]*[A-Z])[A-Z0-9-]{4,20})(?![\p{L}\p{N}])/u;
const QUOTED = /["“„«]\s?([^"“”„«»{}<>\n]{2,50}?)\s?["”“»]/gu;
/** What comes after is to be said as it stands, and names nothing. */
const SAYING =
  /(?:say|saying|write|tell|mention|phrase|print|reply|answer|output|include|respond|sign|text|words?)\W+(?:\w+\W+){0,2}$/iu;
const MOST_WORDS_OF_A_NAME = 5;

/** What can be taken from an objective without understanding it: what it denies is no part of it. */
export function factsOf(objective: string, language: MessageLanguage): ObjectiveFacts {
  const text = withoutDenials(asRead(objective));
  const claims = claimsIn(text);
  const first = (kind: Claim['kind']) => claims.find((claim) => claim.kind === kind);
  const namedCode = (NAMED_CODE.exec(text) ?? USED_CODE.exec(text))?.[1];
  const hasOffer = namedCode !== undefined || givesSomething(text);
  const amount = hasOffer
    ? claims.find(({ kind, words }) => kind === 'amount' && !isMinimum(text, words))?.words
    : undefined;
  const percentage = percentageOffered(text);
  const occasion = occasionIn(text);
  const code = namedCode ?? (hasOffer ? first('code')?.words : undefined);
  return {
    kind: kindOf(text, occasion !== undefined, hasOffer),
    wish: wishOf(occasion, language),
    percentOff: percentage && readPercentage(percentage),
    // "20% off orders above ₹500" gives no ₹500.
    amountOff: percentage === undefined && isTakenOff(text, amount) ? amount : undefined,
    code,
    minimum: claims.find((claim) => claim.kind === 'amount' && isMinimum(text, claim.words))?.words,
    date: dateIn(text, claims.find(({ kind, value }) => kind === 'date' && value.includes('-')) ?? first('date')),
    hasFreeShipping: FREE_SHIPPING.test(text),
    hasOffer,
    product: productIn(text, code),
  };
}

function isTakenOff(text: string, amount: string | undefined): boolean {
  if (amount === undefined) return false;
  const around = text.slice(Math.max(0, text.indexOf(amount) - 20), text.indexOf(amount) + amount.length + 15);
  return /off|discount|descuento|remise|r[eé]duction|rabatt|nachlass|छूट/iu.test(around);
}

function isMinimum(text: string, amount: string): boolean {
  return OF_ORDERS_ABOVE.test(text.slice(0, text.indexOf(amount)));
}

function dateIn(text: string, date: Claim | undefined): ObjectiveFacts['date'] {
  if (date === undefined) return undefined;
  const before = text.slice(0, text.indexOf(date.words));
  const after = text.slice(before.length + date.words.length);
  return { key: dateKey(date.words), isDeadline: LAST_DAY.test(before) || /^\s*तक/u.test(after) };
}

function productIn(text: string, code: string | undefined): string | undefined {
  for (const match of text.matchAll(QUOTED)) {
    const name = match[1]?.trim() ?? '';
    const isName =
      name !== code &&
      name.split(/\s+/u).length <= MOST_WORDS_OF_A_NAME &&
      !/[.!?:;/@\\|*_#`[\]]/u.test(name) &&
      !SAYING.test(text.slice(0, match.index)) &&
      !leaksInstructions(name, '');
    if (isName) return name;
  }
  return undefined;
}
