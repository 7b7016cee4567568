import { cutPage, withOneMore } from '../http/page.ts';
import type { CallInput, Reply } from '../http/route.ts';
import type { CustomerExportService } from './customer-export.service.ts';
import type { CustomerService } from './customer.service.ts';
import type { ErasureService } from './erasure.service.ts';

export class CustomerController {
  private readonly service: CustomerService;
  private readonly exports: CustomerExportService;
  private readonly erasures: ErasureService;

  constructor(deps: { customers: CustomerService; exports: CustomerExportService; erasures: ErasureService }) {
    this.service = deps.customers;
    this.exports = deps.exports;
    this.erasures = deps.erasures;
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

  exportCustomer = async ({ params, signal }: CallInput<'exportCustomer'>): Promise<Reply<'exportCustomer'>> => ({
    status: 200,
    body: await this.exports.read(params.id, signal),
  });

  eraseCustomer = async ({ params }: CallInput<'eraseCustomer'>): Promise<Reply<'eraseCustomer'>> => {
    const { erasure, wasErasedBefore } = await this.erasures.erase(params.id);
    return { status: 200, body: erasure, changedNothing: wasErasedBefore };
  };
}
