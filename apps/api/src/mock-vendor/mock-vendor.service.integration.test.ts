import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@herald/shared';
import type { DeliveryReceiptInput } from '@herald/shared';
import { createPool, MockVendorMessageRepository } from '@herald/platform';

import { eventually } from '../../../../scripts/testing/fixtures/eventually.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { MockVendorService } from './mock-vendor.service.ts';
import type { MockVendorBehaviour } from './mock-vendor.service.ts';
import { emptyBooks, readBooks } from './testing/vendor-api.ts';

const { databaseUrl } = testServers();
const pool = createPool({ databaseUrl, maxConnections: 2, applicationName: 'herald-test' });
const receipts: DeliveryReceiptInput[] = [];

beforeEach(async () => {
  receipts.length = 0;
  await emptyBooks();
});
afterAll(() => pool.end());

const GOOD_DAY: MockVendorBehaviour = {
  failureRate: 0,
  minDelayMs: 0,
  maxDelayMs: 0,
  maxPerSecond: 0,
  faults: new Map(),
  seed: 'test',
};

function vendor(change: Partial<MockVendorBehaviour> = {}) {
  const outlet = {
    send: async (receipt: DeliveryReceiptInput) => receipts.push(receipt) > 0,
    forge: async () => {},
  };
  return new MockVendorService(new MockVendorMessageRepository(pool), outlet, { ...GOOD_DAY, ...change });
}

const call = (key: string, signal = new AbortController().signal) => ({
  key,
  input: { communicationLogId: key, customerId: newId(), message: 'Hi' },
  signal,
});
const KEYS = Array.from({ length: 200 }, (_, number) => `0198c0de-0000-7000-8000-${String(number).padStart(12, '0')}`);

/** Sends all at once and waits until each has been reported. */
async function outcomesOf(service: MockVendorService, keys: string[]): Promise<string[]> {
  await emptyBooks();
  receipts.length = 0;
  await Promise.all(keys.map((key) => service.accept(call(key))));
  await eventually(async () => expect(receipts).toHaveLength(keys.length));
  await service.stop();
  return (await readBooks()).map(({ outcome }) => outcome);
}

describe('the mock vendor', () => {
  it('gives one id and one receipt for a key that comes several times at once', async () => {
    const service = vendor();
    const ids = await Promise.all([KEYS[0]!, KEYS[1]!, KEYS[0]!, KEYS[0]!].map((key) => service.accept(call(key))));
    expect(new Set(ids).size).toBe(2);
    expect([ids[2], ids[3]]).toEqual([ids[0], ids[0]]);
    expect((await readBooks()).map(({ vendorMessageId }) => vendorMessageId)).toEqual([ids[0], ids[1]]);
    // The next message's receipt comes after all that were owed before it.
    await service.accept(call(KEYS[2]!));
    await eventually(async () => expect(receipts.map((receipt) => receipt.communicationLogId)).toContain(KEYS[2]));
    await service.stop();
    expect(receipts.map((receipt) => receipt.communicationLogId)).toEqual([KEYS[0], KEYS[1], KEYS[2]]);
  });

  it('decides by the key and the seed alone, as often as configured', async () => {
    const outcomes = await outcomesOf(vendor({ failureRate: 0.1 }), KEYS);
    expect(outcomes.filter((outcome) => outcome === 'FAILED').length / KEYS.length).toBeCloseTo(0.1, 1);
    expect(await outcomesOf(vendor({ failureRate: 0.1 }), KEYS.toReversed())).toEqual(outcomes);
    expect(await outcomesOf(vendor({ failureRate: 0.1, seed: 'other' }), KEYS)).not.toEqual(outcomes);
  });

  it.each([
    [0, 'SENT'],
    [1, 'FAILED'],
  ])('with a failure rate of %d ends every message as %s', async (failureRate, outcome) => {
    expect(new Set(await outcomesOf(vendor({ failureRate }), KEYS))).toEqual(new Set([outcome]));
  });

  it('takes no more in a second than it may, evenly', async () => {
    const service = vendor({ maxPerSecond: 100 });
    const startedAt = performance.now();
    const answeredAfterMs = await Promise.all(
      KEYS.slice(0, 50).map(async (key) => {
        await service.accept(call(key));
        return performance.now() - startedAt;
      }),
    );
    // The n-th of fifty has its turn n hundredths of a second after the first.
    answeredAfterMs.forEach((ms, index) => expect(ms).toBeGreaterThanOrEqual(index * 10 - 1));
    await service.stop();
  });

  it('takes nothing from callers that leave before their turn, nor when it stops', async () => {
    const service = vendor({ maxPerSecond: 0.001 });
    await service.accept(call(KEYS[0]!));
    const leaving = new AbortController();
    const left = service.accept(call(KEYS[1]!, leaving.signal));
    const waiting = service.accept(call(KEYS[2]!));
    leaving.abort();
    expect(await left).toBeUndefined();
    await service.stop();
    expect(await waiting).toBeUndefined();
    expect(await service.accept(call(KEYS[3]!))).toBeUndefined();
    expect((await readBooks()).map(({ key }) => key)).toEqual([KEYS[0]]);
  });
});
