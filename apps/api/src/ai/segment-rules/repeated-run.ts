import { foldText } from '@herald/shared';

/** So many words in a row are in two texts by chance only where both quote the same thing. */
const RUN_LENGTH = 12;

/** Whether the text repeats a long run of words of the secret. */
export function repeatsRunOf(secret: string, runLength = RUN_LENGTH): (text: string) => boolean {
  const runs = new Set(runsOf(secret, runLength));
  return (text) => runsOf(text, runLength).some((run) => runs.has(run));
}

/** In small letters, without anything between them. */
export function wordsOf(text: string): string[] {
  return foldText(text).match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
}

function runsOf(text: string, runLength: number): string[] {
  const words = wordsOf(text);
  const count = Math.max(0, words.length - runLength + 1);
  return Array.from({ length: count }, (_, at) => words.slice(at, at + runLength).join(' '));
}
