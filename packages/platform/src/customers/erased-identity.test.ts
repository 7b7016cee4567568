import { createSecretKey } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';

import { hashIdentity, identitiesIn, identitiesInOrder } from './erased-identity.ts';

const ID = '0198C0DE-0000-7000-8000-00000000000A';

describe('identitiesIn', () => {
  it('has each in the form in which it is compared', () => {
    expect(identitiesIn({ id: ID, externalId: 'Ab', email: 'A@B.Com' })).toEqual([
      { kind: 'id', value: ID.toLowerCase() },
      { kind: 'externalId', value: 'Ab' },
      { kind: 'email', value: 'a@b.com' },
    ]);
  });

  it('has nothing of what is not given', () => {
    expect(identitiesIn({ externalId: null, email: null })).toEqual([]);
  });

  it('takes the id of an order for no customer', () => {
    const order = { externalId: 'order', customerExternalId: 'customer' };
    expect(identitiesInOrder(order)).toEqual([{ kind: 'externalId', value: 'customer' }]);
  });
});

describe('hashIdentity', () => {
  const hash = (key: string, kind: 'externalId' | 'email') =>
    hashIdentity(createSecretKey(key, 'utf8'), { kind, value: 'a@b.com' });

  it('is another one for another key, and for the same text of another kind', () => {
    expect(new Set([hash('k', 'email'), hash('l', 'email'), hash('k', 'externalId')]).size).toBe(3);
    expect(hash('k', 'email')).toMatch(/^[0-9a-f]{64}$/);
  });
});
