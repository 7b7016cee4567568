import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';

import { signatureHeaders } from '@herald/platform';
import type { DeliveryReceiptInput, SendMessageInput } from '@herald/shared';
import { request } from 'undici';

const RECEIPTS_PER_CALL = 100;
const GATHER_MS = 20;

/**
 * A vendor that keeps no books, so that what a message costs PostgreSQL is Herald's alone: it answers each
 * call after the same time, and reports each message as SENT at once.
 */
export class BareVendor {
  private readonly server: Server;
  private readonly secret: string;
  private waiting: DeliveryReceiptInput[] = [];
  private taken = 0;
  private timer: NodeJS.Timeout | undefined;
  /** How long each call takes. */
  latencyMs = 0;
  /** Where receipts go. */
  receiptUrl = '';

  private constructor(secret: string) {
    this.secret = secret;
    this.server = createServer((incoming, response) => {
      this.take(incoming, response).catch(() => response.destroy());
    });
  }

  /** @param secret with which receipts are signed. */
  static async start(secret: string): Promise<BareVendor> {
    const vendor = new BareVendor(secret);
    await new Promise<void>((resolve) => vendor.server.listen(0, '127.0.0.1', resolve));
    return vendor;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/send`;
  }

  async stop(): Promise<void> {
    clearTimeout(this.timer);
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private async take(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { communicationLogId } = (await json(incoming)) as SendMessageInput;
    if (this.latencyMs > 0) await delay(this.latencyMs);
    const vendorMessageId = `bare_${(this.taken += 1)}`;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ status: 'QUEUED_BY_VENDOR', vendorMessageId }));
    this.waiting.push({ communicationLogId, vendorMessageId, status: 'SENT', timestamp: new Date().toISOString() });
    this.timer ??= setTimeout(() => void this.report(), GATHER_MS);
  }

  private async report(): Promise<void> {
    this.timer = undefined;
    const receipts = this.waiting;
    this.waiting = [];
    for (let at = 0; at < receipts.length; at += RECEIPTS_PER_CALL) {
      const payload = JSON.stringify(receipts.slice(at, at + RECEIPTS_PER_CALL));
      const headers = { 'content-type': 'application/json', ...signatureHeaders(this.secret, payload) };
      const { statusCode, body } = await request(this.receiptUrl, { method: 'POST', headers, body: payload });
      await body.dump();
      if (statusCode !== 200) throw new Error(`Herald answered a receipt with ${statusCode}`);
    }
  }
}
