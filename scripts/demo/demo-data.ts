import type { OrderInput, UserInput } from '@herald/shared';

import { generateDataset } from '../dataset/generate.ts';

const CUSTOMERS = 2_000;
const SEED = 1;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** As far as time zones reach from UTC. */
const ZONES_MS = 14 * HOUR_MS;

/** Who did not order for this long has lapsed. */
export const LAPSED_DAYS = 90;

export interface DemoData {
  users: UserInput[];
  orders: OrderInput[];
}

/** The generated customers and orders of one run: marked with its tag, and with the run in every identity. */
export function makeDemoData(runTag: string, now: Date): DemoData {
  const { users, orders } = generateDataset({
    customers: CUSTOMERS,
    seed: SEED,
    lastDay: dayOf(now.getTime() - DAY_MS),
  });
  return {
    users: [...users].map((user) => ({
      ...user,
      externalId: `${runTag}:${user.externalId}`,
      ...(user.email ? { email: `${runTag}.${user.email}` } : {}),
      tags: [...(user.tags ?? []), runTag],
    })),
    orders: [...orders]
      .filter((order) => isOnOneSide(Date.parse(order.orderedAt), now))
      .map((order) => ({
        ...order,
        externalId: `${runTag}:${order.externalId}`,
        customerExternalId: `${runTag}:${order.customerExternalId}`,
      })),
  };
}

/**
 * "In the last N days" begins with a midnight of Herald's time zone, which we do not know
 * here, and moves on when the demo runs over a midnight. So no order is near that moment.
 */
function isOnOneSide(orderedAtMs: number, now: Date): boolean {
  const beginMs = Date.parse(dayOf(now.getTime())) - LAPSED_DAYS * DAY_MS;
  return orderedAtMs < beginMs - ZONES_MS || orderedAtMs > beginMs + DAY_MS + ZONES_MS;
}

function dayOf(instantMs: number): string {
  return new Date(instantMs).toISOString().slice(0, 10);
}
