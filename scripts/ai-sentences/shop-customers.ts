import {
  countsTowardsTotals,
  type OrderStatus,
  type RuleMessage,
  type RuleOrder,
  type RuleSubject,
} from '@herald/shared';

import { Random } from '../dataset/random.ts';
import { daysSince, instantDaysAgo } from './shop-clock.ts';
import * as catalogue from './shop-catalogue.ts';

const CUSTOMERS = 640;
const SEED = 10;

/**
 * The customers of a tea shop in Pune, the same on every machine. Half of all numbers are drawn
 * from the round ones that sentences name, and their neighbours: otherwise nobody would have spent
 * exactly 5,000, and "over" and "at least" would reach the same people.
 */
export function makeCustomers(): RuleSubject[] {
  return Array.from({ length: CUSTOMERS }, (_, index) => makeCustomer(index, new Random(SEED, index)));
}

function makeCustomer(index: number, random: Random): RuleSubject {
  const name = `${random.pick(catalogue.FIRST_NAMES)} ${random.pick(catalogue.LAST_NAMES)}`;
  const orders = makeOrders(index, random);
  const oldestDays = Math.max(0, ...orders.map(({ daysAgo }) => daysAgo));
  return {
    name: random.chance(0.97) ? name : null,
    email: random.chance(0.85) ? emailOf(name, index, random) : null,
    phone: random.chance(0.8) ? phoneOf(random) : null,
    ...placeOf(random),
    tags: catalogue.TAGS.filter(({ share }) => random.chance(share)).map(({ tag }) => tag),
    visits: random.chance(0.6) ? random.pick(ROUND_VISITS) : random.integer(0, 60),
    unsubscribed: random.chance(0.14),
    createdAt: instantDaysAgo(joinedDaysAgo(oldestDays, random), joinedMinute(random)),
    attributes: attributesOf(random),
    ...totalsOf(orders.map(({ order }) => order)),
    orders: orders.map(({ order }) => order),
    messages: messagesTo(random),
    segmentIds: new Set(catalogue.SEGMENTS.filter(({ share }) => random.chance(share)).map(({ id }) => id)),
  };
}

const ROUND_VISITS = [0, 0, 1, 2, 3, 3, 4, 5, 5, 10, 15, 20, 25, 30, 40, 50];
const ROUND_POINTS = [0, 50, 100, 200, 250, 300, 500, 500, 750, 1_000, 1_000, 1_500, 2_000];
const ROUND_DAYS = [
  0, 1, 2, 3, 4, 5, 6, 7, 7, 8, 10, 11, 12, 14, 15, 15, 16, 20, 21, 29, 30, 30, 31, 45, 46, 59, 60, 60, 61, 62, 75, 89,
  90, 90, 90, 91, 92, 93, 100, 101, 120, 121, 122, 123, 150, 151, 180, 180, 181, 183, 184, 185, 200, 270, 365, 365, 366,
  400, 730,
];
const ROUND_DATES = [
  '2024-12-31',
  '2025-01-01',
  '2025-03-31',
  '2025-04-01',
  '2025-12-31',
  '2026-01-01',
  '2026-01-02',
  '2026-01-15',
  '2026-02-14',
  '2026-03-01',
  '2026-03-31',
  '2026-04-01',
  '2026-06-30',
  '2026-07-01',
  '2026-08-15',
  '2026-09-30',
  '2026-10-01',
  '2026-10-31',
  '2026-11-01',
  '2026-11-08',
  '2026-11-16',
  '2026-11-22',
  '2026-11-23',
];
/** Order totals in rupees. */
const ROUND_TOTALS = [
  500, 750, 999, 1_000, 1_000, 1_500, 2_000, 2_000, 2_500, 3_000, 4_000, 5_000, 5_000, 5_000, 6_000, 7_500, 8_000,
  10_000, 10_000, 10_000, 12_000, 15_000, 20_000, 20_000, 25_000, 30_000, 40_000, 50_000, 50_000, 75_000, 100_000,
  150_000, 250_000,
];
const ROUND_AMOUNTS = [
  200, 250, 300, 500, 500, 750, 800, 1_000, 1_000, 1_200, 1_500, 2_000, 2_000, 2_500, 3_000, 5_000,
];
const ROUND_COUNTS = [1, 1, 2, 2, 3, 3, 3, 4, 5, 5, 6, 8, 10, 10, 12];

function daysBack(random: Random): number {
  const chance = random.next();
  if (chance < 0.5) return random.pick(ROUND_DAYS);
  if (chance < 0.65) return daysSince(random.pick(ROUND_DATES));
  return random.integer(0, 120) + (random.chance(0.5) ? random.integer(0, 400) : 0);
}

/** Before the first order, or on its day. */
function joinedDaysAgo(oldestOrder: number, random: Random): number {
  const chance = random.next();
  const round = [...ROUND_DAYS, ...ROUND_DATES.map(daysSince)].filter((days) => days >= oldestOrder);
  if (chance < 0.5 && round.length > 0) return random.pick(round);
  return chance < 0.7 ? oldestOrder : oldestOrder + random.integer(0, 600);
}

/** Before noon, so that it has been also when it was today. */
function joinedMinute(random: Random): number {
  return random.chance(0.3) ? random.pick([0, 5]) : random.integer(0, 719);
}

/** Often the first or last minutes of a day, where UTC has another date than Kolkata. */
function minuteOf(random: Random): number {
  return random.chance(0.3) ? random.pick([0, 5, 1_435, 1_439]) : random.integer(0, 1_439);
}

interface DatedOrder {
  daysAgo: number;
  order: RuleOrder;
}

function makeOrders(index: number, random: Random): DatedOrder[] {
  if (random.chance(0.15)) return [];
  const count = random.chance(0.7) ? random.pick(ROUND_COUNTS) : random.integer(1, 14);
  const newest = daysBack(random);
  const sameAmount = random.chance(0.2) ? random.pick(ROUND_AMOUNTS) : null;
  const generosity = random.pick([1, 1, 1, 3]);
  const orders = Array.from({ length: count }, (_, position) => {
    const gap = random.chance(0.5) ? daysBack(random) : random.integer(0, 200);
    const daysAgo = position === 0 ? newest : newest + gap;
    const drawn = random.chance(0.5) ? random.pick(ROUND_AMOUNTS) : random.integer(120, 4_000);
    const rupees = sameAmount ?? drawn * generosity;
    return { daysAgo, order: makeOrder(`${index}-${position}`, daysAgo, rupees, random) };
  });
  if (sameAmount === null && random.chance(0.6)) roundTotal(orders, random);
  return orders;
}

/** Makes what counts add up to a round total, by the newest order that counts. */
function roundTotal(orders: DatedOrder[], random: Random): void {
  const counted = orders.filter(({ order }) => countsTowardsTotals(order.status));
  const [newest, ...rest] = counted;
  if (newest === undefined) return;
  const others = rest.reduce((sum, { order }) => sum + order.amount, 0n);
  const possible = ROUND_TOTALS.map((rupees) => BigInt(rupees) * 100n).filter((total) => total > others + 10_000n);
  if (possible.length === 0) return;
  newest.order = { ...newest.order, amount: random.pick(possible.slice(0, 12)) - others };
}

function makeOrder(id: string, daysAgo: number, rupees: number, random: Random): RuleOrder {
  const items = Array.from({ length: random.pick([1, 1, 1, 2, 2, 3]) }, () => random.pick(catalogue.PRODUCTS));
  // Nobody orders later than now, which is noon.
  const minute = daysAgo === 0 ? random.integer(0, 719) : minuteOf(random);
  return {
    id,
    externalId: `order-${id}`,
    status: statusOf(daysAgo, random),
    amount: BigInt(rupees) * 100n,
    orderedAt: instantDaysAgo(daysAgo, minute),
    items: [...new Set(items)],
  };
}

function statusOf(daysAgo: number, random: Random): OrderStatus {
  const chance = random.next();
  if (chance < 0.06) return 'CANCELLED';
  if (chance < 0.1) return 'REFUNDED';
  if (chance < 0.15) return 'PENDING';
  if (chance < 0.25) return 'PAID';
  if (chance < 0.35) return 'SHIPPED';
  return daysAgo < 20 || chance < 0.6 ? 'DELIVERED' : 'COMPLETED';
}

function totalsOf(orders: readonly RuleOrder[]) {
  const counted = orders.filter(({ status }) => countsTowardsTotals(status));
  const instants = counted.map(({ orderedAt }) => orderedAt.getTime());
  return {
    totalSpend: counted.reduce((sum, { amount }) => sum + amount, 0n),
    orderCount: counted.length,
    firstOrderAt: counted.length === 0 ? null : new Date(Math.min(...instants)),
    lastOrderAt: counted.length === 0 ? null : new Date(Math.max(...instants)),
  };
}

function emailOf(name: string, index: number, random: Random): string {
  const local = `${name.toLowerCase().replaceAll(' ', '.')}${index}`;
  return `${local}@${random.pick(catalogue.EMAIL_DOMAINS)}`;
}

function phoneOf(random: Random): string {
  return random.chance(0.85) ? `+9198${random.digits(8)}` : `+4420${random.digits(8)}`;
}

function placeOf(random: Random): Pick<RuleSubject, 'city' | 'state' | 'country' | 'postalCode'> {
  if (random.chance(0.06)) return { city: null, state: null, country: null, postalCode: null };
  const place = catalogue.CITIES.pick(random);
  const city = random.chance(0.08) ? place.city.toUpperCase() : place.city;
  return { ...place, city, postalCode: random.chance(0.8) ? place.postalCode : null };
}

function attributesOf(random: Random): Record<string, unknown> {
  const attributes: Record<string, unknown> = {};
  if (random.chance(0.7)) attributes.plan = random.pick(catalogue.PLANS);
  if (random.chance(0.75)) {
    attributes.points = random.chance(0.6) ? random.pick(ROUND_POINTS) : random.integer(0, 2_500);
  }
  if (random.chance(0.7)) attributes.birthday = birthdayOf(random);
  if (random.chance(0.8)) attributes.newsletter = random.chance(0.5);
  return attributes;
}

/** Every fourth is around the days on which the sentences are said. */
function birthdayOf(random: Random): string {
  const year = random.integer(1955, 2006);
  const day = random.chance(0.25)
    ? random.pick(['11-27', '11-28', '11-29', '12-01', '12-05', '12-06', '12-12', '12-25', '12-28', '12-29'])
    : `${String(random.integer(1, 12)).padStart(2, '0')}-${String(random.integer(1, 28)).padStart(2, '0')}`;
  return `${year}-${day}`;
}

function messagesTo(random: Random): RuleMessage[] {
  if (random.chance(0.3)) return [];
  return catalogue.CAMPAIGNS.filter(() => random.chance(0.45)).map(({ id, daysAgo }) => {
    const chance = random.next();
    // A vendor can take a message and fail to deliver it; some messages never reach a vendor.
    const sentAt = chance < 0.1 ? null : instantDaysAgo(daysAgo, 600 + random.integer(0, 120));
    const outcome = chance < 0.05 ? 'open' : chance < 0.2 ? 'failed' : chance < 0.28 ? 'open' : 'delivered';
    return { campaignId: id, outcome, sentAt };
  });
}
