import { setTimeout } from 'node:timers/promises';

import {
  BacklogRepository,
  CampaignLauncher,
  CampaignRepository,
  CommunicationLogRepository,
  createLogger,
  createPool,
  CustomerRepository,
  DatabaseHealthRepository,
  DeliveryStopRepository,
  ErasureRepository,
  IdempotencyRepository,
  IngestionRepository,
  MockVendorMessageRepository,
  Queues,
  readQueues,
  Readiness,
  ReceiptEventRepository,
  ReceiptInboxRepository,
  RuleContextRepository,
  RuleReader,
  SavedSegmentRepository,
  wakeUpJob,
  watchBacklog,
  watchPools,
  watchQueues,
  watchRedis,
  withRetriedTransaction,
  withSnapshot,
  withTimedTransaction,
  WorkerProcessRepository,
  WorkspaceRepository,
  RecipientRepository,
} from '@herald/platform';
import type { Claimant, Pool, Transact, WorkspaceDefaults } from '@herald/platform';
import { newId } from '@herald/shared';

import { BooksService } from './books/books.service.ts';
import { LeaseRepository } from './books/lease.repository.ts';
import type { WorkerConfig } from './config.ts';
import { DeliveryPublisher } from './delivery/delivery-publisher.ts';
import { DeliveryService } from './delivery/delivery.service.ts';
import { FailureStreaks } from './delivery/failure-streaks.ts';
import { InFlight } from './delivery/in-flight.ts';
import { SendingGate } from './delivery/sending-gate.ts';
import { VendorClient } from './delivery/vendor-client.ts';
import { VendorHold } from './delivery/vendor-hold.ts';
import { workerVendorOf } from './delivery/worker-vendor.ts';
import { Heartbeat } from './heartbeat/heartbeat.ts';
import { AttributeDefinitionRepository } from './ingestion/attribute-definition.repository.ts';
import { IngestCustomersService } from './ingestion/ingest-customers.service.ts';
import { IngestOrdersService } from './ingestion/ingest-orders.service.ts';
import { OrderRepository } from './ingestion/order.repository.ts';
import type { WrittenRows } from './ingestion/written-rows.ts';
import { CancelService } from './launch/cancel.service.ts';
import { LaunchService } from './launch/launch.service.ts';
import { ScheduleService } from './launch/schedule.service.ts';
import { ReceiptService } from './receipts/receipt.service.ts';
import { RetentionService } from './retention/retention.service.ts';
import { smtpServerOf } from './smtp/smtp-server.ts';
import { isSmtp } from './smtp/smtp-config.ts';
import { SmtpConnections } from './smtp/smtp-connections.ts';
import { SmtpMessageRepository } from './smtp/smtp-message.repository.ts';
import { SmtpVendor } from './smtp/smtp-vendor.ts';
import { LeasedSweep } from './sweep/leased-sweep.ts';
import { SweepService } from './sweep/sweep.service.ts';
import { SweepTimer } from './sweep/sweep-timer.ts';
import { createWorkerMetrics } from './worker-metrics.ts';
import type { WorkerMetrics } from './worker-metrics.ts';

/** Those who watch a process do not wait longer for an answer of PostgreSQL. */
const OPERATIONS_TIMEOUT_MS = 2_000;
/** What is to be kept for days need not be gone to the minute. */
const RETENTION_INTERVAL_MS = 600_000;
/** Longer than any worker is not seen: a worker that was cut off itself takes nothing over. */
const NOBODY_IS_DEAD_MS = 1_000_000_000;

/** Everything a worker is made of. The only place that constructs. */
export function createContainer(config: WorkerConfig) {
  const workerId = newId();
  const logger = createLogger('worker', config.LOG_LEVEL);
  const metrics = createWorkerMetrics();
  const pool = createPool({
    databaseUrl: config.DATABASE_URL,
    maxConnections: config.DATABASE_POOL_SIZE,
    applicationName: 'herald-worker',
  });
  // What is asked when all other connections are taken must not wait for one of them.
  const operationsPool = createPool({
    databaseUrl: config.DATABASE_URL,
    maxConnections: 1,
    applicationName: 'herald-worker-operations',
    answerWithinMs: OPERATIONS_TIMEOUT_MS,
  });
  const queues = new Queues(
    {
      databaseUrl: config.DATABASE_URL,
      redisUrl: config.REDIS_URL,
      isRedisCluster: config.REDIS_CLUSTER === 'on',
      prefix: config.QUEUE_PREFIX,
    },
    logger,
    metrics.jobs,
  );
  const draining = new AbortController();
  const hangingUp = new AbortController();
  const ending = new AbortController();
  const transact: Transact = (work) => withRetriedTransaction(pool, work);
  const inbox = new ReceiptInboxRepository(pool);
  const vendor = createVendor(config, { pool, inbox, transact, queues, metrics, ending: ending.signal });
  const now = () => new Date();
  const defaults = { timeZone: config.TIME_ZONE, currency: config.CURRENCY };
  const hold = new VendorHold(() => performance.now(), Math.random, now);
  const ownVendor = workerVendorOf(config);
  const heartbeat = new Heartbeat({
    workers: new WorkerProcessRepository(pool),
    workerId,
    report: () => ({ vendor: ownVendor, vendorTrouble: hold.trouble() }),
    intervalMs: config.WORKER_HEARTBEAT_MS,
    steadyAfterMs: config.WORKER_DEAD_AFTER_MS,
    clockMs: () => performance.now(),
    logger,
  });
  const claimant: Claimant = {
    workerId,
    get deadAfterMs() {
      return heartbeat.isSteady() ? config.WORKER_DEAD_AFTER_MS : NOBODY_IS_DEAD_MS;
    },
  };
  const shared = {
    config,
    logger,
    metrics,
    pool,
    queues,
    vendor,
    transact,
    draining: draining.signal,
    hangingUp: hangingUp.signal,
    ending: ending.signal,
    now,
    hold,
    claimant,
    campaigns: new CampaignRepository(pool),
    logs: new CommunicationLogRepository(pool),
    inbox,
    ingestions: new IngestionRepository(pool),
    erasures: new ErasureRepository(pool),
    defaults,
    workspace: new WorkspaceRepository(pool, defaults),
    publisher: new DeliveryPublisher(queues, config.DELIVERY_BATCH_SIZE),
  };
  const ingestion = createIngestion(shared);
  const delivery = createDelivery(shared);
  const launch = createLaunch(shared, delivery);
  const receipts = new ReceiptService({
    ...shared,
    events: new ReceiptEventRepository(pool),
    counter: metrics.receipts,
  });
  const readiness = new Readiness(new DatabaseHealthRepository(pool), queues);
  const sweep = createSweep(shared);
  const booksSweep = createBooksSweep(shared);
  const retentionSweep = createRetentionSweep(shared);

  watchPools(metrics.registry, { main: pool, operations: operationsPool, ...queues.pools });
  watchQueues(metrics.registry, () => readQueues(queues, now));
  watchRedis(metrics.registry, () => queues.memoryShare());
  watchBacklog(metrics.registry, () => new BacklogRepository(operationsPool).read());

  return {
    logger,
    metrics,
    pool,
    operationsPool,
    queues,
    vendor,
    heartbeat,
    readiness,
    sweepTimer: new SweepTimer(sweep, config.SWEEP_INTERVAL_MS, logger),
    // Apart from the sweep, which must not wait for a vendor.
    booksTimer: new SweepTimer(booksSweep, config.RECOUNT_INTERVAL_MS, logger),
    retentionTimer: new SweepTimer(retentionSweep, RETENTION_INTERVAL_MS, logger),
    services: { ...ingestion, launch, delivery, receipts, sweep, booksSweep },
    /** What is under way is finished; messages that were not asked for yet go to other workers. */
    drain: () => {
      readiness.drain();
      draining.abort();
    },
    /** The vendor is not waited for any more; whom it was asked to tell is asked for again by other workers. */
    hangUp: () => {
      hangingUp.abort();
      vendor.hangUp();
    },
    /** What cannot be written down now is left to other workers. */
    giveUp: () => ending.abort(),
  };
}

export type Container = ReturnType<typeof createContainer>;

/** What several parts of the worker are made of. */
interface Shared {
  config: WorkerConfig;
  logger: ReturnType<typeof createLogger>;
  metrics: WorkerMetrics;
  pool: Pool;
  queues: Queues;
  vendor: Vendor;
  transact: Transact;
  draining: AbortSignal;
  hangingUp: AbortSignal;
  ending: AbortSignal;
  now: () => Date;
  hold: VendorHold;
  claimant: Claimant;
  campaigns: CampaignRepository;
  logs: CommunicationLogRepository;
  inbox: ReceiptInboxRepository;
  ingestions: IngestionRepository;
  erasures: ErasureRepository;
  /** What holds until the workspace has settings of its own. */
  defaults: WorkspaceDefaults;
  workspace: WorkspaceRepository;
  publisher: DeliveryPublisher;
}

type Vendor = VendorClient | SmtpVendor;

function createVendor(
  config: WorkerConfig,
  deps: Pick<Shared, 'pool' | 'inbox' | 'transact' | 'queues' | 'metrics' | 'ending'>,
): Vendor {
  const calls = deps.metrics.vendorCalls;
  if (!isSmtp(config.VENDOR_URL)) {
    return new VendorClient({
      url: config.VENDOR_URL,
      lookupUrl: config.VENDOR_LOOKUP_URL,
      secret: config.VENDOR_SECRET,
      privateAddresses: config.OUTGOING_PRIVATE_ADDRESSES,
      connections: config.DELIVERY_CONNECTIONS,
      timeoutMs: config.VENDOR_TIMEOUT_MS,
      calls,
    });
  }
  return new SmtpVendor({
    ...deps,
    books: new SmtpMessageRepository(deps.pool),
    connections: new SmtpConnections(smtpServerOf(config)),
    sender: {
      from: config.SMTP_FROM ?? '',
      replyTo: config.SMTP_REPLY_TO,
      subject: config.SMTP_SUBJECT,
      listUnsubscribe: config.SMTP_LIST_UNSUBSCRIBE,
    },
    calls,
  });
}

function createIngestion({ config, transact, ingestions, erasures, workspace, logger, metrics, now }: Shared) {
  const common = { transact, ingestions, erasures, workspace, logger };
  const count =
    (kind: 'customers' | 'orders') =>
    ({ stored, rejected }: WrittenRows) => {
      metrics.ingestedRows.inc({ kind, outcome: 'stored' }, stored);
      metrics.ingestedRows.inc({ kind, outcome: 'rejected' }, rejected);
    };
  return {
    ingestCustomers: new IngestCustomersService({
      ...common,
      onWritten: count('customers'),
      definitions: new AttributeDefinitionRepository(),
      customers: new CustomerRepository(),
    }),
    ingestOrders: new IngestOrdersService({
      ...common,
      onWritten: count('orders'),
      orders: new OrderRepository(),
      customerWaitMs: config.ORDER_CUSTOMER_WAIT_MS,
      now,
    }),
  };
}

function createDelivery(shared: Shared): DeliveryService {
  const { config, queues, campaigns } = shared;
  return new DeliveryService({
    ...shared,
    gate: new SendingGate(campaigns, () => performance.now()),
    streaks: new FailureStreaks(config.DELIVERY_FAILURE_STREAK_MAX),
    inFlight: new InFlight(),
    // Rounded down: a call that waited for a connection would go out later than it was allowed.
    concurrency: Math.floor(config.DELIVERY_CONNECTIONS / config.DELIVERY_JOBS),
    maxAttempts: config.DELIVERY_MAX_ATTEMPTS,
    random: Math.random,
    pause: (durationMs) => setTimeout(durationMs),
    onCancelled: async (campaignId) => {
      await queues.publish('launch', [wakeUpJob(campaignId)]);
    },
  });
}

function createLaunch(shared: Shared, delivery: DeliveryService): LaunchService {
  const { config, pool } = shared;
  return new LaunchService({
    ...shared,
    recipients: new RecipientRepository(pool),
    canceller: new CancelService({ ...shared, delivery }),
    pageSize: config.LAUNCH_PAGE_SIZE,
  });
}

function createSweep(shared: Shared): SweepService {
  const { config, pool, defaults, now } = shared;
  const reader = new RuleReader(new RuleContextRepository(pool, defaults), now);
  const launcher = new CampaignLauncher({
    campaigns: shared.campaigns,
    segments: new SavedSegmentRepository(),
    reader,
  });
  return new SweepService({
    ...shared,
    stops: new DeliveryStopRepository(pool),
    schedule: new ScheduleService({
      ...shared,
      launcher,
      transact: (work) => withTimedTransaction(pool, config.FREEZE_TIMEOUT_MS, work),
    }),
    graceMs: config.SWEEP_GRACE_MS,
    republishAfterMs: config.REPUBLISH_AFTER_MS,
  });
}

function createBooksSweep(shared: Shared): LeasedSweep {
  const { config, pool, metrics } = shared;
  const books = new BooksService({
    ...shared,
    snapshot: (work) => withSnapshot(pool, work),
    driftCounter: metrics.counterDrift,
    lookupAfterMs: config.RECEIPT_LOOKUP_AFTER_MS,
  });
  const leases = new LeaseRepository(pool);
  const work = () => books.balanceAll();
  return new LeasedSweep({ ...shared, leases, name: 'books', work, intervalMs: config.RECOUNT_INTERVAL_MS });
}

function createRetentionSweep(shared: Shared): LeasedSweep {
  const { config, pool } = shared;
  const retention = new RetentionService({
    ...shared,
    vendorMessages: new MockVendorMessageRepository(pool),
    answers: new IdempotencyRepository(pool),
    textsKeptDays: config.RETAIN_MESSAGE_TEXTS_DAYS,
    rowsKeptDays: config.RETAIN_RAW_BATCHES_DAYS,
  });
  const leases = new LeaseRepository(pool);
  const work = () => retention.removeExpired();
  return new LeasedSweep({ ...shared, leases, name: 'retention', work, intervalMs: RETENTION_INTERVAL_MS });
}
