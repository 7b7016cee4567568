import { DomainError, toMinorUnits } from '@herald/shared';
import type {
  CustomerCountOutput,
  CustomerCountQuery,
  CustomerDetailOutput,
  CustomerOutput,
  CustomersQuery,
} from '@herald/shared';
import type { Queryable } from '@herald/platform';

import type { ReadSnapshot } from '../campaigns/campaign-books.service.ts';
import { explainStopped } from '../segments/stopped-query.ts';
import { readCursor, writeCursor } from './customer-cursor.ts';
import { hasFilters } from './customer-list-query.ts';
import type { CustomerFilters } from './customer-list-query.ts';
import { toCustomerOutput, toOrderOutput } from './customer-output.ts';
import type { CustomerViewRepository } from './customer-view.repository.ts';

const ADVICE = 'narrow the filters down, or sort in another way';

/** A customer of a list, and the cursor of a page that begins after it. */
export interface ListedOutput {
  customer: CustomerOutput;
  cursor: string;
}

export interface CustomerDependencies {
  customers: CustomerViewRepository;
  /** In which no statement may take longer than `timeoutMs`. */
  readSnapshot: ReadSnapshot;
  timeoutMs: number;
}

/** Finds customers. */
export class CustomerService {
  private readonly deps: CustomerDependencies;

  constructor(deps: CustomerDependencies) {
    this.deps = deps;
  }

  /** @throws DomainError `invalid_input` for the cursor of another list, or `timed_out` */
  async list({ cursor, limit, sort, ...query }: CustomersQuery, signal: AbortSignal): Promise<ListedOutput[]> {
    const after = cursor === undefined ? undefined : readCursor(cursor, sort);
    const search = { filters: toFilters(query), sort, after, limit };
    const listed = await this.reading(signal, (db) => this.deps.customers.findPage(db, search));
    return listed.map(({ profile, ...position }) => ({
      customer: toCustomerOutput(profile),
      cursor: writeCursor(sort, position),
    }));
  }

  /** How many there are, and how many the filters leave. @throws DomainError `timed_out` */
  async count(query: CustomerCountQuery, signal: AbortSignal): Promise<CustomerCountOutput> {
    const filters = toFilters(query);
    return this.reading(signal, async (db) => {
      const total = await this.deps.customers.count(db, toFilters({}));
      return { count: hasFilters(filters) ? await this.deps.customers.count(db, filters) : total, total };
    });
  }

  /** @throws DomainError `not_found` */
  async find(id: string): Promise<CustomerDetailOutput> {
    const customer = await this.deps.customers.findById(id);
    if (customer === null) throw new DomainError('not_found', `there is no customer ${id}`);
    return { ...toCustomerOutput(customer), orders: customer.orders.map(toOrderOutput) };
  }

  private reading<T>(signal: AbortSignal, work: (db: Queryable) => Promise<T>): Promise<T> {
    return explainStopped(this.deps.timeoutMs, ADVICE, this.deps.readSnapshot(signal, work));
  }
}

function toFilters(query: CustomerCountQuery): CustomerFilters {
  return {
    text: query.search,
    city: query.city,
    tag: query.tag,
    unsubscribed: toBoolean(query.unsubscribed),
    hasEmail: toBoolean(query.hasEmail),
    hasOrders: toBoolean(query.hasOrders),
    minSpend: query.minSpend === undefined ? undefined : toMinorUnits(query.minSpend),
    maxSpend: query.maxSpend === undefined ? undefined : toMinorUnits(query.maxSpend),
  };
}

function toBoolean(answer: 'true' | 'false' | undefined): boolean | undefined {
  return answer === undefined ? undefined : answer === 'true';
}
