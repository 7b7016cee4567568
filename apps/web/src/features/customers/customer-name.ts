interface Named {
  id: string;
  name: string | null;
  email: string | null;
  externalId: string | null;
  erasedAt: string | null;
}

/** What somebody is called, by whatever is known of them. */
export function customerName({ id, name, email, externalId, erasedAt }: Named): string {
  if (erasedAt !== null) return 'Erased customer';
  return name ?? email ?? externalId ?? `Customer ${id.slice(0, 8)}`;
}
