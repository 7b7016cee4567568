import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { dashboardAttentionOutput, newId, problemSchema } from '@herald/shared';
import type { AttentionItem, VendorTrouble } from '@herald/shared';

import { emptyDatabase, query } from '../../../../scripts/testing/fixtures/database.ts';
import { startTestApi } from '../../../../scripts/testing/fixtures/herald.ts';
import type { RunningHerald } from '../../../../scripts/testing/fixtures/herald.ts';
import { LaunchedCampaign } from '../../../../scripts/testing/fixtures/launched-campaign.ts';
import type { RowState } from '../../../../scripts/testing/fixtures/launched-campaign.ts';
import { asOwner, request } from '../../../../scripts/testing/fixtures/request.ts';
import { whileLocked } from '../../../../scripts/testing/fixtures/table-lock.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';

const { databaseUrl } = testServers();
const ANY_TIME = expect.any(String);
const NOBODY_NAMED = { combinator: 'and', rules: [{ field: 'visits', operator: '=', value: 1 }] };
let herald: RunningHerald;

beforeAll(async () => {
  herald = await startTestApi({ PREVIEW_TIMEOUT_MS: '1000' });
});
beforeEach(() => writeWorker());
afterEach(() => emptyDatabase(databaseUrl));
afterAll(() => herald.stop());

const get = (url = herald.url) => request(url).get('/api/dashboard/attention');
async function readItems(url = herald.url): Promise<AttentionItem[]> {
  const response = await get(url);
  expect([response.status, response.body]).toEqual([200, response.body]);
  return dashboardAttentionOutput.strict().parse(response.body).items;
}

/** Values, or what matches them. */
type Expected = { [K in keyof AttentionItem]?: unknown };
const item = (kind: AttentionItem['kind'], severity: AttentionItem['severity'], details: Expected) => ({
  subjectId: null,
  name: null,
  count: null,
  reason: null,
  since: null,
  ...details,
  kind,
  severity,
});

async function writeWorker(origin?: string, vendorTrouble?: VendorTrouble): Promise<void> {
  await query(databaseUrl, `INSERT INTO "WorkerProcess" (id, vendor, "vendorTrouble") VALUES ($1, $2, $3)`, [
    newId(),
    origin === undefined ? null : JSON.stringify({ origin }),
    vendorTrouble === undefined ? null : JSON.stringify(vendorTrouble),
  ]);
}

/** A campaign of this name with rows in these states, changed by `sql`. */
async function writeCampaign(name: string, states: RowState[], sql = ''): Promise<string> {
  const { id } = await LaunchedCampaign.write(databaseUrl, states);
  // Its segment has no rules that anybody could understand.
  await query(databaseUrl, 'UPDATE "Segment" SET rules = $1', [JSON.stringify(NOBODY_NAMED)]);
  await query(databaseUrl, `UPDATE "Campaign" SET name = $2 ${sql} WHERE id = $1`, [id, name]);
  return id;
}

async function writeBatch(rejected: number, daysAgo: number): Promise<string> {
  const id = newId();
  await query(
    databaseUrl,
    `INSERT INTO "Ingestion" (id, kind, received, stored, rejected, "createdAt")
     VALUES ($1, 'ORDERS', 10, 10 - $2::int, $2, now() - $3 * interval '1 day')`,
    [id, rejected, daysAgo],
  );
  return id;
}

const trouble = (since: string): VendorTrouble => ({
  since,
  failuresInRow: 40,
  heldUntil: null,
  lastError: 'the vendor answered 503',
});

describe('what needs attention', () => {
  it('is nothing while all is well', async () => {
    await writeCampaign('Spring', ['SENT', 'PENDING']);
    await writeBatch(0, 0);
    expect(await readItems()).toEqual([]);
  });

  it('is that all sending is stopped, since when and why', async () => {
    await request(herald.url).post('/api/delivery/stop').send({ reason: 'wrong discount' });
    expect(await readItems()).toEqual([
      item('sending_stopped', 'critical', { reason: 'wrong discount', since: ANY_TIME }),
    ]);
  });

  it('is that no worker was seen lately', async () => {
    await query(databaseUrl, `UPDATE "WorkerProcess" SET "seenAt" = now() - interval '31 s'`);
    expect(await readItems()).toEqual([item('no_worker', 'critical', {})]);
  });

  it('is a vendor that fails, once for all of its workers, and since the first of them said so', async () => {
    await writeWorker('https://one.example', trouble('2026-11-22T10:00:00.000Z'));
    await writeWorker('https://one.example', trouble('2026-11-22T09:00:00.000Z'));
    await writeWorker('https://one.example');
    await writeWorker('https://other.example', trouble('2026-11-22T11:00:00.000Z'));
    const failing = (name: string, since: string) =>
      item('vendor_failing', 'critical', { name, count: 40, reason: 'the vendor answered 503', since });
    expect(await readItems()).toEqual([
      failing('https://one.example', '2026-11-22T09:00:00.000Z'),
      failing('https://other.example', '2026-11-22T11:00:00.000Z'),
    ]);
    await query(databaseUrl, `UPDATE "WorkerProcess" SET "seenAt" = now() - interval '1 h' WHERE vendor IS NOT NULL`);
    expect(await readItems()).toEqual([]);
  });

  it('is a queue that somebody paused, until it goes on', async () => {
    const owner = await asOwner(herald.url);
    expect((await owner.put('/queues/api/queues/deliveryQueue/pause')).status).toBe(200);
    expect(await readItems()).toEqual([item('queue_paused', 'critical', { name: 'deliveryQueue' })]);
    expect((await owner.put('/queues/api/queues/deliveryQueue/resume')).status).toBe(200);
    expect(await readItems()).toEqual([]);
  });

  it('is a campaign that paused itself before one that somebody paused', async () => {
    const byHand = await writeCampaign('By hand', ['PENDING']);
    await request(herald.url).post(`/api/campaigns/${byHand}/pause`);
    const itself = await writeCampaign(
      'By itself',
      ['PENDING'],
      `, status = 'PAUSED', "pausedAt" = now(), "pauseReason" = 'the vendor did not take a message'`,
    );
    expect(await readItems()).toEqual([
      item('campaign_paused', 'critical', {
        subjectId: itself,
        name: 'By itself',
        reason: 'the vendor did not take a message',
        since: ANY_TIME,
      }),
      item('campaign_paused', 'warning', {
        subjectId: byHand,
        name: 'By hand',
        reason: 'paused by hand',
        since: ANY_TIME,
      }),
    ]);
  });

  it('is a campaign of the last week that could not start', async () => {
    const failed = (days: number) =>
      `, status = 'FAILED', "failureReason" = 'no', "launchedAt" = NULL, "scheduledAt" = now() - interval '${days} days'`;
    const id = await writeCampaign('Lost', [], failed(6));
    await writeCampaign('Lost long ago', [], failed(8));
    expect(await readItems()).toEqual([
      item('campaign_failed', 'critical', { subjectId: id, name: 'Lost', reason: 'no', since: ANY_TIME }),
    ]);
  });

  it('is a campaign of the last week of which more than a tenth of at least 20 that were sent or failed has failed', async () => {
    const counts = (sent: number, failed: number, daysAgo = 1) =>
      `, "sentCount" = ${sent}, "failedCount" = ${failed}, "launchedAt" = now() - interval '${daysAgo} days'`;
    await writeCampaign('A tenth', [], counts(90, 10));
    await writeCampaign('Long ago', [], counts(0, 100, 8));
    await writeCampaign('Hardly any', [], counts(9, 10));
    const least = await writeCampaign('Twenty', [], counts(17, 3));
    const few = await writeCampaign('A few', [], counts(89, 10));
    const all = await writeCampaign('All', [], counts(0, 2_000_000_000));
    const many = (subjectId: string, name: string, count: number) =>
      item('many_failures', 'warning', { subjectId, name, count, since: ANY_TIME });
    expect(await readItems()).toEqual([
      many(all, 'All', 2_000_000_000),
      many(few, 'A few', 10),
      many(least, 'Twenty', 3),
    ]);
  });

  it('is a batch of the last week with rejected rows', async () => {
    await writeBatch(0, 1);
    await writeBatch(3, 8);
    const id = await writeBatch(2, 6);
    expect(await readItems()).toEqual([item('rows_rejected', 'warning', { subjectId: id, count: 2, since: ANY_TIME })]);
  });

  it('is a segment whose rules are no longer understood, be it for what they name', async () => {
    const write = async (name: string, rules: object) => {
      const id = newId();
      await query(
        databaseUrl,
        `INSERT INTO "Segment" (id, name, rules, "audienceUserIds", "audienceSize") VALUES ($1, $2, $3, '{}', 0)`,
        [id, name, JSON.stringify(rules)],
      );
      return id;
    };
    const inSegment = (value: string) => ({
      combinator: 'and',
      rules: [{ field: 'segment', operator: 'isIn', value }],
    });
    const sound = await write('Sound', NOBODY_NAMED);
    await write('Sound, too', inSegment(sound));
    const lost = await write('Names what is gone', inSegment(newId()));
    const broken = await write('Not rules', { combinator: 'xor' });
    const fresh = await startTestApi();
    const items = await readItems(fresh.url);
    await fresh.stop();
    expect(items).toEqual([
      item('segment_broken', 'warning', { subjectId: broken, name: 'Not rules', reason: expect.any(String) }),
      item('segment_broken', 'warning', { subjectId: lost, name: 'Names what is gone', reason: expect.any(String) }),
    ]);
  });

  it('is the worst first, and at most ten of each kind', async () => {
    for (let number = 0; number < 11; number += 1) await writeBatch(1, 0);
    await writeCampaign('Spring', Array<RowState>(20).fill('FAILED'));
    await query(databaseUrl, 'DELETE FROM "WorkerProcess"');
    await request(herald.url).post('/api/delivery/stop').send({});
    const kinds = (await readItems()).map(({ kind }) => kind);
    expect(kinds).toEqual([
      'sending_stopped',
      'no_worker',
      'many_failures',
      ...Array<string>(10).fill('rows_rejected'),
    ]);
  });

  it('is not waited for for ever', async () => {
    const response = await whileLocked(databaseUrl, 'Campaign', () => get());
    expect([response.status, problemSchema.parse(response.body).code]).toEqual([503, 'timed_out']);
  });

  it('takes no parameters', async () => {
    const response = await request(herald.url).get('/api/dashboard/attention?limit=3');
    expect([response.status, problemSchema.parse(response.body).code]).toEqual([400, 'invalid_input']);
  });
});
