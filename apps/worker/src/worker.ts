import type { Consumer, RunningProcess } from '@herald/platform';

import type { WorkerConfig } from './config.ts';
import { createContainer } from './container.ts';
import type { Container } from './container.ts';
import { applyReceiptsProcessor } from './processors/apply-receipts.processor.ts';
import { launchCampaignProcessor } from './processors/launch-campaign.processor.ts';
import { persistCustomersProcessor } from './processors/persist-customers.processor.ts';
import { persistOrdersProcessor } from './processors/persist-orders.processor.ts';
import { sendMessagesProcessor } from './processors/send-messages.processor.ts';

/** Consumes every queue until it is stopped. */
export async function startWorker(config: WorkerConfig): Promise<RunningProcess> {
  const container = createContainer(config);
  await container.pool.query('SELECT 1');
  const consumers = consumeAll(container, config);
  container.sweepTimer.start();
  container.logger.info({ backend: config.REDIS_URL ? 'redis' : 'postgres' }, 'worker.started');
  return {
    stop: async () => {
      await container.sweepTimer.stop();
      await Promise.all(consumers.map((consumer) => consumer.close()));
      await container.queues.close();
      await container.vendor.close();
      await container.pool.end();
    },
  };
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
    queues.consume('launch', launchCampaignProcessor(services.launch), options(1)),
    queues.consume('delivery', sendMessagesProcessor(services.delivery), options(config.DELIVERY_JOBS)),
    queues.consume('receipts', applyReceiptsProcessor(services.receipts), options(1)),
  ];
}
