import type { CampaignStatus } from '@herald/shared';

import { query } from '../../../../../scripts/testing/fixtures/database.ts';
import { LaunchedCampaign } from '../../../../../scripts/testing/fixtures/launched-campaign.ts';
import type { CampaignsApi } from './campaigns-api.ts';

const DAY_MS = 86_400_000;

/** What is needed to write one: the segment is that of campaigns without rows. */
interface Shop {
  api: CampaignsApi;
  databaseUrl: string;
  segmentId: string;
}

/** Writes a campaign named Diwali that is in a state as one comes into it. @returns its id */
export async function writeCampaignIn(status: CampaignStatus, { api, databaseUrl, segmentId }: Shop): Promise<string> {
  const create = (change: object) => api.create({ name: 'Diwali', messageTemplate: 'Hi', segmentId, ...change });
  if (status === 'DRAFT') return (await create({ draft: true })).id;
  if (status === 'SCHEDULED') {
    return (await create({ scheduledAt: new Date(Date.now() + DAY_MS).toISOString() })).id;
  }
  if (status === 'PROCESSING') return (await create({})).id;
  const id = status === 'FAILED' ? (await create({})).id : await writeLaunched(status, databaseUrl);
  if (status === 'FAILED') {
    await query(databaseUrl, `UPDATE "Campaign" SET status = 'FAILED', "failureReason" = 'x' WHERE id = $1`, [id]);
  }
  await query(databaseUrl, `UPDATE "Campaign" SET name = 'Diwali' WHERE id = $1`, [id]);
  return id;
}

async function writeLaunched(
  status: 'SENDING' | 'PAUSED' | 'COMPLETED' | 'CANCELLED',
  databaseUrl: string,
): Promise<string> {
  const options = status === 'PAUSED' || status === 'CANCELLED' ? { status } : {};
  const states = status === 'COMPLETED' ? (['SENT'] as const) : (['SENT', 'PENDING'] as const);
  return (await LaunchedCampaign.write(databaseUrl, [...states], options)).id;
}
