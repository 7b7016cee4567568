import { describe, expect, it } from '@jest/globals';

import { anOrder, NOBODY } from '../testing/rule-subjects.ts';
import { evaluateCondition } from './evaluate.ts';
import type { RuleOrder } from './order-subject.ts';
import type { RuleContext } from './resolve.ts';
import type { Condition, ConditionValue } from './schema.ts';

/** 22 November, half past one in the morning, in Kolkata; in UTC still the 21st. */
const CONTEXT: RuleContext = { now: new Date('2026-11-21T20:00:00Z'), timeZone: 'Asia/Kolkata' };

type Row = [Condition['field'], Condition['operator'], ConditionValue, boolean];

function expectRows(orders: RuleOrder[], rows: Row[]): void {
  for (const [field, operator, value, expected] of rows) {
    const answer = evaluateCondition({ field, operator, value }, { ...NOBODY, orders }, CONTEXT);
    expect([field, operator, value, answer]).toEqual([field, operator, value, expected]);
  }
}

const MUG = { sku: 'MUG-1', name: 'Blue mug', category: 'Kitchen' };
const PEN = { sku: null, name: 'Pen', category: null };

describe('measures of orders', () => {
  it('are 0 without a matching order where they count and add up, and missing otherwise', () => {
    for (const orders of [[], [anOrder({ status: 'CANCELLED', amount: 500n })]]) {
      expectRows(orders, [
        ['orders.count', '=', { number: 0 }, true],
        ['orders.count', '<', { number: 1 }, true],
        ['orders.count', '!=', { number: 0 }, false],
        ['orders.sum', '=', { number: 0 }, true],
        ['orders.sum', 'between', { number: [0, 5] }, true],
        ['orders.average', '<=', { number: 0 }, false],
        ['orders.average', '!=', { number: 0 }, true],
        ['orders.minimum', '>=', { number: 0 }, false],
        ['orders.maximum', '!=', { number: 3 }, true],
      ]);
    }
  });

  it('are exact', () => {
    const orders = [10n, 10n, 80n].map((amount) => anOrder({ amount }));
    expectRows(orders, [
      ['orders.count', '=', { number: 3 }, true],
      ['orders.sum', '=', { number: 1 }, true],
      ['orders.sum', '>', { number: 1 }, false],
      // The average is a third of a unit, 0.33 and a bit.
      ['orders.average', '=', { number: 0.33 }, false],
      ['orders.average', '>', { number: 0.33 }, true],
      ['orders.average', '<', { number: 0.34 }, true],
      ['orders.minimum', '=', { number: 0.1 }, true],
      ['orders.maximum', '=', { number: 0.8 }, true],
      ['orders.maximum', 'between', { number: [0.8, 0.8] }, true],
    ]);
  });
});

describe('which orders count', () => {
  it('those with a status that counts, unless the rule asks for a status itself', () => {
    const orders = [anOrder({}), anOrder({ status: 'PENDING' }), anOrder({ status: 'REFUNDED' })];
    const where = (operator: string, value: ConditionValue) =>
      ({ number: 1, where: [{ field: 'status', operator, value }] }) as ConditionValue;
    expectRows(orders, [
      ['orders.count', '=', { number: 1 }, true],
      ['orders.count', '=', where('=', 'REFUNDED'), true],
      ['orders.count', '>', where('in', ['PENDING', 'REFUNDED']), true],
      ['orders.count', '>', where('!=', 'PAID'), true],
      ['orders.count', '=', where('notIn', ['PENDING', 'REFUNDED']), true],
    ]);
  });

  it('those within the window, in days of the time zone', () => {
    const at = (instant: string) => [anOrder({ orderedAt: new Date(instant) })];
    const lastDay = { number: 1, window: { lastDays: 1 } };
    expectRows(at('2026-11-20T18:30:00.000Z'), [['orders.count', '=', lastDay, true]]);
    expectRows(at('2026-11-20T18:29:59.999Z'), [['orders.count', '=', lastDay, false]]);
    expectRows(at('2026-11-22T18:29:59.999Z'), [['orders.count', '=', lastDay, true]]);
    expectRows(at('2026-11-22T18:30:00.000Z'), [['orders.count', '=', lastDay, false]]);
    const november: ConditionValue = { number: 1, window: { between: ['2026-11-01', '2026-11-20'] } };
    expectRows(at('2026-11-20T18:29:59.999Z'), [['orders.count', '=', november, true]]);
    expectRows(at('2026-11-20T18:30:00.000Z'), [['orders.count', '=', november, false]]);
    expectRows(at('2026-10-31T18:30:00.000Z'), [['orders.count', '=', november, true]]);
    expectRows(at('2026-10-31T18:29:59.999Z'), [['orders.count', '=', november, false]]);
  });

  it.each<[string, string, ConditionValue | undefined, Record<'mug' | 'both' | 'nothing', boolean>]>([
    ['sku', '=', 'mug-1', { mug: true, both: true, nothing: false }],
    ['sku', '!=', 'mug-1', { mug: false, both: false, nothing: true }],
    ['sku', 'null', undefined, { mug: false, both: false, nothing: true }],
    ['sku', 'notNull', undefined, { mug: true, both: true, nothing: false }],
    ['product', 'contains', 'PEN', { mug: false, both: true, nothing: false }],
    ['product', 'doesNotContain', 'PEN', { mug: true, both: false, nothing: true }],
    ['category', 'in', ['kitchen', 'office'], { mug: true, both: true, nothing: false }],
    ['category', 'notIn', ['office'], { mug: true, both: true, nothing: true }],
    ['amount', '>=', 2.5, { mug: true, both: true, nothing: true }],
    ['amount', '!=', 2.5, { mug: false, both: false, nothing: false }],
    ['orderedAt', 'before', '2026-11-02', { mug: true, both: true, nothing: true }],
    ['orderedAt', 'onDayOfYear', '11-01', { mug: true, both: true, nothing: true }],
  ])('those with an item, or with none, of which it is said: %s %s %j', (field, operator, value, expected) => {
    const items = { mug: [MUG], both: [MUG, PEN], nothing: [] };
    const counts = Object.entries(items).map(([name, ofOrder]) => {
      const where = [{ field, operator, ...(value === undefined ? {} : { value }) }];
      const rule = { field: 'orders.count', operator: '=', value: { number: 1, where } } as Condition;
      return [
        name,
        evaluateCondition(rule, { ...NOBODY, orders: [anOrder({ amount: 250n, items: ofOrder })] }, CONTEXT),
      ];
    });
    expect(Object.fromEntries(counts)).toEqual(expected);
  });

  it('those of which everything that is asked is true', () => {
    const orders = [
      anOrder({ amount: 100n, items: [MUG] }),
      anOrder({ amount: 900n, items: [PEN] }),
      anOrder({ amount: 900n, items: [MUG], status: 'CANCELLED' }),
    ];
    const where: ConditionValue = {
      number: 1,
      where: [
        { field: 'category', operator: '=', value: 'kitchen' },
        { field: 'amount', operator: '<', value: 5 },
      ],
    };
    expectRows(orders, [
      ['orders.count', '=', where, true],
      ['orders.maximum', '=', where, true],
    ]);
  });
});
