/** How facts are written: the same on every machine, whatever its locale. */

const MINUTES_PER_HOUR = 60;
const HOURS_PER_DAY = 24;
/** Below these, the smaller unit says more. */
const MOST_MINUTES = 120;
const MOST_HOURS = 48;
/** 1284 is `1,284`. */
export function countText(count: number): string {
  return String(count).replaceAll(/\B(?=(\d{3})+$)/g, ',');
}

/** 10000 is `10,000 INR`. */
export function moneyText(majorUnits: number, currency: string): string {
  return `${countText(majorUnits)} ${currency}`;
}

/**
 * `part` of `whole` in per cent, in whole ones with halves up. Between 99 and 100, and between 0 and 1, with
 * one decimal that reaches neither 100 nor 0: `100 %` is all of them, and `0 %` nobody.
 */
export function percentOf(part: number, whole: number): number {
  const percent = (100 * part) / whole;
  if (percent > 99 && percent < 100) return Math.floor((1_000 * part) / whole) / 10;
  if (percent > 0 && percent < 1) return Math.ceil((1_000 * part) / whole) / 10;
  return Math.floor((200 * part + whole) / (2 * whole));
}

export function percentText(percent: number): string {
  return `${percent} %`;
}

/** `12 minutes`, `5 hours 20 minutes`, `3 days 4 hours`; of less than half a minute `less than 1 minute`. */
export function minutesText(minutes: number): string {
  const whole = Math.round(minutes);
  if (whole === 0) return 'less than 1 minute';
  if (whole < MOST_MINUTES) return amountOf(whole, 'minute');
  if (whole < MOST_HOURS * MINUTES_PER_HOUR) {
    return together(amountOf(Math.floor(whole / MINUTES_PER_HOUR), 'hour'), whole % MINUTES_PER_HOUR, 'minute');
  }
  const hours = Math.round(minutes / MINUTES_PER_HOUR);
  return together(amountOf(Math.floor(hours / HOURS_PER_DAY), 'day'), hours % HOURS_PER_DAY, 'hour');
}

function together(larger: string, rest: number, unit: string): string {
  return rest === 0 ? larger : `${larger} ${amountOf(rest, unit)}`;
}

function amountOf(count: number, unit: string): string {
  return `${countText(count)} ${unit}${count === 1 ? '' : 's'}`;
}
