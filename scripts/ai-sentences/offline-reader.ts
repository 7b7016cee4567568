import { readWords } from '../../apps/api/src/ai/words/read-words.ts';
import type { Reading } from './measure.ts';
import { contextFor } from './shop-words.ts';

/** Herald's own parser, as it reads without any model. */
export function readOffline(text: string): Reading {
  const reading = readWords(text, contextFor(text));
  if (reading.kind === 'refused') {
    const words = reading.unmapped.map((unmapped) => `"${unmapped.words}"`).join(', ');
    return { refused: words === '' ? reading.problem : `${reading.problem} (${words})` };
  }
  const note = reading.assumptions.map(({ words, meaning }) => `"${words}" as ${meaning}`).join('; ');
  return note === '' ? { rules: reading.rules } : { rules: reading.rules, note };
}
