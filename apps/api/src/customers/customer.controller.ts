import { nextCursor } from '../http/next-cursor.ts';
import type { CallInput, Reply } from '../http/route.ts';
import type { CustomerService } from './customer.service.ts';

export class CustomerController {
  private readonly service: CustomerService;

  constructor(service: CustomerService) {
    this.service = service;
  }

  listCustomers = async ({ query }: CallInput<'listCustomers'>): Promise<Reply<'listCustomers'>> => {
    const customers = await this.service.list(query);
    return { status: 200, body: customers, next: nextCursor(customers, query.limit) };
  };

  getCustomer = async ({ params }: CallInput<'getCustomer'>): Promise<Reply<'getCustomer'>> => ({
    status: 200,
    body: await this.service.find(params.id),
  });
}
