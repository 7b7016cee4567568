import type { AudienceOrderTimes } from './send-time.repository.ts';
import {
  END_HOUR,
  FIRST_HOUR,
  LEAST_CUSTOMERS,
  LEAST_ORDERS,
  MOST_ORDERS_OF_ONE,
  WINDOW_HOURS,
} from './send-windows.ts';
import type { SendWindow, SendWindows } from './send-windows.ts';

const WEEKDAYS = ['Mondays', 'Tuesdays', 'Wednesdays', 'Thursdays', 'Fridays', 'Saturdays', 'Sundays'];
const BY_DAY = `${FIRST_HOUR}:00 and ${END_HOUR}:00`;

/** Why that is suggested, or why nothing is. */
export function evidenceFor(found: SendWindows, times: AudienceOrderTimes, weeks: number): string {
  const orders = times.byHour.reduce((total, count) => total + count, 0);
  return `${said(found, times, orders, weeks)}.${footnotes(times)}`;
}

function said(found: SendWindows, { customers, audienceSize }: AudienceOrderTimes, orders: number, weeks: number) {
  const placed = `${counted(orders, 'order')} by ${counted(customers, 'customer', 'customers')}`;
  switch (found.kind) {
    case 'found':
      return `${evidenceOf(found.windows, orders)}: of ${placed} in the last ${weeks} weeks`;
    case 'few_orders':
      return audienceSize === 0
        ? 'Nobody is in the segment'
        : `Its people placed ${counted(orders, 'order')} in the last ${weeks} weeks, and fewer than ${LEAST_ORDERS} do not tell when to send`;
    case 'few_customers':
      return `The ${counted(orders, 'order')} of the last ${weeks} weeks are of ${counted(customers, 'customer')}, and fewer than ${LEAST_CUSTOMERS} do not tell when the others would buy`;
    case 'by_night':
      return `Fewer than ${LEAST_ORDERS} of the ${placed} in the last ${weeks} weeks came between ${BY_DAY}, and no other time is suggested`;
    case 'no_pattern':
      return `The ${placed} in the last ${weeks} weeks are spread so evenly over the week between ${BY_DAY} that no time is better than another`;
  }
}

/** Windows at the same hour are said in one: "on Thursdays and Fridays between 18:00 and 21:00". */
function evidenceOf(windows: SendWindow[], orders: number): string {
  const byHour = new Map<number, SendWindow[]>();
  for (const window of windows) byHour.set(window.hour, [...(byHour.get(window.hour) ?? []), window]);
  const parts = [...byHour.values()].map((group, index) => {
    const [{ hour }] = group as [SendWindow];
    const days = inWords(
      group.toSorted((a, b) => a.weekday - b.weekday).map(({ weekday }) => WEEKDAYS[weekday - 1] ?? ''),
    );
    const share = Math.round((100 * group.reduce((sum, window) => sum + window.orders, 0)) / orders);
    const times = group.reduce((sum, { timesUsual }) => sum + timesUsual, 0) / group.length;
    const usual = `${times.toFixed(1)} times the usual`;
    const between = `${days} between ${hour}:00 and ${hour + WINDOW_HOURS}:00`;
    return index === 0 ? `${share} % came on ${between}, ${usual}` : `${share} % on ${between}, ${usual}`;
  });
  return inWords(parts, '; ');
}

function footnotes({ ordersWithoutTime }: AudienceOrderTimes): string {
  const bounded = ` Of each customer the last ${MOST_ORDERS_OF_ONE} orders count, and no time between ${END_HOUR}:00 and ${FIRST_HOUR}:00 is suggested.`;
  if (ordersWithoutTime === 0) return bounded;
  const were = ordersWithoutTime === 1 ? 'was' : 'were';
  return `${bounded} ${counted(ordersWithoutTime, 'order')} at exactly midnight ${were} left out: so a date is stored that came without a time.`;
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

function inWords(texts: string[], separator = ', '): string {
  if (texts.length <= 1 || separator !== ', ') return texts.join(separator);
  return `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}`;
}
