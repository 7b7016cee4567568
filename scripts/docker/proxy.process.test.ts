/** deploy/caddy/Caddyfile, run by Debian's Caddy in front of a Herald as in production. */
import { spawnSync } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { MAX_BYTES_PER_CALL } from '@herald/shared';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Agent, request, type Dispatcher } from 'undici';

import { BUILT } from '../herald/built-files.ts';
import { HeraldProcess } from '../herald/herald-process.ts';
import { PRODUCTION_ENV } from '../herald/production-env.ts';
import { startThrowAwayHerald, type ThrowAwayHerald } from '../herald/throw-away-herald.ts';
import { findCaddy } from '../testing/caddy-binary.js';
import { query } from '../testing/fixtures/database.ts';
import { eventually } from '../testing/fixtures/eventually.ts';
import { GoogleStandIn } from '../testing/fixtures/google-stand-in.ts';
import { testServers } from '../testing/fixtures/test-servers.ts';
import {
  CADDYFILE,
  caddyEnvironment,
  freeCaddyPorts,
  startThrowAwayCaddy,
  type ThrowAwayCaddy,
} from './throw-away-caddy.ts';

const TIMEOUT_MS = 60_000;
const { databaseUrl } = testServers();
const withCaddy = findCaddy() === undefined ? describe.skip : describe;

withCaddy('the Caddyfile', () => {
  it('is valid, and formatted as Caddy formats', async () => {
    const env = { ...process.env, ...caddyEnvironment(await freeCaddyPorts(), ['127.0.0.1:1', '127.0.0.1:2']) };
    const validation = caddy(['validate', '--config', CADDYFILE, '--adapter', 'caddyfile'], env);
    expect([validation.status, validation.stdout]).toEqual([0, expect.stringContaining('Valid configuration')]);
    expect(caddy(['fmt', '--diff', CADDYFILE], env).stdout).not.toMatch(/^[+-]/m);
  });
});

withCaddy('a Herald behind Caddy', () => {
  let google: GoogleStandIn;
  let herald: ThrowAwayHerald;
  let secondApi: HeraldProcess;
  let proxy: ThrowAwayCaddy;
  let httpUrl: string;
  let agent: Agent;

  beforeAll(async () => {
    const ports = await freeCaddyPorts();
    const publicUrl = `https://localhost:${ports.https}`;
    httpUrl = `http://localhost:${ports.http}`;
    google = await GoogleStandIn.start();
    google.register(`${publicUrl}/auth/google/callback`);
    const env = { PUBLIC_URL: publicUrl, TRUST_PROXY: '1', ...(google.env as Record<string, string>) };
    herald = await startThrowAwayHerald({ databaseUrl, isMigrated: true, env });
    secondApi = new HeraldProcess({
      name: 'second API',
      script: BUILT.api,
      // Longer than Caddy takes to see it.
      env: { ...PRODUCTION_ENV, ...env, DATABASE_URL: databaseUrl, DRAIN_DELAY_MS: '3000' },
    });
    await secondApi.start();
    proxy = await startThrowAwayCaddy(ports, [new URL(herald.url).host, `127.0.0.1:${secondApi.port}`]);
    agent = new Agent({ connect: { ca: proxy.ca } });
  }, TIMEOUT_MS);
  afterAll(async () => {
    await agent.close();
    await proxy.stop();
    await secondApi.stop();
    await herald.stop();
    await google.stop();
  }, TIMEOUT_MS);

  const call = (path: string, options: Partial<Dispatcher.RequestOptions> = {}) =>
    request(`${proxy.url}${path}`, { dispatcher: agent, ...options });
  const asIntegrator = (headers: Record<string, string> = {}) => ({
    ...headers,
    authorization: `Bearer ${herald.apiKey}`,
    'content-type': 'application/json',
  });

  it('is reached with TLS, whose certificate browsers check', async () => {
    const { statusCode, body } = await call('/healthz');
    expect([statusCode, await body.json()]).toEqual([200, { status: 'ok' }]);
    const stranger = new Agent();
    await expect(request(`${proxy.url}/healthz`, { dispatcher: stranger })).rejects.toThrow(/certificate/);
    await stranger.close();
  });

  it('sends whoever comes without TLS to the same page with it', async () => {
    const { statusCode, headers } = await request(`${httpUrl}/campaigns?page=2`);
    expect([statusCode, headers['location']]).toEqual([308, `${proxy.url}/campaigns?page=2`]);
  });

  it('refuses calls without TLS, since a key that was sent so should not be sent again', async () => {
    const { statusCode, body } = await request(`${httpUrl}/api/customers`, { headers: asIntegrator() });
    expect([statusCode, await body.text()]).toEqual([403, 'Herald takes calls with TLS only.']);
  });

  it("answers with Herald's own headers of security, and does not name the proxy", async () => {
    const { headers, body } = await call('/', { headers: { accept: 'text/html' } });
    await body.dump();
    expect(headers).toMatchObject({
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
      'content-security-policy': expect.stringContaining("default-src 'none';script-src 'self' 'nonce-"),
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
    expect(headers).not.toHaveProperty('server');
  });

  it('gives people a secure cookie, and writes down the address that they really have', async () => {
    const forged = { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'http' };
    const begun = await call('/auth/google', { headers: forged });
    expect(begun.statusCode).toBe(302);
    const cookie = String(begun.headers['set-cookie']);
    expect(cookie).toMatch(/^__Host-herald=.*; Path=\/;.*HttpOnly; Secure; SameSite=Lax/);

    const atGoogle = await request(String(begun.headers['location']));
    const back = new URL(String(atGoogle.headers['location']));
    expect(back.origin).toBe(proxy.url);
    const own = { ...forged, cookie: cookie.split(';')[0] ?? '' };
    const come = await call(back.pathname + back.search, { headers: own });
    expect([come.statusCode, come.headers['location']]).toEqual([302, '/sign-in?refused=not_invited']);
    expect(google.complaints).toEqual([]);
    const noted = await query(databaseUrl, `SELECT DISTINCT address FROM "AuditEvent" WHERE action LIKE '%sign_in%'`);
    expect(noted).toEqual([{ address: '127.0.0.1' }]);
  });

  it('passes on what is as large as Herald takes, lets Herald refuse what is larger, and keeps the rest off', async () => {
    const post = async (bytes: number) => {
      const customer = JSON.stringify([{ externalId: 'large' }]);
      const { statusCode, body } = await call('/api/user', {
        method: 'POST',
        headers: asIntegrator(),
        body: customer.padEnd(bytes),
      });
      return { statusCode, text: await body.text() };
    };
    expect(await post(MAX_BYTES_PER_CALL)).toMatchObject({ statusCode: 202 });
    const refused = await post(MAX_BYTES_PER_CALL + 1);
    expect(refused).toEqual({ statusCode: 413, text: expect.stringContaining('requestId') });
    expect(await post(13 * 1024 * 1024)).toMatchObject({ statusCode: 413 });
  });

  it('hands on the events of a campaign as they happen', async () => {
    const post = async (path: string, body: unknown) => {
      const answer = await call(path, { method: 'POST', headers: asIntegrator(), body: JSON.stringify(body) });
      return (await answer.body.json()) as { id: string };
    };
    const rules = { combinator: 'and', rules: [{ field: 'email', operator: 'null' }] };
    const { id: segmentId } = await post('/api/segments', { name: 'Behind Caddy', rules });
    const { id } = await post('/api/campaigns', { name: 'Live', messageTemplate: 'Hello', segmentId });
    const { headers, body } = await call(`/api/campaigns/${id}/events`, { headers: asIntegrator() });
    expect(headers['content-type']).toMatch(/^text\/event-stream/);
    // The stream itself goes on for minutes; a proxy that gathers it would be read in vain.
    const { value } = (await body[Symbol.asyncIterator]().next()) as { value: Buffer };
    expect(value.toString()).toMatch(/^(event|id|data|retry|:)/m);
    expect(body.readableEnded).toBe(false);
    body.destroy();
  });

  it('loses no call while one of two APIs ends and comes back', async () => {
    const failed: string[] = [];
    let answered = 0;
    const end = new AbortController();
    const send = async () => {
      while (!end.signal.aborted) {
        const customer = JSON.stringify([{ externalId: `drained-${answered}` }]);
        const { statusCode, body } = await call('/api/user', {
          method: 'POST',
          headers: asIntegrator(),
          body: customer,
        });
        const text = await body.text();
        if (statusCode !== 202) failed.push(`${statusCode} ${text}`);
        answered += 1;
      }
    };
    const sending = [send(), send()];
    await eventually(async () => expect(answered).toBeGreaterThan(20));
    await secondApi.stop();
    await secondApi.start();
    const before = answered;
    await eventually(async () => expect(answered).toBeGreaterThan(before + 20));
    end.abort();
    await Promise.all(sending);
    expect(failed).toEqual([]);
  });
});

withCaddy('several APIs behind Caddy', () => {
  let upstreams: StandInUpstream[];
  let proxy: ThrowAwayCaddy;
  let agent: Agent;

  beforeAll(async () => {
    upstreams = [await StandInUpstream.start('a'), await StandInUpstream.start('b')];
    proxy = await startThrowAwayCaddy(
      await freeCaddyPorts(),
      upstreams.map(({ host }) => host),
    );
    agent = new Agent({ connect: { ca: proxy.ca } });
  }, TIMEOUT_MS);
  afterAll(async () => {
    await agent.close();
    await proxy.stop();
    for (const upstream of upstreams) await upstream.stop();
  }, TIMEOUT_MS);

  const ask = async () => (await request(proxy.url, { dispatcher: agent })).body.text();
  const askOften = async () => {
    const answers = [];
    for (let index = 0; index < 10; index += 1) answers.push(await ask());
    return answers.sort().join('');
  };

  it('share the calls', async () => {
    await eventually(async () => expect(await askOften()).toBe('aaaaabbbbb'));
  });

  it('are left alone while they drain, and asked again when they are back', async () => {
    const [, b] = upstreams;
    if (b) b.isReady = false;
    await eventually(async () => expect(await askOften()).toBe('aaaaaaaaaa'));
    if (b) b.isReady = true;
    await eventually(async () => expect(await askOften()).toBe('aaaaabbbbb'));
  });

  it('are waited for while there is none', async () => {
    for (const upstream of upstreams) upstream.isReady = false;
    const before = upstreams.map(({ probes }) => probes);
    // Both have said so, the second time at the latest.
    await eventually(async () => {
      expect(upstreams.every(({ probes }, index) => probes >= (before[index] ?? 0) + 2)).toBe(true);
    });
    const answer = ask();
    const { probes } = upstreams[0] ?? { probes: 0 };
    await eventually(async () => expect(upstreams[0]?.probes).toBeGreaterThan(probes));
    for (const upstream of upstreams) upstream.isReady = true;
    expect(await answer).toMatch(/^[ab]$/);
  });
});

/** An API that says who it is, and whether it is ready. */
class StandInUpstream {
  isReady = true;
  /** How often it was asked whether it is. */
  probes = 0;
  private readonly server: Server;

  private constructor(name: string) {
    this.server = createServer((incoming, response) => {
      if (incoming.url === '/readyz') {
        this.probes += 1;
        response.statusCode = this.isReady ? 200 : 503;
      }
      response.end(name);
    });
  }

  static async start(name: string): Promise<StandInUpstream> {
    const upstream = new StandInUpstream(name);
    await new Promise<void>((resolve) => upstream.server.listen(0, '127.0.0.1', resolve));
    return upstream;
  }

  get host(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }
}

function caddy(args: string[], env: NodeJS.ProcessEnv) {
  return spawnSync(findCaddy() ?? 'caddy', args, { env, encoding: 'utf8' });
}
