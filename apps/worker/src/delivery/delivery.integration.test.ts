import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@herald/shared';
import type { SendMessageInput } from '@herald/shared';
import {
  CampaignRepository,
  CommunicationLogRepository,
  createLogger,
  createPool,
  DeliveryStopRepository,
  RetryLater,
  WorkerProcessRepository,
  withRetriedTransaction,
} from '@herald/platform';

import { emptyDatabase, query } from '../../../../scripts/testing/fixtures/database.ts';
import { eventually } from '../../../../scripts/testing/fixtures/eventually.ts';
import { expectBooksToBalance } from '../../../../scripts/testing/fixtures/expect-books-to-balance.ts';
import { LaunchedCampaign } from '../../../../scripts/testing/fixtures/launched-campaign.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { DeliveryService } from './delivery.service.ts';
import { FailureStreaks } from './failure-streaks.ts';
import { InFlight } from './in-flight.ts';
import { SendingGate } from './sending-gate.ts';
import type { VendorAnswer, VendorReport } from './vendor-client.ts';
import { VendorHold } from './vendor-hold.ts';

const MAX_ATTEMPTS = 3;
const DEAD_AFTER_MS = 60_000;
const { databaseUrl } = testServers();
const pool = createPool({ databaseUrl, maxConnections: 6, applicationName: 'herald-test' });
const campaigns = new CampaignRepository(pool);
const workers = new WorkerProcessRepository(pool);

beforeEach(() => emptyDatabase(databaseUrl));
afterAll(() => pool.end());

const accepted = (id: string): VendorAnswer => ({ outcome: 'accepted', vendorMessageId: `v-${id}` });
const UNANSWERED: VendorAnswer = {
  outcome: 'unanswered',
  reason: 'no answer from the vendor (ETIMEDOUT)',
  isTaken: 'unknown',
};
const REFUSED: VendorAnswer = { outcome: 'refused', reason: 'the vendor answered 400' };

interface Vendor {
  answer: (message: SendMessageInput, key: string) => VendorAnswer | Promise<VendorAnswer>;
  report?: (key: string) => VendorReport;
}

/** A worker in front of a vendor that answers as the test says; `asked` are the keys it was asked with. */
async function workerTo(
  vendor: Vendor,
  options: { workerId?: string; streakMax?: number; concurrency?: number; whilePausing?: () => Promise<unknown> } = {},
) {
  const asked: string[] = [];
  const lookedUp: string[] = [];
  const cancelled: string[] = [];
  const clock = { nowMs: 0 };
  const draining = new AbortController();
  const hangingUp = new AbortController();
  let pauses = 0;
  const workerId = options.workerId ?? newId();
  await workers.markSeen(workerId);
  const service = new DeliveryService({
    transact: (work) => withRetriedTransaction(pool, work),
    logs: new CommunicationLogRepository(pool),
    campaigns,
    vendor: {
      send: async (message, key) => {
        asked.push(key);
        return vendor.answer(message, key);
      },
      find: async (key) => {
        lookedUp.push(key);
        return vendor.report?.(key) ?? { outcome: 'unsupported' };
      },
    },
    gate: new SendingGate(campaigns, () => clock.nowMs),
    hold: new VendorHold(
      () => clock.nowMs,
      () => 0,
      () => new Date(),
    ),
    streaks: new FailureStreaks(options.streakMax ?? 1_000),
    inFlight: new InFlight(),
    logger: createLogger('test', 'silent'),
    claimant: { workerId, deadAfterMs: DEAD_AFTER_MS },
    concurrency: options.concurrency ?? 4,
    maxAttempts: MAX_ATTEMPTS,
    random: () => 0,
    pause: async () => {
      pauses += 1;
      await options.whilePausing?.();
    },
    draining: draining.signal,
    hangingUp: hangingUp.signal,
    ending: new AbortController().signal,
    onCancelled: async (campaignId) => void cancelled.push(campaignId),
  });
  return { service, asked, lookedUp, cancelled, clock, workerId, draining, hangingUp, pauses: () => pauses };
}

const takesAll: Vendor = { answer: ({ communicationLogId }) => accepted(communicationLogId) };
const statesOf = async (campaign: LaunchedCampaign) => (await campaign.readRows()).map(({ status }) => status);
const pending = (count: number) =>
  LaunchedCampaign.write(
    databaseUrl,
    Array.from({ length: count }, () => 'PENDING' as const),
  );
const retryOf = async (sending: Promise<void>): Promise<RetryLater> => {
  const error: unknown = await sending.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(RetryLater);
  return error as RetryLater;
};
/** The vendor answers everything from `first` on, one answer for each call. */
const inTurn = (...answers: VendorAnswer[]) => {
  const queue = [...answers];
  return () => queue.shift() ?? UNANSWERED;
};

/** As a worker leaves a row that it was sending when it died or is sending now. */
const claimBy = (rowId: string, workerId: string) =>
  query(
    databaseUrl,
    `UPDATE "CommunicationLog" SET status = 'SENDING', "claimedBy" = $2, "claimedAt" = now() WHERE id = $1`,
    [rowId, workerId],
  );

/** As a receipt does. */
async function endRow(rowId: string, status: 'SENT' | 'FAILED'): Promise<void> {
  await query(
    databaseUrl,
    `UPDATE "CommunicationLog"
     SET status = $2::text::"CommunicationStatus", "deliveryReceiptStatus" = $2::text::"DeliveryReceiptStatus",
         "sentAt" = CASE WHEN $2 = 'SENT' THEN now() END, "failedAt" = CASE WHEN $2 = 'FAILED' THEN now() END,
         "failureClass" = CASE WHEN $2 = 'FAILED' THEN 'UNDELIVERED'::"FailureClass" END,
         "failureReason" = CASE WHEN $2 = 'FAILED' THEN 'the vendor could not deliver it' END
     WHERE id = $1`,
    [rowId, status],
  );
  await query(databaseUrl, 'UPDATE "Campaign" SET "sentCount" = "sentCount" + $1, "failedCount" = "failedCount" + $2', [
    Number(status === 'SENT'),
    Number(status === 'FAILED'),
  ]);
}

describe('a delivery job', () => {
  it('asks the vendor for each open row with the row as key, and writes down its answer', async () => {
    const campaign = await LaunchedCampaign.write(databaseUrl, ['PENDING', 'ACCEPTED', 'SENT', 'FAILED', 'PENDING']);
    const { service, asked, workerId } = await workerTo(takesAll);
    await service.send(campaign.id, campaign.rowIds, 'job');
    expect(asked.toSorted()).toEqual([campaign.rowIds[0], campaign.rowIds[4]]);
    expect(await statesOf(campaign)).toEqual(['ACCEPTED', 'ACCEPTED', 'SENT', 'FAILED', 'ACCEPTED']);
    expect((await campaign.readRows())[0]).toMatchObject({
      vendorMessageId: `v-${campaign.rowIds[0]}`,
      claimedBy: workerId,
      acceptedAt: expect.any(Date),
    });
    await expectBooksToBalance(databaseUrl, campaign.id);
  });

  it('sends the text of the row, never that of the payload', async () => {
    const campaign = await pending(1);
    const texts: string[] = [];
    const { service } = await workerTo({
      answer: ({ communicationLogId, message }) => {
        texts.push(message);
        return accepted(communicationLogId);
      },
    });
    await query(databaseUrl, `UPDATE "CommunicationLog" SET "personalizedMessage" = 'as stored'`);
    await service.send(campaign.id, campaign.rowIds, 'job');
    expect(texts).toEqual(['as stored']);
    await expectBooksToBalance(databaseUrl, campaign.id);
  });

  it('asks nobody twice when it is repeated', async () => {
    const campaign = await pending(3);
    const { service, asked } = await workerTo(takesAll);
    for (let time = 0; time < 3; time += 1) await service.send(campaign.id, campaign.rowIds, 'job');
    await service.send(campaign.id, campaign.rowIds, 'other job');
    expect(asked).toHaveLength(3);
    await expectBooksToBalance(databaseUrl, campaign.id);
  });

  it('shares rows with other jobs and other workers without asking for one of them twice', async () => {
    const campaign = await pending(20);
    const [one, other] = [await workerTo(takesAll), await workerTo(takesAll)];
    const send = ({ service }: typeof one, job: string) =>
      service.send(campaign.id, campaign.rowIds, job).catch((error: unknown) => {
        // What another one is sending is looked at again later.
        expect(error).toBeInstanceOf(RetryLater);
      });
    await Promise.all([send(one, 'a'), send(one, 'b'), send(other, 'a'), send(other, 'c')]);
    expect([...one.asked, ...other.asked].toSorted()).toEqual([...campaign.rowIds]);
    await expectBooksToBalance(databaseUrl, campaign.id);
  });

  it('never calls the vendor more often at once than it may', async () => {
    const campaign = await pending(20);
    let [underWay, most] = [0, 0];
    const { service } = await workerTo(
      {
        answer: async ({ communicationLogId }) => {
          underWay += 1;
          most = Math.max(most, underWay);
          await new Promise(setImmediate);
          underWay -= 1;
          return accepted(communicationLogId);
        },
      },
      { concurrency: 3 },
    );
    await service.send(campaign.id, campaign.rowIds, 'job');
    expect(most).toBe(3);
    await expectBooksToBalance(databaseUrl, campaign.id);
  });

  it('ends what the vendor refuses, counts it, and completes the campaign with it', async () => {
    const campaign = await LaunchedCampaign.write(databaseUrl, ['PENDING', 'SENT']);
    const { service } = await workerTo({ answer: () => REFUSED });
    await service.send(campaign.id, campaign.rowIds, 'job');
    expect((await campaign.readRows())[0]).toMatchObject({
      status: 'FAILED',
      failureClass: 'REFUSED',
      failureReason: 'the vendor answered 400',
      failedAt: expect.any(Date),
    });
    expect(await campaigns.findById(campaign.id)).toMatchObject({ status: 'COMPLETED', sentCount: 1, failedCount: 1 });
    await expectBooksToBalance(databaseUrl, campaign.id);
  });

  it('keeps the word of a receipt that overtook the answer', async () => {
    const campaign = await pending(3);
    const [sent, failed] = campaign.rowIds;
    const { service } = await workerTo({
      answer: async ({ communicationLogId }) => {
        const status = communicationLogId === sent ? 'SENT' : communicationLogId === failed ? 'FAILED' : undefined;
        if (status) await endRow(communicationLogId, status);
        return accepted(communicationLogId);
      },
    });
    await service.send(campaign.id, campaign.rowIds, 'job');
    expect(await statesOf(campaign)).toEqual(['SENT', 'FAILED', 'ACCEPTED']);
    expect((await campaign.readRows())[0]).toMatchObject({ vendorMessageId: `v-${sent}` });
    await expectBooksToBalance(databaseUrl, campaign.id);
  });
});

describe('after a crash', () => {
  it('asks again with the same key when the process died between asking and recording (I4)', async () => {
    const campaign = await pending(1);
    const dying = await workerTo({
      answer: () => {
        throw new Error('the process died here');
      },
    });
    await expect(dying.service.send(campaign.id, campaign.rowIds, 'job')).rejects.toThrow('died');
    expect(await statesOf(campaign)).toEqual(['SENDING']);

    // For as long as it may be alive, nobody else asks.
    const stranger = await workerTo(takesAll);
    expect((await retryOf(stranger.service.send(campaign.id, campaign.rowIds, 'job'))).delayMs).toBeGreaterThan(0);
    expect(stranger.asked).toEqual([]);
    expect(stranger.pauses()).toBeGreaterThan(DEAD_AFTER_MS / 1_000);

    await query(databaseUrl, `UPDATE "WorkerProcess" SET "seenAt" = now() - interval '61 s' WHERE id = $1`, [
      dying.workerId,
    ]);
    await stranger.service.send(campaign.id, campaign.rowIds, 'job');
    expect(stranger.asked).toEqual(dying.asked);
    expect(await statesOf(campaign)).toEqual(['ACCEPTED']);
    await expectBooksToBalance(databaseUrl, campaign.id);
  });

  it('waits for a worker that is found dead, and takes over without losing its place in the queue', async () => {
    const campaign = await pending(2);
    const dying = newId();
    await workers.markSeen(dying);
    await claimBy(campaign.rowIds[0] ?? '', dying);
    const { service, asked } = await workerTo(takesAll, {
      whilePausing: () =>
        query(databaseUrl, `UPDATE "WorkerProcess" SET "seenAt" = now() - interval '61 s' WHERE id = $1`, [dying]),
    });
    await service.send(campaign.id, campaign.rowIds, 'job');
    expect(asked).toEqual([campaign.rowIds[1], campaign.rowIds[0]]);
    await expectBooksToBalance(databaseUrl, campaign.id);
  });

  it('waits for a worker that is alive, and sends what that one could not', async () => {
    const campaign = await pending(1);
    const alive = newId();
    await workers.markSeen(alive);
    await claimBy(campaign.rowIds[0] ?? '', alive);
    const { service, asked } = await workerTo(takesAll, {
      whilePausing: () =>
        query(databaseUrl, `UPDATE "CommunicationLog" SET status = 'PENDING', "claimedBy" = NULL, attempts = 1`),
    });
    await service.send(campaign.id, campaign.rowIds, 'job');
    expect(asked).toEqual(campaign.rowIds);
    expect(await statesOf(campaign)).toEqual(['ACCEPTED']);
  });

  it('counts what may have been asked for as an attempt, so that nobody takes it for never asked', async () => {
    const campaign = await pending(2);
    const [maybe, first] = campaign.rowIds as [string, string];
    await claimBy(maybe, newId());
    const { service, asked, clock } = await workerTo(
      {
        answer: async ({ communicationLogId }) => {
          await campaigns.pause(campaign.id, null);
          clock.nowMs += 1_000;
          return accepted(communicationLogId);
        },
      },
      { concurrency: 1 },
    );
    await service.send(campaign.id, campaign.rowIds, 'job');
    expect(asked).toHaveLength(1);
    const other = (await campaign.readRows()).find(({ id }) => id !== asked[0]);
    expect(other).toMatchObject({ status: 'PENDING', attempts: other?.id === first ? 0 : 1 });
    await expectBooksToBalance(databaseUrl, campaign.id);
  });

  it('does not end a row that another worker has taken over since', async () => {
    const campaign = await pending(1);
    const [row] = campaign.rowIds as [string];
    const { service } = await workerTo({
      answer: async () => {
        await claimBy(row, newId());
        return REFUSED;
      },
    });
    await service.send(campaign.id, campaign.rowIds, 'job').catch((error: unknown) => {
      expect(error).toBeInstanceOf(RetryLater);
    });
    expect(await statesOf(campaign)).not.toContain('FAILED');
    await expectBooksToBalance(databaseUrl, campaign.id);
  });

  it('takes over at once from a worker that ended and said so', async () => {
    const campaign = await pending(1);
    const gone = newId();
    await workers.markSeen(gone);
    await claimBy(campaign.rowIds[0] ?? '', gone);
    await workers.remove(gone);
    const { service, asked } = await workerTo(takesAll);
    await service.send(campaign.id, campaign.rowIds, 'job');
    expect(asked).toEqual(campaign.rowIds);
  });

  it('takes up what it left itself, but not what it is sending now', async () => {
    const campaign = await pending(2);
    const [left, current] = campaign.rowIds as [string, string];
    let answerNow: (answer: VendorAnswer) => void = () => {};
    const answering = new Promise<VendorAnswer>((resolve) => {
      answerNow = resolve;
    });
    const worker = await workerTo({
      answer: ({ communicationLogId }) => (communicationLogId === current ? answering : accepted(communicationLogId)),
    });
    await claimBy(left, worker.workerId);
    const first = worker.service.send(campaign.id, [current], 'slow');
    await eventually(async () => expect(worker.asked).toEqual([current]));
    await retryOf(worker.service.send(campaign.id, campaign.rowIds, 'job'));
    expect(worker.asked).toEqual([current, left]);
    answerNow(accepted(current));
    await first;
    expect(await statesOf(campaign)).toEqual(['ACCEPTED', 'ACCEPTED']);
    await expectBooksToBalance(databaseUrl, campaign.id);
  });
});

describe('a vendor that does not answer', () => {
  it('is asked again, later each time, and what it does not have in the end is FAILED', async () => {
    const campaign = await pending(2);
    const [lucky, unlucky] = campaign.rowIds as [string, string];
    const { service, asked, lookedUp } = await workerTo({
      answer: ({ communicationLogId }) => (communicationLogId === lucky ? accepted(lucky) : UNANSWERED),
      report: () => ({ outcome: 'unknown' }),
    });
    const waits: number[] = [];
    for (let time = 1; time < MAX_ATTEMPTS; time += 1) {
      waits.push((await retryOf(service.send(campaign.id, campaign.rowIds, 'job'))).delayMs);
      expect(await statesOf(campaign)).toEqual(['ACCEPTED', 'PENDING']);
    }
    expect(waits).toEqual([500, 1_000]);
    expect(lookedUp).toEqual([]);

    await service.send(campaign.id, campaign.rowIds, 'job');
    expect(asked.filter((id) => id === lucky)).toHaveLength(1);
    expect(asked.filter((id) => id === unlucky)).toHaveLength(MAX_ATTEMPTS);
    expect(lookedUp).toEqual([unlucky]);
    expect((await campaign.readRows())[1]).toMatchObject({
      status: 'FAILED',
      failureClass: 'UNANSWERED',
      failureReason: `after 3 tries: ${UNANSWERED.reason}`,
    });
    await expectBooksToBalance(databaseUrl, campaign.id);
  });

  it.each<[VendorReport, object]>([
    [
      { outcome: 'accepted', vendorMessageId: 'v' },
      { status: 'ACCEPTED', vendorMessageId: 'v' },
    ],
    [
      { outcome: 'reported', vendorMessageId: 'v', status: 'SENT', settledAt: new Date() },
      { status: 'ACCEPTED', vendorMessageId: 'v' },
    ],
    [{ outcome: 'unanswered' }, { status: 'PENDING', attempts: MAX_ATTEMPTS }],
    [{ outcome: 'unsupported' }, { status: 'FAILED', failureClass: 'UNCERTAIN' }],
  ])('is not said to have failed a message when it says %j', async (report, expected) => {
    const campaign = await pending(1);
    await query(databaseUrl, `UPDATE "CommunicationLog" SET attempts = ${MAX_ATTEMPTS - 1}`);
    const { service } = await workerTo({ answer: () => UNANSWERED, report: () => report });
    await service.send(campaign.id, campaign.rowIds, 'job').catch((error: unknown) => {
      expect(error).toBeInstanceOf(RetryLater);
    });
    expect((await campaign.readRows())[0]).toMatchObject(expected);
    await expectBooksToBalance(databaseUrl, campaign.id);
  });

  it('that answers nothing at all is given up in the end, as UNCERTAIN', async () => {
    const campaign = await pending(1);
    const { service, asked } = await workerTo({ answer: () => UNANSWERED, report: () => ({ outcome: 'unanswered' }) });
    for (let time = 1; time < 2 * MAX_ATTEMPTS; time += 1) {
      await retryOf(service.send(campaign.id, campaign.rowIds, 'job'));
    }
    await service.send(campaign.id, campaign.rowIds, 'job');
    expect(asked).toHaveLength(2 * MAX_ATTEMPTS);
    expect((await campaign.readRows())[0]).toMatchObject({ status: 'FAILED', failureClass: 'UNCERTAIN' });
    await expectBooksToBalance(databaseUrl, campaign.id);
  });

  it.each<[VendorReport, object]>([
    [{ outcome: 'unknown' }, { status: 'FAILED', failureClass: 'REFUSED' }],
    [
      { outcome: 'accepted', vendorMessageId: 'v' },
      { status: 'ACCEPTED', vendorMessageId: 'v' },
    ],
    [{ outcome: 'unanswered' }, { status: 'PENDING', attempts: 2 }],
    [{ outcome: 'unsupported' }, { status: 'FAILED', failureClass: 'UNCERTAIN' }],
  ])('and then refuses is asked whether it has it: %j', async (report, expected) => {
    const campaign = await pending(1);
    const { service } = await workerTo({ answer: inTurn(UNANSWERED, REFUSED), report: () => report });
    await retryOf(service.send(campaign.id, campaign.rowIds, 'job'));
    await service.send(campaign.id, campaign.rowIds, 'job').catch((error: unknown) => {
      expect(error).toBeInstanceOf(RetryLater);
    });
    expect((await campaign.readRows())[0]).toMatchObject(expected);
    await expectBooksToBalance(databaseUrl, campaign.id);
  });

  it('is left alone for as long as it asks for, and no message is claimed meanwhile', async () => {
    const campaign = await pending(6);
    const busy: VendorAnswer = { outcome: 'unanswered', reason: '429', isTaken: 'no', retryAfterMs: 30_000 };
    let isBusy = true;
    const { service, asked, clock } = await workerTo(
      { answer: ({ communicationLogId }) => (isBusy ? busy : accepted(communicationLogId)) },
      { concurrency: 1 },
    );
    expect((await retryOf(service.send(campaign.id, campaign.rowIds, 'job'))).delayMs).toBeGreaterThanOrEqual(30_000);
    expect(asked).toHaveLength(1);
    expect(new Set(await statesOf(campaign))).toEqual(new Set(['PENDING']));
    clock.nowMs = 29_999;
    await retryOf(service.send(campaign.id, campaign.rowIds, 'job'));
    expect(asked).toHaveLength(1);
    [isBusy, clock.nowMs] = [false, 30_000];
    await service.send(campaign.id, campaign.rowIds, 'job');
    expect(new Set(await statesOf(campaign))).toEqual(new Set(['ACCEPTED']));
    await expectBooksToBalance(databaseUrl, campaign.id);
  });

  it('pauses the campaign after too many failures in a row; the messages stay PENDING', async () => {
    const campaign = await pending(12);
    const { service, asked } = await workerTo({ answer: () => UNANSWERED }, { streakMax: 12 });
    await service.send(campaign.id, campaign.rowIds, 'job');
    expect(await campaigns.findById(campaign.id)).toMatchObject({
      status: 'PAUSED',
      pauseReason: expect.stringContaining('the vendor did not take a message many times in a row'),
    });
    expect(new Set(await statesOf(campaign))).toEqual(new Set(['PENDING']));
    await service.send(campaign.id, campaign.rowIds, 'job');
    expect(asked).toHaveLength(12);
    await expectBooksToBalance(databaseUrl, campaign.id);
  });

  it('does not pause a campaign whose failures are apart', async () => {
    const campaign = await pending(20);
    let call = 0;
    const { service } = await workerTo(
      { answer: ({ communicationLogId }) => ((call += 1) % 3 === 0 ? accepted(communicationLogId) : UNANSWERED) },
      { streakMax: 3 },
    );
    await retryOf(service.send(campaign.id, campaign.rowIds, 'job'));
    expect(await campaigns.findById(campaign.id)).toMatchObject({ status: 'SENDING' });
  });
});

describe('a campaign that is not to be sent now', () => {
  it.each([
    ['paused', (id: string) => campaigns.pause(id, null)],
    ['cancelled', (id: string) => campaigns.cancel(id)],
    ['stopped with all others', () => new DeliveryStopRepository(pool).stop('maintenance')],
  ])('is left alone when it is %s before its job runs', async (_how, rest) => {
    const campaign = await pending(3);
    await rest(campaign.id);
    const { service, asked } = await workerTo(takesAll);
    await service.send(campaign.id, campaign.rowIds, 'job');
    expect(asked).toEqual([]);
    expect(new Set(await statesOf(campaign))).toEqual(new Set(['PENDING']));
  });

  it.each([
    ['paused', (id: string) => campaigns.pause(id, null), 'PENDING'],
    ['cancelled', (id: string) => campaigns.cancel(id), 'PENDING'],
    ['stopped with all others', () => new DeliveryStopRepository(pool).stop(null), 'PENDING'],
  ])('gets no further call a second after it was %s in the middle of a job', async (_how, rest, left) => {
    const campaign = await pending(10);
    const { service, asked, clock, cancelled } = await workerTo(
      {
        answer: async ({ communicationLogId }) => {
          if (asked.length === 4) {
            await rest(campaign.id);
            clock.nowMs += 1_000;
          }
          return accepted(communicationLogId);
        },
      },
      { concurrency: 1 },
    );
    await service.send(campaign.id, campaign.rowIds, 'job');
    expect(asked).toHaveLength(4);
    expect(await statesOf(campaign)).toEqual([
      ...Array.from({ length: 4 }, () => 'ACCEPTED'),
      ...Array.from({ length: 6 }, () => left),
    ]);
    const isCancelled = (await campaigns.findById(campaign.id))?.status === 'CANCELLED';
    expect(cancelled).toEqual(isCancelled ? [campaign.id] : []);
  });
});

describe('a worker that is told to end', () => {
  it('finishes the calls that are under way, begins no other, and hands the rest on', async () => {
    const campaign = await pending(10);
    const { service, asked, draining } = await workerTo(
      {
        answer: ({ communicationLogId }) => {
          if (asked.length === 4) draining.abort();
          return accepted(communicationLogId);
        },
      },
      { concurrency: 1 },
    );
    expect((await retryOf(service.send(campaign.id, campaign.rowIds, 'job'))).delayMs).toBeLessThan(1_000);
    expect(asked).toHaveLength(4);
    const another = await workerTo(takesAll);
    await another.service.send(campaign.id, campaign.rowIds, 'job');
    expect(another.asked).toHaveLength(6);
    await expectBooksToBalance(databaseUrl, campaign.id);
  });

  it('hangs up on a vendor that does not answer, blames nobody for it, and hands the message on', async () => {
    const campaign = await pending(3);
    const { service, draining, hangingUp } = await workerTo(
      {
        answer: () => {
          draining.abort();
          hangingUp.abort();
          return UNANSWERED;
        },
      },
      { streakMax: 1, concurrency: 1 },
    );
    expect((await retryOf(service.send(campaign.id, campaign.rowIds, 'job'))).delayMs).toBeLessThan(1_000);
    // Whether the vendor has what it was asked for nobody knows: it counts as asked.
    const rows = await campaign.readRows();
    expect(rows.map(({ status }) => status)).toEqual(['PENDING', 'PENDING', 'PENDING']);
    expect(rows.map(({ attempts }) => attempts).toSorted((a, b) => a - b)).toEqual([0, 0, 1]);
    expect(await campaigns.findById(campaign.id)).toMatchObject({ status: 'SENDING' });
    const another = await workerTo(takesAll);
    await another.service.send(campaign.id, campaign.rowIds, 'job');
    expect(another.asked.toSorted()).toEqual([...campaign.rowIds]);
    await expectBooksToBalance(databaseUrl, campaign.id);
  });
});

describe('a message that is tried again after the vendor could not deliver it', () => {
  it('is asked for under another key, so that it is another delivery', async () => {
    const campaign = await pending(1);
    await query(databaseUrl, 'UPDATE "CommunicationLog" SET round = 2');
    const { service, asked } = await workerTo(takesAll);
    await service.send(campaign.id, campaign.rowIds, 'job');
    expect(asked).toEqual([`${campaign.rowIds[0]}.2`]);
  });
});

describe('a campaign that was paused and goes on', () => {
  it('is sent at once, however lately it was seen at rest', async () => {
    const campaign = await pending(3);
    const { service, asked } = await workerTo(takesAll);
    await campaigns.pause(campaign.id, null);
    await service.send(campaign.id, campaign.rowIds, 'job');
    await campaigns.resume(campaign.id);
    await service.send(campaign.id, campaign.rowIds, 'job');
    expect(asked).toHaveLength(3);
  });
});

describe('settling', () => {
  it.each<[VendorReport['outcome'], VendorReport, object]>([
    ['accepted', { outcome: 'accepted', vendorMessageId: 'v' }, { status: 'ACCEPTED', vendorMessageId: 'v' }],
    ['unknown', { outcome: 'unknown' }, { status: 'PENDING', attempts: 0 }],
    ['unanswered', { outcome: 'unanswered' }, { status: 'PENDING', attempts: 3 }],
    ['unsupported', { outcome: 'unsupported' }, { status: 'FAILED', failureClass: 'UNCERTAIN' }],
  ])('writes down what the vendor says and sends nothing: %s', async (_name, report, expected) => {
    const campaign = await pending(1);
    await query(databaseUrl, 'UPDATE "CommunicationLog" SET attempts = 2');
    const { service, asked } = await workerTo({ ...takesAll, report: () => report });
    await service.settle(campaign.id, campaign.rowIds);
    expect(asked).toEqual([]);
    expect((await campaign.readRows())[0]).toMatchObject(expected);
    await expectBooksToBalance(databaseUrl, campaign.id);
  });

  it('gives up asking a vendor that does not answer, and leaves the rest as it is', async () => {
    const campaign = await pending(40);
    await query(databaseUrl, 'UPDATE "CommunicationLog" SET attempts = 1');
    const { service, lookedUp } = await workerTo(
      { ...takesAll, report: () => ({ outcome: 'unanswered' }) },
      { concurrency: 1 },
    );
    expect(await service.settle(campaign.id, campaign.rowIds)).toBe(0);
    expect(lookedUp).toHaveLength(10);
    const attempts = (await campaign.readRows()).map((row) => row.attempts);
    expect([attempts.filter((count) => count === 2).length, attempts.filter((count) => count === 1).length]).toEqual([
      10, 30,
    ]);
    await expectBooksToBalance(databaseUrl, campaign.id);
  });
});

describe('a message whose customer was erased while it was on its way', () => {
  /** As erasing leaves the first row, which a worker that is gone was sending. */
  const eraseFirst = (campaign: LaunchedCampaign, attempts: number) =>
    query(databaseUrl, `UPDATE "CommunicationLog" SET "personalizedMessage" = NULL, attempts = $2 WHERE id = $1`, [
      campaign.rowIds[0],
      attempts,
    ]);
  const lookUp = (report: VendorReport): Vendor => ({ ...takesAll, report: () => report });

  it('is excluded without a word to the vendor when that was never asked', async () => {
    const campaign = await pending(2);
    await eraseFirst(campaign, 0);
    const { service, asked, lookedUp } = await workerTo(takesAll);
    await service.send(campaign.id, campaign.rowIds, 'job');
    expect([asked, lookedUp]).toEqual([[campaign.rowIds[1]], []]);
    expect((await campaign.readRows())[0]).toMatchObject({ status: 'EXCLUDED', exclusionReason: 'ERASED' });
    await expectBooksToBalance(databaseUrl, campaign.id);
  });

  it.each<[string, VendorReport, object]>([
    [
      'is excluded when the vendor does not have it',
      { outcome: 'unknown' },
      { status: 'EXCLUDED', exclusionReason: 'ERASED' },
    ],
    [
      'is accepted when the vendor has it',
      { outcome: 'accepted', vendorMessageId: 'v' },
      { status: 'ACCEPTED', vendorMessageId: 'v' },
    ],
    [
      'is uncertain when the vendor cannot say',
      { outcome: 'unsupported' },
      { status: 'FAILED', failureClass: 'UNCERTAIN' },
    ],
  ])('%s, and never sent', async (_what, report, expected) => {
    const campaign = await pending(1);
    await eraseFirst(campaign, 0);
    await claimBy(campaign.rowIds[0] ?? '', newId());
    const { service, asked, lookedUp } = await workerTo(lookUp(report));
    await service.send(campaign.id, campaign.rowIds, 'job');
    expect([asked, lookedUp]).toEqual([[], campaign.rowIds]);
    expect((await campaign.readRows())[0]).toMatchObject(expected);
    await expectBooksToBalance(databaseUrl, campaign.id);
  });

  it('is asked about again while the vendor does not answer, and uncertain in the end', async () => {
    const campaign = await pending(1);
    await eraseFirst(campaign, 1);
    const { service, asked, clock } = await workerTo(lookUp({ outcome: 'unanswered' }));
    for (let time = 0; time < 2 * MAX_ATTEMPTS - 2; time += 1) {
      await retryOf(service.send(campaign.id, campaign.rowIds, 'job'));
      clock.nowMs += 1_000_000;
    }
    await service.send(campaign.id, campaign.rowIds, 'job');
    expect((await campaign.readRows())[0]).toMatchObject({ status: 'FAILED', failureClass: 'UNCERTAIN' });
    expect(asked).toEqual([]);
    await expectBooksToBalance(databaseUrl, campaign.id);
  });
});
