import { cutPage, withOneMore } from '../http/page.ts';
import type { CallInput, Reply } from '../http/route.ts';
import type { CustomerService } from './customer.service.ts';

export class CustomerController {
  private readonly service: CustomerService;

  constructor(service: CustomerService) {
    this.service = service;
  }

  listCustomers = async ({ query }: CallInput<'listCustomers'>): Promise<Reply<'listCustomers'>> => {
    const customers = await this.service.list(withOneMore(query));
    const { page, next } = cutPage(customers, query.limit, ({ id }) => id);
    return { status: 200, body: page, next };
  };

  getCustomer = async ({ params }: CallInput<'getCustomer'>): Promise<Reply<'getCustomer'>> => ({
    status: 200,
    body: await this.service.find(params.id),
  });
}
