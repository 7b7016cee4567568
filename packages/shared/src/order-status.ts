import { z } from 'zod';

export const ORDER_STATUSES = [
  'PENDING',
  'PAID',
  'SHIPPED',
  'DELIVERED',
  'COMPLETED',
  'CANCELLED',
  'REFUNDED',
] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];
export const orderStatusSchema = z.enum(ORDER_STATUSES);

/**
 * The order statuses that count towards a customer's totals: money was received and
 * not given back. Everything that adds up orders reads this list and no other.
 */
export const COUNTED_ORDER_STATUSES = ['PAID', 'SHIPPED', 'DELIVERED', 'COMPLETED'] as const satisfies OrderStatus[];

const counted: ReadonlySet<OrderStatus> = new Set(COUNTED_ORDER_STATUSES);

export function countsTowardsTotals(status: OrderStatus): boolean {
  return counted.has(status);
}
