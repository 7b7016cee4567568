import { setTimeout as delay } from 'node:timers/promises';

import { generateDataset } from '../dataset/generate.ts';
import { HeraldClient } from '../herald/herald-client.ts';
import { startThrowAwayHerald } from '../herald/throw-away-herald.ts';
import { type Backend, nameOf } from './backends.ts';
import { alternate, type Comparison, perSecond } from './measure.ts';
import { makeMessages, startTransport } from './transport.ts';

const MESSAGES = 4_000;
const ROUNDS = 3;
const CONNECTIONS = 32;
const POLL_MS = 20;
const TIMEOUT_MS = 120_000;
const BOUND = 0.25;

const ENV = {
  NODE_ENV: 'production',
  LOG_LEVEL: 'warn',
  MOCK_VENDOR_FAILURE_RATE: '0',
  MOCK_VENDOR_MIN_DELAY_MS: '0',
  MOCK_VENDOR_MAX_DELAY_MS: '0',
  DELIVERY_CONNECTIONS: String(CONNECTIONS),
};

/** Launch to last receipt, as against the same HTTP calls without a queue or a database behind them. */
export async function* benchDelivery(backend: Backend): AsyncGenerator<Comparison> {
  const herald = await startThrowAwayHerald({
    durable: true,
    redis: backend === 'redis',
    mockVendor: 'process',
    env: ENV,
  });
  const transport = await startTransport({ ...ENV, DATABASE_URL: herald.databaseUrl }, CONNECTIONS);
  const api = new HeraldClient(herald.url);
  try {
    const segmentId = await makeAudience(api);
    const deliver = () => perSecond(MESSAGES, () => runCampaign(api, segmentId));
    const transportOnly = () => perSecond(MESSAGES, () => transport.send(makeMessages(MESSAGES)));
    await deliver();
    await transportOnly();
    const figures = await alternate(ROUNDS, deliver, transportOnly);
    yield { name: `delivery, ${nameOf(backend)}`, unit: ' msg/s', ...figures, bound: { atLeast: BOUND } };
  } finally {
    await api.close();
    await transport.stop();
    await herald.stop();
  }
}

/** @returns a segment of `MESSAGES` customers. */
async function makeAudience(api: HeraldClient): Promise<string> {
  const { ingestionId } = await api.sendCustomers([...generateDataset({ customers: MESSAGES }).users]);
  await api.waitForIngestion(ingestionId);
  const rules = {
    combinator: 'and' as const,
    rules: [{ field: 'visits' as const, operator: '>=' as const, value: 0 }],
  };
  const { id, audienceSize } = await api.createSegment('everybody', rules);
  if (audienceSize !== MESSAGES) throw new Error(`the audience is ${audienceSize}, not ${MESSAGES}`);
  return id;
}

async function runCampaign(api: HeraldClient, segmentId: string): Promise<void> {
  const messageTemplate = 'Hi {name|there}, here is 10 % off your next order.';
  const { id } = await api.launchCampaign({ name: 'bench', messageTemplate, segmentId });
  const deadlineMs = Date.now() + TIMEOUT_MS;
  while (Date.now() < deadlineMs) {
    // The list does not count rows, so that watching costs next to nothing.
    const campaign = await api.latestCampaign();
    if (campaign?.id !== id) throw new Error('somebody else launched a campaign');
    if (campaign.status === 'COMPLETED' && campaign.sentCount === MESSAGES) return;
    await delay(POLL_MS);
  }
  throw new Error(`the campaign was not finished within ${TIMEOUT_MS / 1000} s`);
}
