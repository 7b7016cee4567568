import { DomainError } from '../../errors.ts';
import { unquote } from './quoted-text.ts';

/** A piece of a description. `at` counts UTF-16 units from 0, `text` is as it was written. */
export type Token = { at: number; text: string } & (
  | { kind: 'word' | 'mark' | 'end' }
  /** A text in quotes, or an id in square brackets. */
  | { kind: 'text' | 'id'; value: string }
  | { kind: 'number'; value: number }
);

const WORD = String.raw`(?<word>\p{L}[\p{L}\p{M}'-]*)`;
const NUMBER = String.raw`(?<number>-?(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?(?:e[+-]?\d+)?)`;
const TEXT = String.raw`(?<text>"[^"\\]*(?:\\.[^"\\]*)*")`;
const ID = String.raw`\[(?<id>[^\[\]]*)\]`;
const MARK = String.raw`(?<mark>[(),])`;
const TOKEN = new RegExp(String.raw`\s*(?:${WORD}|${NUMBER}|${TEXT}|${ID}|${MARK}|(?<end>$))`, 'isuy');

/** Throws as `parseDescription` does. */
export function tokenize(description: string): Token[] {
  const tokens: Token[] = [];
  const pattern = new RegExp(TOKEN);
  for (;;) {
    const start = pattern.lastIndex;
    const match = pattern.exec(description);
    if (!match) throw unreadable(description, start);
    const token = toToken(match);
    tokens.push(token);
    if (token.kind === 'end') return tokens;
  }
}

function toToken({ index, 0: { length }, groups = {} }: RegExpExecArray): Token {
  const { word, number, text, id, mark } = groups;
  const token = (written: string) => ({ at: index + length - written.length, text: written });
  if (word !== undefined) return { kind: 'word', ...token(word) };
  if (number !== undefined) return { kind: 'number', ...token(number), value: Number(number.replaceAll(',', '')) };
  if (id !== undefined) return { kind: 'id', ...token(`[${id}]`), value: id.trim() };
  if (mark !== undefined) return { kind: 'mark', ...token(mark) };
  if (text === undefined) return { kind: 'end', ...token('') };
  const { at } = token(text);
  const value = unquote(text, (offset) => {
    throw refusal(at + offset, String.raw`expected one of \" \\ \n \r \t \u0000 (four hexadecimal digits)`);
  });
  return { kind: 'text', at, text, value };
}

function unreadable(description: string, start: number): DomainError {
  const rest = description.slice(start).trimStart();
  const at = description.length - rest.length;
  if (rest.startsWith('"')) return refusal(at, 'expected a text that ends in a double quote');
  if (rest.startsWith('[')) return refusal(at, 'expected an id that ends in a square bracket');
  const [character = ''] = rest;
  return refusal(at, `expected a word, a number, or a text in double quotes, found ${JSON.stringify(character)}`);
}

/** The refusal of a description; people count from 1. */
export function refusal(at: number, message: string): DomainError {
  return new DomainError('invalid_input', `character ${at + 1}: ${message}`);
}
