import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { signatureHeaders } from '@herald/platform';
import type { CampaignDetailOutput } from '@herald/shared';
import supertest from 'supertest';

import { eventually } from '../../../../scripts/testing/fixtures/eventually.ts';
import { expectBooksToBalance } from '../../../../scripts/testing/fixtures/expect-books-to-balance.ts';
import { startTestApi, startTestWorker } from '../../../../scripts/testing/fixtures/herald.ts';
import type { RunningHerald } from '../../../../scripts/testing/fixtures/herald.ts';
import { request } from '../../../../scripts/testing/fixtures/request.ts';
import { writeSmallShop } from '../../../../scripts/testing/fixtures/small-shop.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { CampaignsApi } from '../campaigns/testing/campaigns-api.ts';
import { all, ask } from '../segments/testing/example-segments.ts';
import { SegmentsApi } from '../segments/testing/segments-api.ts';
import { emptyBooks, message, readBooks } from './testing/vendor-api.ts';

const SECRET = 'what the worker shares with the vendor';
/** Asks the vendor about messages, as soon as it took them. */
const CURIOUS = { RECOUNT_INTERVAL_MS: '200', RECEIPT_LOOKUP_AFTER_MS: '100' };

const { databaseUrl } = testServers();
let api: RunningHerald;
let campaigns: CampaignsApi;
let everyone: string;

beforeAll(async () => {
  // Nobody reports anything: what became of a message is known to who asks for it.
  api = await startTestApi({
    VENDOR_SECRET: SECRET,
    MOCK_VENDOR_FAULTS: 'lose=1',
    MOCK_VENDOR_FAILURE_RATE: '0',
    // With a limit a worker that has another secret would soon be told to come later.
    RATE_LIMIT_BAD_CREDENTIALS: '0',
  });
  campaigns = new CampaignsApi(api.url);
  await writeSmallShop(databaseUrl);
  everyone = (await new SegmentsApi(api.url).create('Everyone', all(ask('visits', '>=', 0)), 'dynamic')).id;
});
beforeEach(() => emptyBooks());
afterAll(() => api.stop());

/** Sends to everyone with a worker that has this secret, until the campaign is over. */
async function sendWith(secret: string): Promise<CampaignDetailOutput> {
  const worker = await startTestWorker(api, { VENDOR_SECRET: secret, ...CURIOUS });
  try {
    const { id } = await campaigns.create({ name: 'Diwali', messageTemplate: 'Hi {name|there}', segmentId: everyone });
    return await eventually(async () => {
      await expectBooksToBalance(databaseUrl, id);
      const campaign = await campaigns.find(id);
      expect(campaign.status).toBe('COMPLETED');
      return campaign;
    });
  } finally {
    await worker.stop();
  }
}

describe('a mock vendor that shares a secret with the worker', () => {
  it('takes what the worker sends, and answers what it asks', async () => {
    const { sentCount, failedCount } = await sendWith(SECRET);
    expect([sentCount > 0, failedCount]).toEqual([true, 0]);
    expect(await readBooks()).toHaveLength(sentCount);
  });

  it('takes nothing of a worker that has another', async () => {
    const { sentCount, failedCount, rows } = await sendWith(`${SECRET}!`);
    expect([sentCount, failedCount > 0, await readBooks()]).toEqual([0, true, []]);
    expect(rows[0]).toMatchObject({ status: 'FAILED', failureReason: 'the vendor answered 401' });
  });

  it('takes nothing of anybody else, whoever signs in or has a key', async () => {
    const body = message();
    const [sendPath, lookupPath] = ['/api/mock-vendor/send-email', `/api/mock-vendor/messages/${body.customerId}`];
    for (const as of [supertest(api.url), request(api.url)]) {
      expect((await as.post(sendPath).send(body)).status).toBe(401);
      expect((await as.get(lookupPath)).status).toBe(401);
    }
    expect(await readBooks()).toEqual([]);
    const signed = await supertest(api.url).get(lookupPath).set(signatureHeaders(SECRET, lookupPath));
    expect(signed.status).toBe(404);
  });

  it('shows its books to people and keys, and not to the worker', async () => {
    const path = '/api/mock-vendor/messages';
    expect((await request(api.url).get(path)).status).toBe(200);
    expect((await supertest(api.url).get(path).set(signatureHeaders(SECRET, path))).status).toBe(401);
  });
});
