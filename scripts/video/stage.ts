import { readFile } from 'node:fs/promises';
import path from 'node:path';

import type { Browser, BrowserContext, CDPSession, Frame, Page, Route } from 'playwright-core';

/** Of the film, in pixels. */
export const FILM_SIZE = { width: 1440, height: 810 };

const ROOT = path.resolve(import.meta.dirname, '../..');
const STAGE_FILE = path.join(import.meta.dirname, 'stage.html');
const FONT_FILE = path.join(
  ROOT,
  'apps/web/node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2',
);
const STAGE_PATH = '/stage';
const FONT_PATH = '/stage/inter.woff2';
/** What forbids that Herald is shown inside another page, as it is here. */
const FRAME_HEADERS = ['content-security-policy', 'x-frame-options'];
const JPEG_QUALITY = 92;
const WAIT_TIMEOUT_MS = 30_000;

export interface Card {
  title: string;
  lines?: readonly string[];
  commands?: readonly string[];
}

/**
 * What the film shows: Herald in a frame, the captions below it, and over it the pointer, cards and
 * a terminal. So nothing is put into Herald's own pages, and captions cover none of it.
 */
export class Stage {
  readonly context: BrowserContext;
  readonly app: Frame;
  private readonly page: Page;
  private readonly session: CDPSession;
  private readonly url: string;

  private constructor(context: BrowserContext, page: Page, app: Frame, session: CDPSession, url: string) {
    this.context = context;
    this.page = page;
    this.app = app;
    this.session = session;
    this.url = url;
  }

  /** @param url of a Herald */
  static async open(browser: Browser, url: string): Promise<Stage> {
    const context = await browser.newContext({
      viewport: FILM_SIZE,
      locale: 'en-IN',
      timezoneId: 'Asia/Kolkata',
      colorScheme: 'light',
      reducedMotion: 'reduce',
    });
    context.setDefaultTimeout(WAIT_TIMEOUT_MS);
    await context.route(({ pathname }) => !/^\/(api|auth|assets)\//.test(pathname), withoutFrameHeaders);
    await context.route(`${url}${STAGE_PATH}`, (route) => route.fulfill({ path: STAGE_FILE }));
    await context.route(`${url}${FONT_PATH}`, async (route) =>
      route.fulfill({ body: await readFile(FONT_FILE), contentType: 'font/woff2' }),
    );
    const page = await context.newPage();
    await page.goto(url + STAGE_PATH);
    await page.evaluate('document.fonts.load("16px Inter")');
    const app = page.frame({ name: 'app' });
    if (!app) throw new Error('the stage has no frame for Herald');
    return new Stage(context, page, app, await context.newCDPSession(page), url);
  }

  get mouse() {
    return this.page.mouse;
  }

  get keyboard() {
    return this.page.keyboard;
  }

  /** Shows another page of Herald at once, as if its address had been typed. */
  async open(address: string): Promise<void> {
    await this.app.goto(this.url + address);
  }

  /** @returns a JPEG of everything. */
  async picture(): Promise<Buffer> {
    const { data } = await this.session.send('Page.captureScreenshot', {
      format: 'jpeg',
      quality: JPEG_QUALITY,
      optimizeForSpeed: true,
    });
    return Buffer.from(data, 'base64');
  }

  caption(chapter: string, text: string): Promise<void> {
    return this.call('caption', chapter, text);
  }

  /** Covers Herald until it is called with null. */
  card(card: Card | null): Promise<void> {
    return this.call('card', card);
  }

  /** Shows this in a terminal over Herald until it is called with null. */
  terminal(text: string | null): Promise<void> {
    return this.call('terminal', text);
  }

  phone(isPhone: boolean): Promise<void> {
    return this.call('phone', isPhone);
  }

  movePointer(x: number, y: number, durationMs: number): Promise<void> {
    return this.call('movePointer', x, y, durationMs);
  }

  hidePointer(): Promise<void> {
    return this.call('hidePointer');
  }

  /** Marks a click. */
  ring(x: number, y: number): Promise<void> {
    return this.call('ring', x, y);
  }

  private async call(name: string, ...args: unknown[]): Promise<void> {
    await this.page.evaluate(`stage.${name}(${args.map((arg) => JSON.stringify(arg)).join(', ')})`);
  }
}

async function withoutFrameHeaders(route: Route): Promise<void> {
  if (route.request().resourceType() !== 'document') return route.continue();
  const response = await route.fetch({ maxRedirects: 0 });
  const headers = Object.fromEntries(
    Object.entries(response.headers()).filter(([name]) => !FRAME_HEADERS.includes(name)),
  );
  return route.fulfill({ response, headers });
}
