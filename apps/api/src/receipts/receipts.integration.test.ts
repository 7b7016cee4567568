import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MAX_RECEIPTS_PER_CALL, newId, problemSchema, SIGNATURE_HEADER, TIMESTAMP_HEADER } from '@herald/shared';
import type { DeliveryReceiptInput } from '@herald/shared';
import { signBody } from '@herald/platform';

import { query } from '../../../../scripts/testing/fixtures/database.ts';
import { eventually } from '../../../../scripts/testing/fixtures/eventually.ts';
import { expectBooksToBalance } from '../../../../scripts/testing/fixtures/expect-books-to-balance.ts';
import { startTestApi, startTestWorker } from '../../../../scripts/testing/fixtures/herald.ts';
import type { RunningHerald } from '../../../../scripts/testing/fixtures/herald.ts';
import { LaunchedCampaign } from '../../../../scripts/testing/fixtures/launched-campaign.ts';
import { request } from '../../../../scripts/testing/fixtures/request.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';

const { databaseUrl } = testServers();
let herald: RunningHerald;

beforeAll(async () => {
  herald = await startTestApi();
});
afterAll(() => herald.stop());

const receipt = (communicationLogId: string, change: Partial<DeliveryReceiptInput> = {}): DeliveryReceiptInput => ({
  communicationLogId,
  vendorMessageId: `vendor-${communicationLogId}`,
  status: 'SENT',
  timestamp: '2026-11-22T10:00:00Z',
  ...change,
});
const post = (body: object) => request(herald.url).post('/api/delivery-receipt').send(body);

async function report(body: DeliveryReceiptInput): Promise<void> {
  const response = await post(body);
  expect([response.status, response.body]).toEqual([200, { success: true }]);
}

const readInbox = () => query(databaseUrl, 'SELECT "communicationLogId" FROM "ReceiptInbox" ORDER BY id');

describe('POST /api/delivery-receipt', () => {
  it('answers success once the receipt is in the inbox', async () => {
    const id = newId();
    await report(receipt(id));
    expect(await readInbox()).toEqual([{ communicationLogId: id }]);
    await query(databaseUrl, 'DELETE FROM "ReceiptInbox"');
  });

  it('does not answer while the receipt is not stored, nor success when it cannot be', async () => {
    await query(databaseUrl, 'ALTER TABLE "ReceiptInbox" ADD CONSTRAINT broken CHECK (false)');
    const response = await post(receipt(newId()));
    expect(response.status).toBe(500);
    expect(problemSchema.parse(response.body).code).toBe('internal');
    await query(databaseUrl, 'ALTER TABLE "ReceiptInbox" DROP CONSTRAINT broken');
  });

  it('stores every one of many that come at once', async () => {
    const ids = Array.from({ length: 200 }, () => newId());
    await Promise.all(ids.map((id) => report(receipt(id))));
    const stored = await readInbox();
    expect(stored.map((row) => String(row['communicationLogId'])).toSorted()).toEqual(ids);
    await query(databaseUrl, 'DELETE FROM "ReceiptInbox"');
  });

  it.each([
    [{ communicationLogId: '17' }, ['communicationLogId']],
    [{ status: 'OPENED' }, ['status']],
    [{ timestamp: '2026-11-22' }, ['timestamp']],
    [{ timestamp: '2026-02-30T10:00:00Z' }, ['timestamp']],
    [{ vendorMessageId: '' }, ['vendorMessageId']],
    [{ vendorMessageId: 'x'.repeat(201), extra: 1 }, ['vendorMessageId', 'extra']],
  ])('refuses %j', async (change, paths) => {
    const response = await post({ ...receipt(newId()), ...change });
    expect(response.status).toBe(400);
    expect(problemSchema.parse(response.body).errors?.map(({ path }) => path)).toEqual(paths);
    expect(await readInbox()).toEqual([]);
  });
});

describe('POST /api/delivery-receipt with several', () => {
  const many = (count: number) => Array.from({ length: count }, () => receipt(newId()));

  it.each([1, 2, MAX_RECEIPTS_PER_CALL])('stores all of %d in their order', async (count) => {
    const receipts = many(count);
    const response = await post(receipts);
    expect([response.status, response.body]).toEqual([200, { success: true }]);
    expect(await readInbox()).toEqual(receipts.map(({ communicationLogId }) => ({ communicationLogId })));
    await query(databaseUrl, 'DELETE FROM "ReceiptInbox"');
  });

  it('stores those of calls that come at once, large and small', async () => {
    const calls = [many(1_000), many(1), many(499), many(2), many(600)];
    const answers = await Promise.all(calls.map((receipts) => post(receipts)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    const stored = (await readInbox()).map((row) => String(row['communicationLogId']));
    const sent = calls.flat().map(({ communicationLogId }) => communicationLogId);
    expect(stored.toSorted()).toEqual(sent.toSorted());
    await query(databaseUrl, 'DELETE FROM "ReceiptInbox"');
  });

  it('names every bad field by its place, and stores none of them', async () => {
    const [good, ...others] = many(5);
    const response = await post([good, { ...others[0], status: 'OPENED' }, others[1], { ...others[2], extra: 1 }, 7]);
    expect(response.status).toBe(400);
    expect(problemSchema.parse(response.body).errors?.map(({ path }) => path)).toEqual(['1.status', '3.extra', '4']);
    expect(await readInbox()).toEqual([]);
  });

  it('refuses none, and more than a call may have', async () => {
    const [none, tooMany] = [await post([]), await post(many(MAX_RECEIPTS_PER_CALL + 1))];
    expect([none.status, problemSchema.parse(none.body).detail]).toEqual([
      400,
      'the body: must have at least one receipt',
    ]);
    expect([tooMany.status, problemSchema.parse(tooMany.body).detail]).toEqual([
      413,
      'a call takes at most 1000 rows, this one has 1001',
    ]);
    expect(await readInbox()).toEqual([]);
  });
});

describe('POST /api/delivery-receipt where receipts are signed', () => {
  const SECRET = 'what vendors share with this Herald';
  let signing: RunningHerald;

  beforeAll(async () => {
    signing = await startTestApi({ RECEIPT_SECRET: SECRET, MOCK_VENDOR_FAULTS: 'forge=1' });
  });
  afterAll(() => signing.stop());

  const nowSec = () => Math.floor(Date.now() / 1_000);
  const signatureOf = (body: object, timestampSec = nowSec(), secret = SECRET) => ({
    [TIMESTAMP_HEADER]: String(timestampSec),
    [SIGNATURE_HEADER]: signBody(secret, timestampSec, JSON.stringify(body)),
  });
  const postSigned = (body: object, headers: Record<string, string>) =>
    request(signing.url).post('/api/delivery-receipt').set(headers).send(body);

  it('takes signed ones, one or several, also when they come again', async () => {
    const one = receipt(newId());
    const several = [receipt(newId()), receipt(newId())];
    for (const body of [one, several, several]) {
      expect((await postSigned(body, signatureOf(body))).status).toBe(200);
    }
    expect(await readInbox()).toHaveLength(5);
    await query(databaseUrl, 'DELETE FROM "ReceiptInbox"');
  });

  it('stores nothing of what is not signed, or not lately, or not like this', async () => {
    const body = receipt(newId());
    const tampered = { ...body, status: 'FAILED' };
    const answers = [
      await postSigned(body, {}),
      await postSigned(body, signatureOf(body, nowSec(), `${SECRET}!`)),
      await postSigned(body, signatureOf(body, nowSec() - 3_600)),
      await postSigned(body, { ...signatureOf(body, nowSec() - 3_600), [TIMESTAMP_HEADER]: String(nowSec()) }),
      await postSigned(tampered, signatureOf(body)),
    ];
    expect(answers.map((response) => problemSchema.parse(response.body).code)).toEqual(
      answers.map(() => 'unauthorized'),
    );
    expect(await readInbox()).toEqual([]);
  });

  it('takes those of the mock vendor, and not what others forge', async () => {
    const communicationLogId = newId();
    const sent = await request(signing.url)
      .post('/api/mock-vendor/send-email')
      .send({ communicationLogId, customerId: newId(), message: 'Hi' });
    expect(sent.status).toBe(200);
    // The forged one comes before both that are signed.
    const stored = await eventually(async () => {
      const inbox = await readInbox();
      expect(inbox).toHaveLength(2);
      return inbox;
    });
    expect(stored.filter((row) => row['communicationLogId'] === communicationLogId)).toHaveLength(1);
    await query(databaseUrl, 'DELETE FROM "ReceiptInbox"');
  });
});

describe('receipts and the worker', () => {
  /** Runs the worker until the inbox is empty. */
  async function applyAll(): Promise<void> {
    const worker = await startTestWorker(herald, { SWEEP_GRACE_MS: '0' });
    try {
      await eventually(async () => expect(await readInbox()).toEqual([]));
    } finally {
      await worker.stop();
    }
  }

  it('end rows by the first receipt, whatever their state, and pass over repeated and unknown ones', async () => {
    const campaign = await LaunchedCampaign.write(databaseUrl, [
      'PENDING',
      'SENDING',
      'ACCEPTED',
      'ACCEPTED',
      'ACCEPTED',
    ]);
    const [pending, sending, accepted, failed, open] = campaign.rowIds as [string, string, string, string, string];
    await query(databaseUrl, `UPDATE "CommunicationLog" SET "claimedAt" = now(), "claimedBy" = $2 WHERE id = ANY($1)`, [
      [pending, sending],
      newId(),
    ]);
    await query(databaseUrl, `UPDATE "CommunicationLog" SET status = 'SENDING' WHERE id = $1`, [pending]);

    await report(receipt(pending));
    await report(receipt(sending));
    for (let repeated = 0; repeated < 3; repeated += 1) await report(receipt(accepted));
    await report(receipt(failed, { status: 'FAILED' }));
    await report(receipt(failed, { status: 'SENT' }));
    await report(receipt(newId()));
    await applyAll();

    expect(await campaign.readRows()).toMatchObject([
      { id: pending, status: 'SENT', deliveryReceiptStatus: 'SENT', vendorMessageId: `vendor-${pending}` },
      { id: sending, status: 'SENT', sentAt: new Date('2026-11-22T10:00:00Z'), failedAt: null },
      { id: accepted, status: 'SENT' },
      {
        id: failed,
        status: 'FAILED',
        deliveryReceiptStatus: 'FAILED',
        failedAt: new Date('2026-11-22T10:00:00Z'),
        sentAt: null,
      },
      { id: open, status: 'ACCEPTED' },
    ]);
    expect(await campaign.readCampaign()).toMatchObject({ status: 'SENDING', sentCount: 3, failedCount: 1 });
    await expectBooksToBalance(databaseUrl, campaign.id);

    // Late ones, after the row has ended, change nothing; the last open row completes the campaign.
    await report(receipt(accepted, { status: 'FAILED', timestamp: '2026-11-23T10:00:00Z' }));
    await report(receipt(open));
    await applyAll();
    expect(await campaign.readCampaign()).toMatchObject({
      status: 'COMPLETED',
      sentCount: 4,
      failedCount: 1,
      completedAt: expect.any(Date),
    });
    await expectBooksToBalance(databaseUrl, campaign.id);
  });

  it('count once when several workers apply the same inbox', async () => {
    const campaign = await LaunchedCampaign.write(
      databaseUrl,
      Array.from({ length: 60 }, () => 'ACCEPTED' as const),
    );
    await Promise.all(
      campaign.rowIds.flatMap((id, index) => {
        const status = index % 3 === 0 ? ('FAILED' as const) : ('SENT' as const);
        return [report(receipt(id, { status })), report(receipt(id, { status }))];
      }),
    );
    await Promise.all([applyAll(), applyAll(), applyAll()]);
    expect(await campaign.readCampaign()).toMatchObject({ status: 'COMPLETED', sentCount: 40, failedCount: 20 });
    await expectBooksToBalance(databaseUrl, campaign.id);
  });
});
