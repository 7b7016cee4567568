import { afterAll, describe, expect, it } from '@jest/globals';
import type { CampaignStatus } from '@herald/shared';

import { meetBehind } from '../../../../scripts/testing/fixtures/held-transaction.ts';
import { LaunchedCampaign } from '../../../../scripts/testing/fixtures/launched-campaign.ts';
import { query } from '../../../../scripts/testing/fixtures/database.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { createPool, withTransaction } from '../db/pool.ts';
import { CampaignRepository } from './campaign.repository.ts';

const { databaseUrl } = testServers();
const pool = createPool({ databaseUrl, maxConnections: 4, applicationName: 'herald-test' });
const campaigns = new CampaignRepository(pool);
afterAll(() => pool.end());

const unwritten = async (size: number) => {
  const campaign = await LaunchedCampaign.write(
    databaseUrl,
    Array.from({ length: size }, () => 'PENDING' as const),
  );
  await query(
    databaseUrl,
    `UPDATE "Campaign" SET status = 'PROCESSING', "audienceCursor" = 0, "publishedCursor" = 0 WHERE id = $1`,
    [campaign.id],
  );
  return campaign;
};
const NONE = { failed: 0, excluded: 0, heldOut: 0, cancelled: 0 };
const advance = (
  campaignId: string,
  from: number,
  to: number,
  ended: Partial<typeof NONE> = {},
  status: CampaignStatus = 'PROCESSING',
) =>
  withTransaction(pool, (tx) =>
    campaigns.advanceCursor(tx, { campaignId, from, to, published: from, status, ended: { ...NONE, ...ended } }),
  );
const count = (campaignId: string, sent: number, failed: number, cancelled = 0) =>
  withTransaction(pool, (tx) => campaigns.addToCounts(tx, [{ campaignId, sent, failed, excluded: 0, cancelled }]));

describe('advanceCursor', () => {
  it('moves from where it is only, so that of two workers one has to roll back', async () => {
    const { id } = await unwritten(10);
    expect(await Promise.all([advance(id, 0, 4), advance(id, 0, 4)])).toContain(false);
    expect(await advance(id, 0, 10)).toBe(false);
    expect(await advance(id, 4, 10)).toBe(true);
    expect(await campaigns.findById(id)).toMatchObject({ status: 'SENDING', audienceCursor: 10 });
    expect(await advance(id, 10, 10)).toBe(false);
  });

  it('completes the campaign whose receipts came before its last page', async () => {
    const { id } = await unwritten(4);
    await advance(id, 0, 3);
    await count(id, 2, 1);
    expect(await campaigns.findById(id)).toMatchObject({ status: 'PROCESSING', completedAt: null });
    await advance(id, 3, 4, { failed: 1 });
    expect(await campaigns.findById(id)).toMatchObject({
      status: 'COMPLETED',
      sentCount: 2,
      failedCount: 2,
      completedAt: expect.any(Date),
    });
  });
});

describe('advanceCursor of a campaign that is no longer what it was', () => {
  it.each([
    ['paused', (id: string) => campaigns.pause(id, null)],
    ['cancelled', (id: string) => campaigns.cancel(id)],
  ])('rolls back the page in which it was %s', async (_how, change) => {
    const { id } = await unwritten(4);
    expect(await change(id)).toBe(true);
    expect(await advance(id, 0, 2)).toBe(false);
  });

  it('finishes a cancelled one with its last page', async () => {
    const { id } = await unwritten(4);
    await campaigns.cancel(id);
    expect(await advance(id, 0, 4, { cancelled: 4 }, 'CANCELLED')).toBe(true);
    expect(await campaigns.findById(id)).toMatchObject({
      status: 'CANCELLED',
      cancelledCount: 4,
      completedAt: expect.any(Date),
    });
  });

  it('completes one that nobody is to get', async () => {
    const { id } = await unwritten(3);
    await advance(id, 0, 3, { excluded: 2, heldOut: 1 });
    expect(await campaigns.findById(id)).toMatchObject({ status: 'COMPLETED', excludedCount: 2, heldOutCount: 1 });
  });
});

describe('pause, resume and cancel', () => {
  it('completes a paused campaign whose last receipt comes meanwhile', async () => {
    const { id } = await LaunchedCampaign.write(databaseUrl, ['ACCEPTED']);
    await campaigns.pause(id, 'by hand');
    await count(id, 1, 0);
    expect(await campaigns.findById(id)).toMatchObject({ status: 'COMPLETED' });
    expect(await campaigns.resume(id)).toBe(false);
  });

  it('keeps a cancelled campaign cancelled when its last message ends', async () => {
    const { id } = await LaunchedCampaign.write(databaseUrl, ['ACCEPTED', 'PENDING']);
    await campaigns.cancel(id);
    await count(id, 1, 0);
    expect(await campaigns.findById(id)).toMatchObject({ status: 'CANCELLED', completedAt: null });
    await count(id, 0, 0, 1);
    expect(await campaigns.findById(id)).toMatchObject({ status: 'CANCELLED', completedAt: expect.any(Date) });
  });

  it('resumes as what it was', async () => {
    const half = await unwritten(4);
    await advance(half.id, 0, 2);
    await campaigns.pause(half.id, null);
    await campaigns.resume(half.id);
    expect(await campaigns.findById(half.id)).toMatchObject({ status: 'PROCESSING', pausedAt: null });
    const whole = await LaunchedCampaign.write(databaseUrl, ['PENDING']);
    await campaigns.pause(whole.id, 'by hand');
    expect(await campaigns.findById(whole.id)).toMatchObject({ status: 'PAUSED', pauseReason: 'by hand' });
    await campaigns.resume(whole.id);
    expect(await campaigns.findById(whole.id)).toMatchObject({ status: 'SENDING', pauseReason: null });
  });

  it.each([['pause' as const], ['cancel' as const], ['resume' as const]])(
    '%s does nothing to one that is over',
    async (action) => {
      const { id } = await LaunchedCampaign.write(databaseUrl, ['SENT']);
      const before = await campaigns.findById(id);
      expect(await (action === 'pause' ? campaigns.pause(id, null) : campaigns[action](id))).toBe(false);
      expect(await campaigns.findById(id)).toEqual(before);
    },
  );
});

describe('addToCounts', () => {
  it('completes with the last row, not before', async () => {
    const { id } = await LaunchedCampaign.write(databaseUrl, ['ACCEPTED', 'ACCEPTED', 'SENT']);
    await count(id, 1, 0);
    expect(await campaigns.findById(id)).toMatchObject({ status: 'SENDING', sentCount: 2, completedAt: null });
    await count(id, 0, 1);
    expect(await campaigns.findById(id)).toMatchObject({ status: 'COMPLETED', sentCount: 2, failedCount: 1 });
  });

  it('loses nothing and does not deadlock when changes of the same campaigns meet in opposite orders', async () => {
    const ids = (await Promise.all([1, 2, 3].map(() => LaunchedCampaign.write(databaseUrl, ['ACCEPTED', 'ACCEPTED']))))
      .map(({ id }) => id)
      .toSorted();
    const add = (order: string[]) => () =>
      withTransaction(pool, (tx) =>
        campaigns.addToCounts(
          tx,
          order.map((campaignId) => ({ campaignId, sent: 1, failed: 0, excluded: 0, cancelled: 0 })),
        ),
      );
    const theMiddleOne = { text: 'SELECT 1 FROM "Campaign" WHERE id = $1 FOR UPDATE', values: [ids[1]] };
    await meetBehind(databaseUrl, theMiddleOne, [add(ids), add(ids.toReversed())]);
    for (const id of ids) expect(await campaigns.findById(id)).toMatchObject({ status: 'COMPLETED', sentCount: 2 });
  });
});

describe('markFailed', () => {
  it('ends a launch, and nothing that is past it', async () => {
    const launching = await unwritten(2);
    await campaigns.markFailed(launching.id, 'PROCESSING', 'because');
    expect(await campaigns.findById(launching.id)).toMatchObject({ status: 'FAILED', failureReason: 'because' });
    const sending = await LaunchedCampaign.write(databaseUrl, ['PENDING']);
    await campaigns.markFailed(sending.id, 'PROCESSING', 'because');
    expect(await campaigns.findById(sending.id)).toMatchObject({ status: 'SENDING', failureReason: null });
  });
});
