import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { newId } from '@herald/shared';
import type { DeliveryReceiptInput, DeliveryReceiptsInput } from '@herald/shared';

import { ReceiptBatcher } from './receipt-batcher.ts';

const calls: DeliveryReceiptsInput[] = [];
let isTaken = true;
const sender = {
  send: async (receipts: DeliveryReceiptsInput) => {
    calls.push(receipts);
    return isTaken;
  },
  forge: async () => {},
  close: async () => {},
};

beforeEach(() => {
  jest.useFakeTimers();
  calls.length = 0;
  isTaken = true;
});
afterEach(() => {
  jest.useRealTimers();
});

const receipts = (count: number): DeliveryReceiptInput[] =>
  Array.from({ length: count }, () => ({
    communicationLogId: newId(),
    vendorMessageId: 'v',
    status: 'SENT',
    timestamp: '2026-11-22T10:00:00Z',
  }));

describe('ReceiptBatcher', () => {
  it('sends what is due within 20 ms together, and a full batch at once', async () => {
    const batcher = new ReceiptBatcher(sender, 4);
    const due = receipts(10);
    const taken = Promise.all(due.map((receipt) => batcher.send(receipt)));
    expect(calls).toEqual([due.slice(0, 4), due.slice(4, 8)]);
    await jest.advanceTimersByTimeAsync(19);
    expect(calls).toHaveLength(2);
    await jest.advanceTimersByTimeAsync(1);
    expect(calls[2]).toEqual(due.slice(8));
    expect(await taken).toEqual(due.map(() => true));
  });

  it('tells each of a batch whether it was taken', async () => {
    isTaken = false;
    const batcher = new ReceiptBatcher(sender, 2);
    expect(await Promise.all(receipts(2).map((receipt) => batcher.send(receipt)))).toEqual([false, false]);
  });

  it('sends each as it comes when a batch is of one', async () => {
    const batcher = new ReceiptBatcher(sender, 1);
    const due = receipts(2);
    await Promise.all(due.map((receipt) => batcher.send(receipt)));
    expect(calls).toEqual(due);
  });

  it('sends nothing once it is closed', async () => {
    const batcher = new ReceiptBatcher(sender, 4);
    const waiting = receipts(1).map((receipt) => batcher.send(receipt));
    await batcher.close();
    expect(await Promise.all([...waiting, ...receipts(1).map((receipt) => batcher.send(receipt))])).toEqual([
      false,
      false,
    ]);
    await jest.advanceTimersByTimeAsync(100);
    expect(calls).toEqual([]);
  });
});
