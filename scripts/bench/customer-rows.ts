import { arrayLiteral, type AttributeTypes, type CopyValue, readAttributes } from '@herald/platform';
import { foldText, newId, type UserInput } from '@herald/shared';

export const CUSTOMER_COLUMNS = `id, "externalId", name, "nameKey", email, "emailKey", phone, "phoneKey", visits,
  tags, "tagKeys", attributes, "attributeKeys", "misfitAttributes", "createdAt", "writtenBy", "writtenFields"`;
export const ADDRESS_COLUMNS = `"customerId", line1, line2, city, "cityKey", state, "stateKey", country, "countryKey",
  "postalCode", "postalCodeKey"`;

/** Of the generated dataset. */
export const ATTRIBUTE_TYPES: AttributeTypes = new Map([
  ['birthday', 'date'],
  ['channel', 'text'],
  ['language', 'text'],
  ['loyaltyPoints', 'number'],
  ['whatsapp', 'boolean'],
]);

const foldOrNull = (text: string | null | undefined) => (text ? foldText(text) : null);

/** The customer as a row of "Customer". */
export function customerRow(id: string, user: UserInput): CopyValue[] {
  const tags = user.tags ?? [];
  const attributes = user.attributes ?? {};
  const { keys, misfits } = readAttributes(attributes, ATTRIBUTE_TYPES);
  return [
    id,
    user.externalId ?? null,
    user.name ?? null,
    foldOrNull(user.name),
    user.email ?? null,
    foldOrNull(user.email),
    user.phone ?? null,
    foldOrNull(user.phone),
    user.visits ?? 0,
    arrayLiteral(tags),
    arrayLiteral(tags.map(foldText)),
    JSON.stringify(attributes),
    JSON.stringify(keys),
    arrayLiteral(misfits),
    user.createdAt ?? new Date().toISOString(),
    newId(),
    1,
  ];
}

/** The customer's address as a row of "Address"; undefined for one without. */
export function addressRow(id: string, { address }: UserInput): CopyValue[] | undefined {
  if (!address) return undefined;
  const { line1, line2, city, state, country, postalCode } = address;
  return [
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
    foldOrNull(postalCode),
  ];
}

/** A row for each customer that has one. */
export function* rowsOf(
  users: readonly UserInput[],
  ids: readonly string[],
  makeRow: (id: string, user: UserInput) => CopyValue[] | undefined,
): Generator<CopyValue[]> {
  for (const [index, user] of users.entries()) {
    const row = makeRow(ids[index] ?? '', user);
    if (row) yield row;
  }
}
