import type { EnglishContext } from './english-context.ts';
import { isNounName, nounCalled, type NounName } from './nouns.ts';

/** One word, or one place for a value. Parts with the same `id` are read in the same way. */
export type Part = Word | Slot;

export interface Word {
  kind: 'word';
  id: string;
  text: string;
  /** Whether it has an s unless there is one of it. */
  isCounted: boolean;
}

export interface Slot {
  kind: 'slot';
  id: string;
  /** What goes here: the key of an attribute, or what the condition compares with. */
  holds: 'key' | 'value';
  noun: NounName;
  shape: 'one' | 'list' | 'pair';
  /** What comes before the last value of a list. */
  joiner: 'and' | 'or';
}

/** What {} stands for in the sentences of one operator. */
export type ValueSlot = Pick<Slot, 'noun' | 'shape'>;

/** The parts of a sentence of the tables, in which `words(s)` are counted and {…} is a placeholder. */
export function partsOf(sentence: string, value: ValueSlot): Part[] {
  return sentence.split(' ').map((piece) => {
    const placeholder = /^\{(\w*)\}$/.exec(piece)?.[1];
    return placeholder === undefined ? toWord(piece) : toSlot(placeholder, value);
  });
}

function toWord(piece: string): Word {
  const text = piece.replace(/\(s\)$/, '');
  return { kind: 'word', id: piece.toLowerCase(), text, isCounted: text !== piece };
}

function toSlot(placeholder: string, { noun, shape }: ValueSlot): Slot {
  const slot = (parts: Omit<Slot, 'kind' | 'id'>): Slot => ({ kind: 'slot', id: JSON.stringify(parts), ...parts });
  if (placeholder === '') return slot({ holds: 'value', noun, shape, joiner: 'or' });
  if (placeholder === 'and') return slot({ holds: 'value', noun, shape, joiner: 'and' });
  if (placeholder === 'key') return slot({ holds: 'key', noun: 'text', shape: 'one', joiner: 'or' });
  if (isNounName(placeholder)) return slot({ holds: 'value', noun: placeholder, shape, joiner: 'or' });
  throw new Error(`{${placeholder}} is no placeholder`);
}

/** What an error says was expected where this part should be. */
export function expectationOf(part: Part, context: EnglishContext): string {
  return part.kind === 'word' ? `"${part.text}${part.isCounted ? 's' : ''}"` : nounCalled(part.noun).expected(context);
}
