import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { dashboardStatsOutput } from '@herald/shared';

import { query } from '../../../../scripts/testing/fixtures/database.ts';
import { startTestApi } from '../../../../scripts/testing/fixtures/herald.ts';
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

async function readStats() {
  const response = await request(herald.url).get('/api/dashboard/stats');
  expect(response.status).toBe(200);
  return dashboardStatsOutput.strict().parse(response.body);
}

it('an empty Herald has a delivery rate of 0, not of nothing', async () => {
  expect(await readStats()).toEqual({
    totalCustomers: 0,
    activeCampaigns: 0,
    deliveryRate: 0,
    customerSegments: 0,
    sending: 'on',
  });
});

it('counts customers, segments, and campaigns that are PROCESSING or SENDING; the rate is over what has ended', async () => {
  await LaunchedCampaign.write(databaseUrl, ['SENT', 'SENT', 'FAILED']);
  await LaunchedCampaign.write(databaseUrl, ['SENT', 'PENDING', 'ACCEPTED', 'SENDING']);
  const processing = await LaunchedCampaign.write(databaseUrl, ['PENDING']);
  await query(databaseUrl, `UPDATE "Campaign" SET status = 'PROCESSING' WHERE id = $1`, [processing.id]);
  for (const status of ['DRAFT', 'SCHEDULED', 'PAUSED', 'CANCELLED', 'FAILED']) {
    const { id } = await LaunchedCampaign.write(databaseUrl, []);
    await query(databaseUrl, 'UPDATE "Campaign" SET status = $2::"CampaignStatus" WHERE id = $1', [id, status]);
  }
  expect(await readStats()).toMatchObject({
    totalCustomers: 8,
    activeCampaigns: 2,
    deliveryRate: 0.75,
    customerSegments: 8,
  });
});

it('says when all sending is stopped', async () => {
  await request(herald.url).post('/api/delivery/stop');
  expect(await readStats()).toMatchObject({ sending: 'stopped' });
  await request(herald.url).post('/api/delivery/start');
  expect(await readStats()).toMatchObject({ sending: 'on' });
});
