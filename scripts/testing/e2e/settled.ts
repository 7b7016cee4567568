import type { Frame, Page } from 'playwright-core';

/** What stands where something will be. */
const UNSETTLED = '[aria-busy="true"], .mantine-Skeleton-root';

/** Resolves when the page shows what it is about: its heading, and data where its data will be. */
export async function settled(page: Page | Frame): Promise<void> {
  await page.locator('h1').first().waitFor();
  await page.locator(UNSETTLED).first().waitFor({ state: 'detached' });
}

/** Resolves when nothing moves or changes its colour any more; what never ends does not count. */
export async function still(page: Page): Promise<void> {
  await page.evaluate(`Promise.allSettled(document.getAnimations()
    .filter(({ effect }) => effect.getComputedTiming().endTime !== Infinity)
    .map(({ finished }) => finished))`);
}

/** Goes to an address and waits until everything is there. */
export async function open(page: Page, address: string): Promise<void> {
  const answer = await page.goto(address);
  if (!answer?.ok()) throw new Error(`${address} answered ${answer?.status()}`);
  await settled(page);
}
