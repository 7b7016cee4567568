import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { queueBackends } from '../faults/form.ts';
import { Shop } from '../faults/shop.ts';
import { startThrowAwayHerald } from '../herald/throw-away-herald.ts';
import type { ThrowAwayHerald } from '../herald/throw-away-herald.ts';
import { query } from '../testing/fixtures/database.ts';
import { eventually } from '../testing/fixtures/eventually.ts';
import { OtlpCollector } from '../testing/fixtures/otlp-collector.ts';
import type { CollectedSpan } from '../testing/fixtures/otlp-collector.ts';
import { testServers } from '../testing/fixtures/test-servers.ts';

const { databaseUrl, queuePrefix } = testServers();
const CUSTOMERS = 30;
const ENV = {
  LAUNCH_PAGE_SIZE: '20',
  DELIVERY_BATCH_SIZE: '10',
  MOCK_VENDOR_MIN_DELAY_MS: '0',
  MOCK_VENDOR_MAX_DELAY_MS: '20',
};
const [API, WORKER, VENDOR] = ['herald-api', 'herald-worker', 'herald-mock-vendor'];

/** What happens to every message, and who does it. */
const LIFE = [
  `${WORKER}: message.write`,
  `${WORKER}: message.send`,
  `${VENDOR}: POST /api/mock-vendor/send-email`,
  `${VENDOR}: mock_vendor.report`,
  `${API}: receipt.take`,
  `${WORKER}: receipt.apply`,
];

describe.each(queueBackends())('one message traced, queues on $backend', ({ backend, redisUrl }) => {
  let collector: OtlpCollector;
  let herald: ThrowAwayHerald;
  let shop: Shop;
  let messages: string[];

  beforeAll(async () => {
    collector = await OtlpCollector.start();
    herald = await startThrowAwayHerald({
      databaseUrl,
      isMigrated: true,
      mockVendor: 'process',
      ...(redisUrl === undefined ? {} : { redisUrl }),
      env: {
        ...ENV,
        QUEUE_PREFIX: queuePrefix,
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
        // The Redis of the tests forgets everything when it ends, which no production may use.
        NODE_ENV: redisUrl === undefined ? 'production' : 'test',
      },
    });
    shop = new Shop(herald, `trace-${backend}`);
    await shop.untilWritten(await shop.sendCustomers(CUSTOMERS));
    const campaign = await shop.launch();
    await shop.untilCompleted(campaign);
    const rows = await query<{ id: string }>(databaseUrl, 'SELECT id FROM "CommunicationLog" WHERE "campaignId" = $1', [
      campaign,
    ]);
    messages = rows.map(({ id }) => id);
  });
  afterAll(async () => {
    await herald.stop();
    await collector.stop();
  });

  /** The whole life of a message, by name. */
  async function lifeOf(message: string): Promise<Record<string, CollectedSpan>> {
    const spans = await eventually(async () => {
      const found = collector.ofMessage(message);
      expect(found).toHaveLength(LIFE.length);
      expect(new Set(found.map(({ service, name }) => `${service}: ${name}`))).toEqual(new Set(LIFE));
      return found;
    });
    return Object.fromEntries(spans.map((span) => [span.name, span]));
  }

  /** Names of the span that is linked and of all above it, up to the root. */
  function wayUp({ links }: CollectedSpan): string[] {
    const way: string[] = [];
    for (let span = collector.find(links[0]?.spanId); span !== undefined; span = collector.find(span.parentSpanId)) {
      way.push(`${span.service}: ${span.name}`);
    }
    return way;
  }

  it('every message has a trace of its own, named by its id, from its text to its receipt', async () => {
    expect(messages).toHaveLength(CUSTOMERS);
    for (const message of messages) await lifeOf(message);
  });

  it('its spans hang together, across three processes', async () => {
    const life = await lifeOf(messages[0]!);
    const first = life['message.write'];
    expect(first?.parentSpanId).toBeUndefined();
    for (const name of ['message.send', 'mock_vendor.report', 'receipt.take', 'receipt.apply']) {
      expect(life[name]?.parentSpanId).toBe(first?.spanId);
    }
    expect(life['POST /api/mock-vendor/send-email']?.parentSpanId).toBe(life['message.send']?.spanId);
    expect(life['message.send']?.attributes).toMatchObject({ 'herald.outcome': 'accepted' });
    expect(life['receipt.apply']?.attributes).toMatchObject({ 'herald.outcome': 'applied' });
  });

  it('its links lead to the jobs and requests that did it, up to the launch', async () => {
    const life = await lifeOf(messages.at(-1)!);
    const launch = [`${WORKER}: launch.page`, `${WORKER}: process launchQueue`, `${API}: POST /api/campaigns`];
    await eventually(async () => expect(wayUp(life['message.write']!)).toEqual(launch));
    await eventually(async () =>
      expect(wayUp(life['message.send']!)).toEqual([`${WORKER}: process deliveryQueue`, ...launch]),
    );
    await eventually(async () => {
      expect(wayUp(life['receipt.take']!)).toEqual([`${API}: POST /api/delivery-receipt`]);
      expect(wayUp(life['receipt.apply']!)).toEqual([`${WORKER}: process receiptProcessingQueue`]);
    });
  });

  it('a batch is one trace from the call to the job', async () => {
    const job = await eventually(async () => {
      const found = collector.spans.find(({ name }) => name === 'process customerQueue');
      expect(found).toBeDefined();
      return found!;
    });
    await eventually(async () =>
      expect(collector.find(job.parentSpanId)).toMatchObject({
        service: API,
        name: 'POST /api/user',
        attributes: { 'http.route': '/api/user', 'http.response.status_code': 202 },
      }),
    );
  });

  it('a call that is in a trace goes on with it', async () => {
    const [traceId, spanId] = ['0af7651916cd43dd8448eb211c80319c', 'b7ad6b7169203331'];
    const authorization = `Bearer ${herald.apiKey}`;
    const search = 'somebody-whom-one-looks-for';
    await fetch(`${herald.url}/api/customers?search=${search}`, {
      headers: { authorization, traceparent: `00-${traceId}-${spanId}-01` },
    });
    await eventually(async () =>
      expect(collector.ofTrace(traceId)).toMatchObject([{ name: 'GET /api/customers', parentSpanId: spanId }]),
    );
    expect(collector.bodies.join()).not.toContain(search);
  });

  it('nothing in it is personal', () => {
    const sent = collector.bodies.join();
    for (const secret of ['Customer 1', shop.signature, 'thank you', herald.apiKey, '127.0.0.1']) {
      expect(sent).not.toContain(secret);
    }
  });
});

describe('collectors on bad days', () => {
  const collectors: OtlpCollector[] = [];
  afterAll(() => Promise.all(collectors.map((collector) => collector.stop())));

  async function collectorThat(mode: OtlpCollector['mode']): Promise<OtlpCollector> {
    const collector = await OtlpCollector.start();
    collectors.push(collector);
    collector.mode = mode;
    return collector;
  }

  // The bound of a shutdown, and what a process may take beyond it on a busy machine.
  const LONGEST_STOP_MS = 15_000;

  it('that are away, silent or failing: messages go out all the same, and processes end in time', async () => {
    const [silent, failing] = [await collectorThat('silent'), await collectorThat('fails')];
    const lines: string[] = [];
    const herald = await startThrowAwayHerald({
      databaseUrl,
      isMigrated: true,
      workers: 2,
      env: { ...ENV, QUEUE_PREFIX: queuePrefix, OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' },
      envOfWorker: (index) => ({ OTEL_EXPORTER_OTLP_ENDPOINT: [silent, failing][index]!.url }),
      log: (line) => lines.push(line),
    });
    try {
      const shop = new Shop(herald, 'trace-nowhere');
      await shop.untilWritten(await shop.sendCustomers(CUSTOMERS));
      const campaign = await shop.launch();
      await shop.untilCompleted(campaign);
      expect(await shop.books(campaign)).toMatchObject({ balanced: true });
      await eventually(async () => {
        expect(silent.calls).toBeGreaterThan(0);
        expect(lines.filter((line) => line.includes('traces.not_exported'))).toHaveLength(2);
      });
    } finally {
      const startedAt = performance.now();
      await herald.stop();
      expect(performance.now() - startedAt).toBeLessThan(3 * LONGEST_STOP_MS);
    }
  });
});
