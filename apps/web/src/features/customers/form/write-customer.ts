import { newId } from '@herald/shared';
import type { CustomerOutput, UserInput } from '@herald/shared';

import { listCustomers } from '../../../api/customers.ts';
import { getIngestion, ingestUsers } from '../../../api/ingestions.ts';

/** `rejected` with the reason that the worker gave. `open`: the worker has not come to it in time. */
export type Written =
  { state: 'stored' } | { state: 'rejected'; reason: string } | { state: 'open'; ingestionId: string };

const POLL_MS = 250;
const SLOW_POLL_MS = 3_000;

/** How long somebody looks at a form that is being written. */
export const PATIENCE_MS = 8_000;
/** How long it is asked after in the background. */
export const LONG_PATIENCE_MS = 10 * 60_000;

/** Sends one customer and waits until the worker has written it. @throws {ApiError} when it was not taken at all */
export async function writeCustomer(user: UserInput): Promise<Written> {
  const { ingestionId } = await ingestUsers({ body: [user] }, { idempotencyKey: newId() });
  return awaitWritten(ingestionId, PATIENCE_MS, POLL_MS);
}

/** Goes on to wait for what was `open`. */
export function awaitWrittenLater(ingestionId: string): Promise<Written> {
  return awaitWritten(ingestionId, LONG_PATIENCE_MS, SLOW_POLL_MS);
}

async function awaitWritten(ingestionId: string, patienceMs: number, pollMs: number): Promise<Written> {
  for (let waited = 0; ; waited += pollMs) {
    const { data } = await getIngestion({ params: { id: ingestionId } });
    const [rejected] = data.rejectedRows;
    if (rejected) return { state: 'rejected', reason: rejected.reason };
    if (data.state === 'COMPLETED') return { state: 'stored' };
    if (waited >= patienceMs) return { state: 'open', ingestionId };
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

/** Whom an email or an id of one's own names; undefined when nobody is known by them. */
export async function findNamed({
  email,
  externalId,
}: Pick<UserInput, 'email' | 'externalId'>): Promise<CustomerOutput | undefined> {
  for (const search of [externalId, email]) {
    if (!search) continue;
    const { data } = await listCustomers({ query: { search, limit: 100 } });
    const found = data.find((customer) => customer.externalId === search || isSame(customer.email, search));
    if (found) return found;
  }
  return undefined;
}

function isSame(email: string | null, other: string): boolean {
  return email?.toLowerCase() === other.toLowerCase();
}
