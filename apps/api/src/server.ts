import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { requireDurableRedis } from '@herald/platform';
import type { RunningProcess } from '@herald/platform';

import type { ApiConfig } from './config.ts';
import { createContainer, createMockVendor } from './container.ts';

/** Serves the API until it is stopped. */
export async function startApi(config: ApiConfig): Promise<RunningProcess & { port: number }> {
  if (config.NODE_ENV === 'production' && config.REDIS_URL !== undefined) await requireDurableRedis(config.REDIS_URL);
  const container = createContainer(config);
  await container.pool.query('SELECT 1');
  // The port is known before the mock vendor is, which reports to it.
  const server = createServer();
  const port = await listen(server, config.PORT, config.HOST);
  const receiptUrl = config.RECEIPT_URL ?? `http://127.0.0.1:${port}/api/delivery-receipt`;
  const mockVendor =
    config.MOCK_VENDOR === 'on' ? createMockVendor(config, receiptUrl, container.pool, container.logger) : undefined;
  server.on('request', container.createApp(mockVendor));
  await mockVendor?.resume();
  container.logger.info({ port, mockVendor: config.MOCK_VENDOR }, 'api.started');
  return {
    port,
    stop: async () => {
      await mockVendor?.stop();
      await close(server);
      await container.receiptService.drain();
      await container.queues.close();
      await container.closePools();
    },
  };
}

export function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

/** Answers what is in flight, takes nothing new. */
export function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}
