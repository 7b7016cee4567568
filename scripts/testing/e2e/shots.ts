import { mkdir } from 'node:fs/promises';
import path from 'node:path';

import type { Page } from 'playwright-core';

import { SCREENS, type ColorScheme, type Screen } from './chromium.ts';
import { still } from './settled.ts';

/** Ignored by git. */
const SHOTS_FOLDER = path.resolve(import.meta.dirname, '../../../apps/web/e2e/.screenshots');
const COLOR_SCHEMES: readonly ColorScheme[] = ['light', 'dark'];

export interface Form {
  screen: Screen;
  colorScheme: ColorScheme;
}

/** Every screen is looked at in these. */
export const FORMS: readonly Form[] = (Object.keys(SCREENS) as Screen[]).flatMap((screen) =>
  COLOR_SCHEMES.map((colorScheme) => ({ screen, colorScheme })),
);

/** Shows the page that is open in another form, without loading it anew. */
export async function showAs(page: Page, { screen, colorScheme }: Form): Promise<void> {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await page.setViewportSize(SCREENS[screen]);
  await still(page);
}

/** Saves a picture of the whole page as it is now. @returns its file. */
export async function saveShot(page: Page, name: string): Promise<string> {
  const file = path.join(SHOTS_FOLDER, `${name}.png`);
  await mkdir(path.dirname(file), { recursive: true });
  await page.screenshot({ path: file, fullPage: true, animations: 'disabled' });
  return file;
}

/** Saves the open page in each form, and leaves it as it was: wide and light. */
export async function screenshots(page: Page, name: string): Promise<void> {
  for (const form of FORMS) {
    await showAs(page, form);
    await saveShot(page, `${name}.${form.colorScheme}-${SCREENS[form.screen].width}`);
  }
  await showAs(page, { screen: 'wide', colorScheme: 'light' });
}
