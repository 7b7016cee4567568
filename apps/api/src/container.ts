import path from 'node:path';

import {
  ApiKeyRepository,
  AuditEventRepository,
  BacklogRepository,
  CampaignLauncher,
  CampaignRepository,
  ClaimCodeRepository,
  ClaimCodes,
  CommunicationLogRepository,
  createLogger,
  createPool,
  createPrisma,
  CustomerRepository,
  DatabaseHealthRepository,
  DeliveryStopRepository,
  IdempotencyRepository,
  ErasureRepository,
  IngestionRepository,
  MemberRepository,
  MockVendorMessageRepository,
  Queues,
  readQueues,
  Readiness,
  ReceiptEventRepository,
  ReceiptInboxRepository,
  RecipientRepository,
  RuleContextRepository,
  RuleReader,
  runCancellable,
  SavedSegmentRepository,
  watchBacklog,
  watchPools,
  watchQueues,
  watchRedis,
  withRetriedTransaction,
  withTimedTransaction,
  WorkerProcessRepository,
  WorkspaceRepository,
} from '@herald/platform';
import type { Logger, Pool, Transact } from '@herald/platform';

import { AccessDoor } from './access/access-door.ts';
import { ApiKeyReader } from './access/api-key-reader.ts';
import { badSignatureCounter } from './access/bad-signatures.ts';
import { CallEffects } from './access/call-effects.ts';
import { RateLimitsRepository } from './access/rate-limits.repository.ts';
import { originsOf } from './access/same-origin.ts';
import { createAi } from './ai/container.ts';
import { createApiMetrics, watchStreams } from './api-metrics.ts';
import { createApp } from './app.ts';
import { AuditController } from './audit/audit.controller.ts';
import { AuditService } from './audit/audit.service.ts';
import { googleClientOf, sessionRulesOf } from './auth/auth-config.ts';
import { AuthController } from './auth/auth.controller.ts';
import { authRouter } from './auth/auth.router.ts';
import { SessionStore } from './auth/session-store.ts';
import { SessionRepository } from './auth/session.repository.ts';
import { MemberSessions } from './auth/sessions.ts';
import { toCampaignProgress } from './campaigns/campaign-output.ts';
import { CampaignBooksService } from './campaigns/campaign-books.service.ts';
import type { ReadSnapshot } from './campaigns/campaign-books.service.ts';
import { CampaignControlService } from './campaigns/campaign-control.service.ts';
import { CampaignDraftService } from './campaigns/campaign-draft.service.ts';
import { CampaignController } from './campaigns/campaign.controller.ts';
import { CampaignPreviewService } from './campaigns/campaign-preview.service.ts';
import { CampaignRecipientRepository } from './campaigns/campaign-recipient.repository.ts';
import { CampaignRecipientService } from './campaigns/campaign-recipient.service.ts';
import { CampaignReportController } from './campaigns/campaign-report.controller.ts';
import { CampaignReportRepository } from './campaigns/campaign-report.repository.ts';
import { CampaignReportService } from './campaigns/campaign-report.service.ts';
import { CampaignStreamService } from './campaigns/campaign-stream.service.ts';
import { CampaignWatcher } from './campaigns/campaign-watcher.ts';
import { CampaignService } from './campaigns/campaign.service.ts';
import { RetryFailedService } from './campaigns/retry-failed.service.ts';
import type { ApiConfig } from './config.ts';
import { CustomerController } from './customers/customer.controller.ts';
import { CustomerExportRepository } from './customers/customer-export.repository.ts';
import { CustomerExportService } from './customers/customer-export.service.ts';
import { CustomerHistoryRepository } from './customers/customer-history.repository.ts';
import { CustomerHistoryService } from './customers/customer-history.service.ts';
import { CustomerSegmentsService } from './customers/customer-segments.service.ts';
import { CustomerViewRepository } from './customers/customer-view.repository.ts';
import { CustomerService } from './customers/customer.service.ts';
import { ErasureService } from './customers/erasure.service.ts';
import { AttentionRepository } from './dashboard/attention.repository.ts';
import { AttentionService } from './dashboard/attention.service.ts';
import { DashboardController } from './dashboard/dashboard.controller.ts';
import { DashboardRepository } from './dashboard/dashboard.repository.ts';
import { DashboardService } from './dashboard/dashboard.service.ts';
import { FiguresRepository } from './dashboard/figures.repository.ts';
import { FiguresService } from './dashboard/figures.service.ts';
import { DeliveryController } from './delivery/delivery.controller.ts';
import { DeliveryService } from './delivery/delivery.service.ts';
import { HealthController } from './health/health.controller.ts';
import { allowOrigins } from './http/cors.ts';
import type { Endpoints } from './http/route.ts';
import { refuseLargeBody } from './http/server-limits.ts';
import { ApiKeyController } from './keys/api-key.controller.ts';
import { ApiKeyService } from './keys/api-key.service.ts';
import { IngestionController } from './ingestion/ingestion.controller.ts';
import { IngestionService } from './ingestion/ingestion.service.ts';
import { MemberController } from './members/member.controller.ts';
import { MemberService } from './members/member.service.ts';
import { SignInService } from './members/sign-in.service.ts';
import type { MockVendorSettings } from './mock-vendor/mock-vendor-config.ts';
import { MockVendorController } from './mock-vendor/mock-vendor.controller.ts';
import { MockVendorService } from './mock-vendor/mock-vendor.service.ts';
import { ReceiptBatcher } from './mock-vendor/receipt-batcher.ts';
import { ReceiptSender } from './mock-vendor/receipt-sender.ts';
import { QUEUES_AUDIT, queuesRouter } from './queues/queues.router.ts';
import { ReceiptController } from './receipts/receipt.controller.ts';
import { ReceiptService } from './receipts/receipt.service.ts';
import { AudienceEstimateRepository } from './segments/audience-estimate.repository.ts';
import { AudienceExportRepository } from './segments/audience-export.repository.ts';
import { AudienceRepository } from './segments/audience.repository.ts';
import { ExplainService } from './segments/explain.service.ts';
import { FieldCatalogueRepository } from './segments/field-catalogue.repository.ts';
import { FieldCatalogueService } from './segments/field-catalogue.service.ts';
import { FieldValuesRepository } from './segments/field-values.repository.ts';
import { FieldValuesService } from './segments/field-values.service.ts';
import { PreviewService } from './segments/preview.service.ts';
import { RuleSubjectRepository } from './segments/rule-subject.repository.ts';
import { SegmentController } from './segments/segment.controller.ts';
import { SegmentRepository } from './segments/segment.repository.ts';
import { SegmentService } from './segments/segment.service.ts';
import { WorkspaceController } from './workspace/workspace.controller.ts';
import { WorkspaceService } from './workspace/workspace.service.ts';

/** Figures and what needs attention, of as many dashboards at once. */
const DASHBOARD_CONNECTIONS = 2;
/** Figures of a long period are worth a longer wait than a preview. */
const DASHBOARD_PATIENCE = 3;
/** Each answers some thirty estimates a second. */
const ESTIMATE_CONNECTIONS = 2;
/** Pages of customers that are looked for at once. */
const LIST_CONNECTIONS = 4;
/** Segments that are saved, or campaigns that are launched, at once. */
const FREEZE_CONNECTIONS = 4;
/** Each is held for the time of a lookup. */
const ACCESS_CONNECTIONS = 6;
/** Questions, and what is done in pages, that come with an Idempotency-Key at once. */
const HOLDING_CONNECTIONS = 4;
/** Each counts some thousand calls a second. */
const LIMIT_CONNECTIONS = 3;
/** No call waits longer to be counted. */
const LIMIT_TIMEOUT_MS = 1_000;
/** Those who watch a process do not wait longer for an answer of PostgreSQL. */
const OPERATIONS_TIMEOUT_MS = 2_000;
/** How often a campaign is looked at while somebody watches it. */
const WATCH_INTERVAL_MS = 1_000;
/** Proxies take a connection on which nothing comes for so long for dead. */
const HEARTBEAT_MS = 15_000;
/** Pages of one member that watch a campaign at once. */
const MOST_STREAMS_PER_CALLER = 10;
/** Failed messages that are opened again in one transaction, for which receipts of the campaign wait. */
const RETRY_PAGE_SIZE = 5_000;

const BUILT_WEB_APP = path.resolve(import.meta.dirname, '../../web/dist');

/** Everything that the API is made of. The only place that constructs. */
export function createContainer(config: ApiConfig) {
  const logger = createLogger('api', config.LOG_LEVEL);
  const metrics = createApiMetrics();
  const pool = createPool({
    databaseUrl: config.DATABASE_URL,
    maxConnections: config.DATABASE_POOL_SIZE,
    applicationName: 'herald-api',
    joinsUnits: true,
  });
  const prisma = createPrisma(pool);
  const queues = new Queues(
    {
      databaseUrl: config.DATABASE_URL,
      redisUrl: config.REDIS_URL,
      isRedisCluster: config.REDIS_CLUSTER === 'on',
      prefix: config.QUEUE_PREFIX,
    },
    logger,
  );
  // What may take long takes no connections of what may not.
  const poolFor = (what: string, maxConnections: number, joinsUnits = false) =>
    createPool({ databaseUrl: config.DATABASE_URL, maxConnections, applicationName: `herald-api-${what}`, joinsUnits });
  const previewPool = poolFor('previews', config.PREVIEW_POOL_SIZE);
  const dashboardPool = poolFor('dashboards', DASHBOARD_CONNECTIONS);
  const estimatePool = poolFor('estimates', ESTIMATE_CONNECTIONS);
  const listPool = poolFor('lists', LIST_CONNECTIONS);
  const exportPool = poolFor('exports', config.EXPORT_POOL_SIZE);
  const freezePool = poolFor('freezes', FREEZE_CONNECTIONS, true);
  // What is true whatever becomes of the call: who it is, how many there were, what was refused.
  const accessPool = poolFor('access', ACCESS_CONNECTIONS);
  const holdingPool = poolFor('repeats', HOLDING_CONNECTIONS);
  const limitPool = createPool({
    databaseUrl: config.DATABASE_URL,
    maxConnections: LIMIT_CONNECTIONS,
    applicationName: 'herald-api-limits',
    answerWithinMs: LIMIT_TIMEOUT_MS,
  });
  // What is asked when all other connections are taken must not wait for one of them.
  const operationsPool = createPool({
    databaseUrl: config.DATABASE_URL,
    maxConnections: 1,
    applicationName: 'herald-api-operations',
    answerWithinMs: OPERATIONS_TIMEOUT_MS,
  });
  const now = () => new Date();
  const defaults = { timeZone: config.TIME_ZONE, currency: config.CURRENCY };
  const workspace = new WorkspaceRepository(pool, defaults);
  const reader = new RuleReader(new RuleContextRepository(pool, defaults), now);
  const segmentRepository = new SegmentRepository(pool);
  const countMs = config.PREVIEW_TIMEOUT_MS;
  const dashboardMs = DASHBOARD_PATIENCE * countMs;
  const audiences = new AudienceRepository(previewPool, pool, countMs);
  const freezeMs = config.FREEZE_TIMEOUT_MS;
  const freeze: Transact = (work) => withTimedTransaction(freezePool, freezeMs, work);

  const erasures = new ErasureRepository(pool);
  const receiptService = new ReceiptService(new ReceiptInboxRepository(pool), queues, metrics.receiptsAccepted);
  const ingestion = new IngestionController(new IngestionService(new IngestionRepository(pool), queues));
  const subjects = new RuleSubjectRepository(pool);
  const listing = {
    readSnapshot: ((signal, work) =>
      runCancellable(listPool, pool, { timeoutMs: countMs, signal, name: 'herald-list' }, work)) as ReadSnapshot,
    timeoutMs: countMs,
  };
  const previews = new PreviewService({
    reader,
    audiences,
    estimates: new AudienceEstimateRepository(estimatePool, pool, {
      sampleMs: config.ESTIMATE_TIMEOUT_MS,
      planMs: countMs,
    }),
    timeoutMs: countMs,
  });
  const catalogue = new FieldCatalogueService(new FieldCatalogueRepository(pool), workspace, now);
  const segments = new SegmentController({
    segments: new SegmentService({
      transact: freeze,
      erasures,
      reader,
      segments: segmentRepository,
      audiences,
      exports: new AudienceExportRepository(exportPool, pool, freezeMs),
      timeouts: { freezeMs, readMs: countMs },
    }),
    previews,
    explanations: new ExplainService(reader, segmentRepository, subjects),
    values: new FieldValuesService({ ...listing, repository: new FieldValuesRepository(pool) }),
    catalogue,
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
    drafts: new CampaignDraftService({
      campaigns: campaignRepository,
      segments: savedSegments,
      transact: freeze,
      timeoutMs: freezeMs,
    }),
    previews: new CampaignPreviewService({
      readSnapshot: (signal, work) =>
        runCancellable(previewPool, pool, { timeoutMs: countMs, signal, name: 'herald-campaign-preview' }, work),
      timeoutMs: countMs,
      segments: savedSegments,
      campaigns: campaignRepository,
      reader,
      recipients: new RecipientRepository(pool),
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
  const watcher = new CampaignWatcher(async (id) => {
    const campaign = await campaignRepository.findById(id);
    return campaign && toCampaignProgress(campaign);
  }, WATCH_INTERVAL_MS);
  const streams = new CampaignStreamService(watcher, {
    longestMs: config.EVENT_STREAM_MS,
    heartbeatMs: HEARTBEAT_MS,
    mostStreams: config.EVENT_STREAMS_MAX,
    mostPerCaller: MOST_STREAMS_PER_CALLER,
  });
  const campaignReports = new CampaignReportController({
    streams,
    recipients: new CampaignRecipientService({
      campaigns: campaignRepository,
      recipients: new CampaignRecipientRepository(),
      readPage: (signal, work) =>
        runCancellable(listPool, pool, { timeoutMs: countMs, signal, name: 'herald-recipients' }, work),
      readExport: (signal, work) =>
        runCancellable(exportPool, pool, { timeoutMs: freezeMs, signal, name: 'herald-export' }, work),
      timeouts: { pageMs: countMs, exportMs: freezeMs },
    }),
    reports: new CampaignReportService({
      campaigns: campaignRepository,
      reports: new CampaignReportRepository(),
      workspace,
      readSnapshot: (signal, work) =>
        runCancellable(listPool, pool, { timeoutMs: countMs, signal, name: 'herald-campaign-report' }, work),
      timeoutMs: countMs,
    }),
  });
  const vendorMessages = new MockVendorMessageRepository(pool);
  const customers = new CustomerController({
    customers: new CustomerService({ ...listing, customers: new CustomerViewRepository(prisma) }),
    history: new CustomerHistoryService({ ...listing, history: new CustomerHistoryRepository() }),
    segments: new CustomerSegmentsService({ ...listing, segments: segmentRepository, subjects, reader }),
    exports: new CustomerExportService({
      readSnapshot: (signal, work) =>
        runCancellable(exportPool, pool, { timeoutMs: freezeMs, signal, name: 'herald-customer' }, work),
      timeoutMs: freezeMs,
      exports: new CustomerExportRepository(),
      erasures,
      ingestions: new IngestionRepository(pool),
      vendorMessages,
      now,
    }),
    erasures: new ErasureService({
      transact: freeze,
      timeoutMs: freezeMs,
      erasures,
      workspace,
      customers: new CustomerRepository(),
      segments: segmentRepository,
      logs,
      campaigns: campaignRepository,
      ingestions: new IngestionRepository(pool),
      vendorMessages,
      answers: new IdempotencyRepository(pool),
      queues,
      logger,
      now,
    }),
  });
  const stops = new DeliveryStopRepository(pool);
  const workers = new WorkerProcessRepository(pool);
  const delivery = new DeliveryController(
    new DeliveryService({
      stops,
      workers,
      inbox: new ReceiptInboxRepository(pool),
      events,
      campaigns: campaignRepository,
      queues,
    }),
  );
  const receipts = new ReceiptController(receiptService);
  const dashboard = new DashboardController({
    stats: new DashboardService(new DashboardRepository(prisma), stops),
    figures: new FiguresService({
      figures: new FiguresRepository(dashboardPool, pool, dashboardMs),
      workspace,
      timeoutMs: dashboardMs,
      now,
    }),
    attention: new AttentionService({
      attention: new AttentionRepository(dashboardPool, pool, dashboardMs),
      stops,
      workers,
      queues,
      reader,
      timeoutMs: dashboardMs,
      now,
    }),
  });
  const settings = new WorkspaceController(new WorkspaceService(workspace, transact));
  const readiness = new Readiness(new DatabaseHealthRepository(pool), queues);
  const health = new HealthController(readiness);

  const ai = createAi({
    config,
    pool,
    accessPool,
    readSnapshot: listing.readSnapshot,
    readAudience: (signal, work) =>
      runCancellable(previewPool, pool, { timeoutMs: countMs, signal, name: 'herald-audience' }, work),
    reader,
    previews,
    catalogue,
    workspace,
    calls: metrics.aiCalls,
    logger,
    now,
  });

  const access = createAccess(config, { pool, accessPool, limitPool, transact, now, logger });
  const { keys, members, auth } = access.controllers;

  const endpoints: Omit<Endpoints, keyof MockVendor['endpoints']> = {
    ingestUsers: ingestion.ingestUsers,
    ingestOrders: ingestion.ingestOrders,
    listIngestions: ingestion.listIngestions,
    getIngestion: ingestion.getIngestion,
    listCustomers: customers.listCustomers,
    countCustomers: customers.countCustomers,
    listCustomerMessages: customers.listCustomerMessages,
    listCustomerSegments: customers.listCustomerSegments,
    listCustomerTimeline: customers.listCustomerTimeline,
    getCustomer: customers.getCustomer,
    exportCustomer: customers.exportCustomer,
    eraseCustomer: customers.eraseCustomer,
    listSegmentFields: segments.listSegmentFields,
    listFieldValues: segments.listFieldValues,
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
    updateCampaign: campaigns.updateCampaign,
    updateCampaignTags: campaigns.updateCampaignTags,
    deleteCampaign: campaigns.deleteCampaign,
    duplicateCampaign: campaigns.duplicateCampaign,
    previewCampaign: campaigns.previewCampaign,
    listCampaignRecipients: campaignReports.listCampaignRecipients,
    exportCampaignRecipients: campaignReports.exportCampaignRecipients,
    getCampaignReport: campaignReports.getCampaignReport,
    streamCampaign: campaignReports.streamCampaign,
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
    getSignInMethods: auth.getSignInMethods,
    claimWorkspace: auth.claimWorkspace,
    signInLocally: auth.signInLocally,
    signOut: auth.signOut,
    getMe: members.getMe,
    listMembers: members.listMembers,
    inviteMember: members.inviteMember,
    updateMember: members.updateMember,
    removeMember: members.removeMember,
    createApiKey: keys.createApiKey,
    listApiKeys: keys.listApiKeys,
    renameApiKey: keys.renameApiKey,
    rotateApiKey: keys.rotateApiKey,
    revokeApiKey: keys.revokeApiKey,
    listAuditEvents: access.controllers.audit.listAuditEvents,
    getWorkspace: settings.getWorkspace,
    updateWorkspace: settings.updateWorkspace,
    getDashboardStats: dashboard.getDashboardStats,
    getDashboardTimeseries: dashboard.getDashboardTimeseries,
    getDashboardBreakdowns: dashboard.getDashboardBreakdowns,
    getDashboardAttention: dashboard.getDashboardAttention,
    getHealth: health.getHealth,
    getReadiness: health.getReadiness,
    ...ai.endpoints,
  };

  const pools = {
    previews: previewPool,
    dashboards: dashboardPool,
    lists: listPool,
    estimates: estimatePool,
    exports: exportPool,
    freezes: freezePool,
    access: accessPool,
    repeats: holdingPool,
    limits: limitPool,
    operations: operationsPool,
    main: pool,
  };
  // Theirs is closed with the queues.
  watchPools(metrics.registry, { ...pools, ...queues.pools });
  watchQueues(metrics.registry, () => readQueues(queues, now));
  watchRedis(metrics.registry, () => queues.memoryShare());
  watchBacklog(metrics.registry, () => new BacklogRepository(operationsPool).read());
  watchStreams(metrics.registry, () => streams.openCount);

  return {
    logger,
    metrics,
    pool,
    queues,
    receiptService,
    readiness,
    /** Ends the answers that would go on for minutes. */
    endStreams: () => streams.drain(),
    closePools: async () => {
      access.close();
      for (const each of Object.values(pools)) await each.end();
    },
    /**
     * The app, with the mock vendor when there is one.
     *
     * @param publicUrl the address under which browsers reach it.
     */
    createApp: (mockVendor: MockVendor | undefined, publicUrl: string) => {
      const { door, routers } = access.at(publicUrl);
      const guard = door.guardPart('queues.manage', QUEUES_AUDIT);
      const board = config.QUEUES_PAGE === 'on' ? [queuesRouter({ queues, guard, audit: access.audit, logger })] : [];
      return createApp({
        endpoints: { ...endpoints, ...mockVendor?.endpoints },
        logger,
        registry: metrics.registry,
        webDir: config.WEB_DIR ?? BUILT_WEB_APP,
        hasDocs: config.API_DOCS === 'on',
        isProduction: config.NODE_ENV === 'production',
        trustProxy: config.TRUST_PROXY,
        door,
        middleware: [allowOrigins(config.CORS_ORIGINS), refuseLargeBody],
        routers: [...routers, ...board],
        effects: new CallEffects({ pool, audit: access.audit, records: new IdempotencyRepository(pool), holdingPool }),
        secrets: {
          vendor: config.RECEIPT_SECRET,
          worker: config.VENDOR_SECRET,
          countBadSignature: access.countBadSignature,
        },
      });
    },
  };
}

/** Who may call: members, keys and their limits, and what is told of it. */
function createAccess(config: ApiConfig, { pool, accessPool, limitPool, transact, now, logger }: AccessParts) {
  const audit = new AuditService(new AuditEventRepository(accessPool));
  const keyRepository = new ApiKeyRepository(accessPool);
  const keys = new ApiKeyController(new ApiKeyService({ keys: new ApiKeyRepository(pool), transact, now }));
  const limiter = new RateLimitsRepository(limitPool, {
    perKey: config.RATE_LIMIT_PER_KEY,
    perMember: config.RATE_LIMIT_PER_MEMBER,
    perAddress: config.RATE_LIMIT_PER_ADDRESS,
    badCredentials: config.RATE_LIMIT_BAD_CREDENTIALS,
  });
  const google = googleClientOf(config);
  const offered = { google: google !== undefined, local: config.LOCAL_SIGN_IN === 'on' };
  const memberRepository = new MemberRepository(pool);
  const claimCodes = new ClaimCodes({
    claimCodes: new ClaimCodeRepository(pool),
    members: memberRepository,
    transact,
    now,
  });
  const signIn = new SignInService({
    transact,
    members: memberRepository,
    claimCodes,
    audit,
    offered,
    allowed: { domains: config.ALLOWED_EMAIL_DOMAINS, role: config.ALLOWED_DOMAINS_ROLE },
    now,
  });
  const memberService = new MemberService({
    transact,
    members: memberRepository,
    sessions: new SessionRepository(),
    keys: keyRepository,
    offered,
    now,
  });
  const members = new MemberController(memberService);
  const auth = new AuthController(signIn);
  const sessionStore = new SessionStore({
    pool: accessPool,
    tableName: 'Session',
    errorLog: (_text, error) => logger.error({ err: error as unknown }, 'auth.sessions.not_pruned'),
  });
  const sessions = new MemberSessions(sessionStore, sessionRulesOf(config), memberService, now);
  return {
    audit,
    countBadSignature: badSignatureCounter(limiter),
    controllers: { keys, members, auth, audit: new AuditController(audit) },
    /** What depends on the address under which browsers reach Herald. */
    at: (publicUrl: string) => {
      const door = new AccessDoor({
        keys: new ApiKeyReader(keyRepository, now),
        sessions,
        limiter,
        audit,
        origins: originsOf(publicUrl),
      });
      const routers =
        google === undefined
          ? []
          : [authRouter({ google, publicUrl, sessions, signIn, guard: door.guardPage(), logger })];
      return { door, routers };
    },
    /** Ends its timer; the pool is not its own. */
    close: () => sessionStore.close(),
  };
}

interface AccessParts {
  pool: Pool;
  /** Joins no units of work: who it is, and what was refused, is true whatever becomes of the call. */
  accessPool: Pool;
  limitPool: Pool;
  transact: Transact;
  now: () => Date;
  logger: Logger;
}

export type MockVendor = ReturnType<typeof createMockVendor>;

/** The mock vendor's parts: mounted in the API, or served by a process of its own. */
export function createMockVendor(config: MockVendorSettings, receiptUrl: string, pool: Pool, logger: Logger) {
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
