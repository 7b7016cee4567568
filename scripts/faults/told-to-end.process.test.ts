import { connect } from 'node:net';

import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { SHUTDOWN_TIMEOUT_MS } from '@herald/platform';
import { request } from 'undici';

import { startThrowAwayHerald } from '../herald/throw-away-herald.ts';
import { query } from '../testing/fixtures/database.ts';
import { expectBooksToBalance } from '../testing/fixtures/expect-books-to-balance.ts';
import { TEST_TIMEOUT_MS } from './form.ts';
import { startHeraldUnderFaults } from './herald-under-faults.ts';
import { expectOneDeliveryEach } from './one-delivery-each.ts';
import { Shop } from './shop.ts';
import { until } from './until.ts';

/** Beyond the bound, for a busy machine. */
const PATIENCE_MS = 5_000;

jest.setTimeout(TEST_TIMEOUT_MS);

const databaseUrl = process.env['HERALD_TEST_DATABASE_URL'] ?? '';
const stops: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

describe('a process that is told to end', () => {
  it('says 503 draining and serves on, each answer the last of its connection, then ends with code 0', async () => {
    const herald = await startThrowAwayHerald({ databaseUrl, isMigrated: true, env: { DRAIN_DELAY_MS: '3000' } });
    stops.push(() => herald.stop());
    const ended = herald.api.kill('SIGTERM');
    await until(async () => (await request(`${herald.url}/readyz`)).statusCode === 503, 'it is draining');
    const [ready, page] = await Promise.all([
      request(`${herald.url}/readyz`),
      request(`${herald.url}/api/customers`, { headers: { authorization: `Bearer ${herald.apiKey}` } }),
    ]);
    expect(await ready.body.json()).toEqual({ status: 'draining' });
    expect([page.statusCode, page.headers['connection']]).toEqual([200, 'close']);
    await page.body.dump();
    await ended;
    expect(herald.api.exitCode).toBe(0);
  });

  it('waits no longer than the bound for an upload, and not for a vendor that hangs; nothing is lost', async () => {
    const lines: string[] = [];
    const faults = await startHeraldUnderFaults(
      { databaseUrl, redisUrl: undefined },
      { log: (line) => lines.push(line) },
    );
    stops.push(() => faults.stop());
    const { herald, vendorGate } = faults;
    const shop = new Shop(herald, 'told');
    await shop.untilWritten(await shop.sendCustomers(30));
    vendorGate.keepCalls();
    const campaignId = await shop.launch();
    await vendorGate.untilKept(5);
    const upload = beginUpload(herald);
    stops.push(async () => void upload.destroy());
    await untilTaken(herald.api.port);

    const startedAtMs = performance.now();
    await Promise.all([herald.api.kill('SIGTERM'), herald.worker.kill('SIGTERM')]);
    expect(performance.now() - startedAtMs).toBeLessThan(SHUTDOWN_TIMEOUT_MS + PATIENCE_MS);
    expect(herald.worker.exitCode).toBe(0);
    expect(herald.api.exitCode).toBe(1);
    expect(lines.join('\n')).toContain('left to others: 1 call (POST /api/user)');
    // What the vendor was asked for is given back, not forgotten.
    const states = await query<{ status: string; asked: boolean }>(
      databaseUrl,
      `SELECT DISTINCT status, "claimedBy" IS NOT NULL AS asked FROM "CommunicationLog" WHERE "campaignId" = $1`,
      [campaignId],
    );
    expect(states).toEqual([{ status: 'PENDING', asked: false }]);

    vendorGate.openUp();
    await Promise.all([herald.api.start(), herald.worker.start()]);
    await shop.untilCompleted(campaignId);
    await expectOneDeliveryEach(herald, campaignId, 30);
    await expectBooksToBalance(databaseUrl, campaignId);
  });
});

/** A call of which half of the body comes, and no more. */
function beginUpload({ api, apiKey }: { api: { port: number }; apiKey: string }) {
  const socket = connect(api.port, '127.0.0.1');
  socket.on('error', () => {});
  socket.write(
    `POST /api/user HTTP/1.1\r\nHost: herald\r\nAuthorization: Bearer ${apiKey}\r\n` +
      'Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n[{"externalId":',
  );
  return socket;
}

/** What came before it on another connection has been read when this is answered. */
async function untilTaken(port: number): Promise<void> {
  await (await request(`http://127.0.0.1:${port}/readyz`)).body.dump();
}
