import type { RuleMessage, RuleOrder, RuleSubject } from '@herald/shared';

import { all, COMPARE, type Comparison, type Meaning, meaning, measured, not } from './meaning.ts';
import { CAMPAIGNS, SEGMENTS } from './shop-catalogue.ts';
import { dateOf, daysAgo, daysOfYearAhead } from './shop-clock.ts';

// What sentences mean, written apart from the product: nothing here asks its rules, its evaluator,
// its calendar, or the totals that it keeps of a customer.

/** Money came in and stayed. */
function counted(customer: RuleSubject): readonly RuleOrder[] {
  const known = countedOrders.get(customer);
  if (known) return known;
  const orders = customer.orders.filter(({ status }) => ['PAID', 'SHIPPED', 'DELIVERED', 'COMPLETED'].includes(status));
  countedOrders.set(customer, orders);
  return orders;
}

/** Every sentence asks for them again. */
const countedOrders = new WeakMap<RuleSubject, readonly RuleOrder[]>();

/** In rupees; every amount of the shop is a whole number of them. */
function sum(orders: readonly RuleOrder[]): number {
  return orders.reduce((total, { amount }) => total + Number(amount) / 100, 0);
}

export const spent = measured((customer) => sum(counted(customer)));
export const orderCount = measured((customer) => counted(customer).length);
export const visits = measured((customer) => customer.visits);
export const points = measured(({ attributes }) => (typeof attributes.points === 'number' ? attributes.points : null));

function amounts(orders: readonly RuleOrder[]): number[] {
  return orders.map((order) => sum([order]));
}

/** Of some orders of a customer, or of all that count; null where there are none. */
function ofOrders(read: (orders: readonly RuleOrder[]) => number) {
  return (meant: OrdersMeant) =>
    measured((customer) => {
      const orders = ordersMeant(customer, meant);
      return orders.length === 0 ? null : read(orders);
    });
}

export const averageOrderOf = ofOrders((orders) => sum(orders) / orders.length);
export const smallestOrderOf = ofOrders((orders) => Math.min(...amounts(orders)));
export const averageOrder = averageOrderOf({});
export const smallestOrder = smallestOrderOf({});
export const largestOrder = ofOrders((orders) => Math.max(...amounts(orders)))({});

export const hasOrdered: Meaning = (customer) => counted(customer).length > 0;
export const neverOrdered: Meaning = (customer) => counted(customer).length === 0;

/** Today and the `days` days before it, as everywhere in Herald. */
export function orderedWithin(days: number): Meaning {
  const within =
    (most: number): Meaning =>
    (customer) =>
      counted(customer).some(({ orderedAt }) => daysAgo(orderedAt) <= most);
  return meaning(within(days), [within(days - 1)]);
}

/** Who never ordered has not ordered in the last 90 days either. */
export function notOrderedWithin(days: number): Meaning {
  const within = orderedWithin(days);
  const withinOneLess = orderedWithin(days - 1);
  const oneDayLess: Meaning = (customer) => !withinOneLess(customer);
  return meaning((customer) => !within(customer), [within, oneDayLess]);
}

/** Whose last order is more than `days` days ago: they did order. */
export function orderedBefore(days: number): Meaning {
  const within = orderedWithin(days);
  return (customer) => hasOrdered(customer) && !within(customer);
}

/** The days of months before today: 30 each, or by the calendar. */
const DAYS_OF_MONTHS: Record<number, readonly number[]> = {
  1: [30, 31],
  2: [60, 61],
  3: [90, 92],
  4: [120, 123],
  6: [180, 184],
  9: [270, 273],
  12: [360, 365],
};

/** What is meant with either way to count months. */
export function inMonths(months: number, means: (days: number) => Meaning): readonly Meaning[] {
  return (DAYS_OF_MONTHS[months] ?? []).map(means);
}

/** Calendar dates, both included; either may be absent. */
export interface Dates {
  from?: string;
  until?: string;
}

function falls(instant: Date, { from = '', until = '9999' }: Dates): boolean {
  if (from === '' && until === '9999') return true;
  const date = dateOf(instant);
  return date >= from && date <= until;
}

export function joined(dates: Dates): Meaning {
  return ({ createdAt }) => falls(createdAt, dates);
}

export function joinedWithin(days: number): Meaning {
  return meaning(({ createdAt }) => daysAgo(createdAt) <= days, [({ createdAt }) => daysAgo(createdAt) < days]);
}

/** On the same day of a year. Whoever joined today has no anniversary yet, or has the first. */
export function joinedOnDayWithin(days: number): readonly Meaning[] {
  const onDay: Meaning = ({ createdAt }) => daysOfYearAhead(days).includes(dateOf(createdAt).slice(5));
  return [onDay, all(onDay, joinedBefore(0))];
}

/** More than `days` days ago. */
export function joinedBefore(days: number): Meaning {
  return not(joinedWithin(days));
}

export function firstOrdered(dates: Dates): Meaning {
  return (customer) => {
    const instants = counted(customer).map(({ orderedAt }) => orderedAt.getTime());
    return instants.length > 0 && falls(new Date(Math.min(...instants)), dates);
  };
}

export function firstOrderedWithin(days: number): Meaning {
  return (customer) => hasOrdered(customer) && counted(customer).every(({ orderedAt }) => daysAgo(orderedAt) <= days);
}

export function lastOrdered(dates: Dates): Meaning {
  return (customer) => {
    const instants = counted(customer).map(({ orderedAt }) => orderedAt.getTime());
    return instants.length > 0 && falls(new Date(Math.max(...instants)), dates);
  };
}

/** Which orders are meant; those that count, unless a status is asked for. */
export interface OrdersMeant extends Dates {
  category?: string;
  product?: string;
  sku?: string;
  status?: RuleOrder['status'];
  /** In rupees. */
  amount?: [Comparison, number];
  within?: number;
}

function ordersMeant(customer: RuleSubject, meant: OrdersMeant): readonly RuleOrder[] {
  const orders = meant.status === undefined ? counted(customer) : customer.orders;
  return orders.filter((order) => isMeant(order, meant));
}

function isMeant(order: RuleOrder, meant: OrdersMeant): boolean {
  const { category, product, sku, status, amount, within } = meant;
  return (
    falls(order.orderedAt, meant) &&
    (category === undefined || order.items.some((item) => item.category === category)) &&
    (product === undefined || order.items.some((item) => item.name === product)) &&
    (sku === undefined || order.items.some((item) => item.sku === sku)) &&
    (status === undefined || order.status === status) &&
    (amount === undefined || COMPARE[amount[0]](sum([order]), amount[1])) &&
    (within === undefined || daysAgo(order.orderedAt) <= within)
  );
}

/** At least one such order, if nothing else is said. */
export function ordered(meant: OrdersMeant, comparison: Comparison = '>=', count = 1): Meaning {
  return measured((customer) => ordersMeant(customer, meant).length)(comparison, count);
}

export function neverBought(meant: OrdersMeant): Meaning {
  return not(ordered(meant));
}

export function spentOn(meant: OrdersMeant, comparison: Comparison, rupees: number): Meaning {
  return measured((customer) => sum(ordersMeant(customer, meant)))(comparison, rupees);
}

type TextField = 'name' | 'email' | 'phone' | 'city' | 'state' | 'country' | 'postalCode';

function oneOf(field: TextField) {
  return (...values: string[]): Meaning => {
    const wanted = values.map((value) => value.toLowerCase());
    return (customer) => wanted.includes(customer[field]?.toLowerCase() ?? '');
  };
}

export const city = oneOf('city');
export const state = oneOf('state');
export const country = oneOf('country');
export const postalCode = oneOf('postalCode');

export function has(field: TextField): Meaning {
  return (customer) => (customer[field] ?? '') !== '';
}

export function lacks(field: TextField): Meaning {
  return not(has(field));
}

function textThat(test: (text: string, part: string) => boolean) {
  return (field: TextField, part: string): Meaning =>
    (customer) =>
      test(customer[field]?.toLowerCase() ?? '', part.toLowerCase());
}

export const startsWith = textThat((text, start) => text.startsWith(start));
export const endsWith = textThat((text, end) => text.endsWith(end));
export const contains = textThat((text, part) => text.includes(part));

export function emailAt(domain: string): Meaning {
  return ({ email }) => email?.endsWith(`@${domain}`) ?? false;
}

export const unsubscribed: Meaning = (customer) => customer.unsubscribed;
export const subscribed: Meaning = (customer) => !customer.unsubscribed;

export function tag(wanted: string): Meaning {
  return ({ tags }) => tags.includes(wanted);
}

/** Any of the values of a text attribute, or the one of a boolean. */
export function attribute(key: string, ...values: (string | boolean)[]): Meaning {
  return ({ attributes }) => values.includes(attributes[key] as string | boolean);
}

export function hasAttribute(key: string): Meaning {
  return ({ attributes }) => attributes[key] !== undefined;
}

/** Whose birthday is one of these days, `12-25`. */
export function birthdayOn(...days: string[]): Meaning {
  return ({ attributes: { birthday } }) => typeof birthday === 'string' && days.includes(birthday.slice(5));
}

/** Today and the `days` days after it. */
export function birthdayWithin(days: number): Meaning {
  return birthdayOn(...daysOfYearAhead(days));
}

/** In a month of any year: `12`. */
export function birthdayIn(month: string): Meaning {
  return ({ attributes: { birthday } }) => typeof birthday === 'string' && birthday.slice(5, 7) === month;
}

export function born(dates: Dates): Meaning {
  const { from = '', until = '9999' } = dates;
  return ({ attributes: { birthday } }) => typeof birthday === 'string' && birthday >= from && birthday <= until;
}

function message(campaign: string, became: (message: RuleMessage) => boolean): Meaning {
  const id = CAMPAIGNS.find(({ name }) => name === campaign)?.id;
  if (id === undefined) throw new Error(`the shop has no campaign ${campaign}`);
  return ({ messages }) => messages.some((sent) => sent.campaignId === id && became(sent));
}

export const wasSent = (campaign: string) => message(campaign, ({ sentAt }) => sentAt !== null);
export const received = (campaign: string) => message(campaign, ({ outcome }) => outcome === 'delivered');
export const failed = (campaign: string) => message(campaign, ({ outcome }) => outcome === 'failed');

export function messagedWithin(days: number): Meaning {
  return ({ messages }) => messages.some(({ sentAt }) => sentAt !== null && daysAgo(sentAt) <= days);
}

export const everMessaged: Meaning = ({ messages }) => messages.some(({ sentAt }) => sentAt !== null);

export function inSegment(name: string): Meaning {
  const id = SEGMENTS.find((segment) => segment.name === name)?.id;
  if (id === undefined) throw new Error(`the shop has no segment ${name}`);
  return ({ segmentIds }) => segmentIds.has(id);
}
