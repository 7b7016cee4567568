import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { deliveryReceiptInput, newId, problemSchema, sendMessageOutput } from '@herald/shared';
import type { DeliveryReceiptInput } from '@herald/shared';
import request from 'supertest';

import { query } from '../../../../scripts/testing/fixtures/database.ts';
import { eventually } from '../../../../scripts/testing/fixtures/eventually.ts';
import { startTestApi } from '../../../../scripts/testing/fixtures/herald.ts';
import type { RunningHerald } from '../../../../scripts/testing/fixtures/herald.ts';
import { environmentOn, testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { readApiConfig } from '../config.ts';
import { startMockVendor } from './mock-vendor-server.ts';

const { databaseUrl } = testServers();
const receipts: DeliveryReceiptInput[] = [];
let receiver: Server;
let receiptUrl: string;
/** What the receiver answers. */
let answer = 200;
let herald: RunningHerald;

beforeAll(async () => {
  receiver = createServer((call, response) => {
    void json(call).then((body) => {
      receipts.push(deliveryReceiptInput.parse(body));
      response.writeHead(answer).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  receiptUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/receipts`;
  herald = await startTestApi({ RECEIPT_URL: receiptUrl, MOCK_VENDOR_FAILURE_RATE: '0.5' });
});
beforeEach(async () => {
  answer = 200;
  receipts.length = 0;
  await query(databaseUrl, 'DELETE FROM "MockVendorMessage"');
});
afterAll(async () => {
  await herald.stop();
  receiver.closeAllConnections();
  await new Promise((resolve) => receiver.close(resolve));
});

const message = (change: object = {}) => ({
  communicationLogId: newId(),
  customerId: newId(),
  message: 'Hi',
  ...change,
});
const send = (body: object, url = herald.url) => request(url).post('/api/mock-vendor/send-email').send(body);

async function sendOne(body: object, url?: string): Promise<string> {
  const response = await send(body, url);
  expect(response.status).toBe(200);
  const { status, vendorMessageId } = sendMessageOutput.parse(response.body);
  expect(status).toBe('QUEUED_BY_VENDOR');
  return vendorMessageId;
}

function receiptsOf(count: number): Promise<DeliveryReceiptInput[]> {
  return eventually(async () => {
    expect(receipts).toHaveLength(count);
    return [...receipts];
  });
}

const readBooks = () =>
  query<{ id: string; vendorMessageId: string; outcome: string; reported: boolean }>(
    databaseUrl,
    'SELECT id, "vendorMessageId", outcome::text, "receiptDeliveredAt" IS NOT NULL AS reported FROM "MockVendorMessage" ORDER BY id',
  );

describe('POST /api/mock-vendor/send-email', () => {
  it('answers with its id, and later reports what became of the message', async () => {
    const body = message();
    const vendorMessageId = await sendOne(body);
    const [receipt] = await receiptsOf(1);
    expect(receipt).toMatchObject({ communicationLogId: body.communicationLogId, vendorMessageId });
    await eventually(async () => {
      expect(await readBooks()).toEqual([
        { id: body.communicationLogId, vendorMessageId, outcome: receipt?.status, reported: true },
      ]);
    });
  });

  it('gives the same id for a repeated key, keeps one entry and reports once', async () => {
    const body = message();
    const first = await sendOne(body);
    expect([await sendOne(body), await sendOne({ ...body, message: 'Other' })]).toEqual([first, first]);
    await receiptsOf(1);
    expect(await readBooks()).toHaveLength(1);
  });

  it('reports again when nobody took the receipt', async () => {
    answer = 503;
    await sendOne(message());
    await eventually(async () => expect(receipts.length).toBeGreaterThanOrEqual(2));
    expect((await readBooks())[0]?.reported).toBe(false);
    answer = 200;
    await eventually(async () => expect((await readBooks())[0]?.reported).toBe(true));
    const taken = receipts.length;
    expect(new Set(receipts.map(({ vendorMessageId, status }) => `${vendorMessageId} ${status}`)).size).toBe(1);
    expect(receipts).toHaveLength(taken);
  });

  it.each([
    [{ communicationLogId: '17' }, ['communicationLogId']],
    [{ customerId: null, message: 5 }, ['customerId', 'message']],
    [{ message: 'a\0' }, ['message']],
    [{ subject: 'x' }, ['subject']],
  ])('refuses %j', async (change, paths) => {
    const response = await send(message(change));
    expect(response.status).toBe(400);
    expect(problemSchema.parse(response.body).errors?.map(({ path }) => path)).toEqual(paths);
    expect(await readBooks()).toEqual([]);
  });
});

describe('the mock vendor as a process of its own', () => {
  const config = (env: NodeJS.ProcessEnv) =>
    readApiConfig({ ...environmentOn(testServers()), PORT: '0', RECEIPT_URL: receiptUrl, ...env });

  it('reports after a restart what it had not reported before', async () => {
    const slow = await startMockVendor(
      config({ MOCK_VENDOR_MIN_DELAY_MS: '3600000', MOCK_VENDOR_MAX_DELAY_MS: '3600000' }),
    );
    const body = message();
    const vendorMessageId = await sendOne(body, `http://127.0.0.1:${slow.port}`);
    await slow.stop();
    expect(receipts).toEqual([]);

    const quick = await startMockVendor(config({ MOCK_VENDOR_MIN_DELAY_MS: '0', MOCK_VENDOR_MAX_DELAY_MS: '0' }));
    expect(await receiptsOf(1)).toMatchObject([{ communicationLogId: body.communicationLogId, vendorMessageId }]);
    await eventually(async () => expect((await readBooks())[0]?.reported).toBe(true));
    await quick.stop();
  });

  it('answers nothing but the vendor’s own call', async () => {
    const vendor = await startMockVendor(config({}));
    const response = await request(`http://127.0.0.1:${vendor.port}`).get('/api/customers');
    expect(response.status).toBe(404);
    await vendor.stop();
  });

  it('does not start without knowing where to report', async () => {
    const { RECEIPT_URL: _without, ...rest } = config({});
    await expect(startMockVendor(rest)).rejects.toThrow('RECEIPT_URL');
  });
});
