import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { DeliveryReceiptInput } from '@herald/shared';

import type { ReceiptFault } from './faults.ts';
import { ReceiptScheduler } from './receipt-scheduler.ts';

const sent: string[] = [];
const taken: string[] = [];
let isTaken = true;
let scheduler: ReceiptScheduler;

beforeEach(() => {
  jest.useFakeTimers();
  sent.length = 0;
  taken.length = 0;
  isTaken = true;
  const send = async ({ vendorMessageId, status }: DeliveryReceiptInput) => {
    sent.push(`${vendorMessageId} ${status}`);
    return isTaken;
  };
  scheduler = new ReceiptScheduler(
    { send, forge: async ({ vendorMessageId, status }) => void sent.push(`forged ${vendorMessageId} ${status}`) },
    { seed: 'test', maxDelayMs: 200 },
    (key) => void taken.push(key),
  );
});
afterEach(() => {
  jest.useRealTimers();
});

function schedule(key: string, dueInMs: number, ...faults: ReceiptFault[]): void {
  const message = { key, communicationLogId: key, vendorMessageId: key, outcome: 'SENT' as const, dueInMs };
  scheduler.schedule(message, new Set(faults));
}
/** What is sent until so many milliseconds have passed. */
async function sentAfter(ms: number): Promise<string[]> {
  await jest.advanceTimersByTimeAsync(ms);
  return sent;
}

describe('ReceiptScheduler', () => {
  it('sends a receipt when it is due, and says that it was taken', async () => {
    schedule('a', 100);
    schedule('b', -5_000);
    expect(await sentAfter(99)).toEqual(['b SENT']);
    expect(await sentAfter(1)).toEqual(['b SENT', 'a SENT']);
    expect(taken).toEqual(['b', 'a']);
  });

  it('says nothing of a receipt that nobody took, and sends nothing after it', async () => {
    isTaken = false;
    schedule('a', 0, 'duplicate', 'contradict');
    expect(await sentAfter(10_000)).toEqual(['a SENT']);
    expect(taken).toEqual([]);
  });

  it('holds one back until that of a later message was taken', async () => {
    schedule('earlier', 50);
    schedule('held', 0, 'reorder');
    schedule('later', 100);
    expect(await sentAfter(99)).toEqual(['earlier SENT']);
    expect(await sentAfter(1)).toEqual(['earlier SENT', 'later SENT', 'held SENT']);
  });

  it('holds none back for longer than two seconds', async () => {
    schedule('held', 0, 'reorder');
    expect(await sentAfter(1_999)).toEqual([]);
    expect(await sentAfter(2)).toEqual(['held SENT']);
  });

  it('sends a late one five times the longest delay after its end', async () => {
    schedule('late', 100, 'late');
    expect(await sentAfter(1_099)).toEqual([]);
    expect(await sentAfter(1)).toEqual(['late SENT']);
  });

  it('sends the opposite after the real one, and a forged one before', async () => {
    schedule('a', 0, 'contradict');
    expect(await sentAfter(199)).toEqual(['a SENT']);
    expect(await sentAfter(2)).toEqual(['a SENT', 'a FAILED']);
    sent.length = 0;
    schedule('b', 0, 'forge');
    expect(await sentAfter(1)).toEqual(['forged b FAILED', expect.stringMatching(/^mock_.+ SENT$/), 'b SENT']);
  });

  it('sends nothing once it is stopped', async () => {
    schedule('a', 100);
    schedule('b', 0, 'contradict');
    schedule('held', 0, 'reorder');
    await sentAfter(1);
    scheduler.stop();
    schedule('c', 0);
    expect(await sentAfter(10_000)).toEqual(['b SENT']);
  });
});
