import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { campaignReportOutput, newId, problemSchema } from '@herald/shared';
import type { CampaignReportOutput } from '@herald/shared';

import { emptyDatabase, query } from '../../../../scripts/testing/fixtures/database.ts';
import { startTestApi } from '../../../../scripts/testing/fixtures/herald.ts';
import type { RunningHerald } from '../../../../scripts/testing/fixtures/herald.ts';
import { LaunchedCampaign } from '../../../../scripts/testing/fixtures/launched-campaign.ts';
import { asMember } from '../../../../scripts/testing/fixtures/request.ts';
import { whileLocked } from '../../../../scripts/testing/fixtures/table-lock.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { refusalOf } from '../segments/testing/segments-api.ts';
import { CampaignsApi } from './testing/campaigns-api.ts';

const LAUNCHED = Date.parse('2026-01-05T10:00:00Z');
const NO_EXCLUSIONS = { UNSUBSCRIBED: 0, NO_EMAIL: 0, NO_PHONE: 0, ERASED: 0 };

const { databaseUrl } = testServers();
let herald: RunningHerald;
let api: CampaignsApi;

beforeAll(async () => {
  herald = await startTestApi({ PREVIEW_TIMEOUT_MS: '3000' });
  api = new CampaignsApi(herald.url);
});
afterEach(() => emptyDatabase(databaseUrl));
afterAll(() => herald.stop());

async function report(id: string): Promise<CampaignReportOutput> {
  const response = await api.get(`/api/campaigns/${id}/report`);
  expect([response.status, response.body]).toEqual([200, response.body]);
  return campaignReportOutput.parse(response.body);
}

/** A campaign with one row for each time, in seconds after the launch: taken then, and delivered then. */
async function sentAt(seconds: number[]): Promise<LaunchedCampaign> {
  const campaign = await LaunchedCampaign.write(
    databaseUrl,
    seconds.map(() => 'SENT' as const),
  );
  await setTimes(campaign, seconds);
  return campaign;
}

async function setTimes({ id, rowIds }: LaunchedCampaign, seconds: number[]): Promise<void> {
  await query(databaseUrl, 'UPDATE "Campaign" SET "launchedAt" = $2 WHERE id = $1', [id, new Date(LAUNCHED)]);
  await query(
    databaseUrl,
    `UPDATE "CommunicationLog" l
     SET "acceptedAt" = CASE WHEN "acceptedAt" IS NOT NULL THEN at END, "sentAt" = CASE WHEN "sentAt" IS NOT NULL THEN at END,
         "failedAt" = CASE WHEN "failedAt" IS NOT NULL THEN at END
     FROM unnest($1::uuid[], $2::timestamptz[]) AS w(id, at) WHERE l.id = w.id`,
    [rowIds, seconds.map((second) => new Date(LAUNCHED + second * 1_000))],
  );
}

const after = (seconds: number) => new Date(LAUNCHED + seconds * 1_000).toISOString();

describe('GET /api/campaigns/:id/report', () => {
  it('tells what happened in each interval from the first to the last, the empty ones too', async () => {
    const campaign = await LaunchedCampaign.write(databaseUrl, ['SENT', 'SENT', 'UNDELIVERED', 'REFUSED', 'ACCEPTED']);
    await setTimes(campaign, [0, 0, 1, 3, 3]);
    expect(await report(campaign.id)).toEqual({
      intervalSec: 1,
      points: [
        { start: after(0), accepted: 2, sent: 2, failed: 0 },
        { start: after(1), accepted: 1, sent: 0, failed: 1 },
        { start: after(2), accepted: 0, sent: 0, failed: 0 },
        { start: after(3), accepted: 1, sent: 0, failed: 1 },
      ],
      failures: [
        { failureClass: 'REFUSED', reason: 'the vendor answered 400', recipients: 1 },
        { failureClass: 'UNDELIVERED', reason: 'the vendor could not deliver it', recipients: 1 },
      ],
      exclusions: NO_EXCLUSIONS,
    });
  });

  it.each([
    [[0, 119], 1, 120],
    [[0, 120], 2, 61],
    [[0, 3_600], 60, 61],
    [[0, 86_400], 900, 97],
    [[0, 86_400 * 200], 86_400 * 2, 101],
  ])('times %j are told in intervals of %d s', async (seconds, intervalSec, points) => {
    const found = await report((await sentAt(seconds)).id);
    expect(found.intervalSec).toBe(intervalSec);
    expect(found.points).toHaveLength(points);
    expect(found.points.reduce((sum, { sent }) => sum + sent, 0)).toBe(seconds.length);
    const starts = found.points.map(({ start }) => Date.parse(start) / 1_000);
    expect(starts.every((start, index) => start === starts[0]! + index * intervalSec)).toBe(true);
  });

  it.each([
    ['hours', 'Asia/Kolkata', [0, 3_600 * 110], 3_600, '2026-01-05T09:30:00.000Z'],
    ['days', 'Asia/Kolkata', [0, 86_400 * 110], 86_400, '2026-01-04T18:30:00.000Z'],
    ['days', 'America/New_York', [0, 86_400 * 110], 86_400, '2026-01-05T05:00:00.000Z'],
    ['days', 'UTC', [0, 86_400 * 110], 86_400, '2026-01-05T00:00:00.000Z'],
  ])('begins %s as in %s', async (_what, timeZone, seconds, intervalSec, start) => {
    const campaign = await sentAt(seconds);
    expect((await (await asMember(herald.url, 'owner')).patch('/api/workspace').send({ timeZone })).status).toBe(200);
    const found = await report(campaign.id);
    expect([found.intervalSec, found.points[0]?.start]).toEqual([intervalSec, start]);
    expect(found.points.reduce((sum, { sent }) => sum + sent, 0)).toBe(seconds.length);
  });

  it('takes no vendor’s word for a time before the launch, or to come', async () => {
    const [campaign, now] = [await sentAt([-1e9, 60, 1e9]), Date.now()];
    const { points } = await report(campaign.id);
    expect(Date.parse(points[0]!.start)).toBeGreaterThan(LAUNCHED - 366 * 86_400_000);
    expect(Date.parse(points.at(-1)!.start)).toBeLessThanOrEqual(now + 5_000);
    expect(points.reduce((sum, { sent }) => sum + sent, 0)).toBe(3);
    expect(points.length).toBeLessThanOrEqual(120);
  });

  it('names the twenty most frequent failures, and counts who was left out and why', async () => {
    const rows = 25;
    const campaign = await LaunchedCampaign.write(databaseUrl, [
      ...Array.from({ length: rows }, () => 'REFUSED' as const),
      'REFUSED',
      'EXCLUDED',
      'EXCLUDED',
      'HOLDOUT',
    ]);
    await query(
      databaseUrl,
      `UPDATE "CommunicationLog" l SET "failureReason" = 'reason ' || LEAST(n, $2)
       FROM unnest($1::uuid[]) WITH ORDINALITY AS w(id, n) WHERE l.id = w.id AND status = 'FAILED'`,
      [campaign.rowIds, rows],
    );
    const { failures, exclusions } = await report(campaign.id);
    expect(failures).toHaveLength(20);
    expect(failures[0]).toEqual({ failureClass: 'REFUSED', reason: `reason ${rows}`, recipients: 2 });
    expect(exclusions).toEqual({ ...NO_EXCLUSIONS, UNSUBSCRIBED: 2 });
  });

  it('of a campaign in which nothing happened has nothing to tell', async () => {
    const nothing = { points: [], failures: [], exclusions: NO_EXCLUSIONS };
    const pending = await LaunchedCampaign.write(databaseUrl, ['PENDING']);
    expect(await report(pending.id)).toMatchObject(nothing);
    const draft = await api.duplicate(pending.id);
    expect(await report(draft.id)).toMatchObject(nothing);
  });

  it('is for analysts too, and refuses what it does not know', async () => {
    const { id } = await sentAt([0]);
    expect((await (await asMember(herald.url, 'analyst')).get(`/api/campaigns/${id}/report`)).status).toBe(200);
    expect(refusalOf(await api.get(`/api/campaigns/${newId()}/report`))).toEqual([404, 'not_found']);
    expect(refusalOf(await api.get('/api/campaigns/17/report'))).toEqual([400, 'invalid_input', 'id']);
  });

  it('is stopped when it takes too long', async () => {
    const { id } = await sentAt([0]);
    await whileLocked(databaseUrl, 'CommunicationLog', async () => {
      const response = await api.get(`/api/campaigns/${id}/report`);
      expect(problemSchema.parse(response.body)).toMatchObject({ code: 'timed_out' });
    });
  });
});
