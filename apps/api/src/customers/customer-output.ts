import { toMajorUnits } from '@herald/shared';
import type { CustomerMessage, CustomerOutput, OrderOutput } from '@herald/shared';

import { toLogOutput } from '../campaigns/campaign-output.ts';
import type { CustomerOrder, CustomerProfile, MessageRow } from './customer-queries.ts';

/** `attributes` as the contract has them, whatever the driver calls them. */
type ShownCustomer = Omit<CustomerProfile, 'attributes'> & { attributes: unknown };

export function toCustomerOutput(customer: ShownCustomer): CustomerOutput {
  const { address, totals } = customer;
  const totalSpend = totals?.totalSpend ?? 0n;
  const orderCount = totals?.orderCount ?? 0;
  return {
    id: customer.id,
    externalId: customer.externalId,
    name: customer.name,
    email: customer.email,
    phone: customer.phone,
    address: address && {
      line1: address.line1,
      line2: address.line2,
      city: address.city,
      state: address.state,
      country: address.country,
      postalCode: address.postalCode,
    },
    visits: customer.visits,
    tags: customer.tags,
    attributes: customer.attributes as CustomerOutput['attributes'],
    unsubscribed: customer.unsubscribed,
    totalSpend: toMajorUnits(totalSpend),
    orderCount,
    averageOrderValue: orderCount === 0 ? null : Math.round(Number(totalSpend) / orderCount) / 100,
    firstOrderAt: totals?.firstOrderAt?.toISOString() ?? null,
    lastOrderAt: totals?.lastOrderAt?.toISOString() ?? null,
    createdAt: customer.createdAt.toISOString(),
    updatedAt: customer.updatedAt.toISOString(),
    erasedAt: customer.erasedAt?.toISOString() ?? null,
  };
}

export function toOrderOutput(order: CustomerOrder): OrderOutput {
  return {
    id: order.id,
    externalId: order.externalId,
    status: order.status,
    amount: toMajorUnits(order.amount),
    orderedAt: order.orderedAt.toISOString(),
    items: order.items.map(({ sku, name, category, quantity, price }) => ({
      sku,
      name,
      category,
      quantity,
      price: toMajorUnits(price),
    })),
  };
}

export function toMessageOutput({ campaignId, campaignName, launchedAt, ...log }: MessageRow): CustomerMessage {
  return { ...toLogOutput(log, { launchedAt }), campaignId, campaignName };
}
