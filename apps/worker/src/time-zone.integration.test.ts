import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@herald/shared';
import { IngestionRepository } from '@herald/platform';

import { emptyDatabase, query } from '../../../scripts/testing/fixtures/database.ts';
import { LaunchedCampaign } from '../../../scripts/testing/fixtures/launched-campaign.ts';
import { wipeQueues } from '../../../scripts/testing/fixtures/queue-backend.ts';
import { environmentOn, testServers } from '../../../scripts/testing/fixtures/test-servers.ts';
import { readWorkerConfig } from './config.ts';
import { createContainer } from './container.ts';
import type { Container } from './container.ts';

/** 23 November in Kolkata already, 22 November in UTC. */
const JUST_AFTER_MIDNIGHT = '2026-11-22T18:31:00Z';

const servers = testServers();
const { databaseUrl } = servers;
let worker: Container;

/** A worker that was started with UTC and consumes nothing. */
beforeEach(() => {
  const settings = { VENDOR_URL: 'http://127.0.0.1:9', SWEEP_GRACE_MS: '0' };
  worker = createContainer(readWorkerConfig({ ...environmentOn(servers), ...settings }));
});
afterEach(async () => {
  await worker.queues.close();
  await worker.vendor.close();
  await worker.pool.end();
  await wipeQueues(servers);
  await emptyDatabase(databaseUrl);
});

const setZone = (timeZone: string) => query(databaseUrl, `UPDATE "Workspace" SET "timeZone" = $1`, [timeZone]);

/** A campaign of which nobody has a row yet, to customers for whom all that has a time is at `JUST_AFTER_MIDNIGHT`. */
async function writeCampaign(sql: string): Promise<LaunchedCampaign> {
  const campaign = await LaunchedCampaign.write(databaseUrl, ['PENDING', 'PENDING', 'PENDING']);
  await query(databaseUrl, 'DELETE FROM "CommunicationLog"');
  await query(databaseUrl, 'UPDATE "Customer" SET "createdAt" = $1', [JUST_AFTER_MIDNIGHT]);
  await query(
    databaseUrl,
    `INSERT INTO "CustomerTotals" ("customerId", "orderCount", "firstOrderAt", "lastOrderAt")
     SELECT id, 1, $1, $1 FROM "Customer"`,
    [JUST_AFTER_MIDNIGHT],
  );
  await query(databaseUrl, `UPDATE "Campaign" SET "audienceCursor" = 0, "publishedCursor" = 0 ${sql}`);
  return campaign;
}

describe('a worker goes by the time zone that was set while it runs', () => {
  it.each([
    ['UTC', 0],
    ['Asia/Kolkata', 3],
  ])('when a dynamic segment is computed at launch (%s)', async (zone, audienceSize) => {
    await writeCampaign(`, status = 'SCHEDULED', "audienceUserIds" = '{}', "launchedAt" = NULL, "scheduledAt" = now()`);
    const rules = { combinator: 'and', rules: [{ field: 'createdAt', operator: 'on', value: '2026-11-23' }] };
    await query(databaseUrl, `UPDATE "Segment" SET rules = $1, kind = 'DYNAMIC'`, [rules]);
    await setZone(zone);
    await worker.services.sweep.sweep();
    expect(await query(databaseUrl, 'SELECT "audienceSize" FROM "Campaign"')).toEqual([{ audienceSize }]);
  });

  it('in the days that messages name', async () => {
    const campaign = await writeCampaign(`, status = 'PROCESSING', "messageTemplate" = 'Since {lastOrderAt}'`);
    await setZone('Asia/Kolkata');
    await worker.services.launch.launch(campaign.id);
    const texts = await query(databaseUrl, 'SELECT DISTINCT "personalizedMessage" AS text FROM "CommunicationLog"');
    expect(texts).toEqual([{ text: 'Since 2026-11-23' }]);
  });

  it('for dates without a time in customers and orders', async () => {
    const ingestions = new IngestionRepository(worker.pool);
    const accept = async (kind: 'CUSTOMERS' | 'ORDERS', row: object) => {
      const chunk = { id: newId(), rows: [[0, row] as [number, unknown]] };
      await ingestions.insert({ id: newId(), kind, received: 1, chunks: [chunk] });
      return chunk.id;
    };
    const write = async (number: number) => {
      const externalId = `c-${number}`;
      const users = await accept('CUSTOMERS', { externalId, createdAt: '2026-11-22' });
      await worker.services.ingestCustomers.persistChunk(users);
      const order = { externalId: `o-${number}`, customerExternalId: externalId, amount: 1, orderedAt: '2026-11-22' };
      await worker.services.ingestOrders.persistChunk(await accept('ORDERS', order));
    };
    await write(1);
    await setZone('Asia/Kolkata');
    await write(2);
    const stored = await query<{ createdAt: Date; orderedAt: Date }>(
      databaseUrl,
      `SELECT c."createdAt", o."orderedAt" FROM "Customer" c JOIN "Order" o ON o."customerId" = c.id
       ORDER BY c."externalId"`,
    );
    const [utc, kolkata] = [new Date('2026-11-22T00:00:00Z'), new Date('2026-11-21T18:30:00Z')];
    expect(stored).toEqual([
      { createdAt: utc, orderedAt: utc },
      { createdAt: kolkata, orderedAt: kolkata },
    ]);
  });
});
