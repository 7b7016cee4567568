import { createServer } from 'node:http';

import { ConfigError, createLogger, createPool } from '@herald/platform';
import type { RunningProcess } from '@herald/platform';

import { createApp } from '../app.ts';
import type { ApiConfig } from '../config.ts';
import { createMockVendor } from '../container.ts';
import { close, listen } from '../server.ts';

/** Serves the mock vendor alone, as a vendor that is somewhere else. */
export async function startMockVendor(config: ApiConfig): Promise<RunningProcess & { port: number }> {
  if (config.RECEIPT_URL === undefined) throw new ConfigError('Bad configuration: RECEIPT_URL: is needed here');
  const logger = createLogger('mock-vendor', config.LOG_LEVEL);
  const pool = createPool({
    databaseUrl: config.DATABASE_URL,
    maxConnections: config.DATABASE_POOL_SIZE,
    applicationName: 'herald-mock-vendor',
  });
  const vendor = createMockVendor(config, config.RECEIPT_URL, pool, logger);
  const server = createServer(createApp(vendor.endpoints, logger, undefined));
  const port = await listen(server, config.PORT, config.HOST);
  await vendor.resume();
  return {
    port,
    stop: async () => {
      await vendor.stop();
      await close(server);
      await pool.end();
    },
  };
}
