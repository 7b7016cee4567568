import { MAX_RECEIPTS_PER_CALL } from '@herald/shared';
import { commonConfigShape, integerVariable, metricsPortVariable, parseConfig, secretVariable } from '@herald/platform';
import { z } from 'zod';

import { isLoopback } from '../auth/this-machine.ts';
import { faultRatesSchema } from './faults.ts';

const chance = z.coerce.number<string>().min(0).max(1);
const receiptAddress = z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' });
const MAX_DELAY_MS = 3_600_000;

/** What the mock vendor reads, mounted in the API or as a process of its own. */
export const mockVendorConfigShape = {
  HOST: z.string().default('127.0.0.1'),
  /** 0 takes any free port. */
  PORT: integerVariable(0, 65_535).default(3000),
  /** Connections at once; more are closed as they come. */
  HTTP_MAX_CONNECTIONS: integerVariable(1, 100_000).default(2_000),
  /** What delivery receipts are signed with, by the mock vendor too; without it, on a loopback address, they are taken unsigned. */
  RECEIPT_SECRET: secretVariable.optional(),
  /** What the worker signs its calls to the mock vendor with; without it, on a loopback address, they are taken unsigned. */
  VENDOR_SECRET: secretVariable.optional(),
  /** Where the mock vendor reports to; by default the API's own address. */
  RECEIPT_URL: receiptAddress.optional(),
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

const { NODE_ENV } = commonConfigShape;
export type MockVendorSettings = z.infer<z.ZodObject<typeof mockVendorConfigShape & { NODE_ENV: typeof NODE_ENV }>>;

/** @param isVendor whether the process answers as the mock vendor. */
export function checkMockVendorConfig(
  config: MockVendorSettings,
  isVendor: boolean,
  context: z.core.$RefinementCtx,
): void {
  const refuse = (variable: keyof MockVendorSettings, message: string) =>
    context.addIssue({ code: 'custom', path: [variable], message });
  if (config.MOCK_VENDOR_MIN_DELAY_MS > config.MOCK_VENDOR_MAX_DELAY_MS) {
    refuse('MOCK_VENDOR_MIN_DELAY_MS', 'must not be above MOCK_VENDOR_MAX_DELAY_MS');
  }
  const where = whereSecretsAreNeeded(config);
  if (where === undefined) return;
  if (config.RECEIPT_SECRET === undefined) {
    refuse('RECEIPT_SECRET', `is needed ${where}: without it anybody could report messages as sent or failed`);
  }
  if (isVendor && config.VENDOR_SECRET === undefined) {
    refuse('VENDOR_SECRET', `is needed ${where}: without it anybody could send through the mock vendor`);
  }
}

/** Unsigned calls are for trials that only this machine can reach. */
function whereSecretsAreNeeded(config: MockVendorSettings): string | undefined {
  if (config.NODE_ENV === 'production') return 'in production';
  return isLoopback(config.HOST) ? undefined : `where HOST is not a loopback address, and it is ${config.HOST}`;
}

/** Of a mock vendor that is a process of its own. */
const mockVendorConfigSchema = z
  .object({
    ...commonConfigShape,
    ...mockVendorConfigShape,
    RECEIPT_URL: receiptAddress,
    MOCK_VENDOR_METRICS_PORT: metricsPortVariable,
  })
  .superRefine((config, context) => checkMockVendorConfig(config, true, context));
export type MockVendorConfig = z.infer<typeof mockVendorConfigSchema>;

export function readMockVendorConfig(env: NodeJS.ProcessEnv): MockVendorConfig {
  return parseConfig(mockVendorConfigSchema, env);
}
