import { commonConfigShape, integerVariable, parseConfig } from '@herald/platform';
import { z } from 'zod';

const workerConfigSchema = z.object({
  ...commonConfigShape,
  VENDOR_URL: z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' }),
  INGESTION_CONCURRENCY: integerVariable(1, 50).default(2),
  ORDER_CUSTOMER_WAIT_MS: integerVariable(0, 86_400_000).default(120_000),
  LAUNCH_PAGE_SIZE: integerVariable(1, 10_000).default(2_000),
  DELIVERY_BATCH_SIZE: integerVariable(1, 1_000).default(100),
  DELIVERY_JOBS: integerVariable(1, 50).default(2),
  DELIVERY_CONNECTIONS: integerVariable(1, 500).default(32),
  DELIVERY_MAX_ATTEMPTS: integerVariable(1, 100).default(10),
  DELIVERY_CLAIM_LEASE_MS: integerVariable(1_000, 3_600_000).default(60_000),
  JOB_LOCK_MS: integerVariable(500, 600_000).default(10_000),
  STALLED_INTERVAL_MS: integerVariable(200, 600_000).default(5_000),
  SWEEP_INTERVAL_MS: integerVariable(100, 600_000).default(10_000),
  SWEEP_GRACE_MS: integerVariable(0, 600_000).default(5_000),
});

export type WorkerConfig = z.infer<typeof workerConfigSchema>;

export function readWorkerConfig(env: NodeJS.ProcessEnv): WorkerConfig {
  return parseConfig(workerConfigSchema, env);
}
