import {
  checkRedisConfig,
  commonConfigShape,
  integerVariable,
  metricsPortVariable,
  parseConfig,
} from '@herald/platform';
import { z } from 'zod';

import { aiConfigShape, checkAiConfig } from './ai/ai-config.ts';
import { originsVariable } from './http/cors.ts';
import { authConfigShape, checkAuthConfig } from './auth/auth-config.ts';
import { checkMockVendorConfig, mockVendorConfigShape } from './mock-vendor/mock-vendor-config.ts';

/** Load balancers ask every few seconds whether a process is ready. */
const DRAIN_DELAY_IN_PRODUCTION_MS = 5_000;
const callsPerMinute = integerVariable(0, 1_000_000_000);

const apiConfigSchema = z
  .object({
    ...commonConfigShape,
    ...mockVendorConfigShape,
    ...authConfigShape,
    ...aiConfigShape,
    API_METRICS_PORT: metricsPortVariable,
    /** Connections for previews, which so cannot take those of anything else. */
    PREVIEW_POOL_SIZE: integerVariable(1, 50).default(3),
    /** A preview that would take longer is stopped. */
    PREVIEW_TIMEOUT_MS: integerVariable(100, 600_000).default(5_000),
    /** An estimate that would take longer is what PostgreSQL's planner expects; the whole answer then takes 50 ms. */
    ESTIMATE_TIMEOUT_MS: integerVariable(1, 10_000).default(35),
    /** Connections for audiences that are downloaded, for as long as that takes. */
    EXPORT_POOL_SIZE: integerVariable(1, 50).default(2),
    /** After so long a stream of events ends, and whoever reads on comes back and is let in anew. */
    EVENT_STREAM_MS: integerVariable(100, 3_600_000).default(240_000),
    /** Streams of events that this process keeps open; whoever finds no room asks again and again instead. */
    EVENT_STREAMS_MAX: integerVariable(0, 100_000).default(500),
    /** How long it says at `/readyz` that it is about to end, and serves as before; by default 5 s in production. */
    DRAIN_DELAY_MS: integerVariable(0, 600_000).optional(),
    /** Whether this process also answers as the mock vendor; in production only when that is said. */
    MOCK_VENDOR: z.enum(['on', 'off']).optional(),
    /** Calls in a minute, over all processes of the API; 0 for as many as may come. */
    RATE_LIMIT_PER_KEY: callsPerMinute.default(10_000),
    RATE_LIMIT_PER_MEMBER: callsPerMinute.default(1_200),
    /** Of one address, without credentials. */
    RATE_LIMIT_PER_ADDRESS: callsPerMinute.default(600),
    /** API keys, and signatures, of one address that were not valid. */
    RATE_LIMIT_BAD_CREDENTIALS: callsPerMinute.default(30),
    /** Whose pages may call the API with a key: `https://shop.example`, with commas between them. */
    CORS_ORIGINS: originsVariable.default([]),
    /** The built web app; by default where the repository builds it. */
    WEB_DIR: z.string().optional(),
    /** Whether owners have the page of the queues, at `/queues`. */
    QUEUES_PAGE: z.enum(['on', 'off']).default('on'),
    /** Whether the documentation of the API is served, at `/api/docs` and `/api/openapi.json`. */
    API_DOCS: z.enum(['on', 'off']).default('on'),
  })
  .superRefine((config, context) => checkMockVendorConfig(config, mockVendorOf(config) === 'on', context))
  .superRefine(checkRedisConfig)
  .superRefine(checkAuthConfig)
  .superRefine(checkAiConfig)
  .transform((config) => ({
    ...config,
    MOCK_VENDOR: mockVendorOf(config),
    DRAIN_DELAY_MS: config.DRAIN_DELAY_MS ?? (config.NODE_ENV === 'production' ? DRAIN_DELAY_IN_PRODUCTION_MS : 0),
  }));
export type ApiConfig = z.infer<typeof apiConfigSchema>;

interface MockVendorSwitch {
  NODE_ENV: string;
  MOCK_VENDOR?: 'on' | 'off' | undefined;
}

function mockVendorOf({ MOCK_VENDOR, NODE_ENV }: MockVendorSwitch): 'on' | 'off' {
  return MOCK_VENDOR ?? (NODE_ENV === 'production' ? 'off' : 'on');
}

export function readApiConfig(env: NodeJS.ProcessEnv): ApiConfig {
  return parseConfig(apiConfigSchema, env);
}
