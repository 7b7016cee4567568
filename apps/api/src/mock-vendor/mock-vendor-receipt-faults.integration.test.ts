import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MOCK_VENDOR_FAULTS_HEADER } from '@herald/shared';

import { eventually } from '../../../../scripts/testing/fixtures/eventually.ts';
import { startTestApi } from '../../../../scripts/testing/fixtures/herald.ts';
import type { RunningHerald } from '../../../../scripts/testing/fixtures/herald.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { ReceiptReceiver } from './testing/receipt-receiver.ts';
import { emptyBooks, makeDue, message, readBooks, vendorApi } from './testing/vendor-api.ts';

testServers();
let receiver: ReceiptReceiver;
/** Does what the header says, with a secret and no failures of its own. */
let herald: RunningHerald;
let vendor: ReturnType<typeof vendorApi>;

const startVendor = (env: NodeJS.ProcessEnv = {}) =>
  startTestApi({
    RECEIPT_URL: receiver.url,
    RECEIPT_SECRET: ReceiptReceiver.SECRET,
    MOCK_VENDOR_FAILURE_RATE: '0',
    ...env,
  });

beforeAll(async () => {
  receiver = await ReceiptReceiver.start();
  herald = await startVendor();
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

/** Nothing is due for an hour. */
const HOUR = { MOCK_VENDOR_MIN_DELAY_MS: '3600000', MOCK_VENDOR_MAX_DELAY_MS: '3600000' };

/** @returns the id by which its receipts can be told. */
async function send(faults = '', api = vendor): Promise<string> {
  const body = message();
  await api.sendOne(body, { [MOCK_VENDOR_FAULTS_HEADER]: faults });
  return body.communicationLogId;
}
const receiptsOf = (id: string) => receiver.receipts.filter((receipt) => receipt.communicationLogId === id);
const statusesOf = (id: string) => receiptsOf(id).map(({ status }) => status);
const reportedKeys = async () => (await readBooks()).filter(({ reported }) => reported).map(({ key }) => key);

describe('a receipt', () => {
  it('is signed, each in its own call', async () => {
    await Promise.all([send(), send()]);
    await receiver.waitFor(2);
    expect(receiver.calls).toMatchObject([
      { isArray: false, isSigned: true },
      { isArray: false, isSigned: true },
    ]);
  });

  it('that is refused is not sent again, unlike one that nobody took', async () => {
    receiver.answer = 401;
    const refused = await send();
    await receiver.waitFor(1);
    receiver.answer = 503;
    const untaken = await send();
    // Its second try comes later than that of the first receipt would have come.
    await eventually(async () => expect(receiptsOf(untaken).length).toBeGreaterThanOrEqual(2));
    expect(receiptsOf(refused)).toHaveLength(1);
    receiver.answer = 200;
    await eventually(async () => expect(await reportedKeys()).toEqual([untaken]));
  });
});

describe('receipts on a bad day', () => {
  it('with lose=1 are never sent, not even after a restart', async () => {
    const losing = await startVendor({ MOCK_VENDOR_MAX_DELAY_MS: '0' });
    const lost = await send('lose=1', vendorApi(losing.url));
    const sent = await send('', vendorApi(losing.url));
    // Those that are due at once come in the order of their messages.
    expect(await receiver.waitFor(1)).toMatchObject([{ communicationLogId: sent }]);
    await eventually(async () => expect(await reportedKeys()).toEqual([lost, sent]));
    await losing.stop();
    const restarted = await startVendor();
    const next = await send('', vendorApi(restarted.url));
    expect(await receiver.waitFor(2)).toMatchObject([{ communicationLogId: sent }, { communicationLogId: next }]);
    await restarted.stop();
  });

  it('with duplicate=1 are sent two or three times', async () => {
    const ids = await Promise.all(Array.from({ length: 12 }, () => send('duplicate=1')));
    await eventually(async () => {
      for (const id of ids) expect(receiptsOf(id).length).toBeGreaterThanOrEqual(2);
      expect(ids.some((id) => receiptsOf(id).length === 3)).toBe(true);
    });
    for (const id of ids) {
      expect(receiptsOf(id).length).toBeLessThanOrEqual(3);
      expect(new Set(receiptsOf(id).map((receipt) => JSON.stringify(receipt))).size).toBe(1);
    }
  });

  it('with contradict=1 are followed by the opposite', async () => {
    const id = await send('contradict=1');
    await eventually(async () => expect(statusesOf(id)).toEqual(['SENT', 'FAILED']));
    expect(receiver.calls.every(({ isSigned }) => isSigned)).toBe(true);
  });

  it('with reorder=1 wait for that of a later message, but not for ever', async () => {
    const held = await send('reorder=1');
    expect(await receiver.waitFor(1)).toMatchObject([{ communicationLogId: held }]);
  });

  it('with late=1 come long after the end of the message, and tell when that was', async () => {
    await send('late=1');
    const [receipt] = await receiver.waitFor(1);
    expect(Date.now() - Date.parse(receipt?.timestamp ?? '')).toBeGreaterThan(400);
  });

  it('with forge=1 come with a false one, and with one about a message that nobody knows', async () => {
    const id = await send('forge=1');
    await receiver.waitFor(3);
    const isSignedBy = Object.fromEntries(
      receiver.calls.map(({ receipts: [receipt], isSigned }) => [
        `${receipt?.communicationLogId === id ? 'known' : 'unknown'} ${receipt?.status}`,
        isSigned,
      ]),
    );
    expect(isSignedBy).toEqual({ 'known FAILED': false, 'known SENT': true, 'unknown SENT': true });
  });

  it('with forge=1 cannot be forged where nothing is signed', async () => {
    const unsigned = await startVendor({ RECEIPT_SECRET: '' });
    const id = await send('forge=1', vendorApi(unsigned.url));
    await receiver.waitFor(2);
    expect(statusesOf(id)).toEqual(['SENT']);
    await unsigned.stop();
  });

  it('are decided again after a restart, by what is configured', async () => {
    const stopped = await startVendor(HOUR);
    const id = await send('', vendorApi(stopped.url));
    await stopped.stop();
    await makeDue();
    const restarted = await startVendor({ MOCK_VENDOR_FAULTS: 'contradict=1' });
    await eventually(async () => expect(statusesOf(id)).toEqual(['SENT', 'FAILED']));
    await restarted.stop();
  });
});

describe('receipts that are due together', () => {
  it('go out in one call, at most so many', async () => {
    const stopped = await startVendor(HOUR);
    const ids = await Promise.all(Array.from({ length: 10 }, () => send('', vendorApi(stopped.url))));
    await stopped.stop();
    await makeDue();
    const batching = await startVendor({ MOCK_VENDOR_RECEIPT_BATCH: '4' });
    await receiver.waitFor(10);
    expect(receiver.calls.every(({ isArray, isSigned }) => isArray && isSigned)).toBe(true);
    expect(receiver.calls.map(({ receipts }) => receipts.length).toSorted((a, b) => a - b)).toEqual([2, 4, 4]);
    await eventually(async () => expect(await reportedKeys()).toEqual(ids.toSorted()));
    await batching.stop();
  });
});
