import type { OrderInput, UserInput } from '@herald/shared';

import { INDIAN_NAMES_ABROAD, MAIL_DOMAINS, mailForm, namesOf, STREETS } from './people.ts';
import { languageOf, type Place, PLACES } from './places.ts';
import { type Product, PRODUCTS } from './products.ts';
import { Random, WeightedChoice } from './random.ts';

export interface DatasetOptions {
  customers: number;
  /** The mean; most customers have fewer, some many more. 3 unless told. */
  ordersPerCustomer?: number;
  /** The same seed gives the same rows. 1 unless told. */
  seed?: number;
  /** The last day with data, `2026-11-22`; the first is three years before. */
  lastDay?: string;
}

export interface Dataset {
  /** Each made when it is asked for; going through them again gives the same. */
  users: Iterable<UserInput>;
  /** By customer, each customer's in the order of time. */
  orders: Iterable<OrderInput>;
}

/** Fixed, so that the same seed gives the same rows tomorrow too. */
export const DEFAULT_LAST_DAY = '2026-11-22';
export const DEFAULT_ORDERS_PER_CUSTOMER = 3;
export const DEFAULT_SEED = 1;

const DAY_MS = 86_400_000;
const YEARS = 3;
const MOST_ORDERS = 500;
// Which numbers a row takes must not depend on how many another one took.
const PROFILE_STREAM = 1;
const USER_STREAM = 2;
const ORDER_STREAM = 3;

/** Believable customers of a shop in India and their orders, of any number. */
export function generateDataset(options: DatasetOptions): Dataset {
  const dataset = resolve(options);
  return {
    users: { [Symbol.iterator]: () => generateUsers(dataset) },
    orders: { [Symbol.iterator]: () => generateOrders(dataset) },
  };
}

interface Resolved {
  customers: number;
  ordersPerCustomer: number;
  seed: number;
  fromMs: number;
  /** Exclusive. */
  untilMs: number;
}

function resolve(options: DatasetOptions): Resolved {
  const { customers, ordersPerCustomer = DEFAULT_ORDERS_PER_CUSTOMER, seed = DEFAULT_SEED } = options;
  const untilMs = Date.parse(options.lastDay ?? DEFAULT_LAST_DAY) + DAY_MS;
  return { customers, ordersPerCustomer, seed, untilMs, fromMs: untilMs - YEARS * 365 * DAY_MS };
}

function* generateUsers(dataset: Resolved): Generator<UserInput> {
  for (let number = 1; number <= dataset.customers; number += 1) yield makeUser(dataset, number);
}

function* generateOrders(dataset: Resolved): Generator<OrderInput> {
  for (let number = 1; number <= dataset.customers; number += 1) yield* makeOrders(dataset, number);
}

/** What both a customer's row and the orders follow from. */
interface Profile {
  createdAtMs: number;
  orderCount: number;
  /** Around 1; the few who buy for a whole family or an office have much more. */
  appetite: number;
}

const APPETITE_ALPHA = 2.2;

function profileOf(dataset: Resolved, number: number): Profile {
  const random = new Random(dataset.seed, number, PROFILE_STREAM);
  // A shop that grows: more of its customers came lately.
  const age = 1 - random.next() ** 0.75;
  const createdAtMs = Math.floor(dataset.untilMs - (dataset.untilMs - dataset.fromMs) * age);
  // The longer somebody is a customer the more they bought; over all customers the factor is 1.
  const meanOrders = dataset.ordersPerCustomer * (0.4 + 1.4 * age);
  const orderCount = Math.min(random.round(random.skewed(meanOrders, 1.1)), MOST_ORDERS);
  return { createdAtMs, orderCount, appetite: random.pareto(APPETITE_ALPHA) };
}

const places = new WeightedChoice(PLACES, ({ weight }) => weight);

function makeUser(dataset: Resolved, number: number): UserInput {
  const profile = profileOf(dataset, number);
  const random = new Random(dataset.seed, number, USER_STREAM);
  const home = places.pick(random);
  const names = namesOf(home.region !== 'india' && random.chance(INDIAN_NAMES_ABROAD) ? 'india' : home.region);
  const first = random.pick(names.first);
  const last = random.pick(names.last);
  const user: UserInput = { externalId: customerExternalId(number), name: `${first} ${last}` };
  // Real shops do not know everything of everybody.
  const email = makeEmail(random, first, last, number);
  if (random.chance(0.97)) user.email = email;
  const phone = fillDigits(random, home.phone);
  if (random.chance(0.85)) user.phone = phone;
  if (random.chance(0.94)) user.address = makeAddress(random, home);
  user.visits = random.round(random.skewed(2 + 3 * profile.orderCount, 1));
  user.tags = makeTags(random, profile);
  user.attributes = makeAttributes(random, profile, home);
  user.createdAt = new Date(profile.createdAtMs).toISOString();
  return user;
}

export function customerExternalId(number: number): string {
  return `C-${String(number).padStart(6, '0')}`;
}

/** Every name ends with the customer's number, which makes it unique. */
function makeEmail(random: Random, first: string, last: string, number: number): string {
  const [given, family] = [mailForm(first), mailForm(last)];
  const forms = [`${given}.${family}`, `${given}${family}`, `${given.slice(0, 1)}.${family}`, `${family}.${given}`];
  return `${random.pick(forms)}${number}@${random.pick(MAIL_DOMAINS)}`;
}

function makeAddress(random: Random, home: Place): NonNullable<UserInput['address']> {
  const address: NonNullable<UserInput['address']> = {
    line1: `${random.integer(1, 240)}, ${random.pick(STREETS)}`,
    city: home.city,
    state: home.state,
    country: home.country,
  };
  if (home.postalCode !== '') address.postalCode = fillDigits(random, home.postalCode);
  return address;
}

function makeTags(random: Random, { orderCount, appetite }: Profile): string[] {
  const isVip = orderCount * appetite > 15;
  const chances: Record<string, number> = {
    newsletter: 0.55,
    app: 0.35,
    'gift-buyer': 0.18,
    festival: 0.25,
    wholesale: appetite > 6 ? 0.7 : 0.01,
    vip: isVip ? 0.9 : 0,
    'at-risk': orderCount > 0 ? 0.08 : 0,
  };
  return Object.keys(chances).filter((tag) => random.chance(chances[tag] ?? 0));
}

const CHANNELS = ['instagram', 'google', 'friend', 'market stall', 'marketplace', 'newspaper'];

function makeAttributes(
  random: Random,
  { orderCount, appetite }: Profile,
  home: Place,
): NonNullable<UserInput['attributes']> {
  const attributes: NonNullable<UserInput['attributes']> = {
    channel: random.pick(CHANNELS),
    loyaltyPoints: Math.floor(orderCount * appetite * random.integer(5, 25)),
    language: home.region === 'india' && random.chance(0.5) ? languageOf(home.state) : 'en',
  };
  if (random.chance(0.3)) attributes['birthday'] = makeBirthday(random);
  if (random.chance(0.2)) attributes['whatsapp'] = true;
  return attributes;
}

function makeBirthday(random: Random): string {
  const bornAtMs = Date.UTC(random.integer(1950, 2005), 0, 1) + random.integer(0, 364) * DAY_MS;
  return new Date(bornAtMs).toISOString().slice(0, 10);
}

function makeOrders(dataset: Resolved, number: number): OrderInput[] {
  const profile = profileOf(dataset, number);
  if (profile.orderCount === 0) return [];
  const random = new Random(dataset.seed, number, ORDER_STREAM);
  const times = Array.from({ length: profile.orderCount }, () =>
    orderTime(random, profile.createdAtMs, dataset.untilMs),
  );
  return times
    .sort((a, b) => a - b)
    .map((orderedAtMs, index) => makeOrder(random, dataset, number, index + 1, orderedAtMs, profile.appetite));
}

/** January to December: quiet monsoon, Diwali, the end of the year. */
const MONTH_WEIGHTS = [0.6, 0.55, 0.6, 0.55, 0.5, 0.4, 0.4, 0.6, 0.7, 1, 0.95, 0.8];
const WEEKDAY_WEIGHTS = [1, 0.7, 0.65, 0.65, 0.7, 0.85, 1];
const HOUR_WEIGHTS = [2, 1, 1, 1, 1, 2, 4, 6, 8, 9, 10, 10, 9, 8, 8, 9, 10, 12, 14, 16, 16, 14, 9, 5];
const hours = new WeightedChoice(
  HOUR_WEIGHTS.map((_, hour) => hour),
  (hour) => HOUR_WEIGHTS[hour] ?? 0,
);
const IST_OFFSET_MS = 5.5 * 3_600_000;
const MOST_TRIES = 20;

/** A moment in the customer's time with the shop, likelier when people shop. */
function orderTime(random: Random, fromMs: number, untilMs: number): number {
  for (let tried = 1; ; tried += 1) {
    const atMs = Math.floor(fromMs + (untilMs - fromMs) * random.next());
    const day = new Date(atMs);
    const weight = (MONTH_WEIGHTS[day.getUTCMonth()] ?? 1) * (WEEKDAY_WEIGHTS[day.getUTCDay()] ?? 1);
    if (!random.chance(weight) && tried < MOST_TRIES) continue;
    const startOfDayMs = Math.floor(atMs / DAY_MS) * DAY_MS;
    const inDayMs = hours.pick(random) * 3_600_000 + random.integer(0, 3_599) * 1_000;
    const wantedMs = startOfDayMs + inDayMs - IST_OFFSET_MS;
    // Nobody orders before they are a customer, or in the future.
    return wantedMs >= fromMs && wantedMs < untilMs ? wantedMs : atMs;
  }
}

const products = new WeightedChoice(PRODUCTS, (_, index) => 1 / (index + 4));

function makeOrder(
  random: Random,
  dataset: Resolved,
  number: number,
  count: number,
  orderedAtMs: number,
  appetite: number,
): OrderInput {
  const lines = makeLines(random, appetite);
  const totalInMinorUnits = lines.reduce((sum, { product, quantity }) => sum + product.priceInMinorUnits * quantity, 0);
  return {
    externalId: `ORD-${String(number).padStart(6, '0')}-${String(count).padStart(2, '0')}`,
    customerExternalId: customerExternalId(number),
    status: pickStatus(random, (dataset.untilMs - orderedAtMs) / DAY_MS),
    amount: totalInMinorUnits / 100,
    orderedAt: new Date(orderedAtMs).toISOString(),
    items: lines.map(({ product: { sku, name, category, priceInMinorUnits }, quantity }) => ({
      sku,
      name,
      category,
      quantity,
      price: priceInMinorUnits / 100,
    })),
  };
}

const MOST_LINES = 6;
const MOST_PIECES = 250;

function makeLines(random: Random, appetite: number): { product: Product; quantity: number }[] {
  const chosen = new Set([products.pick(random)]);
  while (chosen.size < MOST_LINES && random.chance(0.45)) chosen.add(products.pick(random));
  return [...chosen].map((product) => {
    const pieces = Math.floor(random.pareto(2.5) * appetite * 0.75);
    return { product, quantity: Math.min(Math.max(pieces, 1), MOST_PIECES) };
  });
}

/** An order takes about a week; a few are called off or sent back. */
function pickStatus(random: Random, ageDays: number): NonNullable<OrderInput['status']> {
  if (random.chance(0.04)) return 'CANCELLED';
  if (ageDays > 8) return random.chance(0.03) ? 'REFUNDED' : random.pick(['DELIVERED', 'DELIVERED', 'COMPLETED']);
  if (ageDays > 4) return random.pick(['SHIPPED', 'DELIVERED']);
  return random.pick(['PENDING', 'PAID', 'PAID', 'SHIPPED']);
}

function fillDigits(random: Random, pattern: string): string {
  return pattern.replaceAll('#', () => random.digits(1));
}
