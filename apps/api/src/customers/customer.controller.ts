import { cutPage, withOneMore } from '../http/page.ts';
import type { CallInput, Reply } from '../http/route.ts';
import type { CustomerExportService } from './customer-export.service.ts';
import type { CustomerHistoryService } from './customer-history.service.ts';
import type { CustomerSegmentsService } from './customer-segments.service.ts';
import type { CustomerService } from './customer.service.ts';
import type { ErasureService } from './erasure.service.ts';
import { writeTimelineCursor } from './timeline-cursor.ts';

export class CustomerController {
  private readonly service: CustomerService;
  private readonly history: CustomerHistoryService;
  private readonly segments: CustomerSegmentsService;
  private readonly exports: CustomerExportService;
  private readonly erasures: ErasureService;

  constructor(deps: {
    customers: CustomerService;
    history: CustomerHistoryService;
    segments: CustomerSegmentsService;
    exports: CustomerExportService;
    erasures: ErasureService;
  }) {
    this.service = deps.customers;
    this.history = deps.history;
    this.segments = deps.segments;
    this.exports = deps.exports;
    this.erasures = deps.erasures;
  }

  listCustomers = async ({ query, signal }: CallInput<'listCustomers'>): Promise<Reply<'listCustomers'>> => {
    const listed = await this.service.list(withOneMore(query), signal);
    const { page, next } = cutPage(listed, query.limit, ({ cursor }) => cursor);
    return { status: 200, body: page.map(({ customer }) => customer), next };
  };

  countCustomers = async ({ query, signal }: CallInput<'countCustomers'>): Promise<Reply<'countCustomers'>> => ({
    status: 200,
    body: await this.service.count(query, signal),
  });

  listCustomerMessages = async ({
    params,
    query,
    signal,
  }: CallInput<'listCustomerMessages'>): Promise<Reply<'listCustomerMessages'>> => {
    const messages = await this.history.messages(params.id, withOneMore(query), signal);
    const { page, next } = cutPage(messages, query.limit, ({ id }) => id);
    return { status: 200, body: page, next };
  };

  listCustomerSegments = async ({
    params,
    signal,
  }: CallInput<'listCustomerSegments'>): Promise<Reply<'listCustomerSegments'>> => ({
    status: 200,
    body: await this.segments.list(params.id, signal),
  });

  listCustomerTimeline = async ({
    params,
    query,
    signal,
  }: CallInput<'listCustomerTimeline'>): Promise<Reply<'listCustomerTimeline'>> => {
    const events = await this.history.timeline(params.id, withOneMore(query), signal);
    const { page, next } = cutPage(events, query.limit, ({ at, id }) => writeTimelineCursor({ at: new Date(at), id }));
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
