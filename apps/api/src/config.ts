import { MAX_RECEIPTS_PER_CALL } from '@herald/shared';
import { commonConfigShape, integerVariable, parseConfig } from '@herald/platform';
import { z } from 'zod';

import { faultRatesSchema } from './mock-vendor/faults.ts';

const chance = z.coerce.number<string>().min(0).max(1);
const MAX_DELAY_MS = 3_600_000;
const MIN_SECRET_LENGTH = 32;

/** What the mock vendor reads, mounted in the API or as a process of its own. */
const mockVendorShape = {
  HOST: z.string().default('127.0.0.1'),
  /** Where the mock vendor reports to; by default the API's own address. */
  RECEIPT_URL: z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' }).optional(),
  MOCK_VENDOR_FAILURE_RATE: chance.default(0.1),
  MOCK_VENDOR_MIN_DELAY_MS: integerVariable(0, MAX_DELAY_MS).default(50),
  MOCK_VENDOR_MAX_DELAY_MS: integerVariable(0, MAX_DELAY_MS).default(200),
  MOCK_VENDOR_SEED: z.string().default('herald'),
  /** What goes wrong at the mock vendor, and how often: `busy=0.1,lose=0.05`. */
  MOCK_VENDOR_FAULTS: faultRatesSchema.prefault(''),
  /** Most messages that it takes in a second; 0 for as many as may come. */
  MOCK_VENDOR_MAX_PER_SECOND: integerVariable(0, 100_000).default(0),
  /** Most receipts in one call; 1 sends each in its own. */
  MOCK_VENDOR_RECEIPT_BATCH: integerVariable(1, MAX_RECEIPTS_PER_CALL).default(1),
};

const apiConfigSchema = z
  .object({
    ...commonConfigShape,
    ...mockVendorShape,
    /** What delivery receipts are signed with, by the mock vendor too; without it they are taken unsigned. */
    RECEIPT_SECRET: z.string().min(MIN_SECRET_LENGTH, `must be at least ${MIN_SECRET_LENGTH} characters`).optional(),
    /** 0 takes any free port. */
    PORT: integerVariable(0, 65_535).default(3000),
    /** Connections for previews, which so cannot take those of anything else. */
    PREVIEW_POOL_SIZE: integerVariable(1, 50).default(3),
    /** A preview that would take longer is stopped. */
    PREVIEW_TIMEOUT_MS: integerVariable(100, 600_000).default(5_000),
    /** An estimate that would take longer is what PostgreSQL's planner expects; the whole answer then takes 50 ms. */
    ESTIMATE_TIMEOUT_MS: integerVariable(1, 10_000).default(35),
    /** Connections for audiences that are downloaded, for as long as that takes. */
    EXPORT_POOL_SIZE: integerVariable(1, 50).default(2),
    /** Whether this process also answers as the mock vendor. */
    MOCK_VENDOR: z.enum(['on', 'off']).default('on'),
    /** The built web app; by default where the repository builds it. */
    WEB_DIR: z.string().optional(),
  })
  .refine((config) => config.MOCK_VENDOR_MIN_DELAY_MS <= config.MOCK_VENDOR_MAX_DELAY_MS, {
    path: ['MOCK_VENDOR_MIN_DELAY_MS'],
    error: 'must not be above MOCK_VENDOR_MAX_DELAY_MS',
  })
  .refine((config) => config.NODE_ENV !== 'production' || config.RECEIPT_SECRET !== undefined, {
    path: ['RECEIPT_SECRET'],
    error: 'is needed in production: without it anybody could report messages as sent or failed',
  });
export type ApiConfig = z.infer<typeof apiConfigSchema>;

export function readApiConfig(env: NodeJS.ProcessEnv): ApiConfig {
  return parseConfig(apiConfigSchema, env);
}
