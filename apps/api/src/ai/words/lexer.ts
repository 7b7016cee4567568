import { foldText } from '@herald/shared';

import { CONTRACTIONS } from './lexicon/contractions.ts';
import { SCALES } from './lexicon/numbers.ts';
import { ORDER_VERBS, SPENDING_VERBS, TAKING_VERBS } from './lexicon/orders.ts';
import { phrasesOf } from './lexicon/phrases.ts';

/** A piece of the text; `start` and `end` are where it stands, in UTF-16 units. */
export type Token = { start: number; end: number; text: string } & (
  | { kind: 'word' | 'mark' }
  /** A text in quotes. */
  | { kind: 'quoted'; value: string }
  | {
      kind: 'number';
      value: number;
      /** `5` of "5k", whose scale is 1,000. */
      scale: number;
      isOrdinal: boolean;
    }
  /** A date in digits, as `2026-05-01`; null where it could be one of two. */
  | { kind: 'date'; value: string | null }
);

const QUOTED = String.raw`["“”](?<quoted>[^"“”]*)["“”]`;
/** Single ones too, where they are no apostrophes. */
const SINGLE_QUOTED = String.raw`(?<![\p{L}\d])['‘](?<single>[^'‘’"]+)['’](?![\p{L}\d])`;
const DATE = String.raw`(?<date>\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.]\d{1,2}[/.]\d{4})(?![\d/])`;
const NUMBER = String.raw`(?<number>(?:\d{1,3}(?:,\d{2,3})*,\d{3}|\d+)(?:\.\d+)?)(?:(?<suffix>\p{L}+)(?!\p{L}))?(?:/-)?`;
const DOMAIN = String.raw`(?<domain>[\p{L}\d][\p{L}\d-]*(?:\.[\p{L}\d-]+)*\.\p{L}{2,})`;
const WORD = String.raw`(?<word>i\.e\.?|e\.g\.?|\p{L}[\p{L}\p{M}]*(?:['’]\p{L}+)*)`;
const MARK = String.raw`(?<mark>>=|=>|<=|==|!=|<>|[^\s])`;
const TOKEN = new RegExp(`(?:${QUOTED}|${SINGLE_QUOTED}|${DATE}|${NUMBER}|${DOMAIN}|${WORD}|${MARK})`, 'gu');

const ORDINAL = /^(?:st|nd|rd|th)$/;

/** The tokens of a text of people: letter case, hyphens between words and a final full stop do not count. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(TOKEN)) {
    tokens.push(...toTokens(match, text));
  }
  const said = withoutDisfluencies(withoutDecoration(tokens));
  const last = said.at(-1);
  if (last?.kind === 'mark' && /[.!?;]/.test(last.text)) said.pop();
  return said;
}

function toTokens(match: RegExpExecArray, text: string): Token[] {
  const { quoted, single, date, number, suffix, domain, word, mark } = match.groups ?? {};
  const span = { start: match.index, end: match.index + match[0].length };
  const inQuotes = quoted ?? single;
  if (inQuotes !== undefined) {
    const isDate = /^\d{4}-\d{1,2}-\d{1,2}$/.test(inQuotes);
    if (isDate) return [{ kind: 'date', ...span, text: inQuotes, value: readDigits(inQuotes) }];
    return [{ kind: 'quoted', ...span, text: match[0], value: inQuotes.trim() }];
  }
  if (date !== undefined) return [{ kind: 'date', ...span, text: date, value: readDigits(date) }];
  if (number !== undefined) return numberTokens(number, suffix, span);
  if (domain !== undefined) return [{ kind: 'word', ...span, text: foldText(domain) }];
  if (word !== undefined) return wordTokens(word, span);
  if (isSkipped(mark ?? '', span, text)) return [];
  if (isDash(mark ?? '', span, text)) return [{ kind: 'mark', ...span, text: ':' }];
  // "VIP + Pune"; after a number it is "or more".
  if (mark === '+' && /\p{L}\s$/u.test(text.slice(0, span.start)) && /\s/.test(text[span.end] ?? ''))
    return [{ kind: 'mark', ...span, text: '&' }];
  // A sentence ends as one statement of a list does.
  const isEnd = /^[.!?]$/.test(mark ?? '') && /\s/.test(text[span.end] ?? '');
  return [{ kind: 'mark', ...span, text: isEnd ? ';' : (mark ?? '') }];
}

function numberTokens(number: string, suffix: string | undefined, span: { start: number; end: number }): Token[] {
  const letters = foldText(suffix ?? '');
  const scale = SCALES.get(letters);
  const value = Number(number.replaceAll(',', ''));
  const isWhole = suffix === undefined || scale !== undefined || ORDINAL.test(letters);
  if (isWhole) {
    const token = { kind: 'number' as const, ...span, text: number, value: scaled(value, scale ?? 1) };
    return [{ ...token, scale: scale ?? 1, isOrdinal: ORDINAL.test(letters) }];
  }
  const middle = span.start + number.length;
  return [
    { kind: 'number', start: span.start, end: middle, text: number, value, scale: 1, isOrdinal: false },
    ...wordTokens(suffix, { start: middle, end: middle + suffix.length }),
  ];
}

/** 2.3 lakh is 230,000, which 2.3 * 100,000 is not in floating point. */
export function scaled(value: number, scale: number): number {
  return Number((value * scale).toPrecision(15));
}

/** "haven't" is two words, "customer's" is one. */
function wordTokens(word: string, { start, end }: { start: number; end: number }): Token[] {
  const folded = foldText(word).replaceAll('’', "'").replaceAll('.', '');
  const words = CONTRACTIONS.get(folded) ?? [folded.replace(/'s?$|'s$/, '').replaceAll("'", '')];
  return words.map((text) => ({ kind: 'word', start, end, text }));
}

/** An emoji, or a part of one; a sign that stands for letters or digits says something. */
function isDecoration({ kind, text }: Token): boolean {
  return (
    kind === 'mark' &&
    /^[\p{So}\p{Emoji_Modifier}\uFE0F\u200D]$/u.test(text) &&
    !/[\p{L}\p{N}]/u.test(text.normalize('NFKC')) &&
    !SPEAKING_SYMBOLS.has(text) &&
    !SPEAKING_RANGES.test(text)
  );
}

/** Symbols that say "no", a number, or more and less. */
const SPEAKING_SYMBOLS: ReadonlySet<string> = new Set(
  phrasesOf('❌ | 🚫 | ⛔ | ✖ | ❎ | ✗ | ✘ | 👎 | 🙅 | 🛑 | 💯 | 🔟 | 🔢 | ° | ➕ | ➖ | 📈 | 📉 | 🔼 | 🔽 | ⏫ | ⏬'),
);
/** Arrows, flags, and people of a gender or an age. */
const SPEAKING_RANGES = /[\u2190-\u21FF\u2900-\u297F\u2B00-\u2B11♀♂\p{Regional_Indicator}👦-👸👼💁-💃🧑-🧓]/u;

/** Before or after these a symbol may stand for a thing: "bought ☕", "☕ buyers". */
const INCOMPLETE: ReadonlySet<string> = new Set([
  ...[...ORDER_VERBS, ...SPENDING_VERBS, ...TAKING_VERBS].map((phrase) => phrase.split(' ').at(-1) ?? ''),
  ...phrasesOf(`
    not | no | never | without | and | or | but | than | only | just | any | some | a | an | the | of | in | from |
    on | for | with | tagged | except | excluding | like | love | worth | something | anything
  `),
]);
const BUYING: ReadonlySet<string> = new Set(
  phrasesOf('order | orders | purchase | purchases | buyer | buyers | purchaser | purchasers | shopper | shoppers'),
);

/** Without the symbols at the beginning and at the end, which are punctuation there. */
function withoutDecoration(tokens: readonly Token[]): Token[] {
  const first = tokens.findIndex((token) => !isDecoration(token));
  if (first === -1) return [];
  const isEnd = (token: Token) => isDecoration(token) || (token.kind === 'mark' && /^[.,!?;]$/.test(token.text));
  const last = tokens.findLastIndex((token) => !isEnd(token));
  const [opening, closing] = [tokens[first], tokens[last]];
  const isAtNumber = (one: Token | undefined, next: Token | undefined) =>
    one !== undefined && next !== undefined && one.end === next.start && [one.kind, next.kind].includes('number');
  const keepsFirst = BUYING.has(opening?.text ?? '') || isAtNumber(tokens[first - 1], opening);
  const keepsLast = INCOMPLETE.has(closing?.text ?? '') || isAtNumber(closing, tokens[last + 1]);
  return tokens.filter(
    (token, at) => !isDecoration(token) || (at < first ? keepsFirst : at > last && last >= 0 ? keepsLast : true),
  );
}

/** What people say while they think. */
const DISFLUENCIES: ReadonlySet<string> = new Set([
  'um',
  'umm',
  'uh',
  'uhm',
  'er',
  'erm',
  'hmm',
  'ah',
  'oh',
  'yeah',
  'basically',
]);
/** After "like" these say that it compares nothing: "like more than ten". */
const AFTER_LIKE: ReadonlySet<string> = new Set([',', 'more', 'over', 'at', 'less', 'under', 'above', 'below']);

/** `um`, `you know`, and `like` where it means nothing; with the commas on both sides of it. */
function withoutDisfluencies(tokens: readonly Token[]): Token[] {
  const isComma = (at: number) => tokens[at]?.text === ',';
  const isEmpty = (at: number) => isDisfluency(tokens, at);
  return tokens.filter((_, at) => {
    if (isEmpty(at)) return false;
    return !isComma(at) || !((isEmpty(at + 1) && isComma(at + 2)) || (isEmpty(at - 1) && isComma(at - 2)));
  });
}

function isDisfluency(tokens: readonly Token[], at: number): boolean {
  const { kind, text } = tokens[at] ?? {};
  if (kind !== 'word' || text === undefined) return false;
  const [before, after] = [tokens[at - 1]?.text ?? '', tokens[at + 1]?.text ?? ''];
  if (text === 'like') return AFTER_LIKE.has(after);
  return DISFLUENCIES.has(text) || (text === 'you' && after === 'know') || (text === 'know' && before === 'you');
}

/** After these a full stop ends no sentence. */
const ABBREVIATION = /(?:^|[^\p{L}])(?:rs|inr|avg|no|min|max|approx|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)$/iu;

/** Between words a hyphen is a space, and so is the line of `order_count`; before a number a hyphen is "to". A full stop counts nowhere but in a number. */
function isSkipped(mark: string, { start, end }: { start: number; end: number }, text: string): boolean {
  if (mark === '.')
    return ABBREVIATION.test(text.slice(Math.max(0, start - 7), start)) || end === text.trimEnd().length;
  // "Customers' orders".
  if (/^['’]$/.test(mark)) return /\p{L}/u.test(text[start - 1] ?? '');
  if (!/[-–—‑_]/.test(mark)) return false;
  if (mark === '_') return /[\p{L}\d]/u.test(text[end] ?? '');
  const isAfterWord = /[\p{L}\d]/u.test(text[start - 1] ?? '');
  return isAfterWord && /\p{L}/u.test(text[end] ?? '');
}

/** "VIPs - in Pune"; before a number it is "to". */
function isDash(mark: string, { start, end }: { start: number; end: number }, text: string): boolean {
  return /^[-–—]$/.test(mark) && /\s/.test(text[start - 1] ?? '') && /^\s+\p{L}/u.test(text.slice(end, end + 4));
}

/** `2026-5-1` and `31/12/2026`; of `03/04/2026` nobody can say which is the month. */
function readDigits(date: string): string | null {
  const parts = date.split(/[-/.]/);
  const [first = '', second = '', third = ''] = parts;
  if (first.length === 4) return isoDate(first, second, third);
  if (first === second || Number(first) > 12) return isoDate(third, second, first);
  return Number(second) > 12 ? isoDate(third, first, second) : null;
}

function isoDate(year: string, month: string, day: string): string {
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}
