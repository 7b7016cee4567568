import { describe, expect, it } from '@jest/globals';
import type { OrderInput } from '@herald/shared';

import { planOrderWrites, totalsChanges } from './order-plan.ts';
import type { KnownOrder, OrderPlan } from './order-plan.ts';

const OLD = '0198c0de-0000-7000-8000-000000000001';
const NOW = '0198c0de-0000-7000-8000-000000000002';
const NEWER = '0198c0de-0000-7000-8000-000000000003';
const ALL_FIELDS = 0b11111;

const CUSTOMERS = {
  byId: new Set(['id-asha', 'id-bela']),
  byExternalId: new Map([
    ['a', 'id-asha'],
    ['b', 'id-bela'],
  ]),
  byEmailKey: new Map([['asha@example.com', 'id-asha']]),
};

const at = (time: string) => new Date(`2026-11-22T${time}:00Z`);

function order(change: Partial<OrderInput> = {}): OrderInput {
  return { externalId: 'o-1', customerExternalId: 'a', amount: 10, orderedAt: '2026-11-22T10:00:00Z', ...change };
}

function known(change: Partial<KnownOrder> = {}): KnownOrder {
  return {
    id: 'id-o-1',
    externalId: 'o-1',
    customerId: 'id-asha',
    status: 'PAID',
    amount: 1_000n,
    orderedAt: at('10:00'),
    writtenBy: OLD,
    writtenFields: ALL_FIELDS,
    olderWrites: null,
    ...change,
  };
}

function plan(rows: OrderInput[], orders: KnownOrder[] = [], isLastTry = false): OrderPlan {
  return planOrderWrites(
    rows.map((row, index) => [index, row]),
    orders,
    CUSTOMERS,
    { chunkId: NOW, zone: 'Asia/Kolkata', isLastTry },
  );
}

const afterOf = (planned: OrderPlan) => planned.writes.map(({ after }) => after);

describe('planOrderWrites', () => {
  it('takes a new order without a status for completed', () => {
    const planned = plan([order({ orderedAt: '2026-11-22' })]);
    const after = {
      customerId: 'id-asha',
      status: 'COMPLETED',
      amount: 1_000n,
      orderedAt: new Date('2026-11-21T18:30:00Z'),
    };
    expect(afterOf(planned)).toEqual([after]);
    expect(planned.writes[0]?.before).toBeUndefined();
  });

  it.each<[string, Partial<OrderInput>]>([
    ['id, whatever its letter case', { customerExternalId: undefined, customerId: 'ID-ASHA' }],
    ['externalId', {}],
    ['email, whatever its letter case', { customerExternalId: undefined, customerEmail: 'Asha@EXAMPLE.com' }],
  ])('finds the customer by %s', (_name, reference) => {
    expect(afterOf(plan([order(reference)]))[0]?.customerId).toBe('id-asha');
  });

  it('lets the last row of an order win, and leaves alone what it does not give', () => {
    const planned = plan([
      order({ status: 'PAID', items: [{ name: 'Tea', quantity: 1, price: 10 }] }),
      order({ amount: 12, customerExternalId: 'b' }),
    ]);
    expect(planned.writes).toHaveLength(1);
    expect(planned.writes[0]).toMatchObject({
      after: { customerId: 'id-bela', status: 'PAID', amount: 1_200n },
      items: [{ name: 'Tea' }],
    });
    expect(planned.stored).toBe(2);
  });

  it('lets rows wait whose customer is not there, and counts them neither as stored nor as lost', () => {
    const row = order({ externalId: 'o-2', customerExternalId: 'z' });
    expect(plan([order(), row])).toMatchObject({ stored: 1, waiting: [[1, row]] });
  });

  it('holds back the later rows of an order that waits, until the last try', () => {
    const rows = [order({ customerExternalId: 'z' }), order({ amount: 20 }), order({ externalId: 'o-2' })];
    expect(plan(rows)).toMatchObject({
      stored: 1,
      waiting: [
        [0, rows[0]],
        [1, rows[1]],
      ],
    });
    const last = plan(rows, [], true);
    expect(last).toMatchObject({ stored: 2, waiting: [[0, rows[0]]] });
    expect(afterOf(last)).toMatchObject([{ amount: 2_000n }, { amount: 1_000n }]);
  });

  it('leaves alone what a newer batch wrote', () => {
    const newer = known({ writtenBy: NEWER, writtenFields: ALL_FIELDS & ~2, olderWrites: [[OLD, 2]] });
    const [after] = afterOf(plan([order({ amount: 99, status: 'REFUNDED', customerExternalId: 'b' })], [newer]));
    expect(after).toEqual({ customerId: 'id-asha', status: 'REFUNDED', amount: 1_000n, orderedAt: at('10:00') });
  });
});

describe('totalsChanges', () => {
  const none = { totalSpend: 0n, orderCount: 0, firstOrderAt: null, lastOrderAt: null, lostAnOrder: false };
  const changesOf = (row: OrderInput, before?: KnownOrder) => totalsChanges(plan([row], before && [before]).writes);

  it('adds a new order', () => {
    expect(changesOf(order())).toEqual([
      {
        customerId: 'id-asha',
        totalSpend: 1_000n,
        orderCount: 1,
        firstOrderAt: at('10:00'),
        lastOrderAt: at('10:00'),
        lostAnOrder: false,
      },
    ]);
  });

  it.each(['PENDING', 'CANCELLED', 'REFUNDED'] as const)('passes over a new order that is %s', (status) => {
    expect(changesOf(order({ status }))).toEqual([]);
  });

  it('does not move when the same order comes again', () => {
    expect(changesOf(order({ status: 'PAID' }), known())).toEqual([
      { ...none, customerId: 'id-asha', firstOrderAt: at('10:00'), lastOrderAt: at('10:00') },
    ]);
  });

  it('moves by the difference when the amount changed', () => {
    expect(changesOf(order({ amount: 7.5 }), known())).toMatchObject([
      { totalSpend: -250n, orderCount: 0, lostAnOrder: false },
    ]);
  });

  it('takes away an order that no longer counts, and looks for first and last again', () => {
    expect(changesOf(order({ status: 'REFUNDED' }), known())).toEqual([
      { ...none, customerId: 'id-asha', totalSpend: -1_000n, orderCount: -1, lostAnOrder: true },
    ]);
  });

  it('looks for first and last again when the date changed', () => {
    expect(changesOf(order({ orderedAt: '2026-11-22T12:00:00Z' }), known())).toMatchObject([
      { totalSpend: 0n, orderCount: 0, lastOrderAt: at('12:00'), lostAnOrder: true },
    ]);
  });

  it('moves an order from one customer to another, sorted by customer', () => {
    expect(changesOf(order({ customerExternalId: 'a' }), known({ customerId: 'id-bela' }))).toEqual([
      {
        customerId: 'id-asha',
        totalSpend: 1_000n,
        orderCount: 1,
        firstOrderAt: at('10:00'),
        lastOrderAt: at('10:00'),
        lostAnOrder: false,
      },
      { ...none, customerId: 'id-bela', totalSpend: -1_000n, orderCount: -1, lostAnOrder: true },
    ]);
  });

  it('adds up several orders of one customer', () => {
    const rows = [order(), order({ externalId: 'o-2', amount: 5, orderedAt: '2026-11-22T09:00:00Z' })];
    expect(totalsChanges(plan(rows).writes)).toEqual([
      {
        customerId: 'id-asha',
        totalSpend: 1_500n,
        orderCount: 2,
        firstOrderAt: at('09:00'),
        lastOrderAt: at('10:00'),
        lostAnOrder: false,
      },
    ]);
  });
});
