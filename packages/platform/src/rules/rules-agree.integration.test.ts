import {
  calculateUserAggregates,
  type Condition,
  type ConditionGroup,
  compilePredicate,
  FIELD_NAMES,
  fieldDefinition,
  type FieldName,
  foldText,
  operatorsOfField,
  ORDER_STATUSES,
  type OrderTotals,
  resolveOperator,
  type RuleContext,
  type RuleSubject,
  startOfCalendarDate,
  startOfDay,
} from '@herald/shared';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Client } from 'pg';

import { type CompiledRules, compileRules } from './compile-rules.ts';

const SEED = 20_261_122;
const RUNS = 150;
const MOST_RULES_PER_RUN = 12;
const LEAST_PAIRS = 600;

/** Each beside others that must be told from it, or must not. */
const TEXTS = [
  ['Pune', 'PUNE', 'pun', ' ', '', 'Ünal', 'U\u0308nal', 'unal', 'Émile', 'E\u0301MILE'],
  ['İstanbul', 'istanbul', 'ıstanbul', 'ISTANBUL', 'Straße', 'STRASSE', 'Σίσυφος', 'ΣΊΣΥΦΟΣ', 'ﬁne', 'FINE', 'Ａｂｃ'],
  [
    '100%',
    '100',
    '1_0',
    '10',
    'a\\b',
    'a\\\\b',
    'a\\',
    '\\%',
    '%',
    '_',
    "O'Brien",
    '"q"',
    '{a,"b"}',
    'NULL',
    '$1',
    '; --',
  ],
  ['👩‍👩‍👧', '👩', '👍🏽', '\u00a0x', 'x\ty', 'a\nb'],
].flat();
const AMOUNTS = [0, 0.01, 0.99, 1, 33.33, 33.34, 99.99, 100, 100.01, 42_949_672.98, 999_999_999.99, 1_000_000_000];
const COUNTS = [0, 1, 2, 3, 4, 2_147_483_647];
/** Clocks change on most of them in one of the zones, at midnight even in Cairo and Havana. */
const DAYS = [
  '2024-02-29',
  '2026-03-08',
  '2026-03-29',
  '2026-04-24',
  '2026-10-25',
  '2026-11-01',
  '2026-11-21',
  '2026-11-22',
];
const DAY_COUNTS = [1, 2, 30, 365, 3_650];
const ZONES = ['UTC', 'Asia/Kolkata', 'America/New_York', 'Africa/Cairo', 'America/Havana', 'Pacific/Auckland'];
const HOUR_MS = 3_600_000;

/** What the rules and the customers of one case have in common, so that they have something to do with each other. */
interface World {
  context: RuleContext;
  text: fc.Arbitrary<string>;
  day: fc.Arbitrary<string>;
}

const world: fc.Arbitrary<World> = fc
  .record({
    now: fc
      .tuple(fc.constantFrom(...DAYS), fc.constantFrom(0, 1, 5 * HOUR_MS, 12 * HOUR_MS, 24 * HOUR_MS - 1))
      .map(([day, offsetMs]) => new Date(Date.parse(day) + offsetMs)),
    timeZone: fc.constantFrom(...ZONES),
    texts: fc.shuffledSubarray(TEXTS, { minLength: 3, maxLength: 8 }),
    days: fc.shuffledSubarray(DAYS, { minLength: 1, maxLength: 3 }),
  })
  .map(({ now, timeZone, texts, days }) => ({
    context: { now, timeZone },
    text: textFrom(texts),
    day: fc.constantFrom(...days),
  }));

function textFrom(texts: string[]): fc.Arbitrary<string> {
  const known = fc.constantFrom(...texts);
  return fc.oneof(
    { weight: 8, arbitrary: known },
    { weight: 2, arbitrary: fc.tuple(known, known).map((parts) => parts.join('')) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }).filter((value) => !value.includes('\0')) },
  );
}

/** Instants at the edges of the days that rules ask for. */
function instants({ context: { now, timeZone }, day }: World): fc.Arbitrary<Date> {
  const edges = fc.oneof(
    fc.tuple(day, fc.constantFrom(0, 1)).map(([date, plus]) => startOfCalendarDate(date, timeZone, plus)),
    fc.constantFrom(-1, 0, ...DAY_COUNTS).map((days) => startOfDay(now, timeZone, -days)),
  );
  const offsets = fc.constantFrom(-HOUR_MS, -1, 0, 1, HOUR_MS);
  return fc.tuple(edges, offsets).map(([edge, offsetMs]) => new Date(edge.getTime() + offsetMs));
}

interface GeneratedCustomer extends RuleSubject {
  id: string;
  hasAddress: boolean;
  hasTotals: boolean;
}

function customersIn(inWorld: World): fc.Arbitrary<GeneratedCustomer[]> {
  const optionalText = fc.option(inWorld.text, { freq: 4 });
  const order = fc.record({
    status: fc.constantFrom(...ORDER_STATUSES),
    amount: fc.constantFrom(...AMOUNTS).map((amount) => BigInt(Math.round(amount * 100))),
    orderedAt: instants(inWorld),
  });
  const customer = fc
    .record({
      id: fc.uuid(),
      profile: fc.record({
        name: optionalText,
        email: optionalText,
        tags: fc.array(notEmpty(inWorld.text), { maxLength: 3 }),
        visits: fc.constantFrom(...COUNTS),
        createdAt: instants(inWorld),
      }),
      address: fc.option(fc.record({ city: optionalText, state: optionalText, country: optionalText }), { freq: 4 }),
      orders: fc.array(order, { maxLength: 4 }),
      isHuge: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, fc.constant(true)),
    })
    .map(({ id, profile, address, orders, isHuge }) => ({
      id,
      ...profile,
      ...(address ?? { city: null, state: null, country: null }),
      ...(isHuge ? multiplied(calculateUserAggregates(orders)) : calculateUserAggregates(orders)),
      hasAddress: address !== null,
      hasTotals: orders.length > 0,
    }));
  return fc.uniqueArray(customer, {
    minLength: 1,
    maxLength: 16,
    size: 'max',
    selector: ({ id, email }) => (email === null ? id : foldText(email)),
  });
}

/** More orders than a test can list: a bound times their count is no bigint any more. */
function multiplied(totals: OrderTotals): OrderTotals {
  return {
    ...totals,
    totalSpend: totals.totalSpend * 20_000_000n,
    orderCount: totals.orderCount * 500_000_000,
  };
}

/** Every operator of every field, out of the tables, so that a new one is in the test by itself. */
const QUESTIONS = FIELD_NAMES.flatMap((field) =>
  [...operatorsOfField(field).keys()].map((operator) => ({ field, operator })),
);

function rulesIn(inWorld: World): fc.Arbitrary<ConditionGroup> {
  const condition = fc
    .constantFrom(...QUESTIONS)
    .chain(({ field, operator }) =>
      valueFor(field, operator, inWorld).map(
        (value) => ({ field, operator, ...(value === undefined ? {} : { value }) }) as Condition,
      ),
    );
  return fc.letrec<{ group: ConditionGroup; rule: Condition | ConditionGroup }>((tie) => ({
    rule: fc.oneof({ maxDepth: 3, withCrossShrink: true }, { weight: 2, arbitrary: condition }, tie('group')),
    group: fc.record(
      {
        combinator: fc.constantFrom('and', 'or'),
        not: fc.boolean(),
        rules: fc.array(tie('rule'), { minLength: 1, maxLength: 4 }),
      },
      { requiredKeys: ['combinator', 'rules'] },
    ),
  })).group;
}

function valueFor(field: FieldName, operator: string, inWorld: World): fc.Arbitrary<Condition['value']> {
  const element = operator.endsWith('LastDays') ? fc.constantFrom(...DAY_COUNTS) : elementFor(field, inWorld);
  switch (resolveOperator(field, operator)?.positive.shape) {
    case 'one':
      return element;
    case 'list':
      return fc.array(element, { minLength: 1, maxLength: 4 });
    case 'pair':
      return fc.tuple(element, element).map(([one, other]) => (one <= other ? [one, other] : [other, one]));
    default:
      return fc.constant(undefined);
  }
}

function elementFor(field: FieldName, { text, day }: World): fc.Arbitrary<string | number> {
  switch (fieldDefinition(field).type) {
    case 'text':
    case 'tags':
      return notEmpty(text);
    case 'number':
      return fc.constantFrom(...COUNTS);
    case 'money':
      return fc.constantFrom(...AMOUNTS);
    case 'date':
      return day;
  }
}

function notEmpty(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return text.filter((value) => value !== '');
}

const cases = world.chain((inWorld) =>
  fc.record({
    context: fc.constant(inWorld.context),
    rulesList: fc.array(rulesIn(inWorld), { minLength: 1, maxLength: MOST_RULES_PER_RUN, size: 'max' }),
    customers: customersIn(inWorld),
  }),
);

describe('the evaluator and the SQL', () => {
  const client = new Client({ connectionString: process.env['HERALD_TEST_DATABASE_URL'] });
  beforeAll(() => client.connect());
  afterAll(() => client.end());

  it('find the same customers', async () => {
    const askedFor = new Set<string>();
    let pairs = 0;
    let selectivePairs = 0;

    const agree = fc.asyncProperty(cases, async ({ context, rulesList, customers }) => {
      await withCustomers(client, customers, async () => {
        for (const rules of rulesList) {
          const matches = customers.filter(compilePredicate(rules, context)).map(({ id }) => id);
          const selected = await selectIds(client, compileRules(rules, context));
          expect({ rules, ids: selected.sort() }).toEqual({ rules, ids: matches.sort() });

          pairs += 1;
          selectivePairs += matches.length > 0 && matches.length < customers.length ? 1 : 0;
          conditionsIn(rules).forEach(({ field, operator }) => askedFor.add(`${field} ${operator}`));
        }
      });
    });
    await fc.assert(agree, { seed: SEED, numRuns: RUNS });

    // The cases would prove little if they left an operator out, or mostly matched all or nobody.
    expect(askedFor.size).toBe(QUESTIONS.length);
    expect(pairs).toBeGreaterThan(LEAST_PAIRS);
    expect(selectivePairs).toBeGreaterThan(pairs / 3);
  }, 120_000);
});

function conditionsIn(rules: ConditionGroup): Condition[] {
  return rules.rules.flatMap((rule) => ('rules' in rule ? conditionsIn(rule) : [rule]));
}

/** Runs `check` while the customers are there, and leaves nothing behind. */
async function withCustomers(
  client: Client,
  customers: GeneratedCustomer[],
  check: () => Promise<void>,
): Promise<void> {
  await client.query('BEGIN');
  try {
    await insertCustomers(client, customers);
    await check();
  } finally {
    await client.query('ROLLBACK');
  }
}

async function selectIds(client: Client, { text, values }: CompiledRules): Promise<string[]> {
  const { rows } = await client.query<{ customerId: string }>(text, values);
  return rows.map(({ customerId }) => customerId);
}

async function insertCustomers(client: Client, customers: GeneratedCustomer[]): Promise<void> {
  const rows = customers.map((customer) => ({
    ...customer,
    customerId: customer.id,
    writtenBy: customer.id,
    writtenFields: 0,
    tagKeys: customer.tags.map(foldText),
    ...Object.fromEntries(
      (['name', 'email', 'city', 'state', 'country'] as const).map((field) => [`${field}Key`, fold(customer[field])]),
    ),
  }));
  await insert(
    client,
    'Customer',
    [
      'id',
      'name',
      'nameKey',
      'email',
      'emailKey',
      'tags',
      'tagKeys',
      'visits',
      'createdAt',
      'writtenBy',
      'writtenFields',
    ],
    rows,
  );
  await insert(
    client,
    'Address',
    ['customerId', 'city', 'cityKey', 'state', 'stateKey', 'country', 'countryKey'],
    rows.filter(({ hasAddress }) => hasAddress),
  );
  await insert(
    client,
    'CustomerTotals',
    ['customerId', 'totalSpend', 'orderCount', 'firstOrderAt', 'lastOrderAt'],
    rows.filter(({ hasTotals }) => hasTotals),
  );
}

function fold(value: string | null): string | null {
  return value === null ? null : foldText(value);
}

async function insert(client: Client, table: string, columns: string[], rows: object[]): Promise<void> {
  const names = columns.map((column) => `"${column}"`).join(', ');
  await client.query(
    `INSERT INTO "${table}" (${names}) SELECT ${names} FROM json_populate_recordset(NULL::"${table}", $1::json)`,
    [JSON.stringify(rows, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value))],
  );
}
