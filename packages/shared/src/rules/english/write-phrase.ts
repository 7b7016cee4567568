import type { EnglishContext } from './english-context.ts';
import { nounCalled, type Scalar } from './nouns.ts';
import type { Slot } from './phrase-parts.ts';
import type { Phrase } from './phrases.ts';

export type PhraseValue = Scalar | readonly Scalar[] | undefined;

/** The sentence of one condition, without what the brackets after it say. */
export function writePhrase(
  { parts }: Phrase,
  { key = '', value }: { key?: string | undefined; value: PhraseValue },
  context: EnglishContext,
): string {
  const written = parts.map((part) => {
    if (part.kind === 'slot') return writeSlot(part, part.holds === 'key' ? key : value, context);
    return part.isCounted && value !== 1 ? `${part.text}s` : part.text;
  });
  return written.join(' ');
}

function writeSlot({ noun, shape, joiner }: Slot, value: PhraseValue, context: EnglishContext): string {
  const { write } = nounCalled(noun);
  const values = [value ?? []].flat().map((one) => write(one, context));
  const last = values.pop() ?? '';
  if (values.length === 0) return last;
  return `${values.join(', ')} ${shape === 'pair' ? 'and' : joiner} ${last}`;
}

/** The brackets that say that a missing value counts. */
export function writeMissing({ orMissing }: Phrase): string {
  return orMissing === undefined ? '' : ` (or ${orMissing})`;
}
