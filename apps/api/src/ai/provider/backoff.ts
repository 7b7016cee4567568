const FIRST_DELAY_MS = 500;
const MAX_DELAY_MS = 8_000;
/** Who is told to wait longer than this gives up: a person waits for the suggestion. */
const MAX_ASKED_MS = 15_000;

/**
 * How long to wait before a call is tried again, in milliseconds; undefined when that takes too long.
 *
 * @param failures how many tries have failed, from 1.
 * @param askedMs what the server asked to be given, if anything.
 * @param random from 0 to 1, so that callers who failed together do not come back together.
 */
export function backoffOf(failures: number, askedMs: number | undefined, random: number): number | undefined {
  if (askedMs !== undefined && askedMs > MAX_ASKED_MS) return undefined;
  const most = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** (failures - 1));
  return (askedMs ?? 0) + most / 2 + (most / 2) * random;
}
