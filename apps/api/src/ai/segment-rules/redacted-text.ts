import { foldText } from '@herald/shared';

import { COMMON_WORDS } from './common-words.ts';

/** A text in which what identifies somebody is replaced, `[email 1]`, and can be put back. */
export interface RedactedText {
  text: string;
  /** The same for another text, with the same placeholders for the same things. */
  redact: (other: string) => string;
  /** Puts back what placeholders stand for. */
  restore: (redacted: string) => string;
}

type Kind = 'email' | 'phone' | 'name' | 'id';

const EMAIL = /[^\s@＠<>"“”(),;:[\]]{1,64}[@＠][^\s@＠<>"“”(),;:[\]]{1,255}\.[\p{L}\p{N}-]{2,63}/gu;
/** With a plus, or as numbers of ten and more digits are usually written; amounts and dates are not. */
const PHONE =
  /\+\d(?:[ ().-]{0,2}\d){6,14}|(?<![\d.,₹$€£-])(?:\d{10,12}|\d{5}[ -]\d{5}|(?:\(0?\d{2,4}\)|0\d{2,4})[ -]?\d{3,4}[ -]?\d{4}|\d{3}[ .-]\d{3}[ .-]\d{4}|\d{4}[ -]\d{3}[ -]\d{3}|\d{2}(?:[ .]\d{2}){4})(?![\d.,-]*\d)/gu;
const UUID = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/giu;
const WORD = String.raw`[\p{L}\p{M}.'’-]{0,60}`;
/** Words in a row, or a word with a number: `Asha Rao`, `émile 3`. */
const IN_A_ROW = new RegExp(
  String.raw`(?<![\p{L}\p{M}\p{N}])\p{L}${WORD}(?:\s+(?:\p{L}${WORD}|\d{1,6}(?![\p{L}\p{N}])))+`,
  'gu',
);
const NAME = String.raw`"[^"]{1,100}"|“[^”]{1,100}”|'[^']{1,100}'|\p{L}${WORD}(?:\s+\p{Lu}${WORD}){0,4}`;
/** What stands between "name" and one, in the words that people and rules have for it. */
const COMPARING = 'is|are|=|!=|does|do|not|equals?|in|any|one|none|of|either|like|contains?|starts?|begins?|ends?|with';
/** What customers are said to be called, one or several. */
const CALLED = new RegExp(
  String.raw`(?<![\p{L}\p{N}])((?:[Nn]amed|[Cc]alled|([Nn]ames?)(?:\s+(?:${COMPARING})(?=\s)){1,5})\s+)((?:${NAME})(?:(?:\s*,\s*(?:or\s+|and\s+)?|\s+(?:or|and)\s+)(?!\p{L}${WORD}\s+(?:${COMPARING})\s)(?:${NAME}))*)`,
  'gu',
);
const BETWEEN_NAMES = /(\s*,\s*(?:or\s+|and\s+)?|\s+(?:or|and)\s+)/u;
/** What is said of a name that is none. */
const NO_NAME = new RegExp(`^(?:${COMPARING}|missing|unknown|known|empty|null|set|given|blank|present)$`, 'u');
const NUMBER_OF_SOMEBODY = /[\p{L}\p{N}][\p{L}\p{N}_.:/-]{1,99}/gu;
const CAPITAL = /^\p{Lu}/u;
/** Most placeholders of a kind; of a text of 1,000 characters there are never so many. */
const MOST_PLACEHOLDERS = 500;

/**
 * Keeps back what a person may have typed of a customer: email addresses, phone numbers, ids, the names
 * and numbers that `people` says are a customer's, and whatever stands after "called" and the like.
 *
 * @param plainWords what is not taken for a name in any case.
 */
export function redactPersonal(
  text: string,
  people: { names: ReadonlySet<string>; externalIds: ReadonlySet<string> },
  plainWords: readonly string[] = [],
): RedactedText {
  const redaction = new Redaction(text, people, new Set(plainWords.map(foldText)));
  return {
    text: redaction.redact(text),
    redact: (other) => redaction.redact(other),
    restore: (redacted) => redaction.restore(redacted),
  };
}

/** What in the text could be the name of a customer, or the number that the shop gave one, and is worth looking up. */
export function personalCandidatesIn(text: string): { names: string[]; externalIds: string[] } {
  return {
    names: [...new Set(matchesOf(IN_A_ROW, text).flatMap(partsOf).map(nameKeyOf))].slice(0, MOST_CANDIDATES),
    externalIds: [
      ...new Set(
        matchesOf(NUMBER_OF_SOMEBODY, text)
          .flatMap(withoutFullStop)
          .filter(isLikeANumberOfSomebody)
          .flatMap((number) => casesOf(number)),
      ),
    ],
  };
}

class Redaction {
  private readonly text: string;
  private readonly people: { names: ReadonlySet<string>; externalIds: ReadonlySet<string> };
  private readonly plainWords: ReadonlySet<string>;
  /** Placeholders by what they stand for. */
  private readonly placeholders = new Map<string, string>();

  constructor(text: string, people: Redaction['people'], plainWords: ReadonlySet<string>) {
    this.text = text;
    this.people = people;
    this.plainWords = plainWords;
  }

  redact(text: string): string {
    const identified = text
      .replaceAll(EMAIL, (email) => this.placeholder('email', email))
      .replaceAll(UUID, (id) => this.placeholder('id', id))
      .replaceAll(NUMBER_OF_SOMEBODY, (word) => this.withoutNumber(word))
      .replaceAll(PHONE, (phone) => this.placeholder('phone', phone));
    return identified
      .replaceAll(
        CALLED,
        (_whole, said: string, ofField: string | undefined, names: string) =>
          said + this.withoutCalled(names, ofField !== undefined),
      )
      .replaceAll(IN_A_ROW, (run) => this.withoutName(run));
  }

  restore(redacted: string): string {
    // The newest first: what it stands for may have older ones in it.
    return [...this.placeholders]
      .toReversed()
      .reduce((restored, [original, placeholder]) => restored.replaceAll(placeholder, () => original), redacted);
  }

  /** @param isCompared whether the first is a name even when it is written small: `name contains asha`. */
  private withoutCalled(names: string, isCompared: boolean): string {
    const parts = names.split(BETWEEN_NAMES).map((written, place) => {
      const name = written.replaceAll(/^["“']|["”']$/gu, '');
      const isName = name !== written || CAPITAL.test(name) || (isCompared && place === 0 && !NO_NAME.test(name));
      return isName && this.isPrivate(name) ? written.replace(name, () => this.placeholder('name', name)) : written;
    });
    return parts.join('');
  }

  /** The longer of two names that overlap gives way. */
  private withoutName(run: string): string {
    return partsOf(run)
      .filter((part) => this.people.names.has(nameKeyOf(part)) && !this.plainWords.has(nameKeyOf(part)))
      .toSorted((a, b) => b.length - a.length)
      .reduce((left, name) => left.replaceAll(wholeWords(name), () => this.placeholder('name', name)), run);
  }

  private withoutNumber(word: string): string {
    const number = withoutFullStop(word).find((part) =>
      casesOf(part).some((each) => this.people.externalIds.has(each)),
    );
    return number === undefined ? word : word.replace(number, () => this.placeholder('id', number));
  }

  private isPrivate(name: string): boolean {
    return !name.startsWith('[') && !this.plainWords.has(foldText(name));
  }

  private placeholder(kind: Kind, original: string): string {
    const known = this.placeholders.get(original);
    if (known !== undefined) return known;
    const used = new Set(this.placeholders.values());
    for (let number = 1; number <= MOST_PLACEHOLDERS; number += 1) {
      const placeholder = `[${kind} ${number}]`;
      // One that the person wrote would be taken for what it does not stand for.
      if (used.has(placeholder) || this.text.includes(placeholder)) continue;
      this.placeholders.set(original, placeholder);
      return placeholder;
    }
    return `[${kind}]`;
  }
}

/** Most words of a name that is looked for. */
const MOST_WORDS = 6;
/** Names that are looked up: more than a text of 1,000 characters can have beside a message and its segment. */
const MOST_CANDIDATES = 5_000;
/** What is no part of a name at its end: of `Asha Rao's`, or at the end of a sentence. */
const AFTER_NAME = /(?:['’]s)?[.'’-]*$/u;

/**
 * Every run of two to six words within it. A single word is no candidate: it is somebody's first name more often
 * than the whole of it, and to look it up takes longer the more customers have that first name.
 */
function partsOf(run: string): string[] {
  const words = run.split(/(\s+)/u);
  const parts: string[] = [];
  for (let from = 0; from < words.length; from += 2) {
    for (let to = from + 3; to <= words.length && to < from + 2 * MOST_WORDS; to += 2) {
      const part = words.slice(from, to);
      if (isLikeAName(part)) parts.push(part.join('').replace(AFTER_NAME, ''));
    }
  }
  return parts;
}

/** "Asha and" is none, though "Christian Day" is; some are called "New Customer" or "Test User" in every shop. */
function isLikeAName(words: readonly string[]): boolean {
  const written = words.filter((word) => word.trim() !== '');
  const common = written.filter((word) => COMMON_WORDS.has(word.toLowerCase()));
  return common.length < written.length && common.every((word) => CAPITAL.test(word));
}

/** The name where it stands by itself, and not in a longer word. */
function wholeWords(name: string): RegExp {
  return new RegExp(String.raw`(?<![\p{L}\p{M}\p{N}])${name.replaceAll('.', '\\.')}(?![\p{L}\p{M}\p{N}])`, 'gu');
}

/** As the names of customers are compared. */
function nameKeyOf(name: string): string {
  return foldText(name).replaceAll(/\s+/gu, ' ');
}

/** The word, and what is left of it without what ends a sentence. */
function withoutFullStop(word: string): string[] {
  return [...new Set([word, word.replace(/[.:/-]+$/u, '')])];
}

/** As it is written, and as the shop may write it. */
function casesOf(number: string): string[] {
  return [number, number.toUpperCase(), number.toLowerCase()];
}

/** A short number is an amount or a number of days far more often than the number of a customer. */
function isLikeANumberOfSomebody(word: string): boolean {
  return /\d/u.test(word) && (/^\d{7,}$/u.test(word) || (/\D/u.test(word) && word.length >= 4));
}

function matchesOf(pattern: RegExp, text: string): string[] {
  return [...text.matchAll(pattern)].map(([match]) => match);
}
