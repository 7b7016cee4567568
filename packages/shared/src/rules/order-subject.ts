import type { OrderStatus } from '../order-status.ts';

/** One order as rules see it; `amount` in minor units. */
export interface RuleOrder {
  id: string;
  externalId: string;
  status: OrderStatus;
  amount: bigint;
  orderedAt: Date;
  items: readonly RuleItem[];
}

export interface RuleItem {
  sku: string | null;
  name: string;
  category: string | null;
}

/** What the filter of an order-history rule can ask of an order, or of its items. */
export const ORDER_FIELD_NAMES = ['sku', 'product', 'category', 'status', 'amount', 'orderedAt'] as const;
export type OrderFieldName = (typeof ORDER_FIELD_NAMES)[number];
