import type { EnglishContext } from './english-context.ts';
import { nounCalled, type Scalar } from './nouns.ts';
import { expectationOf, type Part, type Slot } from './phrase-parts.ts';
import type { Phrase } from './phrases.ts';
import type { TokenReader } from './token-reader.ts';
import type { PhraseValue } from './write-phrase.ts';

export interface ReadPhrase {
  phrase: Phrase;
  key: string | undefined;
  value: PhraseValue;
  /** Where the value is, or else the sentence. */
  at: number;
}

/**
 * The one of `phrases` that is next. Part by part, those that do not go on with what is
 * there are left out; the longest that fits is taken. Nothing is ever read twice.
 *
 * @param otherwise what else could begin here, for the error.
 */
export function readPhrase(
  phrases: readonly Phrase[],
  reader: TokenReader,
  context: EnglishContext,
  otherwise: string[] = [],
): ReadPhrase {
  const read: Omit<ReadPhrase, 'phrase'> = { key: undefined, value: undefined, at: reader.peek().at };
  let candidates = phrases;
  for (let index = 0; ; index += 1) {
    const parts = candidates.flatMap((phrase) => phrase.parts[index] ?? []);
    const next = parts.find((part) => startsHere(part, reader));
    if (!next) {
      const complete = candidates.find((phrase) => phrase.parts.length === index);
      if (complete) return { ...read, phrase: complete };
      const expected = parts.map((part) => expectationOf(part, context));
      throw reader.unexpected(index === 0 ? [...otherwise, ...expected] : expected);
    }

    candidates = candidates.filter((phrase) => phrase.parts[index]?.id === next.id);
    if (next.kind === 'word') {
      reader.next();
    } else if (next.holds === 'value') {
      read.at = reader.peek().at;
      read.value = readSlot(next, reader, context);
    } else {
      read.key = String(readSlot(next, reader, context));
      candidates = ofAttribute(read.key, candidates, context);
    }
  }
}

function startsHere(part: Part, reader: TokenReader): boolean {
  if (part.kind === 'slot') return nounCalled(part.noun).startsHere(reader);
  return reader.is(part.text) || (part.isCounted && reader.is(`${part.text}s`));
}

/** Those for the type of the attribute; all of them when nobody has it, for then the words tell the types apart. */
function ofAttribute(key: string, candidates: readonly Phrase[], { attributes }: EnglishContext): readonly Phrase[] {
  const type = attributes?.get(key);
  return type === undefined ? candidates : candidates.filter(({ attributeType }) => attributeType === type);
}

function readSlot(slot: Slot, reader: TokenReader, context: EnglishContext): PhraseValue {
  const noun = nounCalled(slot.noun);
  const readOne = (): Scalar => {
    if (!noun.startsHere(reader)) throw reader.unexpected([noun.expected(context)]);
    return noun.read(reader, context);
  };
  const first = readOne();
  switch (slot.shape) {
    case 'one':
      return first;
    case 'pair':
      reader.expect('and');
      return [first, readOne()];
    case 'list':
      return [first, ...readRest(slot, reader, readOne)];
  }
}

/** A comma or "or" only continues the list when another value follows: conditions never begin with one. */
function readRest({ noun, joiner }: Slot, reader: TokenReader, readOne: () => Scalar): Scalar[] {
  const { startsHere: isValue } = nounCalled(noun);
  const rest: Scalar[] = [];
  while (
    reader.takeBefore(isValue, ',', joiner) ||
    reader.takeBefore(isValue, ',') ||
    reader.takeBefore(isValue, joiner)
  ) {
    rest.push(readOne());
  }
  return rest;
}

/** Passes the brackets that say that a missing value counts; it does with or without them. */
export function passMissing({ orMissing }: Phrase, reader: TokenReader): void {
  if (orMissing !== undefined) reader.take('(', 'or', ...orMissing.split(' '), ')');
}
