import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { CampaignDetailOutput, IngestionOutput, OrderInput, UserInput } from '@herald/shared';
import { newId, OPERATIONS } from '@herald/shared';
import { request } from 'undici';

import { isLongForm, queueBackends, say, TEST_TIMEOUT_MS } from '../faults/form.ts';
import { expectOneDeliveryEach } from '../faults/one-delivery-each.ts';
import { until } from '../faults/until.ts';
import { startThrowAwayHerald } from '../herald/throw-away-herald.ts';
import type { ThrowAwayHerald } from '../herald/throw-away-herald.ts';
import { query } from '../testing/fixtures/database.ts';
import { expectBooksToBalance } from '../testing/fixtures/expect-books-to-balance.ts';
import { signInNewMember, TEST_SESSION_SECRET } from '../testing/fixtures/signed-in-member.ts';
import { Balancer } from './balancer.ts';
import { Integrator } from './integrator.ts';
import { LiveReport } from './live-report.ts';

/** The short form is part of `pnpm test`, the long one of `pnpm proof many`. */
const FORM = isLongForm
  ? { customers: 4_000, batch: 200, ordersEach: 3, perSecond: '150', patienceMs: 300_000 }
  : { customers: 200, batch: 40, ordersEach: 2, perSecond: '60', patienceMs: 60_000 };
const BAD_CREDENTIALS = 10;
/** Orders of nobody, which are rejected. */
const STRAY_ORDERS = 5;

const ENV = {
  NODE_ENV: 'test',
  SESSION_SECRET: TEST_SESSION_SECRET,
  RATE_LIMIT_BAD_CREDENTIALS: String(BAD_CREDENTIALS),
  ORDER_CUSTOMER_WAIT_MS: '500',
  LAUNCH_PAGE_SIZE: '50',
  DELIVERY_BATCH_SIZE: '10',
  DELIVERY_CONNECTIONS: '8',
  JOB_LOCK_MS: '1000',
  STALLED_INTERVAL_MS: '500',
  SWEEP_INTERVAL_MS: '500',
  SWEEP_GRACE_MS: '500',
  REPUBLISH_AFTER_MS: '1000',
  RECOUNT_INTERVAL_MS: '1000',
  WORKER_HEARTBEAT_MS: '500',
  WORKER_DEAD_AFTER_MS: '2000',
  MOCK_VENDOR_MAX_PER_SECOND: FORM.perSecond,
  MOCK_VENDOR_MIN_DELAY_MS: '0',
  MOCK_VENDOR_MAX_DELAY_MS: '100',
};

jest.setTimeout(TEST_TIMEOUT_MS);

const customers = (name: string): UserInput[] =>
  Array.from({ length: FORM.customers }, (_, index) => ({
    externalId: `${name}-${index}`,
    name: `Customer ${index}`,
    email: `${name}-${index}@example.com`,
    tags: [name],
  }));

/** Of the amounts 1.01, 2.02 and so on, so that every customer's sum is another one. */
const orders = (name: string): OrderInput[] =>
  Array.from({ length: FORM.customers * FORM.ordersEach }, (_, index) => ({
    externalId: `${name}-order-${index}`,
    customerExternalId: `${name}-${index % FORM.customers}`,
    amount: amountOf(index) / 100,
    orderedAt: '2026-11-01T00:00:00Z',
    items: [{ name: 'Cup', quantity: 1, price: amountOf(index) / 100 }],
  }));

/** In minor units. */
const amountOf = (index: number) => 101 * (1 + index);

function inBatches<T>(rows: readonly T[]): T[][] {
  const count = Math.ceil(rows.length / FORM.batch);
  return Array.from({ length: count }, (_, at) => rows.slice(at * FORM.batch, (at + 1) * FORM.batch));
}

describe.each(queueBackends())('2 APIs and 3 workers, queues on $backend', ({ backend, redisUrl }) => {
  let balancer: Balancer;
  let herald: ThrowAwayHerald;
  let integrator: Integrator;

  beforeAll(async () => {
    balancer = await Balancer.start();
    herald = await startThrowAwayHerald({
      durable: true,
      // What five processes may take.
      postgresSettings: { max_connections: 250 },
      ...(redisUrl === undefined ? {} : { redisUrl }),
      apis: 2,
      workers: 3,
      mockVendor: 'process',
      env: { ...ENV, RECEIPT_URL: `${balancer.url}/api/delivery-receipt` },
    });
    const urls = herald.apis.map(({ port }) => `http://127.0.0.1:${port}`);
    balancer.targets = urls;
    integrator = new Integrator(urls, herald.apiKey);
  });
  afterAll(async () => {
    await herald.stop();
    await balancer.stop();
  });

  /** The same rows through both APIs at once, in pieces. @returns the ids of the ingestions. */
  async function sendThroughBoth(path: string, rows: readonly object[]): Promise<string[]> {
    const send = async (api: number) => {
      const ids: string[] = [];
      for (const batch of inBatches(rows)) {
        const { ingestionId } = await integrator.post<{ ingestionId: string }>(api, path, batch);
        ids.push(ingestionId);
      }
      return ids;
    };
    return (await Promise.all([send(0), send(1)])).flat();
  }

  async function untilWritten(ids: readonly string[]): Promise<IngestionOutput[]> {
    const written: IngestionOutput[] = [];
    for (const id of ids) {
      await until(async () => {
        const ingestion = await integrator.get<IngestionOutput>(1, `/api/ingestions/${id}`);
        if (ingestion.state === 'COMPLETED') written.push(ingestion);
        return ingestion.state === 'COMPLETED';
      }, `ingestion ${id} is written`);
    }
    return written;
  }

  /** Launches at the first API. @returns the campaign's id. */
  async function launch(name: string): Promise<string> {
    const rules = { combinator: 'and', rules: [{ field: 'tags', operator: 'has', value: name }] };
    const segment = await integrator.post<{ id: string }>(0, '/api/segments', { name, rules });
    const campaign = { name, segmentId: segment.id, messageTemplate: 'Hi {name}' };
    return (await integrator.post<{ id: string }>(0, '/api/campaigns', campaign)).id;
  }

  async function countSent(campaign: string): Promise<number> {
    const [row] = await query<{ sent: number }>(
      herald.databaseUrl,
      'SELECT "sentCount" + "failedCount" AS sent FROM "Campaign" WHERE id = $1',
      [campaign],
    );
    return row?.sent ?? 0;
  }

  const untilShareSent = (campaign: string, share: number) =>
    until(
      async () => (await countSent(campaign)) >= share * FORM.customers,
      `${100 * share} % of the campaign is sent`,
      FORM.patienceMs,
    );

  it('ingestion and a campaign while processes end: the sums hold', async () => {
    const startedAt = performance.now();
    const name = `many-${backend}`;
    const first = await untilWritten(await sendThroughBoth('/api/user', customers(name)));
    expect(first.every(({ received, stored }) => received === stored)).toBe(true);

    const campaign = await launch(name);
    const report = LiveReport.open(`http://127.0.0.1:${herald.apis[1]!.port}`, herald.apiKey, campaign);
    const stray = Array.from({ length: STRAY_ORDERS }, (_, index) => ({
      ...orders(name)[0],
      externalId: `${name}-stray-${index}`,
      customerExternalId: `nobody-${name}`,
    }));
    const sending = Promise.all([sendThroughBoth('/api/order', orders(name)), sendThroughBoth('/api/order', stray)]);
    // What is expected of it comes later; until then its failure is nobody's.
    sending.catch(() => {});

    const [api] = herald.apis;
    const [killed, ended] = herald.workers;
    await untilShareSent(campaign, 0.15);
    await killed!.kill('SIGKILL');
    await untilShareSent(campaign, 0.35);
    // In the middle of what comes in.
    const sendingOn = sendThroughBoth('/api/user', customers(`${name}-later`));
    sendingOn.catch(() => {});
    await api!.kill('SIGKILL');
    await untilShareSent(campaign, 0.5);
    await api!.start();
    await ended!.stop();

    const written = await untilWritten([...(await sending).flat(), ...(await sendingOn)]);
    const sum = (pick: (ingestion: IngestionOutput) => number) => written.reduce((total, one) => total + pick(one), 0);
    const sent = 2 * (FORM.customers * FORM.ordersEach + STRAY_ORDERS + FORM.customers);
    expect([sum((one) => one.received), sum((one) => one.stored + one.rejected)]).toEqual([sent, sent]);
    expect(sum((one) => one.rejected)).toBe(2 * STRAY_ORDERS);
    // Each call was made once, however often it was sent.
    const [ingestions] = await query<{ count: number }>(
      herald.databaseUrl,
      'SELECT count(*)::int AS count FROM "Ingestion"',
    );
    expect(ingestions!.count).toBe(first.length + written.length);
    await expectTotals(name);

    const last = await report.untilEnd();
    await until(async () => (await campaignAt(1, campaign)).sealedAt !== null, 'the campaign is sealed', 60_000);
    const [here, there] = [await campaignAt(0, campaign), await campaignAt(1, campaign)];
    expect(here).toEqual(there);
    expect(here).toMatchObject({ status: 'COMPLETED', audienceSize: FORM.customers });
    expect(last).toMatchObject({ status: 'COMPLETED', sentCount: here.sentCount, failedCount: here.failedCount });
    const steps = report.seen.map(({ sentCount, failedCount }) => sentCount + failedCount);
    expect(steps).toEqual(steps.toSorted((one, other) => one - other));
    await expectBooksToBalance(herald.databaseUrl, campaign);
    await expectOneDeliveryEach(herald, campaign, FORM.customers);
    expect(balancer.answered.every((count) => count > 0)).toBe(true);
    expect(integrator.retries).toBeGreaterThan(0);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    say(
      `2 APIs, 3 workers, queues on ${backend}: ${sent} rows and ${FORM.customers} messages in ${seconds} s; ` +
        `an API and a worker killed, a worker ended, ${integrator.retries} calls made again, ` +
        `${report.seen.length} looks, receipts by API ${balancer.answered.join(' and ')}`,
    );
  });

  const campaignAt = (api: number, id: string) =>
    integrator.get<CampaignDetailOutput>(api, `/api/campaigns/${id}?limit=1`);

  /** What Herald keeps of each customer, against what was sent, added up here. */
  async function expectTotals(name: string): Promise<void> {
    const expected = new Map<string, { orders: number; spend: number }>();
    orders(name).forEach(({ customerExternalId }, index) => {
      const known = expected.get(String(customerExternalId)) ?? { orders: 0, spend: 0 };
      expected.set(String(customerExternalId), { orders: known.orders + 1, spend: known.spend + amountOf(index) });
    });
    const kept = await query<{ externalId: string; orders: number; spend: number }>(
      herald.databaseUrl,
      `SELECT "externalId", "orderCount" AS orders, "totalSpend"::float8 AS spend
       FROM "Customer" JOIN "CustomerTotals" ON "customerId" = id`,
    );
    expect(new Map(kept.map((row) => [row.externalId, { orders: row.orders, spend: row.spend }]))).toEqual(expected);
    const [count] = await query<{ count: number }>(herald.databaseUrl, 'SELECT count(*)::int AS count FROM "Customer"');
    expect(count!.count).toBe(2 * FORM.customers);
  }

  it('a call that is repeated at the other API is answered as the first, and made once', async () => {
    const body = [{ externalId: `repeated-${backend}`, name: 'Asha' }];
    const headers = { 'idempotency-key': newId() };
    const answers = [];
    for (const api of [0, 1, 0]) answers.push(await integrator.call(api, { path: '/api/user', body, headers }));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    expect(new Set(answers.map((answer) => answer.body)).size).toBe(1);
    expect(answers.map((answer) => answer.headers['idempotency-replayed'])).toEqual([undefined, 'true', 'true']);
    const other = await integrator.call(1, { path: '/api/user', body: [{ externalId: 'x', name: 'Y' }], headers });
    expect(other.status).toBe(422);
    // At both at the same time: one makes it, the other is told so or to wait.
    const together = { path: '/api/user', body, headers: { 'idempotency-key': newId() } };
    const both = await Promise.all([integrator.call(0, together), integrator.call(1, together)]);
    const made = both.filter(({ status }) => status === 202);
    expect(made.length).toBeGreaterThan(0);
    expect(new Set(made.map((answer) => answer.body)).size).toBe(1);
  });

  it('a session of one API is one of the other, and ends at both', async () => {
    const { name, value } = await signInNewMember(herald.databaseUrl, 'owner');
    const headers = { cookie: `${name}=${value}`, origin: 'https://herald.invalid' };
    const urls = herald.apis.map(({ port }) => `http://127.0.0.1:${port}`);
    const statusOfMe = async (url: string) => {
      const { statusCode, body } = await request(`${url}/api/me`, { headers });
      await body.dump();
      return statusCode;
    };
    expect(await Promise.all(urls.map(statusOfMe))).toEqual([200, 200]);
    const signOut = await request(`${urls[1]}${OPERATIONS.signOut.path}`, { method: 'POST', headers });
    await signOut.body.dump();
    expect(signOut.statusCode).toBe(200);
    expect(await Promise.all(urls.map(statusOfMe))).toEqual([401, 401]);
  });

  it('limits are those of all APIs together', async () => {
    const headers = { authorization: `Bearer hrd_live_${'x'.repeat(43)}` };
    const statuses = [];
    for (let call = 0; call < BAD_CREDENTIALS + 4; call += 1) {
      const { statusCode, body } = await request(`http://127.0.0.1:${herald.apis[call % 2]!.port}/api/me`, { headers });
      await body.dump();
      statuses.push(statusCode);
    }
    expect(statuses).toEqual([
      ...Array.from({ length: BAD_CREDENTIALS }, () => 401),
      ...Array.from({ length: 4 }, () => 429),
    ]);
  });
});
