import { divideHalfUp } from '../money.ts';
import { countsTowardsTotals, type OrderStatus } from '../order-status.ts';

/** An order as the totals see it; `amount` in minor units. */
export interface CountableOrder {
  status: OrderStatus;
  amount: bigint;
  orderedAt: Date;
}

/** What a customer's counted orders add up to; `totalSpend` in minor units. */
export interface OrderTotals {
  totalSpend: bigint;
  orderCount: number;
  firstOrderAt: Date | null;
  lastOrderAt: Date | null;
}

export interface UserAggregates extends OrderTotals {
  /** See `averageOrderValue`. */
  averageOrderValue: bigint | null;
}

/** The totals of one customer from all of their orders, in any order. */
export function calculateUserAggregates(orders: Iterable<CountableOrder>): UserAggregates {
  const totals: OrderTotals = { totalSpend: 0n, orderCount: 0, firstOrderAt: null, lastOrderAt: null };
  for (const { status, amount, orderedAt } of orders) {
    if (!countsTowardsTotals(status)) {
      continue;
    }
    totals.totalSpend += amount;
    totals.orderCount += 1;
    if (totals.firstOrderAt === null || orderedAt < totals.firstOrderAt) {
      totals.firstOrderAt = orderedAt;
    }
    if (totals.lastOrderAt === null || orderedAt > totals.lastOrderAt) {
      totals.lastOrderAt = orderedAt;
    }
  }
  return { ...totals, averageOrderValue: averageOrderValue(totals) };
}

/**
 * The average in minor units, rounded half up to show it; null without a counted
 * order. Rules compare the exact quotient and not this.
 */
export function averageOrderValue({ totalSpend, orderCount }: OrderTotals): bigint | null {
  return orderCount === 0 ? null : divideHalfUp(totalSpend, BigInt(orderCount));
}
