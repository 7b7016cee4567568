import { tokenize } from './lexer.ts';
import { LONGEST_VALUE, spellingsOf } from './phrases/known-values.ts';

/** Most phrases that one text is looked up by. */
const MOST_PHRASES = 2_000;

/** Every run of 1 to 5 words of the text, and every text in quotes, folded: what may be a value that customers have. */
export function phrasesIn(text: string): string[] {
  const tokens = tokenize(text.slice(0, 1_000));
  const phrases = new Set<string>();
  const add = (phrase: string) => {
    for (const spelling of spellingsOf(phrase)) if (phrases.size < MOST_PHRASES) phrases.add(spelling);
  };
  for (const token of tokens) if (token.kind === 'quoted') add(token.value);
  for (let length = 1; length <= LONGEST_VALUE; length += 1) {
    for (const [index, first] of tokens.entries()) {
      const last = tokens[index + length - 1];
      if (last) add(text.slice(first.start, last.end));
    }
  }
  return [...phrases];
}
