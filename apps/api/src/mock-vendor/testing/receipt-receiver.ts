import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

import { expect } from '@jest/globals';
import { deliveryReceiptsInput, SIGNATURE_HEADER, TIMESTAMP_HEADER } from '@herald/shared';
import type { DeliveryReceiptInput } from '@herald/shared';
import { findSignatureFault } from '@herald/platform';

import { eventually } from '../../../../../scripts/testing/fixtures/eventually.ts';

interface ReceivedCall {
  receipts: DeliveryReceiptInput[];
  isArray: boolean;
  isSigned: boolean;
}

/** Takes receipts in Herald's place, and remembers them in the order in which they came. */
export class ReceiptReceiver {
  static readonly SECRET = 'what the receiver of tests shares with the vendor';
  readonly calls: ReceivedCall[] = [];
  /** What it answers. */
  answer = 200;
  private readonly server = createServer((request, response) => {
    void text(request).then((body) => {
      this.calls.push(readCall(body, request.headers));
      response.writeHead(this.answer).end();
    });
  });

  static async start(): Promise<ReceiptReceiver> {
    const receiver = new ReceiptReceiver();
    await new Promise<void>((resolve) => receiver.server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/receipts`;
  }

  get receipts(): DeliveryReceiptInput[] {
    return this.calls.flatMap(({ receipts }) => receipts);
  }

  /** The receipts, once there are so many. */
  waitFor(count: number): Promise<DeliveryReceiptInput[]> {
    return eventually(async () => {
      expect(this.receipts).toHaveLength(count);
      return this.receipts;
    });
  }

  /** Forgets what came, and answers as at first. */
  reset(): void {
    this.calls.length = 0;
    this.answer = 200;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

function readCall(body: string, headers: NodeJS.Dict<string | string[]>): ReceivedCall {
  const parsed = deliveryReceiptsInput.parse(JSON.parse(body));
  const signature = {
    timestamp: headers[TIMESTAMP_HEADER] as string | undefined,
    signature: headers[SIGNATURE_HEADER] as string | undefined,
  };
  const fault = findSignatureFault(ReceiptReceiver.SECRET, signature, body, Date.now() / 1_000);
  return { receipts: [parsed].flat(), isArray: Array.isArray(parsed), isSigned: fault === undefined };
}
