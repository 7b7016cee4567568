import { describe, expect, it } from '@jest/globals';

import { cpuTimeMsOf } from '../testing/cpu-time.ts';
import { anOrder, NOBODY } from '../testing/rule-subjects.ts';
import { explainRules } from './explain.ts';
import type { ExplainedCondition, ExplainedGroup } from './explained.ts';
import type { RuleSubject } from './fields.ts';
import type { Condition, ConditionGroup } from './schema.ts';

const VIPS = '0192d3a0-0000-7000-8000-000000000001';
const FROZEN = '0192d3a0-0000-7000-8000-000000000002';
const DIWALI = '0192d3a0-0000-7000-8000-000000000003';

/** 22 November, half past one in the morning, in Kolkata; in UTC still the 21st. */
const CONTEXT = {
  now: new Date('2026-11-21T20:00:00Z'),
  timeZone: 'Asia/Kolkata',
  currency: 'INR',
  attributes: new Map([
    ['plan', 'text'],
    ['birthday', 'date'],
  ] as const),
  campaigns: new Map([[DIWALI, 'Diwali']]),
  segments: new Map([
    [
      VIPS,
      {
        name: 'VIPs',
        kind: 'dynamic',
        rules: all({ field: 'orders.count', operator: '>', value: { number: 0, window: { lastDays: 30 } } }),
      },
    ],
    [FROZEN, { name: 'Frozen', kind: 'static', rules: all({ field: 'city', operator: '=', value: 'Pune' }) }],
  ] as const),
};

function all(...rules: ConditionGroup['rules']): ConditionGroup {
  return { combinator: 'and', rules };
}

const explain = (rules: ConditionGroup, customer: Partial<RuleSubject> = {}): ExplainedGroup =>
  explainRules(rules, { ...NOBODY, ...customer }, CONTEXT);

/** What is said of one condition. */
function explained(condition: Condition, customer: Partial<RuleSubject> = {}): ExplainedCondition {
  const [only] = explain(all(condition), customer).rules;
  if (only?.kind !== 'condition') throw new Error('expected one condition');
  return only;
}

const ask = (field: Condition['field'], operator: Condition['operator'], value?: Condition['value']): Condition =>
  value === undefined ? { field, operator } : { field, operator, value };

describe('explainRules', () => {
  it('answers every node, and says of a condition what the customer has beside what was asked', () => {
    const rules: ConditionGroup = {
      combinator: 'or',
      not: true,
      rules: [ask('city', '=', 'Pune'), all(ask('totalSpend', '>', 100), ask('tags', 'has', 'vip'))],
    };
    expect(explain(rules, { city: 'Goa', totalSpend: 20_050n, tags: ['VIP', 'new'] })).toEqual({
      kind: 'group',
      combinator: 'or',
      not: true,
      isTrue: false,
      changesOn: null,
      rules: [
        {
          kind: 'condition',
          isTrue: false,
          description: 'city is "Pune"',
          field: 'city',
          operator: '=',
          value: 'Pune',
          actual: 'Goa',
          changesOn: null,
        },
        {
          kind: 'group',
          combinator: 'and',
          not: false,
          isTrue: true,
          changesOn: null,
          rules: [
            expect.objectContaining({ isTrue: true, value: 100, actual: 200.5 }),
            expect.objectContaining({ isTrue: true, actual: ['VIP', 'new'] }),
          ],
        },
      ],
    });
  });

  it.each<[Condition, Partial<RuleSubject>, ExplainedCondition['actual']]>([
    [ask('city', 'null'), {}, null],
    [ask('city', 'notNull'), { city: '' }, ''],
    [ask('emailDomain', '=', 'x.org'), { email: 'Ann@Example.ORG' }, 'example.org'],
    [ask('visits', '=', 3), {}, 0],
    [ask('unsubscribed', '=', true), {}, false],
    [ask('unsubscribed', '=', true), { unsubscribed: true }, true],
    [ask('totalSpend', '=', 3), {}, 0],
    [ask('averageOrderValue', '=', 3), {}, null],
    [ask('averageOrderValue', '=', 3), { totalSpend: 101n, orderCount: 2 }, 0.51],
    [ask('createdAt', 'on', '2026-01-01'), {}, '2026-01-15T12:00:00.000Z'],
    [ask('lastOrderAt', 'null'), {}, null],
    [ask('attributes.plan', '=', 'gold'), { attributes: { plan: 'Silver' } }, 'Silver'],
    [ask('attributes.plan', '=', 'gold'), { attributes: { plan: 3 } }, null],
    [ask('attributes.birthday', 'on', '1990-01-01'), { attributes: { birthday: '1996-02-29' } }, '1996-02-29'],
    [ask('messaged', 'ever'), {}, null],
    [ask('segment', 'isIn', FROZEN), {}, false],
    [ask('segment', 'isNotIn', FROZEN), { segmentIds: new Set([FROZEN]) }, true],
    [ask('campaign', 'wasSent', DIWALI), {}, null],
  ])('shows of %j what %j has', (condition, customer, actual) => {
    expect(explained(condition, customer).actual).toEqual(actual);
  });

  it('shows what became of a message, and when the latest of any campaign was sent', () => {
    const sentAt = new Date('2026-11-01T10:00:00Z');
    const of = (outcome: 'open' | 'delivered' | 'failed', at: Date | null = sentAt) =>
      explained(ask('campaign', 'received', DIWALI), { messages: [{ campaignId: DIWALI, outcome, sentAt: at }] })
        .actual;
    expect([of('open', null), of('open'), of('delivered'), of('failed')]).toEqual([
      'open',
      'sent',
      'delivered',
      'failed',
    ]);
    const messages = [sentAt, new Date('2026-11-03T10:00:00Z'), null, new Date('2026-11-02T10:00:00Z')].map(
      (at) => ({ campaignId: VIPS, outcome: 'open', sentAt: at }) as const,
    );
    expect(explained(ask('messaged', 'notInLastDays', 1), { messages }).actual).toBe('2026-11-03T10:00:00.000Z');
  });

  it('lists the orders that counted, newest first, and counts those beyond the list', () => {
    const orders = Array.from({ length: 25 }, (_, index) =>
      anOrder({ id: `${index}`, amount: 100n, orderedAt: new Date(Date.UTC(2026, 9, index + 1)) }),
    );
    const rule = ask('orders.sum', '>=', {
      number: 10,
      where: [{ field: 'orderedAt', operator: 'after', value: '2026-10-02' }],
    });
    const cancelled = anOrder({ id: 'cancelled', status: 'CANCELLED', orderedAt: new Date('2026-10-20') });
    const { isTrue, actual, orders: counted } = explained(rule, { orders: [...orders, cancelled] });
    expect({ isTrue, actual, count: counted?.count }).toEqual({ isTrue: true, actual: 23, count: 23 });
    expect(counted?.listed.map(({ id }) => Number(id))).toEqual(Array.from({ length: 20 }, (_, index) => 24 - index));
    expect(counted?.listed[0]).toEqual({
      id: '24',
      externalId: 'order',
      status: 'PAID',
      amount: 1,
      orderedAt: '2026-10-25T00:00:00.000Z',
    });
    expect(explained(ask('orders.minimum', '<', { number: 3 })).actual).toBeNull();
    expect(explained(ask('orders.count', '=', { number: 0 }))).toMatchObject({
      actual: 0,
      orders: { count: 0, listed: [] },
    });
  });

  it('goes into the rules of a dynamic segment', () => {
    const orders = [anOrder({ orderedAt: new Date('2026-11-10T00:00:00Z') })];
    expect(explained(ask('segment', 'isNotIn', VIPS), { orders })).toMatchObject({
      isTrue: false,
      actual: true,
      description: 'is not in the segment "VIPs"',
      changesOn: '2026-12-11',
      segment: { isTrue: true, rules: [{ field: 'orders.count', actual: 1, changesOn: '2026-12-11' }] },
    });
    expect(explained(ask('segment', 'isIn', FROZEN))).not.toHaveProperty('segment');
  });

  it('says the day on which an answer will be another one', () => {
    const lastOrderAt = new Date('2026-11-20T18:30:00Z');
    const rules = all(
      ask('lastOrderAt', 'inLastDays', 1),
      ask('lastOrderAt', 'notInLastDays', 30),
      ask('city', 'null'),
      ask('messaged', 'never'),
    );
    const { rules: nodes, isTrue, changesOn } = explain(rules, { lastOrderAt });
    expect(nodes.map((node) => node.changesOn)).toEqual(['2026-11-23', '2026-12-22', null, null]);
    // The first is false from the day before the second comes true.
    expect({ isTrue, changesOn }).toEqual({ isTrue: false, changesOn: null });
    expect(explain({ ...rules, combinator: 'or', rules: rules.rules.slice(0, 2) }, { lastOrderAt })).toMatchObject({
      isTrue: true,
      changesOn: '2026-11-23',
    });
  });

  it('has an answer within a moment for a customer with thousands of orders and messages', () => {
    const instants = Array.from({ length: 5_000 }, (_, index) => new Date(CONTEXT.now.getTime() - index * 3_600_000));
    const orders = instants.map((orderedAt, index) => anOrder({ id: `${index}`, orderedAt }));
    const messages = instants.map((sentAt) => ({ campaignId: DIWALI, outcome: 'open' as const, sentAt }));
    const rules = all(
      ask('messaged', 'inLastDays', 365),
      ask('orders.count', '>', { number: 4_990, window: { lastDays: 365 } }),
      ask('orders.count', '>', {
        number: 4_990,
        where: [{ field: 'orderedAt', operator: 'anniversaryInNextDays', value: 365 }],
      }),
    );
    const spentMs = cpuTimeMsOf(() => {
      // Six of the orders are of 27 April, 24 of the 28th.
      expect(explain(rules, { orders, messages }).changesOn).toBe('2027-04-29');
    });
    expect(spentMs).toBeLessThan(5_000);
  });
});
