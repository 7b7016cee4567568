/** Names of the months in all languages, January first; regular expressions. */
const MONTHS = [
  'jan(?:uary|uar|vier)?|enero|जनवरी',
  'feb(?:ruary|ruar|rero)?|f[eé]vr(?:ier)?|फ़?रवरी|फरवरी',
  'mar(?:ch|s|zo)?|m[aä]rz|मार्च',
  'apr(?:il)?|avr(?:il)?|abr(?:il)?|अप्रैल',
  'may|mai|mayo|मई',
  'june?|juin|juni|junio|जून',
  'july?|juil(?:let)?|juli|julio|जुलाई',
  'aug(?:ust)?|ao[uû]t|ago(?:sto)?|अगस्त',
  'sept?(?:ember|embre|iembre)?|सितंबर|सितम्बर',
  'oct(?:ober|obre|ubre)?|okt(?:ober)?|अक्टूबर|अक्तूबर',
  'nov(?:ember|embre|iembre)?|नवंबर|नवम्बर',
  'dec(?:ember)?|dez(?:ember)?|d[eé]c(?:embre)?|dic(?:iembre)?|दिसंबर|दिसम्बर',
];
/** Of the days of a week, Monday first. */
const DAYS = [
  'mon(?:days?)?|lunes|lundis?|montags?|सोमवार',
  'tue(?:s|sdays?)?|martes|mardis?|dienstags?|मंगलवार',
  'wed(?:nesdays?)?|mi[eé]rcoles|mercredis?|mittwochs?|बुधवार',
  'thu(?:rs|rsdays?)?|jueves|jeudis?|donnerstags?|गुरुवार|बृहस्पतिवार',
  'fri(?:days?)?|viernes|vendredis?|freitags?|शुक्रवार',
  'sat(?:urdays?)?|s[aá]bados?|samedis?|samstags?|sonnabends?|शनिवार',
  'sun(?:days?)?|domingos?|dimanches?|sonntags?|रविवार|इतवार',
];
/** Days that no calendar fixes, with how they are compared. */
const OTHER_DAYS: readonly [key: string, words: string][] = [
  ['weekend', 'weekends?|fin de semana|wochenende'],
  ['tomorrow', 'tomorrow'],
  ['tonight', 'tonight'],
];

const BEFORE = String.raw`(?<![\p{L}\p{M}\p{N}])`;
const AFTER = String.raw`(?![\p{L}\p{M}\p{N}])`;
const ANY_MONTH = MONTHS.join('|');
const DAY_OF_MONTH = String.raw`(\d{1,2})(?:st|nd|rd|th|er|\.|º)?`;

export const DATE_PATTERN = new RegExp(
  [
    String.raw`(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)`,
    String.raw`(?<![\d.,])\d{1,2}[./]\d{1,2}(?:[./](?:\d{4}|\d{2})|\.)(?!\d)`,
    String.raw`(?<![\d.,/])\d{1,2}/\d{1,2}(?![\d%/])`,
    String.raw`${BEFORE}${DAY_OF_MONTH} ?(?:of |de )?(?:${ANY_MONTH})${AFTER}`,
    String.raw`${BEFORE}(?:${ANY_MONTH})\.? ${DAY_OF_MONTH}${AFTER}`,
    // "Sun" and "sat" are other words too, unless a number follows.
    String.raw`${BEFORE}(?!(?:mon|wed|sat|sun)\b(?!\.?,? \d))(?:${[...DAYS, ...OTHER_DAYS.map(([, names]) => names)].join('|')})${AFTER}`,
  ].join('|'),
  'giu',
);

const ALONE = (words: string) => new RegExp(`^(?:${words})$`, 'iu');
const WHOLE_MONTHS = MONTHS.map((words) => new RegExp(`${BEFORE}(?:${words})${AFTER}`, 'iu'));
const WHOLE_DAYS = DAYS.map(ALONE);

/** A day in the form in which dates of all languages compare: `30-11`, `day 5`; what is not understood as it stands. */
export function dateKey(words: string): string {
  const text = words.toLowerCase();
  const [, isoMonth, isoDay] = /^\d{4}-(\d{2})-(\d{2})$/u.exec(text) ?? [];
  if (isoMonth !== undefined) return `${Number(isoDay)}-${Number(isoMonth)}`;
  const [, day, month] = /^(\d{1,2})\.(\d{1,2})\./u.exec(text) ?? [];
  if (month !== undefined) return `${Number(day)}-${Number(month)}`;
  const weekday = WHOLE_DAYS.findIndex((pattern) => pattern.test(text));
  if (weekday !== -1) return `day ${weekday + 1}`;
  const named = WHOLE_MONTHS.findIndex((pattern) => pattern.test(text));
  if (named !== -1) return `${Number(/\d+/u.exec(text)?.[0])}-${named + 1}`;
  return OTHER_DAYS.find(([, names]) => ALONE(names).test(text))?.[0] ?? text;
}

/** 5 January 1970 was a Monday. */
const FIRST_MONDAY = 5;
/** A leap year, which has every day. */
const ANY_YEAR = 2028;

/** The day of a key in the words of a language; undefined for one that is only known as it was written. */
export function writeDate(key: string, locale: string): string | undefined {
  const format = (options: Intl.DateTimeFormatOptions, date: number) =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }).format(date);
  const [, weekday] = /^day (\d)$/u.exec(key) ?? [];
  if (weekday !== undefined) return format({ weekday: 'long' }, Date.UTC(1970, 0, FIRST_MONDAY - 1 + Number(weekday)));
  const [, day, month] = /^(\d{1,2})-(\d{1,2})$/u.exec(key) ?? [];
  if (day === undefined || Number(month) > 12 || Number(day) > 31) return undefined;
  return format({ day: 'numeric', month: 'long' }, Date.UTC(ANY_YEAR, Number(month) - 1, Number(day)));
}
