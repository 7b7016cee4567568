import { readFileSync } from 'node:fs';

import { createLogger, Queues } from '@herald/platform';
import { newId } from '@herald/shared';
import { Redis } from 'ioredis';

import { generateDataset } from '../dataset/generate.ts';
import { HeraldClient } from '../herald/herald-client.ts';
import { startThrowAwayHerald } from '../herald/throw-away-herald.ts';
import type { ThrowAwayHerald } from '../herald/throw-away-herald.ts';
import { query } from '../testing/fixtures/database.ts';
import { findRedisBinary } from '../testing/redis-binary.js';
import { startThrowAwayRedis } from '../testing/throw-away-redis.ts';
import { BareVendor } from './bare-vendor.ts';
import { Deliveries, DELIVERY_ENV } from './deliveries.ts';
import { perSecond } from './measure.ts';
import type { Row } from './measure.ts';

const CUSTOMERS = 50_000;
const BATCH = 1_000;
const MESSAGES = 20_000;
/** Of those who get one. */
const RECIPIENT_TAG = 'recipient';
/** As long as a call over the internet takes. */
const VENDOR_MS = 100;
/** So few that the wait for the vendor is what a worker is busy with, and not a processor. */
const SLOW_CONNECTIONS = '8';
const SLOW_MESSAGES = 1_200;
const SLOW_BATCH = '20';
const JOBS = 500;
const MESSAGES_PER_JOB = 100;
const CALLS = 3_000;
const CALLERS = 16;

/** What the arithmetic of docs/scale.md begins with. Only the gain by more workers is judged. */
export async function* benchScale(): AsyncGenerator<Row> {
  yield* benchWorkers();
  yield* benchSizes();
  yield* benchQueueMemory();
}

/** More workers send more where each waits for its vendor: nothing else is shared that would hold them up. */
async function* benchWorkers(): AsyncGenerator<Row> {
  const speeds: number[] = [];
  for (const workers of [1, 2, 3]) speeds.push(await sendSlowly(workers));
  const [one = NaN, two = NaN, three = NaN] = speeds;
  yield {
    name: `2 workers / 1, vendor of ${VENDOR_MS} ms`,
    unit: '/s',
    herald: two,
    bare: one,
    bound: { atLeast: 1.5 },
  };
  yield {
    name: `3 workers / 1, vendor of ${VENDOR_MS} ms`,
    unit: '/s',
    herald: three,
    bare: one,
    bound: { atLeast: 2 },
  };
}

/** @returns messages a second. */
async function sendSlowly(workers: number): Promise<number> {
  const vendor = await BareVendor.start(DELIVERY_ENV.RECEIPT_SECRET);
  vendor.latencyMs = VENDOR_MS;
  try {
    const env = {
      VENDOR_URL: vendor.url,
      DELIVERY_CONNECTIONS: SLOW_CONNECTIONS,
      DELIVERY_BATCH_SIZE: SLOW_BATCH,
    };
    const deliveries = await Deliveries.start(SLOW_MESSAGES, { redis: findRedisBinary() !== undefined, workers, env });
    vendor.receiptUrl = deliveries.receiptUrl;
    try {
      return await deliveries.run();
    } finally {
      await deliveries.stop();
    }
  } finally {
    await vendor.stop();
  }
}

/** Disk and log of rows, and memory of one API and one worker. */
async function* benchSizes(): AsyncGenerator<Row> {
  const vendor = await BareVendor.start(DELIVERY_ENV.RECEIPT_SECRET);
  const herald = await startThrowAwayHerald({
    durable: true,
    redis: findRedisBinary() !== undefined,
    env: { ...DELIVERY_ENV, VENDOR_URL: vendor.url, MOCK_VENDOR: 'off' },
  });
  vendor.receiptUrl = `${herald.url}/api/delivery-receipt`;
  const client = new HeraldClient(herald.url, herald);
  try {
    const dataset = generateDataset({ customers: CUSTOMERS });
    const users = [...dataset.users].map((user, index) => {
      return index < MESSAGES ? { ...user, tags: [...(user.tags ?? []), RECIPIENT_TAG] } : user;
    });
    const orders = [...dataset.orders];
    const ofUsers = await logged(herald, () => sendAll(users, (rows) => client.sendCustomers(rows), client));
    yield* sizesOf(herald, 'customer', ['Customer', 'Address'], users.length, ofUsers);
    const ofOrders = await logged(herald, () => sendAll(orders, (rows) => client.sendOrders(rows), client));
    yield* sizesOf(herald, 'order', ['Order', 'OrderItem', 'CustomerTotals'], orders.length, ofOrders);

    const segment = await client.createSegment('some', {
      combinator: 'and',
      rules: [{ field: 'tags', operator: 'has', value: RECIPIENT_TAG }],
    });
    const ofMessages = await logged(herald, async () => {
      const campaign = { name: 'scale', messageTemplate: 'Hi {name|there}, here is 10 % off.', segmentId: segment.id };
      await client.waitForCampaign((await client.launchCampaign(campaign)).id);
    });
    yield* sizesOf(herald, 'message', ['CommunicationLog'], segment.audienceSize, ofMessages);

    const calls = await perSecond(CALLS, () => inParallel(CALLS, () => client.latestCampaign()));
    yield { name: 'calls of one API (list of campaigns)', unit: '/s', herald: calls };
    yield* processesOf(herald);
  } finally {
    await client.close();
    await herald.stop();
    await vendor.stop();
  }
}

async function sendAll<T>(
  rows: readonly T[],
  send: (rows: T[]) => Promise<{ ingestionId: string }>,
  client: HeraldClient,
): Promise<void> {
  const ids: string[] = [];
  for (let at = 0; at < rows.length; at += BATCH) ids.push((await send(rows.slice(at, at + BATCH))).ingestionId);
  for (const id of ids) await client.waitForIngestion(id);
}

/** @returns how many bytes PostgreSQL wrote to its log meanwhile. */
async function logged({ databaseUrl }: ThrowAwayHerald, work: () => Promise<void>): Promise<number> {
  const at = async () => (await query<{ lsn: string }>(databaseUrl, 'SELECT pg_current_wal_lsn() AS lsn'))[0]?.lsn;
  const before = await at();
  await work();
  const [row] = await query<{ bytes: number }>(
    databaseUrl,
    'SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), $1)::float8 AS bytes',
    [before],
  );
  return row?.bytes ?? NaN;
}

async function* sizesOf(
  { databaseUrl }: ThrowAwayHerald,
  what: string,
  tables: readonly string[],
  rows: number,
  walBytes: number,
): AsyncGenerator<Row> {
  const [size] = await query<{ bytes: number }>(
    databaseUrl,
    `SELECT sum(pg_total_relation_size(format('%I', name)::regclass))::float8 AS bytes FROM unnest($1::text[]) AS t(name)`,
    [tables],
  );
  yield { name: `${what}: on disk, with indexes`, unit: ' B', herald: (size?.bytes ?? NaN) / rows };
  yield { name: `${what}: written to the log (WAL)`, unit: ' B', herald: walBytes / rows };
}

function* processesOf({ api, worker }: ThrowAwayHerald): Generator<Row> {
  for (const [name, { pid }] of [
    ['API', api],
    ['worker', worker],
  ] as const) {
    yield { name: `most memory of the ${name}`, unit: ' MB', herald: peakMemoryMb(pid ?? 0) };
  }
}

/** The most that a process ever took, as the kernel says; only Linux does. */
function peakMemoryMb(pid: number): number {
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

/** What a message takes in Redis while it waits. */
async function* benchQueueMemory(): AsyncGenerator<Row> {
  const server = await startThrowAwayRedis();
  if (server === undefined) return;
  const redis = new Redis(server.url);
  const queues = new Queues(
    { databaseUrl: '', redisUrl: server.url, prefix: 'herald' },
    createLogger('bench', 'silent'),
  );
  try {
    const used = async () => Number(/used_memory:(\d+)/.exec(await redis.info('memory'))?.[1]);
    const before = await used();
    const message = () => ({
      communicationLogId: newId(),
      customerId: newId(),
      personalizedMessage: 'Hi Asha, here is 10 % off your next order, until Sunday. Yours, the tea shop.',
    });
    const jobs = Array.from({ length: JOBS }, () => {
      const messages = Array.from({ length: MESSAGES_PER_JOB }, message);
      return { id: newId(), payload: { campaignId: newId(), messages } };
    });
    await queues.publish('delivery', jobs);
    const bytes = ((await used()) - before) / (JOBS * MESSAGES_PER_JOB);
    yield { name: 'message: in Redis while it waits', unit: ' B', herald: bytes };
  } finally {
    redis.disconnect();
    await queues.close();
    await server.stop();
  }
}

async function inParallel(count: number, call: () => Promise<unknown>): Promise<void> {
  let left = count;
  const caller = async () => {
    while (left > 0) {
      left -= 1;
      await call();
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
}
