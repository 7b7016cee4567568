import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { IDEMPOTENCY_KEY_HEADER, problemSchema, vendorMessageOutput } from '@herald/shared';
import type { VendorMessageOutput } from '@herald/shared';
import { signatureHeaders } from '@herald/platform';
import { z } from 'zod';

import { query } from '../../../../scripts/testing/fixtures/database.ts';
import { eventually } from '../../../../scripts/testing/fixtures/eventually.ts';
import { startTestApi } from '../../../../scripts/testing/fixtures/herald.ts';
import type { RunningHerald } from '../../../../scripts/testing/fixtures/herald.ts';
import { followPages } from '../../../../scripts/testing/fixtures/pages.ts';
import { request } from '../../../../scripts/testing/fixtures/request.ts';
import { environmentOn, testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { readMockVendorConfig } from './mock-vendor-config.ts';
import { startMockVendor } from './mock-vendor-server.ts';
import { ReceiptReceiver } from './testing/receipt-receiver.ts';
import { emptyBooks, message, readBooks, vendorApi } from './testing/vendor-api.ts';

const SECRET = 'what the worker shares with the vendor';
const { databaseUrl } = testServers();
let receiver: ReceiptReceiver;
let herald: RunningHerald;
let vendor: ReturnType<typeof vendorApi>;

beforeAll(async () => {
  receiver = await ReceiptReceiver.start();
  herald = await startTestApi({ RECEIPT_URL: receiver.url, MOCK_VENDOR_FAILURE_RATE: '0.5' });
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

const withKey = (key: string) => ({ [IDEMPOTENCY_KEY_HEADER]: key });

describe('POST /api/mock-vendor/send-email', () => {
  it('answers with its id, and later reports what became of the message', async () => {
    const body = message();
    const vendorMessageId = await vendor.sendOne(body);
    const [receipt] = await receiver.waitFor(1);
    expect(receipt).toMatchObject({ communicationLogId: body.communicationLogId, vendorMessageId });
    await eventually(async () => {
      expect(await readBooks()).toEqual([
        {
          key: body.communicationLogId,
          communicationLogId: body.communicationLogId,
          vendorMessageId,
          outcome: receipt?.status,
          reported: true,
        },
      ]);
    });
    expect(receiver.calls).toMatchObject([{ isArray: false, isSigned: false }]);
  });

  it('gives the same id for a repeated key, keeps one entry and reports once', async () => {
    const body = message();
    const first = await vendor.sendOne(body);
    const { communicationLogId } = body;
    expect([
      await vendor.sendOne(body),
      await vendor.sendOne({ ...body, message: 'Other' }),
      await vendor.sendOne(message(), withKey(communicationLogId)),
    ]).toEqual([first, first, first]);
    await receiver.waitFor(1);
    expect(await readBooks()).toMatchObject([{ key: communicationLogId, communicationLogId }]);
  });

  it('takes a message again under another key', async () => {
    const body = message();
    const key = `${body.communicationLogId}.1`;
    const ids = [await vendor.sendOne(body), await vendor.sendOne(body, withKey(key))];
    expect(new Set(ids).size).toBe(2);
    const receipts = await receiver.waitFor(2);
    expect(receipts.map(({ vendorMessageId }) => vendorMessageId).toSorted()).toEqual(ids.toSorted());
    expect(new Set(receipts.map(({ communicationLogId }) => communicationLogId))).toEqual(
      new Set([body.communicationLogId]),
    );
    expect((await readBooks()).map((entry) => entry.key)).toEqual([body.communicationLogId, key]);
  });

  it('reports again when nobody took the receipt', async () => {
    receiver.answer = 503;
    await vendor.sendOne(message());
    await eventually(async () => expect(receiver.receipts.length).toBeGreaterThanOrEqual(2));
    expect((await readBooks())[0]?.reported).toBe(false);
    receiver.answer = 200;
    await eventually(async () => expect((await readBooks())[0]?.reported).toBe(true));
    const taken = receiver.receipts;
    expect(new Set(taken.map(({ vendorMessageId, status }) => `${vendorMessageId} ${status}`)).size).toBe(1);
    expect(receiver.receipts).toHaveLength(taken.length);
  });

  it.each([
    [{ communicationLogId: '17' }, ['communicationLogId']],
    [{ customerId: null, message: 5 }, ['customerId', 'message']],
    [{ message: 'a\0' }, ['message']],
    [{ subject: 'x' }, ['subject']],
  ])('refuses %j', async (change, paths) => {
    const response = await vendor.send(message(change));
    expect(response.status).toBe(400);
    expect(problemSchema.parse(response.body).errors?.map(({ path }) => path)).toEqual(paths);
    expect(await readBooks()).toEqual([]);
  });

  it('refuses a key that is too long, by the name of its header', async () => {
    const response = await vendor.send(message(), withKey('k'.repeat(201)));
    expect([response.status, problemSchema.parse(response.body).errors]).toMatchObject([
      400,
      [{ path: IDEMPOTENCY_KEY_HEADER }],
    ]);
  });
});

describe('GET /api/mock-vendor/messages/:key', () => {
  const get = async (key: string): Promise<VendorMessageOutput> =>
    vendorMessageOutput.parse((await vendor.get(key)).body);

  it('says what was taken, and what became of it once that is settled', async () => {
    const body = message();
    const vendorMessageId = await vendor.sendOne(body, withKey('a/b c%'));
    await eventually(async () => expect((await readBooks())[0]?.reported).toBe(true));
    const [receipt] = receiver.receipts;
    const settled = await get('a/b c%');
    expect(settled).toEqual({
      ...body,
      key: 'a/b c%',
      vendorMessageId,
      status: receipt?.status,
      acceptedAt: expect.any(String),
      settledAt: expect.any(String),
      receiptTakenAt: expect.any(String),
    });
    const { acceptedAt, settledAt, receiptTakenAt } = settled;
    const instants = [acceptedAt, settledAt, receiptTakenAt].map((instant) => Date.parse(instant ?? ''));
    expect(instants).toEqual(instants.toSorted((a, b) => a - b));
  });

  it('does not know it before', async () => {
    const body = message();
    await vendor.sendOne(body);
    await query(databaseUrl, `UPDATE "MockVendorMessage" SET "dueAt" = now() + interval '1 hour'`);
    expect(await get(body.communicationLogId)).toMatchObject({ status: 'QUEUED_BY_VENDOR', settledAt: null });
  });

  it('answers 404 to a key under which nothing was taken', async () => {
    const response = await vendor.get('nothing');
    expect([response.status, problemSchema.parse(response.body).code]).toEqual([404, 'not_found']);
  });

  it('answers 400 to a key that nobody can have', async () => {
    expect((await vendor.get('k'.repeat(201))).status).toBe(400);
    expect((await vendor.get('\0')).status).toBe(400);
  });
});

describe('GET /api/mock-vendor/messages', () => {
  it('lists what was taken, by key, page by page', async () => {
    const keys = Array.from({ length: 7 }, (_, index) => `key ${index}`);
    await Promise.all(keys.toReversed().map((key) => vendor.sendOne(message(), withKey(key))));
    const pages = await followPages('/api/mock-vendor/messages?limit=3', async (path) => {
      const response = await request(herald.url).get(path);
      const things = z.array(vendorMessageOutput).parse(response.body);
      return { things: things.map(({ key }) => key), link: response.headers['link'] };
    });
    expect(pages).toEqual([keys.slice(0, 3), keys.slice(3, 6), keys.slice(6)]);
  });

  it('is empty when nothing was taken', async () => {
    const response = await vendor.list();
    expect([response.status, response.body, response.headers['link']]).toEqual([200, [], undefined]);
  });

  it.each(['?limit=0', '?limit=101', '?cursor=', '?page=2'])('answers 400 to %s', async (search) => {
    expect((await vendor.list(search)).status).toBe(400);
  });
});

describe('the mock vendor as a process of its own', () => {
  const config = (env: NodeJS.ProcessEnv = {}) =>
    readMockVendorConfig({ ...environmentOn(testServers()), PORT: '0', RECEIPT_URL: receiver.url, ...env });
  const HOUR = { MOCK_VENDOR_MIN_DELAY_MS: '3600000', MOCK_VENDOR_MAX_DELAY_MS: '3600000' };

  it('reports after a restart what it had not reported before, once it is due', async () => {
    const slow = await startMockVendor(config(HOUR));
    const [due, notDue] = [message(), message()];
    const api = vendorApi(`http://127.0.0.1:${slow.port}`);
    const vendorMessageId = await api.sendOne(due);
    await api.sendOne(notDue);
    await slow.stop();
    expect(receiver.receipts).toEqual([]);
    await query(databaseUrl, 'UPDATE "MockVendorMessage" SET "dueAt" = $1 WHERE key = $2', [
      new Date('2026-11-22T10:00:00Z'),
      due.communicationLogId,
    ]);

    const quick = await startMockVendor(config({ MOCK_VENDOR_MIN_DELAY_MS: '0', MOCK_VENDOR_MAX_DELAY_MS: '0' }));
    const [receipt] = await receiver.waitFor(1);
    expect(receipt).toMatchObject({ communicationLogId: due.communicationLogId, vendorMessageId });
    // It was delivered when it was due, whenever that is told.
    expect(receipt?.timestamp).toMatch(/^2026-11-22T(09:59:59|10:00:00)/);
    await eventually(async () => {
      expect((await readBooks()).map(({ key, reported }) => [key, reported])).toEqual([
        [due.communicationLogId, true],
        [notDue.communicationLogId, false],
      ]);
    });
    await quick.stop();
    expect(receiver.receipts).toHaveLength(1);
  });

  it('answers nothing but the vendor’s own calls', async () => {
    const own = await startMockVendor(config());
    const at = request(`http://127.0.0.1:${own.port}`);
    expect((await at.get('/api/customers')).status).toBe(404);
    expect((await at.get('/api/mock-vendor/messages')).status).toBe(200);
    await own.stop();
  });

  it('with a secret answers only what the worker signed, its books too', async () => {
    const own = await startMockVendor(config({ VENDOR_SECRET: SECRET }));
    const at = request(`http://127.0.0.1:${own.port}`);
    const body = message();
    const [sendPath, listPath] = ['/api/mock-vendor/send-email', '/api/mock-vendor/messages'];
    const lookupPath = `${listPath}/${body.communicationLogId}`;
    const send = (secret: string | undefined) =>
      at
        .post(sendPath)
        .set(signatureHeaders(secret, JSON.stringify(body)))
        .send(body);
    const get = (secret: string | undefined, path: string) => at.get(path).set(signatureHeaders(secret, path));
    for (const secret of [undefined, `${SECRET}!`]) {
      const answers = [await send(secret), await get(secret, lookupPath), await get(secret, `${listPath}?limit=5`)];
      expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
    }
    expect(await readBooks()).toEqual([]);
    expect((await send(SECRET)).status).toBe(200);
    expect((await get(SECRET, lookupPath)).body).toMatchObject({ key: body.communicationLogId });
    expect((await get(SECRET, `${listPath}?limit=5`)).body).toMatchObject([{ key: body.communicationLogId }]);
    const borrowed = await at.get(`${listPath}?limit=6`).set(signatureHeaders(SECRET, `${listPath}?limit=5`));
    expect(borrowed.status).toBe(401);
    await own.stop();
  });

  it.each([
    ['where to report', { RECEIPT_URL: '' }, 'RECEIPT_URL: '],
    ['who signs', { NODE_ENV: 'production', RECEIPT_SECRET: SECRET }, 'VENDOR_SECRET: is needed in production'],
    ['who signs, where others reach it', { HOST: '0.0.0.0', RECEIPT_SECRET: SECRET }, 'VENDOR_SECRET: is needed where'],
    ['what to sign with', { NODE_ENV: 'production', VENDOR_SECRET: SECRET }, 'RECEIPT_SECRET: is needed in production'],
  ])('does not start without knowing %s', (_what, env, reason) => {
    expect(() => config(env)).toThrow(reason);
  });
});
