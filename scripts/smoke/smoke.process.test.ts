import { spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';

import { findFreePort } from '../../packages/platform/src/embedded-postgres/free-port.ts';
import { freeCaddyPorts, startThrowAwayCaddy } from '../docker/throw-away-caddy.ts';
import type { CaddyPorts, ThrowAwayCaddy } from '../docker/throw-away-caddy.ts';
import { until } from '../faults/until.ts';
import { startThrowAwayHerald } from '../herald/throw-away-herald.ts';
import type { ThrowAwayHerald } from '../herald/throw-away-herald.ts';
import { findCaddy } from '../testing/caddy-binary.js';
import { query } from '../testing/fixtures/database.ts';
import type { SmokeSettings } from './command-line.ts';
import { SmokeFailure } from './smoke-failure.ts';
import { runSmoke } from './smoke-run.ts';

const databaseUrl = process.env['HERALD_TEST_DATABASE_URL'] ?? '';
let herald: ThrowAwayHerald;
let ports: CaddyPorts;

jest.setTimeout(120_000);

beforeAll(async () => {
  ports = await freeCaddyPorts();
  herald = await startThrowAwayHerald({
    databaseUrl,
    mockVendor: 'process',
    env: { PUBLIC_URL: `https://localhost:${ports.https}`, TRUST_PROXY: '1', WORKER_HEARTBEAT_MS: '500' },
  });
});
afterAll(() => herald.stop());

/** @returns whether it held, and what was printed. */
async function smoke(
  settings: Partial<SmokeSettings> = {},
  onLine: (line: string) => void = () => {},
  interrupted = new AbortController().signal,
): Promise<{ holds: boolean; said: string }> {
  const lines: string[] = [];
  const all: SmokeSettings = {
    origin: herald.url,
    apiKey: herald.apiKey,
    caFile: undefined,
    customers: 2,
    campaign: 'sent',
    timeoutMs: 60_000,
    plainOrigin: undefined,
    ...settings,
  };
  const tell = (line: string) => {
    lines.push(line);
    onLine(line);
  };
  const holds = await runSmoke(all, '0.1.0', tell, interrupted);
  return { holds, said: lines.join('\n') };
}

/** What the vendor was ever asked to send. */
async function vendorMessages(): Promise<number> {
  const [row] = await query<{ count: number }>(databaseUrl, 'SELECT count(*)::int AS count FROM "MockVendorMessage"');
  return row?.count ?? 0;
}

describe('a Herald that works', () => {
  it('holds, says how many messages go where, and leaves nothing that counts', async () => {
    const { holds, said } = await smoke();
    expect([holds, said]).toEqual([true, expect.stringMatching(/All 21 steps hold\.$/)]);
    expect(said).toMatch(/2 messages now go to http:\/\/127\.0\.0\.1:\d+ \(the mock vendor.*herald\.invalid/);
    expect(said).toContain('2 of 2 messages that the vendor took were reported');
    expect(await vendorMessages()).toBe(2);

    const left = () =>
      query<{ unsubscribed: boolean; tags: string[]; spend: number }>(
        databaseUrl,
        `SELECT unsubscribed, tags, "totalSpend"::int AS spend
         FROM "Customer" JOIN "CustomerTotals" ON "customerId" = id WHERE "externalId" LIKE 'smoke-%'`,
      );
    const gone = { unsubscribed: true, tags: ['smoke-test'], spend: 0 };
    await until(async () => JSON.stringify(await left()) === JSON.stringify([gone, gone]), 'nothing counts any more');
  });

  it('is walked without a message where that is asked', async () => {
    const before = await vendorMessages();
    const excluded = await smoke({ campaign: 'excluded' });
    expect([excluded.holds, excluded.said]).toEqual([true, expect.stringContaining('the vendor was not called')]);
    const none = await smoke({ campaign: 'none' });
    expect([none.holds, none.said]).toEqual([true, expect.not.stringContaining('launch')]);
    expect(await query(databaseUrl, `SELECT 1 FROM "Segment" WHERE name LIKE 'smoke-%'`)).toHaveLength(2);
    expect(await vendorMessages()).toBe(before);
  });

  it('is left as it was found by a run that somebody ends', async () => {
    const segments = () => query(databaseUrl, `SELECT 1 FROM "Segment" WHERE name LIKE 'smoke-%'`);
    const [before, sent] = [await segments(), await vendorMessages()];
    const interrupt = new AbortController();
    const onLine = (line: string) => {
      if (line.includes('messages now go to')) interrupt.abort(new SmokeFailure('it was told to end', 'nothing'));
    };
    const { holds, said } = await smoke({}, onLine, interrupt.signal);
    expect([holds, said]).toEqual([
      false,
      expect.stringMatching(/FAILED launch .*it was told to end[^]*ok {5}clean-up/),
    ]);
    expect([await segments(), await vendorMessages()]).toEqual([before, sent]);
    const wanted = `SELECT 1 FROM "Customer" WHERE "externalId" LIKE 'smoke-%' AND NOT unsubscribed`;
    await until(async () => (await query(databaseUrl, wanted)).length === 0, 'its customers want no messages');
  });

  (findCaddy() === undefined ? describe.skip : describe)('behind TLS (needs the Debian package caddy)', () => {
    let caddy: ThrowAwayCaddy;
    beforeAll(async () => {
      // The proxy of docker-compose.yml, with its own file.
      caddy = await startThrowAwayCaddy(ports, [new URL(herald.url).host]);
    });
    afterAll(() => caddy.stop());
    const origin = () => `https://localhost:${ports.https}`;

    it('holds with the internal CA: TLS, redirect, headers, the way to Google, live events', async () => {
      const { holds, said } = await smoke({
        origin: origin(),
        caFile: caddy.caFile,
        plainOrigin: `http://localhost:${ports.http}`,
      });
      expect([holds, said]).toEqual([true, expect.stringMatching(/All 21 steps hold\.$/)]);
      expect(said).toMatch(/TLSv1\.3, and the certificate is valid until/);
      expect(said).toContain(`leads to ${origin()} (308)`);
      expect(said).toContain('with 5 security headers');
      expect(said).toContain(`and back to ${origin()}/auth/google/callback`);
    });

    it('says that nobody believes the certificate without the CA', async () => {
      const { holds, said } = await smoke({ origin: origin() });
      expect([holds, said]).toEqual([
        false,
        expect.stringContaining('its certificate is of nobody whom this machine believes'),
      ]);
      expect(said).toContain('give --ca FILE');
    });
  });
});

describe('what does not work', () => {
  it('no Herald at all', async () => {
    const server = createServer((_request, response) => response.end('<h1>It works!</h1>')).listen(0, '127.0.0.1');
    await until(() => server.listening, 'it listens');
    const { holds, said } = await smoke({ origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
    server.closeAllConnections();
    server.close();
    expect([holds, said]).toEqual([false, expect.stringContaining('this is no Herald, or something stands before it')]);
  });

  it('nothing at all', async () => {
    const { holds, said } = await smoke({ origin: `http://127.0.0.1:${await findFreePort()}` });
    expect([holds, said]).toEqual([false, expect.stringContaining('nothing listens there (ECONNREFUSED)')]);
  });

  it('a key of nobody', async () => {
    const { holds, said } = await smoke({ apiKey: 'hrd_live_nobody' });
    expect([holds, said]).toEqual([false, expect.stringMatching(/FAILED key .*answered 401/)]);
    expect(said).toContain('Look at: HERALD_API_KEY');
  });

  it('sending that is stopped: nothing is made, and without a campaign it holds', async () => {
    await query(databaseUrl, `INSERT INTO "DeliveryStop" (reason) VALUES ('a drill')`);
    const { holds, said } = await smoke();
    const { holds: holdsWithout } = await smoke({ campaign: 'none' });
    await query(databaseUrl, 'DELETE FROM "DeliveryStop"');
    expect([holds, said]).toEqual([false, expect.stringContaining('all sending is stopped: "a drill"')]);
    expect(said).not.toContain('clean-up');
    expect(holdsWithout).toBe(true);
  });

  it('a vendor that is away: says so, and cancels its campaign', async () => {
    await herald.mockVendor?.kill('SIGKILL');
    const { holds, said } = await smoke({ timeoutMs: 6_000 });
    expect([holds, said]).toEqual([false, expect.stringMatching(/FAILED finished .*2 of 2 messages open: the vendor/)]);
    expect(said).toMatch(/Look at: VENDOR_URL/);
    const open = `SELECT 1 FROM "Campaign" WHERE name LIKE 'smoke-%' AND status NOT IN ('COMPLETED', 'CANCELLED')`;
    expect(await query(databaseUrl, open)).toEqual([]);
    await herald.mockVendor?.start();
  });

  it('no worker', async () => {
    await herald.worker.stop();
    // It counts as seen lately for half a minute.
    await query(databaseUrl, `UPDATE "WorkerProcess" SET "seenAt" = "seenAt" - interval '1 minute'`);
    const { holds, said } = await smoke();
    await herald.worker.start();
    expect([holds, said]).toEqual([false, expect.stringMatching(/FAILED workers .*no worker was seen lately/)]);
  });
});

it('ends with 1 and says what is missing, as a command', () => {
  const root = path.resolve(import.meta.dirname, '../..');
  const run = (env: NodeJS.ProcessEnv, url: string) =>
    spawnSync('node_modules/.bin/tsx', ['--conditions=herald-source', 'scripts/smoke/main.ts', url], {
      cwd: root,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], ...env },
    });
  const withoutKey = run({}, 'https://herald.invalid');
  expect([withoutKey.status, withoutKey.stderr]).toEqual([1, expect.stringContaining('HERALD_API_KEY is not set')]);
  const nowhere = run({ HERALD_API_KEY: 'hrd_live_x' }, 'https://herald.invalid');
  expect([nowhere.status, nowhere.stdout]).toEqual([1, expect.stringContaining('its name is not known')]);
});
