import { OPERATIONS } from '@herald/shared';
import type { WorkerVendor } from '@herald/shared';

import type { WorkerConfig } from '../config.ts';
import { isSmtp } from '../smtp/smtp-config.ts';

/** What everybody may know of through whom this worker sends: nothing of the address but its origin, and no secret. */
export function workerVendorOf(config: WorkerConfig): WorkerVendor {
  const isMail = isSmtp(config.VENDOR_URL);
  const { protocol, host, pathname } = new URL(config.VENDOR_URL);
  return {
    // As `origin`, which addresses of mail servers do not have.
    origin: `${protocol}//${host}`,
    isMock: pathname.endsWith(OPERATIONS.sendThroughMockVendor.path),
    isSigned: !isMail && config.VENDOR_SECRET !== undefined,
    canLookUp: isMail || config.VENDOR_LOOKUP_URL !== undefined,
    messagesPerJob: config.DELIVERY_BATCH_SIZE,
    connections: isMail ? config.SMTP_CONNECTIONS : config.DELIVERY_CONNECTIONS,
    timeoutMs: config.VENDOR_TIMEOUT_MS,
    maxAttempts: config.DELIVERY_MAX_ATTEMPTS,
  };
}
