/** What somebody is called, by whatever is known of them. */
export function nameOf({ name, email, id }: { name: string | null; email: string | null; id: string }): string {
  return name ?? email ?? `Customer ${id.slice(0, 8)}`;
}
