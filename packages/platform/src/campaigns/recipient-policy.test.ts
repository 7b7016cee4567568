import { describe, expect, it } from '@jest/globals';
import { newId } from '@herald/shared';

import { exclusionOf, isHeldOut } from './recipient-policy.ts';
import type { Recipient } from '../repositories/recipient.repository.ts';

const person = (change: Partial<Recipient>) =>
  ({ id: newId(), email: 'a@b.c', phone: '1', isErased: false, unsubscribed: false, ...change }) as Recipient;

describe('exclusionOf', () => {
  it.each([
    [{}, 'email', null],
    [{ email: null }, 'email', 'NO_EMAIL'],
    [{ phone: null }, 'email', null],
    [{ phone: null }, 'phone', 'NO_PHONE'],
    [{ email: null, phone: null }, null, null],
    [{ unsubscribed: true, email: null }, 'email', 'UNSUBSCRIBED'],
    [{ unsubscribed: true }, null, 'UNSUBSCRIBED'],
    [{ isErased: true, unsubscribed: true, email: null }, 'email', 'ERASED'],
    [{ isErased: true }, null, 'ERASED'],
  ] as const)('of %j who is reached by %s is %s', (change, reachBy, expected) => {
    expect(exclusionOf(person(change), { reachBy })).toBe(expected);
  });
});

describe('isHeldOut', () => {
  const customers = Array.from({ length: 5_000 }, () => newId());
  const heldOut = (campaign: { id: string; holdoutPercent: number }) =>
    customers.filter((id) => isHeldOut(id, campaign)).length;

  it('holds out about as many as wanted, and nobody at 0', () => {
    const id = newId();
    expect(heldOut({ id, holdoutPercent: 0 })).toBe(0);
    // Five standard deviations.
    expect(Math.abs(heldOut({ id, holdoutPercent: 10 }) - 500)).toBeLessThan(106);
  });

  it('holds out others in another campaign', () => {
    const [one, other] = [newId(), newId()].map((id) => ({ id, holdoutPercent: 50 })) as [
      { id: string; holdoutPercent: number },
      { id: string; holdoutPercent: number },
    ];
    const same = customers.filter((id) => isHeldOut(id, one) === isHeldOut(id, other)).length;
    expect(same).toBeGreaterThan(2_000);
    expect(same).toBeLessThan(3_000);
  });
});
