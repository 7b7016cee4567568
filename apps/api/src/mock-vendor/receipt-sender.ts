import type { DeliveryReceiptInput } from '@herald/shared';
import type { Logger } from '@herald/platform';
import { Pool } from 'undici';

const CONNECTIONS = 32;
const TIMEOUT_MS = 5_000;
const MAX_TRIES = 8;
const FIRST_RETRY_MS = 250;

/** Calls Herald back, again and again for a while when nobody takes the receipt. */
export class ReceiptSender {
  private readonly pool: Pool;
  private readonly path: string;
  private readonly logger: Logger;
  private readonly closing = new AbortController();

  constructor(receiptUrl: string, logger: Logger) {
    const url = new URL(receiptUrl);
    this.path = url.pathname + url.search;
    this.pool = new Pool(url.origin, {
      connections: CONNECTIONS,
      headersTimeout: TIMEOUT_MS,
      bodyTimeout: TIMEOUT_MS,
    });
    this.logger = logger;
  }

  /** @returns whether the receipt was taken; one that was not is sent again when the vendor starts again. */
  async send(receipt: DeliveryReceiptInput): Promise<boolean> {
    for (let tried = 1; tried <= MAX_TRIES && !this.closing.signal.aborted; tried += 1) {
      if (await this.tryOnce(receipt)) return true;
      await this.pause(FIRST_RETRY_MS * 2 ** (tried - 1));
    }
    this.logger.warn({ communicationLogId: receipt.communicationLogId }, 'mock_vendor.receipt.not_taken');
    return false;
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.pool.close();
  }

  private async tryOnce(receipt: DeliveryReceiptInput): Promise<boolean> {
    try {
      const { statusCode, body } = await this.pool.request({
        method: 'POST',
        path: this.path,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(receipt),
      });
      await body.dump();
      return statusCode >= 200 && statusCode < 300;
    } catch {
      // Herald is away; that is what the next try is for.
      return false;
    }
  }

  private pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, delayMs);
      this.closing.signal.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}
