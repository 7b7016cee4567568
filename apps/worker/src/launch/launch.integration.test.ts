import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@herald/shared';
import type { PublishableMessage } from '@herald/platform';
import {
  CampaignRepository,
  CommunicationLogRepository,
  createLogger,
  createPool,
  withRetriedTransaction,
} from '@herald/platform';

import { emptyDatabase, query } from '../../../../scripts/testing/fixtures/database.ts';
import { expectBooksToBalance } from '../../../../scripts/testing/fixtures/expect-books-to-balance.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import type { DeliveryPublisher } from '../delivery/delivery-publisher.ts';
import { LaunchService } from './launch.service.ts';
import { RecipientRepository } from './recipient.repository.ts';

const CUSTOMERS = 25;
const PAGE_SIZE = 10;
const { databaseUrl } = testServers();
const pool = createPool({ databaseUrl, maxConnections: 6, applicationName: 'herald-test' });
const campaigns = new CampaignRepository(pool);

beforeEach(() => emptyDatabase(databaseUrl));
afterAll(() => pool.end());

/** Launches with a publisher that notes what it is given, or does what the test says. */
function launcher(publish?: (messages: PublishableMessage[]) => Promise<void>) {
  const published: PublishableMessage[] = [];
  const publisher: Pick<DeliveryPublisher, 'publish'> = {
    publish: async (_campaignId, messages) => {
      await publish?.(messages);
      published.push(...messages);
    },
  };
  const service = new LaunchService({
    transact: (work) => withRetriedTransaction(pool, work),
    campaigns,
    recipients: new RecipientRepository(pool),
    logs: new CommunicationLogRepository(pool),
    publisher: publisher as DeliveryPublisher,
    logger: createLogger('test', 'silent'),
    zone: 'Asia/Kolkata',
    pageSize: PAGE_SIZE,
  });
  return { service, published };
}

async function writeCampaign(messageTemplate = 'Hi {name}', isDraft = false): Promise<string> {
  const [campaignId, segmentId] = [newId(), newId()];
  const ids = Array.from({ length: CUSTOMERS }, () => newId());
  await query(
    databaseUrl,
    `INSERT INTO "Customer" (id, name, "writtenBy", "writtenFields")
     SELECT id, 'Name ' || n, id, 0 FROM unnest($1::uuid[]) WITH ORDINALITY AS c(id, n)`,
    [ids],
  );
  await query(
    databaseUrl,
    `INSERT INTO "Segment" (id, name, rules, "audienceUserIds", "audienceSize") VALUES ($1, 'S', '{}', $2, $3)`,
    [segmentId, ids, ids.length],
  );
  const campaign = { id: campaignId, name: 'C', messageTemplate, segmentId };
  expect(await (isDraft ? campaigns.insertDraft(campaign) : campaigns.insertLaunched(campaign))).toBe(true);
  return campaignId;
}

const readRows = (campaignId: string) =>
  query<{ id: string; personalizedMessage: string }>(
    databaseUrl,
    'SELECT id, "personalizedMessage" FROM "CommunicationLog" WHERE "campaignId" = $1 ORDER BY id',
    [campaignId],
  );

describe('a launch', () => {
  it('writes one row for everybody, page by page, and publishes each of them', async () => {
    const campaignId = await writeCampaign();
    const { service, published } = launcher(() => expectBooksToBalance(databaseUrl, campaignId));
    await service.launch(campaignId);
    const rows = await readRows(campaignId);
    expect(rows.map((row) => row.personalizedMessage).toSorted()).toEqual(
      Array.from({ length: CUSTOMERS }, (_, index) => `Hi Name ${index + 1}`).toSorted(),
    );
    expect(published.map(({ id }) => id).toSorted()).toEqual(rows.map(({ id }) => id));
    expect(await campaigns.findById(campaignId)).toMatchObject({ status: 'SENDING', audienceCursor: CUSTOMERS });
    await expectBooksToBalance(databaseUrl, campaignId);
  });

  it('resumes after the last page that was committed', async () => {
    const campaignId = await writeCampaign();
    let pages = 0;
    const crashing = launcher(async () => {
      pages += 1;
      if (pages === 2) throw new Error('the process died here');
    });
    await expect(crashing.service.launch(campaignId)).rejects.toThrow('died');
    expect(await campaigns.findById(campaignId)).toMatchObject({ status: 'PROCESSING', audienceCursor: 2 * PAGE_SIZE });
    await expectBooksToBalance(databaseUrl, campaignId);

    const { service, published } = launcher();
    await service.launch(campaignId);
    expect(published).toHaveLength(CUSTOMERS - 2 * PAGE_SIZE);
    expect(await campaigns.findById(campaignId)).toMatchObject({ status: 'SENDING' });
    await expectBooksToBalance(databaseUrl, campaignId);
  });

  it('that runs in several workers at once writes and publishes every row once', async () => {
    const campaignId = await writeCampaign();
    const launches = Array.from({ length: 4 }, () => launcher());
    await Promise.all(launches.map(({ service }) => service.launch(campaignId)));
    const published = launches.flatMap((launched) => launched.published.map(({ id }) => id));
    expect(published.toSorted()).toEqual((await readRows(campaignId)).map(({ id }) => id));
    await expectBooksToBalance(databaseUrl, campaignId);
  });

  it.each([
    ['a campaign that is launched already', async (id: string) => launcher().service.launch(id)],
    [
      'a campaign that has ended',
      async (id: string) =>
        void (await query(databaseUrl, `UPDATE "Campaign" SET status = 'FAILED' WHERE id = $1`, [id])),
    ],
  ])('leaves %s alone', async (_name, prepare) => {
    const campaignId = await writeCampaign();
    await prepare(campaignId);
    const before = await campaigns.findById(campaignId);
    const { service, published } = launcher();
    await service.launch(campaignId);
    expect(published).toEqual([]);
    expect(await campaigns.findById(campaignId)).toEqual(before);
  });

  it('leaves a draft alone, and what does not exist', async () => {
    const draft = await writeCampaign('Hi', true);
    const { service, published } = launcher();
    await service.launch(draft);
    await service.launch(newId());
    expect(published).toEqual([]);
    expect(await readRows(draft)).toEqual([]);
  });

  it('goes to the audience as it was frozen, whatever became of the segment', async () => {
    const campaignId = await writeCampaign();
    await query(databaseUrl, `UPDATE "Segment" SET "audienceUserIds" = '{}', "audienceSize" = 0`);
    await launcher().service.launch(campaignId);
    expect(await readRows(campaignId)).toHaveLength(CUSTOMERS);
    await expectBooksToBalance(databaseUrl, campaignId);
  });

  it('completes when not one message could be made', async () => {
    const campaignId = await writeCampaign('{% if name %}{% for i in (1..2500) %}0123456789{% endfor %}{% endif %}');
    const { service, published } = launcher();
    await service.launch(campaignId);
    expect(published).toEqual([]);
    expect(await campaigns.findById(campaignId)).toMatchObject({
      status: 'COMPLETED',
      failedCount: CUSTOMERS,
      sentCount: 0,
    });
    await expectBooksToBalance(databaseUrl, campaignId);
  });

  it('ends as FAILED with the reason when its template can never be rendered', async () => {
    const campaignId = await writeCampaign('Hi {nmae}');
    await launcher().service.launch(campaignId);
    expect(await campaigns.findById(campaignId)).toMatchObject({
      status: 'FAILED',
      failureReason: expect.stringContaining('nmae'),
    });
    expect(await readRows(campaignId)).toEqual([]);
  });
});
