/** Three hours of a week that begin at `hour` of the ISO weekday (1 is Monday). */
export interface SendWindow {
  weekday: number;
  hour: number;
  orders: number;
  /** Per cent of all orders. */
  share: number;
  /** How many times as many as in three hours of the day on average. */
  timesUsual: number;
}

/** When an audience ordered. */
export interface OrderTimes {
  /** Orders by the hours of a week in the workspace's zone, Monday 0:00 first. */
  byHour: readonly number[];
  customers: number;
  /** The number of orders of each customer, squared, of all customers together. */
  squaredPerCustomer: number;
}

export type SendWindows =
  { kind: 'found'; windows: SendWindow[] } | { kind: 'few_orders' | 'few_customers' | 'by_night' | 'no_pattern' };

export const HOURS_OF_WEEK = 168;
export const WINDOW_HOURS = 3;
/** Nobody wants a message between 22:00 and 7:00, whenever they order. */
export const FIRST_HOUR = 7;
export const END_HOUR = 22;

/** Of each customer the last so many orders count: no heavy buyer decides when everybody is written to. */
export const MOST_ORDERS_OF_ONE = 10;
export const LEAST_ORDERS = 50;
export const LEAST_CUSTOMERS = 20;
const MOST_SUGGESTIONS = 3;
/** However certain, a difference that is smaller is not worth to wait for. */
const LEAST_TIMES_USUAL = 1.2;
/** How often an even week may be taken for one with a pattern, by chance. */
const MOST_FALSE_ALARMS = 0.05;

const DAYS = 7;
const HOURS_OF_DAY = 24;
const WINDOWS = windowStarts();
/** Of each window so that of all of them together no more than `MOST_FALSE_ALARMS` are false (Bonferroni). */
const LEAST_EVIDENCE = Math.log(WINDOWS.length / MOST_FALSE_ALARMS);

/**
 * The hours in which an audience orders more than chance explains, best first, none overlapping another.
 *
 * Compared with what is usual between 7:00 and 22:00, for else every hour of the day would stand out against the
 * nights. Orders of one customer are no independent witnesses: the number of witnesses is Kish's effective
 * sample size, which takes all orders of one customer for a single opinion.
 */
export function findSendWindows({ byHour, customers, squaredPerCustomer }: OrderTimes): SendWindows {
  const all = sum(byHour);
  if (all < LEAST_ORDERS) return { kind: 'few_orders' };
  if (customers < LEAST_CUSTOMERS) return { kind: 'few_customers' };
  const byDay = sum(byHour.filter((_, slot) => isByDay(slot % HOURS_OF_DAY)));
  if (byDay < LEAST_ORDERS) return { kind: 'by_night' };
  const usualShare = WINDOW_HOURS / (DAYS * (END_HOUR - FIRST_HOUR));
  const witnesses = (all * byDay) / squaredPerCustomer;
  const windows = WINDOWS.map((start) => {
    const orders = sum(byHour.slice(start, start + WINDOW_HOURS));
    return { start, orders, timesUsual: orders / byDay / usualShare };
  })
    .filter(({ orders, timesUsual }) => {
      return timesUsual >= LEAST_TIMES_USUAL && evidenceOf(orders / byDay, usualShare, witnesses) >= LEAST_EVIDENCE;
    })
    .toSorted((a, b) => b.orders - a.orders || a.start - b.start);
  const best = withoutOverlap(windows).slice(0, MOST_SUGGESTIONS);
  if (best.length === 0) return { kind: 'no_pattern' };
  return {
    kind: 'found',
    windows: best.map(({ start, orders, timesUsual }) => ({
      weekday: Math.floor(start / HOURS_OF_DAY) + 1,
      hour: start % HOURS_OF_DAY,
      orders,
      share: oneDecimal((100 * orders) / all),
      timesUsual: oneDecimal(timesUsual),
    })),
  };
}

function windowStarts(): number[] {
  const hours = Array.from({ length: END_HOUR - WINDOW_HOURS - FIRST_HOUR + 1 }, (_, index) => FIRST_HOUR + index);
  return Array.from({ length: DAYS }, (_, day) => hours.map((hour) => day * HOURS_OF_DAY + hour)).flat();
}

function withoutOverlap<Window extends { start: number }>(windows: Window[]): Window[] {
  const kept: Window[] = [];
  for (const window of windows) {
    if (kept.every(({ start }) => Math.abs(start - window.start) >= WINDOW_HOURS)) kept.push(window);
  }
  return kept;
}

/**
 * By chance alone a share as large as this comes up with a probability of e to the minus this, at most (Chernoff's
 * bound). A z-test would be wrong here by far: of few orders in a window the normal distribution has too thin a tail.
 */
function evidenceOf(share: number, usual: number, witnesses: number): number {
  const others = share === 1 ? 0 : (1 - share) * Math.log((1 - share) / (1 - usual));
  return witnesses * (share * Math.log(share / usual) + others);
}

function isByDay(hour: number): boolean {
  return hour >= FIRST_HOUR && hour < END_HOUR;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function oneDecimal(value: number): number {
  return Math.round(value * 10) / 10;
}
