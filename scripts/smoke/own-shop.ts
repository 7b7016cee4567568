import type { OrderInput, UserInput } from '@herald/shared';

/**
 * Customers and orders of one run, which nobody mistakes for real ones: every id begins with the run's
 * tag, and their addresses are of a domain that is reserved, so that no mail can arrive (RFC 2606).
 */
export class OwnShop {
  /** As `smoke-20261128t211503-4f2a`. */
  readonly tag: string;
  readonly size: number;
  private readonly wantsMessages: boolean;

  constructor({ tag, size, wantsMessages }: { tag: string; size: number; wantsMessages: boolean }) {
    this.tag = tag;
    this.size = size;
    this.wantsMessages = wantsMessages;
  }

  externalId(index: number): string {
    return `${this.tag}-${index + 1}`;
  }

  customers(): UserInput[] {
    return this.each((index) => ({
      externalId: this.externalId(index),
      name: `Smoke Test ${index + 1}`,
      email: `${this.externalId(index)}@herald.invalid`,
      tags: [this.tag],
      unsubscribed: !this.wantsMessages,
    }));
  }

  /** Two that count and one that was cancelled, of each: see `SPEND`. */
  orders(): OrderInput[] {
    return this.each((index) => this.ordersOf(index)).flat();
  }

  /** What takes them out of all sums and of every later campaign. */
  farewell(): { orders: OrderInput[]; customers: UserInput[] } {
    return {
      orders: this.orders().map((order) => ({ ...order, status: 'CANCELLED' })),
      customers: this.each((index) => ({
        externalId: this.externalId(index),
        unsubscribed: true,
        tags: ['smoke-test'],
      })),
    };
  }

  private ordersOf(index: number): OrderInput[] {
    return AMOUNTS.map(({ amount, status }, order) => ({
      externalId: `${this.externalId(index)}-order-${order + 1}`,
      customerExternalId: this.externalId(index),
      status,
      amount,
      orderedAt: '2020-01-01T00:00:00Z',
      items: [{ name: 'Smoke test', quantity: 1, price: amount }],
    }));
  }

  private each<T>(make: (index: number) => T): T[] {
    return Array.from({ length: this.size }, (_, index) => make(index));
  }
}

const AMOUNTS = [
  { amount: 0.1, status: 'COMPLETED' },
  { amount: 0.2, status: 'PAID' },
  { amount: 7, status: 'CANCELLED' },
] as const;

/** What the orders of each customer add up to; added as binary fractions they would not. */
export const SPEND = { totalSpend: 0.3, orderCount: 2 };

/** @param random four hexadecimal digits, so that two runs of one second stay apart. */
export function runTag(now: Date, random: string): string {
  const time = now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').toLowerCase();
  return `smoke-${time}-${random}`;
}
