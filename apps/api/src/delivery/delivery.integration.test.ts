import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { deliveryStateOutput, newId } from '@herald/shared';
import type { DeliveryStateOutput, QueuePayload } from '@herald/shared';
import { createLogger, Queues } from '@herald/platform';
import type { Response } from 'supertest';

import { emptyDatabase, query } from '../../../../scripts/testing/fixtures/database.ts';
import { eventually } from '../../../../scripts/testing/fixtures/eventually.ts';
import { startTestApi, startTestWorker } from '../../../../scripts/testing/fixtures/herald.ts';
import type { RunningHerald } from '../../../../scripts/testing/fixtures/herald.ts';
import { LaunchedCampaign } from '../../../../scripts/testing/fixtures/launched-campaign.ts';
import type { RowState } from '../../../../scripts/testing/fixtures/launched-campaign.ts';
import { PublishedLaunches } from '../../../../scripts/testing/fixtures/published-launches.ts';
import { request } from '../../../../scripts/testing/fixtures/request.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { refusalOf } from '../segments/testing/segments-api.ts';

const ON: DeliveryStateOutput = {
  sending: 'on',
  reason: null,
  stoppedAt: null,
  workers: [],
  waitingReceipts: 0,
  orphanReceipts: 0,
};

const servers = testServers();
const { databaseUrl } = servers;
const launches = new PublishedLaunches(servers);
let herald: RunningHerald;

beforeAll(async () => {
  herald = await startTestApi();
});
afterEach(async () => {
  await launches.take();
  await emptyDatabase(databaseUrl);
});
afterAll(async () => {
  await launches.close();
  await herald.stop();
});

const post = (path: string, body?: object) => request(herald.url).post(`/api/delivery${path}`).send(body);
const stateOf = ({ status, body }: Response) => {
  expect([status, body]).toEqual([200, body]);
  return deliveryStateOutput.strict().parse(body);
};
const read = async () => stateOf(await request(herald.url).get('/api/delivery'));
const stop = async (body?: object) => stateOf(await post('/stop', body));
const start = async () => stateOf(await post('/start'));

/** Past the launch queue, which another one consumes here. */
async function publishMessages(campaign: LaunchedCampaign): Promise<void> {
  const messages = await query<QueuePayload<'delivery'>['messages'][number]>(
    databaseUrl,
    `SELECT id AS "communicationLogId", "customerId", "personalizedMessage" FROM "CommunicationLog"
     WHERE "campaignId" = $1`,
    [campaign.id],
  );
  const queues = new Queues({ ...servers, prefix: servers.queuePrefix }, createLogger('test', 'silent'));
  await queues.publish('delivery', [{ id: newId(), payload: { campaignId: campaign.id, messages } }]);
  await queues.close();
}

describe('GET /api/delivery', () => {
  it('says that messages go out, and that nobody is there to send them', async () => {
    expect(await read()).toEqual(ON);
  });

  it('shows the workers that were seen in the last half minute', async () => {
    const [running, gone] = [newId(), newId()];
    await query(
      databaseUrl,
      `INSERT INTO "WorkerProcess" (id, "startedAt", "seenAt")
       SELECT id, now() - interval '1 hour', now() - ago FROM unnest($1::uuid[], $2::interval[]) AS w(id, ago)`,
      [
        [running, gone],
        ['20 s', '31 s'],
      ],
    );
    const time = expect.any(String);
    expect((await read()).workers).toEqual([
      { id: running, startedAt: time, seenAt: time, vendor: null, vendorTrouble: null },
    ]);
  });

  it('shows through whom a worker sends and what is wrong there, and no credentials', async () => {
    const away = 'http://user:secret-of-vendor@127.0.0.1:9/send?token=secret-of-query';
    const VENDOR_SECRET = 'secret-that-signs-the-calls-of-this-worker';
    const worker = await startTestWorker(herald, {
      VENDOR_URL: away,
      VENDOR_SECRET,
      WORKER_HEARTBEAT_MS: '100',
      DELIVERY_MAX_ATTEMPTS: '1000',
    });
    try {
      await publishMessages(await LaunchedCampaign.write(databaseUrl, Array<RowState>(30).fill('PENDING')));
      const [shown] = await eventually(async () => {
        const state = await read();
        expect(state.workers[0]?.vendorTrouble).toHaveProperty('failuresInRow');
        return state.workers;
      });
      expect(shown).toMatchObject({
        vendor: { origin: 'http://127.0.0.1:9', isMock: false, isSigned: true, canLookUp: false, messagesPerJob: 7 },
        vendorTrouble: {
          failuresInRow: expect.any(Number),
          lastError: 'no answer from the vendor (ECONNREFUSED)',
        },
      });
      const [row] = await query<{ text: string }>(
        databaseUrl,
        'SELECT json_agg(w)::text AS text FROM "WorkerProcess" w',
      );
      for (const text of [JSON.stringify(shown), row?.text]) expect(text).not.toMatch(/secret|user|token/);
    } finally {
      await worker.stop();
    }
  });

  it('counts the receipts that wait, and those about messages that nobody knows', async () => {
    const columns = `id, "communicationLogId", "vendorMessageId", status, "occurredAt"`;
    const values = `gen_random_uuid(), gen_random_uuid(), 'v' || n, 'SENT', now()`;
    await query(databaseUrl, `INSERT INTO "ReceiptInbox" (${columns}) SELECT ${values} FROM generate_series(1, 3) n`);
    await query(
      databaseUrl,
      `INSERT INTO "ReceiptEvent" (${columns}, kind, "receivedAt")
       SELECT ${values}, (CASE WHEN n = 1 THEN 'LATE' ELSE 'ORPHAN' END)::"ReceiptEventKind", now()
       FROM generate_series(1, 3) n`,
    );
    expect(await read()).toMatchObject({ waitingReceipts: 3, orphanReceipts: 2 });
  });
});

describe('POST /api/delivery/stop', () => {
  it('stops all sending, with its reason, for every process and across restarts', async () => {
    const stopped = await stop({ reason: ' wrong discount ' });
    expect(stopped).toMatchObject({ sending: 'stopped', reason: 'wrong discount', stoppedAt: expect.any(String) });
    const other = await startTestApi();
    try {
      expect(stateOf(await request(other.url).get('/api/delivery'))).toEqual(stopped);
    } finally {
      await other.stop();
    }
  });

  it.each([undefined, {}, { reason: '  ' }])('needs no reason (%j)', async (body) => {
    expect(await stop(body)).toMatchObject({ sending: 'stopped', reason: null });
  });

  it('keeps the time of the first stop, and its reason unless another one is given', async () => {
    const first = await stop({ reason: 'wrong discount' });
    expect(await stop()).toEqual(first);
    expect(await stop({ reason: 'wrong price' })).toEqual({ ...first, reason: 'wrong price' });
  });

  it('is one stop when many meet', async () => {
    await Promise.all(Array.from({ length: 5 }, () => stop()));
    expect(await query(databaseUrl, 'SELECT 1 FROM "DeliveryStop"')).toHaveLength(1);
  });

  it('refuses a reason that is too long, and what it does not know', async () => {
    const response = await post('/stop', { reason: 'x'.repeat(501), until: 'tomorrow' });
    expect(refusalOf(response)).toEqual([400, 'invalid_input', 'reason', 'until']);
    expect(await read()).toMatchObject({ sending: 'on' });
  });
});

describe('POST /api/delivery/start', () => {
  it('lets messages go out, and tells the worker of every campaign that has something left to do', async () => {
    const open = [
      await LaunchedCampaign.write(databaseUrl, ['PENDING']),
      await LaunchedCampaign.write(databaseUrl, ['PENDING'], { status: 'CANCELLED' }),
      await LaunchedCampaign.write(databaseUrl, ['PENDING']),
    ];
    await query(databaseUrl, `UPDATE "Campaign" SET status = 'PROCESSING' WHERE id = $1`, [open[2]?.id]);
    await LaunchedCampaign.write(databaseUrl, ['PENDING'], { status: 'PAUSED' });
    await LaunchedCampaign.write(databaseUrl, ['SENT']);
    await LaunchedCampaign.write(databaseUrl, ['CANCELLED'], { status: 'CANCELLED' });
    await stop({ reason: 'wrong discount' });
    expect(await launches.take()).toEqual([]);
    expect(await start()).toEqual(ON);
    expect(await launches.take()).toEqual(open.map(({ id }) => id));
  });

  it('changes nothing when nothing is stopped', async () => {
    expect(await start()).toEqual(ON);
    expect(await start()).toEqual(ON);
  });
});
