import { createHmac, type KeyObject } from 'node:crypto';

import { foldText } from '@herald/shared';

/** What says who a customer is, in the form in which identity is compared. */
export interface Identity {
  kind: 'id' | 'externalId' | 'email';
  value: string;
}

/** The identities that a row of a batch names, be it a customer or an order. */
export interface NamingRow {
  id?: string | null | undefined;
  externalId?: string | null | undefined;
  email?: string | null | undefined;
}

/** What of a customer, or of an order's customer, is given. */
export function identitiesIn({ id, externalId, email }: NamingRow): Identity[] {
  const identities: Identity[] = [];
  if (id) identities.push({ kind: 'id', value: id.toLowerCase() });
  if (externalId) identities.push({ kind: 'externalId', value: externalId });
  if (email) identities.push({ kind: 'email', value: foldText(email) });
  return identities;
}

/** An order's own `externalId` is no identity of a customer. */
export interface OrderNaming {
  customerId?: string | undefined;
  customerExternalId?: string | undefined;
  customerEmail?: string | undefined;
}

export function identitiesInOrder({ customerId, customerExternalId, customerEmail }: OrderNaming): Identity[] {
  return identitiesIn({ id: customerId, externalId: customerExternalId, email: customerEmail });
}

/** Two identities are the same when these are. */
export function identityKey({ kind, value }: Identity): string {
  return `${kind}:${value}`;
}

/** HMAC-SHA256 in hexadecimal: who does not have the key cannot try addresses out. */
export function hashIdentity(tombstoneKey: KeyObject, identity: Identity): string {
  return createHmac('sha256', tombstoneKey).update(identityKey(identity)).digest('hex');
}

/** @param keys `identityKey` of identities. */
export function namesAny(identities: Identity[], keys: ReadonlySet<string>): boolean {
  return identities.some((identity) => keys.has(identityKey(identity)));
}
