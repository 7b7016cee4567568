import type { Token } from './lexer.ts';
import { phrasesOf } from './lexicon/phrases.ts';
import type { WordsContext } from './words-context.ts';

/** A text that is being read. */
export interface Input {
  text: string;
  tokens: readonly Token[];
  context: WordsContext;
  /** The calendar date in the workspace's zone. */
  today: string;
  /** Segments and campaigns by folded name. */
  names: { segments: ReadonlyMap<string, readonly string[]>; campaigns: ReadonlyMap<string, readonly string[]> };
  /** What was read before, by parser and token. */
  remembered: Map<unknown, Map<number, readonly Result<unknown>[]>>;
}

/** What was read, up to and without the token `end`. */
export interface Result<Value> {
  value: Value;
  end: number;
}

/**
 * Reads something at a token, in every length in which it can be read, at most once for each: the
 * first way to read it counts. So no text takes more than its length times itself.
 */
export type Parser<Value> = (input: Input, at: number) => readonly Result<Value>[];

type ValueOf<P> = P extends Parser<infer Value> ? Value : never;
type ValuesOf<Parsers extends readonly Parser<unknown>[]> = { [Index in keyof Parsers]: ValueOf<Parsers[Index]> };

function oncePerEnd<Value>(results: readonly Result<Value>[]): readonly Result<Value>[] {
  if (results.length < 2) return results;
  const seen = new Set<number>();
  return results.filter(({ end }) => !seen.has(end) && seen.add(end));
}

/** The longest of several readings. */
export function longest<Value>(results: readonly Result<Value>[]): Result<Value> | undefined {
  return results.reduce<Result<Value> | undefined>(
    (best, result) => (best === undefined || result.end > best.end ? result : best),
    undefined,
  );
}

/** One after the other. */
export function seq<const Parsers extends readonly Parser<unknown>[]>(...parsers: Parsers): Parser<ValuesOf<Parsers>> {
  return (input, at) => {
    let results: readonly Result<unknown[]>[] = [{ value: [], end: at }];
    for (const parser of parsers) {
      if (results.length === 0) return [];
      const longer: Result<unknown[]>[] = [];
      for (const { value: before, end } of results) {
        for (const { value, end: next } of parser(input, end)) longer.push({ value: [...before, value], end: next });
      }
      results = oncePerEnd(longer);
    }
    return results as readonly Result<ValuesOf<Parsers>>[];
  };
}

/** Any of them; of two that read the same words the first. */
export function alt<Value>(...parsers: readonly Parser<Value>[]): Parser<Value> {
  return (input, at) => {
    let found: readonly Result<Value>[] = [];
    for (const parser of parsers) {
      const more = parser(input, at);
      if (more.length > 0) found = found.length === 0 ? more : [...found, ...more];
    }
    return oncePerEnd(found);
  };
}

/** With it if it is there; also without. */
export function opt<Value>(parser: Parser<Value>): Parser<Value | undefined> {
  return (input, at) => {
    const found = parser(input, at);
    const without = { value: undefined, end: at };
    return found.length === 0 ? [without] : oncePerEnd([...found, without]);
  };
}

/** What is made of it; undefined for nothing. `change` is told the words only if it asks for them. */
export function map<From, To>(
  parser: Parser<From>,
  change: (value: From, words: string, input: Input) => To | undefined,
): Parser<To> {
  const wantsWords = change.length > 1;
  return (input, at) => {
    const results: Result<To>[] = [];
    for (const { value, end } of parser(input, at)) {
      const changed = change(value, wantsWords ? wordsBetween(input, at, end) : '', input);
      if (changed !== undefined) results.push({ value: changed, end });
    }
    return results;
  };
}

/** Most times that something is repeated. */
const MOST_REPEATED = 12;

/** As often as it is there, in every number of times from `least`. */
export function many<Value>(parser: Parser<Value>, least = 0): Parser<Value[]> {
  return (input, at) => {
    let last: readonly Result<Value[]>[] = [{ value: [], end: at }];
    const all: Result<Value[]>[] = least === 0 ? [...last] : [];
    for (let times = 1; times <= MOST_REPEATED && last.length > 0; times += 1) {
      last = oncePerEnd(
        last.flatMap(({ value: before, end }) =>
          parser(input, end)
            .filter((result) => result.end > end)
            .map(({ value, end: next }) => ({ value: [...before, value], end: next })),
        ),
      );
      if (times >= least) all.push(...last);
    }
    // Those that take more words first, whatever number of parts they are.
    return oncePerEnd(all);
  };
}

/** Remembers what it read where. */
export function memo<Value>(parser: Parser<Value>): Parser<Value> {
  return (input, at) => {
    const known = input.remembered.get(parser) ?? new Map<number, readonly Result<unknown>[]>();
    input.remembered.set(parser, known);
    const before = known.get(at);
    if (before) return before as readonly Result<Value>[];
    const results = parser(input, at);
    known.set(at, results);
    return results;
  };
}

/** Each of these phrases, and what it stands for. */
export function oneOf<Value>(phrases: ReadonlyMap<string, Value>): Parser<Value> {
  const byFirstWord = new Map<string, { words: string[]; value: Value }[]>();
  for (const [phrase, value] of phrases) {
    const parts = phrase.split(' ');
    const [first = ''] = parts;
    byFirstWord.set(first, [...(byFirstWord.get(first) ?? []), { words: parts, value }]);
  }
  return (input, at) => {
    const first = input.tokens[at];
    const candidates = first && isPlain(first) ? byFirstWord.get(first.text) : undefined;
    if (!candidates) return [];
    return oncePerEnd(
      candidates
        .filter((candidate) => candidate.words.every((word, ahead) => isWord(input.tokens[at + ahead], word)))
        .map((candidate) => ({ value: candidate.value, end: at + candidate.words.length }))
        .sort((a, b) => b.end - a.end),
    );
  };
}

/** Each of these phrases; one text may hold several, `with | having`. */
export function words(...tables: readonly string[]): Parser<string> {
  return oneOf(new Map(tables.flatMap(phrasesOf).map((phrase) => [phrase, phrase])));
}

function isPlain({ kind }: Token): boolean {
  return kind === 'word' || kind === 'mark';
}

export function isWord(token: Token | undefined, word: string): boolean {
  return token !== undefined && isPlain(token) && token.text === word;
}

/** Nothing, which is always there. */
export const nothing: Parser<undefined> = (_, at) => [{ value: undefined, end: at }];

/** The text as it was written. */
export function wordsBetween({ text, tokens }: Input, at: number, end: number): string {
  const first = tokens[at];
  const last = tokens[end - 1];
  return first && last && end > at ? text.slice(first.start, last.end).replace(/\s+/g, ' ') : '';
}
