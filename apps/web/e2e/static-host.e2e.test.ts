/**
 * The built web app on a static host that rewrites calls to the API, by deploy/vercel/vercel.json, before a
 * Herald as in production. Caddy is the host's TLS.
 */
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';

import { StaticHost } from '../../../scripts/deploy/static-host.ts';
import { readVercelFile } from '../../../scripts/deploy/vercel-file.ts';
import { freeCaddyPorts, startThrowAwayCaddy, type ThrowAwayCaddy } from '../../../scripts/docker/throw-away-caddy.ts';
import { startThrowAwayHerald, type ThrowAwayHerald } from '../../../scripts/herald/throw-away-herald.ts';
import { findCaddy } from '../../../scripts/testing/caddy-binary.js';
import { openBrowser } from '../../../scripts/testing/e2e/chromium.ts';
import { query } from '../../../scripts/testing/fixtures/database.ts';
import { GoogleStandIn } from '../../../scripts/testing/fixtures/google-stand-in.ts';
import { writeSmallShop } from '../../../scripts/testing/fixtures/small-shop.ts';
import { testServers } from '../../../scripts/testing/fixtures/test-servers.ts';
import { linkTo } from './pages/main-nav.ts';

const TIMEOUT_MS = 120_000;
const BUILT_APP = path.join(__dirname, '../dist');
/** What says of an inline script or style that it belongs to the page. */
const MARK_OF_PAGE = /'sha256-[\w+/]+=*'|'nonce-[\w+/]+=*'/g;
const OF_THE_TRANSPORT = new Set([
  'cache-control',
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'date',
  'etag',
  'keep-alive',
  'transfer-encoding',
  'vary',
  'x-request-id',
]);
const { databaseUrl } = testServers();

(findCaddy() === undefined ? describe.skip : describe)('the web app on a static host', () => {
  let google: GoogleStandIn;
  let herald: ThrowAwayHerald;
  let host: StaticHost;
  let edge: ThrowAwayCaddy;
  let browser: Browser;

  beforeAll(async () => {
    await writeSmallShop(databaseUrl);
    const ports = await freeCaddyPorts();
    const publicUrl = `https://localhost:${ports.https}`;
    google = await GoogleStandIn.start();
    google.register(`${publicUrl}/auth/google/callback`);
    google.account = { ...google.account, hd: 'example.com' };
    const env = {
      PUBLIC_URL: publicUrl,
      // The edge of the host, and what rewrites.
      TRUST_PROXY: '2',
      ALLOWED_EMAIL_DOMAINS: 'example.com',
      ALLOWED_DOMAINS_ROLE: 'owner',
      ...(google.env as Record<string, string>),
    };
    herald = await startThrowAwayHerald({ databaseUrl, isMigrated: true, env });
    host = await StaticHost.start(readVercelFile(), { folder: BUILT_APP, api: herald.url });
    edge = await startThrowAwayCaddy(ports, [host.host]);
    browser = await openBrowser();
  }, TIMEOUT_MS);
  afterAll(async () => {
    await browser.close();
    await edge.stop();
    await host.stop();
    await herald.stop();
    await google.stop();
  }, TIMEOUT_MS);

  test(
    'people sign in with a cookie of its own address, and see data',
    async () => {
      const context = await browser.newContext({ baseURL: edge.url, ignoreHTTPSErrors: true });
      const page = await context.newPage();
      const faults = faultsOf(page);
      // A page that is no file, as from a bookmark.
      await page.goto('/customers');
      await page.waitForURL('/sign-in');
      await page.getByRole('link', { name: /Google/ }).click();
      await page.waitForURL('/');
      await linkTo(page, 'Customers').click();
      await page.getByText('Asha 1', { exact: true }).first().waitFor();
      expect((await context.cookies()).map(({ name, domain, secure }) => ({ name, domain, secure }))).toEqual([
        { name: '__Host-herald', domain: 'localhost', secure: true },
      ]);
      expect(faults).toEqual([]);
      const noted = await query(databaseUrl, `SELECT DISTINCT address FROM "AuditEvent" WHERE action LIKE '%sign_in%'`);
      expect(noted).toEqual([{ address: '127.0.0.1' }]);
      await context.close();
    },
    TIMEOUT_MS,
  );

  test('it has the headers that the API gives its pages, but for what stands for the nonce', async () => {
    const ofApi = await headersOf(herald.url);
    expect(Object.keys(ofApi)).toContain('content-security-policy');
    expect(await headersOf(`http://${host.host}`)).toEqual(ofApi);
  });
});

/** What a page complained of, but for calls of somebody who has not signed in. */
function faultsOf(page: Page): string[] {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    const isSignedOut = message.text().includes('status of 401');
    if (message.type() === 'error' && !isSignedOut) faults.push(message.text());
  });
  return faults;
}

/** Of the page at this address, as far as they are for browsers to keep people safe. */
async function headersOf(url: string): Promise<Record<string, string>> {
  const answer = await fetch(url, { headers: { accept: 'text/html' } });
  await answer.text();
  const kept = [...answer.headers].filter(([name]) => !OF_THE_TRANSPORT.has(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, value.replaceAll(MARK_OF_PAGE, "'mark'")]));
}
