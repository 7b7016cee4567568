import path from 'node:path';

import {
  CampaignLauncher,
  CampaignRepository,
  CommunicationLogRepository,
  createLogger,
  createPool,
  createPrisma,
  DeliveryStopRepository,
  IngestionRepository,
  Queues,
  ReceiptEventRepository,
  ReceiptInboxRepository,
  RuleContextRepository,
  RuleReader,
  runCancellable,
  SavedSegmentRepository,
  withRetriedTransaction,
  withTimedTransaction,
  WorkerProcessRepository,
} from '@herald/platform';
import type { Logger, Pool, Transact } from '@herald/platform';

import { createApp } from './app.ts';
import { CampaignBooksService } from './campaigns/campaign-books.service.ts';
import { CampaignControlService } from './campaigns/campaign-control.service.ts';
import { CampaignController } from './campaigns/campaign.controller.ts';
import { CampaignService } from './campaigns/campaign.service.ts';
import { RetryFailedService } from './campaigns/retry-failed.service.ts';
import type { ApiConfig } from './config.ts';
import { CustomerController } from './customers/customer.controller.ts';
import { CustomerRepository } from './customers/customer.repository.ts';
import { CustomerService } from './customers/customer.service.ts';
import { DashboardController } from './dashboard/dashboard.controller.ts';
import { DashboardRepository } from './dashboard/dashboard.repository.ts';
import { DashboardService } from './dashboard/dashboard.service.ts';
import { DeliveryController } from './delivery/delivery.controller.ts';
import { DeliveryService } from './delivery/delivery.service.ts';
import { HealthController } from './health/health.controller.ts';
import { HealthRepository } from './health/health.repository.ts';
import { HealthService } from './health/health.service.ts';
import type { Endpoints } from './http/route.ts';
import { IngestionController } from './ingestion/ingestion.controller.ts';
import { IngestionService } from './ingestion/ingestion.service.ts';
import { MockVendorMessageRepository } from './mock-vendor/mock-vendor-message.repository.ts';
import { MockVendorController } from './mock-vendor/mock-vendor.controller.ts';
import { MockVendorService } from './mock-vendor/mock-vendor.service.ts';
import { ReceiptBatcher } from './mock-vendor/receipt-batcher.ts';
import { ReceiptSender } from './mock-vendor/receipt-sender.ts';
import { ReceiptController } from './receipts/receipt.controller.ts';
import { ReceiptService } from './receipts/receipt.service.ts';
import { AudienceEstimateRepository } from './segments/audience-estimate.repository.ts';
import { AudienceExportRepository } from './segments/audience-export.repository.ts';
import { AudienceRepository } from './segments/audience.repository.ts';
import { ExplainService } from './segments/explain.service.ts';
import { FieldCatalogueRepository } from './segments/field-catalogue.repository.ts';
import { FieldCatalogueService } from './segments/field-catalogue.service.ts';
import { PreviewService } from './segments/preview.service.ts';
import { RuleSubjectRepository } from './segments/rule-subject.repository.ts';
import { SegmentController } from './segments/segment.controller.ts';
import { SegmentRepository } from './segments/segment.repository.ts';
import { SegmentService } from './segments/segment.service.ts';

/** Each answers some thirty estimates a second. */
const ESTIMATE_CONNECTIONS = 2;
/** Segments that are saved, or campaigns that are launched, at once. */
const FREEZE_CONNECTIONS = 4;
/** Failed messages that are opened again in one transaction, for which receipts of the campaign wait. */
const RETRY_PAGE_SIZE = 5_000;

const BUILT_WEB_APP = path.resolve(import.meta.dirname, '../../web/dist');

/** Everything that the API is made of. The only place that constructs. */
export function createContainer(config: ApiConfig) {
  const logger = createLogger('api', config.LOG_LEVEL);
  const pool = createPool({
    databaseUrl: config.DATABASE_URL,
    maxConnections: config.DATABASE_POOL_SIZE,
    applicationName: 'herald-api',
  });
  const prisma = createPrisma(pool);
  const queues = new Queues(
    { databaseUrl: config.DATABASE_URL, redisUrl: config.REDIS_URL, prefix: config.QUEUE_PREFIX },
    logger,
  );
  // What may take long takes no connections of what may not.
  const poolFor = (what: string, maxConnections: number) =>
    createPool({ databaseUrl: config.DATABASE_URL, maxConnections, applicationName: `herald-api-${what}` });
  const previewPool = poolFor('previews', config.PREVIEW_POOL_SIZE);
  const estimatePool = poolFor('estimates', ESTIMATE_CONNECTIONS);
  const exportPool = poolFor('exports', config.EXPORT_POOL_SIZE);
  const freezePool = poolFor('freezes', FREEZE_CONNECTIONS);
  const now = () => new Date();
  const workspace = { timeZone: config.TIME_ZONE, currency: config.CURRENCY };
  const reader = new RuleReader(new RuleContextRepository(pool), { ...workspace, now });
  const segmentRepository = new SegmentRepository(pool);
  const countMs = config.PREVIEW_TIMEOUT_MS;
  const audiences = new AudienceRepository(previewPool, pool, countMs);
  const freezeMs = config.FREEZE_TIMEOUT_MS;
  const freeze: Transact = (work) => withTimedTransaction(freezePool, freezeMs, work);

  const receiptService = new ReceiptService(new ReceiptInboxRepository(pool), queues);
  const ingestion = new IngestionController(new IngestionService(new IngestionRepository(pool), queues));
  const customers = new CustomerController(new CustomerService(new CustomerRepository(prisma, pool)));
  const segments = new SegmentController({
    segments: new SegmentService({
      transact: freeze,
      reader,
      segments: segmentRepository,
      audiences,
      exports: new AudienceExportRepository(exportPool, pool, freezeMs),
      timeouts: { freezeMs, readMs: countMs },
    }),
    previews: new PreviewService({
      reader,
      audiences,
      estimates: new AudienceEstimateRepository(estimatePool, pool, {
        sampleMs: config.ESTIMATE_TIMEOUT_MS,
        planMs: countMs,
      }),
      timeoutMs: countMs,
    }),
    explanations: new ExplainService(reader, segmentRepository, new RuleSubjectRepository(pool)),
    catalogue: new FieldCatalogueService(new FieldCatalogueRepository(pool), workspace, now),
  });
  const transact: Transact = (work) => withRetriedTransaction(pool, work);
  const campaignRepository = new CampaignRepository(pool);
  const logs = new CommunicationLogRepository(pool);
  const savedSegments = new SavedSegmentRepository();
  const events = new ReceiptEventRepository(pool);
  const campaigns = new CampaignController({
    campaigns: new CampaignService({
      campaigns: campaignRepository,
      logs,
      segments: savedSegments,
      launcher: new CampaignLauncher({ campaigns: campaignRepository, segments: savedSegments, reader }),
      queues,
      transact: freeze,
      freezeTimeoutMs: freezeMs,
      now,
    }),
    control: new CampaignControlService({ campaigns: campaignRepository, queues, transact }),
    retries: new RetryFailedService({
      campaigns: campaignRepository,
      logs,
      queues,
      transact: freeze,
      timeoutMs: freezeMs,
      pageSize: RETRY_PAGE_SIZE,
      now,
    }),
    books: new CampaignBooksService({
      campaigns: campaignRepository,
      logs,
      events,
      readSnapshot: (signal, work) =>
        runCancellable(exportPool, pool, { timeoutMs: freezeMs, signal, name: 'herald-books' }, work),
      timeoutMs: freezeMs,
    }),
  });
  const stops = new DeliveryStopRepository(pool);
  const delivery = new DeliveryController(
    new DeliveryService({
      stops,
      workers: new WorkerProcessRepository(pool),
      inbox: new ReceiptInboxRepository(pool),
      events,
      campaigns: campaignRepository,
      queues,
    }),
  );
  const receipts = new ReceiptController(receiptService);
  const dashboard = new DashboardController(new DashboardService(new DashboardRepository(prisma), stops));
  const health = new HealthController(new HealthService(new HealthRepository(pool), queues));

  const endpoints: Omit<Endpoints, keyof MockVendor['endpoints']> = {
    ingestUsers: ingestion.ingestUsers,
    ingestOrders: ingestion.ingestOrders,
    getIngestion: ingestion.getIngestion,
    listCustomers: customers.listCustomers,
    getCustomer: customers.getCustomer,
    listSegmentFields: segments.listSegmentFields,
    previewSegment: segments.previewSegment,
    explainSegment: segments.explainSegment,
    createSegment: segments.createSegment,
    listSegments: segments.listSegments,
    getSegment: segments.getSegment,
    updateSegment: segments.updateSegment,
    deleteSegment: segments.deleteSegment,
    refreshSegment: segments.refreshSegment,
    duplicateSegment: segments.duplicateSegment,
    listSegmentAudience: segments.listSegmentAudience,
    exportSegmentAudience: segments.exportSegmentAudience,
    createCampaign: campaigns.createCampaign,
    listCampaigns: campaigns.listCampaigns,
    listCampaignHistory: campaigns.listCampaignHistory,
    getCampaign: campaigns.getCampaign,
    getCampaignBooks: campaigns.getCampaignBooks,
    launchCampaign: campaigns.launchCampaign,
    pauseCampaign: campaigns.pauseCampaign,
    resumeCampaign: campaigns.resumeCampaign,
    cancelCampaign: campaigns.cancelCampaign,
    retryFailedMessages: campaigns.retryFailedMessages,
    getDeliveryState: delivery.getDeliveryState,
    stopDelivery: delivery.stopDelivery,
    startDelivery: delivery.startDelivery,
    takeDeliveryReceipt: receipts.takeDeliveryReceipt,
    getDashboardStats: dashboard.getDashboardStats,
    getHealth: health.getHealth,
    getReadiness: health.getReadiness,
  };

  return {
    logger,
    pool,
    queues,
    receiptService,
    closePools: async () => {
      for (const each of [previewPool, estimatePool, exportPool, freezePool, pool]) await each.end();
    },
    /** The app, with the mock vendor when there is one. */
    createApp: (mockVendor: MockVendor | undefined) =>
      createApp(
        { ...endpoints, ...mockVendor?.endpoints },
        logger,
        config.WEB_DIR ?? BUILT_WEB_APP,
        config.RECEIPT_SECRET,
      ),
  };
}

export type MockVendor = ReturnType<typeof createMockVendor>;

/** The mock vendor's parts: mounted in the API, or served by a process of its own. */
export function createMockVendor(config: ApiConfig, receiptUrl: string, pool: Pool, logger: Logger) {
  const sender = new ReceiptSender(receiptUrl, config.RECEIPT_SECRET, logger);
  const outlet = new ReceiptBatcher(sender, config.MOCK_VENDOR_RECEIPT_BATCH);
  const service = new MockVendorService(new MockVendorMessageRepository(pool), outlet, {
    failureRate: config.MOCK_VENDOR_FAILURE_RATE,
    minDelayMs: config.MOCK_VENDOR_MIN_DELAY_MS,
    maxDelayMs: config.MOCK_VENDOR_MAX_DELAY_MS,
    maxPerSecond: config.MOCK_VENDOR_MAX_PER_SECOND,
    faults: config.MOCK_VENDOR_FAULTS,
    seed: config.MOCK_VENDOR_SEED,
  });
  const controller = new MockVendorController(service, { faultsByHeader: config.NODE_ENV !== 'production' });
  const { sendThroughMockVendor, listMockVendorMessages, getMockVendorMessage } = controller;
  return {
    endpoints: { sendThroughMockVendor, listMockVendorMessages, getMockVendorMessage },
    resume: () => service.resume(),
    stop: async () => {
      await service.stop();
      await outlet.close();
    },
  };
}
