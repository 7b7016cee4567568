import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@herald/shared';
import type { DeliveryReceiptInput } from '@herald/shared';
import { createPool } from '@herald/platform';

import { query } from '../../../../scripts/testing/fixtures/database.ts';
import { eventually } from '../../../../scripts/testing/fixtures/eventually.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { MockVendorMessageRepository } from './mock-vendor-message.repository.ts';
import { MockVendorService } from './mock-vendor.service.ts';

const { databaseUrl } = testServers();
const pool = createPool({ databaseUrl, maxConnections: 2, applicationName: 'herald-test' });
const receipts: DeliveryReceiptInput[] = [];

beforeEach(async () => {
  receipts.length = 0;
  await query(databaseUrl, 'DELETE FROM "MockVendorMessage"');
});
afterAll(() => pool.end());

function vendor(failureRate: number, seed = 'test') {
  const takeReceipt = async (receipt: DeliveryReceiptInput) => receipts.push(receipt) > 0;
  const behaviour = { failureRate, minDelayMs: 0, maxDelayMs: 0, seed };
  return new MockVendorService(new MockVendorMessageRepository(pool), { send: takeReceipt }, behaviour);
}

const message = (communicationLogId: string) => ({ communicationLogId, customerId: newId(), message: 'Hi' });
const KEYS = Array.from({ length: 200 }, (_, number) => `0198c0de-0000-7000-8000-${String(number).padStart(12, '0')}`);

const readBooks = () =>
  query<{ id: string; vendorMessageId: string; outcome: string }>(
    databaseUrl,
    'SELECT id, "vendorMessageId", outcome::text FROM "MockVendorMessage" ORDER BY id',
  );

/** Sends all at once and waits until each has been reported. */
async function outcomesOf(service: MockVendorService, keys: string[]): Promise<string[]> {
  await query(databaseUrl, 'DELETE FROM "MockVendorMessage"');
  receipts.length = 0;
  await Promise.all(keys.map((key) => service.accept(message(key))));
  await eventually(async () => expect(receipts).toHaveLength(keys.length));
  await service.stop();
  return (await readBooks()).map(({ outcome }) => outcome);
}

describe('the mock vendor', () => {
  it('gives one id and one receipt for a key that comes several times at once', async () => {
    const service = vendor(0);
    const ids = await Promise.all([KEYS[0]!, KEYS[1]!, KEYS[0]!, KEYS[0]!].map((key) => service.accept(message(key))));
    expect(new Set(ids).size).toBe(2);
    expect([ids[2], ids[3]]).toEqual([ids[0], ids[0]]);
    expect((await readBooks()).map(({ vendorMessageId }) => vendorMessageId)).toEqual([ids[0], ids[1]]);
    // The next message's receipt comes after all that were owed before it.
    await service.accept(message(KEYS[2]!));
    await eventually(async () => expect(receipts.map((receipt) => receipt.communicationLogId)).toContain(KEYS[2]));
    await service.stop();
    expect(receipts.map((receipt) => receipt.communicationLogId)).toEqual([KEYS[0], KEYS[1], KEYS[2]]);
  });

  it('decides by the key and the seed alone, as often as configured', async () => {
    const outcomes = await outcomesOf(vendor(0.1), KEYS);
    expect(outcomes.filter((outcome) => outcome === 'FAILED').length / KEYS.length).toBeCloseTo(0.1, 1);
    expect(await outcomesOf(vendor(0.1), KEYS.toReversed())).toEqual(outcomes);
    expect(await outcomesOf(vendor(0.1, 'other'), KEYS)).not.toEqual(outcomes);
  });

  it.each([
    [0, 'SENT'],
    [1, 'FAILED'],
  ])('with a failure rate of %d ends every message as %s', async (failureRate, outcome) => {
    expect(new Set(await outcomesOf(vendor(failureRate), KEYS))).toEqual(new Set([outcome]));
  });
});
