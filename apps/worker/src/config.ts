import { isIP } from 'node:net';

import {
  addressRangesVariable,
  checkRedisConfig,
  commonConfigShape,
  findAddressFault,
  integerVariable,
  LOOPBACK_ADDRESSES,
  metricsPortVariable,
  parseConfig,
  secretVariable,
} from '@herald/platform';
import type { AddressRange } from '@herald/platform';
import { OPERATIONS } from '@herald/shared';
import { z } from 'zod';

import { checkSmtpConfig, isSmtp, smtpConfigShape } from './smtp/smtp-config.ts';

const HTTP_ADDRESS = { protocol: /^https?$/, error: 'must be an http:// or https:// address' };
const DAY_MS = 86_400_000;
const HTTP_TIMEOUT_MS = 10_000;
const SMTP_TIMEOUT_MS = 60_000;
const MOST_DAYS_KEPT = 3_650;

const workerConfigSchema = z
  .object({
    ...commonConfigShape,
    ...smtpConfigShape,
    /** Where messages go: a vendor that takes Herald's calls, or a mail server. */
    VENDOR_URL: z.url({ protocol: /^(https?|smtps?)$/, error: 'must be an http, https, smtp or smtps address' }),
    /** Where the vendor says what became of the message with a key; without it, it cannot be asked. */
    VENDOR_LOOKUP_URL: z
      .url(HTTP_ADDRESS)
      .refine((url) => url.includes('{key}'), 'must hold {key}, where the key of the message goes')
      .optional(),
    /** What calls to the vendor are signed with; without it they are not. */
    VENDOR_SECRET: secretVariable.optional(),
    /** Private addresses that may be called; by default this machine, and none in production. */
    OUTGOING_PRIVATE_ADDRESSES: addressRangesVariable.optional(),
    /** By default 10 seconds, and 60 of a mail server. */
    VENDOR_TIMEOUT_MS: integerVariable(100, 600_000).optional(),
    WORKER_METRICS_PORT: metricsPortVariable,
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
    /** Days that texts of messages are kept after their campaign ended; for ever unless it is set. */
    RETAIN_MESSAGE_TEXTS_DAYS: integerVariable(1, MOST_DAYS_KEPT).optional(),
    /** The same of rejected rows, after their batch was written. */
    RETAIN_RAW_BATCHES_DAYS: integerVariable(1, MOST_DAYS_KEPT).optional(),
    RECEIPT_LOOKUP_AFTER_MS: integerVariable(100, 7 * DAY_MS).default(600_000),
  })
  .superRefine(checkRedisConfig)
  .refine((config) => config.WORKER_DEAD_AFTER_MS >= 2 * config.WORKER_HEARTBEAT_MS, {
    path: ['WORKER_DEAD_AFTER_MS'],
    error: 'must be at least twice WORKER_HEARTBEAT_MS',
  })
  .refine((config) => config.DELIVERY_JOBS <= config.DELIVERY_CONNECTIONS, {
    path: ['DELIVERY_JOBS'],
    error: 'must not be above DELIVERY_CONNECTIONS',
  })
  .superRefine(checkSmtpConfig)
  .transform((config) => ({
    ...config,
    VENDOR_TIMEOUT_MS: config.VENDOR_TIMEOUT_MS ?? (isSmtp(config.VENDOR_URL) ? SMTP_TIMEOUT_MS : HTTP_TIMEOUT_MS),
    OUTGOING_PRIVATE_ADDRESSES:
      config.OUTGOING_PRIVATE_ADDRESSES ?? (config.NODE_ENV === 'production' ? [] : LOOPBACK_ADDRESSES),
    VENDOR_LOOKUP_URL: config.VENDOR_LOOKUP_URL ?? lookupUrlOfMockVendor(config.VENDOR_URL),
  }))
  .superRefine((config, context) => {
    // What a name stands for is seen when it is called; an address that cannot be called is a mistake already.
    for (const name of ['VENDOR_URL', 'VENDOR_LOOKUP_URL'] as const) {
      const fault = faultOfAddressIn(config[name], config.OUTGOING_PRIVATE_ADDRESSES);
      if (fault === undefined) continue;
      const message = `is no public address (${fault}), and OUTGOING_PRIVATE_ADDRESSES does not allow it`;
      context.addIssue({ code: 'custom', path: [name], message });
    }
  });

function faultOfAddressIn(url: string | undefined, allowed: readonly AddressRange[]): string | undefined {
  if (url === undefined) return undefined;
  const host = new URL(url).hostname.replace(/^\[(.*)\]$/, '$1');
  return isIP(host) === 0 ? undefined : findAddressFault(host, allowed);
}

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
