import { describe, expect, it } from '@jest/globals';
import type { UserInput } from '@herald/shared';
import { CUSTOMER_FIELD_BITS } from '@herald/platform';
import type { KnownCustomer } from '@herald/platform';

import { planCustomerWrites } from './customer-plan.ts';
import type { CustomerPlan } from './customer-plan.ts';

const OLD = '0198c0de-0000-7000-8000-000000000001';
const NOW = '0198c0de-0000-7000-8000-000000000002';
const NEWER = '0198c0de-0000-7000-8000-000000000003';
const CONTEXT = { chunkId: NOW, acceptedAt: new Date('2026-11-22T10:00:00Z'), zone: 'Asia/Kolkata' };
const BITS = CUSTOMER_FIELD_BITS;

function known(id: string, identity: Partial<KnownCustomer> = {}): KnownCustomer {
  const writtenFields = BITS.externalId | BITS.email | BITS.name | BITS.city;
  return { id, externalId: null, email: null, writtenBy: OLD, writtenFields, olderWrites: null, ...identity };
}

function plan(rows: UserInput[], customers: KnownCustomer[] = []): CustomerPlan {
  return planCustomerWrites(
    rows.map((row, index) => [index, row]),
    customers,
    CONTEXT,
  );
}

/** What each write does: who, and the fields that it writes. */
function changes({ writes }: CustomerPlan) {
  return writes.map(({ id, isNew, values, changed }) => ({
    ...(isNew ? {} : { id }),
    ...Object.fromEntries(Object.entries(values).filter(([field]) => changed & BITS[field as keyof typeof BITS])),
  }));
}

describe('several rows of one customer', () => {
  it('become one write in which the last row wins, field by field', () => {
    const planned = plan([
      { externalId: 'a', name: 'Asha', visits: 1, address: { city: 'Pune', state: 'MH' } },
      { externalId: 'a', visits: 2, address: { city: 'Delhi' } },
    ]);
    expect(changes(planned)).toEqual([{ externalId: 'a', name: 'Asha', visits: 2, city: 'Delhi', state: 'MH' }]);
    expect(planned.stored).toBe(2);
  });

  it('are found by what an earlier row linked', () => {
    const planned = plan([
      { externalId: 'a', name: 'Asha' },
      { externalId: 'a', email: 'asha@example.com' },
      { email: 'ASHA@example.com', visits: 3 },
    ]);
    expect(changes(planned)).toEqual([{ externalId: 'a', email: 'ASHA@example.com', name: 'Asha', visits: 3 }]);
  });

  it('are two customers once the first gave up the email that the second takes', () => {
    const planned = plan([
      { externalId: 'a', email: 'x@example.com' },
      { externalId: 'a', email: null },
      { externalId: 'b', email: 'x@example.com' },
    ]);
    expect(changes(planned)).toEqual([
      { externalId: 'a', email: null },
      { externalId: 'b', email: 'x@example.com' },
    ]);
  });
});

describe('identity', () => {
  const ASHA = known('id-asha', { externalId: 'a', email: 'asha@example.com' });
  const BELA = known('id-bela', { externalId: 'b', email: 'bela@example.com' });

  it.each<[string, UserInput]>([
    ['id, whatever its letter case', { id: 'ID-ASHA', visits: 1 }],
    ['externalId', { externalId: 'a', visits: 1 }],
    ['email, whatever its letter case', { email: 'ASHA@Example.com', visits: 1 }],
  ])('is found by %s', (_name, row) => {
    expect(plan([row], [ASHA]).writes.map(({ id, isNew }) => ({ id, isNew }))).toEqual([
      { id: 'id-asha', isNew: false },
    ]);
  });

  it('tells external ids apart by letter case', () => {
    expect(plan([{ externalId: 'A' }], [ASHA]).writes[0]?.isNew).toBe(true);
  });

  it.each<[UserInput, string]>([
    [
      { externalId: 'a', email: 'bela@example.com' },
      'conflicting identity: externalId and email belong to different customers',
    ],
    [{ id: 'id-asha', externalId: 'b' }, 'conflicting identity: id and externalId belong to different customers'],
    [{ id: 'id-asha', email: 'bela@example.com' }, 'conflicting identity: id and email belong to different customers'],
    [{ id: 'id-nobody', name: 'x' }, 'no customer has this id'],
  ])('of %j is refused with the reason', (row, reason) => {
    const planned = plan([{ externalId: 'c' }, row], [ASHA, BELA]);
    expect(planned.rejected).toEqual([{ index: 1, row, reason }]);
    expect(planned.stored).toBe(1);
    expect(changes(planned)).toEqual([{ externalId: 'c' }]);
  });

  it('can be swapped in one batch, by way of nobody', () => {
    const planned = plan(
      [
        { externalId: 'a', email: null },
        { externalId: 'b', email: 'asha@example.com' },
        { externalId: 'a', email: 'bela@example.com' },
      ],
      [ASHA, BELA],
    );
    expect(planned.rejected).toEqual([]);
    expect(
      planned.writes.map(({ id, values, changesIdentity }) => ({ id, email: values.email, changesIdentity })),
    ).toEqual([
      { id: 'id-asha', email: 'bela@example.com', changesIdentity: true },
      { id: 'id-bela', email: 'asha@example.com', changesIdentity: true },
    ]);
  });

  it('keeps the written form of an email but sees no change in its letter case', () => {
    const [write] = plan([{ externalId: 'a', email: 'Asha@Example.com' }], [ASHA]).writes;
    expect(write).toMatchObject({ values: { email: 'Asha@Example.com' }, changesIdentity: false });
  });
});

describe('fields', () => {
  it('that are null are cleared, those that are absent are left alone', () => {
    const cleared = {
      name: null,
      phone: null,
      visits: null,
      tags: null,
      attributes: null,
      unsubscribed: null,
    } as const;
    expect(changes(plan([{ id: 'id-asha', ...cleared }], [known('id-asha')]))).toEqual([
      { id: 'id-asha', name: null, phone: null, visits: 0, tags: [], attributes: {}, unsubscribed: false },
    ]);
  });

  it('of an address are cleared one by one, or all at once by null', () => {
    expect(changes(plan([{ id: 'id-asha', address: { city: null } }], [known('id-asha')]))).toEqual([
      { id: 'id-asha', city: null },
    ]);
    const nothing = { line1: null, line2: null, city: null, state: null, country: null, postalCode: null };
    expect(changes(plan([{ id: 'id-asha', address: null }], [known('id-asha')]))).toEqual([
      { id: 'id-asha', ...nothing },
    ]);
  });

  it('that a newer batch wrote are left alone by an older one', () => {
    const newer = known('id-asha', { writtenBy: NEWER, writtenFields: BITS.name, olderWrites: [[OLD, BITS.visits]] });
    const planned = plan([{ id: 'id-asha', name: 'Asha', visits: 5 }], [newer]);
    expect(changes(planned)).toEqual([{ id: 'id-asha', visits: 5 }]);
    expect(planned.writes[0]?.history).toEqual([
      [NEWER, BITS.name],
      [NOW, BITS.visits],
    ]);
  });

  it.each([true, false, null])(
    'unsubscribed stays what a newer batch wrote when an older one says %j',
    (unsubscribed) => {
      const newer = known('id-asha', { writtenBy: NEWER, writtenFields: BITS.unsubscribed });
      expect(changes(plan([{ id: 'id-asha', name: 'Asha', unsubscribed }], [newer]))).toEqual([
        { id: 'id-asha', name: 'Asha' },
      ]);
    },
  );

  it('unsubscribed is false until it is given', () => {
    const [absent, said] = plan([{ externalId: 'a' }, { externalId: 'b', unsubscribed: true }]).writes;
    expect([absent?.values.unsubscribed, said?.values.unsubscribed]).toEqual([false, true]);
  });

  it('make no write when a newer batch wrote all of them, and the row counts as stored', () => {
    const newer = known('id-asha', { writtenBy: NEWER, writtenFields: BITS.name });
    const planned = plan([{ id: 'id-asha', name: 'Asha' }], [newer]);
    expect(planned).toMatchObject({ writes: [], stored: 1, rejected: [] });
  });

  it('custom attributes offer the type of the first value of each key', () => {
    const types = ({ firstTypes }: CustomerPlan) => Object.fromEntries(firstTypes);
    const rows: UserInput[] = [
      { externalId: 'a', attributes: { plan: 'gold', since: '2026-01-01' } },
      { externalId: 'b', attributes: { plan: 3, points: 1.5 } },
      { externalId: 'a', attributes: { vip: true, plan: 4 } },
      { externalId: 'b', attributes: null },
    ];
    // Also those that a later row of the batch replaces, as if the rows had been written one after the other.
    expect(types(plan(rows))).toEqual({ plan: 'text', since: 'date', points: 'number', vip: 'boolean' });
  });

  it('custom attributes offer no type when they are not written', () => {
    const newer = known('id-asha', { writtenBy: NEWER, writtenFields: BITS.attributes });
    const nobody = { id: 'id-nobody', attributes: { plan: 'gold' } };
    expect(plan([{ id: 'id-asha', attributes: { points: 3 } }, nobody], [newer]).firstTypes.size).toBe(0);
  });

  it('createdAt of a new customer is when the batch was accepted, or the midnight of the date given', () => {
    const [first, second] = plan([{ externalId: 'a' }, { externalId: 'b', createdAt: '2026-01-01' }]).writes;
    expect(first?.values.createdAt).toEqual(CONTEXT.acceptedAt);
    expect(second?.values.createdAt).toEqual(new Date('2025-12-31T18:30:00Z'));
  });
});
