import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { SendMessageInput } from '@herald/shared';
import {
  CampaignRepository,
  CommunicationLogRepository,
  createLogger,
  createPool,
  RetryLater,
  withRetriedTransaction,
} from '@herald/platform';

import { emptyDatabase, query } from '../../../../scripts/testing/fixtures/database.ts';
import { expectBooksToBalance } from '../../../../scripts/testing/fixtures/expect-books-to-balance.ts';
import { LaunchedCampaign } from '../../../../scripts/testing/fixtures/launched-campaign.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { DeliveryService } from './delivery.service.ts';
import type { VendorAnswer } from './vendor-client.ts';

const MAX_ATTEMPTS = 3;
const { databaseUrl } = testServers();
const pool = createPool({ databaseUrl, maxConnections: 4, applicationName: 'herald-test' });

beforeEach(() => emptyDatabase(databaseUrl));
afterAll(() => pool.end());

const accepted = (id: string): VendorAnswer => ({ outcome: 'accepted', vendorMessageId: `v-${id}` });
const UNANSWERED: VendorAnswer = { outcome: 'unanswered', reason: 'no answer from the vendor (ETIMEDOUT)' };
const REFUSED: VendorAnswer = { outcome: 'refused', reason: 'the vendor answered 400' };

/** A delivery service in front of a vendor that answers as the test says; `asked` are the keys it was asked with. */
function deliveryTo(answer: (message: SendMessageInput) => VendorAnswer | Promise<VendorAnswer>) {
  const asked: string[] = [];
  const service = new DeliveryService({
    transact: (work) => withRetriedTransaction(pool, work),
    logs: new CommunicationLogRepository(pool),
    campaigns: new CampaignRepository(pool),
    vendor: {
      send: async (message) => {
        asked.push(message.communicationLogId);
        return answer(message);
      },
    },
    logger: createLogger('test', 'silent'),
    maxAttempts: MAX_ATTEMPTS,
    claimLeaseMs: 60_000,
    now: () => new Date(),
  });
  return { service, asked };
}

const statesOf = async (campaign: LaunchedCampaign) => (await campaign.readRows()).map(({ status }) => status);
const pending = (count: number) =>
  LaunchedCampaign.write(
    databaseUrl,
    Array.from({ length: count }, () => 'PENDING' as const),
  );

describe('a delivery job', () => {
  it('asks the vendor for each open row with the row as key, and writes down its answer', async () => {
    const campaign = await LaunchedCampaign.write(databaseUrl, ['PENDING', 'ACCEPTED', 'SENT', 'FAILED', 'PENDING']);
    const { service, asked } = deliveryTo(({ communicationLogId }) => accepted(communicationLogId));
    await service.send([...campaign.rowIds], 'job');
    expect(asked.toSorted()).toEqual([campaign.rowIds[0], campaign.rowIds[4]]);
    expect(await statesOf(campaign)).toEqual(['ACCEPTED', 'ACCEPTED', 'SENT', 'FAILED', 'ACCEPTED']);
    expect((await campaign.readRows())[0]).toMatchObject({
      vendorMessageId: `v-${campaign.rowIds[0]}`,
      claimedBy: 'job',
      acceptedAt: expect.any(Date),
    });
    await expectBooksToBalance(databaseUrl, campaign.id);
  });

  it('asks nobody twice when it is repeated', async () => {
    const campaign = await pending(3);
    const { service, asked } = deliveryTo(({ communicationLogId }) => accepted(communicationLogId));
    for (let time = 0; time < 3; time += 1) await service.send([...campaign.rowIds], 'job');
    await service.send([...campaign.rowIds], 'other job');
    expect(asked).toHaveLength(3);
  });

  it('shares rows with another job without asking for one of them twice', async () => {
    const campaign = await pending(20);
    const { service, asked } = deliveryTo(({ communicationLogId }) => accepted(communicationLogId));
    await Promise.all(['a', 'b', 'c'].map((job) => service.send([...campaign.rowIds], job)));
    expect(asked.toSorted()).toEqual([...campaign.rowIds]);
  });

  it('asks again with the same key after a crash between asking and recording (I4)', async () => {
    const campaign = await pending(1);
    const crashing = deliveryTo(() => {
      throw new Error('the process died here');
    });
    await expect(crashing.service.send([...campaign.rowIds], 'job')).rejects.toThrow('died');
    expect(await statesOf(campaign)).toEqual(['SENDING']);

    const stranger = deliveryTo(() => accepted('x'));
    await stranger.service.send([...campaign.rowIds], 'another job');
    expect(stranger.asked).toEqual([]);

    const again = deliveryTo(({ communicationLogId }) => accepted(communicationLogId));
    await again.service.send([...campaign.rowIds], 'job');
    expect(again.asked).toEqual(crashing.asked);
    expect(await statesOf(campaign)).toEqual(['ACCEPTED']);
  });

  it('takes over a claim whose lease has run out', async () => {
    const campaign = await LaunchedCampaign.write(databaseUrl, ['SENDING']);
    await query(
      databaseUrl,
      `UPDATE "CommunicationLog" SET "claimedBy" = 'gone', "claimedAt" = now() - interval '61 s'`,
    );
    const { service, asked } = deliveryTo(({ communicationLogId }) => accepted(communicationLogId));
    await service.send([...campaign.rowIds], 'job');
    expect(asked).toEqual(campaign.rowIds);
  });

  it('ends what the vendor refuses, counts it, and completes the campaign with it', async () => {
    const campaign = await LaunchedCampaign.write(databaseUrl, ['PENDING', 'SENT']);
    await deliveryTo(() => REFUSED).service.send([...campaign.rowIds], 'job');
    expect((await campaign.readRows())[0]).toMatchObject({
      status: 'FAILED',
      failureReason: 'the vendor answered 400',
      failedAt: expect.any(Date),
    });
    expect(await campaign.readCampaign()).toMatchObject({ status: 'COMPLETED', sentCount: 1, failedCount: 1 });
    await expectBooksToBalance(databaseUrl, campaign.id);
  });

  it('opens what stayed unanswered again, waits longer each time, and gives up in the end', async () => {
    const campaign = await pending(2);
    const [lucky, unlucky] = campaign.rowIds as [string, string];
    const { service, asked } = deliveryTo(({ communicationLogId }) =>
      communicationLogId === lucky ? accepted(lucky) : UNANSWERED,
    );
    const waits: number[] = [];
    for (let time = 1; time < MAX_ATTEMPTS; time += 1) {
      const error: unknown = await service.send([...campaign.rowIds], 'job').catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(RetryLater);
      waits.push((error as RetryLater).delayMs);
      expect(await statesOf(campaign)).toEqual(['ACCEPTED', 'PENDING']);
    }
    expect(waits).toEqual([500, 1_000]);

    await service.send([...campaign.rowIds], 'job');
    expect(asked.filter((id) => id === lucky)).toHaveLength(1);
    expect(asked.filter((id) => id === unlucky)).toHaveLength(MAX_ATTEMPTS);
    expect((await campaign.readRows())[1]).toMatchObject({ status: 'FAILED', failureReason: UNANSWERED.reason });
    await expectBooksToBalance(databaseUrl, campaign.id);
  });

  it('keeps the word of a receipt that overtook the answer', async () => {
    const campaign = await pending(3);
    const [sent, failed] = campaign.rowIds;
    const { service } = deliveryTo(async ({ communicationLogId }) => {
      const status = communicationLogId === sent ? 'SENT' : communicationLogId === failed ? 'FAILED' : undefined;
      if (status) {
        await query(databaseUrl, 'UPDATE "CommunicationLog" SET status = $2::"CommunicationStatus" WHERE id = $1', [
          communicationLogId,
          status,
        ]);
        await query(
          databaseUrl,
          'UPDATE "Campaign" SET "sentCount" = "sentCount" + $1, "failedCount" = "failedCount" + $2',
          [Number(status === 'SENT'), Number(status === 'FAILED')],
        );
      }
      return accepted(communicationLogId);
    });
    await service.send([...campaign.rowIds], 'job');
    expect(await statesOf(campaign)).toEqual(['SENT', 'FAILED', 'ACCEPTED']);
    expect((await campaign.readRows())[0]).toMatchObject({ vendorMessageId: `v-${sent}` });
    await expectBooksToBalance(databaseUrl, campaign.id);
  });
});
