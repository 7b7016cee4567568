import { commonConfigShape, integerVariable, parseConfig } from '@herald/platform';
import { OPERATIONS } from '@herald/shared';
import { z } from 'zod';

const HTTP_ADDRESS = { protocol: /^https?$/, error: 'must be an http:// or https:// address' };
const DAY_MS = 86_400_000;

const workerConfigSchema = z
  .object({
    ...commonConfigShape,
    VENDOR_URL: z.url(HTTP_ADDRESS),
    /** Where the vendor says what became of the message with a key; without it, it cannot be asked. */
    VENDOR_LOOKUP_URL: z
      .url(HTTP_ADDRESS)
      .refine((url) => url.includes('{key}'), 'must hold {key}, where the key of the message goes')
      .optional(),
    VENDOR_TIMEOUT_MS: integerVariable(100, 600_000).default(10_000),
    /** Where `/metrics` is served for Prometheus; nowhere unless it is set. 0 takes any free port. */
    METRICS_PORT: integerVariable(0, 65_535).optional(),
    METRICS_HOST: z.string().default('127.0.0.1'),
    INGESTION_CONCURRENCY: integerVariable(1, 50).default(2),
    ORDER_CUSTOMER_WAIT_MS: integerVariable(0, DAY_MS).default(120_000),
    LAUNCH_PAGE_SIZE: integerVariable(1, 10_000).default(2_000),
    LAUNCH_JOBS: integerVariable(1, 20).default(2),
    DELIVERY_BATCH_SIZE: integerVariable(1, 1_000).default(100),
    DELIVERY_JOBS: integerVariable(1, 50).default(2),
    DELIVERY_CONNECTIONS: integerVariable(1, 500).default(32),
    DELIVERY_MAX_ATTEMPTS: integerVariable(1, 1_000).default(10),
    DELIVERY_FAILURE_STREAK_MAX: integerVariable(1, 1_000_000).default(200),
    WORKER_HEARTBEAT_MS: integerVariable(100, 60_000).default(2_000),
    WORKER_DEAD_AFTER_MS: integerVariable(500, 600_000).default(8_000),
    JOB_LOCK_MS: integerVariable(500, 600_000).default(5_000),
    STALLED_INTERVAL_MS: integerVariable(200, 600_000).default(3_000),
    SWEEP_INTERVAL_MS: integerVariable(100, 600_000).default(10_000),
    SWEEP_GRACE_MS: integerVariable(0, 600_000).default(5_000),
    REPUBLISH_AFTER_MS: integerVariable(100, DAY_MS).default(60_000),
    RECOUNT_INTERVAL_MS: integerVariable(100, DAY_MS).default(60_000),
    RECEIPT_LOOKUP_AFTER_MS: integerVariable(100, 7 * DAY_MS).default(600_000),
  })
  .refine((config) => config.WORKER_DEAD_AFTER_MS >= 2 * config.WORKER_HEARTBEAT_MS, {
    path: ['WORKER_DEAD_AFTER_MS'],
    error: 'must be at least twice WORKER_HEARTBEAT_MS',
  })
  .refine((config) => config.DELIVERY_JOBS <= config.DELIVERY_CONNECTIONS, {
    path: ['DELIVERY_JOBS'],
    error: 'must not be above DELIVERY_CONNECTIONS',
  })
  .transform((config) => ({
    ...config,
    VENDOR_LOOKUP_URL: config.VENDOR_LOOKUP_URL ?? lookupUrlOfMockVendor(config.VENDOR_URL),
  }));

/** The mock vendor is known to answer; of other vendors that has to be said. */
function lookupUrlOfMockVendor(vendorUrl: string): string | undefined {
  const { sendThroughMockVendor, getMockVendorMessage } = OPERATIONS;
  if (!vendorUrl.endsWith(sendThroughMockVendor.path)) return undefined;
  return vendorUrl.slice(0, -sendThroughMockVendor.path.length) + getMockVendorMessage.path;
}

export type WorkerConfig = z.infer<typeof workerConfigSchema>;

export function readWorkerConfig(env: NodeJS.ProcessEnv): WorkerConfig {
  return parseConfig(workerConfigSchema, env);
}
