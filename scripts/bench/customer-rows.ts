import { arrayLiteral, type CopyValue } from '@herald/platform';
import { foldText, newId, type UserInput } from '@herald/shared';

export const CUSTOMER_COLUMNS = `id, "externalId", name, "nameKey", email, "emailKey", phone, visits, tags, "tagKeys",
  attributes, "createdAt", "writtenBy", "writtenFields"`;
export const ADDRESS_COLUMNS = `"customerId", line1, line2, city, "cityKey", state, "stateKey", country, "countryKey",
  "postalCode"`;

const foldOrNull = (text: string | null | undefined) => (text ? foldText(text) : null);

/** The customer as a row of "Customer". */
export function customerRow(id: string, user: UserInput): CopyValue[] {
  const tags = user.tags ?? [];
  return [
    id,
    user.externalId ?? null,
    user.name ?? null,
    foldOrNull(user.name),
    user.email ?? null,
    foldOrNull(user.email),
    user.phone ?? null,
    user.visits ?? 0,
    arrayLiteral(tags),
    arrayLiteral(tags.map(foldText)),
    JSON.stringify(user.attributes ?? {}),
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
