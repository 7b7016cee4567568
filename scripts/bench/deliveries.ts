import { setTimeout as delay } from 'node:timers/promises';

import { generateDataset } from '../dataset/generate.ts';
import { HeraldClient } from '../herald/herald-client.ts';
import {
  startThrowAwayHerald,
  type ThrowAwayHerald,
  type ThrowAwayHeraldOptions,
} from '../herald/throw-away-herald.ts';
import { perSecond } from './measure.ts';

/** Open at once to the vendor. */
export const CONNECTIONS = 32;
/** A vendor that does what it can. The secrets are known, so that what the bench runs beside Herald can sign as well. */
export const DELIVERY_ENV = {
  NODE_ENV: 'production',
  LOG_LEVEL: 'warn',
  RECEIPT_SECRET: 'a secret of 32 characters or more',
  VENDOR_SECRET: 'another secret of 32 characters or more',
  MOCK_VENDOR_FAILURE_RATE: '0',
  MOCK_VENDOR_MIN_DELAY_MS: '0',
  MOCK_VENDOR_MAX_DELAY_MS: '0',
  DELIVERY_CONNECTIONS: String(CONNECTIONS),
};

const POLL_MS = 20;
const TIMEOUT_MS = 120_000;

/** A Herald whose vendor runs beside it, and campaigns to everybody. */
export class Deliveries {
  readonly databaseUrl: string;
  /** Where a vendor of the bench's own reports. */
  readonly receiptUrl: string;
  private readonly herald: ThrowAwayHerald;
  private readonly api: HeraldClient;
  private readonly segmentId: string;
  private readonly messages: number;

  private constructor(herald: ThrowAwayHerald, api: HeraldClient, segmentId: string, messages: number) {
    this.databaseUrl = herald.databaseUrl;
    this.receiptUrl = `${herald.url}/api/delivery-receipt`;
    this.herald = herald;
    this.api = api;
    this.segmentId = segmentId;
    this.messages = messages;
  }

  /** @param messages of each campaign. */
  static async start(messages: number, options: ThrowAwayHeraldOptions): Promise<Deliveries> {
    const herald = await startThrowAwayHerald({
      durable: true,
      mockVendor: 'process',
      ...options,
      env: { ...DELIVERY_ENV, ...options.env },
    });
    const api = new HeraldClient(herald.url, herald);
    try {
      return new Deliveries(herald, api, await makeAudience(api, messages), messages);
    } catch (error) {
      await api.close();
      await herald.stop();
      throw error;
    }
  }

  /** A campaign from its launch to its last receipt. @returns messages a second. */
  run(): Promise<number> {
    return perSecond(this.messages, () => this.runCampaign());
  }

  async stop(): Promise<void> {
    await this.api.close();
    await this.herald.stop();
  }

  private async runCampaign(): Promise<void> {
    const messageTemplate = 'Hi {name|there}, here is 10 % off your next order.';
    const { id } = await this.api.launchCampaign({ name: 'bench', messageTemplate, segmentId: this.segmentId });
    const deadlineMs = Date.now() + TIMEOUT_MS;
    while (Date.now() < deadlineMs) {
      // The list has no rows, so that watching costs next to nothing.
      const campaign = await this.api.latestCampaign();
      if (campaign?.id !== id) throw new Error('somebody else launched a campaign');
      if (campaign.status === 'COMPLETED' && campaign.sentCount === this.messages) return;
      await delay(POLL_MS);
    }
    throw new Error(`the campaign was not finished within ${TIMEOUT_MS / 1000} s`);
  }
}

/** @returns a segment of so many customers. */
async function makeAudience(api: HeraldClient, customers: number): Promise<string> {
  const { ingestionId } = await api.sendCustomers([...generateDataset({ customers }).users]);
  await api.waitForIngestion(ingestionId);
  const rules = {
    combinator: 'and' as const,
    rules: [{ field: 'visits' as const, operator: '>=' as const, value: 0 }],
  };
  const { id, audienceSize } = await api.createSegment('everybody', rules);
  if (audienceSize !== customers) throw new Error(`the audience is ${audienceSize}, not ${customers}`);
  return id;
}
