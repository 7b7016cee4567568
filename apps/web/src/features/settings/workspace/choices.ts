/** Names that browsers still list, and the ones by which people know those places. */
const NAMES_OF_TODAY: Readonly<Record<string, string>> = {
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Godthab': 'America/Nuuk',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
};

interface Choice {
  value: string;
  label: string;
}

/** Every time zone that the browser knows, with what it is off UTC now. @param current is among them, whatever it is. */
export function timeZoneChoices(current: string, now = new Date()): Choice[] {
  const known = Intl.supportedValuesOf('timeZone').map((name) => NAMES_OF_TODAY[name] ?? name);
  return [...new Set(['UTC', current, ...known])]
    .toSorted((one, other) => one.localeCompare(other))
    .map((value) => ({ value, label: `${value.replaceAll('_', ' ')} (${offsetOf(value, now)})` }));
}

/** `UTC+05:30` */
function offsetOf(timeZone: string, now: Date): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).formatToParts(now);
  const offset = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  return offset === 'GMT' ? 'UTC+00:00' : offset.replace('GMT', 'UTC');
}

/** Every currency that the browser knows, by its code and its name. @param current is among them, whatever it is. */
export function currencyChoices(current: string): Choice[] {
  const names = new Intl.DisplayNames(undefined, { type: 'currency' });
  return [...new Set([current, ...Intl.supportedValuesOf('currency')])]
    .toSorted((one, other) => one.localeCompare(other))
    .map((value) => ({ value, label: `${value} – ${names.of(value) ?? value}` }));
}
