import type { Condition, ConditionGroup, SegmentRules } from '@herald/shared';

import type { Shopper, ShopperOrder } from '../../../../../scripts/testing/fixtures/small-shop.ts';

/** What the examples refer to, which is there before them. */
export interface ExampleWorld {
  /** A campaign that is completed. */
  campaignId: string;
  /** What became of its message to a shopper; undefined for those who were not in its audience. */
  outcomeOf: (shopper: Shopper) => 'SENT' | 'FAILED' | undefined;
  /** Frozen: who visited at most 9 times. */
  staticSegmentId: string;
  /** Dynamic: who has the tag VIP. */
  dynamicSegmentId: string;
}

/** A segment, and who is in it, told apart from the rules. */
export interface ExampleSegment {
  name: string;
  rules: (world: ExampleWorld) => SegmentRules;
  isIn: (shopper: Shopper, world: ExampleWorld) => boolean;
}

export const ask = (field: string, operator: string, value?: Condition['value']): Condition =>
  ({ field, operator, ...(value === undefined ? {} : { value }) }) as Condition;
export const all = (...rules: ConditionGroup['rules']): SegmentRules => ({ combinator: 'and', rules });
export const any = (...rules: ConditionGroup['rules']): SegmentRules => ({ combinator: 'or', rules });
export const not = (group: SegmentRules): SegmentRules => ({ ...group, not: true });

const counted = ({ orders }: Shopper) => orders.filter(({ status }) => status !== 'REFUNDED');
const spent = (orders: readonly ShopperOrder[]) => orders.reduce((sum, { amount }) => sum + amount, 0);
const totalSpend = (shopper: Shopper) => spent(counted(shopper));
const lastOrdered = (shopper: Shopper) => Math.min(...counted(shopper).map(({ daysAgo }) => daysAgo));
const firstOrdered = (shopper: Shopper) => Math.max(...counted(shopper).map(({ daysAgo }) => daysAgo));
const attributes = ({ profile }: Shopper) => profile.attributes ?? {};
const address = ({ profile }: Shopper) => profile.address ?? {};

/** Between them they ask of every field and of every type, of all kinds of groups, and of more than one table at once. */
export const EXAMPLE_SEGMENTS: ExampleSegment[] = [
  {
    name: 'everybody',
    rules: () => all(ask('visits', '>=', 0)),
    isIn: () => true,
  },
  {
    name: 'nobody',
    rules: () => all(ask('visits', '>', 1_000)),
    isIn: () => false,
  },
  {
    name: 'visits and name, whatever its case',
    rules: () => all(ask('visits', 'between', [5, 30]), ask('name', 'beginsWith', 'ÉMILE')),
    isIn: ({ number, profile }) => number >= 5 && number <= 30 && profile.name?.startsWith('Émile') === true,
  },
  {
    name: 'no email, or one at a shop',
    rules: () => any(ask('email', 'null'), ask('emailDomain', '=', 'SHOP.test')),
    isIn: ({ profile }) => profile.email?.endsWith('@Shop.test') ?? true,
  },
  {
    name: 'phone, and a name is missing',
    rules: () => all(ask('phone', 'contains', '20 10'), ask('name', 'null')),
    isIn: ({ profile }) => profile.phone?.includes('20 10') === true && profile.name === null,
  },
  {
    name: 'unsubscribed, and visited often',
    rules: () => all(ask('unsubscribed', '=', true), ask('unsubscribed', '!=', false), ask('visits', '>=', 10)),
    isIn: ({ number, profile }) => profile.unsubscribed === true && number >= 10,
  },
  {
    name: 'not in Pune, the missing included',
    rules: () => all(ask('city', '!=', 'pune'), ask('postalCode', 'notIn', ['411001', '411002'])),
    isIn: (shopper) =>
      address(shopper).city !== 'Pune' && !['411001', '411002'].includes(address(shopper).postalCode ?? ''),
  },
  {
    name: 'state and country',
    rules: () => all(ask('state', 'endsWith', 'OA'), ask('country', 'in', ['india', 'Brazil'])),
    isIn: (shopper) => address(shopper).state === 'Goa' && address(shopper).country !== undefined,
  },
  {
    name: 'tags',
    rules: () => any(ask('tags', 'hasAll', ['vip', 'TEA']), ask('tags', 'hasNone', ['tea'])),
    isIn: ({ profile }) => profile.tags?.includes('VIP') === true || profile.tags?.includes('tea') === false,
  },
  {
    name: 'created in the first days of a month',
    rules: () => any(ask('createdAt', 'between', ['2026-01-01', '2026-01-05']), ask('createdAt', 'on', '2026-02-02')),
    isIn: ({ profile }) => /^2026-(01-0[1-5]|02-02)/.test(profile.createdAt ?? ''),
  },
  {
    name: 'spent little, who ordered nothing included',
    rules: () => all(ask('totalSpend', '<', 30), ask('orderCount', '<=', 1)),
    isIn: (shopper) => totalSpend(shopper) < 30 && counted(shopper).length <= 1,
  },
  {
    name: 'average order value',
    rules: () => all(ask('averageOrderValue', '>=', 20.5)),
    isIn: (shopper) => counted(shopper).length > 0 && totalSpend(shopper) / counted(shopper).length >= 20.5,
  },
  {
    name: 'lapsed',
    rules: () => all(ask('lastOrderAt', 'notInLastDays', 30), ask('firstOrderAt', 'notNull')),
    isIn: (shopper) => counted(shopper).length > 0 && lastOrdered(shopper) > 30,
  },
  {
    name: 'ordered first lately, or never',
    rules: () => any(ask('firstOrderAt', 'inLastDays', 30), ask('lastOrderAt', 'null')),
    isIn: (shopper) => counted(shopper).length === 0 || firstOrdered(shopper) <= 30,
  },
  {
    name: 'bought tea in the last 90 days',
    rules: () =>
      all(
        ask('orders.count', '>=', {
          number: 1,
          where: [{ field: 'category', operator: '=', value: 'tea' }],
          window: { lastDays: 90 },
        }),
      ),
    isIn: (shopper) => counted(shopper).some(({ category, daysAgo }) => category === 'Tea' && daysAgo <= 90),
  },
  {
    name: 'never bought cups',
    rules: () =>
      all(ask('orders.count', '=', { number: 0, where: [{ field: 'sku', operator: '=', value: 'sku-cups' }] })),
    isIn: (shopper) => counted(shopper).every(({ category }) => category !== 'Cups'),
  },
  {
    name: 'refunded more than 20',
    rules: () =>
      all(ask('orders.sum', '>', { number: 20, where: [{ field: 'status', operator: '=', value: 'REFUNDED' }] })),
    isIn: ({ orders }) => spent(orders.filter(({ status }) => status === 'REFUNDED')) > 20,
  },
  {
    name: 'average, smallest and largest order',
    rules: () =>
      all(
        ask('orders.average', '>', { number: 10 }),
        any(
          ask('orders.minimum', '<', { number: 15, where: [{ field: 'amount', operator: '<', value: 100 }] }),
          ask('orders.maximum', '>=', {
            number: 30,
            where: [{ field: 'product', operator: 'contains', value: 'no.' }],
          }),
        ),
      ),
    isIn: (shopper) => counted(shopper).length > 0 && shopper.number + 1 > 10 && !isWithin(shopper.number + 1, 15, 29),
  },
  {
    name: 'attributes of every type',
    rules: () =>
      all(
        ask('attributes.plan', '=', 'gold'),
        any(ask('attributes.points', '>', 0.25), ask('attributes.vip', '=', true)),
        ask('attributes.birthday', 'before', '1995-01-01'),
      ),
    isIn: (shopper) =>
      attributes(shopper)['plan'] === 'Gold' &&
      (Number(attributes(shopper)['points'] ?? 0) > 0.25 || attributes(shopper)['vip'] === true) &&
      String(attributes(shopper)['birthday']) < '1995',
  },
  {
    name: 'a birthday on 14 March, or no points',
    rules: () => any(ask('attributes.birthday', 'onDayOfYear', '03-14'), ask('attributes.points', 'null')),
    isIn: (shopper) =>
      String(attributes(shopper)['birthday']).endsWith('-03-14') || attributes(shopper)['points'] === undefined,
  },
  {
    name: 'received the campaign',
    rules: ({ campaignId }) => all(ask('campaign', 'received', campaignId), ask('campaign', 'wasSent', campaignId)),
    isIn: (shopper, { outcomeOf }) => outcomeOf(shopper) === 'SENT',
  },
  {
    name: 'the campaign failed, or was never sent to them',
    rules: ({ campaignId }) => any(ask('campaign', 'failed', campaignId), ask('campaign', 'wasNotSent', campaignId)),
    isIn: (shopper, { outcomeOf }) => outcomeOf(shopper) !== 'SENT',
  },
  {
    name: 'messaged lately',
    rules: () => all(ask('messaged', 'inLastDays', 7), ask('messaged', 'ever')),
    isIn: (shopper, { outcomeOf }) => outcomeOf(shopper) !== undefined,
  },
  {
    name: 'in a static segment, not in a dynamic one',
    rules: ({ staticSegmentId, dynamicSegmentId }) =>
      all(ask('segment', 'isIn', staticSegmentId), ask('segment', 'isNotIn', dynamicSegmentId)),
    isIn: ({ number, profile }) => number <= 9 && profile.tags?.includes('VIP') === false,
  },
  {
    name: 'or across all tables',
    rules: ({ campaignId, dynamicSegmentId }) =>
      any(
        ask('city', '=', 'São paulo'),
        ask('totalSpend', '>', 60),
        ask('campaign', 'failed', campaignId),
        ask('orders.count', '>', { number: 0, window: { lastDays: 30 } }),
        all(ask('segment', 'isIn', dynamicSegmentId), ask('attributes.vip', '!=', false)),
      ),
    isIn: (shopper, { outcomeOf }) =>
      address(shopper).city === 'São Paulo' ||
      totalSpend(shopper) > 60 ||
      outcomeOf(shopper) === 'FAILED' ||
      counted(shopper).some(({ daysAgo }) => daysAgo <= 30) ||
      (shopper.profile.tags?.includes('VIP') === true && attributes(shopper)['vip'] === true),
  },
  {
    name: 'neither of two groups',
    rules: () =>
      not(
        any(
          all(ask('city', '=', 'Delhi'), ask('visits', '>', 10)),
          not(all(ask('totalSpend', '>', 5), ask('messaged', 'never'))),
        ),
      ),
    isIn: (shopper, { outcomeOf }) =>
      !(address(shopper).city === 'Delhi' && shopper.number > 10) &&
      totalSpend(shopper) > 5 &&
      outcomeOf(shopper) === undefined,
  },
];

function isWithin(value: number, low: number, high: number): boolean {
  return value >= low && value <= high;
}
