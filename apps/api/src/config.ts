import { commonConfigShape, integerVariable, parseConfig } from '@herald/platform';
import { z } from 'zod';

const chance = z.coerce.number<string>().min(0).max(1);
const MAX_DELAY_MS = 3_600_000;

/** What the mock vendor reads, mounted in the API or as a process of its own. */
const mockVendorShape = {
  HOST: z.string().default('127.0.0.1'),
  /** Where the mock vendor reports to; by default the API's own address. */
  RECEIPT_URL: z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' }).optional(),
  MOCK_VENDOR_FAILURE_RATE: chance.default(0.1),
  MOCK_VENDOR_MIN_DELAY_MS: integerVariable(0, MAX_DELAY_MS).default(50),
  MOCK_VENDOR_MAX_DELAY_MS: integerVariable(0, MAX_DELAY_MS).default(200),
  MOCK_VENDOR_SEED: z.string().default('herald'),
};

const apiConfigSchema = z
  .object({
    ...commonConfigShape,
    ...mockVendorShape,
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
    /** An audience that would take longer to compute and save, or to download, is given up. */
    FREEZE_TIMEOUT_MS: integerVariable(1_000, 3_600_000).default(120_000),
    /** Whether this process also answers as the mock vendor. */
    MOCK_VENDOR: z.enum(['on', 'off']).default('on'),
    /** The built web app; by default where the repository builds it. */
    WEB_DIR: z.string().optional(),
  })
  .refine((config) => config.MOCK_VENDOR_MIN_DELAY_MS <= config.MOCK_VENDOR_MAX_DELAY_MS, {
    path: ['MOCK_VENDOR_MIN_DELAY_MS'],
    error: 'must not be above MOCK_VENDOR_MAX_DELAY_MS',
  });
export type ApiConfig = z.infer<typeof apiConfigSchema>;

export function readApiConfig(env: NodeJS.ProcessEnv): ApiConfig {
  return parseConfig(apiConfigSchema, env);
}
