import type { DeliveryReceiptInput } from '@herald/shared';

import type { ReceiptSender } from './receipt-sender.ts';

/** How long the first receipt of a batch waits for others. */
const GATHER_MS = 20;

type Sender = Pick<ReceiptSender, 'send' | 'forge' | 'close'>;

interface Waiting {
  receipt: DeliveryReceiptInput;
  resolve: (isTaken: boolean) => void;
}

/** Sends receipts that are due together in one call, or each in its own. */
export class ReceiptBatcher {
  private readonly sender: Sender;
  private readonly maxReceipts: number;
  private waiting: Waiting[] = [];
  private timer: NodeJS.Timeout | undefined;
  private isClosed = false;

  /** @param maxReceipts 1 to send each as it comes. */
  constructor(sender: Sender, maxReceipts: number) {
    this.sender = sender;
    this.maxReceipts = maxReceipts;
  }

  /** @returns whether the receipt was taken. */
  send(receipt: DeliveryReceiptInput): Promise<boolean> {
    if (this.maxReceipts === 1) return this.sender.send(receipt);
    if (this.isClosed) return Promise.resolve(false);
    return new Promise((resolve) => {
      this.waiting.push({ receipt, resolve });
      if (this.waiting.length >= this.maxReceipts) void this.flush();
      else this.timer ??= setTimeout(() => void this.flush(), GATHER_MS);
    });
  }

  forge(receipt: DeliveryReceiptInput): Promise<void> {
    return this.sender.forge(receipt);
  }

  /** Sends nothing any more; what waits is sent after the next start. */
  async close(): Promise<void> {
    this.isClosed = true;
    clearTimeout(this.timer);
    for (const { resolve } of this.waiting.splice(0)) resolve(false);
    await this.sender.close();
  }

  private async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const batch = this.waiting.splice(0);
    const isTaken = await this.sender.send(batch.map(({ receipt }) => receipt));
    for (const { resolve } of batch) resolve(isTaken);
  }
}
