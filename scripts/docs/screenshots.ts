import { mkdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';

import type { BrowserContext, Page } from 'playwright-core';

import { CleanUp } from '../herald/clean-up.ts';
import { HeraldClient } from '../herald/herald-client.ts';
import { runMain } from '../herald/run-main.ts';
import { openBrowser, openContext } from '../testing/e2e/chromium.ts';
import { type FurnishedShop, furnishShop } from '../testing/e2e/furnished-shop.ts';
import { open, settled } from '../testing/e2e/settled.ts';
import { type Form, showAs } from '../testing/e2e/shots.ts';
import { spreadOverTheMonth } from '../testing/e2e/spread-over-the-month.ts';
import { startTrialHerald } from '../testing/e2e/trial-herald.ts';

const FOLDER = path.resolve(import.meta.dirname, '../../docs/screenshots');
const MOST_BYTES = 1_500_000;
const QUALITY = 80;
const CUSTOMERS = 5_000;
/** Slow enough that the last campaign is still being sent while its report is taken. */
const ENV = {
  TIME_ZONE: 'Asia/Kolkata',
  MOCK_VENDOR_FAILURE_RATE: '0.04',
  MOCK_VENDOR_MAX_PER_SECOND: '120',
};

interface Picture {
  name: string;
  address: string;
  form: Form;
  /** What is done on the page before. */
  prepare?: (page: Page) => Promise<void>;
}

const WIDE: Form = { screen: 'wide', colorScheme: 'light' };
const WIDE_DARK: Form = { screen: 'wide', colorScheme: 'dark' };
const NARROW: Form = { screen: 'narrow', colorScheme: 'light' };

/** Whoever has signed in is led on. */
const SIGN_IN: Picture = { name: 'sign-in', address: '/sign-in', form: WIDE };

/** What the README and the documentation show; the report first, while its campaign is being sent. */
function picturesOf({ customerId, segmentId, draftId }: FurnishedShop, sendingId: string): Picture[] {
  return [
    { name: 'report', address: `/campaigns/${sendingId}`, form: WIDE },
    { name: 'report-dark', address: `/campaigns/${sendingId}`, form: WIDE_DARK },
    { name: 'campaigns-narrow', address: '/campaigns', form: NARROW },
    { name: 'dashboard', address: '/', form: WIDE },
    { name: 'dashboard-dark', address: '/', form: WIDE_DARK },
    { name: 'customers', address: '/customers', form: WIDE },
    { name: 'customer', address: `/customers/${customerId}`, form: WIDE },
    { name: 'segment', address: `/segments/${segmentId}`, form: WIDE },
    { name: 'segment-builder', address: `/segments/${segmentId}?tab=edit`, form: WIDE },
    { name: 'segment-described', address: '/segments/new', form: WIDE, prepare: describeAudience },
    { name: 'campaign-message', address: `/campaigns/${draftId}/edit?step=message`, form: WIDE },
    { name: 'add-data', address: '/data', form: WIDE },
  ];
}

/** `pnpm docs:screenshots`: takes the pictures in docs/screenshots anew, of a Herald full of invented people. */
await runMain(async () => {
  const cleanUp = new CleanUp();
  try {
    return await takePictures(cleanUp);
  } finally {
    await cleanUp.run();
  }
});

async function takePictures(cleanUp: CleanUp): Promise<boolean> {
  const herald = await startTrialHerald({ env: ENV });
  cleanUp.add(() => herald.stop());
  const api = new HeraldClient(herald.url, herald);
  cleanUp.add(() => api.close());
  const shop = await furnishShop(api, { customers: CUSTOMERS });
  await spreadOverTheMonth(herald.databaseUrl);

  const browser = await openBrowser();
  cleanUp.add(() => browser.close());
  const context = await openContext(browser, herald.url, { locale: 'en-IN' });
  await rm(FOLDER, { recursive: true, force: true });
  await mkdir(FOLDER, { recursive: true });
  let bytes = await take(await context.newPage(), SIGN_IN);
  await signIn(context);
  const sending = await api.launchCampaign({
    name: 'Weekend offer',
    messageTemplate: 'Hi {name|there}, this weekend everything for the kitchen is 15 % off.',
    segmentId: shop.segmentId,
  });
  for (const picture of picturesOf(shop, sending.id)) bytes += await take(await context.newPage(), picture);
  console.log(`${Math.round(bytes / 1_000)} kB in all, at most ${MOST_BYTES / 1_000} kB`);
  return bytes <= MOST_BYTES;
}

async function describeAudience(page: Page): Promise<void> {
  await page
    .getByRole('textbox', { name: 'Whom do you want to reach?' })
    .fill('spent over 5K, inactive, not unsubscribed');
  await page.getByRole('button', { name: 'Suggest rules' }).click();
  await page.getByRole('button', { name: 'Use these rules' }).waitFor();
  await settled(page);
}

async function signIn(context: BrowserContext): Promise<void> {
  const page = await context.newPage();
  await open(page, '/sign-in');
  await page.getByRole('button', { name: 'Sign in as the demo owner' }).click();
  await page.waitForURL('/');
  await settled(page);
  await page.close();
}

/** @returns its bytes. */
async function take(page: Page, { name, address, form, prepare }: Picture): Promise<number> {
  const file = path.join(FOLDER, `${name}.webp`);
  await showAs(page, form);
  await open(page, address);
  await prepare?.(page);
  await page.screenshot({ path: file, type: 'webp', quality: QUALITY, animations: 'disabled' });
  await page.close();
  const { size } = await stat(file);
  console.log(`docs/screenshots/${name}.webp  ${Math.round(size / 1_000)} kB`);
  return size;
}
