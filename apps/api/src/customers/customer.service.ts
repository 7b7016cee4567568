import { DomainError } from '@herald/shared';
import type { CustomerDetailOutput, CustomerOutput, CustomersQuery } from '@herald/shared';

import { toCustomerOutput, toOrderOutput } from './customer-output.ts';
import type { CustomerViewRepository } from './customer-view.repository.ts';

export class CustomerService {
  private readonly customers: CustomerViewRepository;

  constructor(customers: CustomerViewRepository) {
    this.customers = customers;
  }

  async list({ search, cursor, limit }: CustomersQuery): Promise<CustomerOutput[]> {
    const customers = await this.customers.findPage({ text: search, beforeId: cursor, limit });
    return customers.map(toCustomerOutput);
  }

  /** @throws DomainError `not_found` */
  async find(id: string): Promise<CustomerDetailOutput> {
    const customer = await this.customers.findById(id);
    if (customer === null) throw new DomainError('not_found', `there is no customer ${id}`);
    return { ...toCustomerOutput(customer), orders: customer.orders.map(toOrderOutput) };
  }
}
