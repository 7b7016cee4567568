import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { openOperations, PendingSteps, redisAddressOf, requireDurableRedis, startTracing } from '@herald/platform';
import type { RunningProcess } from '@herald/platform';

import type { ApiConfig } from './config.ts';
import { createContainer, createMockVendor } from './container.ts';
import { OpenCalls } from './http/open-calls.ts';
import { createLimitedServer, serverLimits, withinLimits } from './http/server-limits.ts';

/** Serves the API until it is stopped. */
export async function startApi(config: ApiConfig): Promise<RunningProcess & { port: number }> {
  const redis = redisAddressOf(config);
  if (config.NODE_ENV === 'production' && redis !== undefined) await requireDurableRedis(redis);
  const container = createContainer(config);
  const tracing = await startTracing('herald-api', config, container.logger);
  await container.pool.query('SELECT 1');
  const limits = serverLimits(config);
  // The port is known before the mock vendor is, which reports to it.
  const server = createLimitedServer(limits);
  const calls = new OpenCalls(server);
  const port = await listen(server, config.PORT, config.HOST);
  const receiptUrl = config.RECEIPT_URL ?? `http://127.0.0.1:${port}/api/delivery-receipt`;
  const mockVendor =
    config.MOCK_VENDOR === 'on' ? createMockVendor(config, receiptUrl, container.pool, container.logger) : undefined;
  const app = container.createApp(mockVendor, config.PUBLIC_URL ?? listeningAt(config.HOST, port));
  server.on('request', calls.follow(withinLimits(app, limits)));
  await mockVendor?.resume();
  const operations = await openOperations({
    process: 'api',
    host: config.METRICS_HOST,
    port: config.API_METRICS_PORT,
    registry: container.metrics.registry,
    readiness: () => container.readiness.read(),
  });
  container.logger.info({ port, mockVendor: config.MOCK_VENDOR }, 'api.started');
  const drain = () => {
    container.readiness.drain();
    calls.drain();
  };
  const steps = new PendingSteps();
  return {
    port,
    operationsPort: operations?.port,
    drain,
    drainDelayMs: config.DRAIN_DELAY_MS,
    stop: async () => {
      drain();
      container.endStreams();
      await steps.wait(() => 'the mock vendor', mockVendor?.stop());
      await steps.wait(() => calls.describe(), calls.close());
      await steps.wait(() => 'receipts that are being stored', container.receiptService.drain());
      await operations?.stop();
      await steps.wait(() => 'the queues', container.queues.close());
      await steps.wait(() => 'connections to the database', container.closePools());
      await steps.wait(() => 'the export of traces', tracing.stop());
    },
    describePending: () => steps.describe(),
  };
}

function listeningAt(host: string, port: number): string {
  if (['0.0.0.0', '::'].includes(host)) return `http://localhost:${port}`;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

export function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}
