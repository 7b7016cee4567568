import { MAX_CAMPAIGN_NAME_LENGTH } from '@herald/shared';

/** "Big spenders, 28 November": by what one would look for it later. */
export function proposedName(segmentName: string, now: Date, timeZone: string, locale = navigator.language): string {
  const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', timeZone }).format(now);
  return `${segmentName.slice(0, MAX_CAMPAIGN_NAME_LENGTH - day.length - 2)}, ${day}`;
}
