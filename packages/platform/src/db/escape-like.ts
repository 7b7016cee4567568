/** A text as a part of a LIKE pattern that means just this text. */
export function escapeLike(text: string): string {
  return text.replaceAll(/[\\%_]/g, '\\$&');
}
