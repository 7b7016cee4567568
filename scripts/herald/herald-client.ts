import { setTimeout as delay } from 'node:timers/promises';

import type {
  AcceptedOutput,
  CampaignBooksOutput,
  CampaignDetailOutput,
  CampaignOutput,
  CommunicationLogOutput,
  CustomerOutput,
  DashboardStatsOutput,
  IngestionOutput,
  OrderInput,
  PreviewSegmentOutput,
  SegmentOutput,
  SegmentRules,
  UserInput,
  VendorMessageOutput,
} from '@herald/shared';
import { signatureHeaders } from '@herald/platform';
import { Pool } from 'undici';

/** What a client shows for itself. */
export interface HeraldCredentials {
  /** To Herald. */
  apiKey?: string;
  /** What the worker signs with: to a mock vendor that is a process of its own. */
  vendorSecret?: string | undefined;
}

interface Answer {
  text: string;
  /** The path of the next page, when there is one. */
  next: string | undefined;
}

const CONNECTIONS = 16;
const INGESTION_POLL_MS = 25;
// Each look counts the rows of the campaign.
const CAMPAIGN_POLL_MS = 100;
const WAIT_TIMEOUT_MS = 300_000;

/** Herald's REST API as an integrator would call it. */
export class HeraldClient {
  private readonly pool: Pool;
  private readonly credentials: HeraldCredentials;

  constructor(url: string, credentials: HeraldCredentials = {}) {
    this.credentials = credentials;
    this.pool = new Pool(new URL(url).origin, { connections: CONNECTIONS });
  }

  sendCustomers(users: readonly UserInput[]): Promise<AcceptedOutput> {
    return this.post('/api/user', users);
  }

  sendOrders(orders: readonly OrderInput[]): Promise<AcceptedOutput> {
    return this.post('/api/order', orders);
  }

  getIngestion(id: string): Promise<IngestionOutput> {
    return this.get(`/api/ingestions/${id}`);
  }

  /** Resolves when every row of the batch is stored or rejected. */
  async waitForIngestion(id: string): Promise<IngestionOutput> {
    return until(
      () => this.getIngestion(id),
      ({ state }) => state === 'COMPLETED',
      { pollMs: INGESTION_POLL_MS, what: `ingestion ${id}` },
    );
  }

  preview(rules: SegmentRules): Promise<PreviewSegmentOutput> {
    return this.post('/api/segments/preview', { rules });
  }

  createSegment(name: string, rules: SegmentRules): Promise<SegmentOutput> {
    return this.post('/api/segments', { name, rules });
  }

  getSegment(id: string): Promise<SegmentOutput> {
    return this.get(`/api/segments/${id}`);
  }

  /** With `draft` it is only saved. */
  launchCampaign(input: {
    name: string;
    messageTemplate: string;
    segmentId: string;
    draft?: boolean;
  }): Promise<CampaignOutput> {
    return this.post('/api/campaigns', input);
  }

  getCampaign(id: string): Promise<CampaignDetailOutput> {
    return this.get(`/api/campaigns/${id}?limit=1`);
  }

  /** The campaign's counters beside its rows, counted now. */
  getBooks(id: string): Promise<CampaignBooksOutput> {
    return this.get(`/api/campaigns/${id}/books`);
  }

  /** Resolves when no message of the campaign is open. `onProgress` sees each look at it. */
  async waitForCampaign(id: string, onProgress?: (campaign: CampaignOutput) => void): Promise<CampaignDetailOutput> {
    return until(
      async () => {
        const campaign = await this.getCampaign(id);
        onProgress?.(campaign);
        return campaign;
      },
      ({ status }) => status === 'COMPLETED' || status === 'FAILED',
      { pollMs: CAMPAIGN_POLL_MS, what: `campaign ${id}` },
    );
  }

  async latestCampaign(): Promise<CampaignOutput | undefined> {
    return (await this.get<CampaignOutput[]>('/api/campaigns?limit=1'))[0];
  }

  /** Every campaign, newest first. */
  async *campaigns(): AsyncGenerator<CampaignOutput> {
    for await (const page of this.pages<CampaignOutput[]>('/api/campaigns')) yield* page;
  }

  /** Every row of a campaign's log, page by page. */
  async *campaignRows(id: string): AsyncGenerator<CommunicationLogOutput> {
    for await (const { rows } of this.pages<CampaignDetailOutput>(`/api/campaigns/${id}`)) yield* rows;
  }

  /** Everything that the mock vendor behind this address took, page by page. */
  async *vendorMessages(): AsyncGenerator<VendorMessageOutput> {
    for await (const page of this.pages<VendorMessageOutput[]>('/api/mock-vendor/messages')) yield* page;
  }

  /** Every customer, page by page; with `search` only those whose name or email contains it. */
  async *customers(search?: string): AsyncGenerator<CustomerOutput> {
    const query = search === undefined ? '' : `?search=${encodeURIComponent(search)}`;
    for await (const page of this.pages<CustomerOutput[]>(`/api/customers${query}`)) yield* page;
  }

  getStats(): Promise<DashboardStatsOutput> {
    return this.get('/api/dashboard/stats');
  }

  close(): Promise<void> {
    return this.pool.close();
  }

  private async get<T>(path: string): Promise<T> {
    return JSON.parse((await this.call('GET', path)).text) as T;
  }

  private async post<T>(path: string, body: unknown): Promise<T> {
    return JSON.parse((await this.call('POST', path, JSON.stringify(body))).text) as T;
  }

  /** Follows the `Link` header from page to page. */
  private async *pages<T>(firstPath: string): AsyncGenerator<T> {
    let path: string | undefined = firstPath;
    while (path !== undefined) {
      const { text, next }: Answer = await this.call('GET', path);
      yield JSON.parse(text) as T;
      path = next;
    }
  }

  private async call(method: 'GET' | 'POST', path: string, body?: string): Promise<Answer> {
    const { apiKey, vendorSecret } = this.credentials;
    const headers = {
      'content-type': 'application/json',
      ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
      ...signatureHeaders(vendorSecret, body ?? path),
    };
    const response = await this.pool.request({ method, path, headers, body: body ?? null });
    const text = await response.body.text();
    if (response.statusCode >= 300) throw new Error(`${method} ${path} answered ${response.statusCode}: ${text}`);
    return { text, next: nextPath(response.headers['link']) };
  }
}

function nextPath(link: string | string[] | undefined): string | undefined {
  return /<([^>]+)>; rel="next"/.exec(String(link ?? ''))?.[1];
}

/** Looks again and again until `isDone`. */
async function until<T>(
  look: () => Promise<T>,
  isDone: (seen: T) => boolean,
  { pollMs, what }: { pollMs: number; what: string },
): Promise<T> {
  const deadline = Date.now() + WAIT_TIMEOUT_MS;
  while (Date.now() < deadline) {
    const seen = await look();
    if (isDone(seen)) return seen;
    await delay(pollMs);
  }
  throw new Error(`${what} was not finished within ${WAIT_TIMEOUT_MS / 1000} s`);
}
