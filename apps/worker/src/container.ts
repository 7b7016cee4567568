import {
  CampaignRepository,
  CommunicationLogRepository,
  createLogger,
  createPool,
  IngestionRepository,
  Queues,
  ReceiptInboxRepository,
  withRetriedTransaction,
} from '@herald/platform';
import type { Transact } from '@herald/platform';

import type { WorkerConfig } from './config.ts';
import { DeliveryPublisher } from './delivery/delivery-publisher.ts';
import { DeliveryService } from './delivery/delivery.service.ts';
import { VendorClient } from './delivery/vendor-client.ts';
import { AttributeDefinitionRepository } from './ingestion/attribute-definition.repository.ts';
import { CustomerRepository } from './ingestion/customer.repository.ts';
import { IngestCustomersService } from './ingestion/ingest-customers.service.ts';
import { IngestOrdersService } from './ingestion/ingest-orders.service.ts';
import { OrderRepository } from './ingestion/order.repository.ts';
import { LaunchService } from './launch/launch.service.ts';
import { RecipientRepository } from './launch/recipient.repository.ts';
import { ReceiptService } from './receipts/receipt.service.ts';
import { SweepTimer } from './sweep/sweep-timer.ts';
import { SweepService } from './sweep/sweep.service.ts';

/** Everything a worker is made of. The only place that constructs. */
export function createContainer(config: WorkerConfig) {
  const logger = createLogger('worker', config.LOG_LEVEL);
  const pool = createPool({
    databaseUrl: config.DATABASE_URL,
    maxConnections: config.DATABASE_POOL_SIZE,
    applicationName: 'herald-worker',
  });
  const queues = new Queues(
    { databaseUrl: config.DATABASE_URL, redisUrl: config.REDIS_URL, prefix: config.QUEUE_PREFIX },
    logger,
  );
  const vendor = new VendorClient(config.VENDOR_URL, config.DELIVERY_CONNECTIONS);
  const transact: Transact = (work) => withRetriedTransaction(pool, work);
  const now = () => new Date();
  const zone = config.TIME_ZONE;

  const ingestions = new IngestionRepository(pool);
  const campaigns = new CampaignRepository(pool);
  const logs = new CommunicationLogRepository(pool);
  const inbox = new ReceiptInboxRepository(pool);
  const publisher = new DeliveryPublisher(queues, config.DELIVERY_BATCH_SIZE);
  const claimLeaseMs = config.DELIVERY_CLAIM_LEASE_MS;

  const ingestCustomers = new IngestCustomersService({
    transact,
    ingestions,
    definitions: new AttributeDefinitionRepository(),
    customers: new CustomerRepository(),
    logger,
    zone,
  });
  const ingestOrders = new IngestOrdersService({
    transact,
    ingestions,
    orders: new OrderRepository(),
    logger,
    zone,
    customerWaitMs: config.ORDER_CUSTOMER_WAIT_MS,
    now,
  });
  const launch = new LaunchService({
    transact,
    campaigns,
    recipients: new RecipientRepository(pool),
    logs,
    publisher,
    logger,
    zone,
    pageSize: config.LAUNCH_PAGE_SIZE,
  });
  const delivery = new DeliveryService({
    transact,
    logs,
    campaigns,
    vendor,
    logger,
    maxAttempts: config.DELIVERY_MAX_ATTEMPTS,
    claimLeaseMs,
    now,
  });
  const receipts = new ReceiptService({ transact, inbox, logs, campaigns, logger });
  const sweep = new SweepService({
    queues,
    ingestions,
    campaigns,
    logs,
    inbox,
    publisher,
    logger,
    graceMs: config.SWEEP_GRACE_MS,
    claimLeaseMs,
    now,
  });
  const sweepTimer = new SweepTimer(sweep, config.SWEEP_INTERVAL_MS, logger);

  return {
    logger,
    pool,
    queues,
    vendor,
    sweepTimer,
    services: { ingestCustomers, ingestOrders, launch, delivery, receipts, sweep },
  };
}

export type Container = ReturnType<typeof createContainer>;
