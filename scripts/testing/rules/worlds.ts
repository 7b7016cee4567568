import {
  type AttributeType,
  calculateUserAggregates,
  COUNTED_ORDER_STATUSES,
  foldText,
  ORDER_STATUSES,
  type RuleContext,
  type RuleMessage,
  type RuleOrder,
  type RuleSubject,
  type SegmentRules,
  startOfCalendarDate,
  startOfDay,
} from '@herald/shared';
import fc from 'fast-check';

import {
  arbitraryCondition,
  arbitraryRules,
  conditionsIn,
} from '../../../packages/shared/src/testing/arbitrary-rules.ts';

/** A customer with everything that rules can ask about, and the rows that it has in the database. */
export interface GeneratedCustomer extends RuleSubject {
  id: string;
  hasAddress: boolean;
  hasTotals: boolean;
  /** Has totals of more orders than a test can list. */
  isHuge: boolean;
  /** Then no rule selects it, whatever it has. */
  isErased: boolean;
}

/** Rules, and a shop to ask them of; they share their values, so that they have something to do with each other. */
export interface World {
  context: RuleContext;
  rulesList: SegmentRules[];
  customers: GeneratedCustomer[];
}

/** Each beside others that must be told from it, or must not. */
const TEXTS = [
  ['Pune', 'PUNE', 'pun', ' ', '', 'Ünal', 'U\u0308nal', 'unal', 'Émile', 'E\u0301MILE'],
  ['İstanbul', 'istanbul', 'ıstanbul', 'ISTANBUL', 'Straße', 'STRASSE', 'Σίσυφος', 'ΣΊΣΥΦΟΣ', 'ﬁne', 'FINE', 'Ａｂｃ'],
  ['100%', '100', '1_0', '10', 'a\\b', 'a\\\\b', 'a\\', '\\%', '%', '_', "O'Brien", '"q"', '{a,"b"}', 'NULL', '$1'],
  ['; --', '👩‍👩‍👧', '👩', '👍🏽', '\u00a0x', 'x\ty', 'a\nb', 'a@b.C', 'x@@B.c', '.*', '[a-z]', '2026-11-22', 'true'],
].flat();
const AMOUNTS = [0, 0.01, 0.99, 1, 33.33, 33.34, 99.99, 100, 100.01, 42_949_672.98, 999_999_999.99, 1_000_000_000];
/** Few customers have many orders of one kind. */
const COUNTS = [0, 0, 1, 1, 2, 2, 3, 4, 2_147_483_647];
const NUMBERS = [0, -0, -1.5, 1, 2, 0.1, 0.30000000000000004, 1e21, -1e300, 5e-324, 2 ** 53, 33.33];
/** Clocks change on most of them in one of the zones, at midnight even in Cairo and Havana. */
const DAYS = [
  '2024-02-29',
  '2026-02-28',
  '2026-03-08',
  '2026-03-29',
  '2026-04-24',
  '2026-10-25',
  '2026-11-01',
  '2026-11-21',
];
const DAY_COUNTS = [1, 2, 30, 365, 3_650];
const ZONES = ['UTC', 'Asia/Kolkata', 'America/New_York', 'Africa/Cairo', 'America/Havana', 'Pacific/Auckland'];
const HOUR_MS = 3_600_000;
const MOST_RULES = 12;
const MOST_ORDERS = 6;
/** Of the static segments; who is in them is frozen and does not follow from it. */
const ANY_RULES = { combinator: 'and', rules: [{ field: 'visits', operator: '>=', value: 0 }] };

const ATTRIBUTE_KEYS: Record<string, AttributeType> = {
  plan: 'text',
  points: 'number',
  isMember: 'boolean',
  birthday: 'date',
  '12': 'number',
  [`we"ird k'e\\y $1 {}`]: 'text',
};
const attributes = new Map(Object.entries(ATTRIBUTE_KEYS));

/** Not drawn: what shrinks a case would make them the same. */
function idOf(...numbers: number[]): string {
  const digits = numbers.map((number) => number.toString(16).padStart(4, '0')).join('');
  return `00000000-0000-7000-8000-${digits.padStart(12, '0')}`;
}

const SEGMENT_IDS = { frozen: idOf(1), alsoFrozen: idOf(2), dynamic: idOf(3), ofSegments: idOf(4) };
const CAMPAIGN_IDS = [idOf(5), idOf(6)];

interface Setting {
  context: { now: Date; timeZone: string };
  text: fc.Arbitrary<string>;
  day: fc.Arbitrary<string>;
  dayCounts: number[];
  instant: fc.Arbitrary<Date>;
}

/** Everything from one seed: the same seed makes the same worlds. */
export const worlds: fc.Arbitrary<World> = fc
  .record({
    now: fc
      .tuple(fc.constantFrom(...DAYS), fc.constantFrom(0, 1, 5 * HOUR_MS, 12 * HOUR_MS, 24 * HOUR_MS - 1))
      .map(([day, offsetMs]) => new Date(Date.parse(day) + offsetMs)),
    timeZone: fc.constantFrom(...ZONES),
    texts: fc.shuffledSubarray(TEXTS, { minLength: 3, maxLength: 6 }),
    days: fc.shuffledSubarray(DAYS, { minLength: 1, maxLength: 3 }),
    dayCounts: fc.shuffledSubarray(DAY_COUNTS, { minLength: 1, maxLength: 2 }),
  })
  .map(({ now, timeZone, texts, days, dayCounts }): Setting => {
    const context = { now, timeZone };
    const day = fc.constantFrom(...days);
    return { context, text: textFrom(texts), day, dayCounts, instant: instants(context, day, dayCounts) };
  })
  .chain(worldIn);

function worldIn(setting: Setting): fc.Arbitrary<World> {
  const { frozen, alsoFrozen, dynamic, ofSegments } = SEGMENT_IDS;
  return fc
    .record({
      customers: customersIn(setting),
      inDynamic: rulesIn(setting, [frozen]),
      inOfSegments: rulesIn(setting, [dynamic, alsoFrozen]),
      rulesList: fc.array(rulesIn(setting, [frozen, alsoFrozen, dynamic, ofSegments]), {
        minLength: 1,
        maxLength: MOST_RULES,
        size: 'max',
      }),
    })
    .map(({ customers, inDynamic, inOfSegments, rulesList }) => ({
      customers: [inDynamic, inOfSegments, ...rulesList].some(asksOfAllOrders) ? customers : customers.map(multiplied),
      rulesList,
      context: {
        ...setting.context,
        attributes,
        campaigns: new Map(CAMPAIGN_IDS.map((id) => [id, id])),
        segments: new Map([
          [frozen, { name: 'frozen', kind: 'static' as const, rules: ANY_RULES }],
          [alsoFrozen, { name: 'also frozen', kind: 'static' as const, rules: ANY_RULES }],
          [dynamic, { name: 'dynamic', kind: 'dynamic' as const, rules: inDynamic }],
          [ofSegments, { name: 'of segments', kind: 'dynamic' as const, rules: inOfSegments }],
        ]),
      },
    }));
}

/** Half of them of one condition: in a tree, the answer of one seldom makes a difference. */
function rulesIn({ text, day, dayCounts }: Setting, segmentIds: string[]): fc.Arbitrary<SegmentRules> {
  const options = {
    text: notEmpty(text),
    day,
    attributes,
    segmentIds,
    campaignIds: CAMPAIGN_IDS,
    amounts: AMOUNTS,
    counts: COUNTS,
    numbers: fc.constantFrom(...NUMBERS),
    // 0 is for anniversaries only.
    dayCounts: [0, ...dayCounts],
    daysOfYear: ['02-28', '02-29', '03-01', '11-21'],
  };
  const ofOne = arbitraryCondition(options).map((condition) => ({ combinator: 'and' as const, rules: [condition] }));
  return fc.oneof(ofOne, arbitraryRules(options));
}

function textFrom(texts: string[]): fc.Arbitrary<string> {
  const known = fc.constantFrom(...texts);
  return fc.oneof(
    { weight: 8, arbitrary: known },
    { weight: 2, arbitrary: fc.tuple(known, known).map((parts) => parts.join('')) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }).filter((value) => !value.includes('\0')) },
  );
}

/** Instants at the edges of the days that rules ask for. */
function instants(
  { now, timeZone }: Setting['context'],
  day: fc.Arbitrary<string>,
  dayCounts: number[],
): fc.Arbitrary<Date> {
  const nextDays = [0, ...dayCounts].map((days) => days + 1);
  const edges = fc.oneof(
    fc.tuple(day, fc.constantFrom(0, 1)).map(([date, plus]) => startOfCalendarDate(date, timeZone, plus)),
    fc.constantFrom(0, ...dayCounts.map((days) => -days), ...nextDays).map((days) => startOfDay(now, timeZone, days)),
  );
  const offsets = fc.constantFrom(-HOUR_MS, -1, 0, 1, HOUR_MS);
  return fc.tuple(edges, offsets).map(([edge, offsetMs]) => new Date(edge.getTime() + offsetMs));
}

function customersIn(setting: Setting): fc.Arbitrary<GeneratedCustomer[]> {
  const { text, instant } = setting;
  const optionalText = fc.option(text, { freq: 4 });
  const customer = fc
    .record({
      profile: fc.record({
        name: optionalText,
        email: optionalText,
        phone: optionalText,
        tags: fc.array(notEmpty(text), { maxLength: 3 }),
        visits: fc.constantFrom(...COUNTS),
        unsubscribed: fc.boolean(),
        createdAt: instant,
        attributes: attributesIn(setting),
      }),
      address: fc.option(
        fc.record({ city: optionalText, state: optionalText, country: optionalText, postalCode: optionalText }),
        { freq: 4 },
      ),
      orders: fc.array(orderIn(setting), { maxLength: MOST_ORDERS, size: 'max' }),
      messages: messagesIn(setting),
      segmentIds: fc.subarray([SEGMENT_IDS.frozen, SEGMENT_IDS.alsoFrozen]),
      isHuge: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, fc.constant(true)),
      isErased: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, fc.constant(true)),
    })
    .map(({ profile, address, orders, messages, segmentIds, isHuge, isErased }) => ({
      ...profile,
      ...(address ?? { city: null, state: null, country: null, postalCode: null }),
      ...calculateUserAggregates(orders),
      orders,
      messages,
      isHuge,
      isErased,
      segmentIds: new Set(segmentIds),
      hasAddress: address !== null,
      hasTotals: orders.length > 0,
    }));
  const customers = fc.uniqueArray(customer, {
    minLength: 1,
    maxLength: 16,
    size: 'max',
    selector: ({ email }) => (email === null ? Symbol('nobody else has none') : foldText(email)),
  });
  return customers.map((made) => made.map((one, index) => ({ ...one, ...withIds(index, one.orders) })));
}

function withIds(customer: number, orders: Omit<RuleOrder, 'id' | 'externalId'>[]) {
  return {
    id: idOf(customer),
    orders: orders.map((order, index) => ({ ...order, id: idOf(customer, index), externalId: idOf(customer, index) })),
  };
}

type Attribute = string | number | boolean;

/** Under a key a value of its type or of any, so that some are of the wrong one. */
function attributesIn({ text, day, instant }: Setting): fc.Arbitrary<Record<string, Attribute>> {
  const ofType: Record<AttributeType, fc.Arbitrary<Attribute>> = {
    text,
    number: fc.constantFrom(...NUMBERS),
    boolean: fc.boolean(),
    date: fc.oneof(
      day,
      instant.map((at) => at.toISOString()),
      fc.constantFrom('1996-02-29', '1990-02-28', '2026-11-22T00:00:00+05:30', '2026-02-30'),
    ),
  };
  const any = fc.oneof(...Object.values(ofType));
  const entries = [...attributes].map(([key, type]) =>
    fc
      .option(fc.oneof({ weight: 3, arbitrary: ofType[type] }, any))
      .map((value) => (value === null ? [] : [[key, value]])),
  );
  return fc.tuple(...entries).map((found) => Object.fromEntries(found.flat() as [string, Attribute][]));
}

function orderIn({ text, instant }: Setting): fc.Arbitrary<Omit<RuleOrder, 'id' | 'externalId'>> {
  const optionalText = fc.option(text, { freq: 4 });
  const item = fc.record({ sku: optionalText, name: notEmpty(text), category: optionalText });
  return fc.record({
    status: fc.oneof(fc.constantFrom(...COUNTED_ORDER_STATUSES), fc.constantFrom(...ORDER_STATUSES)),
    amount: fc.constantFrom(...AMOUNTS).map((amount) => BigInt(Math.round(amount * 100))),
    orderedAt: instant,
    items: fc.array(item, { maxLength: 3 }),
  });
}

function messagesIn({ instant }: Setting): fc.Arbitrary<RuleMessage[]> {
  const message = fc.record({
    outcome: fc.constantFrom<RuleMessage['outcome']>('open', 'delivered', 'failed'),
    sentAt: fc.option(instant),
  });
  return fc
    .tuple(...CAMPAIGN_IDS.map((campaignId) => fc.option(message.map((made) => ({ campaignId, ...made })))))
    .map((messages) =>
      messages.flatMap((made) => {
        if (made === null) return [];
        // What a vendor delivered it had taken.
        return [made.outcome === 'delivered' && made.sentAt === null ? { ...made, outcome: 'open' as const } : made];
      }),
    );
}

/** A bound times the number of orders is no bigint any more; the totals themselves still fit their columns. */
function multiplied(customer: GeneratedCustomer): GeneratedCustomer {
  const { totalSpend, orderCount, isHuge } = customer;
  return isHuge
    ? { ...customer, totalSpend: totalSpend * 15_000_000n, orderCount: orderCount * 350_000_000 }
    : customer;
}

/** Then the listed orders have to be those of the totals. */
function asksOfAllOrders(rules: SegmentRules): boolean {
  return conditionsIn(rules).some(
    ({ value }) => typeof value === 'object' && 'number' in value && !value.where && !value.window,
  );
}

function notEmpty(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return text.filter((value) => value !== '');
}
