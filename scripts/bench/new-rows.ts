import type { UserInput } from '@herald/shared';

/** Customers whom no shop of the dataset has. */
export function* renumbered(users: Iterable<UserInput>): Generator<UserInput> {
  for (const user of users) {
    yield {
      ...user,
      externalId: `new-${user.externalId}`,
      ...(user.email ? { email: `new.${user.email}` } : {}),
    };
  }
}

/** The next so many. */
export function take<T>(things: Generator<T>, count: number): T[] {
  return Array.from({ length: count }, () => {
    const next = things.next();
    if (next.done) throw new Error('the bench has too few rows');
    return next.value;
  });
}
