import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@herald/shared';

import { waitForHanging, waitUntilIdle } from '../../../../scripts/testing/fixtures/backends.ts';
import { emptyDatabase, query } from '../../../../scripts/testing/fixtures/database.ts';
import { startTestApi } from '../../../../scripts/testing/fixtures/herald.ts';
import type { RunningHerald } from '../../../../scripts/testing/fixtures/herald.ts';
import { LaunchedCampaign } from '../../../../scripts/testing/fixtures/launched-campaign.ts';
import { TEST_AUTHORIZATION } from '../../../../scripts/testing/fixtures/request.ts';
import { whileLocked } from '../../../../scripts/testing/fixtures/table-lock.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { refusalOf } from '../segments/testing/segments-api.ts';
import { CampaignsApi } from './testing/campaigns-api.ts';

const MOVING_ROWS = 60;

const { databaseUrl } = testServers();
let herald: RunningHerald;
let api: CampaignsApi;

beforeAll(async () => {
  herald = await startTestApi();
  api = new CampaignsApi(herald.url);
});
afterEach(() => emptyDatabase(databaseUrl));
afterAll(() => herald.stop());

const change = (campaign: LaunchedCampaign, assignment: string) =>
  query(databaseUrl, `UPDATE "Campaign" SET ${assignment} WHERE id = $1`, [campaign.id]);

describe('GET /api/campaigns/:id/books', () => {
  it('counts the rows of every kind beside the counters', async () => {
    const { id } = await LaunchedCampaign.write(databaseUrl, [
      'PENDING',
      'SENDING',
      'ACCEPTED',
      'SENT',
      'SENT',
      'REFUSED',
      'UNDELIVERED',
      'UNDELIVERED',
      'CANCELLED',
      'EXCLUDED',
      'HOLDOUT',
    ]);
    expect(await api.books(id)).toEqual({
      audienceSize: 11,
      rows: 11,
      byStatus: {
        PENDING: 1,
        SENDING: 1,
        ACCEPTED: 1,
        SENT: 2,
        FAILED: 3,
        CANCELLED: 1,
        EXCLUDED: 1,
        HOLDOUT: 1,
      },
      byFailureClass: { TEMPLATE: 0, REFUSED: 1, UNANSWERED: 0, UNDELIVERED: 2, UNCERTAIN: 0 },
      byExclusionReason: { UNSUBSCRIBED: 1, NO_EMAIL: 0, NO_PHONE: 0, ERASED: 0 },
      counters: { sent: 2, failed: 3, excluded: 1, heldOut: 1, cancelled: 1 },
      lateReceipts: 0,
      balanced: true,
      sealedAt: null,
    });
  });

  it.each(['sentCount', 'failedCount', 'excludedCount', 'heldOutCount', 'cancelledCount'])(
    'says that they do not balance when %s has drifted',
    async (counter) => {
      const campaign = await LaunchedCampaign.write(databaseUrl, ['SENT', 'FAILED', 'PENDING']);
      await change(campaign, `"${counter}" = "${counter}" + 1`);
      expect(await api.books(campaign.id)).toMatchObject({ balanced: false });
    },
  );

  it('says that they do not balance when somebody has no row', async () => {
    const campaign = await LaunchedCampaign.write(databaseUrl, ['SENT', 'PENDING']);
    await query(databaseUrl, 'DELETE FROM "CommunicationLog" WHERE id = $1', [campaign.rowIds[1]]);
    expect(await api.books(campaign.id)).toMatchObject({ rows: 1, balanced: false });
    await change(campaign, '"audienceCursor" = 1');
    expect(await api.books(campaign.id)).toMatchObject({ balanced: false });
  });

  it.each(['PROCESSING', 'PAUSED', 'CANCELLED'])(
    'balances while the audience of a campaign is being written that is %s',
    async (status) => {
      const campaign = await LaunchedCampaign.write(databaseUrl, ['SENT', 'PENDING']);
      await query(databaseUrl, 'DELETE FROM "CommunicationLog" WHERE id = $1', [campaign.rowIds[1]]);
      await change(campaign, `"audienceCursor" = 1, status = '${status}'`);
      expect(await api.books(campaign.id)).toMatchObject({ audienceSize: 2, rows: 1, balanced: true });
      await change(campaign, '"audienceCursor" = 2');
      expect(await api.books(campaign.id)).toMatchObject({ balanced: false });
    },
  );

  it('counts the receipts that came too late, of this campaign only', async () => {
    const [campaign, other] = [
      await LaunchedCampaign.write(databaseUrl, ['SENT']),
      await LaunchedCampaign.write(databaseUrl, ['SENT']),
    ];
    await query(
      databaseUrl,
      `INSERT INTO "ReceiptEvent" (id, kind, "communicationLogId", "vendorMessageId", status, "occurredAt", "receivedAt")
       SELECT gen_random_uuid(), kind::"ReceiptEventKind", log, gen_random_uuid()::text, 'FAILED', now(), now()
       FROM unnest($1::text[], $2::uuid[]) AS event(kind, log)`,
      [
        ['LATE', 'LATE', 'LATE', 'ORPHAN'],
        [campaign.rowIds[0], campaign.rowIds[0], other.rowIds[0], newId()],
      ],
    );
    expect(await api.books(campaign.id)).toMatchObject({ lateReceipts: 2, balanced: true });
  });

  it('balances at every moment while receipts come: counters and rows are of one instant', async () => {
    const campaign = await LaunchedCampaign.write(
      databaseUrl,
      Array.from({ length: MOVING_ROWS }, () => 'ACCEPTED' as const),
    );
    const moveOne = (id: string) =>
      query(
        databaseUrl,
        `WITH moved AS (UPDATE "CommunicationLog" SET status = 'SENT' WHERE id = $1 RETURNING "campaignId")
         UPDATE "Campaign" c SET "sentCount" = "sentCount" + 1 FROM moved WHERE c.id = moved."campaignId"`,
        [id],
      );
    const moving = (async () => {
      for (const id of campaign.rowIds) await moveOne(id);
    })();
    for (let sent = 0; sent < MOVING_ROWS;) {
      const books = await api.books(campaign.id);
      expect(books).toMatchObject({ balanced: true });
      sent = books.counters.sent;
    }
    await moving;
  });

  it('says since when they are sealed', async () => {
    const campaign = await LaunchedCampaign.write(databaseUrl, ['SENT']);
    await change(campaign, `"sealedAt" = '2026-11-28T10:00:00Z'`);
    expect(await api.books(campaign.id)).toMatchObject({ sealedAt: '2026-11-28T10:00:00.000Z' });
  });

  it('refuses what is not there, and what is no id', async () => {
    expect(refusalOf(await api.get(`/api/campaigns/${newId()}/books`))).toEqual([404, 'not_found']);
    expect(refusalOf(await api.get('/api/campaigns/17/books'))).toEqual([400, 'invalid_input', 'id']);
  });

  it('is given up when it takes too long', async () => {
    const impatient = await startTestApi({ FREEZE_TIMEOUT_MS: '1000' });
    const { id } = await LaunchedCampaign.write(databaseUrl, ['SENT']);
    try {
      const response = await whileLocked(databaseUrl, 'CommunicationLog', () =>
        new CampaignsApi(impatient.url).get(`/api/campaigns/${id}/books`).then((answer) => answer),
      );
      expect(refusalOf(response)).toEqual([503, 'timed_out']);
    } finally {
      await impatient.stop();
    }
  });

  it('is stopped when the caller goes away', async () => {
    const { id } = await LaunchedCampaign.write(databaseUrl, ['SENT']);
    await whileLocked(databaseUrl, 'CommunicationLog', async () => {
      const caller = new AbortController();
      const call = fetch(`${herald.url}/api/campaigns/${id}/books`, {
        headers: TEST_AUTHORIZATION,
        signal: caller.signal,
      });
      const [backend] = await waitForHanging(databaseUrl, 'herald-books');
      caller.abort();
      await expect(call).rejects.toThrow('aborted');
      await waitUntilIdle(databaseUrl, backend?.pid ?? 0);
    });
  });
});
