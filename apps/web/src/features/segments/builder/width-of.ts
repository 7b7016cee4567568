/** How wide a select is for its words (a letter is narrower than a digit), its padding and its arrow. */
export function widthOf(words: string): { flexBasis: string } {
  return { flexBasis: `calc(${words.length} * 0.84ch + 46px)` };
}
