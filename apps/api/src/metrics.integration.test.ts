import { afterEach, describe, expect, it } from '@jest/globals';
import { request } from 'undici';

import { HeraldClient } from '../../../scripts/herald/herald-client.ts';
import { eventually } from '../../../scripts/testing/fixtures/eventually.ts';
import { startTestApi, startTestWorker } from '../../../scripts/testing/fixtures/herald.ts';
import { TEST_API_KEY } from '../../../scripts/testing/fixtures/request.ts';
import { samplesIn } from '../../../scripts/testing/fixtures/samples.ts';
import { testServers } from '../../../scripts/testing/fixtures/test-servers.ts';

const servers = testServers();
const stops: (() => Promise<void>)[] = [];
const CUSTOMERS = 30;
const SECRET_NAME = 'Zanzibar Quux';

afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

async function ask(port: number | undefined, path: string) {
  const { statusCode, body } = await request(`http://127.0.0.1:${port}${path}`);
  return { status: statusCode, text: await body.text() };
}

/** A Herald with metrics, in which a campaign to some customers has come to its end. */
async function heraldAfterCampaign() {
  const api = await startTestApi({ API_METRICS_PORT: '0', MOCK_VENDOR_FAILURE_RATE: '0' });
  stops.push(api.stop);
  const worker = await startTestWorker(api, { WORKER_METRICS_PORT: '0' });
  stops.push(() => worker.stop());
  const client = new HeraldClient(api.url, { apiKey: TEST_API_KEY });
  stops.push(() => client.close());
  const customers = Array.from({ length: CUSTOMERS }, (_, number) => ({
    externalId: `c-${number}`,
    name: `${SECRET_NAME} ${number}`,
    email: `zanzibar${number}@example.com`,
  }));
  const { ingestionId } = await client.sendCustomers(customers);
  await client.waitForIngestion(ingestionId);
  const rules = {
    combinator: 'and' as const,
    rules: [{ field: 'visits' as const, operator: '>=' as const, value: 0 }],
  };
  const segment = await client.createSegment('Everybody', rules);
  const { id } = await client.launchCampaign({ name: 'Hello', messageTemplate: 'Hi {name}', segmentId: segment.id });
  await client.waitForCampaign(id);
  return {
    api: (path: string) => ask(api.operationsPort, path),
    worker: (path: string) => ask(worker.operationsPort, path),
  };
}

describe('metrics of a Herald that has sent a campaign', () => {
  it('say what became of it, in both processes, and name nobody', async () => {
    const herald = await heraldAfterCampaign();
    const text = {
      api: (await herald.api('/metrics')).text,
      // The last receipts are counted after their commit.
      worker: await eventually(async () => {
        const { text: scraped } = await herald.worker('/metrics');
        expect(samplesIn(scraped, 'herald_receipts_total')).toMatchObject({ 'outcome="applied"': CUSTOMERS });
        return scraped;
      }),
    };
    const api = (name: string) => samplesIn(text.api, `herald_${name}`);
    const worker = (name: string) => samplesIn(text.worker, `herald_${name}`);

    expect(api('build_info')).toEqual({ 'process="api",version="0.1.0"': 1 });
    expect(worker('build_info')).toEqual({ 'process="worker",version="0.1.0"': 1 });
    expect(api('http_request_duration_seconds_count')).toMatchObject({
      'method="POST",route="/api/user",status="202"': 1,
      'method="POST",route="/api/segments",status="201"': 1,
      'method="POST",route="/api/delivery-receipt",status="200"': CUSTOMERS,
    });
    expect(api('receipts_accepted_total')).toEqual({ '': CUSTOMERS });
    expect(worker('vendor_calls_total')).toMatchObject({ 'outcome="accepted"': CUSTOMERS, 'outcome="refused"': 0 });
    expect(worker('vendor_call_duration_seconds_count')).toMatchObject({ 'outcome="accepted"': CUSTOMERS });
    expect(worker('ingested_rows_total')).toMatchObject({ 'kind="customers",outcome="stored"': CUSTOMERS });
    expect(Object.values(worker('counter_drift_total'))).toEqual([0, 0, 0, 0, 0]);
    for (const queue of ['customerQueue', 'launchQueue', 'deliveryQueue', 'receiptProcessingQueue']) {
      const done = worker('job_duration_seconds_count')[`queue="${queue}",outcome="done"`];
      expect([queue, (done ?? 0) > 0]).toEqual([queue, true]);
    }
    for (const read of [api, worker]) {
      expect([read('queue_backend_up'), read('database_up'), read('workers')]).toEqual([
        { '': 1 },
        { '': 1 },
        { '': 1 },
      ]);
      // Where the queues are on PostgreSQL they have a pool of their own.
      const pools = read('db_pool_connections_max');
      const queuesHavePool = 'pool="queues"' in pools;
      expect(queuesHavePool).toBe(servers.redisUrl === undefined);
      // As docs/scale.md and .env.example say.
      const { 'pool="main"': _main, 'pool="queues"': _queues, ...others } = pools;
      const connections = Object.values(others).reduce((sum, max) => sum + max, 0);
      expect(connections).toBe(read === api ? 31 : 1);
    }
    for (const scraped of Object.values(text)) {
      expect(samplesIn(scraped, 'nodejs_eventloop_lag_p99_seconds')).toEqual({ '': expect.any(Number) });
      // No name, address, id of anything, nor an address of a server.
      expect(scraped).not.toMatch(/zanzibar|quux|@|[0-9a-f]{8}-[0-9a-f]{4}-|postgres:|redis:/i);
    }
  });

  it('have probes beside them', async () => {
    const herald = await heraldAfterCampaign();
    for (const probe of [herald.api, herald.worker]) {
      expect(await probe('/healthz')).toEqual({ status: 200, text: '{"status":"ok"}' });
      expect(await probe('/readyz')).toEqual({
        status: 200,
        text: '{"status":"ready","checks":{"database":"ok","queue":"ok"}}',
      });
    }
  });
});
