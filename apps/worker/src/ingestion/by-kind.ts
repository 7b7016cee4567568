import type { Identity } from '@herald/platform';

/** Identities as the statements take them that look customers up. */
export function byKind(identities: Identity[]) {
  const of = (kind: Identity['kind']) =>
    identities.filter((identity) => identity.kind === kind).map(({ value }) => value);
  return { ids: of('id'), externalIds: of('externalId'), emailKeys: of('email') };
}
