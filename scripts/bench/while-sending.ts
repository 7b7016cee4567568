import { setTimeout as delay } from 'node:timers/promises';

import { createPool, type Pool } from '@herald/platform';
import type { SegmentRules, UserInput } from '@herald/shared';

import { generateDataset } from '../dataset/generate.ts';
import { HeraldClient } from '../herald/herald-client.ts';
import { startThrowAwayHerald } from '../herald/throw-away-herald.ts';
import { type Backend, nameOf } from './backends.ts';
import { sendAll } from './ingest.ts';
import { loadShop } from './load-shop.ts';
import { type Comparison, type Figure, median, percentile95, perSecond } from './measure.ts';
import { renumbered, take } from './new-rows.ts';
import { PREVIEWS } from './preview-rules.ts';

const CUSTOMERS = 200_000;
const ORDERS = 1_000_000;
const ROUNDS = 3;
const PREVIEW_MS = 5_000;
const CUSTOMERS_PER_ROUND = 20_000;
/** About; enough that the campaign lasts until both were measured. */
const MESSAGES = 7_000;
const MESSAGES_PER_SECOND = 500;
const POLL_MS = 50;
const PREVIEW_BOUND = 3;
const INGEST_BOUND = 0.5;
const ENV = {
  MOCK_VENDOR_MAX_PER_SECOND: String(MESSAGES_PER_SECOND),
  MOCK_VENDOR_FAILURE_RATE: '0',
  MOCK_VENDOR_MIN_DELAY_MS: '0',
  MOCK_VENDOR_MAX_DELAY_MS: '0',
};

interface Figures {
  /** The 95th percentile of a preview. */
  previewMs: number;
  customersPerSecond: number;
}

/** Previews and ingest while a campaign is being sent, as against while nothing is. */
export async function* benchWhileSending(backend: Backend): AsyncGenerator<Comparison | Figure> {
  const herald = await startThrowAwayHerald({
    durable: true,
    redis: backend === 'redis',
    mockVendor: 'process',
    env: ENV,
  });
  const api = new HeraldClient(herald.url, herald);
  const pool = createPool({ databaseUrl: herald.databaseUrl, maxConnections: 2, applicationName: 'bench' });
  try {
    await loadShop(pool, { customers: CUSTOMERS, orders: ORDERS });
    const bench = new WhileSendingBench(api, (await api.createSegment('big spenders', await rulesOfSome(pool))).id);
    yield* run(bench, nameOf(backend));
  } finally {
    await api.close();
    await pool.end();
    await herald.stop();
  }
}

async function* run(bench: WhileSendingBench, backend: string): AsyncGenerator<Comparison | Figure> {
  const [idle, sending, rates]: [Figures[], Figures[], number[]] = [[], [], []];
  await bench.measure();
  for (let round = 0; round < ROUNDS; round += 1) {
    idle.push(await bench.measure());
    const { figures, messagesPerSecond } = await bench.measureWhileSending();
    sending.push(figures);
    rates.push(messagesPerSecond);
  }
  const medians = (key: keyof Figures) => ({
    herald: median(sending.map((figures) => figures[key])),
    bare: median(idle.map((figures) => figures[key])),
  });
  const previewBound = { atMost: PREVIEW_BOUND };
  yield { name: `preview (p95) sending / idle, ${backend}`, unit: 'ms', ...medians('previewMs'), bound: previewBound };
  const ingestBound = { atLeast: INGEST_BOUND };
  yield { name: `ingest sending / idle, ${backend}`, unit: '/s', ...medians('customersPerSecond'), bound: ingestBound };
  yield { name: `meanwhile sent, ${backend}`, unit: ' msg/s', herald: median(rates) };
}

class WhileSendingBench {
  private readonly api: HeraldClient;
  private readonly segmentId: string;
  private readonly users = renumbered(generateDataset({ customers: 1_000_000, seed: 2 }).users);

  constructor(api: HeraldClient, segmentId: string) {
    this.api = api;
    this.segmentId = segmentId;
  }

  async measure(): Promise<Figures> {
    return { previewMs: await this.preview(), customersPerSecond: await this.ingest() };
  }

  /** @throws Error when the campaign ended meanwhile. */
  async measureWhileSending(): Promise<{ figures: Figures; messagesPerSecond: number }> {
    const messageTemplate = 'Hi {name|there}, here is 10 % off your next order.';
    await this.api.launchCampaign({ name: 'bench', messageTemplate, segmentId: this.segmentId });
    while ((await this.countSent()) === 0) await delay(POLL_MS);
    const [sentBefore, startedAtMs] = [await this.countSent(), performance.now()];
    const figures = await this.measure();
    const messagesPerSecond = ((await this.countSent()) - sentBefore) / ((performance.now() - startedAtMs) / 1000);
    if (await this.isFinished()) throw new Error('the campaign ended before everything was measured');
    while (!(await this.isFinished())) await delay(POLL_MS);
    return { figures, messagesPerSecond };
  }

  /** Questions of every kind in turn. */
  private async preview(): Promise<number> {
    const took: number[] = [];
    const endMs = performance.now() + PREVIEW_MS;
    while (performance.now() < endMs) {
      for (const { rules } of PREVIEWS) {
        const startedAtMs = performance.now();
        await this.api.preview(rules);
        took.push(performance.now() - startedAtMs);
      }
    }
    return percentile95(took);
  }

  private async ingest(): Promise<number> {
    const users: UserInput[] = take(this.users, CUSTOMERS_PER_ROUND);
    return perSecond(users.length, () => sendAll(this.api, users, (batch) => this.api.sendCustomers(batch)));
  }

  private async countSent(): Promise<number> {
    return (await this.api.latestCampaign())?.sentCount ?? 0;
  }

  private async isFinished(): Promise<boolean> {
    return (await this.api.latestCampaign())?.status === 'COMPLETED';
  }
}

/** Those who spent most, about as many as there are to be messages. */
async function rulesOfSome(pool: Pool): Promise<SegmentRules> {
  const { rows } = await pool.query<{ spend: number }>(
    `SELECT ("totalSpend" / 100)::int AS spend FROM "CustomerTotals" ORDER BY "totalSpend" DESC OFFSET $1 LIMIT 1`,
    [MESSAGES - 1],
  );
  return { combinator: 'and', rules: [{ field: 'totalSpend', operator: '>=', value: rows[0]?.spend ?? 0 }] };
}
