import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { idempotencyKeyOf, newId } from '@herald/shared';
import { createPool, currentCall, ReceiptInboxRepository, runInCall, withRetriedTransaction } from '@herald/platform';

import { emptyDatabase, query } from '../../../../scripts/testing/fixtures/database.ts';
import { eventually } from '../../../../scripts/testing/fixtures/eventually.ts';
import { LaunchedCampaign } from '../../../../scripts/testing/fixtures/launched-campaign.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { SmtpConnections } from './smtp-connections.ts';
import { SmtpMessageRepository } from './smtp-message.repository.ts';
import { SmtpVendor } from './smtp-vendor.ts';
import { MailServer, plainServerAt } from './testing/mail-server.ts';
import type { MailServerOptions } from './testing/mail-server.ts';

const { databaseUrl } = testServers();
const pool = createPool({ databaseUrl, maxConnections: 4, applicationName: 'herald-test' });
const books = new SmtpMessageRepository(pool);
const stops: (() => unknown)[] = [];

beforeEach(() => emptyDatabase(databaseUrl));
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});
afterAll(() => pool.end());

/** A vendor before a mail server that answers as the test says. */
async function open(options: MailServerOptions = {}) {
  const server = await MailServer.start(options);
  stops.push(() => server.stop());
  const connections = new SmtpConnections(plainServerAt(server.port));
  const announced: string[] = [];
  const announcedFor: (string | undefined)[] = [];
  const ended: string[] = [];
  const vendor = new SmtpVendor({
    books,
    inbox: new ReceiptInboxRepository(pool),
    transact: (work) => withRetriedTransaction(pool, work),
    queues: {
      publish: async (queue) => {
        announced.push(queue);
        announcedFor.push(currentCall()?.requestId);
        return true;
      },
    },
    connections,
    sender: { from: 'Chai Shop <hello@chai.example>' },
    calls: { ended: (outcome) => void ended.push(outcome) },
    ending: new AbortController().signal,
  });
  stops.push(() => vendor.close());
  return { server, vendor, announced, announcedFor, ended };
}

async function messageTo(email: string | null) {
  const customerId = newId();
  await query(databaseUrl, `INSERT INTO "Customer" (id, email, "writtenBy", "writtenFields") VALUES ($1, $2, $1, 0)`, [
    customerId,
    email,
  ]);
  return { communicationLogId: newId(), customerId, message: 'Subject: Tea\n\nHi Asha' };
}

const stored = () => query(databaseUrl, 'SELECT key, "communicationLogId", state FROM "SmtpMessage"');
const receipts = () => query(databaseUrl, 'SELECT "communicationLogId", "vendorMessageId", status FROM "ReceiptInbox"');

describe('a mail server as a vendor', () => {
  it('announces receipts, which are of many calls, as none of these', async () => {
    const { vendor, announcedFor } = await open();
    const message = await messageTo('asha@example.com');
    await runInCall({ requestId: 'a-1' }, () => vendor.send(message, message.communicationLogId));
    await eventually(async () => expect(announcedFor).toEqual([expect.stringMatching(/^[\da-f-]{36}$/)]));
  });

  it('takes a message once, however often it is asked with its key, and reports it with the same commit', async () => {
    const { server, vendor, announced, ended } = await open();
    const message = await messageTo('asha@example.com');
    const key = message.communicationLogId;
    const answers = [await vendor.send(message, key), await vendor.send(message, key)];
    expect(answers).toEqual([
      { outcome: 'accepted', vendorMessageId: key },
      { outcome: 'accepted', vendorMessageId: key },
    ]);
    expect(server.taken.map(({ to }) => to)).toEqual(['asha@example.com']);
    expect(server.taken[0]?.content).toMatch(/^Subject: Tea\r$/m);
    expect(await stored()).toEqual([{ key, communicationLogId: key, state: 'SENT' }]);
    expect(await receipts()).toEqual([{ communicationLogId: key, vendorMessageId: key, status: 'SENT' }]);
    expect(await vendor.find(key)).toMatchObject({ outcome: 'reported', vendorMessageId: key, status: 'SENT' });
    expect(ended).toEqual(['accepted', 'accepted']);
    await eventually(async () => expect(announced).toEqual(['receipts']));
  });

  it('takes it once more in another round, which is another delivery', async () => {
    const { server, vendor } = await open();
    const message = await messageTo('asha@example.com');
    for (const round of [0, 1, 1]) {
      await vendor.send(message, idempotencyKeyOf(message.communicationLogId, round));
    }
    expect(server.taken).toHaveLength(2);
  });

  it.each([
    ['it refuses for good', 'asha@example.com', { afterText: () => 554 }, 'the mail server answered 554'],
    ['whose customer has no email', null, {}, 'the customer has no email'],
  ] satisfies [string, string | null, MailServerOptions, string][])(
    'has failed with a message that %s',
    async (_what, email, options, reason) => {
      const { server, vendor } = await open(options);
      const message = await messageTo(email);
      const key = message.communicationLogId;
      expect(await vendor.send(message, key)).toEqual({ outcome: 'refused', reason });
      expect(await receipts()).toMatchObject([{ communicationLogId: key, status: 'FAILED' }]);
      expect(await vendor.find(key)).toMatchObject({ outcome: 'reported', status: 'FAILED' });
      expect(await vendor.send(message, key)).toEqual({ outcome: 'refused', reason: 'the mail server refused it' });
      expect(server.read.length).toBeLessThanOrEqual(1);
    },
  );

  it.each([
    ['EMAIL', 1, { outcome: 'accepted' }],
    ['PHONE', 0, { outcome: 'refused', reason: 'the campaign is one by phone, and this is a mail server' }],
    [null, 1, { outcome: 'accepted' }],
  ])('of a campaign that reaches people by %s takes %i', async (reachBy, taken, answer) => {
    const { server, vendor } = await open();
    const campaign = await LaunchedCampaign.write(databaseUrl, ['PENDING']);
    await query(databaseUrl, 'UPDATE "Campaign" SET "reachBy" = $1', [reachBy]);
    const [customer] = await query<{ id: string }>(
      databaseUrl,
      `UPDATE "Customer" SET email = 'asha@example.com', phone = '+911234567890' RETURNING id`,
    );
    const [communicationLogId = ''] = campaign.rowIds;
    const message = { communicationLogId, customerId: customer?.id ?? '', message: 'Hi Asha' };
    expect(await vendor.send(message, communicationLogId)).toMatchObject(answer);
    expect(server.read).toHaveLength(taken);
  });

  it('is asked again for what it did not take for now, as if it had never been asked', async () => {
    let answer: 451 | 'take' = 451;
    const { server, vendor } = await open({ afterText: () => answer });
    const message = await messageTo('asha@example.com');
    const key = message.communicationLogId;
    const unanswered = { outcome: 'unanswered', isTaken: 'no', reason: 'the mail server answered 451' };
    expect(await vendor.send(message, key)).toEqual(unanswered);
    expect([await stored(), await receipts()]).toEqual([[], []]);
    expect(await vendor.find(key)).toEqual({ outcome: 'unknown' });
    answer = 'take';
    expect(await vendor.send(message, key)).toMatchObject({ outcome: 'accepted' });
    expect(server.taken).toHaveLength(1);
  });

  it('is never asked again for what it may have taken', async () => {
    let answer: 'cut' | 'take' = 'cut';
    const { server, vendor } = await open({ afterText: () => answer });
    const message = await messageTo('asha@example.com');
    const key = message.communicationLogId;
    expect(await vendor.send(message, key)).toMatchObject({ outcome: 'uncertain' });
    answer = 'take';
    expect(await vendor.send(message, key)).toMatchObject({ outcome: 'uncertain' });
    expect(await vendor.find(key)).toEqual({ outcome: 'uncertain' });
    expect([server.read.length, server.taken.length]).toEqual([1, 0]);
    expect([await stored(), await receipts()]).toEqual([[{ key, communicationLogId: key, state: 'UNCERTAIN' }], []]);
  });

  it.each(['send', 'find'] as const)('nor for what a process was handing over when it was killed (%s)', async (how) => {
    const { server, vendor } = await open();
    const message = await messageTo('asha@example.com');
    const key = message.communicationLogId;
    await books.enter(key, key);
    const answer = how === 'send' ? await vendor.send(message, key) : await vendor.find(key);
    expect(answer).toMatchObject({ outcome: 'uncertain' });
    expect(server.read).toEqual([]);
    expect(await stored()).toMatchObject([{ state: 'UNCERTAIN' }]);
  });

  it('may have taken a former round of what it did not take this time', async () => {
    let answer: 'cut' | 451 = 'cut';
    const { vendor } = await open({ afterText: () => answer });
    const message = await messageTo('asha@example.com');
    const keys = [0, 1, 2].map((round) => idempotencyKeyOf(message.communicationLogId, round));
    await vendor.send(message, keys[0] ?? '');
    answer = 451;
    expect(await vendor.send(message, keys[1] ?? '')).toMatchObject({ outcome: 'unanswered', isTaken: 'no' });
    expect(await Promise.all(keys.map((key) => vendor.find(key)))).toEqual(keys.map(() => ({ outcome: 'uncertain' })));
    expect(await vendor.find(newId())).toEqual({ outcome: 'unknown' });
  });
});
