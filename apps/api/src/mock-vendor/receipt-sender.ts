import type { DeliveryReceiptInput, DeliveryReceiptsInput } from '@herald/shared';
import { noteMessages, signatureHeaders } from '@herald/platform';
import type { Logger } from '@herald/platform';
import { Pool } from 'undici';

import { Waits } from './waits.ts';

const CONNECTIONS = 32;
const TIMEOUT_MS = 5_000;
const MAX_TRIES = 8;
const FIRST_RETRY_MS = 250;
/** Too slow, too many: worth another try, besides every 5xx. */
const TRANSIENT_STATUSES = new Set([408, 429]);

/** Calls Herald back, again and again for a while when nobody takes the receipt. */
export class ReceiptSender {
  private readonly pool: Pool;
  private readonly path: string;
  private readonly secret: string | undefined;
  private readonly logger: Logger;
  private readonly waits = new Waits();

  /** @param secret what calls are signed with; without it they are not signed. */
  constructor(receiptUrl: string, secret: string | undefined, logger: Logger) {
    const url = new URL(receiptUrl);
    this.path = url.pathname + url.search;
    this.pool = new Pool(url.origin, {
      connections: CONNECTIONS,
      headersTimeout: TIMEOUT_MS,
      bodyTimeout: TIMEOUT_MS,
    });
    this.secret = secret;
    this.logger = logger;
  }

  /** @returns whether one receipt, or all of several, was taken; what was not is sent again when the vendor starts again. */
  async send(receipts: DeliveryReceiptsInput): Promise<boolean> {
    const startedAt = new Date();
    const isTaken = await this.sendUntilTaken(receipts);
    const attributes = { 'herald.outcome': isTaken ? 'taken' : 'not_taken' };
    const messages = [receipts].flat().map(({ communicationLogId }) => ({ communicationLogId, attributes }));
    noteMessages('mock_vendor.report', startedAt, messages);
    return isTaken;
  }

  private async sendUntilTaken(receipts: DeliveryReceiptsInput): Promise<boolean> {
    const body = JSON.stringify(receipts);
    let status: number | undefined;
    for (let tried = 1; tried <= MAX_TRIES; tried += 1) {
      status = await this.post(body, this.secret);
      if (isSuccess(status)) return true;
      if (isRefusal(status)) break;
      if (tried < MAX_TRIES && !(await this.waits.wait(FIRST_RETRY_MS * 2 ** (tried - 1)))) return false;
    }
    const [{ communicationLogId } = {}] = [receipts].flat();
    const count = [receipts].flat().length;
    this.logger.warn({ communicationLogId, count, status }, 'mock_vendor.receipt.not_taken');
    return false;
  }

  /** Sends a receipt as somebody would who does not know the secret; without one it would be a real receipt. */
  async forge(receipt: DeliveryReceiptInput): Promise<void> {
    if (this.secret !== undefined) await this.post(JSON.stringify(receipt), `not ${this.secret}`);
  }

  async close(): Promise<void> {
    this.waits.stop();
    await this.pool.close();
  }

  /** @returns the status of the answer; undefined when there was none. */
  private async post(payload: string, secret: string | undefined): Promise<number | undefined> {
    try {
      const { statusCode, body } = await this.pool.request({
        method: 'POST',
        path: this.path,
        headers: { 'content-type': 'application/json', ...signatureHeaders(secret, payload) },
        body: payload,
      });
      await body.dump();
      return statusCode;
    } catch {
      // Herald is away; that is what the next try is for.
      return undefined;
    }
  }
}

function isSuccess(status: number | undefined): boolean {
  return status !== undefined && status >= 200 && status < 300;
}

function isRefusal(status: number | undefined): boolean {
  return status !== undefined && status >= 400 && status < 500 && !TRANSIENT_STATUSES.has(status);
}
