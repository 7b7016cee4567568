import type {
  CampaignBooksOutput,
  CampaignDetailOutput,
  CustomerOutput,
  DeliveryStateOutput,
  IngestionOutput,
  OrderInput,
  UserInput,
} from '@herald/shared';
import { request } from 'undici';

import { until } from './until.ts';

/** A small shop that talks to a running Herald, for tests of faults. */
export class Shop {
  private readonly herald: { url: string; apiKey: string };
  /** Sets this shop's customers apart from those of other tests on the same database. */
  private readonly tag: string;

  constructor(herald: { url: string; apiKey: string }, tag: string) {
    this.herald = herald;
    this.tag = tag;
  }

  customers(count: number): UserInput[] {
    return Array.from({ length: count }, (_, index) => ({
      externalId: `${this.tag}-${index}`,
      name: `Customer ${index}`,
      tags: [this.tag],
    }));
  }

  /** One order of 10.50 with an item for each of `count` customers. */
  orders(count: number): OrderInput[] {
    return Array.from({ length: count }, (_, index) => ({
      externalId: `${this.tag}-order-${index}`,
      customerExternalId: `${this.tag}-${index}`,
      amount: 10.5,
      orderedAt: '2026-11-01T00:00:00Z',
      items: [{ name: 'Cup', quantity: 1, price: 10.5 }],
    }));
  }

  sendCustomers(count: number): Promise<string> {
    return this.send('/api/user', this.customers(count));
  }

  sendOrders(count: number): Promise<string> {
    return this.send('/api/order', this.orders(count));
  }

  /** Resolves when every row of the ingestion is stored or rejected. */
  async untilWritten(ingestionId: string): Promise<IngestionOutput> {
    let ingestion: IngestionOutput | undefined;
    await until(async () => {
      ingestion = await this.get<IngestionOutput>(`/api/ingestions/${ingestionId}`);
      return ingestion.state === 'COMPLETED';
    }, `ingestion ${ingestionId} is written`);
    return ingestion as IngestionOutput;
  }

  /** Added up over the shop's customers. */
  async totals(): Promise<{ customers: number; orders: number; spend: number }> {
    const own = (await this.allCustomers()).filter(({ tags }) => tags.includes(this.tag));
    const sum = (pick: (customer: CustomerOutput) => number) => own.reduce((total, one) => total + pick(one), 0);
    return { customers: own.length, orders: sum((one) => one.orderCount), spend: sum((one) => one.totalSpend) };
  }

  /** Launches a campaign to all of the shop's customers. @returns its id. */
  async launch(): Promise<string> {
    const rules = { combinator: 'and', rules: [{ field: 'tags', operator: 'has', value: this.tag }] };
    const segment = await this.post<{ id: string }>('/api/segments', { name: this.tag, rules });
    const campaign = await this.post<{ id: string }>('/api/campaigns', {
      name: this.tag,
      segmentId: segment.id,
      messageTemplate: `Hi {name}, thank you for {{ orderCount }} orders. ${this.signature}`,
    });
    return campaign.id;
  }

  /** Stands in each of this shop's messages. */
  get signature(): string {
    return `Yours, ${this.tag}.`;
  }

  campaign(id: string): Promise<CampaignDetailOutput> {
    return this.get(`/api/campaigns/${id}?limit=1`);
  }

  books(id: string): Promise<CampaignBooksOutput> {
    return this.get(`/api/campaigns/${id}/books`);
  }

  /** Resolves when the vendor has taken every message and no receipt has come. */
  async untilAllAccepted(id: string, count: number): Promise<void> {
    await until(async () => (await this.books(id)).byStatus.ACCEPTED === count, `the vendor has all of ${id}`);
  }

  /** Resolves when at least so many receipts were answered and not applied. */
  async untilReceiptsWait(count: number): Promise<void> {
    const waiting = async () => (await this.get<DeliveryStateOutput>('/api/delivery')).waitingReceipts;
    await until(async () => (await waiting()) >= count, `${count} receipts wait`);
  }

  /** Resolves when every message has ended. */
  async untilCompleted(id: string, timeoutMs?: number): Promise<void> {
    const isCompleted = async () => (await this.campaign(id)).status === 'COMPLETED';
    await until(isCompleted, `campaign ${id} is completed`, timeoutMs);
  }

  /** Resolves when every message has ended and the counters were found equal to the rows. */
  async untilSealed(id: string, timeoutMs?: number): Promise<void> {
    const isSealed = async () => (await this.campaign(id)).sealedAt !== null;
    await until(isSealed, `campaign ${id} is sealed`, timeoutMs);
  }

  private async allCustomers(): Promise<CustomerOutput[]> {
    const { url, apiKey } = this.herald;
    const all: CustomerOutput[] = [];
    let next: string | undefined = '/api/customers';
    while (next !== undefined) {
      const answer: Awaited<ReturnType<typeof request>> = await request(url + next, {
        headers: { authorization: `Bearer ${apiKey}` },
      });
      all.push(...(await readBody<CustomerOutput[]>(answer)));
      next = /<([^>]+)>; rel="next"/.exec(String(answer.headers['link']))?.[1];
    }
    return all;
  }

  private async send(path: string, rows: unknown[]): Promise<string> {
    const { ingestionId } = await this.post<{ ingestionId: string }>(path, rows);
    return ingestionId;
  }

  private async post<T>(path: string, body: unknown): Promise<T> {
    return this.call(path, 'POST', JSON.stringify(body));
  }

  private async get<T>(path: string): Promise<T> {
    return this.call(path, 'GET');
  }

  private async call<T>(path: string, method: 'GET' | 'POST', body: string | null = null): Promise<T> {
    const { url, apiKey } = this.herald;
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` };
    return readBody<T>(await request(url + path, { method, headers, body }));
  }
}

async function readBody<T>({ statusCode, body }: Awaited<ReturnType<typeof request>>): Promise<T> {
  const text = await body.text();
  if (statusCode >= 300) throw new Error(`Herald answered ${statusCode}: ${text}`);
  return JSON.parse(text) as T;
}
