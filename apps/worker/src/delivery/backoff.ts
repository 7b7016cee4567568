/**
 * Exponential backoff with jitter: `first`, doubled `times` times, at most `longest`, of which a
 * random part of up to half is taken off, so that what failed together does not return together.
 *
 * @param random in [0, 1).
 */
export function backoffMs(times: number, firstMs: number, longestMs: number, random: number): number {
  const wholeMs = Math.min(firstMs * 2 ** times, longestMs);
  return Math.round(wholeMs * (1 - random / 2));
}
