import {
  createLogger,
  createPool,
  openOperations,
  PendingSteps,
  Registry,
  startTracing,
  watchPools,
} from '@herald/platform';
import type { RunningProcess } from '@herald/platform';

import { createApp } from '../app.ts';
import { createMockVendor } from '../container.ts';
import { plainEffects } from '../http/effects.ts';
import { OpenCalls } from '../http/open-calls.ts';
import { createLimitedServer, refuseLargeBody, serverLimits, withinLimits } from '../http/server-limits.ts';
import { listen } from '../server.ts';
import type { MockVendorConfig } from './mock-vendor-config.ts';
import { VendorDoor } from './vendor-door.ts';

/** Serves the mock vendor alone, as a vendor that is somewhere else. */
export async function startMockVendor(config: MockVendorConfig): Promise<RunningProcess & { port: number }> {
  const logger = createLogger('mock-vendor', config.LOG_LEVEL);
  const tracing = await startTracing('herald-mock-vendor', config, logger);
  const pool = createPool({
    databaseUrl: config.DATABASE_URL,
    maxConnections: config.DATABASE_POOL_SIZE,
    applicationName: 'herald-mock-vendor',
  });
  const registry = new Registry();
  watchPools(registry, { main: pool });
  const vendor = createMockVendor(config, config.RECEIPT_URL, pool, logger);
  const limits = serverLimits(config);
  const server = createLimitedServer(limits);
  const calls = new OpenCalls(server);
  const app = createApp({
    endpoints: vendor.endpoints,
    logger,
    registry,
    hasDocs: false,
    middleware: [refuseLargeBody],
    door: new VendorDoor(config.VENDOR_SECRET),
    effects: plainEffects,
    secrets: { worker: config.VENDOR_SECRET },
  });
  server.on('request', calls.follow(withinLimits(app, limits)));
  const port = await listen(server, config.PORT, config.HOST);
  await vendor.resume();
  const operations = await openOperations({
    process: 'mock-vendor',
    host: config.METRICS_HOST,
    port: config.MOCK_VENDOR_METRICS_PORT,
    registry,
    readiness: () =>
      pool.query('SELECT 1').then(
        () => ({ status: 'ready' }),
        () => ({ status: 'not ready' }),
      ),
  });
  const steps = new PendingSteps();
  return {
    port,
    operationsPort: operations?.port,
    drain: () => calls.drain(),
    stop: async () => {
      await steps.wait(() => 'messages that are being stored', vendor.stop());
      await steps.wait(() => calls.describe(), calls.close());
      await operations?.stop();
      await steps.wait(() => 'connections to the database', pool.end());
      await steps.wait(() => 'the export of traces', tracing.stop());
    },
    describePending: () => steps.describe(),
  };
}
