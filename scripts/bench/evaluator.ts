import { compilePredicate, foldText, type RuleSubject, type SegmentRules, startOfDay } from '@herald/shared';

import { alternate, type Comparison, perSecond } from './measure.ts';

const CUSTOMERS = 100_000;
const ROUNDS = 15;
const CONTEXT = { now: new Date('2026-11-28T10:00:00Z'), timeZone: 'Asia/Kolkata' };
const DAY_MS = 86_400_000;

const CITIES = ['Pune', 'Mumbai', 'Delhi', 'Goa', 'Kochi', 'Jaipur', 'Thrissur', 'Nagpur', 'Surat', 'Indore'];
const NAMES = ['Anjali Rao', 'Rohan Mehta', 'Zoya Khan', 'Émile Straße', 'Karan Singh', 'Meera Iyer', 'Ananya Das'];
const TAGS = ['VIP', 'newsletter', 'wholesale', 'App', 'festival'];

const RULES: SegmentRules = {
  combinator: 'and',
  rules: [
    { field: 'city', operator: 'in', value: ['Pune', 'Mumbai', 'Delhi', 'Goa', 'Kochi', 'Jaipur'] },
    { field: 'tags', operator: 'has', value: 'vip' },
    { field: 'totalSpend', operator: '>', value: 2_000 },
    { field: 'lastOrderAt', operator: 'inLastDays', value: 90 },
    { field: 'name', operator: 'contains', value: 'an' },
  ],
};

/** The predicate of rules against what one would write by hand for them, over the same customers in memory. */
export async function* benchEvaluator(): AsyncGenerator<Comparison> {
  const customers = Array.from({ length: CUSTOMERS }, (_, index) => customerNumber(index));
  const compiled = compilePredicate(RULES, CONTEXT);
  const byHand = writtenByHand();
  refuseDisagreement(customers, compiled, byHand);
  const rate = (predicate: (customer: RuleSubject) => boolean) => () =>
    perSecond(CUSTOMERS, async () => countOf(customers, predicate));
  yield {
    name: 'evaluator',
    unit: '/s',
    ...(await alternate(ROUNDS, rate(compiled), rate(byHand))),
    bound: { atLeast: 0.3 },
  };
}

/** What every reading must do is done here too: text is folded, and days are those of the time zone. */
function writtenByHand(): (customer: RuleSubject) => boolean {
  const cities = new Set(['pune', 'mumbai', 'delhi', 'goa', 'kochi', 'jaipur']);
  const from = startOfDay(CONTEXT.now, CONTEXT.timeZone, -90).getTime();
  const until = startOfDay(CONTEXT.now, CONTEXT.timeZone, 1).getTime();
  return ({ city, tags, totalSpend, lastOrderAt, name }) =>
    city !== null &&
    cities.has(foldText(city)) &&
    tags.some((tag) => foldText(tag) === 'vip') &&
    totalSpend > 200_000n &&
    lastOrderAt !== null &&
    lastOrderAt.getTime() >= from &&
    lastOrderAt.getTime() < until &&
    name !== null &&
    foldText(name).includes('an');
}

function refuseDisagreement(customers: RuleSubject[], ...predicates: ((customer: RuleSubject) => boolean)[]): void {
  const [first, ...others] = predicates.map((predicate) => customers.map(predicate).join());
  if (others.some((answers) => answers !== first)) throw new Error('the two predicates do not ask the same');
}

/** Not `filter`: an array that grows would be most of the time. */
function countOf(customers: RuleSubject[], predicate: (customer: RuleSubject) => boolean): number {
  let count = 0;
  for (const customer of customers) if (predicate(customer)) count += 1;
  return count;
}

/** Every customer another one, the same in every run; each condition is true of about half of them. */
function customerNumber(index: number): RuleSubject {
  const pick = <Item>(items: readonly Item[], stride: number) => items[Math.floor(index / stride) % items.length];
  const orderCount = index % 7;
  const lastOrderAt = orderCount === 0 ? null : new Date(CONTEXT.now.getTime() - ((index * 37) % 200) * DAY_MS);
  return {
    name: index % 11 === 0 ? null : `${pick(NAMES, 1)} ${index}`,
    email: `customer${index}@example.org`,
    phone: null,
    city: index % 13 === 0 ? null : `${pick(CITIES, 3)}`,
    state: null,
    country: 'IN',
    postalCode: null,
    tags: TAGS.filter((_, position) => (index >> position) % 2 === 0),
    visits: index % 30,
    unsubscribed: false,
    createdAt: new Date(CONTEXT.now.getTime() - (index % 900) * DAY_MS),
    attributes: {},
    totalSpend: BigInt(orderCount * 10_000 + (index % 500_000)),
    orderCount,
    firstOrderAt: lastOrderAt,
    lastOrderAt,
    orders: [],
    messages: [],
    segmentIds: new Set(),
  };
}
