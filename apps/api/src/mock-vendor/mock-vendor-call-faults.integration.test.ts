import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MOCK_VENDOR_FAULTS_HEADER, problemSchema, vendorMessageOutput } from '@herald/shared';
import { signatureHeaders } from '@herald/platform';

import { startTestApi } from '../../../../scripts/testing/fixtures/herald.ts';
import type { RunningHerald } from '../../../../scripts/testing/fixtures/herald.ts';
import { environmentOn, testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { readMockVendorConfig } from './mock-vendor-config.ts';
import { startMockVendor } from './mock-vendor-server.ts';
import { ReceiptReceiver } from './testing/receipt-receiver.ts';
import { emptyBooks, message, readBooks, vendorApi } from './testing/vendor-api.ts';

testServers();
let receiver: ReceiptReceiver;
let herald: RunningHerald;
let vendor: ReturnType<typeof vendorApi>;

beforeAll(async () => {
  receiver = await ReceiptReceiver.start();
  herald = await startTestApi({ RECEIPT_URL: receiver.url });
  vendor = vendorApi(herald.url);
});
beforeEach(async () => {
  receiver.reset();
  await emptyBooks();
});
afterAll(async () => {
  await herald.stop();
  await receiver.stop();
});

const withFaults = (faults: string) => ({ [MOCK_VENDOR_FAULTS_HEADER]: faults });

describe('a mock vendor on a bad day', () => {
  it.each([
    ['busy=1', 429, 'rate_limited', '1'],
    ['error=1', 500, 'internal', undefined],
    ['refuse=1', 400, 'invalid_input', undefined],
  ])('with %s answers %d and takes nothing', async (faults, status, code, retryAfter) => {
    const response = await vendor.send(message(), withFaults(faults));
    const answer = [response.status, problemSchema.parse(response.body).code, response.headers['retry-after']];
    expect(answer).toEqual([status, code, retryAfter]);
    expect(await readBooks()).toEqual([]);
  });

  it('with reset=1 closes the connection and takes nothing', async () => {
    await expect(vendor.send(message(), withFaults('reset=1'))).rejects.toThrow(/socket hang up|ECONNRESET/);
    expect(await readBooks()).toEqual([]);
  });

  it('with drop=1 takes the message, closes the connection, and knows the message when it is asked again', async () => {
    const body = message();
    await expect(vendor.send(body, withFaults('drop=1'))).rejects.toThrow(/socket hang up|ECONNRESET/);
    const [entry] = await readBooks();
    expect(entry?.key).toBe(body.communicationLogId);
    expect(await vendor.sendOne(body)).toBe(entry?.vendorMessageId);
    expect(await receiver.waitFor(1)).toMatchObject([{ communicationLogId: body.communicationLogId }]);
  });

  it('with hang=1 takes the message and never answers, until the caller leaves', async () => {
    const body = message();
    const leaving = new AbortController();
    const answer = fetch(`${herald.url}/api/mock-vendor/send-email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...withFaults('hang=1') },
      body: JSON.stringify(body),
      signal: leaving.signal,
    }).then(
      () => 'answered',
      () => 'left',
    );
    // An answer would have come before the receipt.
    expect(await receiver.waitFor(1)).toMatchObject([{ communicationLogId: body.communicationLogId }]);
    leaving.abort();
    expect(await answer).toBe('left');
    expect(await readBooks()).toHaveLength(1);
  });

  it('with slow=1 takes the message at once and answers later', async () => {
    const body = message();
    const vendorMessageId = await vendor.sendOne(body, withFaults('slow=1'));
    const answeredAt = Date.now();
    const taken = vendorMessageOutput.parse((await vendor.get(body.communicationLogId)).body);
    expect(taken.vendorMessageId).toBe(vendorMessageId);
    expect(answeredAt - Date.parse(taken.acceptedAt)).toBeGreaterThanOrEqual(200);
  });

  it('decides anew each time a key is asked, but refuses for good', async () => {
    const statusesOf = async (faults: string) => {
      const body = message();
      const statuses: number[] = [];
      for (let asked = 0; asked < 30; asked += 1) statuses.push((await vendor.send(body, withFaults(faults))).status);
      return new Set(statuses);
    };
    expect(await statusesOf('busy=0.5')).toEqual(new Set([200, 429]));
    for (let key = 0; key < 5; key += 1) expect((await statusesOf('refuse=0.5')).size).toBe(1);
  });

  it.each([
    ['bussy=1', 'there is no fault "bussy"'],
    ['busy', 'busy must be given as busy=rate'],
    ['busy=2', 'busy must be given as busy=rate, with a rate from 0 to 1'],
    ['busy=0.1;lose=1', 'busy must be given as'],
  ])('answers 400 to the faults %j', async (faults, reason) => {
    const response = await vendor.send(message(), withFaults(faults));
    expect([response.status, problemSchema.parse(response.body).errors]).toEqual([
      400,
      [{ path: MOCK_VENDOR_FAULTS_HEADER, message: expect.stringContaining(reason) }],
    ]);
    expect(await readBooks()).toEqual([]);
  });

  it('lets go of those that hang when it stops', async () => {
    const stopping = await startTestApi({ RECEIPT_URL: receiver.url, MOCK_VENDOR_FAULTS: 'hang=1' });
    const hanging = vendorApi(stopping.url)
      .send(message())
      .then(
        () => 'answered',
        () => 'let go',
      );
    await receiver.waitFor(1);
    await stopping.stop();
    expect(await hanging).toBe('let go');
  });
});

describe('whose day is bad', () => {
  it('is configured, and a call may have a better one', async () => {
    const bad = await startTestApi({ RECEIPT_URL: receiver.url, MOCK_VENDOR_FAULTS: 'busy=1' });
    const api = vendorApi(bad.url);
    expect((await api.send(message())).status).toBe(429);
    expect((await api.send(message(), withFaults(''))).status).toBe(200);
    await bad.stop();
  });

  it('is not for the caller to say in production', async () => {
    const VENDOR_SECRET = 'what the worker shares with the vendor';
    const production = await startMockVendor(
      readMockVendorConfig({
        ...environmentOn(testServers()),
        PORT: '0',
        RECEIPT_URL: receiver.url,
        NODE_ENV: 'production',
        RECEIPT_SECRET: ReceiptReceiver.SECRET,
        VENDOR_SECRET,
      }),
    );
    const api = vendorApi(`http://127.0.0.1:${production.port}`);
    const sendOnBadDay = (faults: string) => {
      const body = message();
      return api.send(body, { ...withFaults(faults), ...signatureHeaders(VENDOR_SECRET, JSON.stringify(body)) });
    };
    const answers = [await sendOnBadDay('busy=1'), await sendOnBadDay('x')];
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    await production.stop();
  });
});
