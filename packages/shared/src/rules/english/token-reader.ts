import type { DomainError } from '../../errors.ts';
import { refusal, type Token, tokenize } from './tokens.ts';

/** Most characters of what was found that an error repeats. */
const MAX_FOUND = 40;

/** The tokens of a description, from first to last. Letter case never counts in words. */
export class TokenReader {
  private readonly tokens: readonly Token[];
  private readonly end: Token;
  private position = 0;

  constructor(description: string) {
    this.tokens = tokenize(description);
    this.end = { kind: 'end', at: description.length, text: '' };
  }

  /** The token that is `ahead` of the next one; the end is never passed. */
  peek(ahead = 0): Token {
    return this.tokens[this.position + ahead] ?? this.end;
  }

  next(): Token {
    const token = this.peek();
    this.position += 1;
    return token;
  }

  /** Whether these words and marks are next. */
  is(...words: string[]): boolean {
    return words.every((word, ahead) => isWord(this.peek(ahead), word));
  }

  /** Passes these words and marks if they are next, all of them or none. */
  take(...words: string[]): boolean {
    const isNext = this.is(...words);
    if (isNext) this.position += words.length;
    return isNext;
  }

  /** Passes these words and marks if they are next and `follows` is true of what comes after them. */
  takeBefore(follows: (reader: TokenReader) => boolean, ...words: string[]): boolean {
    const { position } = this;
    if (this.take(...words) && follows(this)) return true;
    this.position = position;
    return false;
  }

  /** Passes these words and marks, and refuses any others. */
  expect(...words: string[]): void {
    for (const word of words) {
      if (!this.take(word)) throw this.unexpected([`"${word}"`]);
    }
  }

  /** The refusal of what is next. */
  unexpected(expected: string[]): DomainError {
    const { at, text, kind } = this.peek();
    const found = kind === 'end' ? 'the end' : shortened(text);
    return refusal(at, `expected ${alternatives(expected)}, found ${found}`);
  }
}

function isWord({ kind, text }: Token, word: string): boolean {
  return (kind === 'word' || kind === 'mark') && text.toLowerCase() === word.toLowerCase();
}

function alternatives(expected: string[]): string {
  const distinct = [...new Set(expected)];
  const last = distinct.pop() ?? '';
  return distinct.length === 0 ? last : `${distinct.join(', ')} or ${last}`;
}

function shortened(text: string): string {
  const characters = Array.from(text);
  const shown = characters.length > MAX_FOUND ? `${characters.slice(0, MAX_FOUND).join('')}…` : text;
  return shown.startsWith('"') ? shown : `"${shown}"`;
}
