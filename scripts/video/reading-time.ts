/** Slower than subtitles of films, since there is something else to look at. */
const CHARACTERS_PER_SECOND = 17;
const TO_NOTICE_MS = 1_200;
const LEAST_MS = 2_400;

/** How long somebody needs to read what is said. */
export function readingTimeMs(text: string): number {
  return Math.max(LEAST_MS, TO_NOTICE_MS + Math.round((text.length * 1_000) / CHARACTERS_PER_SECOND));
}
