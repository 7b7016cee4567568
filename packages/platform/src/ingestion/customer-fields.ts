import type { UserInput } from '@herald/shared';
import { toInstant } from '@herald/shared';

export const ADDRESS_FIELDS = ['line1', 'line2', 'city', 'state', 'country', 'postalCode'] as const;
type AddressField = (typeof ADDRESS_FIELDS)[number];

/** What an integrator can write of a customer, each with the bit that stands for it in stored rows. */
export const CUSTOMER_FIELD_BITS = {
  externalId: 1 << 0,
  email: 1 << 1,
  name: 1 << 2,
  phone: 1 << 3,
  visits: 1 << 4,
  tags: 1 << 5,
  attributes: 1 << 6,
  createdAt: 1 << 7,
  line1: 1 << 8,
  line2: 1 << 9,
  city: 1 << 10,
  state: 1 << 11,
  country: 1 << 12,
  postalCode: 1 << 13,
  unsubscribed: 1 << 14,
} as const;

export type CustomerField = keyof typeof CUSTOMER_FIELD_BITS;
export const CUSTOMER_FIELDS = Object.keys(CUSTOMER_FIELD_BITS) as CustomerField[];
export const ADDRESS_BITS = ADDRESS_FIELDS.reduce((bits, field) => bits | CUSTOMER_FIELD_BITS[field], 0);

/** The values of a customer; what was cleared or never given is null, 0, false or empty. */
export interface CustomerValues {
  externalId: string | null;
  email: string | null;
  name: string | null;
  phone: string | null;
  visits: number;
  tags: string[];
  attributes: Record<string, string | number | boolean>;
  createdAt: Date;
  line1: string | null;
  line2: string | null;
  city: string | null;
  state: string | null;
  country: string | null;
  postalCode: string | null;
  unsubscribed: boolean;
}

export function emptyCustomer(createdAt: Date): CustomerValues {
  return {
    externalId: null,
    email: null,
    name: null,
    phone: null,
    visits: 0,
    tags: [],
    attributes: {},
    createdAt,
    line1: null,
    line2: null,
    city: null,
    state: null,
    country: null,
    postalCode: null,
    unsubscribed: false,
  };
}

/**
 * The fields that a row gives: an absent one is missing here, `null` clears. An address
 * of `null` clears all of its fields.
 *
 * @param zone what a calendar date without a time is read in.
 */
export function givenFields(user: UserInput, zone: string): Partial<CustomerValues> {
  const given: Partial<CustomerValues> = {};
  for (const field of ['externalId', 'email', 'name', 'phone'] as const) {
    const value = user[field];
    if (value !== undefined) given[field] = value;
  }
  if (user.visits !== undefined) given.visits = user.visits ?? 0;
  if (user.tags !== undefined) given.tags = user.tags ?? [];
  if (user.attributes !== undefined) given.attributes = user.attributes ?? {};
  if (user.unsubscribed !== undefined) given.unsubscribed = user.unsubscribed ?? false;
  if (user.createdAt !== undefined) given.createdAt = toInstant(user.createdAt, zone);
  if (user.address !== undefined) Object.assign(given, givenAddress(user.address));
  return given;
}

function givenAddress(address: UserInput['address']): Partial<Record<AddressField, string | null>> {
  const given: Partial<Record<AddressField, string | null>> = {};
  for (const field of ADDRESS_FIELDS) {
    const value = address === null ? null : address?.[field];
    if (value !== undefined) given[field] = value;
  }
  return given;
}

export function bitsOf(given: Partial<CustomerValues>): number {
  return CUSTOMER_FIELDS.reduce(
    (bits, field) => (given[field] === undefined ? bits : bits | CUSTOMER_FIELD_BITS[field]),
    0,
  );
}

/** Sets those of the given fields whose bit is in `applied`. */
export function setFields(values: CustomerValues, given: Partial<CustomerValues>, applied: number): void {
  for (const field of CUSTOMER_FIELDS) {
    if ((applied & CUSTOMER_FIELD_BITS[field]) !== 0) setField(values, field, given[field]);
  }
}

function setField<F extends keyof CustomerValues>(
  values: CustomerValues,
  field: F,
  value: CustomerValues[F] | undefined,
) {
  if (value !== undefined) values[field] = value;
}
