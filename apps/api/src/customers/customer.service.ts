import { DomainError, toMajorUnits } from '@herald/shared';
import type { CustomerDetailOutput, CustomerOutput, CustomersQuery, OrderOutput } from '@herald/shared';

import type { CustomerRepository, StoredCustomer, StoredCustomerWithOrders } from './customer.repository.ts';

export class CustomerService {
  private readonly customers: CustomerRepository;

  constructor(customers: CustomerRepository) {
    this.customers = customers;
  }

  async list({ search, cursor, limit }: CustomersQuery): Promise<CustomerOutput[]> {
    const customers = await this.customers.findPage({ text: search, beforeId: cursor, limit });
    return customers.map(toOutput);
  }

  /** @throws DomainError `not_found` */
  async find(id: string): Promise<CustomerDetailOutput> {
    const customer = await this.customers.findById(id);
    if (customer === null) throw new DomainError('not_found', `there is no customer ${id}`);
    return { ...toOutput(customer), orders: customer.orders.map(toOrderOutput) };
  }
}

function toOutput(customer: StoredCustomer): CustomerOutput {
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
  };
}

function toOrderOutput(order: StoredCustomerWithOrders['orders'][number]): OrderOutput {
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
