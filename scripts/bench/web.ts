import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { createPool } from '@herald/platform';
import type { SegmentRules } from '@herald/shared';
import type { Browser, BrowserContext, Page } from 'playwright-core';

import { HeraldClient } from '../herald/herald-client.ts';
import type { ThrowAwayHerald } from '../herald/throw-away-herald.ts';
import { openBrowser, openContext } from '../testing/e2e/chromium.ts';
import { open, settled } from '../testing/e2e/settled.ts';
import { startTrialHerald } from '../testing/e2e/trial-herald.ts';
import { loadShop } from './load-shop.ts';
import { type Figure, type Limited, median } from './measure.ts';
import { clockOf, observeTimings, type PageTimings, timingsOf } from './page-timings.ts';
import { weighScripts } from './script-weight.ts';

const CUSTOMERS = 50_000;
const ORDERS = 150_000;
const LOADS = 7;
const TURNS_OF_THE_WHEEL = 40;
const PAGES_TURNED = 15;

const INITIAL_KB = 250;
const PAINT_MS = 1_000;
const LAYOUT_SHIFT = 0.02;
const LONG_TASK_MS = 200;

const BUILT_WEB_APP = path.resolve(import.meta.dirname, '../../apps/web/dist');
/** What any page from this server costs in this browser. */
const BARE_PAGE = '<!doctype html><html lang="en"><title>Bare</title><h1>Bare</h1><p>Nothing but this.</p></html>';
const BARE_ADDRESS = '/bare.html';
const BIG_SPENDERS: SegmentRules = {
  combinator: 'and',
  rules: [{ field: 'totalSpend', operator: '>=', value: 10_000 }],
};
const ENV = { MOCK_VENDOR_MIN_DELAY_MS: '0', MOCK_VENDOR_MAX_DELAY_MS: '0' };

/** The built web app as a browser meets it, served by Herald on loopback to a shop of 50,000 customers. */
export async function* benchWeb(): AsyncGenerator<Limited | Figure> {
  const webDir = await mkdtemp(path.join(os.tmpdir(), 'herald-bench-web-'));
  let herald: ThrowAwayHerald | undefined;
  let browser: Browser | undefined;
  try {
    await cp(process.env['HERALD_E2E_WEB_DIR'] ?? BUILT_WEB_APP, webDir, { recursive: true });
    await writeFile(path.join(webDir, BARE_ADDRESS), BARE_PAGE);
    [herald, browser] = [await startTrialHerald({ env: { ...ENV, WEB_DIR: webDir } }), await openBrowser()];
    const shop = await fillShop(herald);
    yield* measure(await WebBench.start(browser, herald.url), shop);
  } finally {
    await browser?.close();
    await herald?.stop();
    await rm(webDir, { recursive: true });
  }
}

interface Shop {
  customerId: string;
  segmentId: string;
  campaignId: string;
}

async function fillShop(herald: ThrowAwayHerald): Promise<Shop> {
  const pool = createPool({ databaseUrl: herald.databaseUrl, maxConnections: 2, applicationName: 'bench' });
  const api = new HeraldClient(herald.url, herald);
  try {
    await loadShop(pool, { customers: CUSTOMERS, orders: ORDERS, items: true });
    const segment = await api.createSegment('Big spenders', BIG_SPENDERS);
    const campaign = await api.launchCampaign({
      name: 'Thank you',
      messageTemplate: 'Hi {name|there}, thank you for shopping with us.',
      segmentId: segment.id,
    });
    await api.waitForCampaign(campaign.id);
    for await (const { id } of api.customers())
      return { customerId: id, segmentId: segment.id, campaignId: campaign.id };
    throw new Error('the shop has no customers');
  } finally {
    await api.close();
    await pool.end();
  }
}

async function* measure(bench: WebBench, shop: Shop): AsyncGenerator<Limited | Figure> {
  yield* bench.scripts();
  const bare = await bench.loads(BARE_ADDRESS);
  for (const address of ['/sign-in', '/', '/customers']) yield* paints(address, await bench.loads(address), bare);
  for (const address of screensOf(shop)) {
    const layoutShift = await bench.layoutShift(address);
    yield { name: `layout shift, ${nameOf(address, shop)}`, unit: '', herald: layoutShift, atMost: LAYOUT_SHIFT };
  }
  const longest = await bench.longestTask();
  yield { name: 'longest task, 50,000 customers scrolled', unit: 'ms', herald: longest.scrolled, atMost: LONG_TASK_MS };
  yield { name: 'longest task, 50,000 customers paged', unit: 'ms', herald: longest.paged, atMost: LONG_TASK_MS };
}

function* paints(address: string, loads: PageTimings[], bareLoads: PageTimings[]): Generator<Limited | Figure> {
  for (const [what, key] of PAINTS) {
    const figures = loads.map((timings) => timings[key]);
    const bare = median(bareLoads.map((timings) => timings[key]));
    yield { name: `${what}, ${address}`, unit: 'ms', herald: median(figures), bare, atMost: PAINT_MS };
    yield { name: `  the slowest of ${LOADS}`, unit: 'ms', herald: Math.max(...figures) };
  }
}
const PAINTS = [
  ['first paint', 'firstPaintMs'],
  ['largest paint', 'largestPaintMs'],
] as const;

/** Every main screen, with what there is to show. */
function screensOf({ customerId, segmentId, campaignId }: Shop): string[] {
  return [
    '/sign-in',
    '/',
    '/customers',
    `/customers/${customerId}`,
    '/data',
    '/segments',
    '/segments/new',
    `/segments/${segmentId}`,
    '/campaigns',
    `/campaigns/new?segment=${segmentId}`,
    `/campaigns/${campaignId}`,
    '/settings/workspace',
  ];
}

function nameOf(address: string, shop: Shop): string {
  return Object.values(shop).reduce<string>((name, id: string) => name.replace(id, ':id'), address);
}

class WebBench {
  private readonly browser: Browser;
  private readonly url: string;
  private readonly cookies: Awaited<ReturnType<BrowserContext['cookies']>>;

  private constructor(browser: Browser, url: string, cookies: WebBench['cookies']) {
    this.browser = browser;
    this.url = url;
    this.cookies = cookies;
  }

  /** Signs in once; the loads that follow are those of somebody who did. */
  static async start(browser: Browser, url: string): Promise<WebBench> {
    const context = await openContext(browser, url);
    const page = await context.newPage();
    await page.goto('/sign-in');
    await page.getByRole('button', { name: 'Sign in as the demo owner' }).click();
    await page.waitForURL('/');
    await settled(page);
    const cookies = await context.cookies();
    await context.close();
    return new WebBench(browser, url, cookies);
  }

  /** How much JavaScript comes first. */
  async *scripts(): AsyncGenerator<Limited | Figure> {
    for (const address of ['/sign-in', '/']) {
      const { initialKb, initialGzipKb, loadedKb } = await this.fresh(address, async (page) => {
        const weigh = weighScripts(page);
        await open(page, address);
        return weigh();
      });
      yield { name: `initial scripts as they come, ${address}`, unit: ' kB', herald: initialKb, atMost: INITIAL_KB };
      yield { name: '  with gzip', unit: ' kB', herald: initialGzipKb, atMost: INITIAL_KB };
      yield { name: '  as they come, with those of its route', unit: ' kB', herald: loadedKb };
    }
  }

  /** Fresh loads, nothing from a cache. The first is not counted: it warms the server. */
  async loads(address: string): Promise<PageTimings[]> {
    const timings: PageTimings[] = [];
    for (let load = 0; load <= LOADS; load += 1) {
      timings.push(
        await this.fresh(address, async (page) => {
          await open(page, address);
          return timingsOf(page);
        }),
      );
    }
    return timings.slice(1);
  }

  /** Of a load, and while somebody goes down the page and through its controls. */
  layoutShift(address: string): Promise<number> {
    return this.fresh(address, async (page) => {
      await open(page, address);
      await page.mouse.move(700, 500);
      for (let turn = 0; turn < 5; turn += 1) await turnTheWheel(page, 400);
      for (let turn = 0; turn < 5; turn += 1) await turnTheWheel(page, -400);
      for (let stop = 0; stop < 10; stop += 1) await page.keyboard.press('Tab');
      return (await timingsOf(page)).layoutShift;
    });
  }

  longestTask(): Promise<{ scrolled: number; paged: number }> {
    return this.fresh('/customers', async (page) => {
      await open(page, '/customers');
      await page.mouse.move(700, 500);
      const scrolled = await longestTaskOf(page, async () => {
        for (let turn = 0; turn < TURNS_OF_THE_WHEEL; turn += 1) await turnTheWheel(page, 600);
        for (let turn = 0; turn < TURNS_OF_THE_WHEEL; turn += 1) await turnTheWheel(page, -600);
      });
      const paged = await longestTaskOf(page, async () => {
        for (let turned = 0; turned < PAGES_TURNED; turned += 1) await turnThePage(page);
      });
      return { scrolled, paged };
    });
  }

  /** A browser that was never here but for its session, which is not brought to the sign-in page. */
  private async fresh<T>(address: string, work: (page: Page) => Promise<T>): Promise<T> {
    const context = await openContext(this.browser, this.url);
    try {
      if (address !== '/sign-in') await context.addCookies(this.cookies);
      await observeTimings(context);
      return await work(await context.newPage());
    } finally {
      await context.close();
    }
  }
}

async function longestTaskOf(page: Page, work: () => Promise<void>): Promise<number> {
  const fromMs = await clockOf(page);
  await work();
  const { longTasks } = await timingsOf(page);
  return Math.max(0, ...longTasks.filter(({ startMs }) => startMs >= fromMs).map(({ tookMs }) => tookMs));
}

async function turnTheWheel(page: Page, pixels: number): Promise<void> {
  await page.mouse.wheel(0, pixels);
  // Resolves after the frame in which it was scrolled.
  await clockOf(page);
}

async function turnThePage(page: Page): Promise<void> {
  await Promise.all([
    page.waitForResponse((response) => new URL(response.url()).pathname === '/api/customers'),
    page.getByRole('button', { name: 'Next' }).click(),
  ]);
}
