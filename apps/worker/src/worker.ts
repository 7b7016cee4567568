import { openOperations, PendingSteps, redisAddressOf, requireDurableRedis, startTracing } from '@herald/platform';
import type { Consumer, JobHandler, RunningProcess } from '@herald/platform';
import type { QueueKey } from '@herald/shared';

import type { WorkerConfig } from './config.ts';
import { createContainer } from './container.ts';
import type { Container } from './container.ts';
import { applyReceiptsProcessor } from './processors/apply-receipts.processor.ts';
import { launchCampaignProcessor } from './processors/launch-campaign.processor.ts';
import { persistCustomersProcessor } from './processors/persist-customers.processor.ts';
import { persistOrdersProcessor } from './processors/persist-orders.processor.ts';
import { sendMessagesProcessor } from './processors/send-messages.processor.ts';

/** After this time of a shutdown a vendor that has not answered is not waited for: another worker asks it again. */
const HANG_UP_AFTER_MS = 5_000;
/** After this time what cannot be written down is left to other workers. */
const GIVE_UP_AFTER_MS = 8_000;

/** Consumes every queue until it is stopped. */
export async function startWorker(config: WorkerConfig): Promise<RunningProcess> {
  const redis = redisAddressOf(config);
  if (config.NODE_ENV === 'production' && redis !== undefined) await requireDurableRedis(redis);
  const container = createContainer(config);
  const { heartbeat, sweepTimer, booksTimer, retentionTimer, queues, vendor, pool, operationsPool, logger } = container;
  const tracing = await startTracing('herald-worker', config, logger);
  const operations = await openOperationsOf(container, config);
  await heartbeat.start();
  const consumers = consumeAll(container, config);
  const steps = new PendingSteps();
  sweepTimer.start();
  booksTimer.start();
  retentionTimer.start();
  logger.info({ backend: config.REDIS_URL ? 'redis' : 'postgres' }, 'worker.started');
  return {
    operationsPort: operations?.port,
    drain: container.drain,
    stop: async () => {
      container.drain();
      const hangUp = setTimeout(() => container.hangUp(), HANG_UP_AFTER_MS);
      const giveUp = setTimeout(() => container.giveUp(), GIVE_UP_AFTER_MS);
      await Promise.all([
        steps.wait(() => 'a sweep', sweepTimer.stop()),
        steps.wait(() => 'the books', booksTimer.stop()),
        steps.wait(() => 'the retention', retentionTimer.stop()),
        ...consumers.map(({ queue, consumer }) => steps.wait(() => `jobs (${queue})`, consumer.close())),
      ]);
      clearTimeout(hangUp);
      clearTimeout(giveUp);
      await steps.wait(() => 'the queues', queues.close());
      await steps.wait(() => 'the vendor', vendor.close());
      await steps.wait(() => 'the last heartbeat', heartbeat.stop());
      await operations?.stop();
      await steps.wait(() => 'connections to the database', Promise.all([operationsPool.end(), pool.end()]));
      await steps.wait(() => 'the export of traces', tracing.stop());
    },
    describePending: () => steps.describe(),
  };
}

function openOperationsOf({ metrics, readiness }: Container, config: WorkerConfig) {
  return openOperations({
    process: 'worker',
    host: config.METRICS_HOST,
    port: config.WORKER_METRICS_PORT,
    registry: metrics.registry,
    readiness: () => readiness.read(),
  });
}

interface NamedConsumer {
  queue: QueueKey;
  consumer: Consumer;
}

function consumeAll({ queues, services }: Container, config: WorkerConfig): NamedConsumer[] {
  const options = (concurrency: number) => ({
    concurrency,
    lockDurationMs: config.JOB_LOCK_MS,
    stalledIntervalMs: config.STALLED_INTERVAL_MS,
  });
  const consume = <K extends QueueKey>(queue: K, handle: JobHandler<K>, concurrency: number): NamedConsumer => ({
    queue,
    consumer: queues.consume(queue, handle, options(concurrency)),
  });
  return [
    consume('customers', persistCustomersProcessor(services.ingestCustomers), config.INGESTION_CONCURRENCY),
    consume('orders', persistOrdersProcessor(services.ingestOrders), config.INGESTION_CONCURRENCY),
    consume('launch', launchCampaignProcessor(services.launch), config.LAUNCH_JOBS),
    consume('delivery', sendMessagesProcessor(services.delivery), config.DELIVERY_JOBS),
    consume('receipts', applyReceiptsProcessor(services.receipts), 1),
  ];
}
