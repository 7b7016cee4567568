import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@herald/shared';
import {
  CampaignRepository,
  CommunicationLogRepository,
  createLogger,
  createPool,
  WorkerProcessRepository,
  withRetriedTransaction,
} from '@herald/platform';
import type { Transact } from '@herald/platform';

import { emptyDatabase, query } from '../../../../scripts/testing/fixtures/database.ts';
import { expectBooksToBalance } from '../../../../scripts/testing/fixtures/expect-books-to-balance.ts';
import { LaunchedCampaign } from '../../../../scripts/testing/fixtures/launched-campaign.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { DeliveryService } from '../delivery/delivery.service.ts';
import { FailureStreaks } from '../delivery/failure-streaks.ts';
import { InFlight } from '../delivery/in-flight.ts';
import { SendingGate } from '../delivery/sending-gate.ts';
import type { VendorReport } from '../delivery/vendor-client.ts';
import { VendorHold } from '../delivery/vendor-hold.ts';
import { CancelService } from './cancel.service.ts';

const { databaseUrl } = testServers();
const pool = createPool({ databaseUrl, maxConnections: 6, applicationName: 'herald-test' });
const campaigns = new CampaignRepository(pool);
const logs = new CommunicationLogRepository(pool);

beforeEach(() => emptyDatabase(databaseUrl));
afterAll(() => pool.end());

/** Cancels with a vendor that says of each key what the test says, and is never sent anything. */
function canceller(report: (key: string) => VendorReport = () => ({ outcome: 'unsupported' })): CancelService {
  const shared = {
    transact: ((work) => withRetriedTransaction(pool, work)) satisfies Transact,
    logs,
    campaigns,
    logger: createLogger('test', 'silent'),
    claimant: { workerId: newId(), deadAfterMs: 60_000 },
  };
  const clockMs = () => 0;
  const delivery = new DeliveryService({
    ...shared,
    vendor: {
      send: async () => {
        throw new Error('a cancelled campaign sends nothing');
      },
      find: async (key) => report(key),
    },
    gate: new SendingGate(campaigns, clockMs),
    hold: new VendorHold(clockMs, Math.random, () => new Date()),
    streaks: new FailureStreaks(1_000),
    inFlight: new InFlight(),
    concurrency: 4,
    maxAttempts: 3,
    random: Math.random,
    pause: async () => {},
    draining: new AbortController().signal,
    hangingUp: new AbortController().signal,
    ending: new AbortController().signal,
    onCancelled: async () => {},
  });
  return new CancelService({ ...shared, delivery });
}

async function writeCancelled(states: Parameters<typeof LaunchedCampaign.write>[1]): Promise<LaunchedCampaign> {
  const campaign = await LaunchedCampaign.write(databaseUrl, states);
  expect(await campaigns.cancel(campaign.id)).toBe(true);
  return campaign;
}

const asked = (rowId: string) =>
  query(databaseUrl, 'UPDATE "CommunicationLog" SET attempts = 2 WHERE id = $1', [rowId]);
const claim = (rowId: string, workerId: string) =>
  query(
    databaseUrl,
    `UPDATE "CommunicationLog" SET status = 'SENDING', "claimedBy" = $2, "claimedAt" = now() WHERE id = $1`,
    [rowId, workerId],
  );
const statesOf = async (campaign: LaunchedCampaign) => (await campaign.readRows()).map(({ status }) => status);

describe('cancelling', () => {
  it('ends what was never asked for, and leaves what the vendor has', async () => {
    const campaign = await writeCancelled(['PENDING', 'ACCEPTED', 'SENT', 'FAILED', 'PENDING']);
    await canceller().cancelRest(campaign.id);
    expect(await statesOf(campaign)).toEqual(['CANCELLED', 'ACCEPTED', 'SENT', 'FAILED', 'CANCELLED']);
    expect((await campaign.readRows())[0]).toMatchObject({ cancelledAt: expect.any(Date) });
    await expectBooksToBalance(databaseUrl, campaign.id);
    await canceller().cancelRest(campaign.id);
    await expectBooksToBalance(databaseUrl, campaign.id);
  });

  it('finishes the campaign when nothing else is open', async () => {
    const campaign = await writeCancelled(['PENDING', 'SENT']);
    await canceller().cancelRest(campaign.id);
    expect(await campaigns.findById(campaign.id)).toMatchObject({
      status: 'CANCELLED',
      cancelledCount: 1,
      completedAt: expect.any(Date),
    });
    await expectBooksToBalance(databaseUrl, campaign.id);
  });

  it.each<[string, VendorReport, string]>([
    ['the vendor has', { outcome: 'accepted', vendorMessageId: 'v' }, 'ACCEPTED'],
    ['the vendor does not know', { outcome: 'unknown' }, 'CANCELLED'],
    ['the vendor does not answer about', { outcome: 'unanswered' }, 'PENDING'],
    ['nobody can say anything about', { outcome: 'unsupported' }, 'FAILED'],
  ])('asks first about a message that it may have, which %s', async (_what, report, expected) => {
    const campaign = await writeCancelled(['PENDING', 'PENDING']);
    const [maybe] = campaign.rowIds as [string];
    await asked(maybe);
    await canceller((key) => (key === maybe ? report : { outcome: 'unsupported' })).cancelRest(campaign.id);
    expect(await statesOf(campaign)).toEqual([expected, 'CANCELLED']);
    await expectBooksToBalance(databaseUrl, campaign.id);
  });

  it('takes over from a worker that is gone, and leaves alone what another is sending', async () => {
    const campaign = await writeCancelled(['PENDING', 'PENDING']);
    const [abandoned, current] = campaign.rowIds as [string, string];
    const alive = newId();
    await new WorkerProcessRepository(pool).markSeen(alive);
    await claim(abandoned, newId());
    await claim(current, alive);
    await canceller(() => ({ outcome: 'unknown' })).cancelRest(campaign.id);
    expect(await statesOf(campaign)).toEqual(['CANCELLED', 'SENDING']);
    await expectBooksToBalance(databaseUrl, campaign.id);
  });

  it('ends more than fit in one transaction', async () => {
    const campaign = await writeCancelled(Array.from({ length: 5_001 }, () => 'PENDING' as const));
    await canceller().cancelRest(campaign.id);
    expect(await campaigns.findById(campaign.id)).toMatchObject({ cancelledCount: 5_001 });
    await expectBooksToBalance(databaseUrl, campaign.id);
  });
});
