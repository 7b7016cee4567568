import { checkReadiness, redisAddressOf, requireDurableRedis, serveOperations } from '@herald/platform';
import type { Consumer, OperationsServer, RunningProcess } from '@herald/platform';

import type { WorkerConfig } from './config.ts';
import { createContainer } from './container.ts';
import type { Container } from './container.ts';
import { applyReceiptsProcessor } from './processors/apply-receipts.processor.ts';
import { launchCampaignProcessor } from './processors/launch-campaign.processor.ts';
import { persistCustomersProcessor } from './processors/persist-customers.processor.ts';
import { persistOrdersProcessor } from './processors/persist-orders.processor.ts';
import { sendMessagesProcessor } from './processors/send-messages.processor.ts';

/** After this time of a shutdown what cannot be written down is left to other workers. */
const GIVE_UP_AFTER_MS = 8_000;

/** Consumes every queue until it is stopped. */
export async function startWorker(config: WorkerConfig): Promise<RunningProcess> {
  const redis = redisAddressOf(config);
  if (config.NODE_ENV === 'production' && redis !== undefined) await requireDurableRedis(redis);
  const container = createContainer(config);
  const { heartbeat, sweepTimer, booksTimer, retentionTimer, queues, vendor, pool, logger } = container;
  const operations = await openOperations(container, config);
  await heartbeat.start();
  const consumers = consumeAll(container, config);
  sweepTimer.start();
  booksTimer.start();
  retentionTimer.start();
  logger.info({ backend: config.REDIS_URL ? 'redis' : 'postgres' }, 'worker.started');
  return {
    operationsPort: operations?.port,
    stop: async () => {
      container.drain();
      const patience = setTimeout(() => container.giveUp(), GIVE_UP_AFTER_MS);
      await Promise.all([sweepTimer.stop(), booksTimer.stop(), retentionTimer.stop()]);
      await Promise.all(consumers.map((consumer) => consumer.close()));
      clearTimeout(patience);
      await queues.close();
      await vendor.close();
      await heartbeat.stop();
      await operations?.stop();
      await pool.end();
    },
  };
}

async function openOperations(
  { metrics, pool, queues }: Container,
  config: WorkerConfig,
): Promise<OperationsServer | undefined> {
  if (config.WORKER_METRICS_PORT === undefined) return undefined;
  return serveOperations({
    host: config.METRICS_HOST,
    port: config.WORKER_METRICS_PORT,
    registry: metrics.registry,
    readiness: () => checkReadiness({ database: () => pool.query('SELECT 1'), queue: () => queues.ping() }),
  });
}

function consumeAll({ queues, services }: Container, config: WorkerConfig): Consumer[] {
  const options = (concurrency: number) => ({
    concurrency,
    lockDurationMs: config.JOB_LOCK_MS,
    stalledIntervalMs: config.STALLED_INTERVAL_MS,
  });
  const ingestion = options(config.INGESTION_CONCURRENCY);
  return [
    queues.consume('customers', persistCustomersProcessor(services.ingestCustomers), ingestion),
    queues.consume('orders', persistOrdersProcessor(services.ingestOrders), ingestion),
    queues.consume('launch', launchCampaignProcessor(services.launch), options(config.LAUNCH_JOBS)),
    queues.consume('delivery', sendMessagesProcessor(services.delivery), options(config.DELIVERY_JOBS)),
    queues.consume('receipts', applyReceiptsProcessor(services.receipts), options(1)),
  ];
}
