import { foldText, newId, type UserInput } from '@herald/shared';

import { copyLine, textArray } from './copy-text.ts';

export const CUSTOMER_COLUMNS = [
  'id',
  'externalId',
  'name',
  'nameKey',
  'email',
  'emailKey',
  'phone',
  'visits',
  'tags',
  'tagKeys',
  'attributes',
  'createdAt',
  'writtenBy',
  'writtenFields',
];
export const ADDRESS_COLUMNS = [
  'customerId',
  'line1',
  'line2',
  'city',
  'cityKey',
  'state',
  'stateKey',
  'country',
  'countryKey',
  'postalCode',
];

const foldOrNull = (text: string | null | undefined) => (text ? foldText(text) : null);

/** The customer as a row of "Customer". */
export function customerLine(id: string, user: UserInput): string {
  const tags = user.tags ?? [];
  return copyLine([
    id,
    user.externalId ?? null,
    user.name ?? null,
    foldOrNull(user.name),
    user.email ?? null,
    foldOrNull(user.email),
    user.phone ?? null,
    user.visits ?? 0,
    textArray(tags),
    textArray(tags.map(foldText)),
    JSON.stringify(user.attributes ?? {}),
    user.createdAt ?? new Date().toISOString(),
    newId(),
    1,
  ]);
}

/** The customer's address as a row of "Address"; nothing for one without. */
export function addressLine(id: string, { address }: UserInput): string {
  if (!address) return '';
  const { line1, line2, city, state, country, postalCode } = address;
  return copyLine([
    id,
    line1 ?? null,
    line2 ?? null,
    city ?? null,
    foldOrNull(city),
    state ?? null,
    foldOrNull(state),
    country ?? null,
    foldOrNull(country),
    postalCode ?? null,
  ]);
}
