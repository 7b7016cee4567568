import type { OrderStatus } from '@herald/shared';
import type { CommunicationLog } from '@herald/platform';

/** A customer as the tables have it. */
export interface CustomerProfile {
  id: string;
  externalId: string | null;
  name: string | null;
  email: string | null;
  phone: string | null;
  visits: number;
  tags: string[];
  attributes: Record<string, string | number | boolean>;
  unsubscribed: boolean;
  createdAt: Date;
  updatedAt: Date;
  erasedAt: Date | null;
  address: Record<'line1' | 'line2' | 'city' | 'state' | 'country' | 'postalCode', string | null> | null;
  totals: { totalSpend: bigint; orderCount: number; firstOrderAt: Date | null; lastOrderAt: Date | null } | null;
}

export type ProfileRow = Omit<CustomerProfile, 'totals'> & {
  totalSpend: string | null;
  orderCount: number | null;
  firstOrderAt: Date | null;
  lastOrderAt: Date | null;
};

/** Of customers `c` with `PROFILE_JOINS`. */
export const PROFILE_COLUMNS = `c.id, c."externalId", c.name, c.email, c.phone, c.visits, c.tags, c.attributes,
  c.unsubscribed, c."createdAt", c."updatedAt", c."erasedAt",
  CASE WHEN a."customerId" IS NOT NULL THEN json_build_object('line1', a.line1, 'line2', a.line2, 'city', a.city,
    'state', a.state, 'country', a.country, 'postalCode', a."postalCode") END AS address,
  t."totalSpend", t."orderCount", t."firstOrderAt", t."lastOrderAt"`;
export const PROFILE_JOINS = `LEFT JOIN "Address" a ON a."customerId" = c.id
  LEFT JOIN "CustomerTotals" t ON t."customerId" = c.id`;

export function toProfile(row: ProfileRow): CustomerProfile {
  const { totalSpend, orderCount, firstOrderAt, lastOrderAt, ...profile } = row;
  const totals =
    totalSpend === null
      ? null
      : { totalSpend: BigInt(totalSpend), orderCount: orderCount ?? 0, firstOrderAt, lastOrderAt };
  return { ...profile, totals };
}

export interface CustomerOrder {
  id: string;
  externalId: string;
  status: OrderStatus;
  /** Minor units, here and in the items. */
  amount: bigint;
  orderedAt: Date;
  items: { sku: string | null; name: string; category: string | null; quantity: number; price: bigint }[];
}

export type OrderRow = Omit<CustomerOrder, 'amount' | 'items'> & {
  amount: string;
  items: (Omit<CustomerOrder['items'][number], 'price'> & { price: string })[];
};

/** Of orders `o`. Prices as text: numbers of JSON lose what is beyond 2^53. */
export const ORDER_COLUMNS = `o.id, o."externalId", o.status, o.amount, o."orderedAt",
  COALESCE((SELECT json_agg(json_build_object('sku', i.sku, 'name', i.name, 'category', i.category,
                                              'quantity', i.quantity, 'price', i.price::text) ORDER BY i.id)
            FROM "OrderItem" i WHERE i."orderId" = o.id), '[]') AS items`;

export function toOrder(row: OrderRow): CustomerOrder {
  return {
    ...row,
    amount: BigInt(row.amount),
    items: row.items.map((item) => ({ ...item, price: BigInt(item.price) })),
  };
}

export interface MessageRow extends CommunicationLog {
  campaignId: string;
  campaignName: string;
  /** The campaign. */
  launchedAt: Date | null;
}

/** Of messages `l` to customers, and their campaigns `c`. */
export const MESSAGE_COLUMNS = `l.id, l."customerId", l.status, l."personalizedMessage", l."vendorMessageId",
  l."deliveryReceiptStatus", l.attempts, l."claimedAt", l."acceptedAt", l."sentAt", l."failedAt", l."cancelledAt",
  l."failureClass", l."failureReason", l."exclusionReason", l."campaignId", c.name AS "campaignName", c."launchedAt"`;
