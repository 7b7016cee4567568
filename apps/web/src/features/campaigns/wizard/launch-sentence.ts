import type { Formats } from '../../../lib/formats.ts';

/** "Send to 4,812 people now" or "Schedule for 4,812 people on 3 December at 09:00": exactly what will happen. */
export function launchSentence(
  people: number,
  at: string | undefined,
  formats: Formats,
  locale = navigator.language,
): string {
  const counted = formats.count(people, 'person', 'people');
  return at === undefined ? `Send to ${counted} now` : `Schedule for ${counted} ${dayAndTime(at, formats, locale)}`;
}

/** "on 3 December at 09:00", in the workspace's time zone; with the year where it is another one. */
export function dayAndTime(at: string, { timeZone }: Formats, locale = navigator.language): string {
  const instant = new Date(at);
  const year = new Intl.DateTimeFormat(locale, { year: 'numeric', timeZone });
  const isThisYear = year.format(instant) === year.format(new Date());
  const day = new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'long',
    ...(!isThisYear && { year: 'numeric' }),
    timeZone,
  });
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone });
  return `on ${day.format(instant)} at ${time.format(instant)}`;
}
