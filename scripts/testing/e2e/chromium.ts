import { chromium, type Browser, type BrowserContext, type BrowserContextOptions } from 'playwright-core';

import { findChromium } from './chromium-binary.js';

/** The two widths that every screen is looked at. */
export const SCREENS = {
  wide: { width: 1440, height: 900 },
  narrow: { width: 390, height: 844 },
} as const;
export type Screen = keyof typeof SCREENS;
export type ColorScheme = 'light' | 'dark';

/** Of a machine without a screen: no sandbox for root, no graphics card, little shared memory. */
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'];

/** @throws Error in one sentence where there is no Chromium. */
export function openBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    throw new Error('There is no Chromium on the PATH: install it, or say in CHROMIUM_PATH where it is.');
  }
  return chromium.launch({ executablePath, args: FLAGS });
}

export interface VisitorOptions {
  /** Wide unless said otherwise. */
  screen?: Screen;
  colorScheme?: ColorScheme;
  locale?: string;
  timeZone?: string;
  /** What the browser has from earlier visits. */
  cookies?: { name: string; value: string; url: string }[];
}

/** Somebody with a browser of their own, which knows nothing of others. Nothing moves in it. */
export async function openContext(
  browser: Browser,
  url: string,
  { screen = 'wide', colorScheme = 'light', locale = 'en-GB', timeZone = 'Asia/Kolkata', cookies }: VisitorOptions = {},
): Promise<BrowserContext> {
  const options: BrowserContextOptions = {
    baseURL: url,
    viewport: SCREENS[screen],
    colorScheme,
    locale,
    timezoneId: timeZone,
    reducedMotion: 'reduce',
  };
  const context = await browser.newContext(options);
  if (cookies) await context.addCookies(cookies);
  return context;
}
