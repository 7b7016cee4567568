import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@herald/shared';
import type { SegmentKind } from '@herald/shared';

import { emptyDatabase, query } from '../../../../scripts/testing/fixtures/database.ts';
import { expectBooksToBalance } from '../../../../scripts/testing/fixtures/expect-books-to-balance.ts';
import { LaunchedCampaign } from '../../../../scripts/testing/fixtures/launched-campaign.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { createPool, withTransaction } from '../db/pool.ts';
import { CampaignRepository } from '../repositories/campaign.repository.ts';
import { RuleContextRepository } from '../repositories/rule-context.repository.ts';
import { SavedSegmentRepository } from '../repositories/saved-segment.repository.ts';
import { RuleReader } from '../rules/rule-reader.ts';
import { CampaignLauncher } from './campaign-launcher.ts';

const OFTEN = { combinator: 'and', rules: [{ field: 'visits', operator: '>=', value: 3 }] };
const BROKEN = { combinator: 'and', rules: [{ field: 'shoeSize', operator: '>=', value: 3 }] };
const NOW = new Date('2026-11-28T10:00:00Z');
const EARLIER = new Date('2026-11-28T09:59:59Z');
const LATER = new Date('2026-11-28T10:00:01Z');

const { databaseUrl } = testServers();
const pool = createPool({ databaseUrl, maxConnections: 4, applicationName: 'herald-test' });
const campaigns = new CampaignRepository(pool);
const launcher = new CampaignLauncher({
  campaigns,
  segments: new SavedSegmentRepository(),
  reader: new RuleReader(new RuleContextRepository(pool, { timeZone: 'UTC', currency: 'INR' }), () => NOW),
});
/** Customer n visited n times. */
let customerIds: string[];

beforeEach(async () => {
  customerIds = Array.from({ length: 5 }, newId);
  await query(
    databaseUrl,
    `INSERT INTO "Customer" (id, visits, "writtenBy", "writtenFields")
     SELECT id, n - 1, id, 0 FROM unnest($1::uuid[]) WITH ORDINALITY AS c(id, n)`,
    [customerIds],
  );
});
afterEach(() => emptyDatabase(databaseUrl));
afterAll(() => pool.end());

/** A draft to a segment that froze the first customer when it was saved. */
async function writeDraft(kind: SegmentKind = 'dynamic', rules: object = OFTEN): Promise<string> {
  const [id, segmentId] = [newId(), newId()];
  await query(
    databaseUrl,
    `INSERT INTO "Segment" (id, name, rules, kind, "audienceUserIds", "audienceSize")
     VALUES ($1, 'Often', $2, $3::"SegmentKind", $4, 1)`,
    [segmentId, rules, kind.toUpperCase(), kind === 'static' ? [customerIds[0]] : []],
  );
  const campaign = { id, name: 'Hello', messageTemplate: 'Hi', segmentId, holdoutPercent: 0, reachBy: null };
  expect(await campaigns.insertDraft(campaign)).toBe(true);
  return id;
}

async function audienceOf(id: string): Promise<string[]> {
  const [row] = await query<{ ids: string[] }>(
    databaseUrl,
    'SELECT "audienceUserIds" AS ids FROM "Campaign" WHERE id = $1',
    [id],
  );
  return row?.ids ?? [];
}

const launch = (id: string, revision?: number) => withTransaction(pool, (tx) => launcher.launch(tx, id, revision));
const launchDue = (id: string, now = NOW) => withTransaction(pool, (tx) => launcher.launchDue(tx, id, now));
const schedule = (id: string, at: Date) => withTransaction(pool, (tx) => launcher.schedule(tx, id, at));

describe('a launch', () => {
  it('to a dynamic segment freezes whom its rules select now', async () => {
    const id = await writeDraft('dynamic');
    await launch(id);
    expect(await campaigns.findById(id)).toMatchObject({
      status: 'PROCESSING',
      audienceSize: 2,
      audienceCursor: 0,
      launchedAt: expect.any(Date),
      progressAt: expect.any(Date),
    });
    expect(await audienceOf(id)).toEqual([customerIds[3], customerIds[4]]);
    await expectBooksToBalance(databaseUrl, id);
  });

  it('to a static segment takes the audience as it was frozen', async () => {
    const id = await writeDraft('static');
    await launch(id);
    expect(await audienceOf(id)).toEqual([customerIds[0]]);
    await expectBooksToBalance(databaseUrl, id);
  });

  it.each<SegmentKind>(['static', 'dynamic'])('to a %s segment that is not understood is refused', async (kind) => {
    const id = await writeDraft(kind, BROKEN);
    for (const attempt of [launch(id), schedule(id, LATER)]) {
      await expect(attempt).rejects.toMatchObject({
        code: 'conflict',
        message: expect.stringContaining('the segment "Often" cannot be used, its rules are no longer understood'),
      });
    }
    expect(await campaigns.findById(id)).toMatchObject({ status: 'DRAFT', launchedAt: null, scheduledAt: null });
    await expectBooksToBalance(databaseUrl, id);
  });

  it('happens once, of however many that meet', async () => {
    const id = await writeDraft();
    const results = await Promise.allSettled([launch(id), launch(id), launch(id)]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected', 'rejected']);
    await expect(launch(id)).rejects.toMatchObject({
      code: 'conflict',
      message: 'the campaign "Hello" is PROCESSING: launch is not possible, only pause or cancel',
    });
    await expect(schedule(id, LATER)).rejects.toMatchObject({ code: 'conflict' });
    await expectBooksToBalance(databaseUrl, id);
  });

  it.each([
    ['', 'must not be empty'],
    [' \n ', 'must not be empty'],
    ['Hi\n{nmae}', 'unknown variable "nmae" at line 2, column 1'],
  ])('of a draft with the template %j is refused, now and at a time', async (messageTemplate, message) => {
    const id = await writeDraft();
    await query(databaseUrl, 'UPDATE "Campaign" SET "messageTemplate" = $2 WHERE id = $1', [id, messageTemplate]);
    for (const attempt of [launch(id), schedule(id, LATER)]) {
      await expect(attempt).rejects.toMatchObject({
        code: 'invalid_input',
        fields: [{ path: 'messageTemplate', message: expect.stringContaining(message) }],
      });
    }
    expect(await campaigns.findById(id)).toMatchObject({ status: 'DRAFT' });
  });

  it('of a draft as it was before somebody changed it is refused', async () => {
    const id = await writeDraft();
    await withTransaction(pool, (tx) => campaigns.updateDraft(tx, id, 0, { messageTemplate: 'Bye' }));
    await expect(launch(id, 0)).rejects.toMatchObject({ code: 'conflict', fields: [{ path: 'revision' }] });
    await launch(id, 1);
    expect(await campaigns.findById(id)).toMatchObject({ status: 'PROCESSING', messageTemplate: 'Bye', revision: 1 });
  });

  it('of a draft that is changed while its audience is looked for is refused', async () => {
    const id = await writeDraft();
    const meanwhile = withTransaction(pool, async (tx) => {
      const before = (await campaigns.findById(id, tx))!;
      // Committed by somebody else, between the look at it and the launch.
      await withTransaction(pool, (other) => campaigns.updateDraft(other, id, 0, { messageTemplate: '{nmae}' }));
      return campaigns.launch(tx, before, undefined);
    });
    expect(await meanwhile).toBe(false);
    expect(await campaigns.findById(id)).toMatchObject({ status: 'DRAFT', revision: 1 });
  });

  it('of what is not there is refused', async () => {
    await expect(launch(newId())).rejects.toMatchObject({ code: 'not_found' });
    await expect(schedule(newId(), LATER)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('of a campaign that waits for its time does not wait any longer', async () => {
    const id = await writeDraft();
    await schedule(id, LATER);
    await launch(id);
    expect(await campaigns.findById(id)).toMatchObject({ status: 'PROCESSING', scheduledAt: LATER });
    expect(await launchDue(id, LATER)).toBe(false);
  });
});

describe('a campaign that waits for its time', () => {
  it('is launched when it has come, to whom the segment holds then', async () => {
    const id = await writeDraft();
    await schedule(id, NOW);
    expect(await launchDue(id, EARLIER)).toBe(false);
    expect(await campaigns.findById(id)).toMatchObject({ status: 'SCHEDULED', launchedAt: null });
    await expectBooksToBalance(databaseUrl, id);
    await query(databaseUrl, 'UPDATE "Customer" SET visits = 9 WHERE id = $1', [customerIds[0]]);
    expect(await launchDue(id)).toBe(true);
    expect(await audienceOf(id)).toEqual([customerIds[0], customerIds[3], customerIds[4]]);
    expect(await launchDue(id)).toBe(false);
    await expectBooksToBalance(databaseUrl, id);
  });

  it('is launched once, of however many workers that meet', async () => {
    const id = await writeDraft();
    await schedule(id, EARLIER);
    const launched = await Promise.all([launchDue(id), launchDue(id), launchDue(id)]);
    expect(launched.filter(Boolean)).toHaveLength(1);
  });

  it('waits on when it got another time between the look at it and the launch', async () => {
    const id = await writeDraft();
    await schedule(id, LATER);
    expect(await withTransaction(pool, (tx) => campaigns.launch(tx, { id, revision: 0 }, undefined, NOW))).toBe(false);
    expect(await campaigns.findById(id)).toMatchObject({ status: 'SCHEDULED', scheduledAt: LATER });
  });

  it('says why it cannot be launched when its segment is no longer understood', async () => {
    const id = await writeDraft();
    await schedule(id, EARLIER);
    await query(databaseUrl, 'UPDATE "Segment" SET rules = $1', [BROKEN]);
    await expect(launchDue(id)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is no draft, no launched campaign and nothing that is not there', async () => {
    const sending = await LaunchedCampaign.write(databaseUrl, ['PENDING']);
    for (const id of [await writeDraft(), sending.id, newId()]) expect(await launchDue(id, LATER)).toBe(false);
  });
});
