import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';

import { HeraldClient } from '../../../../scripts/herald/herald-client.ts';
import { startThrowAwayHerald } from '../../../../scripts/herald/throw-away-herald.ts';
import type { ThrowAwayHerald } from '../../../../scripts/herald/throw-away-herald.ts';
import { query } from '../../../../scripts/testing/fixtures/database.ts';
import { eventually } from '../../../../scripts/testing/fixtures/eventually.ts';
import { expectBooksToBalance } from '../../../../scripts/testing/fixtures/expect-books-to-balance.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { CERTIFICATE } from './testing/certificate.ts';
import { MailServer } from './testing/mail-server.ts';

const CUSTOMERS = 60;
/** So many mails are read when the worker is killed, one of them without an answer. */
const BEFORE_THE_KILL = 20;
const REFUSED = 'customer-7@example.com';
const PASSWORD = 's3cret/+@';

jest.setTimeout(120_000);

let folder: string;
let server: MailServer;
let herald: ThrowAwayHerald;
let api: HeraldClient;
/** Is there while the mail server answers nothing. */
let holdFrom = BEFORE_THE_KILL;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'herald-smtp-'));
  const certificate = path.join(folder, 'certificate.pem');
  await writeFile(certificate, CERTIFICATE.cert);
  server = await MailServer.start({
    offersTls: true,
    user: { name: 'chai', password: PASSWORD },
    ofAddress: (address) => (address === REFUSED ? 550 : 'take'),
    afterText: () => (server.read.length >= holdFrom ? 'hang' : 'take'),
  });
  herald = await startThrowAwayHerald({
    databaseUrl: testServers().databaseUrl,
    isMigrated: true,
    env: {
      VENDOR_URL: `smtp://chai:${encodeURIComponent(PASSWORD)}@localhost:${server.port}`,
      VENDOR_LOOKUP_URL: '',
      SMTP_FROM: 'Chai Shop <hello@chai.example>',
      SMTP_CONNECTIONS: '1',
      OUTGOING_PRIVATE_ADDRESSES: '127.0.0.1,::1',
      NODE_EXTRA_CA_CERTS: certificate,
      WORKER_HEARTBEAT_MS: '200',
      WORKER_DEAD_AFTER_MS: '1000',
      DELIVERY_BATCH_SIZE: '10',
      RECOUNT_INTERVAL_MS: '500',
      SWEEP_INTERVAL_MS: '500',
      SWEEP_GRACE_MS: '200',
      JOB_LOCK_MS: '1000',
      STALLED_INTERVAL_MS: '500',
    },
  });
  api = new HeraldClient(herald.url, herald);
});
afterAll(async () => {
  await api.close();
  await herald.stop();
  await server.stop();
  await rm(folder, { recursive: true });
});

it('a campaign goes out by mail, and a worker that is killed while one is handed over leaves one uncertain', async () => {
  const users = Array.from({ length: CUSTOMERS }, (_, index) => ({
    externalId: `smtp-${index}`,
    name: `Customer ${index}`,
    email: `customer-${index}@example.com`,
    tags: ['smtp'],
  }));
  await api.waitForIngestion((await api.sendCustomers(users)).ingestionId);
  const segment = await api.createSegment('Mail', {
    combinator: 'and',
    rules: [{ field: 'tags', operator: 'has', value: 'smtp' }],
  });
  const messageTemplate = 'Subject: Tea for {name}\n\nHi {name}, the kettle is on.';
  const { id } = await api.launchCampaign({ name: 'By mail', segmentId: segment.id, messageTemplate });

  await eventually(async () => expect(server.read.length).toBeGreaterThanOrEqual(BEFORE_THE_KILL));
  await herald.worker.kill('SIGKILL');
  holdFrom = Number.POSITIVE_INFINITY;
  await herald.worker.start();
  await eventually(async () => expect((await api.getCampaign(id)).status).toBe('COMPLETED'), 60_000);

  const ends = await query<{ status: string; failureClass: string | null; email: string }>(
    herald.databaseUrl,
    `SELECT l.status, l."failureClass", c.email FROM "CommunicationLog" l JOIN "Customer" c ON c.id = l."customerId"
     WHERE l."campaignId" = $1`,
    [id],
  );
  const of = (status: string, failureClass: string | null) =>
    ends.filter((end) => end.status === status && end.failureClass === failureClass).map(({ email }) => email);
  const read = server.read.map(({ to }) => to);
  const taken = server.taken.map(({ to }) => to);
  const uncertain = of('FAILED', 'UNCERTAIN');
  expect(new Set(read).size).toBe(read.length);
  expect(of('FAILED', 'REFUSED').concat(of('FAILED', 'UNDELIVERED'))).toEqual([REFUSED]);
  // What the server took and Herald does not know of: at most what one connection was about when it was cut.
  expect(uncertain).toHaveLength(1);
  expect(of('SENT', null).toSorted()).toEqual(taken.filter((to) => !uncertain.includes(to)).toSorted());
  expect(read.toSorted()).toEqual([...of('SENT', null), ...uncertain].toSorted());
  expect(server.taken.find(({ to }) => to === 'customer-1@example.com')?.content).toMatch(
    /^Subject: Tea for Customer 1\r$/m,
  );
  await expectBooksToBalance(herald.databaseUrl, id);

  // A person who asks for it by name gets it handed over again, once.
  await retryUncertain(id);
  await eventually(async () => expect((await api.getCampaign(id)).sentCount).toBe(CUSTOMERS - 1), 60_000);
  expect(server.read.map(({ to }) => to).toSorted()).toEqual([...read, ...uncertain].toSorted());
});

async function retryUncertain(campaignId: string): Promise<void> {
  const answer = await fetch(`${herald.url}/api/campaigns/${campaignId}/retry-failed`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${herald.apiKey}` },
    body: JSON.stringify({ failureClass: 'UNCERTAIN' }),
  });
  expect(await answer.json()).toMatchObject({ reopened: 1 });
}
